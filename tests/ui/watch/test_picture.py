"""What the picture and the panels show: nothing before it is computed, the right numbers afterwards."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from nnviz.engine.events import Cursor
from nnviz.templates.base import template
from nnviz.ui.digits import digits, shorter
from nnviz.ui.watch import motion as moving
from nnviz.ui.watch.card import card_of
from nnviz.ui.watch.focus import focus_of
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.motion import ARRIVED, Motion
from nnviz.ui.watch.paint_frame import more_signs
from nnviz.ui.watch.scene import scene_of

FORWARD_HIDDEN_2 = 2  # the event after which neurons 1 and 2 of the hidden layer are known


def point(watch, layer, unit) -> QPoint:
    """Return the place of a neuron in the widget."""
    block = watch.picture.geometry_now().by_name[layer]
    return (QPointF(*block.centres[unit]) - watch.picture.origin()).toPoint()


def colour(watch, layer, unit):
    """Return the fill of a neuron, beside the number in it."""
    block = watch.picture.geometry_now().by_name[layer]
    at = point(watch, layer, unit) - QPoint(0, round(block.radius * 0.7))
    return watch.photo().pixelColor(at).name()


def test_what_is_not_computed_yet_is_an_empty_circle(watch):
    watch.go(0, FORWARD_HIDDEN_2)
    empty = colour(watch, "output", 0)
    assert colour(watch, "hidden", 2) == empty
    assert colour(watch, "hidden", 0) != empty
    assert colour(watch, "hidden", 1) != empty
    watch.go(0, FORWARD_HIDDEN_2 + 1)
    assert colour(watch, "hidden", 2) != empty


def test_the_colour_of_a_neuron_is_its_output(watch):
    from nnviz.ui.theme import current

    watch.go(0, 5)
    values = watch.session.moment.trace.layers["hidden"].a[0]
    for unit, value in enumerate(values):
        assert colour(watch, "hidden", unit) == current().diverging(float(value), 1.0).name()


def test_weights_are_the_new_ones_once_they_are_updated(watch):
    watch.go(0, 14)
    pick = Pick("output", 0, 1)
    trace = watch.session.moment.trace
    before, after = trace.weight("output/kernel")[1, 0], trace.next("output/kernel")[1, 0]
    assert before != after
    assert watch.picture.scene().weight("output", "kernel")[1, 0] == before
    assert "∂L/∂w" in card_of(watch.picture.scene(), pick, "").text
    watch.go(0, 16)
    assert watch.picture.scene().weight("output", "kernel")[1, 0] == after
    assert "→" in card_of(watch.picture.scene(), pick, "").text


def test_a_card_tells_nothing_that_is_not_known_yet(watch):
    watch.go(0, 0)
    scene = watch.picture.scene()
    assert card_of(scene, Pick("hidden", 1), "").text.startswith("b =")
    watch.go(0, 3)
    assert "a =" in card_of(watch.picture.scene(), Pick("hidden", 1), "").text
    assert "δ" not in card_of(watch.picture.scene(), Pick("hidden", 1), "").text


def test_a_click_chooses_a_neuron_and_the_formula_explains_it(watch):
    watch.go(0, 4)
    QTest.mouseClick(watch.picture, Qt.MouseButton.LeftButton, pos=point(watch, "hidden", 1))
    assert watch.picked.pick == Pick("hidden", 1)
    watch.settle()
    explained = watch.details.formula.explained
    z = watch.session.moment.trace.layers["hidden"].z[0, 1]
    assert explained.equations[0].result == pytest.approx(float(z))
    assert "neuron 2" in watch.picture.accessibleDescription()
    QTest.mouseClick(watch.picture, Qt.MouseButton.LeftButton, pos=point(watch, "hidden", 1))
    assert watch.picked.pick is None


def test_a_click_on_a_line_chooses_the_weight(watch):
    watch.go(0, 16)
    geometry = watch.picture.geometry_now()
    (link,) = geometry.into["output"]
    at = geometry.curve(link, 0, 0).at(0.3)
    QTest.mouseClick(watch.picture, Qt.MouseButton.LeftButton, pos=QPoint(round(at.x), round(at.y)))
    assert watch.picked.pick == Pick("output", 0, 0)
    watch.settle()
    explained = watch.details.formula.explained
    assert explained.phase == "update"
    assert explained.equations[-1].result == pytest.approx(
        float(watch.session.moment.trace.next("output/kernel")[0, 0])
    )


def test_the_keyboard_walks_through_neurons_and_layers(watch):
    watch.go(0, 4)
    watch.picture.setFocus()
    seen = []
    for key, modifier in [
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ]:
        QTest.keyClick(watch.picture, key, modifier)
        seen.append(watch.picked.pick)
    assert seen == [Pick("input", 0), Pick("input", 1), Pick("hidden", 0), Pick("hidden", 2), None]


def test_shift_walks_through_the_weights_into_a_neuron(watch):
    watch.go(0, 4)
    watch.picture.setFocus()
    watch.picked.choose(Pick("hidden", 1))
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(watch.picture, key, Qt.KeyboardModifier.ShiftModifier)
        seen.append(watch.picked.pick)
    assert seen == [Pick("hidden", 1, 0), Pick("hidden", 1, 1), Pick("hidden", 1), Pick("hidden", 1, 1)]


def test_zoom_keeps_the_place_under_the_pointer(watch):
    watch.go(0, 4)
    about = QPointF(point(watch, "hidden", 1))
    before = watch.photo()
    watch.picture.zoom_to(2.0, about)
    assert watch.picture.geometry_now().width == pytest.approx(2 * watch.picture.width())
    assert (QPointF(point(watch, "hidden", 1)) - about).manhattanLength() < 120
    watch.picture.zoom_to(1.0, about)
    assert watch.photo() == before


def test_every_event_of_a_step_can_be_drawn_and_lights_something(watch):
    photos = set()
    for event in range(17):
        watch.go(1, event)
        focus = focus_of(watch.picture.geometry_now(), watch.picture.focus_events())
        assert focus.phase == watch.session.moment.event.phase
        photo = watch.photo()  # its memory is read: it must live until then
        photos.add(photo.bits().tobytes())
    assert len(photos) == 17


def test_motion_is_a_pure_function_of_its_arguments(watch):
    watch.go(1, 8)
    geometry, moment = watch.picture.geometry_now(), watch.session.moment
    events = len(moment.events)

    def draw(motion, alpha):
        image = QImage(watch.picture.size(), QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        scene = scene_of(moment, 0, motion.upto(alpha))
        moving.draw(painter, geometry, scene, motion, alpha)
        painter.end()
        return image

    for first in range(events):
        motion = Motion(moment, first, first)
        forwards = [draw(motion, alpha) for alpha in (0.1, 0.4, 0.7)]
        backwards = [draw(motion, alpha) for alpha in (0.7, 0.4, 0.1)]
        assert forwards == backwards[::-1]
        assert motion.upto(0.0) == first - 1
        assert motion.upto(1.0) == first
    whole = Motion(moment, 0, events - 1)
    shown = [whole.upto(alpha) for alpha in np.linspace(0, 1, 200)]
    assert shown == sorted(shown)
    assert (shown[0], shown[-1]) == (-1, events - 1)
    assert whole.upto(ARRIVED / len(whole.groups)) >= 0


def test_the_first_moment_of_a_motion_back_is_the_moment_left(watch):
    """Run down, a motion begins at what was shown and ends at what will be shown."""
    watch.go(1, 5)
    moment = watch.session.moment
    motion = Motion(moment, 3, 5)
    assert motion.upto(1.0) == moment.cursor.event
    assert motion.upto(0.0) == 2


# --- panels -------------------------------------------------------------------------------------------------


def test_the_panels_follow_the_moment(watch):
    watch.go(2, 7)
    watch.settle()
    formula = watch.details.formula
    assert formula._heading.text().startswith("backward · Output")
    assert formula._view.lines
    assert formula._sentence.text()
    assert watch.details.code.view.toPlainText().startswith("dZ2 =")
    watch.details.code.switch.choose("keras")
    assert "tape.gradient" in watch.details.code.view.accessibleDescription()
    table = watch.details.shapes.table
    assert [table.item(0, c).text() for c in range(5)] == ["Hidden", "(2, 3)", "(3,)", "(10, 3)", "9"]
    assert "step 2" in watch.timeline._heading.text().lower()
    assert "event 8 of 17" in watch.timeline._where.whole_text()


def test_gradient_flow_is_empty_until_the_gradients_are_there(watch):
    watch.go(0, 6)
    assert [size for _, size in watch.details.flow.bars.rows] == [None, None]
    watch.go(0, 7)
    gradient = watch.session.moment.trace.gradient_of("output/kernel")
    assert watch.details.flow.bars.rows[1] == ("Output", pytest.approx(float(np.linalg.norm(gradient))))
    assert watch.details.flow.bars.rows[0][1] is None


def test_the_sample_can_be_changed_and_everything_follows(watch):
    watch.go(0, 4)
    first = watch.photo()
    QTest.mouseClick(watch.sample._after, Qt.MouseButton.LeftButton)
    watch.settle()
    assert watch.session.sample == 1
    assert watch.photo() != first
    a = watch.session.moment.trace.layers["output"].a[1, 0]
    assert watch.sample.table.item(2, 1).text() == f"{a:.3f}"
    result = watch.details.formula.explained.equations[-1].result
    assert result == pytest.approx(float(a))


def test_a_test_sample_is_seen_in_the_forward_pass_only(watch):
    watch.go(0, 16)
    watch.session.look_at_test(3)
    watch.qtbot.waitUntil(lambda: watch.session.look is not None)
    watch.settle()
    scene = watch.picture.scene()
    assert scene.has("output", "a")
    assert not scene.has("output", "dz")
    assert not scene.has_loss
    assert "test sample 4" in watch.sample._place.whole_text()
    x = watch.session.dataset.x_test[3]
    assert f"{x[0]:.3f}".lstrip("-").rstrip("0") in watch.sample.table.item(0, 1).text()
    watch.photo()


def test_the_digits_are_chosen_once_for_everything(watch):
    watch.go(0, 4)
    try:
        digits().choose(5)
        watch.settle()
        assert len(watch.sample.table.item(2, 1).text()) == len("0.12345")
        line = watch.details.formula.explained.lines[-1].plain
        assert len(line.split("= ")[-1]) == len("0.12345")
    finally:
        digits().choose(3)


def test_coarse_grain_explains_whole_layers_in_matrices(watch):
    watch.playback.set_grain("layer")
    watch.go(0, 3)
    watch.settle()
    assert next(line.plain for line in watch.details.formula.explained.lines) == "Z = X·W + b"
    assert len(focus_of(watch.picture.geometry_now(), watch.picture.focus_events()).edges) == 6


def test_a_network_that_cannot_run_says_why(open_watch):
    watch = open_watch()
    from nnviz.design import edits

    watch.session.edit_design("cut", lambda design: edits.disconnect(design, design.edges[0]))
    watch.qtbot.waitUntil(lambda: not watch.session.worker.busy("build"))
    watch.settle()
    assert watch.session.moment is None
    assert watch.session.problems
    assert watch.details.formula._sentence.text() == str(watch.session.problems[0].message)
    watch.photo()
    watch.session.undo_stack.undo()
    watch.qtbot.waitUntil(lambda: watch.session.moment is not None)
    watch.settle()
    assert watch.cursor == Cursor(0, 0)


def test_pictures_and_wide_layers_can_be_stepped_through(open_watch):
    watch = open_watch(template("digits").build())
    count = len(watch.session.moment.events)
    for event in range(count):
        watch.go(0, event)
        watch.photo()
        assert watch.details.formula.explained is not None
    strip = next(b for b in watch.picture.geometry_now().blocks if b.kind == "strip")
    middle = strip.cell(20).middle
    QTest.mouseClick(watch.picture, Qt.MouseButton.LeftButton, pos=QPoint(round(middle.x), round(middle.y)))
    assert watch.picked.pick == Pick(strip.name, 20)
    watch.settle()
    watch.photo()


def test_a_number_near_zero_is_not_shown_as_zero():
    assert "≈0" in list(shorter(-0.000586))
    assert "0" not in list(shorter(-0.000586))
    assert list(shorter(0.0))[0:1] == ["0"]


def test_a_picture_wider_than_its_view_says_so_and_moves_on(open_watch):
    watch = open_watch(template("residual").build())
    picture = watch.picture
    geometry = picture.geometry_now()
    assert geometry.width > picture.width()
    assert picture.origin().x() == 0
    (right,) = more_signs(geometry, picture.rect(), picture.origin()).items()
    assert right[0] == 1
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=right[1].center().toPoint())
    assert picture.origin().x() > 0
    assert watch.picked.pick is None
    for _ in range(5):
        signs = more_signs(geometry, picture.rect(), picture.origin())
        if 1 in signs:
            QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=signs[1].center().toPoint())
    assert set(more_signs(geometry, picture.rect(), picture.origin())) == {-1}
    assert picture.origin().x() == pytest.approx(geometry.width - picture.width())


def test_a_picture_that_is_seen_whole_has_no_such_sign(watch):
    picture = watch.picture
    assert not more_signs(picture.geometry_now(), picture.rect(), picture.origin())
