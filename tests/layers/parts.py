"""Random parts of any family, made from the fields they declare, and what holds for every part."""

from __future__ import annotations

import dataclasses
from itertools import product
from typing import Any

from hypothesis import strategies as st

from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Layer, Shape, ShapeError
from nnviz.optimizers.base import CLIPS, Optimizer
from nnviz.optimizers.schedules import PiecewiseConstantDecay
from nnviz.parts import FAMILIES, FieldInfo, Part

_SMALL = 12
"""Largest whole number tried where a field sets no tighter bound: units, not memory, are under test."""


SHAPES: tuple[Shape, ...] = ((3,), (4, 3), (4, 4, 2), (6, 5, 2))
"""Shapes of samples that layers are tried with."""


def accepted(layer: Layer) -> list[tuple[Shape, ...]]:
    """Return the input shapes of :data:`SHAPES` that a layer takes."""
    found = []
    counts = {max(layer.ports, 1), *([3] if (layer.most_ports or 0) > 2 else [])}
    for inputs in (shapes for count in sorted(counts) for shapes in product(SHAPES, repeat=count)):
        try:
            layer.output_shape(*inputs)
        except ShapeError:
            continue
        found.append(inputs)
    return found


def field_values(info: FieldInfo) -> st.SearchStrategy[Any]:
    """Return values that a field accepts, in their exact type."""
    low, high = info.minimum, info.maximum
    if info.type == "int":
        low = int(low or 0)
        return st.integers(low, int(high) if high is not None and high < low + _SMALL else low + _SMALL)
    made: dict[str, st.SearchStrategy[Any]] = {
        "float": st.floats(
            -1e6 if low is None else low, 1e6 if high is None else high, allow_nan=False, allow_infinity=False
        ),
        "bool": st.booleans(),
        "choice": st.sampled_from(info.choices or ("",)),
        "text": st.text(max_size=20),
        "file": st.text(max_size=20),
        "shape": st.lists(
            st.integers(1 if low is None else int(low), 6),
            min_size=info.length or 1,
            max_size=info.length or 3,
        ).map(tuple),
        "numbers": st.lists(
            st.floats(0.0 if low is None else low, 1e6 if high is None else high),
            min_size=info.length or 0,
            max_size=info.length or 3,
        ).map(tuple),
        "parts": st.deferred(lambda: st.lists(parts(info.family), max_size=3).map(tuple)),
        "samples": st.integers(1, 3).flatmap(
            lambda n: st.lists(
                st.lists(st.floats(-1e6, 1e6), min_size=n, max_size=n).map(tuple), min_size=1, max_size=3
            ).map(tuple)
        ),
        "part": st.deferred(lambda: parts(info.family)),
    }
    values = made[info.type]
    return st.none() | values if info.optional else values


def instances(kind: type[Part]) -> st.SearchStrategy[Part]:
    """Return parts of one kind with any values in their fields."""
    values = {name: field_values(info) for name, info in kind.declared().items()}
    if kind is PiecewiseConstantDecay:  # boundaries that rise
        boundaries = st.lists(st.integers(0, 10**6), min_size=1, max_size=4, unique=True).map(sorted)
        values["pieces"] = boundaries.flatmap(
            lambda rising: st.tuples(*(st.tuples(st.just(float(b)), st.floats(0.0, 10.0)) for b in rising))
        )
    if not issubclass(kind, Optimizer):
        return st.builds(kind, **values)
    # One way to clip at most.
    return st.sampled_from([None, *CLIPS]).flatmap(
        lambda clip: st.builds(
            kind,
            **{name: st.none() if name in CLIPS and name != clip else made for name, made in values.items()},
        )
    )


def parts(family: str) -> st.SearchStrategy[Part]:
    """Return parts of a family."""
    return st.sampled_from(list(FAMILIES[family].values())).flatmap(instances)


_ACTIVATIONS = ("linear", "relu", "sigmoid", "tanh", "softplus", "softmax", "silu")
"""What is tried where a layer takes an activation: it only hands its numbers on, and each has tests of its own."""


def variants(kind: type[Part]) -> list[Part]:
    """Return the default part and, one at a time, every choice and both sides of every switch."""
    found: list[Part] = [kind()]
    for name, info in kind.declared().items():
        values = {"choice": info.choices, "bool": (True, False)}.get(info.type, ())
        if len(values) > len(_ACTIVATIONS) and set(values) <= set(ACTIVATIONS):
            # Gates that are unbounded explode from step to step, in any program.
            tried = ("hard_sigmoid", "tanh") if name == "recurrent_activation" else _ACTIVATIONS
            values = tuple(choice for choice in tried if choice in values)
        found += [kind(**{name: value}) for value in values if value != kind.defaults()[name]]
    return found


def label(part: Part) -> str:
    """Return the name of a part in a test's name."""
    changed = ",".join(f"{name}={value}" for name, value in part.changed().items())
    return f"{part.kind()}({changed})"


def assert_value(part: Part) -> None:
    """A part is a value: frozen, comparable, usable as a key."""
    assert dataclasses.is_dataclass(part)
    assert type(part).__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert part == part.replace()
    assert hash(part) == hash(part.replace())
