"""The training process: what it says arrives, and it is gone when it should be."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from nnviz.export.reports import Done, EpochDone, Hello, Stopping
from nnviz.export.runner import LOG
from nnviz.export.training import Outcome, TrainingJob
from nnviz.ui.train.process import IDLE, RUNNING, STOPPING, Trainer
from tests.ui.train.fakes import DONE, HELLO, STARTED, epoch, report


@pytest.fixture
def job(tmp_path: Path):
    def make(python: str) -> TrainingJob:
        folder = tmp_path / "run"
        folder.mkdir(exist_ok=True)
        return TrainingJob(
            (python, "train.py", "program.py"), dict(os.environ), folder, folder / "program.py"
        )

    return make


class Heard:
    """A trainer and everything it told."""

    def __init__(self, patience_ms: int = 20_000) -> None:
        self.trainer = Trainer(patience_ms=patience_ms)
        self.events: list[object] = []
        self.lines: list[str] = []
        self.states: list[str] = []
        self.outcomes: list[Outcome] = []
        self.trainer.reported.connect(self.events.append)
        self.trainer.printed.connect(lambda text: self.lines.extend(text.split("\n")))
        self.trainer.state_changed.connect(self.states.append)
        self.trainer.finished.connect(self.outcomes.append)

    def ended(self) -> bool:
        return bool(self.outcomes)


def test_events_and_lines_arrive_in_order(qtbot, fake, job):
    heard = Heard()
    entries = [("print", "a warning"), HELLO, ("line", "plain words"), STARTED, *epoch(1), *epoch(2), DONE]
    heard.trainer.start(job(fake(*entries)))
    with pytest.raises(RuntimeError):
        heard.trainer.start(job("python"))
    qtbot.waitUntil(heard.ended)
    assert isinstance(heard.events[0], Hello)
    assert [e.epoch for e in heard.events if isinstance(e, EpochDone)] == [1, 2]
    assert isinstance(heard.events[-1], Done)
    assert sorted(heard.lines) == ["a warning", "plain words"]
    assert heard.states == [RUNNING, IDLE]
    assert heard.outcomes[0].kind == "finished"
    log = (job("python").folder / LOG).read_text(encoding="utf-8")
    assert sorted(log.split("\n")) == ["", "a warning", "plain words"]


def test_stop_is_heard_by_the_process(qtbot, fake, job):
    heard = Heard()
    stopped = report("done", stopped=True, epochs=1, results={"loss": 0.5}, weights=True)
    heard.trainer.start(job(fake(HELLO, ("wait", "stop"), report("stopping"), stopped)))
    qtbot.waitUntil(lambda: len(heard.events) == 1)
    heard.trainer.stop()
    assert heard.trainer.state == STOPPING
    qtbot.waitUntil(heard.ended)
    assert any(isinstance(event, Stopping) for event in heard.events)
    assert (heard.outcomes[0].kind, heard.outcomes[0].weights) == ("stopped", True)


def test_a_second_stop_ends_it_at_once(qtbot, fake, job, tmp_path):
    heard = Heard()
    heard.trainer.start(job(fake(HELLO, ("write", "trained.npz"), STARTED, ("sleep", 60))))
    qtbot.waitUntil(lambda: len(heard.events) == 2)
    heard.trainer.stop()
    heard.trainer.stop()
    qtbot.waitUntil(heard.ended)
    outcome = heard.outcomes[0]
    assert (outcome.kind, outcome.good, outcome.weights) == ("ended", False, True)
    assert "ended at once" in str(outcome.message)


def test_who_does_not_stop_is_ended_after_a_while(qtbot, fake, job):
    heard = Heard(patience_ms=200)
    heard.trainer.start(job(fake(HELLO, ("sleep", 60))))
    qtbot.waitUntil(lambda: len(heard.events) == 1)
    heard.trainer.stop()
    qtbot.waitUntil(heard.ended)
    assert heard.outcomes[0].kind == "ended"
    assert not heard.outcomes[0].weights


def test_stop_right_after_the_start(qtbot, fake, job):
    heard = Heard()
    heard.trainer.start(
        job(fake(("wait", "stop"), report("done", stopped=True, epochs=0, results={}, weights=False)))
    )
    heard.trainer.stop()
    qtbot.waitUntil(heard.ended)
    assert "before it began" in str(heard.outcomes[0].message)


def test_close_leaves_no_process_and_says_nothing(qtbot, fake, job):
    heard = Heard()
    heard.trainer.start(job(fake(HELLO, STARTED, ("sleep", 60))))
    qtbot.waitUntil(lambda: len(heard.events) == 2)
    heard.trainer.close()
    assert heard.trainer.state == IDLE
    assert heard.outcomes == []
    heard.trainer.close()


def test_close_before_training_lets_the_process_tidy_up(qtbot, fake, job):
    heard = Heard()
    there = job(fake(HELLO, ("wait", ""), ("write", "tidied")))  # the end of its input reads as an empty line
    heard.trainer.start(there)
    qtbot.waitUntil(lambda: len(heard.events) == 1)
    heard.trainer.close()
    assert (there.folder / "tidied").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [("SIGKILL", "killed", "ended from outside"), ("SIGSEGV", "crashed", "crashed (SIGSEGV)")],
)
def test_killed_and_crashed_processes_have_a_sentence(qtbot, fake, job, name, kind, words):
    heard = Heard()
    heard.trainer.start(job(fake(HELLO, ("kill", name))))
    qtbot.waitUntil(heard.ended)
    assert heard.outcomes[0].kind == kind
    assert words in str(heard.outcomes[0].message)
    assert signal.Signals[name]


def test_an_end_without_a_word_has_a_sentence(qtbot, fake, job):
    heard = Heard()
    heard.trainer.start(job(fake(("exit", 7))))
    qtbot.waitUntil(heard.ended)
    assert "exit status 7" in str(heard.outcomes[0].message)


def test_a_python_that_is_not_there(qtbot, job, tmp_path):
    heard = Heard()
    heard.trainer.start(job(str(tmp_path / "no python")))
    qtbot.waitUntil(heard.ended)
    assert heard.outcomes[0].kind == "no_python"
    assert heard.states == [RUNNING, IDLE]
    assert "no python" in str(heard.outcomes[0].message)


def test_a_trainer_can_be_used_again(qtbot, fake, job):
    heard = Heard()
    for count in (1, 2):
        heard.trainer.start(job(fake(HELLO, DONE)))
        qtbot.waitUntil(lambda count=count: len(heard.outcomes) == count)
    assert [outcome.kind for outcome in heard.outcomes] == ["finished", "finished"]
