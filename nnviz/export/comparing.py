"""Two runs side by side: in which settings they differ, and how their curves went."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from nnviz.design.codec import encode
from nnviz.export.runs import TrainingRun
from nnviz.words import NnvizError


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side.

    ``settings``: what differs, by its place (``optimizer.learning_rate``), with the value of either. ``curves``: by
    Keras' name of the quantity, (epoch, value) of either.
    """

    settings: Mapping[str, tuple[str, str]]
    curves: Mapping[str, tuple[tuple[tuple[int, float], ...], tuple[tuple[int, float], ...]]]


def compare(first: TrainingRun, second: TrainingRun) -> Comparison:
    """Return the settings in which two runs differ, and their curves. A damaged document differs in nothing."""
    names = list(
        dict.fromkeys(name for run in (first, second) for epoch in run.history for name in epoch.logs)
    )
    curves = {name: (_curve(first, name), _curve(second, name)) for name in names}
    one, other = _flat_settings(first), _flat_settings(second)
    places = dict.fromkeys((*one, *other))
    differing = {
        place: (one.get(place, ""), other.get(place, ""))
        for place in places
        if one.get(place, "") != other.get(place, "")
    }
    return Comparison(MappingProxyType(differing), MappingProxyType(curves))


def _curve(run: TrainingRun, name: str) -> tuple[tuple[int, float], ...]:
    return tuple((epoch.epoch, epoch.logs[name]) for epoch in run.history if name in epoch.logs)


def _flat_settings(run: TrainingRun) -> dict[str, str]:
    found = {f"option.{name}": str(value) for name, value in run.options.items() if value is not None}
    if run.hello is not None:
        found["keras"] = run.hello.keras
        found["backend"] = f"{run.hello.backend} {run.hello.backend_version}".strip()
    with contextlib.suppress(NnvizError):
        raw = encode(run.document())
        found |= dict(_flat(raw["design"], "design")) | dict(_flat(raw["setup"]))
    return found


def _flat(value: Any, place: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("position", "id"):  # where a layer is drawn is no setting
                yield from _flat(inner, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        for number, inner in enumerate(value):
            label = inner.get("name", number) if isinstance(inner, dict) else number
            yield from _flat(inner, f"{place}.{label}")
    else:
        yield place, str(value)
