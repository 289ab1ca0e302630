"""Head: the end of a plain chain, from the output's z to its error signal and the losses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.links import Link
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Pass
from nnviz.losses.base import Loss
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError

Array = npt.NDArray[Any]
LossOf = Callable[[Array, Pass], Array]

_HALF = np.full((), 0.5, np.float32)
_ONE = np.ones((), np.float32)


class Head:
    """The output's end of a step: from z to the error signal and, later, to the losses.

    ``prepare`` brings targets into the form that ``signal`` takes; ``signal`` writes dz, without the factor
    ``scale(samples)``. The four usual pairs of activation and loss have their own way (*kind*); all others
    take the loss's and the activation's own functions.
    """

    def __init__(self, link: Link, loss: Loss, losses: LossOf, gradient: LossOf, from_z: bool) -> None:
        self.units = link.units
        self._activation = ACTIVATIONS[link.activation]
        self._losses, self._gradient, self._from_z = losses, gradient, from_z
        kinds = {
            (BinaryCrossentropy, "sigmoid"): "logistic",
            (SparseCategoricalCrossentropy, "softmax"): "softmax",
            (MeanSquaredError, "linear"): "difference",
        }
        self.kind = "" if loss.changed() else kinds.get((type(loss), link.activation), "")

    def scale(self, samples: int) -> float:
        """Return the factor that the error signal lacks."""
        size = samples * self.units
        return {"logistic": 0.5 / size, "softmax": 1 / samples, "difference": 2 / size}.get(self.kind, 1.0)

    def prepare(self, y: Array, batches: Sequence[slice]) -> list[Array]:
        """Return the targets of each batch as :meth:`signal` takes them."""
        if self.kind == "logistic":
            y = 2 * y - 1
        return [y[rows].T if self.kind in ("logistic", "difference") else y[rows] for rows in batches]

    def signal(self, z: Array, y: Array, dz: Array) -> None:
        """Write dz / scale; z and dz are (units, samples)."""
        if self.kind == "logistic":  # â − y = (tanh(z/2) − (2y − 1)) / 2
            np.multiply(z, _HALF, dz)
            np.tanh(dz, dz)
            np.subtract(dz, y, dz)
        elif self.kind == "difference":
            np.subtract(z, y, dz)
        elif self.kind == "softmax":
            np.subtract(z, np.maximum.reduce(z, axis=0), dz)
            np.exp(dz, dz)
            np.divide(dz, np.add.reduce(dz, axis=0), dz)
            dz[y, np.arange(len(y))] -= _ONE
        else:
            m = self._pass(z.T)
            gradient = self._gradient(y, m)
            if not self._from_z:
                gradient = self._activation.backward(gradient, m.z, m.a)
            np.copyto(dz, gradient.T)

    def _pass(self, z: Array) -> Pass:
        m = Pass()
        m.z, m.a = z, self._activation.forward(z)
        return m

    def losses(self, z: Array, y: Array) -> list[float]:
        """Return the mean loss of each step from outputs (steps, units, samples) and targets (steps, samples …)."""
        per_sample = self._losses(y, self._pass(np.ascontiguousarray(np.swapaxes(z, 1, 2))))
        rows = per_sample.reshape(len(z), -1)
        sums: list[float] = np.add.reduce(rows, axis=1).tolist()
        return [total / rows.shape[1] for total in sums]
