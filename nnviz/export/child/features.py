"""Compute what a pretrained base makes of samples: ``python features.py CALLS.json SAMPLES.npz FOLDER``.

``CALLS.json`` lists the layers from the input to the base as calls, each with its name: ``[name, [function, arguments,
keyword arguments]]``. Only functions of ``keras.layers`` and ``keras.applications`` are called. In the folder it
leaves ``features.npz`` with the same members as ``SAMPLES.npz``.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from reporting import Reporter, attempt, end, end_with_parent, greet, open_reports

FEATURES = "features.npz"
AT_ONCE = 16
"""Pictures that are computed between two reports."""
_FUNCTION = re.compile(r"(layers|keras\.applications)\.[A-Za-z][A-Za-z0-9]*|keras\.Input")


def made(keras: Any, function: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """Return what a call makes; JSON's lists become tuples."""
    if not _FUNCTION.fullmatch(function):
        raise ValueError(f"{function!r} is no layer")
    place = keras
    for name in function.removeprefix("keras.").split("."):
        place = getattr(place, name)
    return place(*map(_tuples, args), **{key: _tuples(value) for key, value in kwargs.items()})


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def build(keras: Any, calls: list[Any]) -> Any:
    """Return the model from the input to the base."""
    (_, first), *rest = calls
    start = end = made(keras, *first)
    for _, call in rest:
        end = made(keras, *call)(end)
    return keras.Model(start, end)


def run(calls: Path, samples: Path, folder: Path, reporter: Reporter) -> None:
    """Build the model, compute all samples in pieces, and write them."""
    keras = greet(reporter)
    import numpy as np

    model = build(keras, json.loads(calls.read_text(encoding="utf-8")))
    features: dict[str, Any] = {}
    with np.load(samples, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    done, total = 0, sum(map(len, arrays.values()))
    for name, x in arrays.items():
        pieces = []
        for first in range(0, len(x), AT_ONCE):
            pieces.append(keras.ops.convert_to_numpy(model(x[first : first + AT_ONCE], training=False)))
            done += len(pieces[-1])
            reporter.send("progress", done=done, total=total)
        features[name] = np.concatenate(pieces).astype("float32")
    np.savez(folder / FEATURES, **features)
    reporter.send("answered")


def main() -> None:
    """Compute the features of what is named on the command line."""
    reporter = open_reports()
    end_with_parent()
    calls, samples, folder = map(Path, sys.argv[1:4])
    end(attempt(lambda: run(calls, samples, folder, reporter), reporter))


if __name__ == "__main__":
    main()
