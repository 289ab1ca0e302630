"""Schedules of the learning rate; see ``base.py`` for what a schedule is."""

from nnviz.optimizers.schedules.base import SCHEDULES, Constant, Schedule
from nnviz.optimizers.schedules.decays import (
    CosineDecay,
    ExponentialDecay,
    InverseTimeDecay,
    LinearWarmup,
    PiecewiseConstantDecay,
    PolynomialDecay,
)
from nnviz.optimizers.schedules.plateau import ReduceLROnPlateau

__all__ = [
    "SCHEDULES",
    "Constant",
    "CosineDecay",
    "ExponentialDecay",
    "InverseTimeDecay",
    "LinearWarmup",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "ReduceLROnPlateau",
    "Schedule",
]
