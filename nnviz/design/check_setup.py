"""Problems of the training set-up with the data: loss, class weights, metrics."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nnviz.data.base import Dataset
from nnviz.design.document import Document
from nnviz.design.problem import Mend, Problem
from nnviz.layers.base import Shape
from nnviz.losses.base import LOSSES
from nnviz.metrics.base import Metric
from nnviz.words import QT_TRANSLATE_NOOP, say


def setup_problems(document: Document, dataset: Dataset) -> Iterator[Problem]:
    """Yield what does not suit ``dataset`` in the set-up itself, whatever the network is."""
    yield from _loss_problems(document, dataset)
    yield from _class_weight_problems(document, dataset)
    yield from _metric_problems(document, dataset)


def _loss_problems(document: Document, dataset: Dataset) -> Iterator[Problem]:
    loss = document.setup.loss
    if dataset.task not in loss.tasks:
        fitting = {"regression": "MeanSquaredError", "binary": "BinaryCrossentropy"}.get(
            dataset.task, "SparseCategoricalCrossentropy"
        )
        better = LOSSES[fitting]()
        yield Problem(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The loss “{loss}” does not suit this data, whose task is {task}."
                ),
                loss=loss.title,
                task=dataset.task,
            ),
            (),
            Mend(
                say(QT_TRANSLATE_NOOP("nnviz", "Use “{loss}”"), loss=better.title),
                lambda d: d.with_setup(loss=better),
            ),
        )


def expected_output(document: Document, dataset: Dataset) -> Shape:
    """Return the shape that the output must have for this loss and data."""
    loss = document.setup.loss
    if loss.targets in ("labels", "one_hot") or (dataset.task == "classes"):
        return (max(len(dataset.classes), 2),)
    return dataset.y_train.shape[1:] or (1,)


def _class_weight_problems(document: Document, dataset: Dataset) -> Iterator[Problem]:
    weights = document.setup.class_weight
    classes = 0 if dataset.task == "regression" else max(len(dataset.classes), 2)
    if not weights or len(weights) == classes:
        return
    if not classes:
        yield Problem(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "There are class weights, but this data has no classes; each target would count as the class whose"
                    " number is nearest.",
                )
            ),
            (),
            Mend(
                say(QT_TRANSLATE_NOOP("nnviz", "Remove the class weights")),
                lambda d: d.with_setup(class_weight=()),
            ),
            fatal=False,
        )
        return
    fitting = (*weights[:classes], *(1.0,) * (classes - len(weights)))
    yield Problem(
        say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "There are {found} class weights for {expected} classes; a class without one counts once, a weight"
                " without a class is not used.",
            ),
            found=len(weights),
            expected=classes,
        ),
        (),
        Mend(
            say(QT_TRANSLATE_NOOP("nnviz", "Give each class its weight")),
            lambda d: d.with_setup(class_weight=fitting),
        ),
        fatal=False,
    )


def _metric_problems(document: Document, dataset: Dataset) -> Iterator[Problem]:
    """Tell of metrics that cannot be taken of these targets and outputs, or that say nothing for the task."""
    setup = document.setup
    labels, units = setup.loss.targets == "labels", expected_output(document, dataset)[-1]
    unfit = [one for one in setup.metrics if not (one.fits(labels, units) and dataset.task in one.tasks)]
    for metric in {one.title: one for one in unfit}.values():
        # Two of one kind are told of once, and left out together.
        left = tuple(other for other in setup.metrics if other not in unfit or other.title != metric.title)
        yield Problem(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The metric “{metric}” does not suit this task with the targets of “{loss}”."
                ),
                metric=metric.title,
                loss=setup.loss.title,
            ),
            (),
            Mend(
                say(QT_TRANSLATE_NOOP("nnviz", "Leave out “{metric}”"), metric=metric.title),
                partial(_with_metrics, left),
            ),
            fatal=False,
        )


def _with_metrics(metrics: tuple[Metric, ...], document: Document) -> Document:
    return document.with_setup(metrics=metrics)
