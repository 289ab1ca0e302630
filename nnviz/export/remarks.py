"""What of a document an export cannot carry over, or carries over in another way: to be read before it is written."""

from __future__ import annotations

from collections.abc import Iterator

from nnviz.data.mnist import Mnist
from nnviz.design.document import Document
from nnviz.design.graph import Node
from nnviz.export.sections import keeps_best, metrics_left_out
from nnviz.export.start import Start, inside_trained
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


def remarks(document: Document, start: Start | None, kind: str = "script") -> tuple[Message, ...]:
    """Return the remarks on an export of ``kind`` (``script``, ``notebook``, ``model``, ``folder``).

    ``start`` is the moment that it goes on from; None: new random weights.
    """
    found = [*_of_start(document, start, kind), *_of_layers(document), *_of_setup(document)]
    if kind == "model":
        found += _of_model(document)
    else:
        found += _of_data(document)
    return tuple(found)


def _of_start(document: Document, start: Start | None, kind: str) -> Iterator[Message]:
    setup = document.setup
    if start is None:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "Weights: Keras draws its own from the seed {seed}; they are not those of the document."
        )
        yield say(text, seed=setup.seed)
    if start is not None and start.step and kind != "model":
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "Order of the samples: the program begins with the first batch of an epoch, not with that of step {step}.",
        )
        yield say(text, step=start.step)
    if start is not None and start.optimizer and kind != "model":
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "Reduced precision: with --mixed-precision the optimizer begins anew, since Keras wraps it in another one.",
        )
        yield say(text)
    if start is not None and start.step and inside_trained(document):
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "Optimizer: what it remembers does not go along, since Keras also trains the base, which is fixed here.",
        )
        yield say(text)
    if start is not None and start.step and setup.optimizer.schedule.callback() is not None:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "Learning rate: the rate reached goes along, but {callback} counts its epochs from the beginning.",
        )
        yield say(text, callback=setup.optimizer.schedule.kind())


def _of_layers(document: Document) -> Iterator[Message]:
    nodes = document.design.nodes
    for text, names in (
        (
            QT_TRANSLATE_NOOP(
                "nnviz",
                "{layers}: changes the samples at random in Keras; here it hands them on as they are.",
            ),
            [node.name for node in nodes if node.layer.identity_in_watch],
        ),
        (
            QT_TRANSLATE_NOOP("nnviz", "{layers}: Keras draws other random numbers than were drawn here."),
            [node.name for node in nodes if node.layer.random],
        ),
        (
            QT_TRANSLATE_NOOP(
                "nnviz",
                "{layers}: Keras up to 3.15.1 computes sparsemax with an error (keras-team/keras#23425), so its numbers"
                " differ from those shown here.",
            ),
            [node.name for node in nodes if _activation(node) == "sparsemax"],
        ),
    ):
        if names:
            yield say(text, layers=", ".join(f"“{name}”" for name in names))


def _activation(node: Node) -> str:
    return str(getattr(node.layer, "activation", ""))


def _of_setup(document: Document) -> Iterator[Message]:
    left_out = metrics_left_out(document)
    if left_out:
        text = QT_TRANSLATE_NOOP("nnviz", "Metrics left out, since Keras cannot take them here: {metrics}.")
        yield say(text, metrics=", ".join(left_out))


def _of_data(document: Document) -> Iterator[Message]:
    data = document.setup.data
    if keeps_best(document):
        yield say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Training samples: the program sets a tenth of them aside, to choose the best epoch, so its batches are"
                " others than those shown here.",
            )
        )
    if isinstance(data, Mnist):
        yield say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Data: the pictures are not copied; Keras downloads them once (11 MB), or name their folder.",
            )
        )
    yield from _files(document)


def _of_model(document: Document) -> Iterator[Message]:
    yield say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "A model file holds network, loss, optimizer and metrics; data, epochs and batch size do not go"
            " along.",
        )
    )
    loss = document.setup.loss
    if loss.function:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "Loss: {loss} is none of Keras’ own; load the model with compile=False, or with custom_objects.",
        )
        yield say(text, loss=loss.keras_name)


def _files(document: Document) -> Iterator[Message]:
    """Yield a remark on each file of the user's that the program reads."""
    data = document.setup.data
    for name, info in data.declared().items():
        if info.type == "file" and getattr(data, name):
            text = QT_TRANSLATE_NOOP(
                "nnviz", "Data: “{file}” is not copied; put it beside the program, or name its folder."
            )
            yield say(text, file=getattr(data, name))
    for node in document.design.nodes:
        for name, info in node.layer.declared().items():
            if info.type == "file" and getattr(node.layer, name):
                text = QT_TRANSLATE_NOOP(
                    "nnviz", "“{layer}”: its file “{file}” is not copied; the program looks for it there."
                )
                yield say(text, layer=node.name, file=getattr(node.layer, name))
