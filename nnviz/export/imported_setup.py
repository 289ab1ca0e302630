"""The training set-up of an imported model: its loss and optimizer where the file has them, and data that fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnviz.data.base import Data
from nnviz.data.circle import Circle
from nnviz.data.digits import Digits
from nnviz.data.mnist import Mnist
from nnviz.data.noise import Noise
from nnviz.design.document import Setup
from nnviz.design.graph import Design
from nnviz.design.shapes import infer, shape_text
from nnviz.export.keras_config import Unknown, loss_of, metrics_of, optimizer_of
from nnviz.layers.base import Shape
from nnviz.losses.base import LOSSES, Loss
from nnviz.metrics.base import suggested
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import Optimizer
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


def setup_of(design: Design, told: Mapping[str, Any]) -> tuple[Setup, tuple[Message, ...]]:
    """Return the set-up for a model's description and what is to be said about it."""
    training = told.get("training")
    notes = _uncompiled(told.get("uncompiled"), training)
    optimizer, more = _optimizer(training)
    loss, about_loss = _loss(design, training)
    data, about_data = _data(design, loss)
    metrics, about_metrics = metrics_of((training or {}).get("metrics") or ())
    if any(metrics == suggested(task) for task in loss.tasks):
        metrics = ()  # those that are taken anyway where none are chosen
    batch_size = 10 if isinstance(data, Circle) else 32
    setup = Setup(data, loss, optimizer, batch_size=batch_size, metrics=metrics)
    return setup, (*notes, *more, *about_loss, *about_metrics, *about_data)


def _uncompiled(reason: str | None, training: Any) -> tuple[Message, ...]:
    if reason:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "Keras could load the file only without its training settings (compile=False): {reason}."
        )
        return (say(text, reason=reason.rstrip(".")),)
    if training is None:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "The model was saved without training settings (it is not compiled)."
        )
        return (say(text),)
    return ()


def _optimizer(training: Mapping[str, Any] | None) -> tuple[Optimizer, tuple[Message, ...]]:
    if training is None or training.get("optimizer") is None:
        return Adam(), (say(QT_TRANSLATE_NOOP("nnviz", "The optimizer is Adam, as no other is known.")),)
    told = training["optimizer"]
    try:
        optimizer, notes = optimizer_of(told["class"], told["config"])
    except Unknown as unknown:
        text = QT_TRANSLATE_NOOP("nnviz", "The optimizer is Adam instead: {reason}.")
        return Adam(), (say(text, reason=unknown.message),)
    return optimizer, notes


def _loss(design: Design, training: Mapping[str, Any] | None) -> tuple[Loss, tuple[Message, ...]]:
    reason: Message | None = None
    if training is not None and training.get("loss"):
        try:
            return loss_of(training["loss"]), ()
        except Unknown as unknown:
            reason = unknown.message
    chosen = _likely_loss(design)
    if reason is not None:
        return chosen, (
            say(
                QT_TRANSLATE_NOOP("nnviz", "The loss is {loss} instead: {reason}."),
                loss=chosen.title,
                reason=reason,
            ),
        )
    text = QT_TRANSLATE_NOOP("nnviz", "The loss is {loss}, which suits the output layer.")
    return chosen, (say(text, loss=chosen.title),)


def _likely_loss(design: Design) -> Loss:
    """Return the loss that belongs to the last activation."""
    name = max(design.outputs, key=design.order.index)
    layer = design.node(name).layer
    activation = layer.activation_name or {"Softmax": "softmax"}.get(layer.kind(), "")
    if activation == "softmax":
        return LOSSES["SparseCategoricalCrossentropy"]()
    return LOSSES["BinaryCrossentropy" if activation == "sigmoid" else "MeanSquaredError"]()


def _data(design: Design, loss: Loss) -> tuple[Data, tuple[Message, ...]]:
    """Return data whose samples fit the network's input, output and loss."""
    shapes = infer(design)
    inputs = design.input_nodes
    entering: Shape = shapes.outputs[inputs[0].name] if inputs else (2,)
    leaving = shapes.outputs[max(design.outputs, key=design.order.index)]
    for known, shape, outputs, task in (
        (Mnist(), (28, 28), (10,), "classes"),
        (Digits(), (8, 8), (10,), "classes"),
        (Circle(), (2,), (1,), "binary"),
    ):
        if (entering, leaving) == (shape, outputs) and task in loss.tasks:
            text = QT_TRANSLATE_NOOP(
                "nnviz", "The data is “{data}”, because the shapes fit; choose your own in Build."
            )
            return known, (say(text, data=known.title),)
    below = _indices(design, inputs[0].name) if inputs else 0
    data = Noise(entering, below, leaving, _classes(loss, leaving))
    text = QT_TRANSLATE_NOOP(
        "nnviz",
        "The file holds no samples, so the data is random numbers of the shape {shape}; choose your own in Build.",
    )
    return data, (say(text, shape=shape_text(entering)),)


def _classes(loss: Loss, leaving: Shape) -> int:
    if "regression" in loss.tasks:
        return 0
    return 2 if loss.tasks == ("binary",) else max(leaving[-1], 2)


def _indices(design: Design, name: str) -> int:
    """Return how many different whole numbers the input may hold, 0 if it takes any numbers."""
    for consumer in design.consumers(name):
        layer = design.node(consumer).layer
        if layer.takes_indices:
            return int(getattr(layer, "input_dim", 2))
    return 0
