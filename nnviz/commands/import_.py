"""``nnviz import MODEL -o DOC``: a Keras model with its weights becomes a document.

``nnviz import WEIGHTS --into DOC -o DOC``: weights alone become those of a document.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HELP = "Make a document of a Keras model (.keras or .h5) with its weights, or put trained weights into a document."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument(
        "model",
        type=Path,
        metavar="MODEL",
        help="a model file; with --into also a weights file (.weights.h5), trained.npz or the folder of a training",
    )
    parser.add_argument(
        "--into",
        type=Path,
        metavar="DOC",
        help="the document whose network the weights are for; it stays as it is",
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DOC", help="the document to write"
    )


def run(options: argparse.Namespace) -> int:
    """Read the model in a process of its own, write the document, and say what is to be known about it."""
    if options.into is not None:
        return _put_into(options)
    from nnviz.design.file import save
    from nnviz.export.errand import run_errand
    from nnviz.export.importing import finish, prepare

    with tempfile.TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True) as folder:
        job = prepare(options.model, Path(folder))
        run_errand(job)
        found = finish(job, options.output.stem)
    save(found.document, options.output)
    for note in found.notes:
        print(f"note: {note}", file=sys.stderr)
    print(options.output)
    return 0


def _put_into(options: argparse.Namespace) -> int:
    """Write the document again with other weights."""
    from nnviz.design.file import load, save
    from nnviz.export.loading import with_weights_of

    save(with_weights_of(load(options.into), options.model), options.output)
    print(options.output)
    return 0
