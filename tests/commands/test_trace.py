"""``nnviz trace``: every number of the first steps under the names that other programs expect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.engine.run import Run
from nnviz.layers.initializers import RandomNormal
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import template
from tests.engine.runs import bits


@pytest.fixture
def traced(nnviz, saved, tmp_path):
    """Return a function that traces a document and returns the arrays."""

    def run(document: Any, *words: object) -> dict[str, np.ndarray]:
        path = tmp_path / "trace.npz"
        assert nnviz("trace", saved(document), *words, "-o", path) == (0, f"{path}\n", "")
        with np.load(path, allow_pickle=False) as file:
            return dict(file)

    return run


def batch(folder: Path, **arrays: Any) -> Path:
    path = folder / "batch.npz"
    np.savez(path, **arrays)
    return path


NAMES = {
    "0/loss": (),
    "0/output/inputs": (1, 2),
    "0/output/hidden": (1, 2),
    "0/output/output": (1, 1),
    **{
        f"0/{what}/{weight}": shape
        for what in ("grad", "weight", "next")
        for weight, shape in {
            "hidden/kernel": (2, 2),
            "hidden/bias": (2,),
            "output/kernel": (2, 1),
            "output/bias": (1,),
        }.items()
    },
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_names_shapes_and_types(traced, dtype):
    found = traced("first-backward-pass", "--dtype", dtype)
    assert {name: array.shape for name, array in found.items()} == NAMES
    assert {array.dtype.name for array in found.values()} == {dtype}


def test_numbers_of_the_first_backward_pass(traced):
    found = traced("first-backward-pass", "--steps", 2, "--dtype", "float64")
    assert len(found) == 2 * len(NAMES)
    assert found["0/loss"] == 4
    assert found["0/output/output"].tolist() == [[9]]
    assert found["0/grad/hidden/kernel"].tolist() == [[-16, 8], [-24, 12]]
    assert found["0/grad/output/kernel"].ravel().tolist() == [-20, -4]
    assert found["0/weight/hidden/kernel"].tolist() == [[1, -1], [1, 1]]
    assert found["0/next/hidden/kernel"] == pytest.approx(np.array([[1.08, -1.04], [1.12, 0.94]]))
    assert found["1/loss"] == pytest.approx(0.00009216)
    assert bits(found["1/weight/hidden/kernel"]) == bits(found["0/next/hidden/kernel"])


def test_steps_are_the_first_of_the_run(traced):
    document = template("circle").build()
    found = traced("circle", "--steps", 20)
    run = Run(document, document.setup.data.load())
    state, losses = run.advance(run.start(), 20)
    # The trace is computed by the layers, the run in fewer operations: the same but for rounding.
    np.testing.assert_allclose([found[f"{step}/loss"] for step in range(20)], losses, rtol=1e-6)
    for path, value in run.network.weights(state.theta).items():
        assert bits(found[f"19/next/{path}"]) == bits(value)
        assert bits(found[f"7/weight/{path}"]) == bits(found[f"6/next/{path}"])
    assert len(found["0/output/point"]) == 10
    assert not np.array_equal(found["0/output/point"], found["1/output/point"])


def test_given_batch_is_used_in_every_step(traced, tmp_path):
    x, y = np.array([[2.0, 3.0], [1.0, -1.0]]), np.array([[11.0], [0.5]])
    found = traced("first-backward-pass", "--batch", batch(tmp_path, x=x, y=y), "--steps", 3)
    for step in range(3):
        assert found[f"{step}/output/inputs"].tolist() == x.tolist()
    assert found["0/loss"] == pytest.approx(((9 - 11) ** 2 + (0 - 0.5) ** 2) / 2)


@pytest.mark.parametrize("y", [[1, 0], [[1], [0]], [1.0, 0.0], [True, False]], ids=str)
def test_given_classes_may_be_of_any_form(traced, tmp_path, y):
    found = traced("circle", "--batch", batch(tmp_path, x=np.eye(2, dtype="f4"), y=np.array(y)))
    assert found["0/output/output"].shape == (2, 1)


def test_given_rows_with_a_single_one(traced, tmp_path):
    document = template("digits").build().with_setup(loss=CategoricalCrossentropy())
    x = np.random.default_rng(0).random((3, 8, 8))
    one = traced(document, "--batch", batch(tmp_path, x=x, y=np.eye(10)[[3, 1, 4]]))
    other = traced(document, "--batch", batch(tmp_path, x=x, y=np.array([3, 1, 4])))
    assert {name: bits(a) for name, a in one.items()} == {name: bits(a) for name, a in other.items()}


def test_mnist(traced, shared_data):
    found = traced("mnist", "--data-dir", shared_data)
    assert found["0/output/picture"].shape == (128, 28, 28)
    assert found["0/grad/hidden_1/kernel"].shape == (784, 512)
    assert 2 < found["0/loss"] < 3


# --- refused ---------------------------------------------------------------------------------------------

X, Y = np.zeros((3, 2)), np.zeros((3, 1))


@pytest.mark.parametrize(
    ("arrays", "reason"),
    [
        ({"x": X}, "y is not a file in the archive"),
        ({"y": Y}, "x is not a file in the archive"),
        ({}, "x is not a file in the archive"),
        (
            {"x": np.zeros((3, 4)), "y": Y},
            "x has the shape (3, 4) and y (3, 1); expected as many rows in both and x (n, 2)",
        ),
        ({"x": np.zeros((3, 2, 2)), "y": Y}, "x has the shape (3, 2, 2)"),
        ({"x": np.zeros(2), "y": Y}, "x has the shape (2,)"),
        ({"x": np.array(1.0), "y": np.array(1.0)}, "x has the shape ()"),
        ({"x": X, "y": np.array(1.0)}, "and y ()"),
        ({"x": X, "y": np.zeros(4)}, "and y (4,)"),
        ({"x": X[:0], "y": Y[:0]}, "x has the shape (0, 2)"),
        ({"x": X.astype(str), "y": Y}, "more than finite numbers"),
        ({"x": X + 1j, "y": Y}, "more than finite numbers"),
        ({"x": X * np.nan, "y": Y}, "more than finite numbers"),
        ({"x": X, "y": Y + np.inf}, "more than finite numbers"),
        (
            {"x": X, "y": np.zeros((3, 2))},
            "needs targets of the shape (1,) for each sample, but they have (2,)",
        ),
    ],
    ids=range(15),
)
def test_batch_that_does_not_fit(arrays, reason, refused, saved, tmp_path):
    out = tmp_path / "t.npz"
    words = ("trace", saved("first-backward-pass"), "--batch", batch(tmp_path, **arrays), "-o", out)
    assert reason in refused(*words)
    assert not out.exists()


@pytest.mark.parametrize("y", [[10, 0], [-1, 0], [0.5, 1]], ids=str)
@pytest.mark.parametrize("loss", ["sparse", "rows"])
def test_class_that_does_not_exist(y, loss, refused, saved, tmp_path):
    document = template("digits").build()
    if loss == "rows":
        document = document.with_setup(loss=CategoricalCrossentropy())
    given = batch(tmp_path, x=np.zeros((2, 8, 8)), y=np.array(y))
    sentence = refused("trace", saved(document), "--batch", given, "-o", tmp_path / "t.npz")
    assert sentence.endswith("needs a class number from 0 to 9 for each sample.")


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"PK\x03\x04 and no more", b"\x93NUMPY\x01\x00", b"\x80\x04\x95"],
    ids=["empty", "text", "zip", "npy", "pickle"],
)
def test_file_that_is_no_batch(data, refused, saved, tmp_path):
    path = tmp_path / "batch.npz"
    path.write_bytes(data)
    sentence = refused("trace", saved("circle"), "--batch", path, "-o", tmp_path / "t.npz")
    assert sentence.startswith(f"“{path}” is not a batch: it must be an .npz file with x and y (")


def test_single_array_is_no_batch(refused, saved, tmp_path):
    np.save(tmp_path / "batch.npy", X)
    words = ("trace", saved("circle"), "--batch", tmp_path / "batch.npy", "-o", tmp_path / "t.npz")
    assert "it holds a single array" in refused(*words)


def test_damaged_batch(refused, saved, tmp_path):
    path = batch(tmp_path, x=X, y=Y)
    data = bytearray(path.read_bytes())
    data[200:220] = b"\xff" * 20
    path.write_bytes(data)
    assert "is not a batch" in refused("trace", saved("circle"), "--batch", path, "-o", tmp_path / "t.npz")


def test_pickled_batch_is_refused(refused, saved, tmp_path):
    path = batch(tmp_path, x=np.array([{"a": 1}], object), y=Y)
    assert "is not a batch" in refused("trace", saved("circle"), "--batch", path, "-o", tmp_path / "t.npz")


def test_batch_that_is_not_there(refused, saved, tmp_path):
    words = ("trace", saved("circle"), "--batch", tmp_path / "none.npz", "-o", tmp_path / "t.npz")
    assert "is not a batch" in refused(*words)


@pytest.mark.parametrize("place", ["none/t.npz", "", "batch.npz/t.npz"])
def test_place_where_nothing_can_be_written(place, refused, saved, tmp_path):
    batch(tmp_path, x=X, y=Y)
    sentence = refused("trace", saved("circle"), "-o", tmp_path / place)
    assert "was not saved (" in sentence


def test_document_that_cannot_run(refused, saved, tmp_path):
    document = template("circle").build().with_setup(loss=CategoricalCrossentropy())
    assert "does not suit this data" in refused("trace", saved(document), "-o", tmp_path / "t.npz")


def test_missing_data(refused, saved, tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "nothing"))
    sentence = refused("trace", saved("mnist"), "--data-dir", tmp_path, "-o", tmp_path / "t.npz")
    assert "mnist.npz" in sentence


def test_numbers_without_end(refused, saved, tmp_path):
    document = template("linear-regression").build().with_setup(optimizer=SGD(1e30))
    sentence = refused("trace", saved(document), "--steps", 9, "-o", tmp_path / "t.npz")
    assert sentence.startswith("At step 1 the loss of “output” is no longer a finite number.")
    assert not (tmp_path / "t.npz").exists()


def test_start_weights_too_large_for_the_type(refused, saved, tmp_path):
    from nnviz.design import edits

    document = template("linear-regression").build()
    wild = edits.set_fields(document.design, "output", kernel_initializer=RandomNormal(0.0, 1e300))
    sentence = refused("trace", saved(document.with_(design=wild)), "-o", tmp_path / "t.npz")
    assert sentence.startswith("At step 0 the kernel of “output” is no longer a finite number.")
