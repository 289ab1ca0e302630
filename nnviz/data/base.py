"""What a data set is: read-only arrays with names, and how an exported program makes the same arrays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt

from nnviz.data.loader import Loader
from nnviz.parts import Part, Registry, declare
from nnviz.words import QT_TRANSLATE_NOOP, Message, NnvizError, say

Array = npt.NDArray[Any]
Task = Literal["binary", "classes", "regression"]


class DataError(NnvizError):
    """Data that cannot be had: what is missing or wrong, where, and what to do."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples to learn from and samples held back, as values: the arrays become read-only here.

    ``x_train`` and ``x_test`` (samples, *input_shape) are float32. The targets are int64 class numbers (samples,)
    for the tasks "binary" and "classes" and float32 (samples,) or (samples, outputs) for "regression".
    """

    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array
    task: Task
    scaling: Message
    """What was done to the numbers of the source."""
    classes: tuple[str, ...] = ()
    """Names of the classes by number; empty for regression."""
    features: tuple[str, ...] = ()
    """Names of the inputs; empty for pictures."""
    picture: bool = False
    """Whether a sample is a picture of grey values from 0 to 1."""
    note: Message | None = None
    """Something the learner should know about the data, for example what was found out by itself."""

    def __post_init__(self) -> None:
        target = np.float32 if self.task == "regression" else np.int64
        for name in ("x_train", "y_train", "x_test", "y_test"):
            array = np.ascontiguousarray(getattr(self, name), target if name[0] == "y" else np.float32)
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Shape of one sample."""
        return tuple(self.x_train.shape[1:])

    @property
    def samples(self) -> int:
        """Number of training samples."""
        return len(self.x_train)

    @property
    def two_inputs(self) -> bool:
        """Whether a sample is a point in the plane, so that the output can be drawn over it."""
        return self.input_shape == (2,)


NOT_SCALED = say(QT_TRANSLATE_NOOP("nnviz", "The numbers are used as they are; they are not scaled."))

NOTHING_HELD_BACK = say(
    QT_TRANSLATE_NOOP("nnviz", "No samples are held back: the test samples are the training samples.")
)


class Data(Part):
    """Base of all data sets. ``load`` depends on nothing but the fields and, where there is one, the file."""

    toy: ClassVar[bool] = False
    """Whether the samples are points in the plane made by a formula."""

    def load(self, folder: Path | None = None) -> Dataset:
        """Return the data; files are looked for in ``folder``. Raise :class:`DataError` if there are none."""
        raise NotImplementedError

    def loader(self, folder: Path | None = None) -> Loader:
        """Return how a program makes the same arrays. ``folder`` is as in ``load``; few data sets look into it."""
        raise NotImplementedError


def split(samples: int, share: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Shuffle the numbers of the samples and hold a share back: return (training, test).

    With nothing held back the training samples are the test samples.
    """
    order = rng.permutation(samples)
    held_back = round(share * samples)
    train = order[held_back:]
    return train, order[:held_back] if held_back else train


def seed_field() -> int:
    """Declare the seed of a data set."""
    field: int = declare(
        7,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Start of the random numbers that make or divide the samples"),
        minimum=0,
        maximum=2**31 - 1,
    )
    return field


def fraction_field(default: float) -> float:
    """Declare the share of the samples that is held back."""
    field: float = declare(
        default,
        "float",
        QT_TRANSLATE_NOOP(
            "nnviz", "Share of the samples held back for testing; 0 tests with the training samples"
        ),
        minimum=0.0,
        maximum=0.9,
        step=0.05,
    )
    return field


DATA: Registry[Data] = Registry("data", "nnviz.data", Data)
"""All data sets by class name."""
