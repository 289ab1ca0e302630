"""The form made from a part's fields: every type, wrong values in words, one undo step for a held button."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from nnviz.data.samples import Samples
from nnviz.design.document import Setup
from nnviz.layers.dense import Dense
from nnviz.layers.initializers import RandomNormal
from nnviz.layers.input import Input
from nnviz.metrics.accuracy import Accuracy, BinaryAccuracy
from nnviz.metrics.precision import Precision, Recall
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.schedules import PiecewiseConstantDecay
from nnviz.parts import Part, declare
from nnviz.ui.build import controls
from nnviz.ui.build.forms import PartForm
from nnviz.ui.theme import apply

Key = Qt.Key


@dataclass(frozen=True)
class Everything(Part):
    """A part with the types that no layer has yet."""

    count: int | None = declare(None, "int", "how many", optional=True, minimum=0)
    word: str = declare("a", "text", "a word")
    path: str = declare("", "file", "a file")
    mode: str | None = declare(None, "choice", "a mode", choices=("x", "y"), optional=True)
    share: float = declare(0.5, "float", "a share", minimum=0.0, maximum=1.0, step=0.1)


class Bench(QWidget):
    """A form as a panel uses it: it shows the new part after every change."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.changes: list[tuple[str, object]] = []
        self.bursts: list[int] = []
        self.form = PartForm(part, self._change)
        self.other = QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addWidget(self.other)

    def _change(self, field: str, value: object) -> None:
        self.changes.append((field, value))
        self.bursts.append(self.form.burst)
        self.form.show_part(self.form.part.replace(**{field: value}))

    def type(self, field: str, text: str, end=Key.Key_Return) -> None:
        control = self.form.control(field)
        control.setFocus()
        control.selectAll()
        QTest.keyClick(control, Key.Key_Delete)
        QTest.keyClicks(control, text)
        if end:
            QTest.keyClick(control, end)


@pytest.fixture
def bench(qtbot):
    apply(QApplication.instance(), dark=False)

    def make(part: Part) -> Bench:
        bench = Bench(part)
        qtbot.addWidget(bench)
        bench.resize(260, 700)
        bench.show()
        qtbot.waitExposed(bench)
        bench.activateWindow()
        bench.other.setFocus()
        qtbot.waitUntil(bench.other.hasFocus)
        return bench

    return make


def test_a_number_is_taken_on_enter_and_not_before(bench):
    bench = bench(Dense(4))
    bench.type("units", "12", end=None)
    assert bench.changes == []
    QTest.keyClick(bench.form.control("units"), Key.Key_Return)
    assert bench.changes == [("units", 12)]
    assert bench.form.control("units").hasFocus()


def test_a_number_is_taken_when_the_keyboard_goes_elsewhere(bench):
    bench = bench(Dense(4))
    bench.type("units", "12", end=None)
    bench.other.setFocus()
    assert bench.changes == [("units", 12)]


@pytest.mark.parametrize("text", ["0", "-3", "100001", "many", "2.5", "", "1e3"])
def test_a_wrong_number_gets_a_sentence_and_the_old_value_stays(bench, text):
    bench = bench(Dense(4))
    bench.type("units", text)
    assert bench.changes == []
    assert "units must be a whole number from 1 to 100000" in bench.form.problem("units")
    assert bench.form.control("units").value() == 4
    assert bench.form.control("units").text() == "4"
    bench.type("units", "5")
    assert bench.form.problem("units") == ""


def test_steps_in_a_row_are_one_burst_and_typing_ends_it(bench):
    bench = bench(Dense(4))
    control = bench.form.control("units")
    control.setFocus()
    for _ in range(3):
        QTest.keyClick(control, Key.Key_Up)
    bench.type("units", "20")
    QTest.keyClick(control, Key.Key_Down)
    assert [value for _, value in bench.changes] == [5, 6, 7, 20, 19]
    first, second, third, typed, stepped = bench.bursts
    assert first == second == third
    assert len({first, typed, stepped}) == 3
    bench.other.setFocus()
    control.setFocus()
    QTest.keyClick(control, Key.Key_Up)
    assert bench.bursts[-1] != stepped


def test_steps_stop_at_the_limits(bench):
    bench = bench(Dense(1))
    control = bench.form.control("units")
    control.setFocus()
    QTest.keyClick(control, Key.Key_Down)
    assert bench.changes == []
    assert bench.form.problem("units") == ""


@pytest.mark.parametrize(("text", "value"), [("0.5", 0.5), ("0,25", 0.25), ("1e-3", 0.001), ("3", 3.0)])
def test_decimal_numbers_with_point_comma_and_power(bench, text, value):
    bench = bench(Setup())
    bench.type("optimizer.learning_rate", text)
    (change,) = bench.changes
    assert change[0] == "optimizer"
    assert change[1].learning_rate == value


def test_a_wrong_number_inside_another_part_gets_its_sentence_there(bench):
    bench = bench(Setup())
    bench.type("optimizer.learning_rate", "-1")
    assert bench.changes == []
    assert "at least 0" in bench.form.problem("optimizer.learning_rate")


def test_small_numbers_are_shown_with_all_their_digits(bench):
    bench = bench(Setup(optimizer=Adam()))
    assert bench.form.control("optimizer.epsilon").text() == "0.0000001"
    assert bench.form.control("optimizer.learning_rate").text() == "0.001"


def test_one_way_to_clip(bench):
    """A number that may be missing: typed, refused beside another way to clip, taken back by emptying it."""
    bench = bench(Adam())
    bench.type("clipnorm", "0,5")
    assert bench.changes[-1] == ("clipnorm", 0.5)
    bench.type("clipvalue", "0.3")
    assert len(bench.changes) == 1
    assert "clipnorm and clipvalue are both set" in bench.form.problem("clipvalue")
    assert bench.form.control("clipvalue").text() == ""
    bench.type("clipnorm", "")
    assert bench.changes[-1] == ("clipnorm", None)
    bench.type("clipvalue", "0.3")
    assert bench.changes[-1] == ("clipvalue", 0.3)
    assert bench.form.problem("clipvalue") == ""


def test_a_schedule_with_its_rows(bench):
    bench = bench(Adam(schedule=PiecewiseConstantDecay()))
    field = bench.form.control("schedule.pieces")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "200 0.01")
    QTest.keyClick(field, Key.Key_Return)
    QTest.keyClicks(field, "100 0.001")
    bench.other.setFocus()
    assert bench.changes == []
    assert "later than that of the line before" in bench.form.problem("schedule.pieces")


def test_another_member_of_a_family_brings_its_own_fields(bench):
    bench = bench(Setup())
    combo = bench.form.control("optimizer")
    combo.setFocus()
    QTest.keyClicks(combo, "Adam")
    QTest.keyClick(combo, Key.Key_Return)
    combo.activated.emit(combo.findData("Adam"))
    assert bench.changes[-1] == ("optimizer", Adam())
    assert bench.form.control("optimizer.beta_1").value() == 0.9
    bench.type("optimizer.beta_1", "0.8")
    assert bench.changes[-1] == ("optimizer", Adam(beta_1=0.8))


def test_a_part_without_fields_has_no_empty_form(bench):
    bench = bench(Dense(4))
    assert not bench.form._inner["kernel_initializer"].isVisible()
    bench.form.show_part(Dense(4, kernel_initializer=RandomNormal(stddev=0.3)))
    assert bench.form._inner["kernel_initializer"].isVisible()
    assert bench.form.control("kernel_initializer.stddev").value() == 0.3


def test_choice_and_check_box(bench):
    bench = bench(Dense(4))
    combo = bench.form.control("activation")
    combo.setFocus()
    QTest.keyClick(combo, Key.Key_Down)
    box = bench.form.control("use_bias")
    box.setFocus()
    QTest.keyClick(box, Key.Key_Space)
    assert bench.changes == [("activation", "relu"), ("use_bias", False)]
    assert not bench.form.part.use_bias


def test_advanced_fields_are_there_but_hidden(bench):
    bench = bench(Dense(4))
    assert not bench.form.control("bias_initializer").isVisible()
    assert bench.form.control("kernel_initializer").isVisible()


@pytest.mark.parametrize("text", ["28×28×1", "28, 28, 1", "28 28 1", "(28, 28, 1)", "28x28x1", "[28;28;1]"])
def test_a_shape_can_be_written_in_many_ways(bench, text):
    bench = bench(Input((2,)))
    bench.type("shape", text)
    assert bench.changes == [("shape", (28, 28, 1))]
    assert bench.form.control("shape").text() == "28×28×1"


@pytest.mark.parametrize("text", ["", "two", "0", "2×0", "-1", "9999999"])
def test_a_wrong_shape_gets_a_sentence(bench, text):
    bench = bench(Input((2,)))
    bench.type("shape", text)
    assert bench.changes == []
    assert "a shape" in bench.form.problem("shape")
    assert bench.form.control("shape").text() == "2"


def test_esc_brings_the_old_text_back(bench):
    bench = bench(Input((2,)))
    bench.type("shape", "77", end=Key.Key_Escape)
    bench.other.setFocus()
    assert bench.changes == []
    assert bench.form.control("shape").text() == "2"


def test_what_is_being_typed_survives_a_new_part(bench):
    bench = bench(Input((2,)))
    bench.type("shape", "77", end=None)
    bench.form.show_part(Input((2,)))
    assert bench.form.control("shape").text() == "77"
    assert bench.form.control("shape").hasFocus()


def test_rows_of_samples(bench):
    bench = bench(Samples())
    field = bench.form.control("x")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1, 2")
    QTest.keyClick(field, Key.Key_Return)
    QTest.keyClicks(field, "1,5; -2")
    bench.other.setFocus()
    assert bench.changes == [("x", ((1.0, 2.0), (1.5, -2.0)))]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1 two")
    bench.other.setFocus()
    assert "rows of numbers" in bench.form.problem("x")
    assert field.toPlainText() == "1  2\n1.5  -2"


def test_the_other_types(qtbot, bench):
    bench = bench(Everything())
    bench.type("count", "3")
    bench.type("word", "beta")
    bench.form.control("path").line.setFocus()
    QTest.keyClicks(bench.form.control("path").line, "a.csv")
    bench.other.setFocus()
    combo = bench.form.control("mode")
    combo.setFocus()
    QTest.keyClick(combo, Key.Key_Down)
    assert bench.changes == [("count", 3), ("word", "beta"), ("path", "a.csv"), ("mode", "x")]
    bench.type("count", "")
    assert bench.changes[-1] == ("count", None)
    share = bench.form.control("share")
    share.setFocus()
    QTest.keyClick(share, Key.Key_Up)
    assert bench.changes[-1] == ("share", pytest.approx(0.6))


def test_only_some_fields(qtbot):
    form = PartForm(Setup(), lambda *_: None, fields=("batch_size", "optimizer"))
    qtbot.addWidget(form)
    assert list(form._fields) == ["batch_size", "optimizer"]


def test_controls_are_named_and_explained(bench):
    bench = bench(Dense(4))
    for name, info in Dense.declared().items():
        control = bench.form.control(name)
        assert control.accessibleName() == name
        assert control.accessibleDescription() == info.help


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1 2\n3 4", ((1, 2), (3, 4))),
        ("(1, 2),\n(3, 4)", ((1, 2), (3, 4))),
        ("1.5,2", ((1.5, 2),)),
        ("x", "x"),
        (" ", ""),
    ],
)
def test_rows_of(text, rows):
    assert controls.rows_of(text) == rows


# --- lists of parts --------------------------------------------------------------------------------------


@pytest.fixture
def metrics(qtbot):
    """Return the bench of a set-up and the control of its metrics."""
    bench = Bench(Setup(metrics=(Accuracy(), Precision())))
    qtbot.addWidget(bench)
    bench.show()
    return bench, bench.form.control("metrics")


def test_a_list_of_parts_shows_each_with_its_fields(metrics):
    _, control = metrics
    assert [choice.currentData() for choice, *_ in control.rows] == ["Accuracy", "Precision"]
    assert [choice.accessibleName() for choice, *_ in control.rows] == ["1: Accuracy", "2: Precision"]
    assert [form.isHidden() for _, form, _ in control.rows] == [True, False]
    assert control.rows[1][1].control("thresholds") is not None


def test_parts_are_added_replaced_changed_and_removed(metrics):
    bench, control = metrics
    (recall,) = (a for a in control.add_button.menu().actions() if a.data() == "Recall")
    recall.trigger()
    assert bench.form.part.metrics == (Accuracy(), Precision(), Recall())
    choice = control.rows[0][0]
    choice.entered.emit(BinaryAccuracy())
    assert bench.form.part.metrics[0] == BinaryAccuracy()
    control.rows[0][1].control("threshold").entered.emit(0.25)
    assert bench.form.part.metrics[0] == BinaryAccuracy(0.25)
    remove = control.rows[1][2]
    assert remove.accessibleName() == "Remove Precision"
    remove.click()
    assert bench.form.part.metrics == (BinaryAccuracy(0.25), Recall())
    assert len(control.rows) == 2
    bench.form.show_part(Setup())
    assert control.rows == []


def test_a_list_of_parts_can_be_reached_with_the_keyboard(metrics):
    _, control = metrics
    for choice, _, remove in control.rows:
        assert choice.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert remove.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert control.add_button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_wrong_value_inside_a_list_keeps_the_old_one(metrics):
    bench, control = metrics
    control.rows[1][1].control("thresholds").entered.emit(3.0)
    assert bench.form.part.metrics[1] == Precision()
    assert "thresholds" in control.rows[1][1].problem("thresholds")
