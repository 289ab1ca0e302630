"""The proof: one training step of the application beside the same step in Keras, layer by layer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.design.document import Document
from nnviz.engine.network import Stage
from nnviz.engine.run import Trace
from nnviz.export.errand import errand
from nnviz.export.program import network_text
from nnviz.export.reports import Hello
from nnviz.export.training import TrainingJob
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

Array = npt.NDArray[Any]

MOMENT = "moment.npz"
ANSWER = "answer.npz"

TOLERANCE = 1e-5
"""Largest relative difference at which two computations in float32 agree."""

_FLOOR = 0.01
"""Least size that a difference is compared with: small gradients come from numbers near 1, rounded to 6e-8."""


@dataclass(frozen=True)
class Difference:
    """The largest difference between two arrays, and its share of the largest number there (of 0.01 at least)."""

    absolute: float
    relative: float

    @property
    def agrees(self) -> bool:
        return self.relative <= TOLERANCE


@dataclass(frozen=True)
class Row:
    """One layer: largest differences of its output, of the gradients of its weights, and of its next weights.

    None where there is nothing to compare. Next weights are all variables after the step, moving averages too.
    """

    name: str
    output: Difference | None
    gradient: Difference | None
    weights: Difference | None


@dataclass(frozen=True)
class Proof:
    """What came of it. ``loss`` and ``keras_loss`` are the losses of the batch; ``versions`` say who computed."""

    step: int
    rows: tuple[Row, ...]
    loss: float
    keras_loss: float
    keras: str
    backend: str
    given: tuple[str, ...] = ()
    """Layers that drew random numbers; Keras got the numbers that were drawn here."""
    rows_added: tuple[str, ...] = ()
    """Layers with indices whose gradient Keras' optimizer got with the rows of equal indices added up."""
    left_out: tuple[str, ...] = ()
    """Layers that work in Keras only; they were left out there too."""

    @property
    def of_loss(self) -> Difference:
        """The difference of the losses."""
        return _difference([np.asarray(self.loss)], [np.asarray(self.keras_loss)], abs(self.keras_loss))

    def differences(self) -> Iterator[tuple[str, str, Difference]]:
        """Yield (layer, what, difference) for everything that was compared; the loss has no layer."""
        yield "", "loss", self.of_loss
        for row in self.rows:
            for what in ("output", "gradient", "weights"):
                found = getattr(row, what)
                if found is not None:
                    yield row.name, what, found

    @property
    def worst(self) -> tuple[str, str, Difference]:
        """The largest relative difference; a number that is not finite is the worst."""
        return max(self.differences(), key=lambda entry: np.nan_to_num(entry[2].relative, nan=np.inf))

    @property
    def agrees(self) -> bool:
        """Whether everything agrees within the tolerance."""
        return all(difference.agrees for _, _, difference in self.differences())

    def verdict(self) -> Message:
        """Return the result in one sentence."""
        layer, what, worst = self.worst
        place = _PLACES[what]
        text = (
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Step {step} in Keras {keras} ({backend}) agrees: the largest difference is {relative} of the largest"
                " number, {place}.",
            )
            if self.agrees
            else QT_TRANSLATE_NOOP(
                "nnviz",
                "Step {step} in Keras {keras} ({backend}) does not agree: the difference is {relative} of the largest"
                " number, {place}; {tolerance} is allowed.",
            )
        )
        return say(
            text,
            step=self.step,
            keras=self.keras,
            backend=self.backend,
            relative=f"{worst.relative:.1e}",
            place=say(place, layer=layer),
            tolerance=f"{TOLERANCE:.0e}",
        )

    def remarks(self) -> tuple[Message, ...]:
        """Return what is to be said about layers that draw random numbers."""
        found = []
        if self.given:
            text = QT_TRANSLATE_NOOP(
                "nnviz",
                "Random layers ({layers}) are replaced in Keras by the very numbers that were drawn here for this"
                " step.",
            )
            found.append(say(text, layers=", ".join(self.given)))
        if self.left_out:
            text = QT_TRANSLATE_NOOP(
                "nnviz", "Layers that change the samples in full training only ({layers}) are left out."
            )
            found.append(say(text, layers=", ".join(self.left_out)))
        if self.rows_added:
            text = QT_TRANSLATE_NOOP(
                "nnviz",
                "Keras gets the gradient of {layers} with equal indices added up, as in its definition. In its own"
                " training on TensorFlow, an optimizer that squares gradients squares them one by one, so there the"
                " next weights differ where an index occurs twice in a batch.",
            )
            found.append(say(text, layers=", ".join(self.rows_added)))
        return tuple(found)

    def plain(self) -> dict[str, Any]:
        """Return all of it as JSON can hold it."""
        return {**dataclasses.asdict(self), "agrees": self.agrees, "tolerance": TOLERANCE}


_PLACES: Mapping[str, str] = {
    "loss": QT_TRANSLATE_NOOP("nnviz", "in the loss"),
    "output": QT_TRANSLATE_NOOP("nnviz", "in the output of “{layer}”"),
    "gradient": QT_TRANSLATE_NOOP("nnviz", "in the gradients of “{layer}”"),
    "weights": QT_TRANSLATE_NOOP("nnviz", "in the next weights of “{layer}”"),
}


def prepare(document: Document, trace: Trace, folder: Path, python: str | None = None) -> TrainingJob:
    """Put a step of ``document`` into ``folder`` and return the errand that does it again in Keras."""
    job = errand("prove.py", folder, str(folder), python=python)
    # Where the gradients are asked for, Keras does it in TensorFlow's way.
    job = dataclasses.replace(job, env={**job.env, "KERAS_BACKEND": "tensorflow"})
    (folder / "network.py").write_text(network_text(document), encoding="utf-8")
    setup, network = document.setup, trace.network
    arrays = {"x": trace.batch.x, "y": trace.batch.y}
    if setup.class_weight:
        arrays["sample_weight"] = setup.loss.sample_weights(trace.batch.y, setup.class_weight)
    arrays |= {f"weight/{path}": trace.weight(path) for path in network.slots}
    arrays |= {f"optimizer/{name}": value for name, value in _memory(document, trace).items()}
    for stage in _drawing(trace):
        factor, shift = _drawn(document, trace, stage)
        arrays |= {f"factor/{stage.name}": factor, f"shift/{stage.name}": shift}
    with (folder / MOMENT).open("wb") as file:
        np.savez(file, **{name: np.asarray(value) for name, value in arrays.items()})  # type: ignore[arg-type]
    return job


def _memory(document: Document, trace: Trace) -> dict[str, Array]:
    """Return the variables of Keras' optimizer before the step, by name."""
    places = [slot for slot in trace.network.slots.values() if slot.trainable]
    before = trace.before
    return document.setup.optimizer.keras_variables(places, before.slots, before.step, before.memory)


def _drawing(trace: Trace) -> list[Stage]:
    return [s for s in trace.network.stages if s.layer.random or s.layer.identity_in_watch]


def _drawn(document: Document, trace: Trace, stage: Stage) -> tuple[Array, Array]:
    """Return factor and shift of a random layer in this step: with its numbers drawn, a = x · factor + shift."""
    network = trace.network
    (x,) = trace.layers[stage.name].x
    found: list[Array] = []
    for value in (0.0, 1.0):
        passes = network.passes(training=True)
        network.seed(passes, (document.setup.seed, trace.step))
        m = passes[network.position[stage.name]]
        m.x = (np.full(x.shape, value),)
        stage.layer.forward(m, [])
        found.append(np.array(m.a))
    shift, sum_of_both = found
    return (sum_of_both - shift).astype("float32"), shift.astype("float32")


def finish(job: TrainingJob, trace: Trace, hello: Hello | None) -> Proof:
    """Compare what Keras left with ``trace``."""
    with np.load(job.folder / ANSWER, allow_pickle=False) as file:
        answer = {name: file[name] for name in file.files}
    network = trace.network
    trained = [path for path, slot in network.slots.items() if slot.trainable]
    largest = _largest(answer[f"gradient/{path}"] for path in trained)
    rows = tuple(_row(trace, stage, answer, largest) for stage in network.stages if stage.sources)
    return Proof(
        trace.step,
        rows,
        trace.loss,
        float(answer["loss"]),
        hello.keras if hello else "",
        f"{hello.backend} {hello.backend_version}" if hello else "",
        tuple(stage.name for stage in _drawing(trace) if stage.layer.random),
        tuple(
            stage.name for stage in network.stages if stage.layer.takes_indices and len(trace.before.slots)
        ),
        tuple(stage.name for stage in _drawing(trace) if not stage.layer.random),
    )


def _row(trace: Trace, stage: Stage, answer: Mapping[str, Array], largest: float) -> Row:
    output = answer[f"output/{stage.name}"]
    paths = [slot.path for slot in stage.slots]
    trained = [slot.path for slot in stage.slots if slot.trainable]
    after = [answer[f"next/{path}"] for path in paths]
    return Row(
        stage.name,
        _difference([trace.layers[stage.name].a], [output], _largest([output])),
        _difference(
            [trace.gradient_of(path) for path in trained],
            [answer[f"gradient/{path}"] for path in trained],
            largest,
        )
        if trained
        else None,
        _difference([trace.next(path) for path in paths], after, _largest(after)) if paths else None,
    )


def _largest(arrays: Iterable[Array]) -> float:
    return max((float(np.max(np.abs(array), initial=0.0)) for array in arrays), default=0.0)


def _difference(found: Iterable[Array], expected: Iterable[Array], scale: float) -> Difference:
    """Return the largest difference; arrays of different shapes differ without bound."""
    worst = 0.0
    for mine, other in zip(found, expected, strict=True):
        if mine.shape != other.shape:
            return Difference(float("inf"), float("inf"))
        distance = np.abs(mine.astype("float64") - other.astype("float64"))
        worst = max(worst, float(np.max(np.nan_to_num(distance, nan=np.inf), initial=0.0)))
    return Difference(worst, worst / max(scale, _FLOOR))
