"""Stack: many points of a plane through the network at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.network import Slot, Views
from nnviz.engine.run import Batch, Run
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Pass
from nnviz.surface.plane import Plane

Array = npt.NDArray[Any]

MEMORY = 4 * 2**20
"""Bytes that a block of points takes on its way through the network: few enough to stay in a processor's cache."""


@dataclass(frozen=True, eq=False)
class _Line:
    """z of a layer whose inputs do not move: z(a, b) = z₀ + (a − a₀)·z_u + (b − b₀)·z_v."""

    start: Array
    along: tuple[Array | None, Array | None]
    """None where the weights of the layer do not move in that direction."""


class Stack:
    """The loss on one batch at many points of a plane.

    Layers before the moved weights are computed once. A layer whose own weights move, behind inputs that do not,
    takes three forward passes for all points if its z is affine in the weights. Every other layer behind moved
    weights is computed for a block of points at once, by broadcasting, if all of them can; otherwise the points go
    through the network one after the other.
    """

    def __init__(self, run: Run, plane: Plane, batch: Batch, together: bool | None = None) -> None:
        """``together`` forces a block of points at once (True) or one after the other (False)."""
        network = run.network
        self._run, self._plane, self._batch = run, plane, batch
        moved = {
            index: tuple(
                (number, slot)
                for number, slot in enumerate(stage.slots)
                if slot.view(plane.u).any() or slot.view(plane.v).any()
            )
            for index, stage in enumerate(network.stages)
        }
        self._moved = {index: slots for index, slots in moved.items() if slots}
        self._behind = network.behind([slot.path for slots in self._moved.values() for _, slot in slots])
        self._views = network.views(plane.origin.copy())
        self._still = network.passes()
        network.forward(self._views, batch.x, self._still)
        self._lines: dict[int, _Line] = {}
        self._together = self._stacks() if together is None else together
        if self._together:
            self._lines = self._straight()
        self._scratch: dict[int, list[Pass]] = {}

    @property
    def most(self) -> int:
        """Number of points that go through the network at once at most."""
        if not self._together:
            return 1
        stages = self._run.network.stages
        values = sum(math.prod(stages[index].output_shape) for index in self._behind)
        weights = sum(
            math.prod(slot.shape)
            for index, slots in self._moved.items()
            if index not in self._lines
            for _, slot in slots
        )
        numbers = 2 * values * len(self._batch.x) + weights
        return max(1, MEMORY // (numbers * self._run.dtype.itemsize))

    def losses(self, a: Array, b: Array) -> Array:
        """Return the loss at the points (a, b), shape (P,). What overflows is infinite or NaN, without a warning."""
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            if self._together:
                return self._block(a, b)
            return np.array([self._block(a[i], b[i])[0] for i in range(len(a))])

    def _is_line(self, index: int) -> bool:
        """Return whether the layer's z moves along a straight line over the plane."""
        stage = self._run.network.stages[index]
        return index in self._moved and stage.layer.affine and not set(stage.sources) & set(self._behind)

    def _stacks(self) -> bool:
        """Return whether every layer behind the moved weights takes a block of points at once."""
        stages = self._run.network.stages
        return all(
            self._is_line(index)
            or stages[index].layer.stacks(*(stages[s].output_shape for s in stages[index].sources))
            for index in self._behind
        )

    def _straight(self) -> dict[int, _Line]:
        network, plane = self._run.network, self._plane
        directions = network.views(plane.u), network.views(plane.v)
        return {
            index: _Line(
                self._still[index].z, (self._part(index, directions[0]), self._part(index, directions[1]))
            )
            for index in self._behind
            if self._is_line(index)
        }

    def _part(self, index: int, direction: Views) -> Array | None:
        weights = direction.by_stage[index]
        if not any(weight.any() for weight in weights):
            return None
        m = Pass()
        m.x = self._still[index].x
        self._run.network.stages[index].layer.forward(m, weights)
        part: Array = m.z
        return part

    def _block(self, a: Array, b: Array) -> Array:
        """Compute the loss at points of shape (P,), or at one point of shape () without an axis for the points."""
        passes = self._passes(a.size)
        moves = self._moves(a, self._plane.centre[0]), self._moves(b, self._plane.centre[1])
        for index in self._behind:
            stage, m = self._run.network.stages[index], passes[index]
            for number, slot in self._moved.get(index, ()):
                if index not in self._lines or slot.regularizer is not None:
                    self._views.by_stage[index][number] = self._weight(slot, moves)
            if index in self._lines:
                self._along(self._lines[index], moves, m)
                m.a = ACTIVATIONS[stage.layer.activation_name].forward(m.z, m.a)
                continue
            m.x = tuple([passes[s].a for s in stage.sources])
            stage.layer.forward(m, self._views.by_stage[index])
        return np.broadcast_to(self._run.losses_of_stack(self._batch, passes, self._views), a.shape or (1,))

    def _moves(self, values: Array, centre: float) -> Array:
        moves: Array = np.asarray(values - centre).astype(self._run.dtype)
        return moves

    def _along(self, line: _Line, moves: tuple[Array, Array], m: Pass) -> None:
        shape = (-1, *(1,) * line.start.ndim)
        empty = True
        for move, part in zip(moves, line.along, strict=True):
            if part is None:
                continue
            if empty:
                m.z = np.multiply(move.reshape(shape), part, out=m.z)
            else:
                m.z += move.reshape(shape) * part
            empty = False
        m.z += line.start

    def _weight(self, slot: Slot, moves: tuple[Array, Array]) -> Array:
        base = slot.view(self._plane.origin)
        if moves[0].ndim:
            # A row (bias) becomes (1, n), so that it adds to (points, samples, n).
            base = base[None] if base.ndim == 1 else base
        shape = (*moves[0].shape, *(1,) * base.ndim)
        along_u, along_v = (move.reshape(shape) for move in moves)
        moved: Array = base + along_u * slot.view(self._plane.u) + along_v * slot.view(self._plane.v)
        return moved

    def _passes(self, points: int) -> list[Pass]:
        """Return scratch for a block of this size; what does not move is shared."""
        if points not in self._scratch:
            while (
                len(self._scratch) > 1
            ):  # the usual size and one remainder; that is what the memory is meant for
                self._scratch.pop(next(iter(self._scratch)))
            fresh = self._run.network.passes()
            for index in set(range(len(fresh))) - set(self._behind):
                fresh[index] = self._still[index]
            self._scratch[points] = fresh
        return self._scratch[points]
