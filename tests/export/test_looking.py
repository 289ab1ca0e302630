"""What a training shows of itself, from networks of Keras itself."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import looking
import numpy as np
import pytest


@pytest.fixture
def model(keras: Any) -> Any:
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((2,)),
            layers.Dense(3, name="first"),
            layers.Activation("exponential", name="power"),
            layers.Dense(2, name="second"),
        ]
    )


def _samples(x: Any) -> looking.Samples:
    samples = looking.Samples()
    module = SimpleNamespace(load_data=lambda: ((x, np.zeros(len(x))), (x, np.arange(len(x)))))
    samples.watch(module)
    module.load_data()
    return samples


def test_the_layer_where_numbers_stop_being_finite(keras: Any, model: Any) -> None:
    samples = _samples(np.ones((4, 2), "float32"))
    assert looking.not_finite_layer(model, samples, keras) == ""
    first, second = model.get_layer("first"), model.get_layer("second")
    sound = [weight.numpy() for weight in first.weights]
    first.set_weights([np.full((2, 3), 1e4), np.zeros(3)])
    assert looking.not_finite_layer(model, samples, keras) == "power"
    first.set_weights([np.full((2, 3), np.nan), np.zeros(3)])
    assert looking.not_finite_layer(model, samples, keras) == "first"
    second.set_weights([np.full((3, 2), np.nan), np.zeros(2)])
    assert looking.not_finite_layer(model, samples, keras) == ""  # every one: it cannot be told
    first.set_weights(sound)
    assert looking.not_finite_layer(model, samples, keras) == "second"


def test_answers_are_the_networks(keras: Any, model: Any) -> None:
    x = np.arange(40.0, dtype="float32").reshape(20, 2) / 40
    samples = _samples(x)
    answers = samples.answers(model, keras)
    assert answers is not None
    assert len(answers) == looking.SAMPLES
    np.testing.assert_allclose(answers, model.predict(x, verbose=0)[: looking.SAMPLES], rtol=1e-4)
    assert samples.targets == list(range(looking.SAMPLES))


def test_the_first_kernel_of_a_network_and_of_a_base(
    keras: Any, model: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outer = keras.Sequential([keras.Input((2,)), model, keras.layers.Dense(40, name="head")])
    found = looking.save_filters(outer, keras, 3)
    assert found == ("first", "filters/epoch-000003.npy")
    np.testing.assert_array_equal(np.load(found[1]), model.get_layer("first").kernel.numpy())
    wide = keras.Sequential([keras.Input((2,)), keras.layers.Dense(40)])
    looking.save_filters(wide, keras, 4)
    assert np.load("filters/epoch-000004.npy").shape == (2, looking.MOST_FILTERS)
    assert looking.save_filters(keras.Sequential([keras.Input((2,)), keras.layers.ReLU()]), keras, 5) is None


@pytest.mark.parametrize("epochs", [1, 5, 100, 1000, 100_000])
def test_a_film_has_a_bounded_length(epochs: int) -> None:
    films = [epoch for epoch in range(1, epochs + 1) if looking.wants_film(epoch, epochs)]
    assert films[0] == 1
    assert films[-1] == epochs
    assert len(films) <= 2 * looking.FILMS


def test_memory_is_told() -> None:
    assert 1e7 < looking.memory() < 1e11
    assert looking.peak_memory() >= looking.memory() / 2
