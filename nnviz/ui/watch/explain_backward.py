"""The backward pass in numbers: error signals δ, gradients of the weights, gradients handed on."""

from __future__ import annotations

import numpy as np

from nnviz.engine.network import Stage
from nnviz.layers.activations import ACTIVATIONS
from nnviz.ui.watch import explain_loss
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import Equation, Expr, Named, Product, Sum, Text
from nnviz.ui.watch.functions import derivative_of, signal_of_row
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.terms import (
    ONE,
    Array,
    Scope,
    delta,
    indices,
    is_dense,
    name,
    partial,
    shape_latex,
    y_hat,
)
from nnviz.ui.watch.words import layer_title, shape_words
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


def signal(scope: Scope, stage: Stage, unit: int) -> Told:
    """δ_j = ∂L/∂z_j of one neuron."""
    dz = scope.sample_of(scope.of(stage).dz)
    if dz is None or scope.of(stage).a.ndim != 2:
        return whole(scope, stage, "dz")
    pick = Pick(stage.name, unit)
    if stage is scope.output and scope.from_z:
        equation = explain_loss.gradient_z(scope, unit)
        if equation:
            return Told(_fused_sentence(scope), (equation,), (), (), pick)
    arriving = _arriving(scope, stage, unit)
    own = _own(scope, stage, unit)
    equations = tuple(e for e in (arriving, own) if e is not None)
    return Told(_signal_sentence(scope, stage, unit), equations, (own,) if own else (), (), pick)


def _fused_sentence(scope: Scope) -> Message:
    if not scope.fused:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "The loss makes probabilities of the sums z by {own}; what is left is probability minus target.",
            ),
            own=scope.setup.loss.fused,
        )
    if scope.samples == 1:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Behind {activation}, the loss and the activation together leave output minus target.",
            ),
            activation=scope.output.layer.activation_name,
        )
    return say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "Behind {activation}, the loss and the activation together leave output minus target. The 1/m of the"
            " mean over the {count} samples is already in δ.",
        ),
        activation=scope.output.layer.activation_name,
        count=scope.samples,
    )


def _signal_sentence(scope: Scope, stage: Stage, unit: int) -> Message:
    z = scope.sample_of(scope.of(stage).z)
    if stage.layer.activation_name == "relu" and z is not None:
        return (
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The sum z was positive, so relu lets the error through: g′(z) = 1."
                )
            )
            if z[unit] > 0
            else say(
                QT_TRANSLATE_NOOP("nnviz", "The sum z was not positive, so relu stops the error: g′(z) = 0.")
            )
        )
    if stage is scope.output:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "The slope of the loss at this output, times the slope of the activation. 1/m is inside.",
            )
        )
    return say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "The error signals of {next} come back through the weights, times the slope of the activation here.",
        ),
        next=", ".join(layer_title(s.name) for s in scope.consumers(stage)),
    )


def _arriving(scope: Scope, stage: Stage, unit: int) -> Equation | None:
    """∂L/∂a_j: from the loss, or Σ_k w_jk δ_k from the layer that takes this one's output."""
    if stage is scope.output:
        return explain_loss.gradient(scope, unit)
    da = scope.sample_of(scope.of(stage).da)
    consumers = scope.consumers(stage)
    if da is None or len(consumers) != 1 or not is_dense(consumers[0]):
        return None
    right = returned_sum(scope, consumers[0], unit, above=f"[{scope.network.position[consumers[0].name]}]")
    return Equation(partial(name("a", unit)), right, float(da[unit])) if right else None


def returned_sum(scope: Scope, stage: Stage, unit: int, above: str = "") -> Sum | None:
    """Return Σ_k w_jk δ_k over the neurons k of ``stage``: what comes back to its input number ``unit``."""
    dz, kernel = scope.sample_of(scope.of(stage).dz), scope.kernel(stage)
    if dz is None or kernel is None:
        return None
    terms: list[Expr] = [
        Product(
            (
                Named(name("w", unit, k, above=above), float(kernel[unit, k])),
                Named(delta(k, above=above), float(dz[k])),
            )
        )
        for k in range(len(dz))
    ]
    top = f"^{{{above}}}" if above else ""
    sigma = Text(
        rf"\sum_k w{top}_{{{indices(unit)}k}}\, \delta{top}_k", f"Σ w{above}_{indices(unit)}k · δ{above}_k"
    )
    return Sum(tuple(terms), sigma if len(terms) > 3 else None)


def _own(scope: Scope, stage: Stage, unit: int) -> Equation | None:
    """δ_j = ∂L/∂a_j · g′(z_j), or the rule of softmax and the like."""
    found = scope.of(stage)
    z, a, da, dz = (scope.sample_of(v) for v in (found.z, found.a, found.da, found.dz))
    if z is None or a is None or da is None or dz is None:
        return None
    symbol = y_hat(unit, len(a)) if stage is scope.output else name("a", unit)
    arrived = Named(partial(symbol), float(da[unit]))
    activation = stage.layer.activation_name
    if not ACTIVATIONS[activation].elementwise:
        right = signal_of_row(activation, da.tolist(), a.tolist(), unit)
        return Equation(delta(unit), right, float(dz[unit]))
    own = Named(name("a", unit), float(a[unit]))
    slope = derivative_of(activation, Named(name("z", unit), float(z[unit])), own)
    if slope is None:
        return None
    right = arrived if slope is ONE else Product((arrived, slope))
    return Equation(delta(unit), right, float(dz[unit]))


def weight(scope: Scope, stage: Stage, source: int | None, unit: int) -> Told:
    """∂L/∂w_ij = Σ x_i δ_j over the samples, and ∂L/∂b_j = Σ δ_j."""
    dz, trace = scope.of(stage).dz, scope.trace
    if trace is None or dz is None or dz.ndim != 2 or not is_dense(stage):
        return whole(scope, stage, "dw")
    equations: list[Equation] = []
    if source is None:
        source = default_source(scope, stage, unit)
        pick = Pick(stage.name, unit)
    else:
        pick = Pick(stage.name, unit, source)
    gradient = trace.gradient_of(f"{stage.name}/kernel")
    right = _with_penalty(scope, stage, "kernel", (source, unit), over_samples(scope, stage, source, unit))
    equations.append(Equation(partial(name("w", source, unit)), right, float(gradient[source, unit])))
    if pick.source is None and scope.bias(stage) is not None:
        bias = trace.gradient_of(f"{stage.name}/bias")
        right = _with_penalty(scope, stage, "bias", (unit,), over_samples(scope, stage, None, unit))
        equations.append(Equation(partial(name("b", unit)), right, float(bias[unit])))
    return Told(_weight_sentence(scope), tuple(equations), (), (), Pick(stage.name, unit, source))


def _with_penalty(scope: Scope, stage: Stage, kind: str, place: tuple[int, ...], right: Sum) -> Expr:
    """Return a weight's gradient with what the penalty on it adds."""
    slot = scope.network.slots[f"{stage.name}/{kind}"]
    if slot.regularizer is None or not slot.trainable:
        return right
    slope = float(slot.regularizer.gradient(scope.weights[slot.path])[place])
    symbol = name("b" if kind == "bias" else "w", *place)
    penalty = Text(rf"\frac{{\partial R}}{{\partial {symbol.latex}}}", f"∂R/∂{symbol.plain}")
    return Sum((right, Named(penalty, slope)))


def _weight_sentence(scope: Scope) -> Message:
    if scope.samples == 1:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "The error signal δ of this neuron times what entered through this edge; for the bias δ itself.",
            )
        )
    return say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "What entered through this edge times the error signal δ, added up over the {count} samples. The 1/m of"
            " the mean is inside each δ.",
        ),
        count=scope.samples,
    )


def default_source(scope: Scope, stage: Stage, unit: int) -> int:
    """Return the input whose weight stands for the others: the first, in wide layers the one with the most to say."""
    trace = scope.trace
    kernel = scope.kernel(stage)
    if trace is None or kernel is None or len(kernel) <= 16:
        return 0
    return int(np.argmax(np.abs(trace.gradient_of(f"{stage.name}/kernel")[:, unit])))


def over_samples(scope: Scope, stage: Stage, source: int | None, unit: int) -> Sum:
    """Return Σ_s x_i δ_j over the samples of the batch; Σ_s δ_j without ``source``."""
    found = scope.of(stage)
    dz: Array | None = found.dz
    assert dz is not None
    many = len(dz) > 1
    terms: list[Expr] = []
    for s in range(len(dz)):
        above = f"({s + 1})" if many else ""
        d = Named(delta(unit, above=above), float(dz[s, unit]))
        if source is None:
            terms.append(d)
        else:
            terms.append(Product((Named(name("x", source, above=above), float(found.x[0][s, source])), d)))
    x = name("x", source or 0, above="(s)")
    d_s = delta(unit, above="(s)")
    sigma = (
        Text(rf"\sum_s {d_s.latex}", f"Σ {d_s.plain}")
        if source is None
        else Text(rf"\sum_s {x.latex}\, {d_s.latex}", f"Σ {x.plain} · {d_s.plain}")
    )
    return Sum(tuple(terms), sigma if many else None, keep=scope.row)


def handed_on(scope: Scope, stage: Stage, unit: int) -> Told:
    """∂L/∂x_i = Σ_k w_ik δ_k: what goes back to input ``unit`` of the layer."""
    dx = scope.sample_of(scope.of(stage).dx[0]) if scope.of(stage).dx else None
    right = returned_sum(scope, stage, unit) if is_dense(stage) else None
    if dx is None or right is None:
        return whole(scope, stage, "dx")
    sentence = say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "Every error signal of this layer goes back through its weights to {before}; here to neuron {unit}.",
        ),
        before=", ".join(layer_title(scope.network.stages[s].name) for s in stage.sources),
        unit=unit + 1,
    )
    equation = Equation(partial(name("x", unit)), right, float(dx[unit]))
    (source, *_) = stage.sources
    return Told(sentence, (equation,), (), (), Pick(scope.network.stages[source].name, unit))


_MATRIX = {
    "dz": Text(r"dZ = dA \odot g'(Z)", "dZ = dA ⊙ g′(Z)"),
    "dw": Text(r"dW = X^{\top} \cdot dZ", "dW = Xᵀ·dZ"),
    "dx": Text(r"dX = dZ \cdot W^{\top}", "dX = dZ·Wᵀ"),
}


def whole(scope: Scope, stage: Stage, *quantities: str) -> Told:
    """The backward pass of a whole layer, in matrices; the shapes are written under a single one."""
    lines = [
        line for quantity in quantities for line in _matrices(scope, stage, quantity, len(quantities) == 1)
    ]
    if scope.samples == 1:
        sentence = say(QT_TRANSLATE_NOOP("nnviz", "The whole layer at once, for the one sample."))
    else:
        sentence = say(
            QT_TRANSLATE_NOOP(
                "nnviz", "The whole layer and all {count} samples at once. The 1/m of the mean is inside dZ."
            ),
            count=scope.samples,
        )
    return Told(sentence, matrix=tuple(lines))


def _matrices(scope: Scope, stage: Stage, quantity: str, with_shapes: bool) -> list[Text]:
    found = scope.of(stage)
    lines: list[Text] = []
    kernel = scope.kernel(stage)
    if quantity == "dz" and stage is scope.output and scope.from_z:
        p = (
            Text(r"\hat Y", "Ŷ")
            if scope.fused
            else Text(rf"\mathrm{{{scope.setup.loss.fused}}}(Z)", f"{scope.setup.loss.fused}(Z)")
        )
        lines.append(Text(rf"dZ = ({p.latex} - Y) / m", f"dZ = ({p.plain} − Y) / m"))
    elif quantity in _MATRIX and (kernel is not None or quantity == "dz"):
        lines.append(_MATRIX[quantity])
    else:
        lines.append(Text("dX = dZ" if stage.layer.activation_name else r"dX = dA", "dX"))
    shapes = _shapes(quantity, found.z, found.dz, found.x[0] if found.x else None, kernel)
    lines += [shapes] if shapes and with_shapes else []
    if quantity == "dw" and scope.bias(stage) is not None:
        lines.append(Text(r"db = \sum_s dz^{(s)}", "db = Σ dz over the samples"))
    return lines


def _shapes(
    quantity: str, z: Array | None, dz: Array | None, x: Array | None, kernel: Array | None
) -> Text | None:
    if dz is None:
        return None
    if quantity == "dz" and z is not None:
        return Text(rf"{shape_latex(dz.shape)}", shape_words(dz.shape))
    if kernel is None or x is None:
        return None
    flipped = (kernel.shape[1], kernel.shape[0])
    sides = (
        (kernel.shape, (x.shape[-1], len(x)), dz.shape) if quantity == "dw" else (x.shape, dz.shape, flipped)
    )
    latex = rf"{shape_latex(sides[0])} = {shape_latex(sides[1])} \cdot {shape_latex(sides[2])}"
    return Text(latex, f"{shape_words(sides[0])} = {shape_words(sides[1])} · {shape_words(sides[2])}")
