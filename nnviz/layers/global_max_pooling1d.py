"""GlobalMaxPooling1D: the largest number of every channel."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.base import Shape
from nnviz.layers.pools import GlobalMax
from nnviz.layers.windows import sequence
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class GlobalMaxPooling1D(GlobalMax):
    """A[n, c] = max over t of X[n, t, c]; X (samples, steps, channels), A (samples, channels).

    Backward: dA goes to the maximum; equal maxima share it, as in TensorFlow. ``keepdims`` keeps the axis with
    length 1. https://keras.io/api/layers/pooling_layers/global_max_pooling1d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "GlobalMaxPooling1D")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Keeps the largest number of each channel over the whole sequence, one number a channel."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "maximum pool sequence channels flatten head")
    formula = r"a_c = \max_{t} \; x_{t,c}"
    backward_formula = r"dx_{t,c} = da_c / k \text{ at the } k \text{ places with } x = a_c \text{, else } 0"
    code = "A = X.max(1)"

    def output_shape(self, *inputs: Shape) -> Shape:
        sequence(self.kind(), inputs[0])
        return self.shape(inputs[0])
