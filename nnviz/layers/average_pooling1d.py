"""AveragePooling1D: the mean of every window."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.base import Array, Pass
from nnviz.layers.pooling import mean, mean_back
from nnviz.layers.pools import SequencePooling
from nnviz.layers.windows import Windows
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class AveragePooling1D(SequencePooling):
    """A[n, t, c] = mean over i of X[n, s·t + i, c]; X and A (samples, steps, channels).

    At the border the mean is over the steps that there are. Raises :class:`ShapeError` if the window is longer than
    the sequence. https://keras.io/api/layers/pooling_layers/average_pooling1d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "AveragePooling1D")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Takes the mean of every window, so that the sequence becomes shorter.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "mean pool subsampling downsampling sequence series")
    named = ("pool_size",)
    formula = r"a_{t,c} = \frac{1}{k} \sum_{i} x_{s t + i,\; c}"
    backward_formula = (
        r"dx_{u,c} = \sum_{t} \frac{1}{k} \, da_{t,c} \text{ over the windows } t \text{ that hold } u"
    )
    code = "A = sliding_window_view(X, pool_size, 1)[:, ::s].mean(-1)"

    def pool(self, x: Array, w: Windows, out: Array) -> None:
        mean(x, w, out)

    def pool_back(self, m: Pass, w: Windows, out: Array) -> None:
        mean_back(m, self.picture(m.da), w, out)
