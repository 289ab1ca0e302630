"""The way back through any layer: its own formula, shapes and range; at one place where the numbers say it all."""

from __future__ import annotations

import numpy as np

from nnviz.engine.network import Stage
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import Equation, Expr, Named, Product, Sum, Text
from nnviz.ui.watch.functions import derivative_of
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.probe import kernel_of, weights_met
from nnviz.ui.watch.ranges import close, layer_formula, ranges_of, shapes_line
from nnviz.ui.watch.terms import ONE, Scope, name, partial, place_of
from nnviz.ui.watch.words import layer_title, shape_words
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

_NAMES = {"kernel": "W", "bias": "b", "gamma": r"\gamma", "beta": r"\beta", "embeddings": "E"}


def backward(
    scope: Scope, stage: Stage, quantity: str, unit: int | None = None, source: Stage | None = None
) -> Told:
    """Return ``dz``, ``dw`` or ``dx`` of a layer; at ``unit`` of the layer, or of ``source`` before it for ``dx``."""
    told = None
    if unit is not None and quantity == "dz":
        told = _signal(scope, stage, unit)
    elif unit is not None and quantity == "dx" and source is not None:
        told = added_up(scope, source, unit) or _returned(scope, stage, source, unit)
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


def added_up(scope: Scope, source: Stage, unit: int) -> Told | None:
    """∂L/∂a at one place: what each consumer of this place sends back, if the value has several."""
    place, da, consumers = scope.network.position[source.name], scope.of(source).da, scope.consumers(source)
    if da is None or len(consumers) < 2:
        return None
    terms: list[Expr] = []
    for consumer in consumers:
        for port, entering in enumerate(consumer.sources):
            values = scope.of(consumer)
            if entering == place and port < len(values.dx):
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


def _returned(scope: Scope, stage: Stage, source: Stage, unit: int) -> Told | None:
    """∂L/∂x at one place: Σ w·δ over the sums that it entered, or the number alone where no kernel is between."""
    found, port = scope.of(stage), stage.sources.index(scope.network.position[source.name])
    if port >= len(found.dx):
        return None
    arrived = float(found.dx[port][scope.row].reshape(-1)[unit])
    symbol, pick = partial(place_of("x", source.output_shape, unit)), Pick(source.name, unit)
    number = kernel_of(stage)
    if number is None or found.dz is None:
        lines = tuple(layer_formula(stage.layer.backward_formula, ""))
        here = (Equation(symbol, Named(symbol, arrived), arrived),)
        return Told(_sentence(scope, stage, "dx"), here, here, lines, pick)
    met = weights_met(stage, source.output_shape, unit).reshape(-1)
    kernel, dz = scope.weights[stage.slots[number].path], found.dz[scope.row].reshape(-1)
    terms: list[Expr] = []
    for place in np.flatnonzero(met >= 0):
        at = tuple(int(i) for i in np.unravel_index(int(met[place]), kernel.shape))
        signal = Named(place_of(r"\delta", stage.output_shape, int(place), plain="δ"), float(dz[place]))
        terms.append(Product((Named(name("w", *at), float(kernel[at])), signal)))
    if not terms or not close(Sum(tuple(terms)).value, arrived, sum(abs(t.value) for t in terms)):
        return None
    largest = int(np.argmax([abs(t.value) for t in terms]))
    total = Sum(tuple(terms), Text(r"\sum w\, \delta", "Σ w · δ") if len(terms) > 3 else None, keep=largest)
    sentence = say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "This value entered {count} sums of {layer}; each sends its δ back through the weight between.",
        ),
        count=len(terms),
        layer=layer_title(stage.name),
    )
    return Told(sentence, (Equation(symbol, total, arrived),), (), (), pick)


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
