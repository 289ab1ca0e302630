"""The words in the network's picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.sealed import in_front, sealed_layer
from nnviz.layers.base import Layer
from nnviz.ui.digits import format_number
from nnviz.ui.session import Moment, Session
from nnviz.ui.text import tr_message, tr_text
from nnviz.ui.watch.geometry import Block, Geometry
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.paint_layers import Labels
from nnviz.ui.watch.scene import Scene, losses_of
from nnviz.ui.watch.words import kernel_words, layer_title, shape_words
from nnviz.words import QT_TRANSLATE_NOOP, say

Array = npt.NDArray[Any]

LOSS = QT_TRANSLATE_NOOP("nnviz", "Loss")
TARGET = QT_TRANSLATE_NOOP("nnviz", "y = {target}")
NEURON = QT_TRANSLATE_NOOP("nnviz", "{layer} · neuron {number}")
PIXEL = QT_TRANSLATE_NOOP("nnviz", "{layer} · row {row}, column {column}")
ON_MAP = QT_TRANSLATE_NOOP("nnviz", "{layer} · map {map}, row {row}, column {column}")
IN_TIME = QT_TRANSLATE_NOOP("nnviz", "{layer} · time {time}, feature {feature}")
KERNEL = QT_TRANSLATE_NOOP("nnviz", "{layer} · {weight}")
WEIGHT = QT_TRANSLATE_NOOP("nnviz", "{layer} · weight {source} → {unit}")

MAPS = QT_TRANSLATE_NOOP("nnviz", "{shown} of {count} maps")
TIME = QT_TRANSLATE_NOOP("nnviz", "time →")
FROZEN = QT_TRANSLATE_NOOP("nnviz", "frozen")
UNCHANGED = QT_TRANSLATE_NOOP("nnviz", "unchanged in Watch")
SEALED = QT_TRANSLATE_NOOP("nnviz", "sealed")

READY = QT_TRANSLATE_NOOP("nnviz", "The data is being loaded …")
CANNOT = QT_TRANSLATE_NOOP("nnviz", "The network cannot run yet.")


def reason(session: Session) -> str:
    """Return why there is no moment to show: it is being made, or what the first problem is."""
    if session.worker.busy("build"):
        return tr_text(READY)
    return tr_message(session.problems[0].message) if session.problems else tr_text(CANNOT)


def labels_of(session: Session, scene: Scene, geometry: Geometry) -> Labels:
    """Return headings, names of inputs and classes, and the target of the sample."""
    data = session.dataset
    design = session.document.design
    words = {block.name: heading(design.node(block.name).layer, block) for block in geometry.blocks}
    features = tuple(_input_name(name, i) for i, name in enumerate(data.features)) if data else ()
    classes = data.classes if data else ()
    loss = f"{tr_text(LOSS)}\n{tr_text(type(session.document.setup.loss).title)}"
    feet = {block.name: foot(scene, block) for block in geometry.blocks}
    losses = losses_of(scene.trace) if len(geometry.losses) > 1 else {}
    return Labels(features, classes, loss, target_words(session, scene), words, feet, losses)


def _input_name(name: str, place: int) -> str:
    """Return a feature's name; one that is only a number becomes the x₁ of the formulas."""
    digits = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    return f"x{place + 1}".translate(digits) if name == f"x{place}" else name


def heading(layer: Layer, block: Block) -> str:
    """Return ``Dense 1 · tanh (4)`` and, in a second line, the shape."""
    count = "×".join(str(n) for n in block.shape)
    parts = [layer_title(block.name)]
    if layer.activation_name:
        parts.append(layer.activation_name)
    return f"{' · '.join(parts)} ({count})\n{shape_words((None, *block.shape))}"


def foot(scene: Scene, block: Block) -> str:
    """Return what stands under a layer: how many cells or maps there are, and what is special about it."""
    lines: list[str] = []
    if block.kind == "strip":
        lines.append(f"{block.units:,}")
        if block.per_cell > 1:
            lines.append(f"1 ▪ = {block.per_cell}")
    elif block.kind == "sequence":
        lines.append(tr_text(TIME))
    elif len(block.tiles) < block.shape[-1] and block.kind == "maps":
        lines.append(tr_text(MAPS).format(shown=len(block.tiles), count=f"{block.shape[-1]:,}"))
    if block.mark:
        lines.append(tr_text(SEALED if block.mark == "sealed" else UNCHANGED))
    if block.name in scene.network.position:
        stage = scene.stage(block.name)
        if stage.slots and not stage.layer.learns:
            lines.append(tr_text(FROZEN))
    return "\n".join(lines)


def sample_before(session: Session, moment: Moment, row: int) -> dict[str, Array]:
    """Return what is in front of a sealed layer, hidden from the run: the sample, and what is made of it."""
    design, data, look = session.document.design, session.dataset, session.look
    if data is None or sealed_layer(design) is None:
        return {}
    if look is not None:
        return in_front(design, data.x_test[look.index])
    if not len(moment.trace.batch.indices):
        return {}
    return in_front(design, data.x_train[int(moment.trace.batch.indices[row])])


def target_words(session: Session, scene: Scene) -> str:
    """Return ``y = 1`` for the sample that is drawn."""
    target = target_of(session, scene)
    return tr_text(TARGET).format(target=target) if target else ""


def target_of(session: Session, scene: Scene) -> str:
    """Return the target of the sample that is drawn: a class name or the numbers."""
    data, look = session.dataset, session.look
    if data is None:
        return ""
    if scene.look:
        y = data.y_test[look.index] if look is not None else None
    elif len(scene.trace.batch.indices):
        y = data.y_train[scene.trace.batch.indices[scene.row]]
    else:
        return ""
    if y is None:
        return ""
    if data.classes and np.ndim(y) == 0:
        return data.classes[int(y)]
    numbers = [format_number(float(v)) for v in np.atleast_1d(y)]
    return (
        numbers[0] if len(numbers) == 1 else f"({', '.join(numbers[:4])}{', …' if len(numbers) > 4 else ''})"
    )


def card_title(session: Session, pick: Pick) -> str:
    """Return what a card is about: layer and neuron, pixel or weight."""
    layer, shape = layer_title(pick.layer), session.shapes.outputs.get(pick.layer, ())
    if pick.source is not None:
        message = say(WEIGHT, layer=layer, source=pick.source + 1, unit=pick.unit + 1)
    elif pick.weight is not None:
        weight = kernel_words(session.document.design.node(pick.layer).layer, shape, pick.unit, pick.weight)
        message = say(KERNEL, layer=layer, weight=weight)
    elif len(shape) == 3 and shape[2] > 1 and session.shapes.inputs.get(pick.layer):
        pixel, channel = divmod(pick.unit, shape[2])
        row, column = divmod(pixel, shape[1])
        message = say(ON_MAP, layer=layer, map=channel + 1, row=row + 1, column=column + 1)
    elif len(shape) == 2 and session.shapes.inputs.get(pick.layer):
        time, feature = divmod(pick.unit, shape[1])
        message = say(IN_TIME, layer=layer, time=time + 1, feature=feature + 1)
    elif len(shape) in (2, 3):
        pixel = pick.unit // (shape[2] if len(shape) > 2 else 1)
        message = say(PIXEL, layer=layer, row=pixel // shape[1] + 1, column=pixel % shape[1] + 1)
    else:
        message = say(NEURON, layer=layer, number=pick.unit + 1)
    return tr_message(message)
