"""GlobalAveragePooling1D: the mean of every channel."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.base import Shape
from nnviz.layers.pools import GlobalAverage
from nnviz.layers.windows import sequence
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class GlobalAveragePooling1D(GlobalAverage):
    """A[n, c] = mean over t of X[n, t, c]; X (samples, steps, channels), A (samples, channels).

    Backward: every step gets the same share of dA. ``keepdims`` keeps the axis with length 1.
    https://keras.io/api/layers/pooling_layers/global_average_pooling1d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "GlobalAveragePooling1D")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Takes the mean of each channel over the whole sequence, which leaves one number a channel."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "mean pool sequence channels flatten head")
    formula = r"a_c = \frac{1}{k} \sum_{t} x_{t,c}"
    backward_formula = r"dx_{t,c} = \frac{1}{k} \, da_c"
    code = "A = X.mean(1)"

    def output_shape(self, *inputs: Shape) -> Shape:
        sequence(self.kind(), inputs[0])
        return self.shape(inputs[0])
