"""What a training showed of itself after its epochs, as a table: a row for each sample or filter, a column an epoch.

It knows no widgets; :mod:`nnviz.ui.train.film_view` draws it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.export import runs
from nnviz.export.reports import Filters, Sample
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

Array = npt.NDArray[Any]

MOST_BYTES = 64_000_000
"""Files of a run folder that are larger are not read."""


@dataclass(frozen=True)
class Answer:
    """What the network says to one sample after an epoch.

    ``label`` is the class it names (−1 where it gives a value), ``share`` how sure it is of that, 0 to 1; ``right``
    is None where there is no class.
    """

    label: int
    share: float
    value: float
    right: bool | None


def answer(outputs: tuple[float, ...], target: float) -> Answer:
    """Return what one row of outputs says: the likeliest class, of one output the side of 0.5, else the value.

    Outputs that are no probabilities (a regression, logits) give their first value, and of several the largest.
    """
    shares = all(0 <= value <= 1 for value in outputs)
    whole = float(target).is_integer()
    if len(outputs) == 1:
        value = outputs[0]
        if not (shares and target in (0.0, 1.0)):
            return Answer(-1, 0.0, value, None)
        label = int(value >= 0.5)
        return Answer(label, value if label else 1 - value, value, label == target)
    if any(math.isnan(value) for value in outputs) or not whole:
        return Answer(-1, 0.0, outputs[0], None)
    label = int(np.argmax(outputs))
    share = outputs[label] if shares else 0.0
    return Answer(label, share, outputs[label], label == target)


def answers(sample: Sample) -> tuple[Answer, ...]:
    """Return what was said to every sample after one epoch."""
    return tuple(answer(row, target) for row, target in zip(sample.outputs, sample.targets, strict=True))


def words_of(found: Answer, target: float, name: str, epoch: int) -> Message:
    """Return one cell in words; ``name`` is that of the class."""
    if found.right is None:
        return say(
            QT_TRANSLATE_NOOP("nnviz", "after epoch {epoch}: {value}; true: {target}"),
            epoch=epoch,
            value=f"{found.value:.6g}",
            target=f"{target:.6g}",
        )
    text = (
        QT_TRANSLATE_NOOP("nnviz", "after epoch {epoch}: {name}, {share}; right")
        if found.right
        else QT_TRANSLATE_NOOP("nnviz", "after epoch {epoch}: {name}, {share}; wrong")
    )
    return say(text, epoch=epoch, name=name, share=f"{found.share:.1%}".replace("%", " %"))


# -- files of the run folder -------------------------------------------------------------------------------------------


def read_samples(folder: Path) -> Array | None:
    """Return the samples as the network gets them, None where they are not kept or cannot be read."""
    return _read(folder / runs.SAMPLES)


def pictures(samples: Array) -> list[Array] | None:
    """Return samples as pictures with values 0 to 1, (rows, columns) or (rows, columns, 3); None if they are none."""
    if samples.ndim == 4 and samples.shape[-1] == 1:
        samples = samples[..., 0]
    coloured = samples.ndim == 4 and samples.shape[-1] == 3
    if not (coloured or samples.ndim == 3) or min(samples.shape[1:3]) < 3:
        return None
    low, high = float(np.nanmin(samples)), float(np.nanmax(samples))
    scaled = (samples - low) / (high - low) if high > low else np.zeros_like(samples)
    return list(scaled)


def read_filters(folder: Path, found: Filters, sample_shape: tuple[int, ...]) -> list[Array] | None:
    """Return each filter after an epoch, (rows, columns, channels); None where they cannot be read.

    The weights of a Dense unit lie as the sample's pixels do where ``sample_shape`` is a picture of as many numbers,
    else below one another.
    """
    kernel = _read(folder / found.path)
    if kernel is None or kernel.ndim not in (2, 3, 4):
        return None
    if kernel.ndim == 2:
        shape = sample_shape if len(sample_shape) in (2, 3) else ()
        fits = bool(shape) and math.prod(shape) == len(kernel)
        place = (*shape, 1)[:3] if fits else (len(kernel), 1, 1)
        kernel = kernel.reshape(*place, kernel.shape[1])
    elif kernel.ndim == 3:
        kernel = kernel[:, None]
    return [np.nan_to_num(kernel[..., number]) for number in range(kernel.shape[-1])]


def _read(path: Path) -> Array | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        array = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return array if isinstance(array, np.ndarray) and array.dtype.kind == "f" and array.size else None
