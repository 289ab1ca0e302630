"""``nnviz check``: shapes, parameters and problems, as a table and as JSON."""

from __future__ import annotations

import json

import pytest

from nnviz.design import edits
from nnviz.design.graph import Unknown
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.templates.base import anywhere, chain, template

TABLE = """\
layer     kind   output shape  parameters
point     Input  (None, 2)     0
hidden_1  Dense  (None, 4)     12
hidden_2  Dense  (None, 2)     10
output    Dense  (None, 1)     3
25 parameters
It runs.
"""


def test_table(nnviz, saved):
    assert nnviz("check", saved("circle")) == (0, TABLE, "")


def test_json(nnviz, saved):
    said = nnviz("check", saved("circle"), "--json")
    assert (said.status, said.err) == (0, "")
    assert json.loads(said.out) == {
        "name": "circle",
        "runs": True,
        "parameters": 25,
        "layers": [
            {"name": "point", "kind": "Input", "inputs": [], "output_shape": [None, 2], "parameters": 0},
            {
                "name": "hidden_1",
                "kind": "Dense",
                "inputs": ["point"],
                "output_shape": [None, 4],
                "parameters": 12,
            },
            {
                "name": "hidden_2",
                "kind": "Dense",
                "inputs": ["hidden_1"],
                "output_shape": [None, 2],
                "parameters": 10,
            },
            {
                "name": "output",
                "kind": "Dense",
                "inputs": ["hidden_2"],
                "output_shape": [None, 1],
                "parameters": 3,
            },
        ],
        "problems": [],
    }


@pytest.mark.parametrize("name", anywhere())
def test_every_template_runs(name, nnviz, saved):
    said = nnviz("check", saved(name))
    assert said.status == 0
    assert said.out.endswith("\nIt runs.\n")


def test_mnist(nnviz, saved, shared_data):
    said = nnviz("check", saved("mnist"), "--data-dir", shared_data)
    assert said.status == 0
    assert "669,706 parameters\nIt runs.\n" in said.out
    assert "(None, 28, 28)" in said.out


def test_missing_data_are_a_problem_beside_the_shapes(nnviz, saved, tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "nothing"))
    said = nnviz("check", saved("mnist"), "--data-dir", tmp_path)
    assert said.status == 1
    assert "669,706 parameters\nproblem: " in said.out
    assert said.out.endswith("\nIt cannot run.\n")


def test_design_that_cannot_run(nnviz, saved):
    document = template("circle").build()
    broken = edits.with_design(document, edits.disconnect(document.design, document.design.edges[1]))
    said = nnviz("check", saved(broken))
    assert said.status == 1
    assert said.out.splitlines()[-2:] == [
        "problem: “hidden_2” has no input. Draw a line to it from the layer before it.",
        "It cannot run.",
    ]
    assert "hidden_2  Dense  ?             0" in said.out
    report = json.loads(nnviz("check", saved(broken), "--json").out)
    assert report["runs"] is False
    assert report["problems"] == [
        {
            "message": "“hidden_2” has no input. Draw a line to it from the layer before it.",
            "layers": ["hidden_2"],
            "fatal": True,
        }
    ]
    assert [layer["output_shape"] for layer in report["layers"]] == [[None, 2], [None, 4], None, None]


def test_advice_does_not_keep_it_from_running(nnviz, saved):
    document = template("circle").build()
    advised = document.with_(design=edits.set_fields(document.design, "output", activation="tanh"))
    said = nnviz("check", saved(advised))
    assert said.status == 0
    assert "\nadvice: “Binary cross-entropy” expects probabilities, but “output” ends with tanh." in said.out
    assert said.out.endswith("\nIt runs.\n")


@pytest.mark.parametrize(
    "design",
    [
        chain(),
        chain(Dense()),
        chain(Input()),
        chain(Input(), Unknown("Conv9D", '{"filters": 3}'), Dense(1)),
        chain(Input((3, 3)), Flatten(), Dense(1)),
        chain(Input(), Dense(100_000), Dense(100_000), Dense(1)),
    ],
    ids=["nothing", "no input", "input alone", "unknown layer", "other data", "too large"],
)
def test_anything_that_can_be_saved_can_be_checked(design, nnviz, saved):
    path = saved(template("circle").build().with_(design=design))
    said = nnviz("check", path)
    assert (said.status, said.err) == (1, "")
    assert "problem: " in said.out
    assert json.loads(nnviz("check", path, "--json").out)["runs"] is False


def test_table_of_own_data_that_is_missing(nnviz, saved, tmp_path):
    from nnviz.data.base import DATA

    document = template("circle").build().with_setup(data=DATA["Table"](file=str(tmp_path / "none.csv")))
    said = nnviz("check", saved(document))
    assert said.status == 1
    assert "none.csv" in said.out


def test_loss_for_other_data(nnviz, saved):
    document = template("linear-regression").build().with_setup(loss=SparseCategoricalCrossentropy())
    said = nnviz("check", saved(document))
    assert said.status == 1
    assert "does not suit this data, whose task is regression" in said.out


def test_a_faulty_document_is_told_with_file_place_and_value(saved, refused, tmp_path):
    import json
    import zipfile

    path = tmp_path / "faulty.nnviz"
    with zipfile.ZipFile(saved("circle")) as old, zipfile.ZipFile(path, "w") as new:
        raw = json.loads(old.read("document.json"))
        raw["design"]["nodes"][1]["layer"]["units"] = -3
        new.writestr("document.json", json.dumps(raw))
    assert refused("check", path) == (
        "“faulty.nnviz” cannot be read: design.nodes[1].layer: Dense: units must be a whole number"
        " from 1 to 100000, but it is -3."
    )
