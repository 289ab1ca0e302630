"""The optimizer as a program makes it."""

from __future__ import annotations

from nnviz.export.source import part_call
from nnviz.layers.base import KerasCall
from nnviz.optimizers.base import Optimizer


def optimizer_call(optimizer: Optimizer) -> KerasCall:
    """Return the call that makes Keras' optimizer: the learning rate, or its schedule, and what is no default."""
    fields = dict(part_call("", optimizer, ["learning_rate"]).kwargs)
    fields.pop("schedule", None)
    schedule = optimizer.schedule.keras(optimizer.learning_rate)
    if schedule is not None:
        fields["learning_rate"] = schedule
    return KerasCall(f"keras.optimizers.{optimizer.kind()}", (), fields)
