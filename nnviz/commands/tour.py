"""``nnviz tour --out DIR``: the main job from beginning to end, in the real window, without hands."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "Build, step, export, train and look again in the real window, and leave a report in pictures."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for pictures and report"
    )
    parser.add_argument("--data-dir", type=Path, help="folder that holds mnist.npz")
    parser.add_argument("--epochs", type=int, default=5, metavar="N", help="epochs of the full training")
    parser.add_argument("--dark", action="store_true", help="take the pictures in the dark theme")


def run(options: argparse.Namespace) -> int:
    """Run the tour; return 0 if every station was reached."""
    from nnviz.ui.display import display
    from nnviz.ui.tour import tour

    with display():
        return tour(options.out.resolve(), options.data_dir, options.epochs, options.dark)
