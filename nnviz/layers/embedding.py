"""Embedding: a table with one learned row for every word, letter or other thing that has a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.base import Array, KerasCall, Pass, Shape, Weight, WeightedLayer, changed_in_keras
from nnviz.layers.constraints import Constraint
from nnviz.layers.initializers import Initializer, RandomUniform
from nnviz.layers.regularizers import Regularizer
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Embedding(WeightedLayer):
    """A = E[X]: row number x of the table E (input_dim, output_dim); X (…) whole numbers, A (…, output_dim).

    Backward: dE[k] = Σ dA where X = k. Whole numbers have no gradient, so dX is 0. A number outside the table gives
    NaN, as Keras on an accelerator and no silent other row. https://keras.io/api/layers/core_layers/embedding/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Embedding")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Looks every whole number up in a table and hands on its row, which is learned."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "word vector table lookup text token")
    group = "sequence"
    takes_indices = True
    formula = r"a = E_x"
    backward_formula = r"\frac{\partial L}{\partial E_k} = \sum_{x = k} \frac{\partial L}{\partial a}"
    code = "A = E[X.astype(int)]"

    input_dim: int = declare(
        10,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Rows of the table: largest number + 1"),
        minimum=1,
        maximum=1_000_000,
    )
    output_dim: int = declare(
        4, "int", QT_TRANSLATE_NOOP("nnviz", "Numbers in a row"), minimum=1, maximum=10_000
    )
    embeddings_initializer: Initializer = declare(
        RandomUniform(),
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Where the table starts"),
        family="initializers",
        advanced=True,
    )
    embeddings_regularizer: Regularizer | None = declare(
        None,
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the table, added to the loss"),
        family="regularizers",
        optional=True,
        advanced=True,
    )
    embeddings_constraint: Constraint | None = declare(
        None,
        "part",
        QT_TRANSLATE_NOOP("nnviz", "What the table is brought back to after every update"),
        family="constraints",
        optional=True,
        advanced=True,
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        return (*inputs[0], self.output_dim)

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        return (
            Weight(
                "embeddings",
                (self.input_dim, self.output_dim),
                self.embeddings_initializer,
                True,
                self.embeddings_regularizer,
                self.embeddings_constraint,
            ),
        )

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        rows = m.x[0].astype(np.intp)
        outside = (rows < 0) | (rows >= self.input_dim)
        m.kept = {"rows": np.where(outside, 0, rows)}
        m.a = weights[0][m.kept["rows"]]
        if outside.any():
            m.a[outside] = np.nan

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        gradients[0][...] = 0
        np.add.at(gradients[0], m.kept["rows"], m.da)
        m.dx = (np.zeros_like(m.x[0]),)

    def summary(self) -> str:
        return f"{self.input_dim} × {self.output_dim}"

    def keras(self) -> KerasCall:
        args, kwargs = changed_in_keras(self, "input_dim", "output_dim")
        return KerasCall("layers.Embedding", args, kwargs)
