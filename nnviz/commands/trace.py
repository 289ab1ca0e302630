"""``nnviz trace DOC -o TRACE.npz``: every number of the first steps, for comparison with other programs."""

from __future__ import annotations

import argparse
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.design.file import save_bytes
from nnviz.engine.run import Batch, Run, Trace
from nnviz.engine.sealed import opened
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

HELP = "Write loss, outputs, gradients and weights of the first steps."


_UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    EOFError,
    MemoryError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)


class TraceError(NnvizError):
    """A batch that cannot be traced."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument("document", type=Path, metavar="DOC")
    parser.add_argument("--batch", type=Path, metavar="BATCH.npz", help="x and y to use in every step")
    parser.add_argument("--steps", type=_positive, default=1, metavar="N")
    parser.add_argument("--dtype", choices=("float32", "float64"), default="float32")
    parser.add_argument("--data-dir", type=Path, help="folder that holds the data files")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="TRACE.npz")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 1, not {text!r}")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Compute the steps and write them."""
    import io

    from nnviz.design.file import load

    document = load(options.document)
    runner = checked_run(document, options.data_dir, options.dtype)
    given = batch_of(options.batch, runner)
    arrays: dict[str, npt.NDArray[Any]] = {}
    state = runner.start()
    for step in range(options.steps):
        trace = runner.trace(state, given)
        if trace.fault:
            raise trace.fault
        arrays |= entries(step, trace)
        state = trace.after
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    save_bytes(options.output, buffer.getvalue())
    print(options.output)
    return 0


def checked_run(document: Any, data_dir: Path | None, dtype: str = "float32") -> Run:
    """Return a run of ``document``; raise the first fatal problem as an error."""
    from nnviz.design.check import problems

    dataset = document.setup.data.load(data_dir)
    for problem in problems(document, dataset):
        if problem.fatal:
            raise NnvizError(problem.message)
    return Run(*opened(document, dataset), dtype)


def entries(step: int, trace: Trace) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of one step under their names in ``TRACE.npz``."""
    found: dict[str, npt.NDArray[Any]] = {f"{step}/loss": np.asarray(trace.loss, trace.before.theta.dtype)}
    found |= {f"{step}/output/{name}": layer.a for name, layer in trace.layers.items()}
    for path in trace.network.slots:
        found[f"{step}/grad/{path}"] = trace.gradient_of(path)
        found[f"{step}/weight/{path}"] = trace.weight(path)
        found[f"{step}/next/{path}"] = trace.next(path)
    return found


def batch_of(path: Path | None, runner: Run) -> Batch | None:
    """Return the batch in a file, None if there is none; raise :class:`TraceError`."""
    return runner.given_batch(*_read_batch(path, runner)) if path else None


def _numbers(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        raise ValueError("it holds more than finite numbers")
    return array


def _read_batch(path: Path, runner: Run) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    try:
        # Opened here, because numpy leaves a file open that turns out to be no zip.
        with path.open("rb") as opened:
            file = np.load(opened, allow_pickle=False)
            if not isinstance(file, np.lib.npyio.NpzFile):
                raise ValueError("it holds a single array")
            x, y = _numbers(file["x"]), _numbers(file["y"])
    except _UNREADABLE as error:
        raise TraceError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "“{path}” is not a batch: it must be an .npz file with x and y ({reason})."
                ),
                path=path,
                reason=str(error)[:120],
            )
        ) from error
    expected = runner.dataset.input_shape
    if not x.ndim or not y.ndim or x.shape[1:] != expected or len(x) != len(y) or not len(x):
        raise TraceError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "“{path}”: x has the shape {x} and y {y}; expected as many rows in both and x (n, {expected}).",
                ),
                path=path,
                x=x.shape,
                y=y.shape,
                expected=", ".join(str(n) for n in expected),
            )
        )
    return x, y
