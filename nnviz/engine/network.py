"""A design compiled to run: its order, and every weight's place in one flat vector."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nnviz.design.graph import Design
from nnviz.design.shapes import Shapes, infer
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Layer, Pass, Shape, Weight
from nnviz.layers.constraints import Constraint
from nnviz.layers.initializers import Initializer
from nnviz.layers.regularizers import Regularizer

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Slot:
    """The place of one weight in the flat vector; ``path`` is the path of Keras' own variable.

    ``trainable`` if the optimizer changes it: neither a moving average nor part of a frozen layer.
    """

    path: str
    shape: Shape
    start: int
    initializer: Initializer
    trainable: bool = True
    regularizer: Regularizer | None = None
    constraint: Constraint | None = None

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
        return vector[..., self.start : self.stop].reshape((*stack, *shape))


@dataclass(frozen=True)
class Stage:
    """One layer in the order of computation."""

    name: str
    layer: Layer
    sources: tuple[int, ...]
    """Positions of the stages whose outputs are its inputs."""
    slots: tuple[Slot, ...]
    output_shape: Shape

    @property
    def learns(self) -> bool:
        """Whether the optimizer changes anything in it."""
        return any(slot.trainable for slot in self.slots)


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
        slots = _placed(design, shapes)
        self.design = design
        self.stages = tuple(
            Stage(
                name,
                design.node(name).layer,
                tuple(position[source] for source in design.sources(name)),
                slots[name],
                shapes.outputs[name],
            )
            for name in design.order
        )
        every = [slot for group in slots.values() for slot in group]
        self.size = max((slot.stop for slot in every), default=0)
        """Number of parameters."""
        self.trainable = max((slot.stop for slot in every if slot.trainable), default=0)
        """Number of parameters that the optimizer changes: the first ones of the vector."""
        self.input = next(i for i, stage in enumerate(self.stages) if not stage.sources)
        self.outputs = tuple(sorted(position[name] for name in design.outputs))
        """Positions of the stages whose output nobody takes, in the order of computation."""
        self.output = self.outputs[-1]
        """The one whose answer is shown."""
        self._forwards = [(stage.layer.forward, stage.sources) for stage in self.stages]
        self._random = [index for index, stage in enumerate(self.stages) if stage.layer.random]
        self._penalized = [slot for slot in every if slot.trainable and slot.regularizer is not None]
        self._active = {
            index: stage.layer.output_regularizer
            for index, stage in enumerate(self.stages)
            if stage.layer.output_regularizer is not None
        }
        self._constrained = [slot for slot in every if slot.trainable and slot.constraint is not None]

    @property
    def has_penalty(self) -> bool:
        """Whether regularizers add something to the loss."""
        return bool(self._penalized or self._active)

    @property
    def penalizes_outputs(self) -> bool:
        """Whether a regularizer of outputs is among them."""
        return bool(self._active)

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
            needs_dx.append(any(needs_dx[s] or self.stages[s].learns for s in stage.sources))
        plan = [
            _Backward(index, stage.layer.backward, stage.sources, stage.learns or needed, needed)
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

    def seed(self, passes: list[Pass], seed: tuple[int, ...]) -> None:
        """Give every layer that draws random numbers the ones of this ``seed``."""
        for index in self._random:
            # Numbers from 1: numpy takes a seed that ends in 0 for the same as one without it.
            passes[index].seed = (*seed, index + 1)

    def forward(self, views: Views, x: Array, passes: list[Pass]) -> Array:
        """Compute all stages and return the output; ``passes`` keeps every value on the way."""
        for (forward, sources), m, weights in zip(self._forwards, passes, views.by_stage, strict=True):
            m.x = tuple([passes[s].a for s in sources]) if sources else (x,)
            forward(m, weights)
        output: Array = passes[self.output].a
        return output

    @contextmanager
    def changed(self, name: str, change: Callable[[Pass], None]) -> Iterator[None]:
        """Let ``change`` follow the forward pass of a layer as long as this lasts: what if it gave other values?"""
        index = self.position[name]
        forward, sources = kept = self._forwards[index]

        def both(m: Pass, weights: Sequence[Array]) -> None:
            forward(m, weights)
            change(m)

        self._forwards[index] = both, sources
        try:
            yield
        finally:
            self._forwards[index] = kept

    def penalty(self, vector: Array, passes: list[Pass]) -> float:
        """Return what the regularizers add to the loss: of trainable weights, and of outputs.

        The penalty of an output is divided by the number of samples, as Keras does, so that it weighs the same in
        batches of any size.
        """
        found = 0.0
        for slot in self._penalized:
            assert slot.regularizer is not None
            found += slot.regularizer.penalty(slot.view(vector))
        for index, regularizer in self._active.items():
            found += regularizer.penalty(passes[index].a) / len(passes[index].a)
        return found

    def penalties(self, views: Views, passes: list[Pass], samples: int) -> Array:
        """Return the penalty for each of P weight vectors, shape (P,) or (1,).

        A weight of ``views`` or an output of ``passes`` that differs between the vectors has an axis for them in front.
        """
        found: Array = np.zeros(1)
        for stage, weights in zip(self.stages, views.by_stage, strict=True):
            for slot, weight in zip(stage.slots, weights, strict=True):
                if slot.trainable and slot.regularizer is not None:
                    single = weight.size == math.prod(slot.shape)
                    rows = weight.reshape(1, *slot.shape) if single else weight.reshape(-1, *slot.shape)
                    found = found + [slot.regularizer.penalty(row) for row in rows]
        for index, regularizer in self._active.items():
            rows = passes[index].a.reshape(-1, samples, *self.stages[index].output_shape)
            found = found + [regularizer.penalty(row) / samples for row in rows]
        return found

    def backward(
        self,
        views: Views,
        gradients: Views,
        passes: list[Pass],
        d_outputs: Mapping[int, Array],
        from_z: Collection[int] = (),
        all_dx: bool = False,
        penalties: bool = True,
    ) -> None:
        """Carry the gradient from the outputs back to every weight, and add that of the ``penalties``.

        ``d_outputs`` holds ∂L/∂a for each output's position, or ∂L/∂z for those in ``from_z``. With ``all_dx`` the
        gradient is also taken down to the input, although no weight needs it there.
        """
        arrived: dict[int, Array] = dict(d_outputs)
        for index, backward, sources, concerned, needs_dx in self._backwards:
            if not (concerned or all_dx):
                continue
            m, need_dx, at_z = passes[index], needs_dx or all_dx, index in from_z
            if penalties and index in self._active:
                arrived[index] = arrived[index] + self._of_activity(index, m, at_z)
            if at_z:
                m.dz = arrived[index]
            else:
                m.da = arrived[index]
            backward(m, views.by_stage[index], gradients.by_stage[index], at_z, need_dx)
            if need_dx:
                for source, dx in zip(sources, m.dx, strict=True):
                    arrived[source] = arrived[source] + dx if source in arrived else dx
        for slot in self._penalized if penalties else ():
            assert slot.regularizer is not None
            gradient = slot.view(gradients.vector)
            gradient += slot.regularizer.gradient(slot.view(views.vector))

    def _of_activity(self, index: int, m: Pass, at_z: bool) -> Array:
        """Return the gradient of the penalty on a stage's output, with respect to a, or to z if ``at_z``."""
        gradient: Array = self._active[index].gradient(m.a) / m.a.dtype.type(len(m.a))
        if not at_z:
            return gradient
        return ACTIVATIONS[self.stages[index].layer.activation_name].backward(gradient, m.z, m.a)

    def constrain(self, vector: Array) -> None:
        """Bring the weights back to what their constraints allow."""
        for slot in self._constrained:
            assert slot.constraint is not None
            weight = slot.view(vector)
            weight[...] = slot.constraint.apply(weight)

    def take_updates(self, views: Views, passes: list[Pass]) -> None:
        """Write the new values of variables that no gradient changes (moving averages) into the vector."""
        for stage, m, weights in zip(self.stages, passes, views.by_stage, strict=True):
            if m.updates:
                for slot, weight in zip(stage.slots, weights, strict=True):
                    value = m.updates.get(slot.path.rpartition("/")[2])
                    if value is not None:
                        weight[...] = value


def _placed(design: Design, shapes: Shapes) -> dict[str, tuple[Slot, ...]]:
    """Return every weight's place by layer: first all that training changes, then the others."""
    every = [(name, weight) for name in design.order for weight in shapes.weights[name]]

    def changes(entry: tuple[str, Weight]) -> bool:
        return entry[1].trainable and design.node(entry[0]).layer.learns

    start, places = 0, {}
    for name, weight in sorted(every, key=lambda entry: not changes(entry)):
        places[name, weight.name] = Slot(
            f"{name}/{weight.name}",
            weight.shape,
            start,
            weight.initializer,
            changes((name, weight)),
            weight.regularizer,
            weight.constraint,
        )
        start = places[name, weight.name].stop
    return {
        name: tuple(places[name, weight.name] for weight in shapes.weights[name]) for name in design.order
    }
