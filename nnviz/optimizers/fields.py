"""Fields that several optimizers have, declared once."""

from __future__ import annotations

from typing import Any

from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP

_MOST = 0.999999
"""A memory of 1 would never take anything in."""


def learning_rate() -> Any:
    """Return η, 0.001 by default."""
    return declare(0.001, "float", QT_TRANSLATE_NOOP("nnviz", "Size of a step"), minimum=0.0, step=0.001)


def beta_1() -> Any:
    """Return β₁, 0.9 by default."""
    return declare(
        0.9,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Memory of the mean of the gradients"),
        minimum=0.0,
        maximum=_MOST,
        step=0.01,
    )


def beta_2(default: float = 0.999, help: str = "") -> Any:
    """Return β₂."""
    return declare(
        default,
        "float",
        help or QT_TRANSLATE_NOOP("nnviz", "Memory of the mean of their squares"),
        minimum=0.0,
        maximum=_MOST,
        step=0.001,
    )


def rho(default: float) -> Any:
    """Return ρ."""
    return declare(
        default,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Memory of the mean of the squared gradients"),
        minimum=0.0,
        maximum=1.0,
        step=0.01,
    )


def epsilon(inside: bool = False, beside: str = "") -> Any:
    """Return ε: ``inside`` the root, or added to what ``beside`` says, by default the root."""
    if inside:
        beside = QT_TRANSLATE_NOOP("nnviz", "Added under the root, against division by 0")
    return declare(
        1e-7,
        "float",
        beside or QT_TRANSLATE_NOOP("nnviz", "Added to the root, against division by 0"),
        minimum=0.0,
        step=1e-7,
        advanced=True,
    )
