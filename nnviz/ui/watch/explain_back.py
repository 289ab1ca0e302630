"""The way back through any layer: its own formula, shapes and range; at one place where the numbers say it all."""

from __future__ import annotations

import numpy as np

from nnviz.engine.network import Stage
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import Equation, Expr, Named, Product, Sum, Text
from nnviz.ui.watch.functions import derivative_of
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.ranges import close, layer_formula, ranges_of, shapes_line
from nnviz.ui.watch.terms import ONE, Scope, partial, place_of
from nnviz.ui.watch.words import layer_title, shape_words
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

_NAMES = {"kernel": "W", "bias": "b", "gamma": r"\gamma", "beta": r"\beta", "embeddings": "E"}


def backward(scope: Scope, stage: Stage, quantity: str, unit: int | None = None) -> Told:
    """Return ``dz``, ``dw`` or ``dx`` of a layer; at ``unit`` of the layer, or of the first before it for ``dx``."""
    if unit is not None:
        told = (
            _signal(scope, stage, unit)
            if quantity == "dz"
            else _returned(scope, stage, unit)
            if quantity == "dx"
            else None
        )
        if told is not None:
            return told
    found = scope.of(stage)
    lines = list(layer_formula(stage.layer.backward_formula, ""))
    entering = found.dz if found.dz is not None else found.da
    if quantity == "dw":
        lines += _of_weights(scope, stage)
    elif quantity == "dz" and found.dz is not None:
        lines += ranges_of(r"\delta", found.dz[scope.row])
    else:
        for number, dx in enumerate(found.dx):
            if entering is not None and len(found.dx) == 1:
                lines.append(shapes_line([entering.shape], dx.shape))
            lines += ranges_of("dX" if len(found.dx) == 1 else f"dX_{number + 1}", dx[scope.row])
    return Told(_sentence(scope, stage, quantity), (), (), tuple(lines))


def _sentence(scope: Scope, stage: Stage, quantity: str) -> Message:
    if quantity == "dw":
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Every weight gathers what it did in all {count} samples and in every place where it was used.",
            ),
            count=scope.samples,
        )
    if quantity == "dz":
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz", "The gradient at the output, times the slope of the activation {name}."
            ),
            name=stage.layer.activation_name,
        )
    if stage.layer.identity_in_watch:
        return say(QT_TRANSLATE_NOOP("nnviz", "The gradient goes back unchanged, as the values came."))
    return say(
        QT_TRANSLATE_NOOP("nnviz", "What the loss would change if {sources} changed goes back there."),
        sources=", ".join(layer_title(scope.network.stages[s].name) for s in stage.sources),
    )


def _of_weights(scope: Scope, stage: Stage) -> list[Text]:
    """Return shape and range of the gradient of each variable; those that training leaves alone are marked."""
    lines: list[Text] = []
    for slot in stage.slots:
        title = slot.path.rpartition("/")[2]
        symbol = _NAMES.get(title, rf"\mathrm{{{title.replace('_', ' ')}}}")
        if not slot.trainable:
            lines.append(
                Text(
                    rf"{symbol}:\ \text{{no gradient}} \ \text{{{shape_words(slot.shape)}}}",
                    f"{title}: no gradient",
                )
            )
        elif scope.trace is not None:
            gradient = scope.trace.gradient_of(slot.path)
            found = ranges_of(f"d{symbol}", gradient)
            text = Text(
                rf"d{symbol}:\ \text{{{shape_words(slot.shape)}}}", f"d{title}: {shape_words(slot.shape)}"
            )
            lines += found or [text]
    return lines


def _signal(scope: Scope, stage: Stage, unit: int) -> Told | None:
    """δ = ∂L/∂a · g′(z) at one place of any output."""
    found = scope.of(stage)
    if found.z is None or found.da is None or found.dz is None:
        return None
    z, a, da, dz = (float(v[scope.row].reshape(-1)[unit]) for v in (found.z, found.a, found.da, found.dz))
    own = Named(place_of("a", stage.output_shape, unit), a)
    slope = derivative_of(stage.layer.activation_name, Named(place_of("z", stage.output_shape, unit), z), own)
    if slope is None:
        return None
    arrived = Named(partial(own.symbol), da)
    right: Expr = arrived if slope is ONE else Product((arrived, slope))
    if not close(right.value, dz, abs(dz)):
        return None
    symbol = place_of(r"\delta", stage.output_shape, unit, plain="δ")
    equation = Equation(symbol, right, dz)
    return Told(_sentence(scope, stage, "dz"), (equation,), (), (), Pick(stage.name, unit))


def _returned(scope: Scope, stage: Stage, unit: int) -> Told | None:
    """∂L/∂x at one place: what each consumer of this place sends back, if the value has several."""
    (first, *_) = stage.sources
    source = scope.network.stages[first]
    da = scope.of(source).da
    consumers = scope.consumers(source)
    if da is None or len(consumers) < 2 or unit >= int(np.prod(source.output_shape)):
        return None
    terms: list[Expr] = []
    for consumer in consumers:
        for port, place in enumerate(consumer.sources):
            values = scope.of(consumer)
            if place == first and port < len(values.dx):
                symbol = Text(
                    rf"\frac{{\partial L}}{{\partial x}}^{{\text{{{layer_title(consumer.name)}}}}}",
                    f"∂L/∂x of {layer_title(consumer.name)}",
                )
                terms.append(Named(symbol, float(values.dx[port][scope.row].reshape(-1)[unit])))
    arrived = float(da[scope.row].reshape(-1)[unit])
    if len(terms) < 2 or not close(Sum(tuple(terms)).value, arrived, abs(arrived)):
        return None
    sentence = say(
        QT_TRANSLATE_NOOP("nnviz", "{layer} is used {count} times; what comes back from each is added up."),
        layer=layer_title(source.name),
        count=len(terms),
    )
    symbol = partial(place_of("a", source.output_shape, unit))
    return Told(sentence, (Equation(symbol, Sum(tuple(terms)), arrived),), (), (), Pick(source.name, unit))


def update(scope: Scope, stage: Stage) -> Told:
    """New values that no gradient makes: moving averages, before and after."""
    lines: list[Text] = []
    equations: list[Equation] = []
    for slot in stage.slots:
        if scope.trace is None or slot.trainable:
            continue
        title = slot.path.rpartition("/")[2]
        symbol = Text(rf"\mathrm{{{title.replace('_', ' ')}}}_1", f"{title}_1")
        before, after = (float(v(slot.path).reshape(-1)[0]) for v in (scope.trace.weight, scope.trace.next))
        change = Sum((Named(symbol, before), Named(Text(r"\Delta", "Δ"), after - before)))
        equations.append(Equation(symbol, change, after, becomes=True))
        lines += ranges_of(rf"\mathrm{{{title.replace('_', ' ')}}}", scope.trace.next(slot.path))
    sentence = say(
        QT_TRANSLATE_NOOP(
            "nnviz", "The averages that the layer keeps move a little towards those of this batch."
        )
    )
    return Told(sentence, tuple(equations), (), tuple(lines))
