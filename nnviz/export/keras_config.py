"""Keras' configurations, as a model file holds them, turned into parts: layers, initializers, losses, optimizers.

What has a field here is taken over. What has none must be at Keras' default, or it is told: nothing is left out in
silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nnviz.layers.base import LAYERS, Layer
from nnviz.layers.initializers import Given
from nnviz.layers.input import Input
from nnviz.losses.base import LOSSES, Loss
from nnviz.metrics.base import METRICS, Metric
from nnviz.optimizers.base import OPTIMIZERS, Optimizer
from nnviz.optimizers.schedules import SCHEDULES
from nnviz.parts import FAMILIES, FieldInfo, Part, PartError
from nnviz.words import QT_TRANSLATE_NOOP, Message, NnvizError, say

_OF_EVERY_LAYER = ("name", "dtype", "trainable", "seed", "batch_shape", "batch_input_shape")
"""What every layer has, or what changes no number here (a seed: the masks are this application's own)."""

_INDIFFERENT = {
    "reduction": ("sum_over_batch_size", "auto"),
    "axis": (-1,),
    "use_ema": (False,),
    "ema_momentum": (0.99,),
    "decay": (0.0,),
    "label_smoothing": (0.0,),
    "amsgrad": (False,),
    "nesterov": (False,),
    "centered": (False,),
}
"""Entries of losses and optimizers that may have no field here, at the values that mean nothing."""
_WITHOUT_EFFECT = ("name", "dtype", "seed", "jit_compile", "is_legacy_optimizer", "ema_overwrite_frequency")
_BOOKS = {"mse": "mean_squared_error", "mae": "mean_absolute_error", "msle": "mean_squared_logarithmic_error",
          "mape": "mean_absolute_percentage_error", "kld": "kl_divergence", "bce": "binary_crossentropy",
          "kullback_leibler_divergence": "kl_divergence", "logcosh": "log_cosh"}  # fmt: skip
"""Keras' other names of its losses."""


_METRICS = {"acc": "accuracy", "rmse": "root_mean_squared_error"}


class Unknown(NnvizError):
    """Something that has no counterpart here; the message says what."""


def layer_of(kind: str, config: Mapping[str, Any], defaults: Mapping[str, Any], trainable: bool) -> Layer:
    """Return the layer of a configuration; raise :class:`Unknown`. ``defaults`` is Keras' configuration without any."""
    if kind == "InputLayer":
        return _input(config)
    if kind not in LAYERS:
        raise Unknown(
            say(QT_TRANSLATE_NOOP("nnviz", "it is a {kind}, which nnviz does not have"), kind=kind[:60])
        )
    found = LAYERS[kind]
    raw = found.fields_of_keras(config)
    declared, values = found.declared(), {}
    for name, value in raw.items():
        if name in declared:
            values[name] = decoded(declared[name], value)
        elif name not in _OF_EVERY_LAYER and name in config and not _is_default(value, defaults.get(name)):
            text = QT_TRANSLATE_NOOP("nnviz", "{field} is {value}, which has no place in nnviz’s {kind}")
            raise Unknown(say(text, field=name, value=_short(value), kind=kind))
    if "trainable" in declared:
        values["trainable"] = trainable
    made: Layer = _made(found, values)
    return made


def _input(config: Mapping[str, Any]) -> Input:
    shape = config.get("batch_shape") or config.get("batch_input_shape") or ()
    sizes = tuple(shape[1:])
    if not sizes or any(n is None for n in sizes):
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "it takes samples of the shape {shape}, but every number of a shape must be fixed here; give the model's"
            " Input whole numbers",
        )
        raise Unknown(say(text, shape=str(sizes).replace("None", "?")))
    made: Input = _made(Input, {"shape": sizes})
    return made


def _is_default(value: Any, default: Any) -> bool:
    return value is None or value == default


def _made(kind: type[Any], values: Mapping[str, Any]) -> Any:
    try:
        return kind(**values)
    except (PartError, TypeError) as error:
        raise Unknown(getattr(error, "message", None) or say(str(error).replace("{", "(")[:120])) from error


def decoded(info: FieldInfo, value: Any) -> Any:
    """Return a configuration's value in the form of a declared field; raise :class:`Unknown`."""
    if value is None:
        return None
    if info.type == "part":
        return part_of(info.family, value)
    if info.type == "parts":
        return tuple(part_of(info.family, item) for item in value)
    if info.type == "choice" and isinstance(value, Mapping):
        return _function_name(value)
    if info.type == "shape" and isinstance(value, int) and not isinstance(value, bool):
        return (value,)  # one axis
    if info.type == "float" and isinstance(value, int | float) and not isinstance(value, bool):
        return shortest(float(value))
    return tuple(value) if isinstance(value, list) else value


def _function_name(value: Mapping[str, Any]) -> Any:
    """Return the name of a function that is kept as an object, for example an activation."""
    inner = value.get("config")
    if value.get("class_name") == "function" and isinstance(inner, str):
        return inner
    if isinstance(inner, Mapping):
        settings = {
            k: v for k, v in inner.items() if k not in ("name", "dtype", "trainable") and v is not None
        }
        if not settings:
            return _snake(str(value.get("class_name")))
    text = QT_TRANSLATE_NOOP(
        "nnviz", "{kind} with settings of its own is used as a function; put it behind as a layer"
    )
    raise Unknown(say(text, kind=str(value.get("class_name"))[:60]))


def part_of(family: str, value: Any) -> Part:
    """Return the member of a family that ``{"class_name": …, "config": …}`` or a name stands for."""
    registry = FAMILIES[family]
    kind, config = _class_and_config(value)
    names = {_snake(name): name for name in registry}
    kind = kind if kind in registry else names.get(_snake(kind), kind)
    if kind not in registry:
        text = QT_TRANSLATE_NOOP("nnviz", "{kind} is none of the {family} that nnviz has")
        raise Unknown(say(text, kind=kind[:60], family=family))
    if kind == "Constant" and not isinstance(config.get("value", 0.0), int | float):
        return _given(config["value"])
    found, left = fields_of(registry[kind], config)
    if left:
        name, rest = next(iter(left.items()))
        text = QT_TRANSLATE_NOOP("nnviz", "{kind} has {field} {value}, which has no place here")
        raise Unknown(say(text, kind=kind, field=name, value=_short(rest)))
    made: Part = _made(registry[kind], found)
    return made


def _given(value: Any) -> Given:
    """Return the initializer for values that a Constant holds as a list or an array."""
    values = value.get("config", {}).get("value") if isinstance(value, Mapping) else value
    try:
        rows = np.array(values, float)
    except (TypeError, ValueError) as error:
        text = QT_TRANSLATE_NOOP("nnviz", "Constant has the value {value}, which has no place here")
        raise Unknown(say(text, value=_short(value))) from error
    made: Given = _made(Given, {"rows": rows.reshape(-1, rows.shape[-1] if rows.ndim else 1).tolist()})
    return made


def _class_and_config(value: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(value, Mapping):
        inner = value.get("config")
        return str(value.get("class_name", value.get("class", "?"))), inner if isinstance(
            inner, Mapping
        ) else {}
    return str(value), {}


def fields_of(kind: type[Part], config: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields that a configuration gives and what in it means something but has no field."""
    declared = kind.declared()
    values = {name: decoded(declared[name], value) for name, value in config.items() if name in declared}
    left = {
        name: value
        for name, value in config.items()
        if name not in declared
        and name not in _WITHOUT_EFFECT
        and value is not None
        and value not in _INDIFFERENT.get(name, ())
    }
    return {name: value for name, value in values.items() if _fits(declared[name], value)}, left


def _fits(info: FieldInfo, value: Any) -> bool:
    return value is not None or info.optional


def loss_of(told: Mapping[str, Any]) -> Loss:
    """Return the loss of its name or its class with configuration; raise :class:`Unknown`."""
    kind, config = str(told.get("name") or told.get("class") or "?"), told.get("config") or {}
    wanted = _BOOKS.get(kind.lower(), kind)
    found = next(
        (k for k, cls in LOSSES.items() if wanted in (k, cls.keras_name) or _snake(k) == wanted), None
    )
    if found is None:
        raise Unknown(
            say(QT_TRANSLATE_NOOP("nnviz", "the loss {kind} is not one that nnviz has"), kind=kind[:60])
        )
    values, left = fields_of(LOSSES[found], config)
    if left:
        name, rest = next(iter(left.items()))
        text = QT_TRANSLATE_NOOP("nnviz", "{field} {value} of the loss {kind} has no place here")
        raise Unknown(say(text, field=name, value=_short(rest), kind=found))
    made: Loss = _made(LOSSES[found], values)
    return made


def metrics_of(told: Sequence[Any]) -> tuple[tuple[Metric, ...], tuple[Message, ...]]:
    """Return the metrics that are known, and what is to be said of the others."""
    found: list[Metric] = []
    unknown: list[str] = []
    for entry in told:
        kind, config = _class_and_config(entry)
        wanted = _METRICS.get(kind.lower(), _BOOKS.get(kind.lower(), kind))
        known = next((k for k, cls in METRICS.items() if wanted in (k, cls.keras_name)), None)
        values, left = fields_of(METRICS[known], config) if known else ({}, {})
        if known is None or left:
            unknown.append(kind[:60])
        else:
            found.append(_made(METRICS[known], values))
    text = QT_TRANSLATE_NOOP("nnviz", "Metrics that have no counterpart here are left out: {names}.")
    return tuple(found), (say(text, names=", ".join(unknown)),) if unknown else ()


def optimizer_of(kind: str, config: Mapping[str, Any]) -> tuple[Optimizer, tuple[Message, ...]]:
    """Return the optimizer and what of it could not be taken over; raise :class:`Unknown`."""
    if kind not in OPTIMIZERS:
        text = QT_TRANSLATE_NOOP("nnviz", "the optimizer {kind} is not one that nnviz has")
        raise Unknown(say(text, kind=kind[:60]))
    config = dict(config)
    rate = config.get("learning_rate")
    if isinstance(rate, Mapping):
        config["learning_rate"], config["schedule"] = _schedule(rate)
    values, left = fields_of(OPTIMIZERS[kind], {k: v for k, v in config.items() if k != "schedule"})
    if "schedule" in config:
        values["schedule"] = config["schedule"]
    text = QT_TRANSLATE_NOOP(
        "nnviz", "{field} {value} of the optimizer {kind} has no place here and is left out."
    )
    notes = tuple(say(text, field=name, value=_short(value), kind=kind) for name, value in left.items())
    made: Optimizer = _made(OPTIMIZERS[kind], values)
    return made, notes


def _schedule(told: Mapping[str, Any]) -> tuple[float, Part]:
    """Return the rate that a learning rate schedule begins with, and the schedule."""
    kind, config = _class_and_config(told)
    if kind not in SCHEDULES:
        text = QT_TRANSLATE_NOOP("nnviz", "the learning rate schedule {kind} is not one that nnviz has")
        raise Unknown(say(text, kind=kind[:60]))
    values, left = fields_of(SCHEDULES[kind], config)
    start = left.pop("initial_learning_rate", None)
    if left or not isinstance(start, int | float):
        text = QT_TRANSLATE_NOOP(
            "nnviz", "the learning rate schedule {kind} has settings that have no place here"
        )
        raise Unknown(say(text, kind=kind))
    schedule: Part = _made(SCHEDULES[kind], values)
    return shortest(float(start)), schedule


def shortest(number: float) -> float:
    """Return a number that float32 has rounded as it was typed: 0.0010000000474974513 becomes 0.001."""
    with np.errstate(over="ignore"):
        single = np.float32(number)
    return float(str(single)) if float(single) == number else number


def _snake(kind: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind).lower()


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
