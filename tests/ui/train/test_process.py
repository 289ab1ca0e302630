"""The training process: what it says arrives, and it is gone when it should be."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nnviz.export import runs
from nnviz.export.outcomes import Outcome
from nnviz.export.reports import Done, EpochDone, Hello, Rate, Stopping
from nnviz.export.runner import LOG
from nnviz.export.training import TrainingJob
from nnviz.ui.train import process
from nnviz.ui.train.process import IDLE, PAUSED, RUNNING, STOPPING, Trainer
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


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class Heard:
    """A trainer and everything it told."""

    def __init__(self, patience_ms: int = 20_000) -> None:
        self.trainer = Trainer(patience_ms=patience_ms)
        self.events: list[object] = []
        self.lines: list[str] = []
        self.states: list[str] = []
        self.outcomes: list[Outcome] = []
        self.trainer.reported.connect(lambda event, _: self.events.append(event))
        self.trainer.printed.connect(lambda text: self.lines.extend(text.split("\n")))
        self.trainer.state_changed.connect(self.states.append)
        self.trainer.finished.connect(self.outcomes.append)

    def ended(self) -> bool:
        return bool(self.outcomes)

    def knows(self, count: int) -> bool:
        return len(self.events) >= count


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
    assert heard.lines == ["a warning", "plain words"]
    assert heard.states == [RUNNING, IDLE]
    assert heard.outcomes[0].kind == "finished"
    log = (job("python").folder / LOG).read_text(encoding="utf-8")
    assert log.split("\n") == ["a warning", "plain words", ""]


def test_stop_is_heard_by_the_process(qtbot, fake, job):
    heard = Heard()
    stopped = report("done", stopped=True, epochs=1, results={"loss": 0.5}, weights=True)
    heard.trainer.start(job(fake(HELLO, ("wait", "stop"), report("stopping"), stopped)))
    qtbot.waitUntil(lambda: heard.knows(1))
    heard.trainer.stop()
    assert heard.trainer.state == STOPPING
    qtbot.waitUntil(heard.ended)
    assert any(isinstance(event, Stopping) for event in heard.events)
    assert (heard.outcomes[0].kind, heard.outcomes[0].weights) == ("stopped", True)


def test_a_second_stop_ends_it_at_once(qtbot, fake, job, tmp_path):
    heard = Heard()
    heard.trainer.start(job(fake(HELLO, ("write", "trained.npz"), STARTED, ("sleep", 60))))
    qtbot.waitUntil(lambda: heard.knows(2))
    heard.trainer.stop()
    heard.trainer.stop()
    qtbot.waitUntil(heard.ended)
    outcome = heard.outcomes[0]
    assert (outcome.kind, outcome.good, outcome.weights) == ("ended", False, True)
    assert "ended at once" in str(outcome.message)


def test_who_does_not_stop_is_ended_after_a_while(qtbot, fake, job):
    heard = Heard(patience_ms=200)
    heard.trainer.start(job(fake(HELLO, ("sleep", 60))))
    qtbot.waitUntil(lambda: heard.knows(1))
    heard.trainer.stop()
    qtbot.waitUntil(heard.ended)
    assert heard.outcomes[0].kind == "ended"
    assert not heard.outcomes[0].weights


def test_stop_right_after_the_start(qtbot, fake, job):
    heard = Heard()
    there = job(fake(("wait", "stop"), report("done", stopped=True, epochs=0, results={}, weights=False)))
    (there.folder / "commands").write_bytes(b"stop\n")  # of an earlier process of this run
    heard.trainer.start(there)
    assert not (there.folder / "commands").exists()
    heard.trainer.stop()
    qtbot.waitUntil(heard.ended)
    assert "before it began" in str(heard.outcomes[0].message)


def test_pause_and_another_learning_rate_are_told(qtbot, fake, job):
    heard = Heard()
    entries = [
        *(HELLO, STARTED, ("wait", "pause"), report("paused")),
        *(("wait", "rate 0.25"), report("rate", rate=0.25), ("wait", "resume"), report("resumed")),
        *(("wait", "stop"), report("stopping"), DONE),
    ]
    heard.trainer.start(job(fake(*entries)))
    qtbot.waitUntil(lambda: heard.knows(2))
    heard.trainer.pause()
    assert (heard.trainer.state, heard.trainer.pausing) == (RUNNING, True)
    qtbot.waitUntil(lambda: heard.trainer.state == PAUSED)
    assert not heard.trainer.pausing
    heard.trainer.change_rate(0.25)
    qtbot.waitUntil(lambda: Rate(0.25) in heard.events)
    heard.trainer.resume()
    qtbot.waitUntil(lambda: heard.trainer.state == RUNNING)
    heard.trainer.stop()
    qtbot.waitUntil(heard.ended)


def test_close_leaves_no_process_and_says_nothing(qtbot, fake, job, monkeypatch):
    monkeypatch.setattr(process, "PARTING_S", 0.1)
    heard = Heard()
    heard.trainer.start(job(fake(HELLO, STARTED, ("sleep", 60), listens=False)))
    qtbot.waitUntil(lambda: heard.knows(2))
    pid = heard.trainer.pid
    heard.trainer.close()
    assert not alive(pid)
    assert heard.trainer.state == IDLE
    assert heard.outcomes == []
    heard.trainer.close()


def test_close_lets_the_process_tidy_up(qtbot, fake, job):
    heard = Heard()
    there = job(fake(HELLO, ("sleep", 60)))
    heard.trainer.start(there)
    qtbot.waitUntil(lambda: heard.knows(1))
    heard.trainer.close()
    assert (there.folder / "left").exists()


def test_one_that_was_let_go_is_found_again(qtbot, fake, job):
    first = Heard()
    python = fake(("print", "a line"), HELLO, STARTED, *epoch(1), ("wait", "stop"), report("stopping"), DONE)
    there = job(python)
    first.trainer.start(there)
    qtbot.waitUntil(lambda: first.knows(6))
    pid = first.trainer.pid
    first.trainer.let_go()
    assert (first.trainer.state, first.outcomes) == (IDLE, [])
    second = Heard()
    second.trainer.follow(there)
    qtbot.waitUntil(lambda: second.knows(6))
    assert second.events == first.events
    assert second.lines == ["a line"]
    assert (second.trainer.state, second.trainer.pid) == (RUNNING, pid)
    second.trainer.stop()
    qtbot.waitUntil(second.ended)
    assert second.outcomes[0].kind == "finished"
    qtbot.waitUntil(lambda: not alive(pid))


def test_one_that_was_found_can_be_ended_at_once_and_by_closing(qtbot, fake, job, monkeypatch):
    monkeypatch.setattr(process, "PARTING_S", 0.1)
    for end in ("stop", "close"):
        first, second = Heard(), Heard()
        there = job(fake(HELLO, STARTED, ("sleep", 60)))
        first.trainer.start(there)
        qtbot.waitUntil(lambda first=first: first.knows(2))
        pid = first.trainer.pid
        first.trainer.let_go()
        second.trainer.follow(there)
        if end == "stop":
            second.trainer.stop()
            second.trainer.stop()
            qtbot.waitUntil(second.ended)
            assert second.outcomes[0].kind == "ended"
            shutil.rmtree(there.folder)
        else:
            second.trainer.close()
            assert second.outcomes == []
        qtbot.waitUntil(lambda pid=pid: not alive(pid))


def test_one_that_is_paused_goes_on_when_it_is_let_go(qtbot, fake, job):
    heard = Heard()
    there = job(fake(HELLO, ("wait", "pause"), report("paused"), ("wait", "resume"), DONE))
    heard.trainer.start(there)
    qtbot.waitUntil(lambda: heard.knows(1))
    heard.trainer.pause()
    qtbot.waitUntil(lambda: heard.trainer.state == PAUSED)
    heard.trainer.let_go()
    qtbot.waitUntil(lambda: not runs.is_running(there.folder))
    assert '"done"' in (there.folder / "events.jsonl").read_text(encoding="utf-8")


def test_a_long_report_is_taken_in_pieces(qtbot, job, monkeypatch):
    monkeypatch.setattr(process, "AT_ONCE", 300)
    there = job("python")
    lines = [
        json.dumps(json.loads(line[7:])) + "\n" for _, line in (HELLO, STARTED, *epoch(1), *epoch(2), DONE)
    ]
    (there.folder / "events.jsonl").write_text("".join(lines), encoding="utf-8")
    heard = Heard()
    heard.trainer.follow(there)
    assert len(heard.events) < len(lines)
    qtbot.waitUntil(heard.ended)
    assert len(heard.events) == len(lines)
    assert heard.outcomes[0].kind == "finished"


def test_one_that_is_gone_without_a_word_has_a_sentence(qtbot, job):
    there = job("python")
    (there.folder / "events.jsonl").write_text('{"event": "resumed"}\n', encoding="utf-8")
    heard = Heard()
    heard.trainer.follow(there)
    qtbot.waitUntil(heard.ended)
    assert heard.outcomes[0].kind == "gone"
    assert "gone without a word" in str(heard.outcomes[0].message)


def test_what_an_earlier_process_said_is_told_first_and_is_not_this_ones_end(qtbot, fake, job):
    there = job(fake(HELLO, ("exit", 7)))
    reports = [json.loads(line[7:]) for _, line in (HELLO, *epoch(1), DONE)]
    lines = "".join(json.dumps(line) + "\n" for line in reports)
    (there.folder / "events.jsonl").write_text(lines, encoding="utf-8")
    heard = Heard()
    heard.trainer.start(there)
    assert any(isinstance(event, EpochDone) for event in heard.events)
    qtbot.waitUntil(heard.ended)
    assert heard.outcomes[0].kind == "crashed"


ALONE = """
import sys, os
from pathlib import Path
from nnviz.export.runner import start_held
from nnviz.export.training import TrainingJob
folder = Path({folder!r})
job = TrainingJob(({python!r}, "train.py", "program.py"), dict(os.environ), folder, folder / "program.py")
print(start_held(job).pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_training_ends_when_the_window_is_killed(qtbot, fake, job):
    there = job(fake(HELLO, ("sleep", 60)))
    program = ALONE.format(folder=str(there.folder), python=there.python)
    words = [sys.executable, "-c", program]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as window:
        assert window.stdout is not None
        pid = int(window.stdout.readline())
        qtbot.waitUntil((there.folder / "events.jsonl").exists)
        assert alive(pid)
        window.kill()
        qtbot.waitUntil((there.folder / "left").exists)
        qtbot.waitUntil(lambda: not runs.is_running(there.folder))


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
