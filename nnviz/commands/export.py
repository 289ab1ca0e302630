"""``nnviz export DOC --to script -o DIR``: the design as a Keras program."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "Write the design as a Keras 3 program."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument("document", type=Path, metavar="DOC")
    parser.add_argument("--to", choices=("script",), default="script", help="what to write")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="folder to write into"
    )
    parser.add_argument("--data-dir", type=Path, help="folder that holds the data files")
    parser.add_argument(
        "--fresh",
        action="store_true",
        help="new random weights instead of a file with the document's start weights",
    )


def run(options: argparse.Namespace) -> int:
    """Write the program and print its files."""
    from nnviz.design.file import load
    from nnviz.export.program import program, start_weights
    from nnviz.export.training import fitting_data

    document = load(options.document)
    weights = None if options.fresh else start_weights(document, options.data_dir)
    fitting_data(document, options.data_dir)  # a program that cannot run is not written
    exported = program(document, weights, data_dir=options.data_dir)
    exported.write(options.output)
    for name in exported.files:
        print(options.output / name)
    return 0
