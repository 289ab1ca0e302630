"""Texts from below ui in the user's language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from nnviz.ui.text import tr_message, tr_text
from nnviz.words import say


class Backwards(QTranslator):
    """Translates by a table."""

    def __init__(self, table: dict[str, str]) -> None:
        super().__init__()
        self._table = table

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return self._table.get(text, "") if context == "nnviz" else ""


@pytest.fixture
def translated(qapp):
    translator = Backwards(
        {"“{name}” has no input.": "“{name}” hat keine Eingabe.", "inner": "innen", "a {x} b": "{y} falsch"}
    )
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def test_without_a_translation_the_text_is_english(qapp):
    assert tr_text("Dense") == "Dense"
    assert tr_text("") == ""
    assert tr_message(say("“{name}” has no input.", name="dense")) == "“dense” has no input."


def test_messages_are_translated_before_their_gaps_are_filled(translated):
    assert tr_message(say("“{name}” has no input.", name="dense")) == "“dense” hat keine Eingabe."
    assert tr_message(say("“{name}” has no input.", name=say("inner"))) == "“innen” hat keine Eingabe."


def test_a_translation_with_a_wrong_gap_falls_back_to_english(translated):
    assert tr_message(say("a {x} b", x=1)) == "a 1 b"


def test_braces_in_values_are_left_alone(qapp):
    assert tr_message(say("see {x}", x="{y}")) == "see {y}"
    assert tr_message(say("no gaps {here}")) == "no gaps {here}"
