"""AveragePooling2D: the mean of every window."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.base import Array, Pass
from nnviz.layers.pooling import mean, mean_back
from nnviz.layers.pools import PicturePooling
from nnviz.layers.windows import Windows
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class AveragePooling2D(PicturePooling):
    """A[n, y, x, c] = mean over i, j of X[n, s·y + i, s·x + j, c]; X and A (samples, height, width, channels).

    At the border the mean is over the pixels that there are; the zeros that ``same`` would add do not count. Raises
    :class:`ShapeError` if the window is larger than the picture.
    https://keras.io/api/layers/pooling_layers/average_pooling2d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "AveragePooling2D")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Takes the mean of every window, so that the picture shrinks.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "mean pool subsampling downsampling picture image")
    named = ("pool_size",)
    formula = r"a_{y,x,c} = \frac{1}{k} \sum_{i,j} x_{s y + i,\; s x + j,\; c}"
    backward_formula = (
        r"dx_{u,v,c} = \sum_{y,x} \frac{1}{k} \, da_{y,x,c}"
        r" \text{ over the windows } y, x \text{ that hold } u, v"
    )
    code = "A = sliding_window_view(X, pool_size, (1, 2))[:, ::s, ::s].mean((-2, -1))"

    def pool(self, x: Array, w: Windows, out: Array) -> None:
        mean(x, w, out)

    def pool_back(self, m: Pass, w: Windows, out: Array) -> None:
        mean_back(m, self.picture(m.da), w, out)
