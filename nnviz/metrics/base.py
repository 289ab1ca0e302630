"""What a metric is: a number that tells how good a network is, gathered batch by batch."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from nnviz.parts import Part, Registry

Array = npt.NDArray[Any]
State = tuple[Array, ...]
"""What a metric has gathered so far: read-only arrays."""


class Metric(Part):
    """Base of all metrics: ``start``, ``update`` with every batch, ``result``; a value that keeps nothing itself.

    Targets y come as the loss takes them (``Loss.prepare``): class numbers (samples,) or like the output
    (samples, …, units); outputs a as the network gives them. As in Keras every sample counts once, whatever the weight
    of its class.
    """

    keras_name: ClassVar[str]
    """The name under which Keras reports it."""
    symbol: ClassVar[str] = ""
    """Its name where there is little room."""
    formula: ClassVar[str]
    """The result in LaTeX."""
    is_share: ClassVar[bool] = False
    """Whether the result is a share of 1, shown in percent."""
    takes: ClassVar[tuple[str, ...]] = ("rows",)
    """Targets that it can be taken with: ``labels``, ``rows`` (like the output)."""
    tasks: ClassVar[tuple[str, ...]] = ("regression", "binary", "classes")
    """Tasks of the data for which it makes sense."""
    always: ClassVar[tuple[str, ...]] = ()
    """Fields that a Keras call always names: their default here is not Keras'."""
    takes_columns: ClassVar[bool] = False
    """Whether Keras' own takes the targets of a single output only as a column, (samples, 1)."""
    in_keras: ClassVar[bool] = True
    """Whether Keras has it, so that ``compile`` can be given it."""

    def fits(self, labels: bool, units: int) -> bool:
        """Return whether it can be taken: with class numbers (``labels``) or rows as targets, of so many outputs."""
        return ("labels" if labels else "rows") in self.takes

    def resolved(self, labels: bool, units: int, threshold: float) -> Metric:
        """Return the metric that is meant: a general word such as accuracy becomes one for these targets.

        ``threshold`` is where the loss parts the two classes of a single output.
        """
        return self

    def start(self, units: int = 1) -> State:
        """Return the state before the first batch, for a network with so many outputs."""
        raise NotImplementedError

    def update(self, state: State, y: Array, a: Array) -> State:
        """Return the state after one more batch."""
        raise NotImplementedError

    def result(self, state: State) -> Any:
        """Return the metric so far: a number (0 before the first batch), or an array for a table."""
        raise NotImplementedError


class MeanMetric(Metric):
    """A metric that is the mean of one value for each sample (or each output of it)."""

    def values_of(self, y: Array, a: Array) -> Array:
        """Return the values that the mean is taken of."""
        raise NotImplementedError

    def start(self, units: int = 1) -> State:
        return frozen(np.zeros(2))

    def update(self, state: State, y: Array, a: Array) -> State:
        (sums,) = state
        found = self.values_of(y, a)
        return frozen(sums + np.array([found.sum(dtype=np.float64), found.size]))

    def result(self, state: State) -> Any:
        total, count = state[0]
        return float(total / count) if count else 0.0


def frozen(*arrays: Array) -> State:
    """Return arrays as a state."""
    for array in arrays:
        array.flags.writeable = False
    return arrays


def share(part: Array, whole: Array) -> Array:
    """Return part / whole, and 0 where the whole is 0."""
    result: Array = np.divide(part, whole, out=np.zeros(np.shape(whole)), where=np.asarray(whole) != 0)
    return result


METRICS: Registry[Metric] = Registry("metrics", "nnviz.metrics", Metric)
"""All metrics by class name, which is Keras' class name."""


def suggested(task: str) -> tuple[Metric, ...]:
    """Return the metrics of a task where none are chosen: accuracy for classes, the mean absolute error for numbers."""
    return (METRICS["MeanAbsoluteError" if task == "regression" else "Accuracy"](),)
