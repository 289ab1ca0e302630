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


def run(options: argparse.Namespace) -> int:
    """Write the document."""
    from nnviz.design.file import save
    from nnviz.templates.base import template

    save(template(options.template).build(), options.output)
    print(options.output)
    return 0
