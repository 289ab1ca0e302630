"""Every activation is written as what it computes, forward, backward and in numpy."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
import scipy.special

from nnviz.layers.activation import Activation
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from nnviz.ui.formula import typeset_line
from nnviz.ui.watch.explain import explain, scope_of
from nnviz.ui.watch.expression import Named, Text
from nnviz.ui.watch.functions import activation_of, derivative_of, rule_of
from tests.ui.watch.networks import dataset, moments, run_of

ELEMENTWISE = [name for name, found in ACTIVATIONS.items() if found.elementwise]
NUMBERS = (-7.5, -3.0, -1.25, -0.75, -0.25, 0.0, 0.25, 0.75, 1.25, 3.5, 7.5)
ROUNDED = 1e-4
"""Of selu's two constants, which are written with five digits."""


def computed(plain: str, **symbols: float) -> float:
    """Return what a formula in plain words amounts to when it is read as a calculation."""
    text = plain.replace("−", "-").replace("·", "*").replace("^", "**").replace("√", "sqrt")
    text = re.sub(r"\|([^|]+)\|", r"abs(\1)", text).replace("π", "pi").replace("e**", "exp")
    space = {k: getattr(math, k) for k in ("exp", "log", "tanh", "sqrt", "erf", "pi")}
    return float(eval(text, {**space, "min": min, "max": max, "abs": abs, **symbols}))  # noqa: S307 - our own text


def at(number: float, letter: str) -> Named:
    return Named(Text(letter, letter), number)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_what_is_written_is_what_is_computed(name, number):
    z = np.array([number])
    a = ACTIVATIONS[name].forward(z)
    value = activation_of(name, at(number, "z"))
    assert value.value == pytest.approx(float(a[0]), abs=1e-15)
    read = computed(value.write(numbers=False).plain, z=number)
    assert read == pytest.approx(float(a[0]), rel=ROUNDED if name == "selu" else 1e-9, abs=1e-12)
    slope = derivative_of(name, at(number, "z"), at(float(a[0]), "a"))
    expected = float(ACTIVATIONS[name].backward(np.ones(1), z, a)[0])
    assert slope.value == pytest.approx(expected, abs=1e-15)
    plain = slope.write(numbers=False).plain
    if plain != "g′(z)":
        read = computed(plain, z=number, a=float(a[0]))
        assert read == pytest.approx(expected, rel=ROUNDED if name == "selu" else 1e-9, abs=1e-12)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_numbers_are_written_where_the_symbols_were(name):
    for number in NUMBERS:
        written = activation_of(name, at(number, "z")).write(numbers=True)
        assert "z" not in written.plain
        assert "<" not in written.plain + written.latex.replace(r"\left<", "")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_formulas_can_be_typeset(name):
    found = ACTIVATIONS[name]
    lines = [found.formula, found.derivative]
    if name in ELEMENTWISE:
        for number in NUMBERS:
            z = at(number, "z_1")
            for expression in (activation_of(name, z), derivative_of(name, z, at(0.5, "a_1"))):
                lines += [expression.write(numbers).latex for numbers in (False, True)]
    for line in set(lines):
        assert typeset_line(line) is not None, line


def test_a_rule_with_cases_is_told_in_full():
    assert {name for name in ACTIVATIONS if rule_of(name)} >= {"elu", "leaky_relu", "selu", "sparse_plus"}
    assert rule_of("tanh") is None


def run(name, dtype=np.float64):
    """A Dense layer, an Activation layer and the output with the same activation."""
    layers = [Input((3,)), Dense(4, name), Dense(3), Activation(name), Dense(2, name)]
    return run_of(
        layers, MeanSquaredError(), SGD(0.1), dataset((3,), "regression", outputs=2), batch=4, dtype=dtype
    )


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_event_is_explained_with_the_traced_numbers(name):
    made, activations = run(name), 0
    for moment in moments(made, 1):
        for row in range(len(moment.trace.batch.x)):
            told = explain(scope_of(moment.trace, made.setup, row), moment.event)
            assert told.lines, moment.event
            assert all(line.plain for line in told.lines)
            for equation in told.equations:
                activations += equation.left.plain.startswith(("a_", "δ_"))
                near = math.isclose(equation.right.value, equation.result, rel_tol=1e-7, abs_tol=1e-12)
                assert near, (moment.event, equation.whole().plain, equation.right.value)
    assert activations


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_numpy_lines_compute_the_activation_and_its_slope(name):
    rng = np.random.default_rng(2)
    z, da = rng.normal(0, 2, (20, 5)), rng.normal(size=(20, 5))
    found = ACTIVATIONS[name]
    space = {"np": np, "scipy": scipy, "Z7": z, "dA7": da}
    for line in (*found.code, *found.backward_code):
        exec(line.format(k=7), space)  # noqa: S102 - our own lines, that is the test
    a = found.forward(z)
    np.testing.assert_allclose(space["A7"], a, atol=1e-12)
    np.testing.assert_allclose(space["dZ7"], found.backward(da, z, a), atol=1e-12)
