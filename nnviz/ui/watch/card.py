"""The card at a neuron or a weight: its numbers as far as they are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from nnviz.ui.digits import format_number
from nnviz.ui.text import tr_text
from nnviz.ui.watch.kernels import cell_of, kernel_slot, pictures
from nnviz.ui.watch.known import Pick, returned
from nnviz.ui.watch.scene import Scene, largest
from nnviz.words import QT_TRANSLATE_NOOP

Array = npt.NDArray[Any]

MOST_KERNELS = 8
"""Channels of a kernel that are shown at a time."""

CHANNELS = QT_TRANSLATE_NOOP("nnviz", "weights of inputs {first}–{last} of {count}")


@dataclass(frozen=True, eq=False)
class Kernels:
    """Pictures of the weights behind a feature map (rows, columns), one for each channel that enters."""

    pictures: tuple[Array, ...]
    limit: float
    """The weight that has the full colour in them."""
    first: int
    """Channel of the first one that is shown."""
    count: int
    """Channels that enter."""
    chosen: tuple[int, int, int] | None
    """Channel, row and column of the weight that is picked."""


@dataclass(frozen=True)
class Card:
    """Lines with the role of the theme that each is written in; the first is the title."""

    lines: tuple[tuple[str, str], ...]
    kernels: Kernels | None = None

    @property
    def text(self) -> str:
        """The card in plain words."""
        return "; ".join(line for line, _ in self.lines)


def card_of(scene: Scene, pick: Pick, title: str) -> Card:
    """Return what is known of a neuron or weight at this point."""
    lines = [(title, "text")] if title else []
    if pick.source is not None:
        return Card((*lines, *_weight(scene, pick)))
    kernels = _kernels(scene, pick)
    found = _kernel_weight(scene, pick) if pick.weight is not None else _neuron(scene, pick)
    if kernels is not None and kernels.count > len(kernels.pictures):
        last = kernels.first + len(kernels.pictures)
        words = tr_text(CHANNELS).format(first=kernels.first + 1, last=last, count=f"{kernels.count:,}")
        found.append((words, "quiet"))
    return Card((*lines, *found), kernels)


def _kernels(scene: Scene, pick: Pick) -> Kernels | None:
    """Return the kernel of the feature map that is picked, as many channels as are shown at a time."""
    stage = scene.stage(pick.layer)
    slot = kernel_slot(stage)
    if slot is None:
        return None
    kernel = scene.weight(pick.layer, slot.path.removeprefix(f"{pick.layer}/"))
    assert kernel is not None
    found = pictures(stage, kernel, pick.unit)
    if not found:
        return None
    chosen = cell_of(stage, pick.unit, pick.weight) if pick.weight is not None else None
    first = chosen[0] // MOST_KERNELS * MOST_KERNELS if chosen is not None else 0
    return Kernels(found[first : first + MOST_KERNELS], largest(kernel), first, len(found), chosen)


def _weight(scene: Scene, pick: Pick) -> list[tuple[str, str]]:
    assert pick.source is not None
    place = pick.source, pick.unit
    return _parameter(scene, pick, "w", "kernel", lambda array: float(array[place]))


def _kernel_weight(scene: Scene, pick: Pick) -> list[tuple[str, str]]:
    slot = kernel_slot(scene.stage(pick.layer))
    if slot is None:
        return []
    name = slot.path.removeprefix(f"{pick.layer}/")
    return _parameter(scene, pick, "w", name, lambda array: float(array[pick.weight]))


def _parameter(
    scene: Scene, pick: Pick, letter: str, name: str, at: Callable[..., float]
) -> list[tuple[str, str]]:
    now = scene.weight(pick.layer, name)
    if now is None:
        return []
    found = [(f"{letter} = {format_number(at(now))}", "text")]
    if scene.updated(pick.layer):
        before = at(scene.weight(pick.layer, name, after=False))
        found = [(f"{letter}: {format_number(before)} → {format_number(at(now))}", "update")]
    gradient = scene.gradient(pick.layer, name)
    if gradient is not None and scene.has(pick.layer, "dw", pick.unit):
        found.append((f"∂L/∂{letter} = {format_number(at(gradient))}", "backward"))
    return found


def _neuron(scene: Scene, pick: Pick) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for quantity, letter, role in (("z", "z", "text"), ("a", "a", "text"), ("dz", "δ", "backward")):
        values = scene.values(pick.layer, quantity)
        if values is not None and scene.has(pick.layer, quantity, pick.unit):
            shown = letter if scene.stage(pick.layer).sources else "x"
            found.append((f"{shown} = {format_number(float(values[pick.unit]))}", role))
    arrived = scene.values(pick.layer, "da")
    if arrived is not None and not scene.look and returned(scene.network, scene.known, pick.layer):
        letter = "a" if scene.stage(pick.layer).sources else "x"
        found.append((f"∂L/∂{letter} = {format_number(float(arrived[pick.unit]))}", "backward"))
    channels = scene.stage(pick.layer).output_shape[-1]
    bias = scene.weight(pick.layer, "bias")
    if bias is None or bias.shape != (channels,):
        return found
    return found + _parameter(scene, pick, "b", "bias", lambda array: float(array[pick.unit % channels]))
