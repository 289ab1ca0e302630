"""RepeatVector: a row as often as wanted, as a sequence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape, ShapeError
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say


@dataclass(frozen=True)
class RepeatVector(Layer):
    """Aₜ = X for t = 1 … n; X (features,), A (n, features); dX = Σₜ dAₜ.

    Raises :class:`ShapeError` if a sample is not a row. https://keras.io/api/layers/reshaping_layers/repeat_vector/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Repeat vector")
    help = QT_TRANSLATE_NOOP("nnviz", "Makes a sequence of a row: the same row in every place.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "repeat sequence copies decoder")
    group = "reshaping"
    formula = r"A_t = X"
    backward_formula = r"dX = \sum_t dA_t"
    code = "A = np.repeat(X[:, None], n, axis=1)"

    n: int = declare(
        2, "int", QT_TRANSLATE_NOOP("nnviz", "How often the row is repeated"), minimum=1, maximum=100_000
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        if len(inputs[0]) != 1:
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "Repeat vector takes a row of numbers a sample, but gets {rank} axes. Put a Flatten before it.",
                    ),
                    rank=len(inputs[0]),
                )
            )
        return (self.n, *inputs[0])

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        m.a = np.repeat(m.x[0][:, None], self.n, axis=1)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (m.da.sum(axis=1),)

    def summary(self) -> str:
        return f"{self.n}×"

    def keras(self) -> KerasCall:
        return KerasCall("layers.RepeatVector", (self.n,))
