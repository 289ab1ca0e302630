"""The formula of the moment: what is computed, in symbols, in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.design.document import Setup
from nnviz.engine.events import Event, Quantity
from nnviz.ui.digits import digits
from nnviz.ui.formula import Formula, FormulaView, typeset_line, typesetter
from nnviz.ui.session import Look, Moment, Session
from nnviz.ui.text import tr_message
from nnviz.ui.watch.explain import event_of_pick, explain, explain_layer, not_yet, scope_of, scope_of_look
from nnviz.ui.watch.explanation import Explanation
from nnviz.ui.watch.headings import reason
from nnviz.ui.watch.known import Pick, known
from nnviz.ui.watch.picked import Picked
from nnviz.ui.watch.playback import SECONDS, Playback
from nnviz.ui.watch.time_chooser import TimeChooser
from nnviz.ui.widgets import Heading, Label, em
from nnviz.words import Message

READABLE = 450
"""Milliseconds that a formula must stay to be read. Typesetting costs more than all other drawing together."""


@dataclass(frozen=True, eq=False)
class Question:
    """What is to be explained: everything that the answer depends on."""

    moment: Moment
    setup: Setup
    sample: int
    look: Look | None
    pick: Pick | None
    coarse: bool
    digits: int

    def same(self, other: Question | None) -> bool:
        """Return whether the answer would be the same."""
        return other is not None and all(
            a is b or (not isinstance(a, Moment | Look) and a == b)
            for a, b in zip(vars(self).values(), vars(other).values(), strict=True)
        )

    def answer(self) -> Explanation:
        """Return the explanation. Pure; it takes some milliseconds."""
        moment, pick = self.moment, self.pick
        if self.look is not None:
            return self._of_look(self.look)
        scope = scope_of(moment.trace, self.setup, self.sample)
        event = moment.event
        if pick is None or pick.layer not in scope.network.position:
            return explain_layer(scope, self._layer_events()) if self.coarse else explain(scope, event)
        source = event.quantity == "dx" and pick.layer in {
            scope.network.stages[i].name for i in scope.stage(event.layer).sources
        }
        if source and pick.source is None:
            return explain(scope, event, pick)
        here = known(moment.events, moment.cursor.event)
        found = event_of_pick(scope.network, here, pick, event.phase)
        return explain(scope, found, pick) if found else not_yet(scope, pick, event.phase)

    def _of_look(self, look: Look) -> Explanation:
        scope = scope_of_look(self.moment.trace, self.setup, look.layers)
        pick = self.pick
        if pick is not None and pick.layer in scope.network.position:
            stage = scope.stage(pick.layer)
            if stage.sources:
                quantity: Quantity = "z" if stage.slots else "a"
                return explain(scope, Event("forward", pick.layer, quantity, pick.unit), pick)
        return explain(scope, Event("forward", scope.output.name, "a"))

    def _layer_events(self) -> list[Event]:
        """Return the events of the newest layer and phase that have happened."""
        happened = self.moment.events[: self.moment.cursor.event + 1]
        newest = happened[-1]
        return [e for e in happened if (e.phase, e.layer) == (newest.phase, newest.layer)]


class Explainer:
    """Answers questions in the background, always the newest one next; ``show(explanation)`` gets every answer.

    A question that comes while one is being answered waits, so that quick playing still shows formulas now and then.
    """

    def __init__(self, session: Session, show) -> None:
        self._session = session
        self._show = show
        self._asked: Question | None = None
        self._waiting: Question | None = None

    def ask(self, question: Question) -> None:
        if question.same(self._asked) and self._waiting is None:
            return
        if self._session.worker.busy("formula"):
            self._waiting = question
            return
        self._asked, self._waiting = question, None
        self._session.worker.submit("formula", lambda: _answer(question), on_done=self._answered)

    def forget(self) -> None:
        """Drop what was asked: there is nothing to explain."""
        self._session.worker.cancel("formula")
        self._asked = self._waiting = None

    def _answered(self, explanation: Explanation) -> None:
        self._show(explanation)
        if self._waiting is not None:
            self.ask(self._waiting)


def _answer(question: Question) -> Iterator[Explanation]:
    """Explain and typeset, so that the window only has to draw (runs on the worker)."""
    explanation = question.answer()
    # The very first one is shown in plain words: loading the library would hold up the window's first picture.
    for line in explanation.lines if typesetter().loaded else ():
        typeset_line(line.latex)
        yield explanation
    yield explanation


class FormulaPanel(QWidget):
    """Heading in the phase's colour, the formula, the sentence. ``explained`` of the panel is what it shows."""

    def __init__(
        self, session: Session, playback: Playback, picked: Picked, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._playback = playback
        self._picked = picked
        self.explained: Explanation | None = None
        self._listeners: list = []
        self._heading = Heading()
        self._view = FormulaView()
        self._sentence = Label("", "quiet")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.45))
        self.times = TimeChooser(session, picked)
        for part in (self._heading, self.times, self._view, self._sentence):
            outer.addWidget(part)
        self._explainer = Explainer(session, self._show)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(READABLE)
        self._later.timeout.connect(self._ask)
        for signal in (
            session.moment_changed,
            session.sample_changed,
            playback.options_changed,
            picked.changed,
        ):
            signal.connect(self._ask_soon)
        session.document_changed.connect(self._ask_soon)
        playback.playing_changed.connect(lambda _: self._ask())
        digits().changed.connect(self._ask)
        self._ask()

    def on_explained(self, listener) -> None:
        """Call ``listener(explanation)`` whenever another explanation is shown (None: there is none)."""
        self._listeners.append(listener)
        listener(self.explained)

    def _ask_soon(self) -> None:
        """Ask now, or now and then while moments come too quickly to be read."""
        playback = self._playback
        hurried = playback.playing and SECONDS[playback.grain] / playback.speed < READABLE / 1000
        if not hurried or self._session.moment is None:
            self._ask()
        elif not self._later.isActive():
            self._later.start()

    def _ask(self) -> None:
        moment = self._session.moment
        if moment is None:
            self._explainer.forget()
            self._show(None)
            return
        self._explainer.ask(
            Question(
                moment,
                moment.setup,
                self._session.sample,
                self._session.look,
                self._picked.pick,
                self._playback.grain != "neuron",
                digits().count,
            )
        )

    def _show(self, explanation: Explanation | None) -> None:
        self.explained = explanation
        if explanation is None:
            self._heading.setText(self.tr("Nothing to compute yet"))
            self._heading.set_tone("")
            self._view.set_lines(())
            self._sentence.setText(reason(self._session))
        else:
            self._heading.setText(
                " · ".join([*map(_words, explanation.title), *self._class_words(explanation)])
            )
            self._heading.set_tone(explanation.phase)
            lines = [Formula(line.latex, line.plain) for line in explanation.lines]
            self._view.set_lines(lines, explanation.phase)
            self._sentence.setText(tr_message(explanation.sentence))
        self.times.follow(explanation)
        for listener in self._listeners:
            listener(explanation)

    def _class_words(self, explanation: Explanation) -> list[str]:
        """Return the class that an output neuron stands for, where it is not simply the neuron's number."""
        pick, moment, data = explanation.pick, self._session.moment, self._session.dataset
        if pick is None or moment is None or data is None or explanation.phase not in ("forward", "backward"):
            return []
        output = moment.trace.network.stages[moment.trace.network.output]
        if pick.layer != output.name or len(data.classes) < 3 or output.output_shape != (len(data.classes),):
            return []
        return [self.tr("class {name}").format(name=data.classes[pick.unit])]


def _words(part: Message | str) -> str:
    return tr_message(part) if isinstance(part, Message) else part
