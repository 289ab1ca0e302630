"""Documents and parts as JSON: the way there and back, and every refusal with its place."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.data.circle import Circle
from nnviz.design.codec import DocumentError, decode, decode_part, encode, encode_part
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design, Edge, Node, Unknown
from nnviz.layers.dense import Dense
from nnviz.layers.initializers import HeNormal
from nnviz.layers.input import Input
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.sgd import SGD
from nnviz.parts import FAMILIES, Part
from nnviz.templates.base import template
from tests.design.strategies import documents
from tests.layers.parts import instances, label, variants

FAMILY_KINDS = [(family, kind) for family, registry in FAMILIES.items() for kind in registry.values()]


def by_json(raw: Any) -> Any:
    return json.loads(json.dumps(raw, allow_nan=False))


@pytest.mark.parametrize(
    ("family", "part"),
    [(f, part) for f, kind in FAMILY_KINDS for part in variants(kind)],
    ids=lambda v: v if isinstance(v, str) else label(v),
)
def test_part_comes_back_from_json(family: str, part: Part):
    raw = by_json(encode_part(part))
    assert raw["kind"] == part.kind()
    assert set(raw) == {
        "kind",
        *part.declared(),
    }  # every field is written, so that a later default changes nothing
    assert decode_part(family, raw, "here") == part


@pytest.mark.parametrize(
    ("family", "kind"), FAMILY_KINDS, ids=lambda v: v if isinstance(v, str) else v.kind()
)
@settings(max_examples=10)
@given(data=st.data())
def test_part_with_any_values_comes_back_from_json(family, kind, data):
    part = data.draw(instances(kind))
    assert decode_part(family, by_json(encode_part(part)), "here") == part


@pytest.mark.parametrize(
    ("family", "kind"), FAMILY_KINDS, ids=lambda v: v if isinstance(v, str) else v.kind()
)
def test_missing_fields_get_their_defaults(family, kind):
    assert decode_part(family, {"kind": kind.kind()}, "here") == kind()


@given(documents())
def test_document_comes_back_from_json(document: Document):
    assert decode(by_json(encode(document))).with_weights(document.weights) == document


@pytest.fixture
def raw() -> dict[str, Any]:
    return by_json(encode(template("circle").build()))


def put(raw: dict[str, Any], place: str, value: Any) -> dict[str, Any]:
    """Return ``raw`` with ``value`` at a place such as ``design.nodes[2].layer.units``."""
    changed = copy.deepcopy(raw)
    *way, last = [
        int(key) if key.isdigit() else key for key in place.replace("[", ".").replace("]", "").split(".")
    ]
    target: Any = changed
    for key in way:
        target = target[key]
    target[last] = value
    return changed


REFUSED = [
    ("setup.batch_size", 0, "setup"),
    ("setup.batch_size", "10", "setup"),
    ("setup.batch_size", True, "setup"),
    ("setup.batch_size", 10**400, "setup"),
    ("setup.nonsense", 1, "setup.nonsense"),
    ("setup.kind", "Setup", "setup.kind"),
    ("setup.optimizer.learning_rate", -1, "setup.optimizer"),
    ("setup.optimizer.learning_rate", 10**400, "setup.optimizer"),
    ("setup.optimizer.nonsense", 1, "setup.optimizer.nonsense"),
    ("setup.optimizer.kind", "Magic", "setup.optimizer.kind"),
    ("setup.optimizer", "SGD", "setup.optimizer"),
    ("setup.data.points", 5, "setup.data"),
    ("setup.loss.kind", ["BinaryCrossentropy"], "setup.loss"),
    ("design.nodes[2].layer.units", 2.5, "design.nodes[2].layer"),
    ("design.nodes[2].layer.activation", "magic", "design.nodes[2].layer"),
    ("design.nodes[2].layer.activation", ["relu"], "design.nodes[2].layer"),
    ("design.nodes[2].layer.nonsense", 1, "design.nodes[2].layer.nonsense"),
    ("design.nodes[2].layer.kernel_initializer", "HeNormal", "design.nodes[2].layer.kernel_initializer"),
    ("design.nodes[2].layer.kernel_initializer.kind", "X", "design.nodes[2].layer.kernel_initializer.kind"),
    ("design.nodes[2].layer.kernel_initializer.x", 1, "design.nodes[2].layer.kernel_initializer.x"),
    ("design.nodes[2].layer", {"units": 3}, "design.nodes[2].layer"),
    ("design.nodes[2].layer", {"kind": 3}, "design.nodes[2].layer"),
    ("design.nodes[2].layer", [], "design.nodes[2].layer"),
    ("design.nodes[2].name", "hidden_1", "design.nodes[2].name"),
    ("design.nodes[2].name", "a/b", "design.nodes[2].name"),
    ("design.nodes[2].name", "ä", "design.nodes[2].name"),
    ("design.nodes[2].name", 7, "design.nodes[2].name"),
    ("design.nodes[2].position", [0], "design.nodes[2].position[1]"),
    ("design.nodes[2].position", [0, 1e7], "design.nodes[2].position[1]"),
    ("design.nodes[2].position", ["1", 0], "design.nodes[2].position[0]"),
    ("design.nodes[2].position", [True, 0], "design.nodes[2].position[0]"),
    ("design.nodes[2].colour", "red", "design.nodes[2].colour"),
    ("design.nodes[0].layer.shape", [], "design.nodes[0].layer"),
    ("design.nodes[0].layer.shape", [0], "design.nodes[0].layer"),
    ("design.nodes[0].layer.shape", [2.0], "design.nodes[0].layer"),
    ("design.edges[1].source", "nobody", "design.edges[1]"),
    ("design.edges[1].port", 1, "design.edges[1].port"),
    ("design.edges[1].port", -1, "design.edges[1].port"),
    ("design.edges[1].port", "0", "design.edges[1].port"),
    ("design.edges[1].target", "point", "design.edges[1].port"),  # an Input has no port
    ("design.edges[1].target", "hidden_1", "design.edges[1].port"),  # taken
    ("design.edges[0].source", "output", "design.edges"),  # a circle
    ("design.nodes", {}, "design.nodes"),
    ("design", None, "design"),
    ("name", 3, "name"),
    ("name", "x" * 2000, "name"),
    ("notes", None, "notes"),
    ("cursor.step", -1, "cursor.step"),
    ("cursor.step", 1.5, "cursor.step"),
    ("cursor.event", True, "cursor.event"),
    ("surprise", 1, "surprise"),
]


@pytest.mark.parametrize(
    ("place", "value", "told"), REFUSED, ids=[f"{p}={str(v)[:20]}" for p, v, _ in REFUSED]
)
def test_refusal_names_the_place(raw, place, value, told):
    with pytest.raises(DocumentError) as caught:
        decode(put(raw, place, value))
    sentence = str(caught.value)
    assert sentence.startswith(f"The document cannot be read: {told}: ")
    assert "\n" not in sentence
    assert len(sentence) < 400


@pytest.mark.parametrize("missing", ["design", "setup", "cursor", "name", "notes"])
def test_refusal_names_what_is_missing(raw, missing):
    del raw[missing]
    with pytest.raises(DocumentError, match=f"read: {missing}: "):
        decode(raw)


def test_an_empty_set_up_is_the_default_one(raw):
    assert decode(put(raw, "setup", {})).setup == Setup()


def test_unknown_layer_is_kept_as_it_is(raw):
    layer = {"kind": "Conv9D", "filters": 3, "deep": {"list": [1, 2.5, None, "ü"]}, "units": "any"}
    document = decode(put(raw, "design.nodes[2].layer", layer))
    kept = document.design.node("hidden_2").layer
    assert isinstance(kept, Unknown)
    assert kept.summary() == "Conv9D"
    assert by_json(encode(document))["design"]["nodes"][2]["layer"] == layer
    assert document.design.sources("hidden_2") == ("hidden_1",)


def test_unknown_layer_may_have_several_inputs(raw):
    raw = put(raw, "design.nodes[3].layer", {"kind": "LaterLayer"})
    raw["design"]["edges"].append({"source": "point", "target": "output", "port": 1})
    document = decode(raw)
    assert document.design.sources("output") == ("hidden_2", "point")
    assert by_json(encode(document)) == raw


@pytest.mark.parametrize("depth", [65, 900])
def test_unknown_layer_nested_without_end_is_refused(raw, depth):
    """It could be read but, a little deeper, not written again."""
    value: Any = 0
    for _ in range(depth):
        value = [value]
    with pytest.raises(DocumentError, match=r"design\.nodes\[2\]\.layer: "):
        decode(put(raw, "design.nodes[2].layer", {"kind": "Conv9D", "deep": value}))


def test_known_document_as_json():
    """The words of the format; a change of them needs a new version and a migration."""
    design = Design(
        (
            Node("inputs", Input((2,)), (0.0, 0.0)),
            Node("output", Dense(1, "sigmoid", kernel_initializer=HeNormal()), (190.0, -5.5)),
        ),
        (Edge("inputs", "output"),),
    )
    setup = Setup(Circle(), BinaryCrossentropy(), Adam(0.25), 20, 3, 9, False)
    document = Document("My nét", design, setup, notes="Hello", cursor=(3, 4))
    assert encode(document) == {
        "format": "nnviz",
        "version": 2,
        "name": "My nét",
        "notes": "Hello",
        "design": {
            "nodes": [
                {"name": "inputs", "position": [0.0, 0.0], "layer": {"kind": "Input", "shape": [2]}},
                {
                    "name": "output",
                    "position": [190.0, -5.5],
                    "layer": {
                        "kind": "Dense",
                        "units": 1,
                        "activation": "sigmoid",
                        "use_bias": True,
                        "kernel_initializer": {"kind": "HeNormal"},
                        "trainable": True,
                        "bias_initializer": {"kind": "Zeros"},
                        "kernel_regularizer": None,
                        "bias_regularizer": None,
                        "activity_regularizer": None,
                        "kernel_constraint": None,
                        "bias_constraint": None,
                    },
                },
            ],
            "edges": [{"source": "inputs", "target": "output", "port": 0}],
        },
        "setup": {
            "data": {"kind": "Circle", "points": 200, "noise": 0.05, "seed": 7, "test_fraction": 0.25},
            "loss": {"kind": "BinaryCrossentropy", "from_logits": False, "label_smoothing": 0.0},
            "optimizer": {
                "kind": "Adam",
                "learning_rate": 0.25,
                "beta_1": 0.9,
                "beta_2": 0.999,
                "epsilon": 1e-7,
                "amsgrad": False,
                "schedule": {"kind": "Constant"},
                "weight_decay": None,
                "clipnorm": None,
                "clipvalue": None,
                "global_clipnorm": None,
            },
            "batch_size": 20,
            "epochs": 3,
            "seed": 9,
            "shuffle": False,
            "class_weight": [],
            "metrics": [],
            "early_stopping": 0,
            "tensorboard": False,
        },
        "cursor": {"step": 3, "event": 4},
    }


def test_whole_numbers_stay_whole_and_fractions_become_floats():
    assert isinstance(
        decode_part("optimizers", {"kind": "SGD", "learning_rate": 1}, "here").learning_rate, float
    )
    with pytest.raises(DocumentError):
        decode_part("layers", {"kind": "Dense", "units": 4.0}, "here")
    assert decode_part("optimizers", encode_part(SGD(1.0)), "here") == SGD(1.0)
