"""The step as a program: the numpy lines of the layer at hand, and Keras' lines of the whole step.

The numpy lines are what the engine computes; a test runs them on the traced arrays. ``A0`` is the batch, ``A2`` the
output of the second layer behind it, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nnviz.engine.events import Event
from nnviz.engine.network import Network, Stage
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.losses.base import Loss
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import Optimizer
from nnviz.optimizers.sgd import SGD


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


def listing(network: Network, loss: Loss, optimizer: Optimizer, event: Event) -> Listing:
    """Return the program around ``event``."""
    stage = network.stages[network.position[event.layer]]
    lines: list[tuple[str, str]]
    if event.phase == "forward":
        lines = _forward(network, stage)
    elif event.phase == "loss":
        lines = [(line, "loss") for line in _loss(network, loss)]
    elif event.phase == "backward":
        lines = _backward(network, stage, loss)
    else:
        lines = [(line, "update") for line in _update(network, stage, optimizer)]
    current = [i for i, (_, quantity) in enumerate(lines) if quantity == event.quantity]
    return Listing(
        tuple(line for line, _ in lines), current[-1] if current else -1, KERAS, _KERAS_LINE[event.phase]
    )


def _forward(network: Network, stage: Stage) -> list[tuple[str, str]]:
    """Return (line, quantity) of a layer's forward pass."""
    k = network.position[stage.name]
    if not stage.sources:
        return [(f"A{k} = X", "x")]
    x = f"A{stage.sources[0]}"
    activation = stage.layer.activation_name
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


def _output(network: Network) -> Stage:
    return network.stages[network.output]


def _fused(network: Network, loss: Loss) -> bool:
    return _from_z(network, loss) and _output(network).layer.activation_name == loss.fused


def _from_z(network: Network, loss: Loss) -> bool:
    return loss.uses_z(_output(network).layer.activation_name)


def _logits(network: Network, loss: Loss) -> str:
    """Return the name of what the loss takes as logits; empty if it takes probabilities."""
    if _fused(network, loss) or not (_from_z(network, loss) or loss.takes_logits):
        return ""
    return f"{'Z' if _from_z(network, loss) else 'A'}{network.output}"


def _probability(loss: Loss, logits: str) -> str:
    """Return the code that makes probabilities of logits."""
    if loss.fused == "sigmoid":
        return f"1 / (1 + np.exp(-{logits}))"
    return f"np.exp({logits}) / np.exp({logits}).sum(axis=1, keepdims=True)"


def _one_hot(loss: Loss, k: int) -> str:
    return f"np.eye(A{k}.shape[1])[Y]" if loss.targets == "labels" else "Y"


def _is_binary(loss: Loss) -> bool:
    return type(loss).kind() == "BinaryCrossentropy"


def _is_categorical(loss: Loss) -> bool:
    return type(loss).kind() in ("CategoricalCrossentropy", "SparseCategoricalCrossentropy")


def _shares(network: Network, loss: Loss) -> list[str]:
    """Return the lines that make the probabilities P, as the loss takes them, of the output."""
    k, low = network.output, "1e-7, 1 - 1e-7"
    logits = _logits(network, loss)
    if logits:
        return [f"P = {_probability(loss, logits)}"]
    if _is_binary(loss):
        return [f"P = np.clip(A{k}, {low})"]
    if loss.targets == "labels":
        return [f"P = np.clip(A{k}, {low})", "P = P / P.sum(axis=1, keepdims=True)"]
    return [f"P = np.clip(A{k} / A{k}.sum(axis=1, keepdims=True), {low})"]


def _loss(network: Network, loss: Loss) -> list[str]:
    k, logits = network.output, _logits(network, loss)
    if type(loss).kind() == "MeanSquaredError":
        return [f"loss = np.mean((A{k} - Y) ** 2)"]
    if _is_binary(loss) and logits:
        return [
            f"loss = np.mean(np.maximum({logits}, 0) - {logits} * Y + np.log(1 + np.exp(-abs({logits}))))"
        ]
    first = [] if _fused(network, loss) else _shares(network, loss)
    p = "P" if first else f"A{k}"
    if _is_binary(loss):
        return [*first, f"loss = -np.mean(Y * np.log({p}) + (1 - Y) * np.log(1 - {p}))"]
    if _is_categorical(loss):
        return [*first, f"loss = -np.mean(np.sum({_one_hot(loss, k)} * np.log({p}), axis=1))"]
    return [f"loss = {loss.keras_name}(Y, A{k})"]


def _loss_slope(network: Network, loss: Loss) -> list[tuple[str, str]]:
    """Return the lines from the loss to dZ or dA of the output layer."""
    k, y = network.output, _one_hot(loss, network.output)
    m = "Y.size" if _is_binary(loss) else "len(Y)"
    if type(loss).kind() == "MeanSquaredError":
        return [(f"dA{k} = 2 * (A{k} - Y) / Y.size", "da")]
    if _fused(network, loss):
        return [(f"dZ{k} = (A{k} - {y}) / {m}", "dz")]
    logits = _logits(network, loss)
    if logits:
        into = "dz" if _from_z(network, loss) else "da"
        return [(f"P = {_probability(loss, logits)}", "p"), (f"d{logits} = (P - {y}) / {m}", into)]
    if _is_binary(loss):
        first = [(line, "p") for line in _shares(network, loss)]
        return [*first, (f"dA{k} = (P - Y) / (P * (1 - P)) * (P == A{k}) / {m}", "da")]
    if _is_categorical(loss):
        return [(f"dA{k} = (1 / A{k}.sum(axis=1, keepdims=True) - {y} / A{k}) / {m}", "da")]
    return [(f"dA{k} = {loss.keras_name}_gradient(Y, A{k})", "da")]


def _backward(network: Network, stage: Stage, loss: Loss) -> list[tuple[str, str]]:
    """Return (line, quantity) of a layer's backward pass."""
    k = network.position[stage.name]
    activation = stage.layer.activation_name
    found: list[tuple[str, str]] = []
    if k == network.output:
        found += _loss_slope(network, loss)
    if activation and not any(quantity == "dz" for _, quantity in found):
        found += [(line.format(k=k), "dz") for line in ACTIVATIONS[activation].backward_code]
    x = stage.sources[0]
    if isinstance(stage.layer, Dense):
        found.append((f"dW{k} = A{x}.T @ dZ{k}", "dw"))
        if stage.layer.use_bias:
            found.append((f"db{k} = dZ{k}.sum(axis=0)", "db"))
        found.append((f"dA{x} = dZ{k} @ W{k}.T", "dx"))
    elif activation:
        found.append((f"dA{x} = dZ{k}", "dx"))
    else:
        found.append((f"dA{x} = dA{k}.reshape(A{x}.shape)", "dx"))
    return found


def _sgd(optimizer: Optimizer, name: str) -> list[str]:
    assert isinstance(optimizer, SGD)
    if not optimizer.momentum:
        return [f"{name} = {name} - {optimizer.learning_rate:g} * d{name}"]
    return [
        f"v{name} = {optimizer.momentum:g} * v{name} - {optimizer.learning_rate:g} * d{name}",
        f"{name} = {name} + v{name}",
    ]


def _adam(optimizer: Optimizer, name: str) -> list[str]:
    assert isinstance(optimizer, Adam)
    b1, b2 = optimizer.beta_1, optimizer.beta_2
    return [
        f"m{name} = {b1:g} * m{name} + (1 - {b1:g}) * d{name}",
        f"v{name} = {b2:g} * v{name} + (1 - {b2:g}) * d{name}**2",
        f"alpha = {optimizer.learning_rate:g} * np.sqrt(1 - {b2:g}**t) / (1 - {b1:g}**t)",
        f"{name} = {name} - alpha * m{name} / (np.sqrt(v{name}) + {optimizer.epsilon:g})",
    ]


_RULES: Mapping[type[Optimizer], Callable[[Optimizer, str], list[str]]] = {SGD: _sgd, Adam: _adam}


def _update(network: Network, stage: Stage, optimizer: Optimizer) -> list[str]:
    k = network.position[stage.name]
    make = _RULES.get(type(optimizer))
    if make is None:
        return [f"{optimizer.keras_name.lower()}(W{k}, dW{k})"]
    first = make(optimizer, f"W{k}")
    has_bias = any(slot.path.endswith("/bias") for slot in stage.slots)
    if len(first) == 1 and has_bias:
        return [*make(optimizer, f"b{k}"), *first]
    return first
