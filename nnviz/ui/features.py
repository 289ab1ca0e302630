"""Compute features: Keras computes once what the pretrained base makes of the samples; then the network runs here."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QGuiApplication

from nnviz.design.document import Document
from nnviz.engine.sealed import sealed_layer
from nnviz.export import features
from nnviz.export.outcomes import Outcome
from nnviz.ui.keras_process import Errand, chosen_python
from nnviz.ui.session import Session
from nnviz.ui.shell import Shell
from nnviz.ui.text import tr_message

PROGRESS = 0.1
"""Share of the samples after which the sentence is written anew."""


class FeaturesErrand(QObject):
    """Does what a problem with the wish “features” asks for; a sentence above the canvas says how far it is."""

    def __init__(self, shell: Shell, session: Session, settings: QSettings) -> None:
        super().__init__(shell)
        self._shell = shell
        self._session = session
        self._settings = settings
        self._sentence = ""
        self._asked: object = None
        self._count = (0, 0)
        self.errand = Errand(session.worker, "features", self)
        self.errand.changed.connect(self._tell)
        self.errand.progressed.connect(self._on_progress)
        self.errand.answered.connect(self._done)
        self.errand.failed.connect(self._fail)
        session.wished.connect(self._on_wish)
        session.built.connect(self._check)

    def ask(self) -> None:
        """Have the features of the document's base computed."""
        document, dataset = self._session.document, self._session.dataset
        if dataset is None or self.errand.busy:
            return
        python = chosen_python(self._settings)
        self._asked, self._count = _before_the_head(document), (0, 0)
        self.errand.ask(
            lambda folder: features.prepare(document, dataset, folder, python),
            lambda job, hello: features.finish(job, document, dataset),
        )

    def close(self) -> None:
        """End a running process; for the window's ``closeEvent``."""
        self.errand.cancel()

    def _on_wish(self, errand: str) -> None:
        if errand == "features":
            self.ask()

    def _check(self) -> None:
        """Another base or other data: what is being computed is of no use any more."""
        if self.errand.busy and _before_the_head(self._session.document) != self._asked:
            self.errand.cancel()

    def _on_progress(self, done: int, total: int) -> None:
        if done == total or done - self._count[0] >= PROGRESS * total:
            self._count = (done, total)
            self._tell()

    def _tell(self) -> None:
        if self._sentence:
            self._shell.messages.take_back(self._sentence)
            self._sentence = ""
        if not self.errand.busy:
            return
        done, total = self._count
        if total and self.errand.phase != "comparing":
            self._sentence = self.tr("Keras computes the features: {done} of {total} samples …").format(
                done=f"{done:,}", total=f"{total:,}"
            )
        else:
            self._sentence = {
                "preparing": self.tr("The samples are written down for Keras …"),
                "importing": self.tr("Keras is starting, to compute the features; this takes some seconds …"),
            }.get(self.errand.phase, self.tr("The features are put into the cache …"))
        self._shell.say(self._sentence, self.tr("Cancel"), self.errand.cancel, kind="info")

    def _done(self, _found: Any) -> None:
        if _before_the_head(self._session.document) == self._asked:
            self._session.rebuild()

    def _fail(self, outcome: Outcome) -> None:
        command = outcome.command
        self._shell.say(
            tr_message(outcome.message),
            self.tr("Copy the line") if command else None,
            (lambda: QGuiApplication.clipboard().setText(command)) if command else None,
        )


def _before_the_head(document: Document) -> object:
    """Return what the features follow from: the data, and the base with the layers in front of it."""
    design = document.design
    base = sealed_layer(design)
    front = sorted(design.upstream(base)) if base is not None else []
    return document.setup.data, base, [(name, design.node(name).layer) for name in front]
