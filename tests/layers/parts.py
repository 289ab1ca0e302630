"""Random parts of any family, made from the fields they declare, and what holds for every part."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import strategies as st

from nnviz.parts import FAMILIES, FieldInfo, Part

_SMALL = 12
"""Largest whole number tried where a field sets no tighter bound: units, not memory, are under test."""


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
        "shape": st.lists(st.integers(1, 6), min_size=1, max_size=3).map(tuple),
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
    return st.builds(kind, **{name: field_values(info) for name, info in kind.declared().items()})


def parts(family: str) -> st.SearchStrategy[Part]:
    """Return parts of a family."""
    return st.sampled_from(list(FAMILIES[family].values())).flatmap(instances)


def variants(kind: type[Part]) -> list[Part]:
    """Return the default part and, one at a time, every choice and both sides of every switch."""
    found: list[Part] = [kind()]
    for name, info in kind.declared().items():
        values = {"choice": info.choices, "bool": (True, False)}.get(info.type, ())
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
