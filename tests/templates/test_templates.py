"""Every template opens, has no problems and learns."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.design.check import problems
from nnviz.engine.answers import right
from nnviz.engine.run import Run
from nnviz.engine.timeline import Timeline
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.templates.base import FIRST, TemplateError, anywhere, chain, template, templates

ANYWHERE = anywhere()
"""Templates whose data need no file."""


def run_of(name: str) -> Run:
    document = template(name).build()
    dataset = document.setup.data.load()
    assert problems(document, dataset) == ()
    return Run(document, dataset)


def accuracy(run: Run, theta: np.ndarray) -> float:
    return float(right(run, theta, run.dataset.x_test, run.dataset.y_test).mean())


def mean_loss(run: Run, theta: np.ndarray) -> float:
    return run.loss(theta, run.dataset.x_train, run.dataset.y_train)


@pytest.mark.parametrize("name", templates())
def test_template_says_what_it_is(name):
    found = template(name)
    assert found.name == name
    assert found.title
    assert found.help.endswith(".")
    first, second = found.build(), found.build()
    assert first == second
    assert first.name
    assert first.cursor == (0, 0)


@pytest.mark.parametrize("name", [name for name in ANYWHERE if name != "first-forward-pass"])
def test_one_epoch_makes_the_loss_smaller(name):
    run = run_of(name)
    start = run.start()
    end, losses = run.advance(start, run.steps_per_epoch)
    assert np.isfinite(losses).all()
    assert mean_loss(run, end.theta) < mean_loss(run, start.theta)


def test_first_forward_pass_has_nothing_to_learn():
    """Its target is its output."""
    run = run_of("first-forward-pass")
    assert run.advance(run.start(), 1)[1] == [0]


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("circle", 0.95),
        ("xor", 0.95),
        ("gaussians", 0.95),
        ("spiral", 0.85),
        ("digits", 0.95),
        ("five-layers", 0.95),
        ("digits_convolution", 0.95),
        ("fire-modules", 0.9),
        ("separable", 0.93),
        ("residual", 0.95),
        ("batch-normalization", 0.92),
    ],
)
def test_template_learns_in_its_epochs(name, least):
    run = run_of(name)
    state = Timeline(run).state(run.setup.epochs * run.steps_per_epoch)
    assert accuracy(run, state.theta) > least
    assert accuracy(run, run.start().theta) < least


def test_mnist(shared_data):
    document = template("mnist").build()
    dataset = document.setup.data.load(shared_data)
    assert problems(document, dataset) == ()
    run = Run(document, dataset)
    assert run.steps_per_epoch == 469
    x, y = dataset.x_test[:1000], dataset.y_test[:1000]
    start = run.start()
    end, losses = run.advance(start, 30)
    assert run.loss(end.theta, x, y) < 0.5 * run.loss(start.theta, x, y)
    assert np.mean(losses[-5:]) < 0.5 * np.mean(losses[:5])
    assert right(run, end.theta, x, y).mean() > 0.75


def test_mnist_with_convolutions(shared_data):
    document = template("mnist_convolution").build()
    dataset = document.setup.data.load(shared_data)
    assert problems(document, dataset) == ()
    run = Run(document, dataset)
    x, y = dataset.x_test[:500], dataset.y_test[:500]
    start = run.start()
    end, _ = run.advance(start, 40)
    assert run.loss(end.theta, x, y) < 0.3 * run.loss(start.theta, x, y)
    assert right(run, end.theta, x, y).mean() > 0.8


def test_the_window_opens_on_the_first_of_the_list():
    assert next(iter(templates())) == FIRST
    orders = [found.order for found in templates().values()]
    assert orders == sorted(orders)


def test_the_worked_examples_are_there():
    assert {"first-forward-pass", "first-backward-pass", "linear-regression", "mnist"} <= set(templates())


def test_template_that_does_not_exist():
    with pytest.raises(TemplateError) as caught:
        template("cirle")
    assert str(caught.value).startswith("There is no template “cirle”. There are: circle, ")


def test_chain_names_and_arranges():
    design = chain(("point", Input()), Dense(), Dense(), ("end", Dense()))
    assert design.order == ("point", "dense", "dense_1", "end")
    xs = [node.position[0] for node in design.nodes]
    assert xs == sorted(set(xs))
    assert {node.position[1] for node in design.nodes} == {0.0}
