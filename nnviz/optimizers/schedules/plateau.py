"""The schedule that listens to the loss."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from nnviz.layers.base import KerasCall
from nnviz.optimizers.schedules.base import F, Schedule
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class ReduceLROnPlateau(Schedule):
    """η ← max(η · factor, min_lr) when the loss of an epoch has not improved ``patience`` times in a row.

    The loss of an epoch is the mean of its batches' losses, each counted with its samples, as Keras logs it. It has
    improved if it is below the best so far by more than ``min_delta``; after a reduction the next ``cooldown`` epochs
    are not counted. In Keras a callback, with ``monitor="loss"``; the comparison is in float32 there too.
    https://keras.io/api/callbacks/reduce_lr_on_plateau/

    Memory: reductions, best loss, epochs without improvement, epochs of cooling down, sum of the losses of the
    epoch so far, its samples.
    """

    title = QT_TRANSLATE_NOOP("nnviz", "reduce on plateau")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The learning rate is reduced when the training loss stops getting better."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "callback patience stagnation")
    formula = r"\max(\eta \cdot \text{factor}, \eta_{\min}) \text{ on a plateau}"

    factor: float = declare(
        0.1,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "What the rate is multiplied by"),
        minimum=0.0,
        maximum=0.9999,
        step=0.1,
    )
    patience: int = declare(
        10, "int", QT_TRANSLATE_NOOP("nnviz", "Epochs without improvement before it"), minimum=0
    )
    min_delta: float = declare(
        0.0001,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Improvement that counts as one"),
        minimum=0.0,
        step=0.0001,
    )
    cooldown: int = declare(
        0, "int", QT_TRANSLATE_NOOP("nnviz", "Epochs to wait after a reduction"), minimum=0
    )
    min_lr: float = declare(
        0.0, "float", QT_TRANSLATE_NOOP("nnviz", "Lowest learning rate"), minimum=0.0, step=0.0001
    )

    def memory(self) -> tuple[float, ...]:
        return (0.0, math.inf, 0.0, 0.0, 0.0, 0.0)

    def rate(self, base: float, step: int, memory: tuple[float, ...]) -> float:
        return _reduced(base, int(memory[0]), self.factor, self.min_lr)

    def after(
        self, memory: tuple[float, ...], step: int, loss: float, samples: int, steps_per_epoch: int
    ) -> tuple[float, ...]:
        reductions, best, wait, cooling, total, count = memory
        total, count = float(F(total) + F(loss) * F(samples)), count + samples
        if (step + 1) % steps_per_epoch:
            return (reductions, best, wait, cooling, total, count)
        found = float(F(total) / F(count))
        if cooling:
            cooling, wait = cooling - 1, 0.0
        if F(found + self.min_delta) < F(best):
            best, wait = found, 0.0
        elif not cooling:
            wait += 1
            if wait >= self.patience:
                # At min_lr Keras goes on counting instead; nothing comes of it there.
                reductions, wait, cooling = reductions + 1, 0.0, float(self.cooldown)
        return (reductions, best, wait, cooling, 0.0, 0.0)

    def callback(self) -> KerasCall:
        return KerasCall("keras.callbacks.ReduceLROnPlateau", (), {"monitor": "loss", **self.changed()})


@lru_cache(maxsize=64)
def _reduced(base: float, times: int, factor: float, least: float) -> float:
    """Return the rate after so many reductions; Keras keeps it in float32 between them."""
    rate = base
    for _ in range(times):
        if float(F(rate)) <= F(least):
            break
        rate = float(F(max(float(F(rate)) * factor, least)))
    return rate
