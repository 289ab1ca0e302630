"""The film strip: answers to samples and first-layer weights after every epoch."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from nnviz.export.reports import Filters, Sample
from nnviz.ui import theme
from nnviz.ui.train.film import Answer, answers, pictures, read_filters, read_samples
from nnviz.ui.train.film_panel import FILTERS
from nnviz.ui.train.record import MOST_FILM, Record
from tests.ui.train.fakes import DONE, HELLO, STARTED, epoch, report


@pytest.mark.parametrize(
    ("outputs", "target", "expected"),
    [
        ((0.1, 0.7, 0.2), 1.0, Answer(1, 0.7, 0.7, True)),
        ((0.1, 0.7, 0.2), 2.0, Answer(1, 0.7, 0.7, False)),
        ((3.0, -1.0), 0.0, Answer(0, 0.0, 3.0, True)),  # logits name a class, but not how sure they are
        ((0.25,), 0.0, Answer(0, 0.75, 0.25, True)),
        ((0.75,), 0.0, Answer(1, 0.75, 0.75, False)),
        ((9.0,), 11.0, Answer(-1, 0.0, 9.0, None)),
        ((0.4,), 0.5, Answer(-1, 0.0, 0.4, None)),
    ],
)
def test_what_outputs_say(outputs, target, expected):
    assert answers(Sample(1, (0,), (target,), (outputs,))) == (expected,)


def test_an_answer_that_is_no_number_is_no_class():
    (found,) = answers(Sample(1, (0,), (1.0,), ((float("nan"), 0.5),)))
    assert found.right is None


def test_pictures_are_those_with_rows_and_columns():
    ramp = np.linspace(-1, 1, 2 * 28 * 28, dtype="float32").reshape(2, 28, 28)
    shown = pictures(ramp)
    assert shown is not None
    assert (shown[0].shape, float(shown[0].min()), float(shown[1].max())) == ((28, 28), 0.0, 1.0)
    grey, coloured = pictures(ramp[..., None]), pictures(np.repeat(ramp[..., None], 3, axis=3))
    assert grey is not None
    assert coloured is not None
    assert (grey[0].shape, coloured[0].shape) == ((28, 28), (28, 28, 3))
    assert pictures(np.zeros((10, 2))) is None
    assert pictures(np.zeros((10, 8, 8, 5))) is None


@pytest.mark.parametrize(
    ("shape", "sample", "expected"),
    [
        ((784, 32), (28, 28), (32, (28, 28, 1))),
        ((2352, 5), (28, 28, 3), (5, (28, 28, 3))),
        ((2, 4), (2,), (4, (2, 1, 1))),
        ((784, 4), (10, 10), (4, (784, 1, 1))),
        ((3, 3, 1, 8), (28, 28), (8, (3, 3, 1))),
        ((5, 4, 6), (20, 4), (6, (5, 1, 4))),
    ],
)
def test_filters_lie_as_the_pixels_do(tmp_path, shape, sample, expected):
    np.save(tmp_path / "f.npy", np.arange(np.prod(shape), dtype="float32").reshape(shape))
    found = read_filters(tmp_path, Filters(1, "first", "f.npy"), sample)
    assert found is not None
    assert (len(found), found[0].shape) == expected


def test_files_that_are_damaged_or_no_numbers_are_not_shown(tmp_path):
    (tmp_path / "samples.npy").write_bytes(b"nonsense")
    assert read_samples(tmp_path) is None
    np.save(tmp_path / "f.npy", np.array(["text"]))
    assert read_filters(tmp_path, Filters(1, "first", "f.npy"), ()) is None
    assert read_filters(tmp_path, Filters(1, "first", "gone.npy"), ()) is None


def test_the_record_keeps_the_first_and_the_newest_epochs():
    record = Record(5000, 0.0)
    for number in range(1, 3 * MOST_FILM):
        record.hear(Sample(number, (0,), (0.0,), ((1.0,),)), number)
    assert len(record.samples) <= MOST_FILM
    assert {1, 3 * MOST_FILM - 1} <= set(record.samples)


@pytest.fixture
def film(run, open_window, tmp_path):
    """Return the panel after twenty epochs of the circle, whose answers were wrong in the first ten."""
    np.save(tmp_path / "s.npy", np.zeros((2, 2), "float32"))
    np.save(tmp_path / "f.npy", np.ones((2, 4), "float32"))
    entries = [HELLO, ("copy", (str(tmp_path / "s.npy"), "samples.npy")), STARTED]
    for number in range(1, 21):
        outputs = [[0.9 if number > 10 else 0.2], [0.1]]
        entries += [
            *epoch(number, epochs=20),
            report("sample", epoch=number, numbers=[0, 1], targets=[1.0, 0.0], outputs=outputs),
            ("copy", (str(tmp_path / "f.npy"), f"filters/epoch-{number}.npy")),
            report("filters", epoch=number, layer="hidden_1", path=f"filters/epoch-{number}.npy"),
        ]
    return run([*entries, DONE], open_window()).train.film


def test_answers_are_a_row_each_and_follow_the_newest_epoch(film):
    view = film.view
    assert view.epochs == tuple(range(1, 21))
    assert [row.name for row in view._rows] == ["1", "0"]
    bar = view.horizontalScrollBar()
    assert bar.value() == bar.maximum() > 0
    place = view.cell_box(0, 19).center()
    assert view.words_at(place) == "after epoch 20: 1, 90.0 %; right"
    bar.setValue(0)
    assert view.words_at(view.cell_box(0, 0).center()) == "after epoch 1: 0, 80.0 %; wrong"
    assert view.words_at(QPoint(1, 1)) == ""
    film.redraw()
    assert bar.value() == 0  # who scrolled back is left there
    assert film._note.whole_text() == "now 2 of 2 right"


def test_answers_are_drawn_full_and_wrong_ones_empty(film, qapp):
    view = film.view
    bar = view.horizontalScrollBar()
    colours = []
    for column, at in ((19, bar.maximum()), (0, 0)):
        bar.setValue(at)
        picture, ratio = view.viewport().grab().toImage(), view.devicePixelRatioF()
        box = view.cell_box(0, column)
        colours.append(picture.pixelColor(round((box.left() + 6) * ratio), round((box.top() + 6) * ratio)))
    full, empty = colours
    assert full != empty
    assert empty.name() == theme.current().hex("panel")


def test_first_layer_shows_each_unit(film):
    film.switch.choose(FILTERS)
    view = film.view
    assert len(view._rows) == 4
    assert view.words_at(view.cell_box(0, 19).center()) == "unit 1 after epoch 20"
    picture, ratio = view.viewport().grab().toImage(), view.devicePixelRatioF()
    centre = view.cell_box(0, 19).center() * ratio
    assert picture.pixelColor(centre).name() == theme.current().colour("positive").name()
    assert "“hidden_1”, 4 units" in film._note.whole_text()


def test_without_a_sample_it_says_what_comes(open_window):
    film = open_window().train.film
    assert film.view.epochs == ()
    assert "After each epoch" in film.view._empty
    assert not film.view.grab().isNull()
