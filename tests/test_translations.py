"""Every text on the screen can be translated: it is a literal, lupdate finds it, and the template has it."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import translations

ROOT = Path(__file__).resolve().parent.parent


class Marked(NamedTuple):
    """A text as it stands in the source; context or text is None where it is no literal."""

    line: int
    context: str | None
    text: str | None


def marked(source: str) -> list[Marked]:
    """Return the texts that a Python source marks for translation."""
    return list(_marked(ast.parse(source), None))


def _marked(node: ast.AST, owner: str | None) -> Iterator[Marked]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            name = child.func.attr if isinstance(child.func, ast.Attribute) else getattr(child.func, "id", "")
            if name == "QT_TRANSLATE_NOOP":
                yield Marked(child.lineno, _literal(child.args, 0), _literal(child.args, 1))
            elif name == "tr" and isinstance(child.func, ast.Attribute):
                mine = isinstance(child.func.value, ast.Name) and child.func.value.id == "self"
                yield Marked(child.lineno, owner if mine else None, _literal(child.args, 0))
        yield from _marked(child, child.name if isinstance(child, ast.ClassDef) else owner)


def _literal(arguments: list[ast.expr], index: int) -> str | None:
    value = arguments[index] if index < len(arguments) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


EXAMPLE = """
from nnviz.words import QT_TRANSLATE_NOOP, say

title = QT_TRANSLATE_NOOP("nnviz", "“Dense”: every neuron’s inputs, "
                          'in "one" \\n sum')

def refuse(name):
    return say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "{layer} × {count:g} % needs one input",
        ),
        layer=name,
    )

class Panel(QWidget):
    def build(self):
        def inner():
            self.label.setText(self.tr("a & b"))
"""


def test_lupdate_reads_plain_python_as_we_do(tmp_path: Path) -> None:
    source = tmp_path / "example.py"
    source.write_text(EXAMPLE, encoding="utf-8")
    translations.collect([source], tmp_path / "example.ts")
    expected = {
        ("nnviz", '“Dense”: every neuron’s inputs, in "one" \n sum'),
        ("nnviz", "{layer} × {count:g} % needs one input"),
        ("Panel", "a & b"),
    }
    assert translations.texts(tmp_path / "example.ts") == expected
    assert {(found.context, found.text) for found in marked(EXAMPLE)} == expected


@pytest.mark.parametrize(
    "line",
    [
        'self.tr(f"{count} layers")',
        'self.tr("layers: %d" % count)',
        "self.tr(text)",
        'button.tr("Play")',
        'QT_TRANSLATE_NOOP("nnviz", "a" + name)',
        'QT_TRANSLATE_NOOP(CONTEXT, "a")',
    ],
)
def test_what_is_not_literal_is_noticed(line: str) -> None:
    (found,) = marked(f"class Panel:\n    def show(self):\n        {line}\n")
    assert None in (found.context, found.text)


def test_every_marked_text_is_a_literal() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{found.line}"
        for path in translations.sources()
        for found in marked(path.read_text(encoding="utf-8"))
        if found.context is None or found.text is None
    ]
    assert not wrong, "only self.tr(literal) and QT_TRANSLATE_NOOP(literal, literal) can be translated"


def test_template_is_up_to_date(tmp_path: Path) -> None:
    fresh = tmp_path / "nnviz.ts"
    translations.collect(translations.sources(), fresh)
    found = translations.texts(fresh)
    expected = {
        (text.context, text.text)
        for path in translations.sources()
        for text in marked(path.read_text(encoding="utf-8"))
    }
    assert found == expected, "lupdate reads a text otherwise than Python does"
    assert translations.texts(translations.TEMPLATE) == found, "please run: python packaging/translations.py"


def test_translations_that_are_there_survive_an_update(tmp_path: Path) -> None:
    source = tmp_path / "example.py"
    source.write_text('A = QT_TRANSLATE_NOOP("nnviz", "layer")\n', encoding="utf-8")
    german = tmp_path / "german.ts"
    translations.collect([source], german)
    done = german.read_text(encoding="utf-8").replace(
        '<translation type="unfinished"></translation>', "<translation>Schicht</translation>"
    )
    german.write_text(done, encoding="utf-8")
    kept = shutil.copy(german, tmp_path / "kept.ts")
    translations.collect([source], german)
    assert german.read_text(encoding="utf-8") == Path(kept).read_text(encoding="utf-8")
    assert "Schicht" in german.read_text(encoding="utf-8")
