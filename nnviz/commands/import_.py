"""``nnviz import MODEL -o DOC``: a Keras model with its weights becomes a document."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HELP = "Make a document of a Keras model (.keras or .h5), with its weights."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument("model", type=Path, metavar="MODEL")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DOC", help="the document to write"
    )


def run(options: argparse.Namespace) -> int:
    """Read the model in a process of its own, write the document, and say what is to be known about it."""
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
