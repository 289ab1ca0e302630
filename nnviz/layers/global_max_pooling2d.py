"""GlobalMaxPooling2D: the largest number of every channel."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.base import Shape
from nnviz.layers.pools import GlobalMax
from nnviz.layers.windows import picture
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class GlobalMaxPooling2D(GlobalMax):
    """A[n, c] = max over y, x of X[n, y, x, c]; X (samples, height, width, channels), A (samples, channels).

    Backward: dA goes to the maximum; equal maxima share it, as in TensorFlow. ``keepdims`` keeps both axes with
    length 1. https://keras.io/api/layers/pooling_layers/global_max_pooling2d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "GlobalMaxPooling2D")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Keeps the largest number of each channel over the whole picture, one number a channel."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "maximum pool picture channels flatten head")
    formula = r"a_c = \max_{y,x} \; x_{y,x,c}"
    backward_formula = (
        r"dx_{y,x,c} = da_c / k \text{ at the } k \text{ places with } x = a_c \text{, else } 0"
    )
    code = "A = X.max((1, 2))"

    def output_shape(self, *inputs: Shape) -> Shape:
        picture(self.kind(), inputs[0])
        return self.shape(inputs[0])
