"""The step as a program: the numpy lines of the layer at hand, and Keras' lines of the whole step.

The numpy lines are what the engine computes; a test runs them on the traced arrays. ``A0`` is the batch, ``A2`` the
output of the second layer behind it, and so on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nnviz.design.document import Setup
from nnviz.engine.events import Event
from nnviz.engine.network import Network, Stage
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.optimizers.base import Optimizer
from nnviz.ui.watch.code_loss import regularized, slope_lines, value_lines
from nnviz.ui.watch.update_lines import code


@dataclass(frozen=True)
class Listing:
    """Lines of code and the one that the event is; -1 for none."""

    numpy: tuple[str, ...]
    numpy_line: int
    keras: tuple[str, ...]
    keras_line: int


KERAS = (
    "with tf.GradientTape() as tape:",
    "    y_pred = model(x, training=True)",
    "    loss = loss_fn(y, y_pred)",
    "grads = tape.gradient(loss, model.trainable_variables)",
    "optimizer.apply_gradients(zip(grads, model.trainable_variables))",
)
_KERAS_LINE = {"forward": 1, "loss": 2, "backward": 3, "update": 4}


def listing(network: Network, setup: Setup, event: Event, rate: float | None = None) -> Listing:
    """Return the program around ``event``; ``rate`` is the learning rate of the step, by default the chosen one."""
    stage = network.stages[network.position[event.layer]]
    lines: list[tuple[str, str]]
    if event.phase == "forward":
        lines = _forward(network, stage)
    elif event.phase == "loss":
        lines = [(line, "loss") for line in value_lines(network, setup)]
    elif event.phase == "backward":
        lines = _backward(network, stage, setup)
    else:
        eta = setup.optimizer.learning_rate if rate is None else rate
        lines = [(line, "update") for line in _update(network, stage, setup.optimizer, eta)]
    current = [i for i, (_, quantity) in enumerate(lines) if quantity == event.quantity]
    return Listing(
        tuple(line for line, _ in lines),
        current[-1] if current else -1,
        _keras(network, setup),
        _KERAS_LINE[event.phase],
    )


def _keras(network: Network, setup: Setup) -> tuple[str, ...]:
    """Return Keras' lines with what this loss is made of: several outputs, class weights, penalties."""
    weights = ", sample_weight=class_weights[y]" if setup.class_weight else ""
    loss = f"loss_fn(y, y_pred{weights})"
    if len(network.outputs) > 1:
        loss = f"sum(loss_fn(y, output{weights}) for output in y_pred)"
    penalties = any(slot.trainable and slot.regularizer for slot in network.slots.values())
    if penalties or any(stage.layer.output_regularizer for stage in network.stages):
        loss += " + sum(model.losses)"
    return tuple(line.replace("loss_fn(y, y_pred)", loss) for line in KERAS)


def _forward(network: Network, stage: Stage) -> list[tuple[str, str]]:
    """Return (line, quantity) of a layer's forward pass."""
    k = network.position[stage.name]
    if not stage.sources:
        return [(f"A{k} = X", "x")]
    x = f"A{stage.sources[0]}"
    activation = stage.layer.activation_name
    if stage.layer.code and not isinstance(stage.layer, Dense):
        made = "z" if stage.slots and activation else "a"
        return [(line, made) for line in _own_code(network, stage).splitlines()]
    if isinstance(stage.layer, Dense):
        plus = f" + b{k}" if stage.layer.use_bias else ""
        found = [(f"Z{k} = {x} @ W{k}{plus}", "z")]
    elif activation:
        found = [(f"Z{k} = {x}", "z")]
    elif isinstance(stage.layer, Flatten):
        return [(f"A{k} = {x}.reshape(len({x}), -1)", "a")]
    else:
        return [(f"A{k} = {stage.layer.kind().lower()}({x})", "a")]
    return found + [(line.format(k=k), "a") for line in ACTIVATIONS[activation].code]


_SYMBOL = re.compile(r"\b([XAZWb])(\d*)\b(?!')")


def _own_code(network: Network, stage: Stage) -> str:
    """Return a layer's line of code with the names of this network: X becomes A1, A becomes A2."""
    k = network.position[stage.name]

    def renamed(found: re.Match[str]) -> str:
        letter, number = found.groups()
        if letter == "X":
            place = min(max(int(number or 1) - 1, 0), len(stage.sources) - 1)
            return f"A{stage.sources[place]}"
        return f"{letter}{k}" if not number else found.group()

    return _SYMBOL.sub(renamed, stage.layer.code)


def _backward(network: Network, stage: Stage, setup: Setup) -> list[tuple[str, str]]:
    """Return (line, quantity) of a layer's backward pass."""
    k = network.position[stage.name]
    activation = stage.layer.activation_name
    found: list[tuple[str, str]] = []
    if k in network.outputs:
        found += slope_lines(network, setup, k)
    at_z = any(quantity == "dz" for _, quantity in found)
    if stage.layer.output_regularizer is not None:
        found += _of_activity(stage, k, at_z)
    if activation and not at_z:
        found += [(line.format(k=k), "dz") for line in ACTIVATIONS[activation].backward_code]
    x = stage.sources[0]
    # What a layer hands on is added up where several take its output; the last of them comes first.
    last = max(index for index, other in enumerate(network.stages) if x in other.sources)
    plus = "" if k == last else f"dA{x} + "
    if isinstance(stage.layer, Dense):
        found.append((f"dW{k} = A{x}.T @ dZ{k}", "dw"))
        if stage.layer.use_bias:
            found.append((f"db{k} = dZ{k}.sum(axis=0)", "db"))
        found += regularized(network, stage)
        found.append((f"dA{x} = {plus}dZ{k} @ W{k}.T", "dx"))
    elif activation and not stage.slots:
        found.append((f"dA{x} = {plus}dZ{k}", "dx"))
    elif isinstance(stage.layer, Flatten):
        found.append((f"dA{x} = {plus}dA{k}.reshape(A{x}.shape)", "dx"))
    else:
        found += _any_backward(network, stage, k)
    return found


def _any_backward(network: Network, stage: Stage, k: int) -> list[tuple[str, str]]:
    """Return the way back through a layer whose own code is too long to be written here, as a call."""
    kind, found = stage.layer.kind().lower(), []
    given = f"dZ{k}" if stage.layer.activation_name else f"dA{k}"
    names = [slot.path.rpartition("/")[2] for slot in stage.slots if slot.trainable]
    if names:
        found.append((f"{', '.join(f'd_{n}{k}' for n in names)} = {kind}_weights({given})", "dw"))
    found += regularized(network, stage)
    found.append((f"{', '.join(f'dA{s}' for s in stage.sources)} = {kind}_inputs({given})", "dx"))
    return found


def _of_activity(stage: Stage, k: int, at_z: bool) -> list[tuple[str, str]]:
    """Return the lines that add the gradient of the penalty on the layer's output."""
    assert stage.layer.output_regularizer is not None
    slope = f"({stage.layer.output_regularizer.gradient_code(f'A{k}')}) / len(A{k})"
    if not at_z:
        return [(f"dA{k} = dA{k} + {slope}", "da")]
    # The loss has given dZ already; dA is only what the penalty adds.
    return [
        (f"dL_Z{k}, dA{k} = dZ{k}, {slope}", "da"),
        *((line.format(k=k), "da") for line in ACTIVATIONS[stage.layer.activation_name].backward_code),
        (f"dZ{k} = dL_Z{k} + dZ{k}", "dz"),
    ]


def _update(network: Network, stage: Stage, optimizer: Optimizer, rate: float) -> list[str]:
    k = network.position[stage.name]
    if not stage.learns:
        return [f"W{k} = W{k}"]
    first = code(optimizer, f"W{k}", rate)
    has_bias = any(slot.path.endswith("/bias") for slot in stage.slots)
    if len(first) == 1 and has_bias:
        return [*code(optimizer, f"b{k}", rate), *first]
    return first
