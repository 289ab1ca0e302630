"""Problems of a document, each in words, with the layers it concerns and, where there is one, the mend."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nnviz.data.base import Dataset
from nnviz.design import edits
from nnviz.design.check_setup import expected_output, setup_problems
from nnviz.design.document import Document
from nnviz.design.graph import Design, Unknown
from nnviz.design.memory import allowed, shown_bytes, step_memory
from nnviz.design.mends import fitting_mend
from nnviz.design.problem import Mend, Problem
from nnviz.design.shapes import Shapes, infer, misfits, shape_text
from nnviz.layers.base import Shape
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.words import QT_TRANSLATE_NOOP, say


def problems(
    document: Document, dataset: Dataset | None = None, memory_limit: int | None = None
) -> tuple[Problem, ...]:
    """Return everything that keeps ``document`` from running, and advice.

    ``dataset`` is its loaded data; without it only the design is looked at, as for an export. ``memory_limit`` is
    what a step may take, in bytes; if it is not given, a share of this machine's memory.
    """
    found = list(_graph_problems(document.design))
    if found:
        return tuple(found)
    shapes = infer(document.design)
    found += _fault_problems(document.design, shapes)
    found += _weight_problems(document.design, shapes)
    if dataset is None and not found:
        found += _end_problems(document.design, shapes, shapes.outputs[_ends(document.design)[-1]])
    if dataset is not None and not found:
        found += _size_problems(document, shapes, dataset, memory_limit or allowed())
        found += _data_problems(document, shapes, dataset)
    return (*found, *_sealed_advice(document.design))


def runs(found: tuple[Problem, ...]) -> bool:
    """Return whether none of the problems is fatal."""
    return not any(problem.fatal for problem in found)


def _graph_problems(design: Design) -> Iterator[Problem]:
    inputs = [node.name for node in design.input_nodes]
    if not inputs:
        yield Problem(
            say(QT_TRANSLATE_NOOP("nnviz", "The network has no Input layer, so no sample can enter it.")),
            (),
            Mend(say(QT_TRANSLATE_NOOP("nnviz", "Add an Input layer")), _add_input),
        )
    elif len(inputs) > 1:
        yield Problem(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The network has {count} Input layers, but the data fills only one."
                ),
                count=len(inputs),
            ),
            tuple(inputs),
        )
    elif sum(node.layer.sealed for node in design.nodes):
        yield from _sealed_problems(design)
    elif len(design.nodes) == 1:
        yield Problem(
            say(QT_TRANSLATE_NOOP("nnviz", "The network has an Input and nothing behind it.")),
            tuple(inputs),
            Mend(say(QT_TRANSLATE_NOOP("nnviz", "Add a Dense layer")), _add_dense),
        )


def _sealed_advice(design: Design) -> Iterator[Problem]:
    """Say what becomes of a base that full training changes: its weights are no part of the document."""
    for node in design.nodes:
        if node.layer.sealed and getattr(node.layer, "trainable", False):
            text = QT_TRANSLATE_NOOP(
                "nnviz",
                "Full training changes the weights inside “{name}”. They come back as a file that the layer names then,"
                " and its features have to be computed again.",
            )
            yield Problem(say(text, name=node.name), (node.name,), fatal=False)


def _sealed_problems(design: Design) -> Iterator[Problem]:
    """A pretrained base stands in one line behind the input, and nothing else takes what comes before it."""
    names = [node.name for node in design.nodes if node.layer.sealed]
    if len(names) > 1:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "The network has {count} pretrained bases; one is possible. Delete the others."
        )
        yield Problem(say(text, count=len(names)), tuple(names))
        return
    (name,) = names
    for other in design.upstream(name):
        if other != name and (len(design.sources(other)) > 1 or len(design.consumers(other)) > 1):
            text = QT_TRANSLATE_NOOP(
                "nnviz",
                "Between the Input and “{name}” the network must be a single line, but “{other}” is a fork: take the"
                " pictures' other way out.",
            )
            yield Problem(say(text, name=name, other=other), (name, other))
            return
    if name in design.outputs:
        yield Problem(
            say(
                QT_TRANSLATE_NOOP("nnviz", "Behind “{name}” there is nothing that learns from its features."),
                name=name,
            ),
            (name,),
            Mend(say(QT_TRANSLATE_NOOP("nnviz", "Add a Dense layer")), _add_dense),
        )


def _add_input(document: Document) -> Document:
    design, name = edits.add(document.design, Input(), (-edits.GAP[0], 0.0))
    free = [n.name for n in document.design.nodes if not document.design.sources(n.name)]
    if free:
        first = min(free, key=lambda n: document.design.node(n).position[0])
        design = edits.connect(design, name, first)
        x, y = document.design.node(first).position
        design = edits.move(design, {name: (x - edits.GAP[0], y)})
    return edits.with_design(document, design)


def _add_dense(document: Document) -> Document:
    return edits.with_design(document, edits.append(document.design, Dense())[0])


def _fault_problems(design: Design, shapes: Shapes) -> Iterator[Problem]:
    for name, message in shapes.faults.items():
        yield Problem(message, (name,), _connect_mend(design, name) or fitting_mend(design, shapes, name))


def _remove(name: str, document: Document) -> Document:
    return edits.with_design(document, edits.remove(document.design, [name]))


def _connect_mend(design: Design, name: str) -> Mend | None:
    """Offer to connect a layer that lacks an input to the nearest free output on its left, else to take it out."""
    layer, lines = design.node(name).layer, len(design.sources(name))
    if isinstance(layer, Unknown) or lines >= layer.ports:
        return None
    free = [o for o in design.outputs if name not in design.upstream(o)]
    left = [o for o in free if design.node(o).position[0] < design.node(name).position[0]]
    if not left:
        # With one line left there is nothing to merge.
        return _removal(name) if lines else None
    source = max(left, key=lambda o: design.node(o).position[0])
    port = edits.free_ports(design, name)[0]
    return Mend(
        say(QT_TRANSLATE_NOOP("nnviz", "Connect “{source}” to “{name}”"), source=source, name=name),
        lambda d: edits.with_design(d, edits.connect(d.design, source, name, port)),
    )


def _weight_problems(design: Design, shapes: Shapes) -> Iterator[Problem]:
    for name, what, reason in misfits(design, shapes):
        message = QT_TRANSLATE_NOOP("nnviz", "“{name}”, {what}: {reason}")
        yield Problem(say(message, name=name, what=what, reason=reason), (name,))


def _removal(name: str) -> Mend:
    return Mend(say(QT_TRANSLATE_NOOP("nnviz", "Delete “{name}”"), name=name), partial(_remove, name))


def _size_problems(document: Document, shapes: Shapes, dataset: Dataset, limit: int) -> Iterator[Problem]:
    batch = max(1, min(document.setup.batch_size, dataset.samples))
    memory = step_memory(document, shapes, batch)
    if memory.total <= limit:
        return
    while batch > 1 and step_memory(document, shapes, batch).total > limit:
        batch //= 2
    mend = None
    if step_memory(document, shapes, batch).total <= limit:
        label = say(QT_TRANSLATE_NOOP("nnviz", "Use a batch size of {count}"), count=batch)
        mend = Mend(label, lambda d: d.with_setup(batch_size=batch))
    yield Problem(
        say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "One training step needs {size} of memory ({bytes} bytes), most of it for “{name}”, but only {limit}"
                " may be taken here. Make this layer or the batch smaller.",
            ),
            size=shown_bytes(memory.total),
            bytes=f"{memory.total:,}",
            name=memory.largest,
            limit=shown_bytes(limit),
        ),
        (memory.largest,),
        mend,
    )


def _data_problems(document: Document, shapes: Shapes, dataset: Dataset) -> Iterator[Problem]:
    (node,) = document.design.input_nodes
    if shapes.outputs[node.name] != dataset.input_shape:
        yield Problem(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "“{name}” expects samples of shape {expected}, but the data has samples of {found}.",
                ),
                name=node.name,
                expected=shape_text(shapes.outputs[node.name]),
                found=shape_text(dataset.input_shape),
            ),
            (node.name,),
            Mend(
                say(
                    QT_TRANSLATE_NOOP("nnviz", "Set its shape to {shape}"),
                    shape=shape_text(dataset.input_shape),
                ),
                lambda d: edits.with_design(
                    d, edits.set_fields(d.design, node.name, shape=dataset.input_shape)
                ),
            ),
        )
        return
    yield from setup_problems(document, dataset)
    yield from _output_problems(document, shapes, dataset)


def _ends(design: Design) -> tuple[str, ...]:
    """Return the outputs in the order of computation; the last one is shown."""
    return tuple(sorted(design.outputs, key=design.order.index))


def _end_problems(design: Design, shapes: Shapes, expected: Shape) -> Iterator[Problem]:
    """Tell of outputs beside others that cannot be compared with the targets, else that there are several."""
    outputs = _ends(design)
    if len(outputs) == 1:
        return
    fitting = [name for name in outputs if shapes.outputs[name] == expected]
    for name in outputs:
        if name not in fitting and (fitting or name != outputs[-1]):
            yield Problem(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "The output of “{name}” goes nowhere. As an output of the network it would need the shape"
                        " {expected}, but it has {found}; connect it or delete it.",
                    ),
                    name=name,
                    expected=shape_text(expected),
                    found=shape_text(shapes.outputs[name]),
                ),
                (name,),
                Mend(say(QT_TRANSLATE_NOOP("nnviz", "Delete “{name}”"), name=name), partial(_remove, name)),
            )
    if len(fitting) == len(outputs):
        yield Problem(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "The network has {count} outputs. Each is compared with the same targets, and their losses are"
                    " added up.",
                ),
                count=len(fitting),
            ),
            tuple(fitting),
            fatal=False,
        )


def _output_problems(document: Document, shapes: Shapes, dataset: Dataset) -> Iterator[Problem]:
    outputs, expected = _ends(document.design), expected_output(document, dataset)
    yield from _end_problems(document.design, shapes, expected)
    fitting = [name for name in outputs if shapes.outputs[name] == expected]
    if not fitting:
        output = outputs[-1]
        found = shapes.outputs[output]
        yield Problem(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "The output “{name}” has shape {found}, but the data and the loss need {expected}.",
                ),
                name=output,
                found=shape_text(found),
                expected=shape_text(expected),
            ),
            (output,),
            _output_mend(document, output, found, expected),
        )
    for output in fitting:
        yield from _activation_problems(document, output)


def _activation_problems(document: Document, output: str) -> Iterator[Problem]:
    loss, layer = document.setup.loss, document.design.node(output).layer
    if loss.takes_logits:
        return
    ending = layer.activation_name or layer.title
    if loss.fused and layer.activation_name != loss.fused:
        message = say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "“{loss}” expects probabilities, but “{name}” ends with {activation}. {fused} gives them.",
            ),
            loss=loss.title,
            name=output,
            activation=ending,
            fused=loss.fused,
        )
    elif loss.suits and layer.activation_name and layer.activation_name not in loss.suits:
        message = say(
            QT_TRANSLATE_NOOP(
                "nnviz", "“{loss}” is made for outputs of {suits}, but “{name}” ends with {activation}."
            ),
            loss=loss.title,
            name=output,
            activation=ending,
            suits=", ".join(loss.suits),
        )
    else:
        return
    better = loss.fused or loss.suits[0]
    mend = Mend(
        say(QT_TRANSLATE_NOOP("nnviz", "Use {activation}"), activation=better),
        lambda d: edits.with_design(d, edits.set_fields(d.design, output, activation=better)),
    )
    yield Problem(message, (output,), mend if "activation" in layer.declared() else None, fatal=False)


def _output_mend(document: Document, output: str, found: Shape, expected: Shape) -> Mend | None:
    units = expected[-1]
    if len(found) > 1:
        before = document.design.sources(output)
        if not before:
            return None
        return Mend(
            say(QT_TRANSLATE_NOOP("nnviz", "Put a Flatten before “{name}”"), name=output),
            lambda d: edits.with_design(d, edits.append(d.design, Flatten(), before[0])[0]),
        )
    if isinstance(document.design.node(output).layer, Dense):
        return Mend(
            say(QT_TRANSLATE_NOOP("nnviz", "Give it 1 neuron"))
            if units == 1
            else say(QT_TRANSLATE_NOOP("nnviz", "Give it {units} neurons"), units=units),
            lambda d: edits.with_design(d, edits.set_fields(d.design, output, units=units)),
        )
    return Mend(
        say(QT_TRANSLATE_NOOP("nnviz", "Add a Dense layer with 1 neuron"))
        if units == 1
        else say(QT_TRANSLATE_NOOP("nnviz", "Add a Dense layer with {units} neurons"), units=units),
        lambda d: edits.with_design(d, edits.append(d.design, Dense(units), output)[0]),
    )
