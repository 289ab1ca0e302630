"""The document: design, training set-up and start weights, all immutable."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from nnviz.data.base import Data
from nnviz.data.circle import Circle
from nnviz.design.graph import Design
from nnviz.design.remembering import ITERATION, takes_over, without_memory
from nnviz.losses.base import Loss
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.metrics.base import Metric
from nnviz.optimizers.base import Optimizer
from nnviz.optimizers.sgd import SGD
from nnviz.parts import Part, declare
from nnviz.words import QT_TRANSLATE_NOOP

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Setup(Part):
    """Everything chosen about training: data, loss, optimizer and hyperparameters."""

    data: Data = declare(
        Circle(), "part", QT_TRANSLATE_NOOP("nnviz", "What the network learns from"), family="data"
    )
    loss: Loss = declare(
        BinaryCrossentropy(), "part", QT_TRANSLATE_NOOP("nnviz", "What training makes small"), family="losses"
    )
    optimizer: Optimizer = declare(
        SGD(), "part", QT_TRANSLATE_NOOP("nnviz", "How a gradient becomes a step"), family="optimizers"
    )
    batch_size: int = declare(
        10, "int", QT_TRANSLATE_NOOP("nnviz", "Samples in one step"), minimum=1, maximum=1_000_000
    )
    epochs: int = declare(
        5,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Passes through the data in full training"),
        minimum=1,
        maximum=1_000_000,
    )
    seed: int = declare(
        7,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Start of all random numbers: weights and batch order"),
        minimum=0,
        maximum=2**31 - 1,
    )
    shuffle: bool = declare(
        True, "bool", QT_TRANSLATE_NOOP("nnviz", "Take the samples in a new order in every epoch")
    )
    class_weight: tuple[float, ...] = declare(
        (),
        "numbers",
        QT_TRANSLATE_NOOP(
            "nnviz", "Factor of the loss for each class, in their order; empty: all count alike"
        ),
        minimum=0.0,
        advanced=True,
    )
    metrics: tuple[Metric, ...] = declare(
        (),
        "parts",
        QT_TRANSLATE_NOOP("nnviz", "What is measured beside the loss; none chosen: what the task suggests"),
        family="metrics",
        advanced=True,
    )
    early_stopping: int = declare(
        0,
        "int",
        QT_TRANSLATE_NOOP(
            "nnviz", "Full training ends after so many epochs without a better one; 0: after all epochs"
        ),
        minimum=0,
        maximum=1_000_000,
        advanced=True,
    )
    tensorboard: bool = declare(
        False,
        "bool",
        QT_TRANSLATE_NOOP(
            "nnviz", "Full training also writes what TensorBoard shows; needs the package tensorboard"
        ),
        advanced=True,
    )


def read_only(array: Array) -> Array:
    """Return ``array`` as a value: a private copy in C order that cannot be written to."""
    copy = np.array(array, order="C")
    copy.flags.writeable = False
    return copy


NO_WEIGHTS: Mapping[str, Array] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Document:
    """What a ``.nnviz`` file holds.

    ``weights`` are start weights by Keras' variable path (``dense_1/kernel``) that replace the seed's; empty when
    the weights are simply the seed's. What an optimizer remembers of a training before the document is among them, as
    ``optimizer/<slot>/<weight>``; an edit after which it does not fit drops it. ``cursor`` is the moment on the
    timeline, (step, event).
    """

    name: str = "untitled"
    design: Design = Design()
    setup: Setup = Setup()
    weights: Mapping[str, Array] = field(default_factory=lambda: NO_WEIGHTS)
    notes: str = ""
    cursor: tuple[int, int] = (0, 0)

    def with_(self, **changes: Any) -> Self:
        """Return a copy with some attributes changed."""
        return dataclasses.replace(self, **changes)

    def with_setup(self, **changes: Any) -> Self:
        """Return a copy with some fields of the set-up changed; another optimizer forgets what it cannot use."""
        changed = self.with_(setup=self.setup.replace(**changes))
        if ITERATION not in self.weights or takes_over(changed.setup.optimizer, self.setup.optimizer):
            return changed
        return changed.with_weights(without_memory(self.weights))

    def with_weights(self, weights: Mapping[str, Array]) -> Self:
        """Return a copy that starts from these weights."""
        return self.with_(weights=MappingProxyType({path: read_only(w) for path, w in weights.items()}))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        same = all(
            getattr(self, f.name) == getattr(other, f.name)
            for f in dataclasses.fields(self)
            if f.name != "weights"
        )
        return (
            same
            and self.weights.keys() == other.weights.keys()
            and all(
                w.dtype == other.weights[path].dtype and np.array_equal(w, other.weights[path])
                for path, w in self.weights.items()
            )
        )

    __hash__ = None  # type: ignore[assignment]
