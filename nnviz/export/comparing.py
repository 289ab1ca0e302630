"""Runs side by side: in which settings they differ, and how their curves went."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

from nnviz.design.codec import encode
from nnviz.export.runs import TrainingRun
from nnviz.words import NnvizError

Curve: TypeAlias = tuple[tuple[int, float], ...]
"""(epoch, value)."""


@dataclass(frozen=True)
class Comparison:
    """Runs side by side.

    ``settings``: what differs, by its place (``optimizer.learning_rate``), with the value of each run; empty where one
    has none. ``curves``: by Keras' name of the quantity, the curve of each run.
    """

    settings: Mapping[str, tuple[str, ...]]
    curves: Mapping[str, tuple[Curve, ...]]


def compare(*runs: TrainingRun) -> Comparison:
    """Return the settings in which runs differ, and their curves. A damaged document differs in nothing."""
    names = dict.fromkeys(name for run in runs for epoch in run.history for name in epoch.logs)
    curves = {name: tuple(curve(run, name) for run in runs) for name in names}
    flat = [_flat_settings(run) for run in runs]
    places = dict.fromkeys(place for settings in flat for place in settings)
    values = {place: tuple(settings.get(place, "") for settings in flat) for place in places}
    differing = {place: found for place, found in values.items() if len(set(found)) > 1}
    return Comparison(MappingProxyType(differing), MappingProxyType(curves))


def curve(run: TrainingRun, name: str) -> Curve:
    """Return a quantity of a run over its epochs."""
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
