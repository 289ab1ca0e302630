"""``nnviz environment``: the Python to train with, looked at or made."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = "Look at the Python that trains, or make one with Keras and TensorFlow for this machine."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    show = actions.add_parser("show", help="its version, Keras, backend and devices (default)")
    show.add_argument("--python", metavar="PATH", help="another Python than the one that trains")
    make = actions.add_parser("make", help="make an environment with what this machine needs")
    make.add_argument("--folder", type=Path, metavar="DIR", help="where; default: with nnviz's own data")
    make.add_argument("--base", metavar="PATH", help="the Python to make it with; default: one that is found")
    make.add_argument("--jax", action="store_true", help="with JAX for the GPU, for several machines")
    make.add_argument("--dry-run", action="store_true", help="only say what would be done")


def run(options: argparse.Namespace) -> int:
    """Do it."""
    return _make(options) if options.action == "make" else _show(getattr(options, "python", None))


def _show(python: str | None) -> int:
    from nnviz.export.probe import facts, probe
    from nnviz.export.reports import Hello
    from nnviz.export.training import training_python

    found = probe(python)
    if not isinstance(found, Hello):
        print(found.message, file=sys.stderr)
        return 1
    for fact in facts(found, python or training_python() or ""):
        print(fact)
    return 0


def _make(options: argparse.Namespace) -> int:
    from nnviz.export.environments import make, plan
    from nnviz.export.outcomes import shown_command
    from nnviz.export.training import environment_folder, training_python

    planned = plan(options.folder, options.base, options.jax)
    print(planned.why)
    for command in planned.commands:
        print(shown_command(list(command)))
    if options.dry_run:
        return 0
    python = make(planned, lambda message: print(message, file=sys.stderr, flush=True))
    status = _show(str(python))
    if planned.folder != environment_folder().absolute() or training_python() != str(python):
        print(f"To train with it: nnviz train --python {shown_command([str(python)])}")
    return status
