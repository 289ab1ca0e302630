"""``nnviz export DOC --to KIND -o DIR``: the design as a Keras program, notebook, folder or model file."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nnviz.commands.prove import whole_number

if TYPE_CHECKING:
    from nnviz.design.document import Document
    from nnviz.export.start import Start

HELP = (
    "Write the design for Keras 3: a program, a notebook, a folder with all that is needed, or a model file."
)
_KINDS = ("script", "notebook", "folder", "model")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument("document", type=Path, metavar="DOC")
    parser.add_argument(
        "--to",
        choices=_KINDS,
        default="script",
        help="what to write: a program, a notebook, a folder of program, weights, requirements and README, or"
        " Keras' model file (made by Keras)",
    )
    parser.add_argument(
        "--model", dest="to", action="store_const", const="model", help="the same as --to model"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help="folder to write into")
    parser.add_argument("--data-dir", type=Path, help="folder that holds the data files")
    weights = parser.add_mutually_exclusive_group()
    weights.add_argument(
        "--with-weights",
        action="store_true",
        help="with the weights, and what the optimizer remembers, of a moment (this is the default)",
    )
    weights.add_argument("--fresh", action="store_true", help="without weights: Keras draws new random ones")
    parser.add_argument(
        "--step",
        type=whole_number,
        default=0,
        metavar="N",
        help="the moment before this step of the timeline (default: the first, 0)",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="write nothing: name the files, and what is different from the document",
    )


def run(options: argparse.Namespace) -> int:
    """Write the files and print their names and what is to be said about them."""
    from nnviz.design.file import load
    from nnviz.export.package import package
    from nnviz.export.remarks import remarks
    from nnviz.export.start import at_step
    from nnviz.export.training import fitting_data
    from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

    if options.output is None and not options.dry_run:
        raise NnvizError(say(QT_TRANSLATE_NOOP("nnviz", "Name the folder to write into: -o DIR.")))
    if options.fresh and options.step:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "--fresh has no weights, so there is no step for it; leave one out."
        )
        raise NnvizError(say(text))
    document, folder = load(options.document), options.output or Path()
    start = None if options.fresh else at_step(document, options.step, options.data_dir)
    fitting_data(document, options.data_dir)  # a program that cannot run is not written
    notes = remarks(document, start, options.to)
    for note in notes:  # before anything is written
        print(f"- {note}", file=sys.stdout if options.dry_run else sys.stderr)
    if options.to == "model":
        names = [_model(document, start, options)]
    else:
        made = package(document, options.to, start, notes, options.data_dir)
        if not options.dry_run:
            made.write(folder)
        names = list(made.files)
    for name in names:
        print(folder / name)
    return 0


def _model(document: Document, start: Start | None, options: argparse.Namespace) -> str:
    """Let Keras write the model file, and return its name."""
    from nnviz.export import keras_file
    from nnviz.export.errand import run_errand

    name = keras_file.name_of(document)
    if not options.dry_run:
        with tempfile.TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True) as place:
            job = keras_file.prepare(document, start, Path(place), data_dir=options.data_dir)
            run_errand(job)
            keras_file.finish(job, options.output / name)
    return name
