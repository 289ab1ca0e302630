"""Check numerically: the slope of the loss beside the gradient that backpropagation gave."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.engine.numerical import Check, checking
from nnviz.engine.run import Trace
from nnviz.ui.digits import digits, format_number
from nnviz.ui.session import Session
from nnviz.ui.text import tr_message
from nnviz.ui.watch.explanation import Explanation
from nnviz.ui.watch.formula_panel import FormulaPanel
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.picked import Picked
from nnviz.ui.watch.words import layer_title
from nnviz.ui.widgets import Label, LinkLabel, em
from nnviz.words import NnvizError

Target = tuple[str, tuple[int, ...]]


class NumericalCheck(QWidget):
    """A link under the formula of a gradient; it computes (L(w + ε) − L(w − ε)) / 2ε and shows both numbers."""

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
                "Move the weight a little to both sides and see how much the loss changes: (L(w+ε) − L(w−ε)) / 2ε"
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

        self.result.setText(self.tr("The loss is computed with the weight moved to both sides …"))
        self.result.show()
        self._session.worker.submit("check", job, on_done=self._show, on_failed=self._fail)

    def _follow(self) -> None:
        """Forget the result when the question is another one."""
        explanation, moment = self._formula.explained, self._session.moment
        target = None
        if explanation is not None and moment is not None and self._session.look is None:
            target = _target(explanation, self._picked.pick, moment.trace)
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
        layer, _, weight = found.path.partition("/")
        place = self.tr("{weight}{index} of {layer}, ε = {epsilon}, in float64.").format(
            weight=weight,
            index=list(found.index),
            layer=layer_title(layer),
            epsilon=f"{found.epsilon:g}",
        )
        count = max(digits().count, 6)  # fewer would not tell the two apart
        words = text.format(
            numeric=format_number(found.numeric, count),
            backprop=format_number(found.backprop, count),
            difference=format_number(abs(found.difference), 1),
            w=place,
        )
        kink = self.tr("A kink (relu at 0) lies within ε, where the slope is not the same on both sides.")
        self.result.setText(f"{words} {kink}" if found.kink else words)
        self.result.set_tone("" if found.agrees else "negative")
        self.result.show()

    def _fail(self, error: Exception) -> None:
        self.result.setText("")
        if not isinstance(error, NnvizError):
            raise error
        self.result.setText(tr_message(error.message))


def _target(explanation: Explanation, picked: Pick | None, trace: Trace) -> Target | None:
    """Return the weight that is picked, else the one that the explanation is about; None before the backward pass."""
    # A picked weight whose gradient comes later in the step is explained by what it is made of.
    pick = picked if picked is not None and picked.source is not None else explanation.pick
    if explanation.phase not in ("backward", "update"):
        return None
    network = trace.network
    if pick is None or pick.layer not in network.position:
        return None
    stage = network.stages[network.position[pick.layer]]
    trained = {slot.path.rpartition("/")[2]: slot for slot in stage.slots if slot.trainable}
    kernel, bias = trained.get("kernel"), trained.get("bias")
    if kernel is None:
        return None
    if stage.layer.affine and len(kernel.shape) == 2 and pick.unit < kernel.shape[1]:
        if pick.source is not None and pick.source < kernel.shape[0]:
            return kernel.path, (pick.source, pick.unit)
        return (bias.path, (pick.unit,)) if bias is not None else None
    # A kernel whose entries cannot be picked one by one: the one with the largest gradient.
    largest = int(np.argmax(np.abs(trace.gradient_of(kernel.path))))
    return kernel.path, tuple(int(i) for i in np.unravel_index(largest, kernel.shape))
