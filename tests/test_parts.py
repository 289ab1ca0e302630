"""Parts: declared fields are checked, registries find their members, messages fill their gaps."""

from __future__ import annotations

import ast
import dataclasses
import math
from pathlib import Path

import pytest

import nnviz
from nnviz.data.base import DATA
from nnviz.layers.base import LAYERS, Layer
from nnviz.layers.dense import Dense
from nnviz.layers.initializers import INITIALIZERS, GlorotUniform, HeNormal
from nnviz.losses.base import LOSSES
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.base import OPTIMIZERS
from nnviz.parts import FAMILIES, Part, PartError, declare
from nnviz.words import Message, NnvizError, say


@dataclasses.dataclass(frozen=True)
class Sample(Part):
    """One field of every type."""

    whole: int = declare(3, "int", "", minimum=1, maximum=9)
    least: int = declare(3, "int", "", minimum=1)
    real: float = declare(0.5, "float", "", minimum=0.0, maximum=1.0)
    most: float = declare(0.5, "float", "", maximum=1.0)
    any_number: float = declare(0.5, "float", "")
    switch: bool = declare(True, "bool", "")
    choice: str = declare("a", "choice", "", choices=("a", "b"))
    text: str = declare("", "text", "")
    shape: tuple[int, ...] = declare((2,), "shape", "")
    rows: tuple[tuple[float, ...], ...] = declare(((1.0,),), "samples", "")
    layer: Layer = declare(Dense(), "part", "", family="layers")
    maybe: int | None = declare(None, "int", "", minimum=0, optional=True)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("whole", 9, 9),
        ("real", 1, 1.0),
        ("real", 0, 0.0),
        ("any_number", -1e308, -1e308),
        ("switch", False, False),
        ("choice", "b", "b"),
        ("text", "ü\n", "ü\n"),
        ("shape", [28, 28], (28, 28)),
        ("rows", [[1, 2], [3, 4]], ((1.0, 2.0), (3.0, 4.0))),
        ("layer", LAYERS["Flatten"](), LAYERS["Flatten"]()),
        ("maybe", None, None),
        ("maybe", 0, 0),
    ],
)
def test_value_is_kept_in_its_exact_type(field, value, kept):
    found = getattr(Sample(**{field: value}), field)
    assert found == kept
    assert type(found) is type(kept)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("whole", 0, "a whole number from 1 to 9"),
        ("whole", 10, "a whole number from 1 to 9"),
        ("whole", 3.0, "a whole number from 1 to 9"),
        ("whole", True, "a whole number from 1 to 9"),
        ("whole", "3", "a whole number from 1 to 9"),
        ("whole", None, "a whole number from 1 to 9"),
        ("least", 10**400, "a whole number of at least 1"),
        ("real", 1.0001, "a number from 0 to 1"),
        ("real", math.nan, "a number from 0 to 1"),
        ("most", -math.inf, "a number of at most 1"),
        ("any_number", math.inf, "a number"),
        ("any_number", 10**400, "a number"),
        ("any_number", 1j, "a number"),
        ("switch", 1, "true or false"),
        ("choice", "c", "one of a, b"),
        ("choice", ["a"], "one of a, b"),
        ("text", b"", "text"),
        ("shape", (), "a shape"),
        ("shape", (0,), "a shape"),
        ("shape", (True,), "a shape"),
        ("shape", (2.0,), "a shape"),
        ("shape", (1_000_001,), "a shape"),
        ("shape", 3, "a shape"),
        ("rows", (), "rows of numbers of one length"),
        ("rows", ((),), "rows of numbers of one length"),
        ("rows", ((1,), (1, 2)), "rows of numbers of one length"),
        ("rows", (("1",),), "a number"),
        ("rows", ((math.nan,),), "a number"),
        ("rows", (3,), "rows of numbers of one length"),
        ("layer", GlorotUniform(), "one of the layers"),
        ("layer", "Dense", "one of the layers"),
        ("maybe", -1, "a whole number of at least 0"),
    ],
    ids=str,
)
def test_value_that_does_not_suit_is_refused_in_a_sentence(field, value, expected):
    with pytest.raises(PartError) as caught:
        Sample(**{field: value})
    sentence = str(caught.value)
    assert sentence.startswith(f"Sample: {field} must be {expected}")
    assert len(sentence) < 250
    with pytest.raises(PartError):
        Sample().replace(**{field: value})


def test_replace_and_what_was_changed():
    part = Sample().replace(whole=5, choice="b")
    assert part.changed() == {"whole": 5, "choice": "b"}
    assert Sample().changed() == {}
    assert part.values()["real"] == 0.5
    assert list(part.values()) == list(Sample.declared())
    with pytest.raises(PartError, match="Sample has no field “wole”"):
        Sample().replace(wole=5)


def test_registries_hold_the_members_by_the_name_of_keras():
    for registry in (LAYERS, INITIALIZERS, LOSSES, OPTIMIZERS, DATA):
        assert FAMILIES[registry.family] is registry
    for family, registry in FAMILIES.items():
        assert registry.family == family
        assert list(registry) == sorted(registry)
        assert len(registry) > 0
        for kind, member in registry.items():
            assert member.kind() == kind == member.__name__
            assert issubclass(member, registry.base)
            assert member().title
            assert member is not registry.base
    assert LAYERS["Dense"] is Dense
    assert LOSSES["MeanSquaredError"] is MeanSquaredError
    assert "Layer" not in LAYERS
    assert FAMILIES["initializers"]["HeNormal"] is HeNormal
    with pytest.raises(KeyError):
        LAYERS["Conv9D"]


@pytest.mark.parametrize("kind", [kind for registry in FAMILIES.values() for kind in registry.values()])
def test_words_of_a_part_are_marked_for_translation(kind):
    """Title, help, keywords and every field's help stand inside ``QT_TRANSLATE_NOOP`` somewhere in the package."""
    texts = {kind.title, kind.help, kind.keywords, *(info.help for info in kind.declared().values())}
    assert texts - {""} <= _marked()


def _marked() -> set[str]:
    if not _MARKED:
        for path in Path(nnviz.__file__).parent.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "QT_TRANSLATE_NOOP":
                    _MARKED.add(ast.literal_eval(node.args[1]))
    return _MARKED


_MARKED: set[str] = set()


def test_message_fills_its_gaps():
    message = say("“{name}” has {count} of {most:,}", name="a{b}", count=say("{n} things", n=3), most=1000)
    assert str(message) == "“a{b}” has 3 things of 1,000"
    assert message.fill("{count}: {name}") == "3 things: a{b}"  # a translation may put them in another order
    assert str(Message("100 {}")) == "100 {}"  # without values there are no gaps
    assert str(NnvizError(message)) == str(message)
    assert NnvizError(message).message is message
    with pytest.raises(TypeError):
        message.values["name"] = "b"
