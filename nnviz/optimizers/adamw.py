"""AdamW: Adam with weights that decay by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.optimizers.adam import Adam
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True, kw_only=True)
class AdamW(Adam):
    """θ ← θ − λ η θ, then the step of Adam.

    The decay is not part of the gradient, so it is not scaled by its history (Loshchilov and Hutter 2019). Keras
    applies it before the update, to every weight, biases too. https://keras.io/api/optimizers/adamw/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "AdamW")
    help = QT_TRANSLATE_NOOP("nnviz", "Adam, and every weight shrinks a little in each step.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "adam decoupled weight decay")
    keras_name = "AdamW"
    formula = (
        r"\theta \leftarrow \theta - \lambda \eta \theta, \quad "
        r"\theta \leftarrow \theta - \alpha \frac{m}{\sqrt{v} + \varepsilon}"
    )

    weight_decay: float = declare(
        0.004,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Share of every weight, times the learning rate, that is taken off"),
        minimum=0.0,
        step=0.001,
    )
