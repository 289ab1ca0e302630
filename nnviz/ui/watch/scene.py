"""What the picture shows at one point of a step: the values that are known, of one sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from nnviz.engine.network import Network, Stage
from nnviz.engine.run import LayerTrace, Trace
from nnviz.layers.activations import ACTIVATIONS
from nnviz.ui.session import Look, Moment
from nnviz.ui.watch.known import Known, known

Array = npt.NDArray[Any]

_scales: WeakKeyDictionary[Trace, dict[tuple[str, str], float]] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Scene:
    """The values of sample ``row``; of a test sample (``look``) the whole forward pass is known and nothing else."""

    trace: Trace
    layers: Mapping[str, LayerTrace]
    row: int
    known: Known
    look: bool = False
    before: Mapping[str, Array] = field(default_factory=dict)
    """The sample as it enters layers that are not computed here: those before a sealed one."""

    @property
    def network(self) -> Network:
        return self.trace.network

    def stage(self, layer: str) -> Stage:
        return self.network.stages[self.network.position[layer]]

    def has(self, layer: str, quantity: str, unit: int | None = None) -> bool:
        """Return whether a value has been computed at this point."""
        if layer not in self.layers:
            return quantity in ("x", "a") and layer in self.before
        if self.look:
            return quantity in ("x", "z", "a")
        return self.known.has(layer, quantity, unit)  # type: ignore[arg-type]

    @property
    def has_loss(self) -> bool:
        return not self.look and self.known.loss

    def updated(self, layer: str) -> bool:
        """Return whether the layer's weights are already the new ones."""
        return not self.look and self.known.updated(layer)

    def values(self, layer: str, quantity: str) -> Array | None:
        """Return ``a``, ``z`` or ``dz`` of the sample in one row, computed yet or not."""
        if layer not in self.layers:
            return self.before[layer].reshape(-1) if quantity == "a" and layer in self.before else None
        found: Array | None = getattr(self.layers[layer], quantity)
        return None if found is None else found[self.row].reshape(-1)

    def black_and_white(self, layer: str) -> tuple[float, float]:
        """Return the values that are black and white in a layer that is a picture."""
        values = self.layers[layer].a if layer in self.layers else self.before[layer]
        return picture_range(float(values.min()), float(values.max()))

    def weight(self, layer: str, name: str, after: bool | None = None) -> Array | None:
        """Return ``kernel`` or ``bias`` as it is now, or before or after the update."""
        path = f"{layer}/{name}"
        if path not in self.network.slots:
            return None
        new = self.updated(layer) if after is None else after
        return self.trace.next(path) if new else self.trace.weight(path)

    def gradient(self, layer: str, name: str) -> Array | None:
        """Return the gradient of ``kernel`` or ``bias``, computed yet or not."""
        path = f"{layer}/{name}"
        return self.trace.gradient_of(path) if path in self.network.slots else None

    def limit(self, layer: str) -> float:
        """Return the value that has the full colour in this layer: 1, or the largest of the batch."""
        if layer not in self.layers:
            return largest(self.before[layer]) if layer in self.before else 1.0
        activation = self.stage(layer).layer.activation_name
        if activation and ACTIVATIONS[activation].bounded:
            return 1.0
        if self.look:
            return largest(self.layers[layer].a)
        return self._scale(layer, "a", self.trace.layers[layer].a)

    def weight_limit(self, layer: str) -> float:
        """Return the size of the layer's largest weight before the update: its line is the thickest."""
        return self._scale(layer, "kernel", self.trace.weight(f"{layer}/kernel"))

    def _scale(self, layer: str, name: str, values: Array) -> float:
        kept = _scales.setdefault(self.trace, {})
        if (layer, name) not in kept:
            kept[layer, name] = largest(values)
        return kept[layer, name]


def largest(values: Array) -> float:
    """Return the largest finite size in ``values``; 1 if there is none."""
    low, high = float(np.min(values)), float(np.max(values))
    if not (np.isfinite(low) and np.isfinite(high)):
        finite = np.abs(values[np.isfinite(values)])
        low = high = float(finite.max()) if finite.size else 0.0
    return max(-low, high) or 1.0


def losses_of(trace: Trace) -> Mapping[str, float]:
    """Return the mean loss at each output; added up, and with the penalties, they are the loss of the step."""
    names = [trace.network.stages[index].name for index in trace.network.outputs]
    return dict(zip(names, trace.means, strict=True))


def scene_of(
    moment: Moment, row: int, upto: int | None = None, before: Mapping[str, Array] | None = None
) -> Scene:
    """Return what is there at a moment, or after event number ``upto`` of its step."""
    place = moment.cursor.event if upto is None else upto
    return Scene(moment.trace, moment.trace.layers, row, known(moment.events, place), before=before or {})


def scene_of_look(moment: Moment, look: Look, before: Mapping[str, Array] | None = None) -> Scene:
    """Return what the network of the moment makes of a test sample."""
    return Scene(
        moment.trace, look.layers, 0, known(moment.events, len(moment.events) - 1), True, before or {}
    )


@lru_cache(maxsize=8)
def picture_range(low: float, high: float) -> tuple[float, float]:
    """Return the values that are black and white in a picture whose numbers lie from ``low`` to ``high``."""
    if low >= 0 and high <= 1:
        return 0.0, 1.0
    return (0.0, 255.0) if low >= 0 and high <= 255 else (low, high if high > low else low + 1)
