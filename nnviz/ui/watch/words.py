"""The words of Watch that several panels share."""

from __future__ import annotations

from collections.abc import Mapping

from nnviz.engine.events import Event
from nnviz.layers.base import Layer, Shape
from nnviz.ui.text import tr_text
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

PHASE_WORDS: Mapping[str, str] = {
    "forward": QT_TRANSLATE_NOOP("nnviz", "forward"),
    "loss": QT_TRANSLATE_NOOP("nnviz", "loss"),
    "backward": QT_TRANSLATE_NOOP("nnviz", "backward"),
    "update": QT_TRANSLATE_NOOP("nnviz", "update"),
}

GRAIN_WORDS: Mapping[str, str] = {
    "neuron": QT_TRANSLATE_NOOP("nnviz", "neuron"),
    "layer": QT_TRANSLATE_NOOP("nnviz", "layer"),
    "phase": QT_TRANSLATE_NOOP("nnviz", "phase"),
    "step": QT_TRANSLATE_NOOP("nnviz", "step"),
    "epoch": QT_TRANSLATE_NOOP("nnviz", "epoch"),
}


def phase_word(phase: str) -> str:
    """Return the phase in the user's language."""
    return tr_text(PHASE_WORDS[phase])


def layer_title(name: str) -> str:
    """Return a layer's name as a title: ``hidden_1`` becomes ``Hidden 1``."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def shape_words(shape: tuple[int | None, ...]) -> str:
    """Return a shape as Python writes it: ``(None, 4)``, ``(4,)``."""
    inner = ", ".join(str(n) for n in shape)
    return f"({inner},)" if len(shape) == 1 else f"({inner})"


def kernel_words(layer: Layer, shape: Shape, unit: int, place: tuple[int, ...]) -> Message:
    """Return which weight of a kernel lies at ``place``: where in the window, from which input to which map.

    ``shape`` is that of the layer's output, ``unit`` a place in it.
    """
    window, inputs = place[:-2], place[-1 if "Transpose" in layer.kind() else -2]
    return say(
        QT_TRANSLATE_NOOP("nnviz", "weight ({window}) of input {input}, map {map}"),
        window=", ".join(str(i + 1) for i in window),
        input=inputs + 1,
        map=unit % shape[-1] + 1,
    )


_WHAT: Mapping[str, str] = {
    "x": QT_TRANSLATE_NOOP("nnviz", "{phase} · {layer} · the batch enters"),
    "z": QT_TRANSLATE_NOOP("nnviz", "{phase} · {layer} · sum and activation"),
    "a": QT_TRANSLATE_NOOP("nnviz", "{phase} · {layer} · output"),
    "loss": QT_TRANSLATE_NOOP("nnviz", "{phase}"),
    "dz": QT_TRANSLATE_NOOP("nnviz", "{phase} · {layer} · error signal δ"),
    "dw": QT_TRANSLATE_NOOP("nnviz", "{phase} · {layer} · gradients of weights and bias"),
    "dx": QT_TRANSLATE_NOOP("nnviz", "{phase} · {layer} · gradient to the layer before"),
    "update": QT_TRANSLATE_NOOP("nnviz", "{phase} · {layer} · new weights"),
}


def event_words(event: Event) -> Message:
    """Return an event in words: phase, layer, what is computed, and for which neuron."""
    words = say(_WHAT[event.quantity], phase=say(PHASE_WORDS[event.phase]), layer=layer_title(event.layer))
    if event.unit is None:
        return words
    return say(QT_TRANSLATE_NOOP("nnviz", "{event} · neuron {number}"), event=words, number=event.unit + 1)
