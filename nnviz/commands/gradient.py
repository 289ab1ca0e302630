"""``nnviz gradient DOC PATH[i,j]``: one gradient by backpropagation and as the slope of the loss.

``LAYER/z[sample,neuron]`` is an error signal δ, ``input/x[sample,number]`` the gradient of what enters.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from nnviz.commands.prove import whole_number
from nnviz.commands.trace import batch_of, checked_run

HELP = (
    "Compare the gradient of a weight, a sum z or an input with a central difference in float64;"
    " exit status 1 if they disagree."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument("document", type=Path, metavar="DOC")
    parser.add_argument(
        "weight",
        nargs="+",
        metavar="PATH[i,j]",
        help="a weight, hidden/kernel[0,2]; a sample's sum, hidden/z[4,2] (δ), or input, input/x[4,0]; from 0",
    )
    parser.add_argument(
        "--batch", type=Path, metavar="BATCH.npz", help="x and y to use instead of the step's own"
    )
    parser.add_argument(
        "--step", type=whole_number, default=0, metavar="N", help="the step (default: the first, 0)"
    )
    parser.add_argument("--data-dir", type=Path, help="folder that holds the data files")


def run(options: argparse.Namespace) -> int:
    """Print a line a weight; return 1 if one does not agree."""
    from nnviz.design.file import load
    from nnviz.engine.numerical import check, place

    places = [place(text) for text in options.weight]
    runner = checked_run(load(options.document), options.data_dir)
    state, _ = runner.advance(runner.start(), options.step)
    trace = runner.trace(state, batch_of(options.batch, runner))
    agree = True
    for path, index in places:
        found = check(runner.document, runner.dataset, trace, path, index)
        agree &= found.agrees
        verdict = "agrees" if found.agrees else "differs"
        kink = "; a kink lies within ε" if found.kink else ""
        print(
            f"{path}{list(index)}: backpropagation {found.backprop:.9g}, central difference {found.numeric:.9g}"
            f" (ε = {found.epsilon:g}), difference {found.difference:.1e}: {verdict}{kink}"
        )
    return 0 if agree else 1
