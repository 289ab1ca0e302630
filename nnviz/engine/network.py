"""A design compiled to run: its order, and every weight's place in one flat vector."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nnviz.design.graph import Design
from nnviz.design.shapes import Shapes, infer
from nnviz.layers.base import Layer, Pass, Shape
from nnviz.layers.initializers import Initializer

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Slot:
    """The place of one weight in the flat vector; ``path`` is the path of Keras' own variable."""

    path: str
    shape: Shape
    start: int
    initializer: Initializer

    @property
    def stop(self) -> int:
        return self.start + math.prod(self.shape)

    def view(self, vector: Array) -> Array:
        """Return this weight as a view into ``vector``.

        Of a stack of vectors (P, size) the view has the leading axis P, and a row (bias) becomes (P, 1, n), so that
        it adds to (P, samples, n).
        """
        stack = vector.shape[:-1]
        shape = (1, *self.shape) if stack and len(self.shape) == 1 else self.shape
        return vector[..., self.start : self.stop].reshape(*stack, *shape)


@dataclass(frozen=True)
class Stage:
    """One layer in the order of computation."""

    name: str
    layer: Layer
    sources: tuple[int, ...]
    """Positions of the stages whose outputs are its inputs."""
    slots: tuple[Slot, ...]
    output_shape: Shape


class _Backward(NamedTuple):
    number: int
    backward: Callable[[Pass, Sequence[Array], Sequence[Array], bool, bool], None]
    sources: tuple[int, ...]
    concerned: bool
    needs_dx: bool


class Views:
    """The weights of every stage as views into one vector. Made once for a vector that is used again and again."""

    __slots__ = ("by_stage", "vector")

    def __init__(self, stages: Sequence[Stage], vector: Array) -> None:
        self.vector = vector
        self.by_stage = [[slot.view(vector) for slot in stage.slots] for stage in stages]


class Network:
    """A design that can be computed. It holds no weights; all methods take the parameter vector ``theta``."""

    def __init__(self, design: Design, shapes: Shapes | None = None) -> None:
        """Compile a design without fatal problems (``design.check``)."""
        shapes = shapes or infer(design)
        position = {name: index for index, name in enumerate(design.order)}
        stages: list[Stage] = []
        start = 0
        for name in design.order:
            slots: list[Slot] = []
            for weight in shapes.weights[name]:
                slots.append(Slot(f"{name}/{weight.name}", weight.shape, start, weight.initializer))
                start = slots[-1].stop
            stages.append(
                Stage(
                    name,
                    design.node(name).layer,
                    tuple(position[source] for source in design.sources(name)),
                    tuple(slots),
                    shapes.outputs[name],
                )
            )
        self.design = design
        self.stages = tuple(stages)
        self.size = start
        """Number of parameters."""
        self.input = next(i for i, stage in enumerate(stages) if not stage.sources)
        self._forwards = [(stage.layer.forward, stage.sources) for stage in stages]
        (output,) = design.outputs
        self.output = position[output]

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Layer name → position in ``stages``."""
        return {stage.name: index for index, stage in enumerate(self.stages)}

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Every weight's place by path."""
        return {slot.path: slot for stage in self.stages for slot in stage.slots}

    @cached_property
    def _backwards(self) -> list[_Backward]:
        """The way back: for every stage its backward method and what is asked of it.

        ``needs_dx`` if anything before the stage learns, so that the gradient must travel through it; ``concerned``
        if that or its own weights ask for a gradient.
        """
        needs_dx: list[bool] = []
        for stage in self.stages:
            needs_dx.append(any(needs_dx[s] or bool(self.stages[s].slots) for s in stage.sources))
        plan = [
            _Backward(index, stage.layer.backward, stage.sources, bool(stage.slots) or needed, needed)
            for index, (stage, needed) in enumerate(zip(self.stages, needs_dx, strict=True))
        ]
        return plan[::-1]

    def initial(self, seed: int, given: Mapping[str, Array], dtype: npt.DTypeLike) -> Array:
        """Return the start vector: each weight from ``given`` or, where missing, drawn from (seed, its number)."""
        theta = np.zeros(self.size, dtype)
        for number, slot in enumerate(self.slots.values()):
            value = given.get(slot.path)
            if value is None or value.shape != slot.shape:
                value = slot.initializer.sample(slot.shape, np.random.default_rng([seed, number]))
            slot.view(theta)[...] = value
        return theta

    def weights(self, theta: Array) -> dict[str, Array]:
        """Return every weight by path, as views into ``theta``."""
        return {path: slot.view(theta) for path, slot in self.slots.items()}

    def views(self, vector: Array) -> Views:
        """Return the vector cut into the weights of each stage."""
        return Views(self.stages, vector)

    def passes(self, training: bool = False) -> list[Pass]:
        """Return empty scratch for one batch; ``training`` tells layers that behave differently then."""
        return [Pass(training) for _ in self.stages]

    def behind(self, paths: Collection[str]) -> tuple[int, ...]:
        """Return the positions of the stages whose values depend on these weights, in the order of computation."""
        found: set[int] = set()
        for index, stage in enumerate(self.stages):
            if any(slot.path in paths for slot in stage.slots) or not found.isdisjoint(stage.sources):
                found.add(index)
        return tuple(sorted(found))

    def forward(self, views: Views, x: Array, passes: list[Pass]) -> Array:
        """Compute all stages and return the output; ``passes`` keeps every value on the way."""
        for (forward, sources), m, weights in zip(self._forwards, passes, views.by_stage, strict=True):
            m.x = tuple([passes[s].a for s in sources]) if sources else (x,)
            forward(m, weights)
        output: Array = passes[self.output].a
        return output

    def backward(
        self,
        views: Views,
        gradients: Views,
        passes: list[Pass],
        d_output: Array,
        from_z: bool,
        all_dx: bool = False,
    ) -> None:
        """Carry the gradient from the output back to every weight.

        ``d_output`` is ∂L/∂a of the output, or ∂L/∂z if ``from_z``. With ``all_dx`` the gradient is also taken
        down to the input, although no weight needs it there.
        """
        arrived: dict[int, Array] = {}
        for index, backward, sources, concerned, needs_dx in self._backwards:
            if not (concerned or all_dx):
                continue
            m, need_dx, at_z = passes[index], needs_dx or all_dx, from_z and index == self.output
            if at_z:
                m.dz = d_output
            else:
                m.da = d_output if index == self.output else arrived[index]
            backward(m, views.by_stage[index], gradients.by_stage[index], at_z, need_dx)
            if need_dx:
                for source, dx in zip(sources, m.dx, strict=True):
                    arrived[source] = arrived[source] + dx if source in arrived else dx
