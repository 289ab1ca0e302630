"""What a training process obeys while it runs, and what it tells of itself, with a stand-in for Keras."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import train

from nnviz.export.protocol import PAUSE, RESUME, STOP, parse, rate_command
from nnviz.export.reports import (
    BatchDone,
    Done,
    Event,
    Failed,
    Filters,
    Memory,
    Paused,
    Rate,
    Resumed,
    Sample,
    Started,
    Stopping,
)
from nnviz.export.training import CHILD

FAKE = Path(__file__).parent / "fake"
TRAIN = """
    import keras
    import numpy as np

    def load_data():
        x = np.array([[1.0, 2], [3, 4], [0, 1]])
        return (np.ones((4, 2)), np.ones(4)), (x, np.array([[0, 1], [1, 0], [0, 1]]))

    def main(callbacks=()):
        load_data()
        model = keras.Model(seconds={seconds})
        model.fit({epochs}, {batches}, callbacks)
        model.evaluate(callbacks)
        return model
"""


class Child:
    """A training process of a test."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self.process = process
        self.folder = folder
        self.events: list[Event] = []

    def tell(self, command: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(command)
        self.process.stdin.flush()

    def until(self, kind: type[Event]) -> Event:
        """Return the next event of a kind."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            event = parse(line.decode().rstrip())
            self.events.append(event)
            if isinstance(event, kind):
                return event
        raise AssertionError(f"no {kind.__name__} in {self.events}")


@contextmanager
def running(
    folder: Path, *flags: str, options: tuple[str, ...] = (), text: str = TRAIN, **values: object
) -> Iterator[Child]:
    """Start a training; nothing is left running afterwards."""
    program = folder / "program.py"
    values = {"epochs": 1000, "batches": 1000, "seconds": 0.01, **values}
    program.write_text(textwrap.dedent(text.format(**values)), encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(FAKE), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        [sys.executable, str(CHILD / "train.py"), *flags, str(program), *options],
        cwd=folder,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield Child(process, folder)
        finally:
            process.kill()


def test_a_pause_holds_and_ends(tmp_path: Path) -> None:
    with running(tmp_path) as child:
        child.until(BatchDone)
        child.tell(PAUSE)
        child.until(Paused)
        began = time.monotonic()
        time.sleep(0.6)
        child.tell(RESUME)
        child.until(Resumed)
        between = [event for event in child.events if isinstance(event, BatchDone)]
        assert time.monotonic() - began >= 0.6
        following = child.until(BatchDone)
        assert isinstance(following, BatchDone)
        # At ten milliseconds a batch, sixty batches would have passed otherwise.
        assert following.batch - between[-1].batch < 40


def test_stop_is_obeyed_within_a_second_also_while_paused(tmp_path: Path) -> None:
    with running(tmp_path) as child:
        child.until(BatchDone)
        child.tell(PAUSE)
        child.until(Paused)
        asked = time.monotonic()
        child.tell(STOP)
        child.until(Stopping)
        done = child.until(Done)
        assert time.monotonic() - asked < 1
        assert isinstance(done, Done)
        assert done.stopped
        assert done.weights
        assert not any(isinstance(event, Resumed) for event in child.events)


def test_a_paused_process_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    with running(tmp_path) as child:
        child.until(BatchDone)
        child.tell(PAUSE)
        child.until(Paused)
        assert child.process.stdin is not None
        child.process.stdin.close()
        assert child.process.wait(train.GRACE + 5) in (0, 4)


def test_a_pause_before_the_training_holds_its_first_batch(tmp_path: Path) -> None:
    with running(tmp_path) as child:
        child.tell(PAUSE)
        child.until(Paused)
        assert any(isinstance(event, Started) for event in child.events)
        assert not any(isinstance(event, BatchDone) for event in child.events)


def test_the_learning_rate_is_changed_and_told(tmp_path: Path) -> None:
    with running(tmp_path) as child:
        first = child.until(BatchDone)
        assert isinstance(first, BatchDone)
        assert first.rate == 0.1
        child.tell(b"rate nan\nrate -1\nrate \nrate x\nnothing\n\xff\n" + rate_command(0.001))
        assert child.until(Rate) == Rate(0.001)
        child.until(BatchDone)
        later = child.until(BatchDone)
        assert isinstance(later, BatchDone)
        assert later.rate == 0.001
        assert sum(isinstance(event, Rate) for event in child.events) == 1


def test_a_rate_that_a_schedule_gives_is_not_changed(tmp_path: Path) -> None:
    scheduled = "type('Optimizer', (), dict(learning_rate=property(lambda self: 0.5)))()"
    text = TRAIN.replace("model.fit", f"model.optimizer = {scheduled}; model.fit")
    with running(tmp_path, text=text) as child:
        child.until(BatchDone)
        child.tell(rate_command(0.001))
        assert child.until(Rate) == Rate(0)
        assert child.until(BatchDone).rate == 0.5  # type: ignore[union-attr]


def test_every_epoch_shows_answers_filters_and_memory(tmp_path: Path) -> None:
    with running(tmp_path, epochs=1, batches=3, seconds=0) as child:
        child.until(Done)
    sample = next(event for event in child.events if isinstance(event, Sample))
    assert sample == Sample(1, (0, 1, 2), (1, 0, 1), ((9,), (21,), (3,)))
    film = next(event for event in child.events if isinstance(event, Filters))
    assert film.layer == "output"
    assert np.load(tmp_path / film.path).tolist() == [[3], [3]]
    memory = next(event for event in child.events if isinstance(event, Memory))
    assert 1e6 < memory.used < 1e10


def test_what_cannot_be_shown_is_no_failure(tmp_path: Path) -> None:
    text = TRAIN.replace("np.array([[1.0, 2], [3, 4], [0, 1]])", "np.array(['a.jpg'])")
    with running(tmp_path, text=text, epochs=1, batches=3, seconds=0) as child:
        child.until(Done)
    assert not any(isinstance(event, Sample) for event in child.events)


def test_reports_are_kept_for_a_window_that_comes_later(tmp_path: Path) -> None:
    with running(tmp_path, epochs=2, batches=3, seconds=0) as child:
        child.until(Done)
        child.process.wait(5)
    kept = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    kinds = [report["event"] for report in kept]
    assert kinds[0] == "phase"
    assert kinds[-1] == "done"
    assert kinds.count("epoch") == 2
    assert all(time.time() - report["time"] < 60 for report in kept)


def test_a_detached_training_goes_on_alone_and_hears_the_file(tmp_path: Path) -> None:
    with running(tmp_path, "--detached") as child:
        child.until(Started)
        assert child.process.stdin is not None
        assert child.process.stdout is not None
        child.process.stdin.close()
        child.process.stdout.close()
        time.sleep(train.GRACE + 1)
        assert child.process.poll() is None
        with (tmp_path / "commands").open("ab") as file:
            file.write(STOP)
        assert child.process.wait(5) == 0
    assert '"done"' in (tmp_path / "events.jsonl").read_text()
    assert (tmp_path / "trained.npz").is_file()


def test_no_epoch_is_a_sentence_not_a_traceback(tmp_path: Path) -> None:
    with running(tmp_path, options=("--epochs", "0")) as child:
        failed = child.until(Failed)
    assert isinstance(failed, Failed)
    assert failed.kind == "no_epoch"
