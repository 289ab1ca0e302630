"""The training process, with a stand-in for Keras: reports, stop, every kind of failure, no orphans."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import train
from reporting import Reporter

from nnviz.design.document import Document, Setup
from nnviz.export.outcomes import Outcome, outcome
from nnviz.export.protocol import STOP, parse
from nnviz.export.reports import (
    BatchDone,
    Done,
    Download,
    EpochDone,
    Event,
    Failed,
    Filters,
    Hello,
    Log,
    Memory,
    Phase,
    Started,
    Stopping,
)
from nnviz.export.runner import run, start_held
from nnviz.export.training import CHILD, TrainingError, TrainingJob, read_trained
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.templates.base import chain

FAKE = Path(__file__).parent / "fake"
DOCUMENT = Document("fake", chain(Input((2,)), ("output", Dense(1))), Setup())
TRAIN = """
    import keras

    def main(callbacks=()):
        model = keras.Model(seconds={seconds})
        model.fit({epochs}, {batches}, callbacks)
        model.evaluate(callbacks)
        return model
"""


@pytest.fixture
def job(tmp_path: Path) -> Callable[..., TrainingJob]:
    """Return a function that makes a job of a program's text."""

    def make(text: str, python: str = sys.executable, **values: object) -> TrainingJob:
        program = tmp_path / "run" / "program.py"
        program.parent.mkdir(exist_ok=True)
        program.write_text(textwrap.dedent(text.format(**values) if values else text), encoding="utf-8")
        env = {**os.environ, "PYTHONPATH": str(FAKE), "PYTHONDONTWRITEBYTECODE": "1"}
        argv = (python, str(CHILD / "train.py"), str(program))
        return TrainingJob(argv, env, program.parent, program)

    return make


def _run(job: TrainingJob, on_event: Callable[[Event], None] | None = None) -> tuple[Outcome, list[Event]]:
    events: list[Event] = []

    def heard(event: Event) -> None:
        events.append(event)
        if on_event is not None:
            on_event(event)

    return run(job, heard), events


def test_a_whole_training(job: Callable[..., TrainingJob]) -> None:
    ending, events = _run(job(TRAIN, epochs=2, batches=3, seconds=0))
    reports = [event for event in events if not isinstance(event, Log)]
    kinds = [type(event) for event in reports if not isinstance(event, BatchDone | Filters | Memory)]
    assert kinds == [Phase, Hello, Phase, Started, EpochDone, EpochDone, Phase, Phase, Done]
    assert Started(3, 3, 2, 3) in events
    last_batches = [(e.epoch, e.batch) for e in reports if isinstance(e, BatchDone) and e.batch == 3]
    assert last_batches == [(1, 3), (2, 3)]
    assert ending.kind == "finished"
    assert ending.good
    assert str(ending.message) == "Training is finished: loss 0.25."


def test_the_weights_come_back_by_path(job: Callable[..., TrainingJob]) -> None:
    made = job(TRAIN, epochs=1, batches=4, seconds=0)
    ending, _ = _run(made)
    assert ending.weights
    weights = read_trained(made.folder / "trained.npz", DOCUMENT)
    assert weights["output/kernel"].tolist() == [[4], [4]]
    assert weights["output/bias"].tolist() == [4]


def test_everything_printed_goes_to_the_log(job: Callable[..., TrainingJob]) -> None:
    made = job(
        """
        import os, sys
        print("from Python")
        print("@nnviz {\\"event\\": \\"stopping\\"}")
        os.write(1, b"from C\\n")
        print("error", file=sys.stderr)

        def main(callbacks=()):
            print(sys.argv[1:], sys.path[0] == os.path.dirname(__file__), __name__)
            raise SystemExit
        """
    )
    _, events = _run(made)
    logged = [event.text for event in events if isinstance(event, Log)]
    assert set(logged) >= {"from Python", "from C", "error", "[] True program"}
    assert Stopping() not in events
    assert (made.folder / "log.txt").read_text(encoding="utf-8").splitlines() == logged


def test_stop_is_obeyed(job: Callable[..., TrainingJob]) -> None:
    heard: list[float] = []

    def ctrl_c(event: Event) -> None:
        if isinstance(event, BatchDone) and not heard:
            heard.append(time.monotonic())
            raise KeyboardInterrupt

    ending, events = _run(job(TRAIN, epochs=1000, batches=1000, seconds=0.01), ctrl_c)
    assert time.monotonic() - heard[0] < 1
    assert Stopping() in events
    assert ending.kind == "stopped"
    assert ending.weights
    assert str(ending.message) == "Training was stopped in epoch 1; the weights are kept: loss 0.25."


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_second_ctrl_c_ends_at_once(job: Callable[..., TrainingJob]) -> None:
    def ctrl_c(event: Event) -> None:
        if isinstance(event, Started | Stopping):
            raise KeyboardInterrupt

    ending, _ = _run(job(TRAIN, epochs=1, batches=1, seconds=60), ctrl_c)
    assert ending.kind == "killed"
    assert "SIGKILL" in str(ending.message)


@pytest.mark.parametrize(
    "where", ["import time; time.sleep(60)", "def main(callbacks): import time; time.sleep(60)"]
)
def test_stop_before_the_training_begins(job: Callable[..., TrainingJob], where: str) -> None:
    heard: list[float] = []

    def ctrl_c(event: Event) -> None:
        if event == Phase("loading"):
            heard.append(time.monotonic())
            raise KeyboardInterrupt

    made = job(where)
    ending, _ = _run(made, ctrl_c)
    assert time.monotonic() - heard[0] < 1
    assert ending.kind == "stopped"
    assert not ending.weights
    assert "before it began" in str(ending.message)


def test_a_download_reports_and_cleans_up_when_it_is_stopped(job: Callable[..., TrainingJob]) -> None:
    made = job(
        """
        from pathlib import Path

        def main(callbacks=()):
            from keras.src.utils import file_utils
            try:
                file_utils.urlretrieve("https://example.org/data/mnist.npz", "x", lambda *block: None)
            except (Exception, KeyboardInterrupt):  # as Keras does
                Path("cleaned").touch()
                raise
        """
    )
    downloads: list[Download] = []

    def ctrl_c(event: Event) -> None:
        if isinstance(event, Download):
            downloads.append(event)
            if len(downloads) == 3:
                raise KeyboardInterrupt

    ending, _ = _run(made, ctrl_c)
    assert ending.kind == "stopped"
    assert (made.folder / "cleaned").exists()
    assert {(event.name, event.total) for event in downloads} == {("mnist.npz", 1_000_000)}
    assert downloads[0].done < downloads[-1].done


RAISES = [
    ("raise MemoryError", "memory"),
    ("raise type('ResourceExhaustedError', (Exception,), {})('OOM when allocating')", "memory"),
    ("raise RuntimeError('RESOURCE_EXHAUSTED: out of memory')", "memory"),
    ("raise OSError(28, 'No space left on device')", "disk_full"),
    ("raise RuntimeError('file write failed: No space left on device')", "disk_full"),
    ("raise Exception('URL fetch failure on https://x: None -- [Errno -2]')", "network"),
    ("import urllib.error; raise urllib.error.URLError('x')", "network"),
    ("raise TimeoutError('timed out')", "network"),
    ("raise FileNotFoundError(2, 'No such file', 'mnist.npz')", "no_file"),
    ("raise ModuleNotFoundError(\"No module named 'sklearn'\", name='sklearn')", "no_module"),
    ("raise ValueError('{braces}')", "error"),
    ("raise SystemExit(2)", "options"),
]


@pytest.mark.parametrize(("line", "kind"), RAISES)
def test_every_failure_has_a_kind_and_a_sentence(
    job: Callable[..., TrainingJob], line: str, kind: str
) -> None:
    ending, events = _run(job(f"def main(callbacks=()):\n    {line}\n"))
    failed = [event for event in events if isinstance(event, Failed)]
    assert [event.kind for event in failed] == [kind]
    assert ending.kind == kind
    assert not ending.good
    sentence = str(ending.message)
    assert sentence[0].isupper()
    assert len(sentence) > 30
    if kind == "no_module":
        assert ending.command.endswith("-m pip install scikit-learn")


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        ('OSError(28, "No space left on device")', "disk_full"),
        ('type("ResourceExhaustedError", (Exception,), {})("OOM when allocating tensor")', "memory"),
        ('ConnectionResetError("the folder is on another machine")', "network"),
    ],
)
def test_what_fails_after_an_epoch_leaves_what_was_saved(
    job: Callable[..., TrainingJob], raised: str, kind: str
) -> None:
    text = """
        import keras
        from pathlib import Path

        class Saver(keras.Callback):
            def on_train_begin(self): pass
            def on_epoch_begin(self, epoch): pass
            def on_train_batch_end(self, batch, logs): pass
            def on_epoch_end(self, epoch, logs):
                if epoch == 1:
                    raise RAISED
                Path("model.keras").write_text("x")
                Path("backup").mkdir()

        def main(callbacks=()):
            keras.Model().fit(5, 3, [*callbacks, Saver()])
    """
    made = job(text.replace("RAISED", raised))
    ending, _ = _run(made)
    assert ending.kind == kind
    assert ending.weights
    assert ending.resumable
    assert "are kept; the training can be resumed" in str(ending.message)
    shutil.rmtree(made.folder / "backup")
    (made.folder / "trained.npz").unlink()
    assert "No weights could be kept" in str(outcome(made, -9, None).message)  # it is only half of a file
    with zipfile.ZipFile(made.folder / "model.keras", "w") as file:
        file.writestr("config.json", "{}")
    assert "kept in model.keras" in str(outcome(made, -9, None).message)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_disk_that_is_full_for_the_reports_ends_nothing(job: Callable[..., TrainingJob]) -> None:
    made = job(TRAIN, epochs=2, batches=3, seconds=0)
    for name in ("events.jsonl", "log.txt"):
        (made.folder / name).symlink_to("/dev/full")
    assert _run(made)[0].kind == "finished"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_told_by_the_exit_status_where_no_report_could_be_written(
    job: Callable[..., TrainingJob],
) -> None:
    made = job("def main(callbacks=()):\n    raise OSError(28, 'No space left on device')\n")
    for name in ("events.jsonl", "log.txt"):
        (made.folder / name).symlink_to("/dev/full")
    process = start_held(made)
    code = process.wait(60)
    assert process.stdin is not None
    process.stdin.close()
    assert outcome(made, code, None).kind == "disk_full"


def test_of_a_bar_that_is_written_over_the_log_keeps_the_last_state() -> None:
    stream = io.StringIO()
    lines = train.WholeLines(stream)
    for text in ("1/3 =\b\b\b\b\b\r", "2/3 ==\r", "3/3 ===\n", "whole\nbegun"):
        print(text, end="", file=lines)
    assert stream.getvalue() == "3/3 ===\nwhole\n"
    lines.finish()
    assert stream.getvalue().endswith("\nbegun\n")


class Full(io.StringIO):
    """A file on a disk that is full until the reserve is given back."""

    def __init__(self) -> None:
        super().__init__()
        self.reserve: Any = None

    def flush(self) -> None:
        if not self.reserve.closed:
            raise OSError(28, "No space left on device")


def test_the_last_report_has_room_on_a_full_disk(tmp_path: Path) -> None:
    reporter = Reporter(io.StringIO())
    reporter.keep(tmp_path / "events.jsonl", append=False)
    full = Full()
    assert reporter._file is not None
    reporter._file.close()
    reporter._file, full.reserve = full, reporter._reserve
    reporter.send("failed", kind="disk_full")
    assert full.reserve.closed
    assert '"disk_full"' in full.getvalue()
    reporter.send("done", stopped=False)
    assert '"done"' in full.getvalue()


def test_the_layer_of_a_loss_that_is_not_finite_is_named(job: Callable[..., TrainingJob]) -> None:
    failed = Failed("not_finite", epoch=2, batch=3, layer="hidden")
    sentence = str(outcome(job(""), 3, failed).message)
    assert "epoch 2, batch 3" in sentence
    assert "layer “hidden”" in sentence


def test_an_error_inside_another_is_found(job: Callable[..., TrainingJob]) -> None:
    text = """
        def main(callbacks=()):
            try:
                raise OSError(28, "No space left on device")
            except OSError as error:
                raise RuntimeError("cannot save") from error
    """
    assert _run(job(text))[0].kind == "disk_full"


def test_a_loss_that_is_not_finite_ends_the_training(job: Callable[..., TrainingJob]) -> None:
    text = """
        import keras

        def main(callbacks=()):
            model = keras.Model(lambda epoch, batch: float("nan") if (epoch, batch) >= (1, 2) else 1.0)
            model.fit(5, 4, callbacks)
    """
    made = job(text)
    ending, events = _run(made)
    assert any(isinstance(e, Failed) and (e.epoch, e.batch) == (2, 3) for e in events)
    assert ending.kind == "not_finite"
    assert "epoch 2, batch 3" in str(ending.message)
    assert ending.weights
    assert read_trained(made.folder / "trained.npz", DOCUMENT)["output/bias"].tolist() == [4]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(("number", "kind"), [("SIGKILL", "killed"), ("SIGSEGV", "crashed")])
def test_a_process_that_is_ended(job: Callable[..., TrainingJob], number: str, kind: str) -> None:
    pids: list[int] = []

    def kill(event: Event) -> None:
        if isinstance(event, EpochDone) and event.epoch == 2:
            os.kill(pids[0], signal.Signals[number])

    made = job(
        "import os; open('pid', 'w').write(str(os.getpid()))"
        + textwrap.dedent(TRAIN).format(epochs=1000, batches=2, seconds=0.05)
    )

    def heard(event: Event) -> None:
        if isinstance(event, Started):
            pids.append(int((made.folder / "pid").read_text()))
        kill(event)

    ending, _ = _run(made, heard)
    assert ending.kind == kind
    assert number in str(ending.message)
    assert ending.weights
    assert "are kept" in str(ending.message)
    read_trained(made.folder / "trained.npz", DOCUMENT)


def test_a_process_that_ends_without_a_word(job: Callable[..., TrainingJob]) -> None:
    ending, _ = _run(job("import os; os._exit(7)"))
    assert ending.kind == "crashed"
    assert "exit status 7" in str(ending.message)
    assert "as before" in str(ending.message)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_a_python_without_keras(job: Callable[..., TrainingJob], tmp_path: Path) -> None:
    bare = tmp_path / "bare python"
    bare.write_text(f'#!/bin/sh\nunset PYTHONPATH\nexec "{sys.executable}" -S "$@"\n')
    bare.chmod(0o755)
    ending, _ = _run(job(TRAIN, python=str(bare), epochs=1, batches=1, seconds=0))
    assert ending.kind == "no_module"
    assert "has no keras" in str(ending.message)
    assert ending.command == f"'{bare}' -m pip install 'tensorflow>=2.21' 'keras>=3.12'"


def test_a_python_that_is_not_there(job: Callable[..., TrainingJob], tmp_path: Path) -> None:
    ending, events = _run(job("", python=str(tmp_path / "no python")))
    assert ending.kind == "no_python"
    assert "cannot be started" in str(ending.message)
    assert events == []


def test_keras_2_is_not_enough(job: Callable[..., TrainingJob], tmp_path: Path) -> None:
    old = tmp_path / "old" / "keras"
    old.mkdir(parents=True)
    (old / "__init__.py").write_text("__version__ = '2.15.0'")
    made = job("")
    ending, _ = _run(
        TrainingJob(made.argv, {**made.env, "PYTHONPATH": str(old.parent)}, made.folder, made.program)
    )
    assert ending.kind == "no_module"


def test_no_orphan_when_the_parent_is_gone(job: Callable[..., TrainingJob]) -> None:
    made = job(TRAIN, epochs=1000, batches=1000, seconds=0.01)
    with subprocess.Popen(
        made.argv,
        cwd=made.folder,
        env=dict(made.env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            if isinstance(parse(line.decode().rstrip()), BatchDone):
                break
        process.stdout.close()
        process.stdin.close()
        assert process.wait(train.GRACE + 5) in (0, 4)
    assert (made.folder / "trained.npz").is_file()


def test_an_orphan_that_hangs_ends_too(job: Callable[..., TrainingJob]) -> None:
    made = job("import time\ndef main(callbacks): time.sleep(60)")
    with subprocess.Popen(made.argv, cwd=made.folder, env=dict(made.env), stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(STOP[:2])
        process.stdin.close()
        assert process.wait(train.GRACE + 5) in (0, 4)


def test_nothing_of_an_earlier_run_is_taken_for_this_one(job: Callable[..., TrainingJob]) -> None:
    made = job(TRAIN, epochs=1, batches=1, seconds=0)
    (made.folder / "model.keras").write_text("old")
    _run(made)
    assert not (made.folder / "model.keras").exists()
    made.program.write_text("def main(callbacks): raise ValueError")
    (made.folder / "model.keras").write_text("kept: training never began")
    _run(made)
    assert (made.folder / "model.keras").exists()


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"output/kernel": np.zeros((2, 1))}, "“output/bias” is missing"),
        ({"output/kernel": np.zeros((2, 2)), "output/bias": np.zeros(1)}, "needs 2×1"),
        ({"output/kernel": np.full((2, 1), np.nan), "output/bias": np.zeros(1)}, "not finite"),
        ({"output/kernel": np.zeros((2, 1), int), "output/bias": np.zeros(1)}, "more than real numbers"),
        ({"output/kernel": np.array([[None], [1]]), "output/bias": np.zeros(1)}, "cannot be used"),
        ({"other": np.zeros(1)}, "no weight other"),
        ({"output/kernel": np.zeros(100_000), "output/bias": np.zeros(1)}, "would take 800128 bytes"),
    ],
)
def test_trained_weights_are_read_strictly(
    tmp_path: Path, arrays: dict[str, np.ndarray], sentence: str
) -> None:
    from nnviz.words import NnvizError

    np.savez(tmp_path / "trained.npz", **arrays)  # type: ignore[arg-type]
    with pytest.raises(NnvizError, match=sentence):
        read_trained(tmp_path / "trained.npz", DOCUMENT)


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\0" * 18, b"x" * 100])
def test_a_file_that_is_no_archive(tmp_path: Path, content: bytes) -> None:
    from nnviz.words import NnvizError

    path = tmp_path / "trained.npz"
    with pytest.raises(TrainingError, match="cannot be used"):
        read_trained(path, DOCUMENT)
    path.write_bytes(content)
    with pytest.raises(NnvizError):
        read_trained(path, DOCUMENT)


def test_an_end_that_a_window_reports(job: Callable[..., TrainingJob]) -> None:
    made = job("")
    assert outcome(made, 11, None, crashed=True).kind == "crashed"
    assert outcome(made, -9, Phase("loading")).kind == "killed"
    assert outcome(made, 0, None).kind == "crashed"
    assert outcome(made, 3, Failed("a new kind", "text")).kind == "error"
