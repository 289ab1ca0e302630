"""GlobalAveragePooling2D: the mean of every channel."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.base import Shape
from nnviz.layers.pools import GlobalAverage
from nnviz.layers.windows import picture
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class GlobalAveragePooling2D(GlobalAverage):
    """A[n, c] = mean over y, x of X[n, y, x, c]; X (samples, height, width, channels), A (samples, channels).

    Backward: every pixel gets the same share of dA. ``keepdims`` keeps both axes with length 1.
    https://keras.io/api/layers/pooling_layers/global_average_pooling2d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "GlobalAveragePooling2D")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Takes the mean of each channel over the whole picture, which leaves one number a channel."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "mean pool picture channels flatten head")
    formula = r"a_c = \frac{1}{k} \sum_{y,x} x_{y,x,c}"
    backward_formula = r"dx_{y,x,c} = \frac{1}{k} \, da_c"
    code = "A = X.mean((1, 2))"

    def output_shape(self, *inputs: Shape) -> Shape:
        picture(self.kind(), inputs[0])
        return self.shape(inputs[0])
