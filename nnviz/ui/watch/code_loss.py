"""The loss as a program: numpy lines of its value and of its slope at the outputs."""

from __future__ import annotations

from typing import NamedTuple

from nnviz.design.document import Setup
from nnviz.engine.network import Network, Stage
from nnviz.layers.regularizers import Regularizer
from nnviz.losses.base import Elementwise, Loss, Rowwise

Line = tuple[str, str]
"""A line of code and the quantity that it computes."""


class _Value(NamedTuple):
    """``lines``, then ``term``: of every output, from which ``over`` (``mean``, ``sum``) makes the sample's loss.

    Without ``over`` the term is the sample's loss. ``sign`` stands before it.
    """

    lines: list[str]
    term: str
    over: str = ""
    sign: str = ""


def value_lines(network: Network, setup: Setup) -> list[str]:
    """Return the lines that compute the loss of the batch: at every output, and the penalties."""
    found: list[str] = []
    if setup.class_weight:
        found.append(f"C = {_weights_of_samples(network, setup)}")
    for number, k in enumerate(network.outputs):
        lines, term, over, sign = _value(network, setup.loss, k)
        whole = f"{sign}np.mean({_over(over, term) if over == 'sum' else term})"
        if setup.class_weight:
            whole = f"np.mean(C * {sign}{_over(over, term) if over else f'({term})'})"
        added = f"loss - {whole[1:]}" if whole.startswith("-") else f"loss + {whole}"
        found += [*lines, f"loss = {added if number else whole}"]
    found += [f"loss = loss + {code}" for code in _penalties(network)]
    return found


def _over(over: str, term: str) -> str:
    return f"np.{over}({term}, axis=-1)"


def slope_lines(network: Network, setup: Setup, k: int) -> list[Line]:
    """Return the lines from the loss to dZ or dA of output ``k``."""
    found = _slope(network, setup.loss, k)
    if setup.class_weight:
        (last, quantity), target = found[-1], found[-1][0].partition(" = ")[0]
        weights = f"C = {_weights_of_samples(network, setup)}"
        axes = ", None" * len(network.stages[k].output_shape)
        found = [
            (weights, "c"),
            *found[:-1],
            (last, "unweighted"),
            (f"{target} = C[:{axes}] * {target}", quantity),
        ]
    return found


def regularized(network: Network, stage: Stage) -> list[Line]:
    """Return the lines that add the penalties' gradients to those of the layer's weights."""
    found: list[Line] = []
    for slot in stage.slots:
        if slot.trainable and slot.regularizer is not None:
            name = variable(network, slot.path)
            found.append((f"d{name} = d{name} + {slot.regularizer.gradient_code(name)}", "dw"))
    return found


def variable(network: Network, path: str) -> str:
    """Return the variable of a weight: W2 for the kernel of the second layer, b2 for its bias."""
    layer, _, name = path.rpartition("/")
    return f"{ {'kernel': 'W', 'bias': 'b'}.get(name, name) }{network.position[layer]}"


def _penalties(network: Network) -> list[str]:
    found = [
        slot.regularizer.code(variable(network, path))
        for path, slot in network.slots.items()
        if slot.trainable and slot.regularizer is not None
    ]
    for k, stage in enumerate(network.stages):
        regularizer: Regularizer | None = stage.layer.output_regularizer
        if regularizer is not None:
            found.append(f"({regularizer.code(f'A{k}')}) / len(A{k})")
    return found


def _weights_of_samples(network: Network, setup: Setup) -> str:
    """Return the code of the weight of each sample's class."""
    if setup.loss.targets == "labels":
        classes = "Y"
    else:
        several = network.stages[network.output].output_shape[-1] > 1
        classes = "Y.argmax(axis=-1)" if several else "np.rint(Y[..., 0]).astype(int)"
    return f"np.array([{', '.join(f'{weight:g}' for weight in setup.class_weight)}])[{classes}]"


def _from_z(network: Network, loss: Loss, k: int) -> bool:
    return loss.uses_z(network.stages[k].layer.activation_name)


def _fused(network: Network, loss: Loss, k: int) -> bool:
    return _from_z(network, loss, k) and network.stages[k].layer.activation_name == loss.fused


def _logits(network: Network, loss: Loss, k: int) -> str:
    """Return the name of what the loss takes as logits; empty if it takes probabilities."""
    if _fused(network, loss, k) or not (_from_z(network, loss, k) or loss.takes_logits):
        return ""
    return f"{'Z' if _from_z(network, loss, k) else 'A'}{k}"


def _probability(loss: Loss, logits: str) -> str:
    """Return the code that makes probabilities of logits."""
    if loss.fused == "sigmoid":
        return f"1 / (1 + np.exp(-{logits}))"
    return f"np.exp({logits}) / np.exp({logits}).sum(axis=1, keepdims=True)"


def _taken(loss: Loss) -> tuple[list[str], str]:
    """Return the line that makes of the targets what the loss takes, and the variable that they are in."""
    form = loss.taken_form()
    return ([f"T = {form.code.format(Y='Y')}"], "T") if form else ([], "Y")


def _targets(loss: Loss, k: int) -> tuple[list[str], str]:
    if loss.targets == "labels":
        return [], f"np.eye(A{k}.shape[1])[Y]"
    return _taken(loss)


def _filled(loss: Loss, code: str, k: int, y: str) -> list[str]:
    """Return the lines of a formula's code."""
    fields = {name: f"{v:g}" for name, v in loss.values().items() if isinstance(v, float)}
    return code.format(A=f"A{k}", Y=y, **fields).split("\n")


def _shares(network: Network, loss: Loss, k: int) -> list[str]:
    """Return the lines that make the probabilities P, as the loss takes them, of the output."""
    low = "1e-7, 1 - 1e-7"
    logits = _logits(network, loss, k)
    if logits:
        return [f"P = {_probability(loss, logits)}"]
    if loss.fused == "sigmoid":
        return [f"P = np.clip(A{k}, {low})"]
    if loss.targets == "labels":
        return [f"P = np.clip(A{k}, {low})", "P = P / P.sum(axis=1, keepdims=True)"]
    return [f"P = np.clip(A{k} / A{k}.sum(axis=1, keepdims=True), {low})"]


def _value(network: Network, loss: Loss, k: int) -> _Value:
    lines, y = _targets(loss, k)
    if isinstance(loss, Elementwise):
        *before, term = _filled(loss, loss.term_form.code, k, y)
        return _Value([*lines, *before], term, "mean" if loss.averages else "sum")
    if isinstance(loss, Rowwise):
        *before, term = _filled(loss, loss.value_form.code, k, y)
        return _Value([*lines, *before], term)
    if not loss.fused:
        return _Value(lines, f"{loss.keras_name}({y}, A{k})")
    logits = _logits(network, loss, k)
    if loss.fused == "sigmoid" and logits:
        stable = f"np.maximum({logits}, 0) - {logits} * {y} + np.log(1 + np.exp(-abs({logits})))"
        return _Value(lines, stable, "mean")
    if not _fused(network, loss, k):
        lines = [*lines, *_shares(network, loss, k)]
    p = f"A{k}" if _fused(network, loss, k) else "P"
    if loss.fused == "sigmoid":
        return _Value(lines, f"{y} * np.log({p}) + (1 - {y}) * np.log(1 - {p})", "mean", "-")
    return _Value(lines, f"{y} * np.log({p})", "sum", "-")


def _slope(network: Network, loss: Loss, k: int) -> list[Line]:
    lines, y = _targets(loss, k)
    first = [(line, "p") for line in lines]
    if isinstance(loss, Elementwise):
        *before, term = _filled(loss, loss.slope_form.code, k, y)
        size = "Y.size" if loss.averages else "len(Y)"
        return [*first, *((line, "p") for line in before), (f"dA{k} = {term} / {size}", "da")]
    if isinstance(loss, Rowwise):
        *before, term = _filled(loss, loss.slope_form.code, k, y)
        return [*first, *((line, "p") for line in before), (f"dA{k} = {term} / len(Y)", "da")]
    if not loss.fused:
        return [*first, (f"dA{k} = {loss.keras_name}_gradient({y}, A{k})", "da")]
    m = "Y.size" if loss.fused == "sigmoid" else "len(Y)"
    if _fused(network, loss, k):
        return [*first, (f"dZ{k} = (A{k} - {y}) / {m}", "dz")]
    logits = _logits(network, loss, k)
    if logits:
        into = "dz" if _from_z(network, loss, k) else "da"
        return [*first, (f"P = {_probability(loss, logits)}", "p"), (f"d{logits} = (P - {y}) / {m}", into)]
    if loss.fused == "sigmoid":
        first += [(line, "p") for line in _shares(network, loss, k)]
        return [*first, (f"dA{k} = (P - {y}) / (P * (1 - P)) * (P == A{k}) / {m}", "da")]
    return [*first, (f"dA{k} = (1 / A{k}.sum(axis=1, keepdims=True) - {y} / A{k}) / {m}", "da")]
