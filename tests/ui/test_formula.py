"""Formulas: numbers as a reader expects them, typeset, coloured, and plain where that fails."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer

from nnviz.ui import formula, theme
from nnviz.ui.formula import Formula, FormulaView, coloured, number, number_text, typeset_line, typesetter

# Python 3.11 calls what the library's fonts are found with deprecated; 3.13 does no more.
pytestmark = pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")

STEP = Formula(r"\frac{\partial L}{\partial w_{13}} = \delta_3 \cdot a_1", "∂L/∂w13 = δ3 · a1")
NUMBERS = Formula(
    rf"= {number(-0.214)} \times {number(0.713)} = {number(-0.153, strong=True)}", "= −0.214 × 0.713 = −0.153"
)


@pytest.fixture(autouse=True)
def ready(qapp):
    theme.apply(qapp, dark=False)
    typesetter().wait()


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (5.0, 3, "5"),
        (0.713, 3, "0.713"),
        (-0.2138, 3, "−0.214"),
        (0.4999, 2, "0.50"),
        (0.5, 3, "0.5"),
        (float(np.float32(0.1)), 3, "0.1"),
        (0.0, 3, "0"),
        (-0.0, 3, "0"),
        (10.9904, 4, "10.9904"),
        (0.00009216, 3, "9.216·10^−5"),
        (0.004567, 3, "4.567·10^−3"),
        (0.005, 3, "0.005"),
        (1234567.891234, 3, "1.235·10^6"),
        (9.99999e-5, 2, "1.00·10^−4"),
        (math.inf, 3, "∞"),
        (-math.inf, 3, "−∞"),
        (math.nan, 3, "NaN"),
    ],
)
def test_number_text(value, digits, text):
    assert number_text(value, digits) == text


def test_number_has_the_colour_of_its_sign():
    assert number(0.5) == r"{\color{positive} 0.5}"
    assert number(-0.5) == r"{\color{negative} -0.5}"
    assert "color" not in number(0.0)
    assert "color" not in number(math.nan)
    assert r"10^{-5}" in number(0.00009216)


@pytest.mark.parametrize(
    "latex",
    [
        STEP.latex,
        NUMBERS.latex,
        r"\hat{y} = \max(0, z)",
        r"x \leftarrow x - \eta \left(\frac{\partial L}{\partial w}\right)",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        r"\sqrt{x^2} + \overline{ab}",
        number(-math.inf) + number(math.nan),
    ],
)
def test_line_is_typeset_to_what_qt_draws(latex):
    picture = typeset_line(latex)
    assert picture is not None
    assert picture.width > 0
    assert picture.height > 0
    assert QSvgRenderer(picture.svg.encode()).isValid()
    assert "black" not in picture.svg
    assert "<symbol" not in picture.svg


def test_colours_stay_roles_until_they_are_drawn():
    picture = typeset_line(coloured("x", "backward") + "+ y")
    assert '"backward"' in picture.svg
    assert '"text"' in picture.svg


def test_sign_belongs_to_its_number():
    assert typeset_line(r"= -3").width < typeset_line(r"= x - 3").width - typeset_line("x").width
    assert typeset_line(number(-0.5)).width == pytest.approx(typeset_line(r"-0.5").width, abs=1)


@pytest.mark.parametrize("latex", [r"\frac{1}", r"\foo{", "", "{"])
def test_bad_latex_gives_none(latex):
    assert typeset_line(latex) is None


def seen(view: FormulaView) -> set[str]:
    image: QImage = view.grab().toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


def test_view_draws_signs_in_their_colours_and_follows_the_theme(qtbot, qapp):
    view = FormulaView()
    qtbot.addWidget(view)
    view.set_lines([STEP, Formula(rf"{number(5000)} + {number(-5000)}", "")], "backward")
    view.resize(600, view.heightForWidth(600))
    view.show()
    big = view.font()
    big.setPointSizeF(60)
    view.setFont(big)
    view.resize(1200, view.heightForWidth(1200))
    assert {theme.LIGHT.positive, theme.LIGHT.negative, theme.LIGHT.text} <= seen(view)
    theme.apply(qapp, dark=True)
    assert {theme.DARK.positive, theme.DARK.negative, theme.DARK.text} <= seen(view)
    theme.apply(qapp, dark=False)


def test_view_shrinks_a_line_that_is_too_wide(qtbot):
    view = FormulaView()
    qtbot.addWidget(view)
    view.set_lines([Formula("+".join(["x_{12}"] * 40), "a long sum")])
    assert view.heightForWidth(150) <= view.heightForWidth(2000)
    view.resize(QSize(150, 60))
    image = view.grab().toImage()
    middle, tint = view.heightForWidth(150) // 2, theme.LIGHT.tint("quiet")
    assert {QColor(image.pixel(x, middle)).name() for x in range(image.width() - 8, image.width() - 1)} == {
        tint
    }


def test_view_tells_plain_words_to_screen_readers(qtbot):
    view = FormulaView()
    qtbot.addWidget(view)
    view.set_lines([STEP, NUMBERS])
    assert view.accessibleName() == "Formula"
    assert view.accessibleDescription() == f"{STEP.plain}\n{NUMBERS.plain}"
    assert view.lines == (STEP, NUMBERS)


def test_view_shows_plain_words_for_what_cannot_be_typeset(qtbot):
    view = FormulaView()
    qtbot.addWidget(view)
    view.set_lines([Formula(r"\frac{1}", "one over nothing")])
    view.resize(300, view.sizeHint().height())
    assert len(seen(view)) > 3  # letters


def test_lines_are_typeset_once(monkeypatch):
    before = typeset_line.cache_info().hits
    typeset_line(STEP.latex)
    typeset_line(STEP.latex)
    assert typeset_line.cache_info().hits > before


def test_nothing_slow_is_loaded_before_the_first_formula_is_seen():
    code = "import sys, nnviz.ui.formula; sys.exit('ziamath' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_library_is_loaded_behind_the_first_picture(qtbot):
    setter = formula.Typesetter()
    with qtbot.waitSignal(setter.ready, timeout=10_000):
        setter.load()
    assert setter.loaded
    setter.wait()
