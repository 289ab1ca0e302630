"""The event of the loss: the sample's own, the mean over the batch, penalties and further outputs."""

from __future__ import annotations

from nnviz.ui.watch.explain_loss import is_changed, of_sample, weighed
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import Equation, Expr, Named, Product, Quotient, Sum, Text
from nnviz.ui.watch.terms import ONE, Array, Scope, count, name
from nnviz.ui.watch.words import layer_title
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


def event(scope: Scope) -> Told:
    """The loss of the sample, its mean over the batch, and what else the loss is made of."""
    trace = scope.trace
    assert trace is not None
    equations: list[Equation] = []
    right = weighed(scope, of_sample(scope))
    left = Text("l", "l") if scope.samples == 1 else name("l", scope.row)
    if right is not None and trace.losses.ndim == 1:
        equations.append(Equation(left, right, float(trace.losses[scope.row])))
    whole, more = Text("L", "L"), _more(scope)
    if trace.losses.ndim == 1 and scope.samples > 1:
        mean = _mean(trace.losses, scope.row)
        equations.append(Equation(whole, Sum((mean, *more)) if more else mean, trace.loss))
    elif more:
        mean = Named(left if right is not None else Text(r"\bar l", "mean of l"), trace.means[-1])
        equations.append(Equation(whole, Sum((mean, *more)), trace.loss))
    elif right is not None:
        equations = [Equation(whole, right, trace.loss)]
    return Told(_sentence(scope), tuple(equations), (), _lines(scope, right is not None))


def _mean(losses: Array, row: int) -> Expr:
    terms = tuple(Named(name("l", i), float(v)) for i, v in enumerate(losses))
    sigma = Text(r"\sum_s l_s", "Σ l_s")
    return Product((Quotient(ONE, count("m", len(terms))), Sum(terms, sigma, keep=row)))


def _more(scope: Scope) -> tuple[Expr, ...]:
    """Return what is added to the mean at the output that is shown: the other outputs' means, the penalties."""
    trace = scope.trace
    assert trace is not None
    found: list[Expr] = []
    for place, mean in zip(scope.network.outputs[:-1], trace.means, strict=False):
        layer = layer_title(scope.network.stages[place].name)
        found.append(Named(Text(rf"L_{{\text{{{_escaped(layer)}}}}}", f"L of {layer}"), mean))
    if scope.network.has_penalty:
        found.append(Named(Text("R", "R"), trace.penalty))
    return tuple(found)


def _escaped(text: str) -> str:
    return text.replace("_", r"\_")


def _lines(scope: Scope, explained: bool) -> tuple[Text, ...]:
    """Return lines without numbers: the loss's own formula where there is no other, and how targets are taken."""
    loss = scope.setup.loss
    found = [] if explained else [Text(loss.formula, loss.title)]
    form = loss.taken_form()
    if explained and form is not None and is_changed(scope):
        latex, plain = (spelling.replace("@y", "y") for spelling in form[:2])
        found.append(Text(rf"\tilde y = {latex}", f"ỹ = {plain}"))
    return tuple(found)


def _sentence(scope: Scope) -> Message:
    found = [_of_the_mean(scope)]
    if len(scope.network.outputs) > 1:
        found.append(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "The network has {count} outputs; each is compared with the same targets, and the losses are added"
                    " up. Here: {layer}.",
                ),
                count=len(scope.network.outputs),
                layer=layer_title(scope.output.name),
            )
        )
    if scope.setup.class_weight:
        found.append(say(QT_TRANSLATE_NOOP("nnviz", "c is the weight of the sample's class.")))
    if scope.network.has_penalty:
        found.append(
            say(QT_TRANSLATE_NOOP("nnviz", "R is the penalty of the regularizers; it is added to the mean."))
        )
    sentence = found[0]
    for further in found[1:]:
        sentence = say(QT_TRANSLATE_NOOP("nnviz", "{first} {second}"), first=sentence, second=further)
    return sentence


def _of_the_mean(scope: Scope) -> Message:
    if scope.from_z and not scope.fused:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "As in Keras, this loss takes the sums z as logits and makes probabilities of them by {own}; the"
                " layer's own {activation} plays no part in it.",
            ),
            own=scope.setup.loss.fused,
            activation=scope.output.layer.activation_name,
        )
    if scope.samples == 1:
        return say(QT_TRANSLATE_NOOP("nnviz", "One sample in the batch: its loss is the loss of the batch."))
    return say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "The loss of sample {row}, then the mean over the {count} samples of the batch: one number.",
        ),
        row=scope.row + 1,
        count=scope.samples,
    )
