"""The part of a program that says what is learned: ``compile`` with loss, optimizer and metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nnviz.design.document import Setup
from nnviz.export.optimizer_call import optimizer_call
from nnviz.export.source import Code, call, part_call
from nnviz.layers.base import KerasCall
from nnviz.metrics.accuracy import Accuracy, BinaryAccuracy
from nnviz.metrics.base import Metric
from nnviz.optimizers.base import Optimizer


@dataclass(frozen=True)
class Compiling:
    """What is known of the program when its ``compile`` is written."""

    setup: Setup
    units: int
    """Numbers in an output."""
    outputs: int
    """Number of outputs, each of which is compared with the same targets."""
    accuracy: bool
    """Whether classes are learned, so that an accuracy can be told."""

    def call(self, jit: bool = False, optimizer: Optimizer | None = None) -> KerasCall:
        """Return the call of ``compile``; with ``jit`` the command line decides about XLA."""
        setup = self.setup
        loss: Any = setup.loss.keras_name
        if setup.loss.function:
            loss = Code(setup.loss.keras_name)
        elif setup.loss.changed():
            loss = part_call(f"keras.losses.{setup.loss.kind()}", setup.loss)
        metrics: Any = self._metrics()
        if self.outputs > 1:
            loss, metrics = [loss] * self.outputs, [metrics] * self.outputs
        xla = {"jit_compile": Code('args.jit_compile or "auto"')} if jit else {}
        made = optimizer_call(optimizer or setup.optimizer)
        return call("model.compile", optimizer=made, loss=loss, metrics=metrics, **xla)

    @property
    def chosen(self) -> list[Metric]:
        """The document's metrics that can be taken of these outputs and targets; Keras would refuse the others."""
        labels = self.setup.loss.targets == "labels"
        return [metric for metric in self.setup.metrics if metric.fits(labels, self.units)]

    @property
    def watches_accuracy(self) -> bool:
        """Whether there is one accuracy that tells the best epoch."""
        chosen = self.setup.metrics
        named = any(isinstance(metric, Accuracy) for metric in chosen) if chosen else self.accuracy
        return named and self.outputs == 1

    def _metrics(self) -> list[Any]:
        if not self.setup.metrics:
            return [self._accuracy_call() if self.accuracy else "mean_absolute_error"]
        made: list[Any] = []
        names: dict[str, int] = {}
        for metric in self.chosen:
            number = names[metric.keras_name] = names.get(metric.keras_name, 0) + 1
            # Keras would report two of one name as one.
            name = {"name": f"{metric.keras_name}_{number}"} if number > 1 else {}
            if isinstance(metric, Accuracy):
                made += [self._accuracy_call()] if number == 1 else []
            elif metric.in_keras:
                maker = part_call(f"keras.metrics.{metric.kind()}", metric, metric.always)
                made.append(KerasCall(maker.name, maker.args, {**maker.kwargs, **name}))
        return made

    def _accuracy_call(self) -> Any:
        threshold = self.setup.loss.threshold
        if self.units == 1 and threshold != BinaryAccuracy().threshold:
            # "accuracy" would part the classes at ½; a logit parts them at 0.
            return call("keras.metrics.BinaryAccuracy", threshold=threshold, name="accuracy")
        return "accuracy"
