"""The forward pass in numbers: a neuron's sum and its activation."""

from __future__ import annotations

import numpy as np

from nnviz.engine.network import Stage
from nnviz.layers.activations import ACTIVATIONS
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import WRITTEN, Equation, Expr, Named, Product, Sum, Text
from nnviz.ui.watch.functions import activation_of, of_row, rule_of
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.terms import Scope, is_dense, name, shape_latex
from nnviz.ui.watch.words import shape_words
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


def neuron(scope: Scope, stage: Stage, unit: int) -> Told:
    """z_j = Σ x_i w_ij + b_j and a_j = g(z_j) of one neuron."""
    found = scope.of(stage)
    z = scope.sample_of(found.z)
    if z is None or not is_dense(stage):
        return element(scope, stage, unit)
    total = weighted_sum(scope, stage, unit)
    equations = [Equation(name("z", unit), total, float(z[unit]))]
    activation = stage.layer.activation_name
    output = _activation(scope, stage, unit) if activation != "linear" else None
    if output:
        equations.append(output)
    return Told(
        _sentence(total, activation),
        tuple(equations),
        (output,) if output else (),
        _rule(activation),
        Pick(stage.name, unit),
    )


def _rule(activation: str) -> tuple[Text, ...]:
    """Return the function with all its cases, where the equation shows one of them."""
    rule = rule_of(activation)
    return (rule,) if rule else ()


def weighted_sum(scope: Scope, stage: Stage, unit: int) -> Sum:
    """Return x₁w₁ⱼ + … + bⱼ."""
    x = scope.sample_of(scope.of(stage).x[0])
    kernel, bias = scope.kernel(stage), scope.bias(stage)
    assert x is not None
    assert kernel is not None
    terms: list[Expr] = [
        Product((Named(name("x", i), float(x[i])), Named(name("w", i, unit), float(kernel[i, unit]))))
        for i in range(len(x))
    ]
    sigma = Text(
        rf"\sum_{{i=1}}^{{{len(x)}}} x_i\, {name('w', unit).latex.replace('_{', '_{i')}",
        f"Σ x_i · {name('w', unit).plain.replace('_', '_i')}",
    )
    if bias is not None:
        b = name("b", unit)
        terms.append(Named(b, float(bias[unit])))
        sigma = Text(f"{sigma.latex} + {b.latex}", f"{sigma.plain} + {b.plain}")
    return Sum(tuple(terms), sigma if len(x) > 3 else None)


def _sentence(total: Sum, activation: str) -> Message:
    if total.cut:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "{count} products are added up, of which a few are written here, and the activation {name}.",
            )
            if activation != "linear" and ACTIVATIONS[activation].elementwise
            else QT_TRANSLATE_NOOP("nnviz", "{count} terms are added up, of which a few are written here."),
            count=sum(isinstance(term, Product) for term in total.terms),
            name=activation,
        )
    if activation == "linear":
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Every input times its weight, added up, plus the bias. There is no activation: a = z.",
            )
        )
    if not ACTIVATIONS[activation].elementwise:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Every input times its weight, added up, plus the bias. {name} waits for the other neurons.",
            ),
            name=activation,
        )
    return say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "Every input times its weight, added up, plus the bias; the activation {name} makes the output.",
        ),
        name=activation,
    )


def _activation(scope: Scope, stage: Stage, unit: int) -> Equation | None:
    found = scope.of(stage)
    z, a = scope.sample_of(found.z), scope.sample_of(found.a)
    if z is None or a is None:
        return None
    right = activation_of(stage.layer.activation_name, Named(name("z", unit), float(z[unit])))
    return Equation(name("a", unit), right, float(a[unit])) if right else None


def element(scope: Scope, stage: Stage, unit: int) -> Told:
    """a_j of a layer whose activation is an event of its own: softmax and the like, or an activation as a layer."""
    activation = stage.layer.activation_name
    found = scope.of(stage)
    z, a = scope.sample_of(found.z), scope.sample_of(found.a)
    pick = Pick(stage.name, unit)
    together = activation and not ACTIVATIONS[activation].elementwise
    if together and z is not None and a is not None and len(found.a.shape) == 2:
        terms = [Named(name("z", i), float(v)) for i, v in enumerate(z)]
        equation = Equation(name("a", unit), of_row(activation, terms, a.tolist(), unit), float(a[unit]))
        return Told(_row_sentence(activation, len(z), unit), (equation,), (), (), pick)
    equation_or_none = _activation(scope, stage, unit)
    if equation_or_none is None:
        return whole(scope, stage)
    sentence = say(
        QT_TRANSLATE_NOOP("nnviz", "The activation {name} of each value by itself."), name=activation
    )
    return Told(sentence, (equation_or_none,), (), _rule(activation), pick)


def _row_sentence(activation: str, count: int, unit: int) -> Message:
    if activation == "softmax":
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Softmax makes the {count} sums into shares that add up to 1. This is neuron {unit}'s share.",
            ),
            count=count,
            unit=unit + 1,
        )
    if activation == "sparsemax":
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Sparsemax takes the same number from all {count} sums, so that what stays above 0 adds up to 1. This"
                " is neuron {unit}'s share.",
            ),
            count=count,
            unit=unit + 1,
        )
    return say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "The logarithms of the shares into which softmax makes the {count} sums. This is neuron {unit}'s.",
        ),
        count=count,
        unit=unit + 1,
    )


def activation_event(scope: Scope, stage: Stage) -> Told:
    """The event ``a`` of a whole layer: shown at the strongest output, or as a whole where there is no formula."""
    a = scope.sample_of(scope.of(stage).a)
    if stage.layer.activation_name and a is not None and len(a) <= 16:
        return element(scope, stage, int(np.argmax(a)))
    return whole(scope, stage)


def entry(scope: Scope, stage: Stage) -> Told:
    """The batch enters."""
    a = scope.sample_of(scope.of(stage).a)
    assert a is not None
    if scope.samples == 1:
        sentence = say(QT_TRANSLATE_NOOP("nnviz", "A batch of one sample enters."))
    else:
        sentence = say(
            QT_TRANSLATE_NOOP("nnviz", "A batch of {count} samples enters. Drawn is sample {row} of them."),
            count=scope.samples,
            row=scope.row + 1,
        )
    if len(a) > WRITTEN:
        shape = scope.of(stage).a.shape
        return Told(sentence, matrix=(Text(rf"X: {shape_latex(shape)}", f"X: {shape_words(shape)}"),))
    values = tuple(Equation(name("x", i), Named(name("x", i), float(v)), float(v)) for i, v in enumerate(a))
    return Told(sentence, values, values)


def whole(scope: Scope, stage: Stage) -> Told:
    """Z = X·W + b and A = g(Z) of a whole layer, with the shapes under it."""
    found = scope.of(stage)
    activation = stage.layer.activation_name
    kernel, bias = scope.kernel(stage), scope.bias(stage)
    lines: list[Text] = []
    if kernel is not None and found.z is not None and found.x:
        b = shape_b = Text("", "")
        if bias is not None:
            b = Text(" + b", " + b")
            shape_b = Text(rf" + {shape_latex(bias.shape)}", f" + {shape_words(bias.shape)}")
        x = found.x[0].shape
        lines.append(Text(rf"Z = X \cdot W{b.latex}", f"Z = X·W{b.plain}"))
        lines.append(
            Text(
                rf"{shape_latex(found.z.shape)} = {shape_latex(x)} \cdot {shape_latex(kernel.shape)}{shape_b.latex}",
                f"{shape_words(found.z.shape)} = {shape_words(x)} · {shape_words(kernel.shape)}{shape_b.plain}",
            )
        )
    if activation and activation != "linear":
        lines.append(Text(rf"A = \mathrm{{{activation}}}(Z)", f"A = {activation}(Z)"))
    if scope.samples == 1:
        sentence = say(QT_TRANSLATE_NOOP("nnviz", "All neurons of the layer at once, for the one sample."))
    else:
        sentence = say(
            QT_TRANSLATE_NOOP(
                "nnviz", "All neurons of the layer and all {count} samples of the batch at once."
            ),
            count=scope.samples,
        )
    return Told(sentence, matrix=tuple(lines))
