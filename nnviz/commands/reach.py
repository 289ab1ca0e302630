"""``nnviz reach``: train the templates in full on real data and compare with what they are to reach."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnviz.design.document import Document

HELP = "Train the templates in full on real data and say whether each reaches its numbers (takes minutes)."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument(
        "names", nargs="*", metavar="TEMPLATE", help="default: all that are to reach something"
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        help="folder with mnist.npz, flower_photos and the tables; default: downloads",
    )
    parser.add_argument(
        "--base-weights",
        type=Path,
        metavar="FILE",
        help="weights of MobileNetV2; default: Keras downloads them",
    )


def run(options: argparse.Namespace) -> int:
    """Train them one after the other; a line each."""
    from nnviz.templates.base import template
    from nnviz.templates.goals import GOALS
    from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

    names = options.names or list(GOALS)
    for name in names:
        template(name)
        if name not in GOALS:
            text = QT_TRANSLATE_NOOP(
                "nnviz", "The template “{name}” is not to reach anything; these are: {names}."
            )
            raise NnvizError(say(text, name=name, names=", ".join(GOALS)))
    reached = [_reaches(name, options) for name in names]
    return 0 if all(reached) else 1


def _reaches(name: str, options: argparse.Namespace) -> bool:
    from nnviz.design.file import load
    from nnviz.export.console import Progress
    from nnviz.export.runner import train
    from nnviz.export.start import first
    from nnviz.templates.goals import GOALS

    goal, document, began = GOALS[name], _document(name, options.base_weights), time.monotonic()
    progress = Progress(sys.stderr)
    with tempfile.TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True) as place:
        weights = first(document, options.data_dir).weights
        folder = Path(place) / "run"
        ending = train(document, folder, weights=weights, data_dir=options.data_dir, on_event=progress)
        progress.close()
        if ending.kind != "finished":
            print(f"{name}: {ending.message}")
            return False
        learned = load(folder / "trained.nnviz").weights
    accuracy = ending.results.get("accuracy")
    found = ", ".join(f"{x:.3f}" for path in goal.numbers for x in learned[path].ravel())
    found = found or ("?" if accuracy is None else f"{accuracy:.2%}")
    good = goal.reached(accuracy, learned)
    seconds = time.monotonic() - began
    print(
        f"{name:20} {found:20} {goal.words()}: {'reached' if good else 'MISSED'} ({seconds:.0f} s)",
        flush=True,
    )
    return good


def _document(name: str, base_weights: Path | None) -> Document:
    from nnviz.templates.base import template, with_base_weights

    document = template(name).build()
    if base_weights is None or not any(node.layer.sealed for node in document.design.nodes):
        return document
    return with_base_weights(document, base_weights)
