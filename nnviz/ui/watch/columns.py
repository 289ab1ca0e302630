"""Which layer stands in which column and above which other: few crossings, the same order every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from nnviz.design.graph import Design

Lane = tuple[str, str]
"""A link from the first layer to the second on its way through a column that holds neither."""
Item = str | Lane
Columns = tuple[tuple[Item, ...], ...]

_SWEEPS = 4
_MOST = 300
"""Larger graphs keep the order in which their layers were made."""


def depths(design: Design) -> Mapping[str, int]:
    """Return the column of each layer: how many lie before it on the longest way; all outputs in the last one."""
    found: dict[str, int] = {}
    for name in design.order:
        found[name] = 1 + max((found[source] for source in design.sources(name)), default=-1)
    last = max(found.values(), default=0)
    for name in design.outputs:
        if name in found and design.sources(name):
            found[name] = last
    return found


@lru_cache(maxsize=16)
def columns_of(design: Design, shown: frozenset[str]) -> Columns:
    """Return the columns of the layers ``shown`` from the top down, with a lane for every link that passes by."""
    depth = {name: d for name, d in depths(design).items() if name in shown}
    found: list[list[Item]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name, own in depth.items():
        found[own].append(name)
    for name, own in depth.items():
        for source in dict.fromkeys(s for s in design.sources(name) if s in depth):
            for column in range(depth[source] + 1, own):
                found[column].append((source, name))
    joints = [_joints(design, depth, column) for column in range(1, len(found))]
    if sum(len(column) for column in found) <= _MOST:
        found = _untangled(found, joints)
    return tuple(tuple(column) for column in found if column)


def _joints(design: Design, depth: Mapping[str, int], column: int) -> list[tuple[Item, Item]]:
    """Return what is joined between a column and the one before it."""
    found: list[tuple[Item, Item]] = []
    for target in depth:
        for source in dict.fromkeys(s for s in design.sources(target) if s in depth):
            if depth[source] < column <= depth[target]:
                left: Item = source if depth[source] == column - 1 else (source, target)
                found.append((left, target if depth[target] == column else (source, target)))
    return found


def _untangled(columns: list[list[Item]], joints: Sequence[list[tuple[Item, Item]]]) -> list[list[Item]]:
    """Return the columns in the order with the fewest crossings that sweeps over them find."""
    best, least = columns, _crossings(columns, joints)
    now = [list(column) for column in columns]
    for sweep in range(_SWEEPS):
        if not least:
            break
        forth = sweep % 2 == 0
        for number in range(1, len(now)) if forth else range(len(now) - 2, -1, -1):
            pairs = joints[number - 1] if forth else [(b, a) for a, b in joints[number]]
            now[number] = _sorted(now[number], now[number - 1 if forth else number + 1], pairs)
        crossings = _crossings(now, joints)
        if crossings < least:
            best, least = [list(column) for column in now], crossings
    return best


def _sorted(column: Sequence[Item], beside: Sequence[Item], pairs: Sequence[tuple[Item, Item]]) -> list[Item]:
    """Return a column in the order of what its members are joined with; those that are joined alike stay."""
    place = {item: number for number, item in enumerate(beside)}
    joined = {item: [place[a] for a, b in pairs if b == item] for item in column}

    def key(entry: tuple[int, Item]) -> tuple[float, bool, int]:
        number, item = entry
        places = joined[item]
        return (sum(places) / len(places) if places else number, isinstance(item, tuple), number)

    return [item for _, item in sorted(enumerate(column), key=key)]


def _crossings(columns: Sequence[Sequence[Item]], joints: Sequence[list[tuple[Item, Item]]]) -> int:
    found = 0
    for number, pairs in enumerate(joints):
        left = {item: place for place, item in enumerate(columns[number])}
        right = {item: place for place, item in enumerate(columns[number + 1])}
        ends = [(left[a], right[b]) for a, b in pairs]
        found += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(ends, 2))
    return found
