"""MaxPooling1D: the largest number of every window."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.base import Array, Pass
from nnviz.layers.pooling import maximum, maximum_back
from nnviz.layers.pools import SequencePooling
from nnviz.layers.windows import Windows
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class MaxPooling1D(SequencePooling):
    """A[n, t, c] = max over i of X[n, s·t + i, c]; X and A (samples, steps, channels).

    The gradient goes to the first maximum of each window, as in TensorFlow on a processor; NaN stays NaN. Raises
    :class:`ShapeError` if the window is longer than the sequence.
    https://keras.io/api/layers/pooling_layers/max_pooling1d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "MaxPooling1D")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Keeps the largest number of every window, so that the sequence becomes shorter.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "maximum pool subsampling downsampling sequence series")
    formula = r"a_{t,c} = \max_{i} \; x_{s t + i,\; c}"
    backward_formula = (
        r"dx_{u,c} = \sum_{t} da_{t,c} \text{ where } x_{u,c} \text{ is the first maximum of window } t"
    )
    code = "A = sliding_window_view(X, pool_size, 1)[:, ::s].max(-1)"

    def pool(self, x: Array, w: Windows, out: Array) -> None:
        maximum(x, w, out)

    def pool_back(self, m: Pass, w: Windows, out: Array) -> None:
        maximum_back(m, self.picture(m.x[0]), self.picture(m.a), self.picture(m.da), w, out)
