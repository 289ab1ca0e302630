"""ActivityRegularization: a penalty on large outputs."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.handed_on import HandedOn
from nnviz.layers.regularizers import L1L2, Regularizer
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class ActivityRegularization(HandedOn):
    """A = X; adds (l₁ Σ|A| + l₂ Σ A²) / samples to the loss, so dX = dA + (l₁ sign A + 2 l₂ A) / samples.

    The sums go over the whole batch. https://keras.io/api/layers/regularization_layers/activity_regularization/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Activity regularization")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Hands its input on and adds a penalty on large values to the loss, so that they become small.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "penalty l1 l2 sparse output")
    group = "regularization"
    formula = r"A = X, \quad L \leftarrow L + \frac{l_1 \sum |A| + l_2 \sum A^2}{m}"
    backward_formula = r"dX = dA + \frac{l_1 \mathrm{sign} A + 2 l_2 A}{m}"

    l1: float = declare(0.0, "float", QT_TRANSLATE_NOOP("nnviz", "Factor of the sum of sizes"), minimum=0.0)
    l2: float = declare(0.0, "float", QT_TRANSLATE_NOOP("nnviz", "Factor of the sum of squares"), minimum=0.0)

    @property
    def output_regularizer(self) -> Regularizer | None:
        return L1L2(self.l1, self.l2) if self.l1 or self.l2 else None

    def summary(self) -> str:
        return ", ".join(f"{name} {value:g}" for name, value in (("l1", self.l1), ("l2", self.l2)) if value)
