"""``nnviz train DOC -o DIR``: full training by the exported program, in a process of its own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = "Train in Keras; leaves trained.nnviz, model.keras and history.csv in a folder."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument("document", type=Path, metavar="DOC")
    parser.add_argument(
        "--data-dir", type=Path, help="folder that holds the data files, for example mnist.npz"
    )
    parser.add_argument("--epochs", type=int, metavar="N", help="default: what the document says")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="folder for the results"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="new random weights, not the document's start weights"
    )


def run(options: argparse.Namespace) -> int:
    """Train, show the progress, and say how it ended."""
    from nnviz.design.file import load
    from nnviz.export.console import Progress
    from nnviz.export.program import start_weights
    from nnviz.export.runner import train

    document = load(options.document)
    progress = Progress(sys.stderr)
    outcome = train(
        document,
        options.output,
        weights=None if options.fresh else start_weights(document, options.data_dir),
        data_dir=options.data_dir,
        epochs=options.epochs,
        on_event=progress,
    )
    progress.close()
    print(outcome.message, file=sys.stdout if outcome.good else sys.stderr)
    if outcome.command:
        print(outcome.command, file=sys.stderr)
    return 0 if outcome.good else 1
