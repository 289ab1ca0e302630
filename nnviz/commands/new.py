"""``nnviz new TEMPLATE -o DOC``: write a template as a document."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "Write a template as a document."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument("template", help="name of a template (nnviz templates lists them)")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DOC", help="the .nnviz file to write"
    )
    parser.add_argument(
        "--base-weights", type=Path, metavar="FILE", help="file with the weights of the pretrained base"
    )


def run(options: argparse.Namespace) -> int:
    """Write the document."""
    from nnviz.design.file import save
    from nnviz.templates.base import template, with_base_weights

    document = template(options.template).build()
    if options.base_weights is not None:
        document = with_base_weights(document, options.base_weights)
    save(document, options.output)
    print(options.output)
    return 0
