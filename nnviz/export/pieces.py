"""Pieces of a program's text that need nothing of the document: a layer's call, the block of imports."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import numpy as np

from nnviz.export.source import given
from nnviz.layers.base import KerasCall, Weight
from nnviz.layers.initializers import Given


def with_values(maker: KerasCall, weights: Iterable[Weight]) -> KerasCall:
    """Return the call with values that are given for a weight nested as that weight's axes are."""
    values = {
        argument: given(value.sample(weight.shape, np.random.default_rng(0)).tolist())
        for argument, value in maker.kwargs.items()
        for weight in weights
        if isinstance(value, Given)
        and value == weight.initializer
        and weight.name.startswith(argument.removesuffix("_initializer"))
    }
    return KerasCall(maker.name, maker.args, {**maker.kwargs, **values})


def named(maker: KerasCall, layer: str) -> KerasCall:
    """Return the call that gives the layer its name."""
    return KerasCall(maker.name, maker.args, {**maker.kwargs, "name": layer})


def sorted_imports(lines: Iterable[str]) -> list[str]:
    """Return import lines without repetition in their usual order: standard library, blank line, the others."""

    def key(line: str) -> tuple[bool, str]:
        return line.startswith("from"), line.split()[1].lower()

    standard: list[str] = []
    others: list[str] = []
    for line in sorted(set(lines), key=key):
        module = line.split()[1].partition(".")[0]
        (standard if module in sys.stdlib_module_names else others).append(line)
    return [*standard, "", *others] if standard and others else standard + others
