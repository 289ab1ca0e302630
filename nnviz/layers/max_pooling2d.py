"""MaxPooling2D: the largest number of every window."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.base import Array, Pass
from nnviz.layers.pooling import maximum, maximum_back
from nnviz.layers.pools import PicturePooling
from nnviz.layers.windows import Windows
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class MaxPooling2D(PicturePooling):
    """A[n, y, x, c] = max over i, j of X[n, s·y + i, s·x + j, c]; X and A (samples, height, width, channels).

    The gradient goes to the first maximum of each window, row by row, as in TensorFlow on a processor. Zeros that
    ``same`` would add do not count. NaN stays NaN, which TensorFlow on a processor passes over in silence. Raises
    :class:`ShapeError` if the window is larger than the picture.
    https://keras.io/api/layers/pooling_layers/max_pooling2d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "MaxPooling2D")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Keeps the largest number of every window, so that the picture shrinks and what was found stays.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "maximum pool subsampling downsampling picture image")
    formula = r"a_{y,x,c} = \max_{i,j} \; x_{s y + i,\; s x + j,\; c}"
    backward_formula = (
        r"dx_{u,v,c} = \sum_{y,x} da_{y,x,c}"
        r" \text{ where } x_{u,v,c} \text{ is the first maximum of window } y, x"
    )
    code = "A = sliding_window_view(X, pool_size, (1, 2))[:, ::s, ::s].max((-2, -1))"

    def pool(self, x: Array, w: Windows, out: Array) -> None:
        maximum(x, w, out)

    def pool_back(self, m: Pass, w: Windows, out: Array) -> None:
        maximum_back(m, self.picture(m.x[0]), self.picture(m.a), self.picture(m.da), w, out)
