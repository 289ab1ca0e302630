"""``nnviz templates``: list the templates."""

from __future__ import annotations

import argparse

HELP = "List the templates that `nnviz new` knows."


def arguments(parser: argparse.ArgumentParser) -> None:
    """It takes no words."""


def run(options: argparse.Namespace) -> int:
    """Print name and help of every template."""
    from nnviz.templates.base import templates

    found = templates()
    width = max(len(name) for name in found)
    for name, template in found.items():
        print(f"{name:<{width}}  {template.help}")
    return 0
