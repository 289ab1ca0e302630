"""Check numerically: the slope of the loss beside the gradient that backpropagation gave."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.engine.numerical import Check, checking
from nnviz.ui.digits import digits, format_number
from nnviz.ui.session import Session
from nnviz.ui.text import tr_message
from nnviz.ui.watch.checkable import Target, target_of
from nnviz.ui.watch.formula_panel import FormulaPanel
from nnviz.ui.watch.picked import Picked
from nnviz.ui.watch.words import layer_title
from nnviz.ui.widgets import Label, LinkLabel, em
from nnviz.words import NnvizError


class NumericalCheck(QWidget):
    """A link under the formula of a gradient; it computes (L(w + ε) − L(w − ε)) / 2ε and shows both numbers.

    Instead of a weight w it may be a sum z (its gradient is δ), an output or an input of the sample that is drawn.
    """

    def __init__(
        self, session: Session, formula: FormulaPanel, picked: Picked, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._formula = formula
        self._picked = picked
        self._target: Target | None = None
        self._trace: object = None
        self.check: Check | None = None
        self.link = LinkLabel("", self.tr("Check numerically"))
        self.link.setToolTip(
            self.tr(
                "Move the weight, the sum z or the input a little to both sides and see how much the loss changes:"
                " (L(w+ε) − L(w−ε)) / 2ε"
            )
        )
        self.result = Label("", "quiet")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.2))
        outer.addWidget(self.link)
        outer.addWidget(self.result)
        self.link.clicked.connect(self.ask)
        formula.on_explained(lambda _: self._follow())
        session.moment_changed.connect(self._follow)
        picked.changed.connect(self._follow)

    def ask(self) -> None:
        """Compute the central difference in the background."""
        moment, timeline, target = self._session.moment, self._session.timeline, self._target
        if moment is None or timeline is None or target is None:
            return
        run, trace, (path, index) = timeline.run, moment.trace, target

        def job() -> Iterator[Check | None]:
            yield from checking(run.document, run.dataset, trace, path, index)

        self.result.setText(self.tr("The loss is computed with the number moved to both sides …"))
        self.result.show()
        self._session.worker.submit("check", job, on_done=self._show, on_failed=self._fail)

    def _follow(self) -> None:
        """Forget the result when the question is another one."""
        explanation, moment = self._formula.explained, self._session.moment
        target = None
        if explanation is not None and moment is not None and self._session.look is None:
            target = target_of(explanation, self._picked.pick, moment.trace, self._session.sample)
        trace = moment.trace if moment is not None else None
        if (target, trace) != (self._target, self._trace):
            self._target, self._trace, self.check = target, trace, None
            self._session.worker.cancel("check")
            self.result.setText("")
        self.setVisible(target is not None)
        self.result.setVisible(bool(self.result.text()))

    def _show(self, found: Check) -> None:
        self.check = found
        text = (
            self.tr(
                "✓ {numeric} by the loss itself, {backprop} by backpropagation; the difference is {difference}. {w}"
            )
            if found.agrees
            else self.tr(
                "✗ {numeric} by the loss itself, {backprop} by backpropagation; the difference is {difference}. {w}"
            )
        )
        count = max(digits().count, 6)  # fewer would not tell the two apart
        words = text.format(
            numeric=format_number(found.numeric, count),
            backprop=format_number(found.backprop, count),
            difference=format_number(abs(found.difference), 1),
            w=self._place(found),
        )
        kink = self.tr("A kink (relu at 0) lies within ε, where the slope is not the same on both sides.")
        self.result.setText(f"{words} {kink}" if found.kink else words)
        self.result.set_tone("" if found.agrees else "negative")
        self.result.show()

    def _place(self, found: Check) -> str:
        """Say what was moved."""
        layer, _, what = found.path.rpartition("/")
        if found.path not in self._weights():
            return self.tr(
                "{value} at place {place} of {layer}, sample {sample}; ε = {epsilon}, in float64."
            ).format(
                value=what,
                place=", ".join(str(i + 1) for i in found.index[1:]),
                layer=layer_title(layer),
                sample=found.index[0] + 1,
                epsilon=f"{found.epsilon:g}",
            )
        layer, _, weight = found.path.partition("/")
        return self.tr("{weight}{index} of {layer}, ε = {epsilon}, in float64.").format(
            weight=weight, index=list(found.index), layer=layer_title(layer), epsilon=f"{found.epsilon:g}"
        )

    def _weights(self) -> Collection[str]:
        moment = self._session.moment
        return () if moment is None else moment.trace.network.slots.keys()

    def _fail(self, error: Exception) -> None:
        self.result.setText("")
        if not isinstance(error, NnvizError):
            raise error
        self.result.setText(tr_message(error.message))
