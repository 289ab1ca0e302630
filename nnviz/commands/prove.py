"""``nnviz prove DOC``: one training step here and in Keras, and the largest differences of every layer."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nnviz.commands.trace import batch_of, checked_run

if TYPE_CHECKING:
    from nnviz.export.proof import Difference, Proof

HELP = "Do one training step here and in Keras and list the differences; exit status 1 if they disagree."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument("document", type=Path, metavar="DOC")
    parser.add_argument(
        "--batch", type=Path, metavar="BATCH.npz", help="x and y to use instead of the step's own"
    )
    parser.add_argument(
        "--step", type=whole_number, default=0, metavar="N", help="the step to do (default: the first, 0)"
    )
    parser.add_argument("--data-dir", type=Path, help="folder that holds the data files")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")


def whole_number(text: str) -> int:
    """Return a whole number of at least 0."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 0, not {text!r}")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Do the step twice and print the differences."""
    from nnviz.design.file import load
    from nnviz.export.errand import run_errand
    from nnviz.export.proof import finish, prepare
    from nnviz.export.reports import Event, Hello

    runner = checked_run(load(options.document), options.data_dir)
    state, _ = runner.advance(runner.start(), options.step)
    trace = runner.trace(state, batch_of(options.batch, runner))
    if trace.fault:
        raise trace.fault
    hello: list[Hello] = []

    def heard(event: Event) -> None:
        if isinstance(event, Hello):
            hello.append(event)

    with tempfile.TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True) as folder:
        job = prepare(runner.document, trace, Path(folder))
        run_errand(job, heard)
        proof = finish(job, trace, hello[0] if hello else None)
    print(json.dumps(proof.plain(), indent=1, ensure_ascii=False) if options.json else table(proof))
    return 0 if proof.agrees else 1


def table(proof: Proof) -> str:
    """Return the proof in lines: a row a layer, then the sentences."""
    heads = ("layer", "output", "gradient", "next weights")
    rows = [heads]
    rows += [(row.name, _cell(row.output), _cell(row.gradient), _cell(row.weights)) for row in proof.rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    lines.append("(largest difference, and its share of the largest number)")
    lines.append(f"loss {proof.loss:.9g} here, {proof.keras_loss:.9g} in Keras")
    return "\n".join([*lines, *map(str, proof.remarks()), str(proof.verdict())])


def _cell(found: Difference | None) -> str:
    if found is None:
        return "–"
    return f"{found.absolute:.1e} ({found.relative:.1e})" + ("" if found.agrees else " !")
