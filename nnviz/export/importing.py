"""A Keras model becomes a document: ``child/read_model.py`` describes the file, here the design is made of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.design import edits
from nnviz.design.document import Document
from nnviz.design.graph import Design, Edge, Node
from nnviz.design.remembering import ITERATION
from nnviz.design.shapes import infer, shape_text
from nnviz.engine.network import Network
from nnviz.engine.remembered import slot_path
from nnviz.export import weights_file
from nnviz.export.errand import errand
from nnviz.export.imported_setup import setup_of
from nnviz.export.keras_config import Unknown, layer_of
from nnviz.export.model_file import ModelError, examine
from nnviz.export.training import TrainingJob
from nnviz.layers.base import Layer
from nnviz.optimizers.base import Optimizer
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

Array = npt.NDArray[Any]

MODEL = "model.json"
WEIGHTS = "weights.npz"
COMPILE = "compile.json"
"""What the file itself says of its training settings."""

_LONGEST_NAME = 64
_MOST_NAMES = 5
"""Renamed layers that are told by name."""


@dataclass(frozen=True)
class Imported:
    """A document made of a model file, and what the reader should know about it."""

    document: Document
    notes: tuple[Message, ...] = ()


def prepare(path: Path, folder: Path, python: str | None = None) -> TrainingJob:
    """Look at a model file and return the errand that reads it into ``folder``; raise an ``NnvizError``."""
    training = examine(path)
    job = errand("read_model.py", folder, str(path.resolve()), str(folder), python=python)
    (folder / COMPILE).write_text(json.dumps(training), encoding="utf-8")
    return job


def finish(job: TrainingJob, name: str) -> Imported:
    """Return the document of what the errand left; raise :class:`ModelError`."""
    told = json.loads((job.folder / MODEL).read_text(encoding="utf-8"))
    known = json.loads((job.folder / COMPILE).read_text(encoding="utf-8"))
    if told.get("uncompiled"):
        told["training"] = known
    elif known is not None and told.get("training") is not None:
        told["training"]["metrics"] = known["metrics"]
    with np.load(job.folder / WEIGHTS, allow_pickle=False) as file:
        arrays = {key: file[key] for key in file.files}
    return imported(told, arrays, name)


def imported(told: Mapping[str, Any], arrays: Mapping[str, Array], name: str) -> Imported:
    """Return the document of a model's description and its arrays; raise :class:`ModelError` in one sentence."""
    if "refused" in told:
        raise _refusal(told["refused"])
    layers = told["layers"]
    names, renamed = _names(layers)
    notes = [*_rename_notes(renamed), *_type_notes(layers, names)]
    design = _design(layers, names)
    own = {key: value for key, value in arrays.items() if not key.startswith("optimizer/")}
    weights = _weights(design, layers, names, own)
    setup, more = setup_of(design, told)
    memory = _memory(design, setup.optimizer, names, arrays)
    document = Document(name, edits.arrange(design), setup).with_weights({**weights, **memory})
    return Imported(document, (*notes, *more, *_memory_note(told, setup.optimizer, bool(memory))))


def _memory(
    design: Design, optimizer: Optimizer, names: Sequence[str], arrays: Mapping[str, Array]
) -> dict[str, Array]:
    """Return what the optimizer remembers by the names of a document; nothing if anything of it is missing."""
    count = arrays.get(ITERATION)
    if count is None or not int(count):
        return {}
    number = {name: index for index, name in enumerate(names)}
    found = {ITERATION: np.array(float(count))}
    for path, slot in Network(design).slots.items():
        layer, _, rest = path.partition("/")
        for name in optimizer.slots() if slot.trainable else ():
            value = arrays.get(f"optimizer/{name}/{number[layer]}/{rest.rpartition('/')[2]}")
            if value is None or value.shape != slot.shape or not np.isfinite(value).all():
                return {}
            found[slot_path(name, path)] = value.astype("float32")
    return found


def _memory_note(told: Mapping[str, Any], optimizer: Optimizer, kept: bool) -> tuple[Message, ...]:
    """Tell of a training before: what the optimizer remembers of it is here, or starts anew."""
    training = told.get("training") or {}
    steps = (training.get("optimizer") or {}).get("steps")
    if not steps:
        return ()
    if kept:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "The model has {steps} training steps behind it; the optimizer goes on from there."
        )
    elif optimizer.slots():
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "The model has {steps} training steps behind it; what its optimizer remembers of them ({slots}) starts"
            " anew.",
        )
    else:
        return ()
    return (say(text, steps=steps, slots=", ".join(optimizer.slots())),)


def _refusal(refused: Mapping[str, str]) -> ModelError:
    text = _REFUSALS.get(refused["reason"], _REFUSALS["unreadable"])
    return ModelError(say(text, layer=refused["layer"][:80], detail=refused["detail"][:200]))


_REFUSALS = {
    "no_shape": QT_TRANSLATE_NOOP(
        "nnviz",
        "“{layer}” does not say the shape of its samples; begin the model with keras.Input and save it again.",
    ),
    "own_class": QT_TRANSLATE_NOOP(
        "nnviz",
        "“{layer}” is a model of the class {detail}, whose forward pass is program text; only Sequential and"
        " functional models can be imported.",
    ),
    "shared": QT_TRANSLATE_NOOP(
        "nnviz",
        "“{layer}” is used in several places with the same weights; nnviz gives every layer its own, so the model"
        " cannot be imported.",
    ),
    "arguments": QT_TRANSLATE_NOOP(
        "nnviz",
        "“{layer}” is called with more than its input ({detail}), which nnviz cannot show; call it with the input"
        " alone and save the model again.",
    ),
    "operation": QT_TRANSLATE_NOOP(
        "nnviz",
        "“{layer}” is an operation ({detail}) and not a layer; put the layer that does the same in its place (Add for"
        " +, Multiply for *).",
    ),
    "outputs": QT_TRANSLATE_NOOP(
        "nnviz", "“{layer}” has several outputs; nnviz shows layers with one output only."
    ),
    "weights": QT_TRANSLATE_NOOP(
        "nnviz", "“{layer}” has two weights of the same name, so that they cannot be told apart."
    ),
    "unreadable": QT_TRANSLATE_NOOP("nnviz", "Keras cannot read the model: {detail}"),
}


def _names(layers: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return a name that nnviz takes for every layer, and (name in Keras, name here) of those that changed."""
    names: list[str] = []
    renamed: list[tuple[str, str]] = []
    for layer in layers:
        own = str(layer["name"])
        name = base = _name("_".join([*map(str, layer["within"]), own]))
        number = 0
        while name in names:
            number += 1
            name = f"{base[: _LONGEST_NAME - 4]}_{number}"
        names.append(name)
        if name != own:
            renamed.append(("/".join([*map(str, layer["within"]), own]), name))
    return names, renamed


def _name(text: str) -> str:
    name = re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_")
    name = name if name[:1].isalpha() else f"layer_{name}".rstrip("_")
    return name[:_LONGEST_NAME]


def _rename_notes(renamed: Sequence[tuple[str, str]]) -> list[Message]:
    if not renamed:
        return []
    shown = ", ".join(f"{old[:60]} → {new}" for old, new in renamed[:_MOST_NAMES])
    if len(renamed) > _MOST_NAMES:
        text = QT_TRANSLATE_NOOP("nnviz", "{count} layers have other names here: {names} …")
    else:
        text = QT_TRANSLATE_NOOP("nnviz", "Some layers have other names here: {names}.")
    return [say(text, names=shown, count=len(renamed))]


def _type_notes(layers: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[Message]:
    for layer, name in zip(layers, names, strict=True):
        told = layer["config"].get("dtype")
        kind = told["config"].get("name") if isinstance(told, Mapping) else told
        if layer["class"] != "InputLayer" and kind not in (None, "float32"):
            text = QT_TRANSLATE_NOOP(
                "nnviz", "“{layer}” computes in {kind} in Keras; nnviz computes in float32."
            )
            return [say(text, layer=name, kind=kind)]
    return []


def _design(layers: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Design:
    nodes = tuple(Node(name, _layer(layer, name)) for layer, name in zip(layers, names, strict=True))
    edges = tuple(
        Edge(names[source], name, port)
        for layer, name in zip(layers, names, strict=True)
        for port, source in enumerate(layer["inputs"])
    )
    design = Design(nodes, edges)
    _check_ports(design)
    _check_shapes(design, layers, names)
    return design


def _layer(told: Mapping[str, Any], name: str) -> Layer:
    try:
        return layer_of(told["class"], told["config"], told["defaults"], told["trainable"])
    except Unknown as unknown:
        raise _not_importable(name, unknown.message) from unknown


def _not_importable(name: str, reason: Message) -> ModelError:
    text = QT_TRANSLATE_NOOP("nnviz", "“{layer}” cannot be imported: {reason}.")
    return ModelError(say(text, layer=name, reason=str(reason).rstrip(".")))


def _check_ports(design: Design) -> None:
    for node in design.nodes:
        count, most = len(design.sources(node.name)), node.layer.most_ports or node.layer.ports
        if count > most:
            text = QT_TRANSLATE_NOOP("nnviz", "it has {count} inputs, but at most {most} are possible here")
            raise _not_importable(node.name, say(text, count=count, most=most))


def _check_shapes(design: Design, layers: Sequence[Mapping[str, Any]], names: Sequence[str]) -> None:
    """Raise if a layer refuses its input, or makes another shape of it than in Keras."""
    shapes = infer(design)
    for name, message in shapes.faults.items():
        raise _not_importable(name, message)
    for layer, name in zip(layers, names, strict=True):
        found, expected = shapes.outputs[name], tuple(layer["shape"])
        if found != expected and None not in expected:
            text = QT_TRANSLATE_NOOP(
                "nnviz", "its output has the shape {expected} in Keras, but {found} here"
            )
            raise _not_importable(name, say(text, expected=shape_text(expected), found=shape_text(found)))


def _weights(
    design: Design, layers: Sequence[Mapping[str, Any]], names: Sequence[str], arrays: Mapping[str, Array]
) -> dict[str, Array]:
    """Return every weight by its path; all of them must be there, of the right shape, and finite."""
    number = {name: index for index, name in enumerate(names)}
    found: dict[str, Array] = {}
    for path in weights_file.expected(design):
        layer, _, rest = path.partition("/")
        value = arrays.get(f"{number[layer]}/{rest.rpartition('/')[2]}")
        if value is not None:
            found[path] = value.astype("float32")
    weights_file.check(design, found)
    for key, value in arrays.items():
        index, _, weight = key.partition("/")
        layer = names[int(index)]
        known = {p.rpartition("/")[2] for p in found if p.startswith(f"{layer}/")}
        if weight not in known and value.dtype.kind == "f" and value.size > 1:  # not a mere counter
            text = QT_TRANSLATE_NOOP("nnviz", "its weight {weight} has no place here")
            raise _not_importable(layer, say(text, weight=weight[:60]))
    return found
