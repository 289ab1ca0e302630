"""What there is to say of a run: why it broke off, what was chosen for it, how long it took."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from nnviz.design.document import Document
from nnviz.design.shapes import infer
from nnviz.export.outcomes import Outcome, kept, outcome
from nnviz.export.runs import TrainingRun
from nnviz.export.scaling import ONE_DEVICE, of_run
from nnviz.export.training import TrainingJob
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

Row = tuple[Message, Message]
"""(what, its value)."""


def trouble(run: TrainingRun) -> Outcome | None:
    """Return why a run did not come to its end, None if it did or is not over."""
    if run.failed is not None and run.state == "failed":
        python = str(run.options.get("python") or "python")
        job = TrainingJob((python,), MappingProxyType({}), run.folder, run.folder)
        return outcome(job, 1, run.failed)
    if run.state == "broken":
        text = QT_TRANSLATE_NOOP(
            "nnviz", "The training process was ended or crashed, and left no word. {kept}"
        )
        return Outcome("killed", say(text, kept=kept(run.folder)))
    if run.state == "damaged":
        text = QT_TRANSLATE_NOOP("nnviz", "The folder holds no run that can be read.")
        return Outcome("damaged", say(text))
    return None


def seconds(run: TrainingRun) -> float:
    """Return how long the epochs of a run took."""
    return sum(epoch.seconds for epoch in run.history)


def chosen(run: TrainingRun, document: Document | None) -> Iterator[Row]:
    """Yield the settings of a run, in words."""
    if document is not None:
        setup = document.setup
        yield _row(QT_TRANSLATE_NOOP("nnviz", "data"), say(setup.data.title))
        yield _row(QT_TRANSLATE_NOOP("nnviz", "network"), network(document))
        yield _row(QT_TRANSLATE_NOOP("nnviz", "loss"), say(setup.loss.title))
        yield _row(QT_TRANSLATE_NOOP("nnviz", "optimizer"), say(setup.optimizer.title))
        rate = say("{rate}", rate=f"{setup.optimizer.learning_rate:g}")
        yield _row(QT_TRANSLATE_NOOP("nnviz", "learning rate"), rate)
        yield _row(QT_TRANSLATE_NOOP("nnviz", "batch size"), say("{size}", size=f"{setup.batch_size:,}"))
        yield _row(QT_TRANSLATE_NOOP("nnviz", "seed"), say("{seed}", seed=setup.seed))
    epochs = run.options.get("epochs") or (document.setup.epochs if document is not None else 0)
    if epochs:
        yield _row(QT_TRANSLATE_NOOP("nnviz", "epochs planned"), say("{count}", count=f"{epochs:,}"))
    start = QT_TRANSLATE_NOOP("nnviz", "the document’s weights")
    if run.options.get("fresh"):
        start = QT_TRANSLATE_NOOP("nnviz", "new random weights")
    if run.options:
        yield _row(QT_TRANSLATE_NOOP("nnviz", "started from"), say(start))
    yield from _scaling(run)
    if run.hello is not None:
        yield _row(QT_TRANSLATE_NOOP("nnviz", "device"), say("{device}", device=run.hello.devices[-1].name))
        versions = f"Keras {run.hello.keras}, {run.hello.backend} {run.hello.backend_version}".strip()
        yield _row(QT_TRANSLATE_NOOP("nnviz", "trained by"), say("{versions}", versions=versions))


def _scaling(run: TrainingRun) -> Iterator[Row]:
    """Yield how the run used the machine, where it was told to use it in a way of its own."""
    scaling = of_run(run.options)
    if scaling.strategy != ONE_DEVICE.strategy:
        yield _row(QT_TRANSLATE_NOOP("nnviz", "strategy"), say("{name}", name=scaling.strategy))
    yes = say(QT_TRANSLATE_NOOP("nnviz", "yes"))
    if scaling.mixed_precision:
        yield _row(QT_TRANSLATE_NOOP("nnviz", "half precision"), yes)
    if scaling.jit_compile:
        yield _row(QT_TRANSLATE_NOOP("nnviz", "compiled with XLA"), yes)


def network(document: Document) -> Message:
    """Return the size of a network in a few words."""
    numbers = infer(document.design).total_parameters
    text = QT_TRANSLATE_NOOP("nnviz", "{layers} layers, {parameters} parameters")
    return say(text, layers=len(document.design.nodes), parameters=f"{numbers:,}")


def _row(what: str, value: Message) -> Row:
    return say(what), value
