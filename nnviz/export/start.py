"""Where an exported program goes on from: the weights of a moment, and what the optimizer remembers there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.design.document import Document
from nnviz.design.remembering import ITERATION
from nnviz.engine.network import Network, Slot
from nnviz.engine.remembered import remembered
from nnviz.engine.run import Run, State
from nnviz.engine.sealed import opened, sealed_layer
from nnviz.export import weights_file
from nnviz.export.program import start_weights
from nnviz.optimizers.schedules import Constant
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

Array = npt.NDArray[Any]


class StartError(NnvizError):
    """A moment that cannot be reached, or a file that does not hold what the optimizer remembers."""


@dataclass(frozen=True, eq=False)
class Start:
    """``weights`` by Keras' path; ``optimizer`` the values of Keras' ``optimizer.variables``, in Keras' order.

    ``optimizer`` is empty where the first step of a new optimizer is the same step: before the first step, and for
    an optimizer that remembers nothing at a learning rate that does not change. It is also empty where the program
    trains more weights than are here (:func:`inside_trained`).
    """

    step: int
    weights: Mapping[str, Array]
    optimizer: tuple[Array, ...] = field(default=())


def first(document: Document, data_dir: Path | None = None) -> Start:
    """Return the start before the first step: the document's own weights, else the seed's."""
    weights = start_weights(document, data_dir)
    if ITERATION not in document.weights or sealed_layer(document.design) is not None:
        return Start(0, weights)
    network = Network(document.design)
    theta = network.initial(document.setup.seed, weights, np.float32)
    slots = remembered(document.weights, network, document.setup.optimizer, np.float32)[1]
    if slots is None:
        return Start(0, weights)
    return of_state(document, network, State(0, theta, slots, document.setup.optimizer.schedule.memory()))


def at_step(document: Document, step: int, data_dir: Path | None = None) -> Start:
    """Return the start before step number ``step`` (from 0), which takes as many steps of training.

    Raise :class:`StartError` if the numbers stop being finite on the way, and
    :class:`~nnviz.engine.sealed.FeaturesMissing` if a pretrained base has yet to compute its features.
    """
    if step == 0:
        return first(document, data_dir)
    run = Run(*opened(document, document.setup.data.load(data_dir)))
    state, losses = run.advance(run.start(), step)
    if len(losses) < step or not np.isfinite(losses).all():
        text = QT_TRANSLATE_NOOP(
            "nnviz", "Step {step} cannot be reached: the numbers are no longer finite before it."
        )
        raise StartError(say(text, step=step))
    return of_state(document, run.network, state)


def of_state(document: Document, network: Network, state: State) -> Start:
    """Return the start at a state of the document's run; ``network`` is the run's."""
    optimizer = document.setup.optimizer
    weights = MappingProxyType(network.weights(state.theta))
    forgets = not optimizer.slots() and isinstance(optimizer.schedule, Constant)
    made = state.step + remembered(document.weights, network, optimizer, np.float32)[0]
    if not made or forgets or inside_trained(document):
        return Start(state.step, weights)
    places = list(_places(document, network))
    variables = optimizer.keras_variables(places, state.slots, made, state.memory)
    return Start(state.step, weights, tuple(np.array(value) for value in variables.values()))


def inside_trained(document: Document) -> bool:
    """Whether the program also trains weights that are not here: those inside a pretrained base."""
    base = sealed_layer(document.design)
    return base is not None and bool(getattr(document.design.node(base).layer, "trainable", False))


def state_of(document: Document, network: Network, path: Path) -> State:
    """Return the state of a weights file of Keras: weights, and what the optimizer remembers if it is there.

    Without that the state is one before the first step. The losses that a schedule like ``ReduceLROnPlateau`` has
    seen are in no file; they start anew. Raise :class:`StartError` or
    :class:`~nnviz.export.weights_file.WeightsError`.
    """
    optimizer = document.setup.optimizer
    weights = weights_file.read(path, document.design)
    theta = np.zeros(network.size, np.float32)
    for name, slot in network.slots.items():
        slot.view(theta)[...] = weights[name]
    slots, memory = optimizer.initial_slots(network.trainable, np.float32), optimizer.schedule.memory()
    found = weights_file.read_optimizer(path)
    if not found:
        return State(0, theta, slots, memory)
    places = list(_places(document, network))
    like = optimizer.keras_variables(places, slots, 0, memory)
    if [value.shape for value in found] != [value.shape for value in like.values()]:
        text = QT_TRANSLATE_NOOP("nnviz", "The file holds what another optimizer than {optimizer} remembers.")
        raise StartError(say(text, optimizer=optimizer.kind()))
    # The names tell the places: what the optimizer would say of an empty memory has the same order.
    values = dict(zip(like, found, strict=True))
    for row, slot_name in enumerate(optimizer.slots()):
        for place in places:
            place.view(slots[row])[...] = values[f"{place.path.replace('/', '_')}_{slot_name}"]
    return State(int(values["iteration"]), theta, slots, memory)


def _places(document: Document, network: Network) -> Iterator[Slot]:
    """Yield the trainable weights in the order of Keras' ``model.trainable_variables``."""
    for paths in weights_file.paths_in_order(document.design):
        yield from (network.slots[path] for path in paths if network.slots[path].trainable)
