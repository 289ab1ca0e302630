"""UpSampling2D: a picture made larger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape
from nnviz.layers.sliding import call_of, in_short
from nnviz.layers.windows import fields_of_pictures, pair_field, picture, room, room_for_dx, shown
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@lru_cache(maxsize=64)
def _mixing(size: int, factor: int, dtype: np.dtype[Any]) -> Array:
    """Return (size · factor, size): the shares of the old pixels in every new one.

    New pixel u lies at (u + ½) / factor − ½ between two old ones, each of which counts the more the nearer it is;
    beyond the border the outermost pixel goes on.
    """
    shares = np.zeros((size * factor, size), dtype)
    for u in range(size * factor):
        place = (u + 0.5) / factor - 0.5
        low = int(np.floor(place))
        shares[u, max(low, 0)] += 1 - (place - low)
        shares[u, min(low + 1, size - 1)] += place - low
    shares.flags.writeable = False
    return shares


@dataclass(frozen=True)
class UpSampling2D(Layer):
    """``nearest``: A[n, y, x, c] = X[n, ⌊y / s⌋, ⌊x / s⌋, c]. ``bilinear``: A = R·X·Qᵀ for every channel.

    X (samples, height, width, channels), A (samples, s·height, s·width, channels) with s = ``size``; R and Q hold the
    shares of the old pixels in the new ones down and across. Backward: the sum over the copies, or Rᵀ·dA·Q.
    https://keras.io/api/layers/reshaping_layers/up_sampling2d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "UpSampling2D")
    help = QT_TRANSLATE_NOOP("nnviz", "Makes a picture larger by repeating its pixels or by blending them.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "enlarge zoom resize repeat interpolation decoder picture image")
    group = "reshaping"
    formula = r"a_{y,x,c} = x_{\lfloor y / s \rfloor, \lfloor x / s \rfloor, c}"
    backward_formula = r"dx_{y,x,c} = \sum_{i,j < s} da_{s y + i,\; s x + j,\; c}"
    code = "A = X.repeat(size[0], axis=1).repeat(size[1], axis=2)"

    size: tuple[int, int] = pair_field(
        (2, 2), QT_TRANSLATE_NOOP("nnviz", "How many times higher and wider the picture becomes")
    )
    interpolation: str = declare(
        "nearest",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "New pixels: nearest repeats the old ones, bilinear blends them"),
        choices=("nearest", "bilinear"),
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        picture(self.kind(), inputs[0])
        height, width, channels = inputs[0]
        return (height * self.size[0], width * self.size[1], channels)

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        m.a = room(m.a, (len(x), *self.output_shape(x.shape[1:])), x.dtype)
        down, across = self.size
        if self.interpolation == "nearest":
            count, height, width, channels = x.shape
            copies = m.a.reshape(count, height, down, width, across, channels)
            copies[...] = x[:, :, None, :, None]
        else:
            rows, columns = self._shares(x)
            _blend(x, rows, columns, m.a)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (room_for_dx(m),)
        down, across = self.size
        if self.interpolation == "nearest":
            m.dx[0][...] = 0
            for i, j in np.ndindex(down, across):
                m.dx[0].__iadd__(m.da[:, i::down, j::across])
        else:
            rows, columns = self._shares(m.x[0])
            _blend(m.da, rows.T, columns.T, m.dx[0])

    def _shares(self, x: Array) -> tuple[Array, Array]:
        return tuple(_mixing(x.shape[axis + 1], self.size[axis], x.dtype) for axis in (0, 1))  # type: ignore[return-value]

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        return fields_of_pictures(config, ("size",))

    def summary(self) -> str:
        return in_short(shown(self.size), self.interpolation)

    def keras(self) -> KerasCall:
        return call_of(self)


def _blend(x: Array, rows: Array, columns: Array, out: Array) -> None:
    """out[n, y, x, c] = Σ rows[y, i] · x[n, i, j, c] · columns[x, j]."""
    count, height, width, channels = x.shape
    taller = np.matmul(rows, x.reshape(count, height, width * channels))
    np.matmul(columns, taller.reshape(count, len(rows), width, channels), out=out)
