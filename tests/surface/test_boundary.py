"""Boundary: the drawn output is the network's own."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.engine.answers import answers, right
from nnviz.engine.run import Run
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.surface import boundary
from nnviz.templates.base import template
from tests.surface.conftest import run_of


def last(generator):
    return list(generator)[-1]


def test_outputs_are_those_of_predict(circle):
    theta = circle.advance(circle.start(), 200)[0].theta
    field = last(boundary.compute(circle, theta, boundary.extent(circle.dataset)))
    assert field.complete
    assert field.output.shape == (100, 100, 1)
    for row, column in [(0, 0), (99, 99), (12, 70), (55, 3)]:
        point = np.array([[field.x0[column], field.x1[row]]], np.float32)
        expected = circle.predict(theta, point)[0, 0]
        assert field.output[row, column, 0] == pytest.approx(expected, rel=1e-5)
        assert field.probabilities[row, column, 1] == pytest.approx(expected, rel=1e-5)
        assert field.classes[row, column] == (expected > 0.5)


def test_a_trained_network_names_most_points_right_on_the_drawn_field(circle):
    theta = circle.advance(circle.start(), 900)[0].theta
    field = last(boundary.compute(circle, theta, boundary.extent(circle.dataset)))
    x, y = circle.dataset.x_train, circle.dataset.y_train
    columns = np.abs(field.x0[None] - x[:, :1]).argmin(axis=1)
    rows = np.abs(field.x1[None] - x[:, 1:]).argmin(axis=1)
    drawn = field.classes[rows, columns] == y
    assert drawn.mean() == pytest.approx(right(circle, theta, x, y).mean(), abs=0.05)
    assert drawn.mean() > 0.9


def test_all_points_lie_in_the_extent(circle):
    (x0_low, x0_high), (x1_low, x1_high) = boundary.extent(circle.dataset)
    for x in (circle.dataset.x_train, circle.dataset.x_test):
        assert x0_low < x[:, 0].min()
        assert x[:, 0].max() < x0_high
        assert x1_low < x[:, 1].min()
        assert x[:, 1].max() < x1_high


def test_it_grows_by_rows_and_can_be_cancelled(circle):
    growing = boundary.compute(circle, circle.start().theta, ((-1, 1), (-1, 1)), 100)
    first = next(growing)
    assert first.done == boundary.ROWS
    assert not first.complete
    assert np.isfinite(first.output[: first.done]).all()
    assert np.isnan(first.output[first.done :]).all()
    growing.close()
    assert np.isnan(first.output[first.done :]).all()


def test_several_classes_have_a_winner_and_its_probability():
    run = run_of(Input((2,)), Dense(5, "tanh"), Dense(3, "softmax"))
    theta = run.start().theta
    field = last(boundary.compute(run, theta, ((-2, 2), (-2, 2)), 21))
    output = run.predict(theta, np.array([[field.x0[4], field.x1[9]]]))[0]
    assert field.classes[9, 4] == output.argmax()
    np.testing.assert_allclose(field.probabilities[9, 4], output, rtol=1e-5)


def test_regression_has_values_and_no_classes():
    document = template("linear-regression").build()
    run = Run(document, document.setup.data.load())
    field = last(boundary.compute(run, run.start().theta, boundary.extent(run.dataset), 11))
    assert field.classes is None
    assert field.probabilities is None
    assert field.output.shape == (11, 11, 1)


def test_logits_become_probabilities():
    z = np.array([[-3.0], [0.0], [2.0]])
    found = answers(BinaryCrossentropy(from_logits=True), z)
    np.testing.assert_array_equal(found.classes, [0, 0, 1])
    np.testing.assert_allclose(found.probabilities[:, 1], 1 / (1 + np.exp(-z[:, 0])))
    z = np.array([[1.0, 3.0, 2.0]])
    found = answers(SparseCategoricalCrossentropy(from_logits=True), z)
    assert found.classes[0] == 1
    np.testing.assert_allclose(found.probabilities, ACTIVATIONS["softmax"].forward(z))


def test_right_counts_what_keras_accuracy_counts():
    run = run_of(Input((2,)), Dense(3, "softmax"))
    x, y = run.dataset.x_train, run.dataset.y_train
    theta = run.start().theta
    np.testing.assert_array_equal(right(run, theta, x, y), run.predict(theta, x).argmax(axis=1) == y)
