"""Answers: what a network's output says, in classes and probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.run import Run
from nnviz.layers.activations import ACTIVATIONS
from nnviz.losses.base import Loss

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Answers:
    """The class that each output names, and how sure it is."""

    classes: Array
    """Number of the winning class of each sample."""
    probabilities: Array
    """(samples, classes); as the network gives them, from logits through sigmoid or softmax."""


def answers(loss: Loss, output: Array) -> Answers:
    """Return what outputs (…, units) say where classes are told apart.

    One unit: class 1 if the probability is above ½, as in Keras' accuracy. Several units: the largest one.
    """
    several = output.shape[-1] > 1
    if loss.takes_logits:
        output = ACTIVATIONS["softmax" if several else "sigmoid"].forward(output)
    if several:
        return Answers(output.argmax(axis=-1), output)
    p = output[..., 0]
    return Answers((p > 0.5).astype(np.int64), np.stack([1 - p, p], axis=-1))


def right(run: Run, theta: Array, x: Array, y: Array) -> Array:
    """Return for each sample whether the network names its class ``y`` (class numbers)."""
    result: Array = answers(run.setup.loss, run.predict(theta, x)).classes.reshape(len(x)) == y.reshape(
        len(x)
    )
    return result
