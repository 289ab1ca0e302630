"""Prove it in Keras: the step on the screen done again by Keras, and the largest differences layer by layer."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.export import proof
from nnviz.export.outcomes import Outcome
from nnviz.export.proof import Difference, Proof
from nnviz.ui.digits import format_number
from nnviz.ui.keras_process import Errand, chosen_python
from nnviz.ui.session import Session
from nnviz.ui.table import ValueTable
from nnviz.ui.text import tr_message
from nnviz.ui.watch.words import layer_title
from nnviz.ui.widgets import Button, Label, LinkLabel, em, row


class ProofPanel(QWidget):
    """The button; while Keras computes, what it does and a way out; then the table and the verdict."""

    def __init__(
        self, session: Session, settings: QSettings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self.proof: Proof | None = None
        self._result = ("", "")
        """The sentence of the last answer, and the words of its link."""
        self._command = ""
        self.errand = Errand(session.worker, "proof", self)
        self.button = Button(self.tr("Prove it in Keras"))
        self.button.setToolTip(
            self.tr(
                "Keras does this very step too, and every number is compared: outputs, gradients, next weights."
            )
        )
        self.cancel = Button(self.tr("Cancel"))
        self.table = ValueTable(
            self.tr("Largest differences from Keras"),
            (self.tr("Layer"), self.tr("output"), self.tr("gradient"), self.tr("next weights")),
        )
        self.sentence = LinkLabel("", "")
        self.notes = Label("", "caption")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.45))
        outer.addWidget(row(self.button, self.cancel, stretch=True))
        for part in (self.sentence, self.table, self.notes):
            outer.addWidget(part)
        self.button.clicked.connect(lambda _=False: self.ask())
        self.cancel.clicked.connect(lambda _=False: self.errand.cancel())
        self.sentence.clicked.connect(self._copy)
        self.errand.changed.connect(self._redraw)
        self.errand.answered.connect(self._show_proof)
        self.errand.failed.connect(self._show_failure)
        session.moment_changed.connect(self._redraw)
        session.document_changed.connect(self._forget)
        self._redraw()

    def ask(self) -> None:
        """Have the step on the screen done in Keras."""
        moment = self._session.moment
        if moment is None or self.errand.busy:
            return
        self._clear()
        trace, python = moment.trace, chosen_python(self._settings)
        document = self._session.document.with_(design=trace.network.design, setup=moment.setup)
        self.errand.ask(
            lambda folder: proof.prepare(document, trace, folder, python),
            lambda job, hello: proof.finish(job, trace, hello),
        )

    def close_process(self) -> None:
        """End a running process; for the window's ``closeEvent``."""
        self.errand.cancel()

    def _forget(self) -> None:
        """Another network: what was asked and answered is of no interest any more."""
        self.errand.cancel()
        self._clear()
        self._redraw()

    def _clear(self) -> None:
        self.proof, self._result, self._command = None, ("", ""), ""
        self.notes.setText("")

    def _redraw(self) -> None:
        busy = self.errand.busy
        self.button.setEnabled(self._session.moment is not None and not busy)
        self.cancel.setVisible(busy)
        self.sentence.set_text(*((self._phase_words(), "") if busy else self._result))
        self.table.setVisible(self.proof is not None)
        self.sentence.setVisible(bool(self.sentence.text()))
        self.notes.setVisible(bool(self.notes.text()))

    def _phase_words(self) -> str:
        return {
            "preparing": self.tr("The moment is written down for Keras …"),
            "importing": self.tr("Keras is starting; this takes some seconds …"),
            "computing": self.tr("Keras does the same step …"),
        }.get(self.errand.phase, self.tr("The numbers are compared …"))

    def _show_proof(self, found: Proof) -> None:
        self.proof = found
        self.table.set_rows(
            [(layer_title(r.name), _cell(r.output), _cell(r.gradient), _cell(r.weights)) for r in found.rows]
        )
        layer = found.worst[0]
        names = [r.name for r in found.rows]
        self.table.light(names.index(layer) if not found.agrees and layer in names else -1, "negative")
        mark = "✓ " if found.agrees else "✗ "
        self._result = (mark + tr_message(found.verdict()), "")
        losses = self.tr("Loss {here} here, {there} in Keras.").format(
            here=f"{found.loss:.9g}", there=f"{found.keras_loss:.9g}"
        )
        self.notes.setText(" ".join([losses, *map(tr_message, found.remarks())]))
        self._redraw()

    def _show_failure(self, outcome: Outcome) -> None:
        self._command = outcome.command
        self._result = (tr_message(outcome.message), self.tr("Copy the line") if outcome.command else "")
        self._redraw()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._command)


def _cell(found: Difference | None) -> str:
    return "–" if found is None else format_number(found.absolute, 1) + ("" if found.agrees else " ✗")
