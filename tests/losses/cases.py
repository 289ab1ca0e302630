"""Losses with outputs and targets to try them with."""

from __future__ import annotations

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.losses.base import LOSSES, Loss

SAMPLES, OUTPUTS = 6, 4
SIGNED = {"Hinge", "SquaredHinge"}
"""Losses whose targets are classes as numbers."""


def smoothed(kind: type[Loss]) -> list[Loss]:
    """Return losses with other values in their numbers: smoothed targets, another limit."""
    values = {"label_smoothing": (0.2,), "delta": (0.3, 2.5)}
    return [kind(**{name: v}) for name in kind.declared() for v in values.get(name, ())]


def every_loss() -> list[Loss]:
    from tests.layers.parts import variants

    return [loss for kind in LOSSES.values() for loss in [*variants(kind), *smoothed(kind)]]


def targets(loss: Loss, rng: np.random.Generator, dtype: str = "float64") -> np.ndarray:
    """Return random targets as the loss takes them."""
    kind = loss.kind()
    if loss.targets != "values":
        return loss.prepare(rng.integers(0, OUTPUTS, SAMPLES), (OUTPUTS,), dtype)
    if loss.fused or kind in SIGNED:
        return rng.integers(0, 2, (SAMPLES, OUTPUTS)).astype(dtype)
    if kind == "Poisson":
        return rng.poisson(2, (SAMPLES, OUTPUTS)).astype(dtype)
    found = rng.normal(size=(SAMPLES, OUTPUTS)).astype(dtype)
    return np.abs(found) if kind == "MeanSquaredLogarithmicError" else found


def outputs(loss: Loss, rng: np.random.Generator, dtype: str = "float64") -> tuple[np.ndarray, np.ndarray]:
    """Return random z and the output a that suits the loss."""
    z = rng.normal(size=(SAMPLES, OUTPUTS)).astype(dtype)
    suits = loss.fused or next(iter(loss.suits), "linear")
    if loss.kind() == "MeanSquaredLogarithmicError":
        suits = "softplus"
    return z, z if loss.takes_logits else ACTIVATIONS[suits].forward(z)


def loss_case(loss: Loss, rng: np.random.Generator, inside: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return targets and outputs; without ``inside`` outputs that the loss is not made for, too."""
    y = targets(loss, rng)
    if loss.fused and not loss.takes_logits:
        if inside:
            return y, rng.uniform(0.01, 0.99, (SAMPLES, OUTPUTS))
        return y, rng.uniform(0, 1.5, (SAMPLES, OUTPUTS)) - 0.2 * (loss.kind() == "BinaryCrossentropy")
    if inside or loss.takes_logits:
        return y, outputs(loss, rng)[1]
    if loss.kind() == "Poisson":
        return y, rng.uniform(0, 3, (SAMPLES, OUTPUTS)) * rng.integers(0, 2, (SAMPLES, OUTPUTS))
    if loss.kind() in SIGNED:
        y = rng.choice([-1.0, 1.0, 0.5], (SAMPLES, OUTPUTS))  # not all 0 and 1, so left as they are
    return y, rng.normal(0, 1.5, (SAMPLES, OUTPUTS))
