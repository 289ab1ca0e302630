"""What the templates reach in a full training with real data; ``nnviz reach`` trains them and looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.words import QT_TRANSLATE_NOOP, Message, say

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Goal:
    """An accuracy of at least ``least`` and at most ``most``, and learned numbers within 0.05 of ``numbers``.

    The accuracy is that of the samples that are held back, where there are some, else of the training samples.
    """

    least: float = 0.0
    most: float = 1.0
    numbers: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Weights by Keras' path."""

    def reached(self, accuracy: float | None, weights: Mapping[str, Array]) -> bool:
        """Return whether a training with this result reached it."""
        if self.numbers:
            return all(
                np.abs(weights[path].ravel() - wanted).max() <= 0.05 for path, wanted in self.numbers.items()
            )
        return accuracy is not None and self.least <= accuracy <= self.most

    def words(self) -> Message:
        """Return it in a few words."""
        if self.numbers:
            wanted = ", ".join(f"{value:g}" for values in self.numbers.values() for value in values)
            return say(QT_TRANSLATE_NOOP("nnviz", "{wanted} within 0.05"), wanted=wanted)
        if self.least:
            return say(QT_TRANSLATE_NOOP("nnviz", "at least {least}"), least=f"{self.least:.0%}")
        return say(QT_TRANSLATE_NOOP("nnviz", "at most {most}"), most=f"{self.most:.0%}")


GOALS: Mapping[str, Goal] = {
    "linear-regression": Goal(numbers={"output/kernel": (2.0, 3.0), "output/bias": (4.0,)}),
    "pima": Goal(least=0.76),
    "mnist": Goal(least=0.98),
    "mnist_convolution": Goal(least=0.99),
    # Clearly worse than the next two.
    "flowers-dense": Goal(most=0.5),
    "flowers-transfer": Goal(least=0.75),
    "flowers-pooled": Goal(least=0.82),
    # At least what the frozen base reaches.
    "flowers-fine-tuning": Goal(least=0.82),
}
"""By the templates' names."""
