"""Walking through the network's picture with the keyboard: from neuron to neuron, layer to layer, weight to weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnviz.ui.watch.geometry import Block
from nnviz.ui.watch.kernels import weight_in, weights_of
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.scene import Scene


def next_neuron(blocks: Sequence[Block], pick: Pick | None, step: int, layers: bool) -> Pick:
    """Return the next neuron of the layer, or the first of the next layer."""
    names = [block.name for block in blocks]
    if pick is None or pick.layer not in names:
        return Pick(names[0 if step > 0 else -1], 0)
    place = names.index(pick.layer)
    if layers:
        return Pick(names[min(max(place + step, 0), len(names) - 1)], 0)
    return Pick(pick.layer, (pick.unit + step) % blocks[place].units)


def next_weight(scene: Scene, pick: Pick, step: int, drawn: bool) -> Pick:
    """Return the next weight into the neuron (if they are ``drawn``), or of the kernel of its feature map.

    After the last one comes the neuron itself again.
    """
    stage, here = scene.stage(pick.layer), replace(pick, source=None, weight=None)
    found: list[Pick] = [here]
    kernel = scene.weight(pick.layer, "kernel") if drawn else None
    found += [replace(here, source=n) for n in range(0 if kernel is None else len(kernel))]
    for channel, places in enumerate(weights_of(stage, pick.unit)):
        for row, column in np.ndindex(*places.shape):
            found.append(replace(here, weight=weight_in(stage, pick.unit, channel, row, column)))
    return found[(found.index(pick) + step) % len(found)] if pick in found else here
