"""What the layers share that make one array of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from nnviz.layers.base import Array, Layer, Pass, Shape, ShapeError
from nnviz.words import QT_TRANSLATE_NOOP, say

MOST = 16
"""Lines that a merge takes at most: what a card can show."""


class Merge(Layer):
    """Base of merges that work value by value.

    Samples may differ where one of them has 1 along an axis: it counts as often as needed. They must have as many
    axes as one another; Keras would also put axes of 1 in front of the shorter ones, which a Reshape does in words.
    """

    group = "merge"
    ports = 2
    most_ports: ClassVar[int | None] = MOST

    def output_shape(self, *inputs: Shape) -> Shape:
        first = inputs[0]
        for shape in inputs:
            if len(shape) != len(first) or any(
                len({*sizes} - {1}) > 1 for sizes in zip(first, shape, strict=True)
            ):
                raise ShapeError(
                    say(
                        QT_TRANSLATE_NOOP(
                            "nnviz",
                            "{layer} needs inputs of one shape (or 1 along an axis), but gets {first} and {other}."
                            " Make them alike, for example with a Dense or a Reshape before it.",
                        ),
                        layer=self.title,
                        first=_text(first),
                        other=_text(shape),
                    )
                )
            first = tuple(max(sizes) for sizes in zip(first, shape, strict=True))
        return first

    def stacks(self, *inputs: Shape) -> bool:
        return True

    def merged(self, inputs: Sequence[Array]) -> Array:
        """Return A."""
        raise NotImplementedError

    def parted(self, m: Pass) -> list[Array]:
        """Return the gradient for each input, still in the shape of A."""
        raise NotImplementedError

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        m.a = self.merged(m.x)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = tuple(_summed(d, x.shape) for d, x in zip(self.parted(m), m.x, strict=True))


def _summed(d: Array, shape: Shape) -> Array:
    """Return the gradient of what was taken several times: its sum over those axes."""
    axes = tuple(axis for axis, (n, one) in enumerate(zip(d.shape, shape, strict=True)) if n != one)
    return d.sum(axis=axes, keepdims=True) if axes else d


def _text(shape: Shape) -> str:
    return "×".join(str(n) for n in shape)


def first_to_reach(m: Pass) -> list[Array]:
    """Return dA for the first input that has the value of A, else 0: in Keras a tie goes to the earlier input."""
    found = []
    free = m.a == m.a  # not where A is NaN
    for x in m.x:
        here = free & (x == m.a)
        found.append(m.da * here)
        free &= ~here
    return found
