"""The loss surface of the moment: a slice through two weights, the path over it, and how far off it things lie."""

from __future__ import annotations

import math
from time import monotonic

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnviz.engine.events import Cursor
from nnviz.layers.base import Shape
from nnviz.surface.curve import only_weight
from nnviz.surface.picture import Choice, Picture, Ranges, draw
from nnviz.ui.digits import digits, format_number
from nnviz.ui.plots.caption import Caption
from nnviz.ui.plots.surface_view import SurfaceView
from nnviz.ui.session import Moment, Session
from nnviz.ui.text import tr_message
from nnviz.ui.watch.cost_curve import CostCurvePanel
from nnviz.ui.watch.surface_axes import AxesPopup
from nnviz.ui.watch.words import layer_title
from nnviz.ui.widgets import IconButton, em
from nnviz.words import NnvizError

QUICK = 0.3
"""Seconds up to which a surface is computed anew all the time, also while playing."""

PAUSE = 350
"""Milliseconds of rest after which a slow surface is computed anew."""

BETWEEN = 0.15
"""Seconds between two pictures of a growing surface: drawing it takes time from computing it."""

Shapes = tuple[Shape | None, ...]


class SurfacePanel(QWidget):
    """Shows the surface that :mod:`nnviz.surface` computes in the background for the session's moment."""

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._choice: Choice | None = None
        self._ranges: Ranges | None = None
        self._closely = False
        self._picture: Picture | None = None
        self._seconds = self._drawn = 0.0
        self._shapes: Shapes = ()
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._compute_soon)
        self.view = SurfaceView()
        self.cost = CostCurvePanel(self._session)
        self._what, self._where, self._in_use = Caption(), Caption(), Caption()
        self._fit = IconButton("zoom-fit", self.tr("Fit the range to the path"), role="flat")
        self._fit.clicked.connect(self.fit_range)
        self._axes = IconButton("axes", self.tr("Choose the two weights"), role="flat")
        self._axes.clicked.connect(self.open_axes)
        self.popup = AxesPopup(self)
        self._lay_out()
        self._connect()
        self._rebuilt()

    def _lay_out(self) -> None:
        side = em(self, 0.85)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(side, em(self, 0.3), side, em(self, 0.4))
        outer.setSpacing(em(self, 0.2))
        outer.addWidget(self.view, 1)
        outer.addWidget(self.cost, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._what)
        words.addWidget(self._where)
        words.addWidget(self._in_use)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(em(self, 0.2))
        below.addLayout(words, 1)
        below.addWidget(self._fit, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._axes, 0, Qt.AlignmentFlag.AlignTop)
        self._below = QWidget()
        self._below.setLayout(below)
        outer.addWidget(self._below)

    def _connect(self) -> None:
        self._session.built.connect(self._rebuilt)
        self._session.moment_changed.connect(self._moved)
        digits().changed.connect(self._write)
        self.view.ranges_wanted.connect(self._show_ranges)
        self.view.axes_wanted.connect(self.open_axes)
        self.view.step_wanted.connect(self._go_to)
        self.popup.chosen.connect(self.choose)
        self.popup.most_moved_wanted.connect(self.choose_most_moved)
        self.popup.fit_wanted.connect(self.fit_range)
        self.popup.log_chosen.connect(self._choose_log)

    # -- choices -----------------------------------------------------------------------------------------------

    @property
    def picture(self) -> Picture | None:
        """What is drawn, complete or still growing."""
        return self._picture

    def choose(self, choice: Choice) -> None:
        """Draw the surface over these two weights."""
        self._choice, self._ranges, self._closely = choice, None, False
        self._shapes = self._shapes_of(choice)
        self._compute()

    def choose_most_moved(self) -> None:
        """Draw the surface over the two weights that moved most so far."""
        self._choice, self._ranges, self._closely = None, None, False
        self._compute()

    def fit_range(self) -> None:
        """Fit the ranges closely to the path so far."""
        self._ranges, self._closely = None, True
        self._compute()

    def open_axes(self) -> None:
        """Open the small window in which the two weights are chosen."""
        moment, picture = self._session.moment, self._picture
        if moment is not None and picture is not None:
            slots = moment.trace.network.slots.items()
            shapes = {path: slot.shape for path, slot in slots if slot.trainable}
            corner = self._axes.mapToGlobal(self._axes.rect().topRight())
            self.popup.show_at(corner, shapes, picture.choice, self.view.log)

    def _choose_log(self, log: bool) -> None:
        self.view.set_log(log)
        self._write()

    def _show_ranges(self, ranges: Ranges) -> None:
        self._ranges = ranges
        self._compute()

    def _go_to(self, step: int) -> None:
        if self._session.moment is not None:
            # The state of a step is what its first event starts from.
            self._session.seek(Cursor(step, 0))

    # -- work --------------------------------------------------------------------------------------------------

    def _rebuilt(self) -> None:
        self._picture = None
        self._ranges, self._closely = None, False
        self._seconds = 0.0
        self._session.worker.cancel("surface")
        if self._choice is not None and not self._still_there(self._choice):
            self._choice = None
        self.view.set_log(None)
        self.view.show_picture(None)
        self._moved()

    def _still_there(self, choice: Choice) -> bool:
        """Whether the network has these weights; in an array of another shape they would be others."""
        shapes = self._shapes_of(choice)
        return self._session.moment is None or (shapes == self._shapes and None not in shapes)

    def _shapes_of(self, choice: Choice) -> Shapes:
        """Return the shapes of the arrays that hold the weights; None stands for one that is not there or frozen."""
        moment = self._session.moment
        slots = moment.trace.network.slots if moment is not None else {}
        shapes = {path: slot.shape for path, slot in slots.items() if slot.trainable}
        return tuple(shapes.get(weight.path) for weight in choice)

    @property
    def _is_quick(self) -> bool:
        """Whether surfaces follow the run closely: then each is shown with the point it was computed for."""
        return self._seconds <= QUICK

    def _moved(self) -> None:
        """See to it that the surface follows: a quick one at once, a slow one when the run rests."""
        moment, picture = self._session.moment, self._picture
        if moment is None:
            self._session.worker.cancel("surface")
            self._due.stop()
            self._picture = None
            self.view.show_picture(None, self.tr("The surface appears once the network can run."))
            self._write()
            return
        if self._is_curve(moment):
            return
        current = picture is not None and picture.step == moment.state.step
        if not current and self.isVisible():
            if not self._is_quick:
                self._due.start(PAUSE)  # from the last move on
            elif not self._due.isActive():
                self._due.start(0)
        if current or not self._is_quick:
            self._write()

    def _is_curve(self, moment: Moment) -> bool:
        """Show the cost curve instead where the network trains a single weight; return whether it does."""
        curve = only_weight(moment.trace.network) is not None
        for part in (self.view, self._below):
            part.setVisible(not curve)
        if self.isVisible() or not curve:
            self.cost.follow()
        if curve:
            self._due.stop()
        return curve

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._moved()

    def _compute_soon(self) -> None:
        """Compute the surface of the moment, but let a quick one that is nearly done be seen first."""
        if self._is_quick and self._session.worker.busy("surface") and self._picture is not None:
            self._due.start(5)
        else:
            self._compute()

    def _compute(self) -> None:
        """Compute the surface of the moment now; an older request ends."""
        moment, timeline, worker = self._session.moment, self._session.timeline, self._session.worker
        if moment is None or timeline is None:
            return
        self._due.stop()
        state, choice, ranges, closely = moment.state, self._choice, self._ranges, self._closely
        worker.submit(
            "surface",
            lambda: draw(timeline, state, choice, ranges, closely),
            self._grew,
            self._grown,
            self._failed,
        )

    def _grew(self, picture: Picture | None) -> None:
        # A quick surface is shown when it is complete: shown while it grows it would only flicker.
        if picture is None:
            return
        due = picture.grid.seconds > QUICK and monotonic() - self._drawn >= BETWEEN
        if due or self._picture is None:
            self._show(picture)

    def _grown(self, picture: Picture | None) -> None:
        assert picture is not None
        self._seconds = picture.grid.seconds
        self._show(picture)
        self._moved()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, NnvizError):
            raise error
        self._picture = None
        self.view.show_picture(None, tr_message(error.message))
        self._write()

    def _show(self, picture: Picture) -> None:
        if self._session.moment is None:
            return  # it is of a document that is shown no more
        self._picture = picture
        self._choice = picture.choice
        self._shapes = self._shapes_of(picture.choice)
        self._ranges = picture.plane.ranges
        self._drawn = monotonic()
        self.view.show_picture(picture)
        self._write()

    # -- words -------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        moment, picture = self._session.moment, self._picture
        self._axes.setEnabled(picture is not None)
        self._fit.setEnabled(picture is not None)
        in_use = () if moment is None or picture is None else self._how_it_is_used(moment)
        self._in_use.say(*in_use)
        self._in_use.setVisible(bool(in_use))
        if moment is None or picture is None:
            self._what.say("")
            self._where.say("")
            return
        self._what.say(*self._what_it_is(picture))
        if self._is_quick or picture.step == moment.state.step:
            self.view.show_point(*picture.plane.centre, 0.0)
            self._where.say(*self._where_on_it(picture))
        else:
            theta = moment.state.theta
            distance = picture.plane.distance(theta)
            self.view.show_point(*picture.plane.position(theta), distance)
            self._where.say(*self._where_off_it(picture, distance))
        words = self._what_it_is(picture)[0], self._where.accessibleName(), *in_use[:1]
        self.view.setAccessibleDescription(". ".join(words))

    def _what_it_is(self, picture: Picture) -> tuple[str, ...]:
        grid = picture.grid
        samples = (
            self.tr("the one training sample")
            if grid.samples_of == 1
            else self.tr("all {samples} training samples")
            if grid.samples == grid.samples_of
            else self.tr("{samples} of {all} training samples, evenly chosen")
        ).format(samples=f"{grid.samples:,}", all=f"{grid.samples_of:,}")
        levels = self.tr(" · logarithmic levels") if self.view.log else ""
        size = f"{picture.plane.size:,}"
        return (
            self.tr("Slice through 2 of {size} weights · loss of {samples}{levels}").format(
                size=size, samples=samples, levels=levels
            ),
            self.tr("Slice through 2 of {size} weights · {samples} of {all} samples").format(
                size=size, samples=f"{grid.samples:,}", all=f"{grid.samples_of:,}"
            ),
            self.tr("2 of {size} weights · {samples} of {all} samples").format(
                size=size, samples=f"{grid.samples:,}", all=f"{grid.samples_of:,}"
            ),
        )

    def _how_it_is_used(self, moment: Moment) -> tuple[str, ...]:
        """Say that training computes another loss, where layers such as dropout work in training only."""
        names = [layer_title(s.name) for s in moment.trace.network.stages if s.layer.trains_otherwise]
        if not names:
            return ()
        variants = (
            self.tr(
                "The surface is the loss in use (inference). In training {layers} compute something else, so the path"
                " does not lie exactly on it."
            ),
            self.tr("Loss in use; {layers} train otherwise, so the path does not lie exactly on it"),
            self.tr("Loss in use (inference): the path does not lie exactly on it"),
            self.tr("Loss in use: the path is not exactly on it"),
        )
        return tuple(variant.format(layers=", ".join(names)) for variant in variants)

    def _where_on_it(self, picture: Picture) -> tuple[str, ...]:
        past = picture.path.up_to(picture.step)
        farthest = format_number(float(past.distances.max()) if len(past.distances) else 0.0)
        if not picture.grid.complete:
            percent = math.floor(100 * picture.grid.share)
            return (self.tr("Computing {percent} %").format(percent=percent),)
        values = {
            "step": f"{picture.step:,}",
            "loss": format_number(picture.loss),
            "level": format_number(picture.grid.level(*picture.plane.centre)),
            "distance": farthest,
        }
        variants = (
            self.tr(
                "At step {step} the loss is {loss}, the surface {level}"
                " · the path lies up to {distance} off the slice"
            ),
            self.tr("Step {step}: loss {loss}, surface {level} · path up to {distance} off"),
            self.tr("Loss {loss}, surface {level} · path up to {distance} off"),
            self.tr("Loss {loss} · path up to {distance} off"),
        )
        return tuple(variant.format(**values) for variant in variants)

    def _where_off_it(self, picture: Picture, distance: float) -> tuple[str, ...]:
        off = format_number(distance)
        long = self.tr("Surface of step {step} · the run has moved on and is {distance} off this slice")
        short = self.tr("Surface of step {step} · now {distance} off it")
        return tuple(text.format(step=picture.step, distance=off) for text in (long, short))
