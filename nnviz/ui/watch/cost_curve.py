"""What stands in the place of a loss surface where a network trains a single weight: its cost curve."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.engine.events import Cursor
from nnviz.surface.curve import CostCurve, draw_curve, only_weight
from nnviz.ui.digits import digits, format_number
from nnviz.ui.plots.caption import Caption
from nnviz.ui.plots.cost_view import CostView
from nnviz.ui.session import Session
from nnviz.ui.text import tr_message
from nnviz.ui.widgets import em
from nnviz.words import NnvizError


class CostCurvePanel(QWidget):
    """Shows the loss against the one weight, the ball, the slope, and how far the next step goes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.curve: CostCurve | None = None
        self.view = CostView()
        self._what, self._where = Caption(), Caption()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.2))
        outer.addWidget(self.view, 1)
        outer.addWidget(self._what)
        outer.addWidget(self._where)
        self.view.step_wanted.connect(self._go_to)
        session.built.connect(self._forget)
        digits().changed.connect(self._write)
        self.hide()

    def follow(self) -> bool:
        """Compute the curve of the moment; return whether the network has a single weight."""
        moment, timeline = self._session.moment, self._session.timeline
        single = moment is not None and only_weight(moment.trace.network) is not None
        self.setVisible(single)
        if not single or moment is None or timeline is None:
            return single
        state, old = moment.state, self.curve
        if old is not None and old.step == state.step:
            self._write()
            return True
        kept = (float(old.w[0]), float(old.w[-1])) if old is not None else None
        self._session.worker.submit(
            "surface", lambda: draw_curve(timeline, state, kept), None, self._show, self._fail
        )
        return True

    def _forget(self) -> None:
        self.curve = None
        self.view.show_curve(None)

    def _show(self, curve: CostCurve) -> None:
        self.curve = curve
        self.view.show_curve(curve)
        self._write()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, NnvizError):
            raise error
        self._forget()
        self.view.show_curve(None, tr_message(error.message))
        self._write()

    def _go_to(self, step: int) -> None:
        self._session.seek(Cursor(step, 0))

    def _write(self) -> None:
        curve, moment = self.curve, self._session.moment
        if curve is None or moment is None:
            self._what.say("")
            self._where.say("")
            return
        samples = (
            self.tr("{samples} training samples")
            if curve.samples == curve.samples_of
            else self.tr("{samples} of {all} training samples, evenly chosen")
        ).format(samples=f"{curve.samples:,}", all=f"{curve.samples_of:,}")
        self._what.say(
            self.tr("Loss of {samples} for every value of the only weight").format(samples=samples),
            self.tr("Loss of {samples}").format(samples=samples),
        )
        values = {
            "step": f"{curve.step:,}",
            "w": format_number(curve.at),
            "loss": format_number(curve.loss),
            "slope": format_number(curve.slope),
        }
        variants = (
            self.tr("At step {step} w = {w}, the loss is {loss} and its slope dL/dw = {slope} (the tangent)"),
            self.tr("Step {step}: w = {w}, loss {loss}, slope dL/dw = {slope}"),
            self.tr("w = {w}, loss {loss}, slope {slope}"),
        )
        self._where.say(*(variant.format(**values) for variant in variants))
        self.view.setAccessibleDescription(self._where.accessibleName())
