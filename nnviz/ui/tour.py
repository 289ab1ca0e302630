"""The tour: the main job from beginning to end in the real window, through the same actions as the hands use."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QSettings
from PySide6.QtWidgets import QWidget

from nnviz.data.digits import Digits
from nnviz.data.mnist import Mnist, find_mnist
from nnviz.design.document import Document
from nnviz.engine.events import Cursor
from nnviz.export.outcomes import results_text
from nnviz.export.training import training_python
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import FIRST, template
from nnviz.ui.export_dialog import ExportDialog
from nnviz.ui.main import application, leave_a_core
from nnviz.ui.report import Station, write_report
from nnviz.ui.text import tr_message
from nnviz.ui.theme import Themes
from nnviz.ui.train.ending import Ending
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.window import Window
from nnviz.words import QT_TRANSLATE_NOOP, Message, NnvizError, say

SIZE = (1440, 900)
FIRST_STEPS = 120
"""Steps of the small problem before its picture is taken."""
STEPS = 20
"""Steps of the large network before its loss surface is drawn."""


class TourError(NnvizError):
    """A station that was not reached."""


def tour(folder: Path, data_dir: Path | None, epochs: int, dark: bool = False) -> int:
    """Run every station and leave pictures, program, documents and ``report.html`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    app = application()
    leave_a_core()
    with tempfile.TemporaryDirectory(prefix="nnviz-tour-") as scratch:
        settings = QSettings(str(Path(scratch) / "settings.ini"), QSettings.Format.IniFormat)
        themes = Themes(app, settings)
        themes.choose("dark" if dark else "light")
        window = Window(
            template(FIRST).build(), themes, settings, data_dir, state=Path(scratch), runs=folder / "runs"
        )
        window.resize(*SIZE)
        window.show()
        guide = _Guide(window, folder, epochs)
        try:
            guide.run()
        finally:
            window.session.undo_stack.setClean()
            window.close()
    return 0


@dataclass(frozen=True)
class _Choice:
    """The pictures that the tour learns from, and why."""

    data: Mnist | Digits
    shape: tuple[int, ...]
    note: Message


class _Guide:
    """Walks through the stations one after the other."""

    def __init__(self, window: Window, folder: Path, epochs: int) -> None:
        self._window = window
        self._session = window.session
        self._folder = folder
        self._epochs = epochs
        self._stations: list[Station] = []

    def run(self) -> None:
        self._first_picture()
        choice = _choose_data(self._session.data_dir)
        self._build(choice)
        self._step()
        self._surface()
        self._export()
        ending = self._train()
        self._look_again(ending)
        write_report(self._folder / "report.html", self._stations)
        print(self._folder / "report.html")

    # -- stations ----------------------------------------------------------------------------------------------

    def _first_picture(self) -> None:
        self._wait(lambda: self._session.moment is not None, 30, "the first picture")
        self._seek(Cursor(FIRST_STEPS, self._event("backward", "hidden_2")))
        self._quiet()
        self._wait(self._surface_is_drawn, 60, "the loss surface of the first problem")
        self._take(
            "first",
            say(QT_TRANSLATE_NOOP("nnviz", "It opens on something that runs")),
            say(
                QT_TRANSLATE_NOOP("nnviz", "Circle, 2-4-2-1, in the backward pass of step {step}."),
                step=FIRST_STEPS,
            ),
        )

    def _build(self, choice: _Choice) -> None:
        window, editor = self._window, self._window.build.canvas.editor
        window.set_mode("build")
        self._session.open_document(Document("handwritten digits"), None)
        self._must(editor.append("Input"))
        self._must(editor.set_field("input", "shape", choice.shape))
        for kind in ("Flatten", "Dense", "Dense", "Dense"):
            self._must(editor.append(kind))
        for old, new in (("dense", "hidden_1"), ("dense_1", "hidden_2"), ("dense_2", "digit")):
            self._must(editor.rename(old, new))
        for name in ("hidden_1", "hidden_2"):
            self._must(editor.set_field(name, "units", 512))
            self._must(editor.set_field(name, "activation", "relu"))
        self._must(editor.set_setup("data", choice.data))
        self._must(editor.set_setup("loss", SparseCategoricalCrossentropy()))
        self._built()
        if not self._session.problems:
            raise TourError(
                say(QT_TRANSLATE_NOOP("nnviz", "A network that does not fit its data was not told of."))
            )
        self._take(
            "build-problem",
            say(QT_TRANSLATE_NOOP("nnviz", "What does not fit is told in words, with the mend")),
            self._session.problems[0].message,
        )
        self._must(editor.set_field("digit", "units", 10))
        self._must(editor.set_field("digit", "activation", "softmax"))
        self._must(editor.set_setup("optimizer", Adam()))
        self._must(editor.set_setup("batch_size", 128))
        self._must(editor.set_setup("epochs", self._epochs))
        self._built()
        for problem in self._session.problems:
            raise TourError(problem.message)
        window.build.canvas.fit()
        window.build.selection.set(["hidden_1"])
        self._take(
            "build",
            say(QT_TRANSLATE_NOOP("nnviz", "Put together layer by layer")),
            say(
                QT_TRANSLATE_NOOP("nnviz", "{parameters} parameters. {note}"),
                parameters=f"{self._session.shapes.total_parameters:,}",
                note=choice.note,
            ),
        )

    def _step(self) -> None:
        self._window.set_mode("watch")
        start = self._state_bytes()
        texts = {
            "forward": say(QT_TRANSLATE_NOOP("nnviz", "One batch forward: every layer from the one before.")),
            "loss": say(QT_TRANSLATE_NOOP("nnviz", "The loss compares the output with the right answers.")),
            "backward": say(QT_TRANSLATE_NOOP("nnviz", "The error travels back to every weight.")),
            "update": say(QT_TRANSLATE_NOOP("nnviz", "Every weight takes its step.")),
        }
        for phase, text in texts.items():
            self._move(lambda: self._session.forward("phase"))
            self._take(
                f"step-{phase}", say(QT_TRANSLATE_NOOP("nnviz", "One step: {phase}"), phase=phase), text
            )
        for _ in texts:
            self._move(lambda: self._session.back("phase"))
        self._move(self._session.to_start)
        if self._state_bytes() != start:
            raise TourError(
                say(QT_TRANSLATE_NOOP("nnviz", "Stepping back did not return to the same numbers."))
            )

    def _surface(self) -> None:
        self._seek(Cursor(STEPS, 0))
        self._quiet()
        self._wait(self._surface_is_drawn, 300, "the loss surface")
        moment = self._session.moment
        assert moment is not None
        self._take(
            "surface",
            say(QT_TRANSLATE_NOOP("nnviz", "The loss surface")),
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "After {steps} steps the loss went from {first} to {last}; back and again, bit for bit.",
                ),
                steps=STEPS,
                first=f"{moment.losses[0]:.3f}",
                last=f"{moment.losses[-1]:.3f}",
            ),
        )
        self._move(self._session.to_start)

    def _export(self) -> None:
        dialog: ExportDialog = self._window.ask_export()
        dialog.choose(self._folder / "exported", fresh=False)
        self._quiet()
        self._take(
            "export",
            say(QT_TRANSLATE_NOOP("nnviz", "One click to Keras")),
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The program and the weights on the screen are in the folder exported."
                )
            ),
            dialog,
        )
        path = dialog.export()
        if path is None:
            raise TourError(say(QT_TRANSLATE_NOOP("nnviz", "The program could not be exported.")))
        dialog.close()
        self._window.messages.clear()

    def _train(self) -> Ending:
        self._window.set_mode("train")
        endings: list[Ending] = []
        self._window.train.ended.connect(endings.append)
        self._must(self._window.train.start())
        training = self._window.train.training
        self._wait(lambda: bool(endings) or _progress(training) >= 0.5 * self._epochs, 3600, "the training")
        self._quiet()
        self._take(
            "train-running",
            say(QT_TRANSLATE_NOOP("nnviz", "Full training in Keras")),
            say(QT_TRANSLATE_NOOP("nnviz", "The exported program runs in a process of its own.")),
        )
        self._wait(lambda: bool(endings), 3600, "the end of the training")
        ending = endings[0]
        if not ending.good:
            raise TourError(ending.outcome.message)
        self._built()
        self._quiet()
        self._take(
            "trained",
            say(QT_TRANSLATE_NOOP("nnviz", "Trained")),
            say("{result}", result=results_text(ending.outcome.results)),
        )
        for name in ("model.keras", "history.csv"):
            shutil.copy2(ending.job.folder / name, self._folder / name)
        return ending

    def _look_again(self, ending: Ending) -> None:
        self._window.set_mode("watch")
        self._look_at(0)
        self._take(
            "read",
            say(QT_TRANSLATE_NOOP("nnviz", "The trained network reads test pictures")),
            say(
                QT_TRANSLATE_NOOP("nnviz", "Its weights are in the document; every layer can be looked into.")
            ),
        )
        panel = self._window.watch.pictures
        panel.find_misread()
        self._wait(lambda: self._look_index() not in (None, 0), 120, "a misread picture")
        self._wait(lambda: panel.scored, 120, "the test accuracy")
        self._quiet()
        self._take(
            "misread",
            say(QT_TRANSLATE_NOOP("nnviz", "One that it misreads")),
            say("{score}", score=panel.score_line.text()),
        )
        if not self._window.files.save_as(self._folder / "trained.nnviz"):
            raise TourError(say(QT_TRANSLATE_NOOP("nnviz", "The trained document could not be saved.")))

    # -- help --------------------------------------------------------------------------------------------------

    def _event(self, phase: str, layer: str) -> int:
        moment = self._session.moment
        assert moment is not None
        return max(i for i, e in enumerate(moment.events) if (e.phase, e.layer) == (phase, layer))

    def _state_bytes(self) -> bytes:
        moment = self._session.moment
        assert moment is not None
        return moment.trace.before.theta.tobytes()

    def _look_index(self) -> int | None:
        return self._session.look.index if self._session.look else None

    def _look_at(self, index: int) -> None:
        self._session.look_at_test(index)
        self._wait(lambda: self._look_index() == index, 60, "a test picture")
        self._quiet()

    def _seek(self, cursor: Cursor) -> None:
        self._move(lambda: self._session.seek(cursor))

    def _move(self, ask: Callable[[], object]) -> None:
        before = self._session.moment
        ask()
        self._wait(lambda: self._session.moment is not before, 300, "the next moment")

    def _built(self) -> None:
        self._wait(lambda: not self._session.worker.busy("build"), 120, "the data")

    def _surface_is_drawn(self) -> bool:
        picture = self._window.watch.surface.picture
        moment = self._session.moment
        return (
            picture is not None
            and moment is not None
            and picture.grid.complete
            and picture.step == moment.cursor.step
        )

    def _quiet(self) -> None:
        """Let everything that is drawn in the background arrive."""
        pause = time.monotonic() + 0.8
        self._wait(lambda: time.monotonic() > pause, 5, "the picture")

    def _must(self, done: bool) -> None:
        if not done:
            raise TourError(say(QT_TRANSLATE_NOOP("nnviz", "An edit of the tour was refused.")))

    def _wait(self, condition: Callable[[], bool], seconds: float, what: str) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise TourError(
                    say(
                        QT_TRANSLATE_NOOP("nnviz", "The tour waited {seconds} s for {what}."),
                        seconds=seconds,
                        what=what,
                    )
                )
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.005)

    def _take(self, name: str, title: Message, text: Message, widget: QWidget | None = None) -> None:
        self._quiet()
        file = f"{len(self._stations) + 1:02}-{name}.png"
        picture = (widget or self._window).grab()
        if not picture.save(str(self._folder / file)):
            raise TourError(say(QT_TRANSLATE_NOOP("nnviz", "“{file}” could not be written."), file=file))
        station = Station(tr_message(title), tr_message(text), file)
        self._stations.append(station)
        print(f"{file}  {station.title}: {station.text}")


def _progress(training: FullTraining) -> float:
    """Return the epochs that are done, parts of one included."""
    record = training.record
    if record is None or not record.batch.batches:
        return 0.0
    return record.batch.epoch - 1 + record.batch.batch / record.batch.batches


def _choose_data(data_dir: Path | None) -> _Choice:
    """Return MNIST where it is or can be downloaded, else the built-in digits."""
    if find_mnist(data_dir) is None:
        _download()
    if find_mnist(data_dir) is not None:
        note = say(
            QT_TRANSLATE_NOOP("nnviz", "The data is MNIST: 60,000 pictures to learn from, 10,000 to test.")
        )
        return _Choice(Mnist(), (28, 28), note)
    note = say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "MNIST is not on this machine and could not be downloaded: the built-in 8×8 digits stand in.",
        )
    )
    print(note)
    return _Choice(Digits(), (8, 8), note)


def _download() -> None:
    """Let Keras' own loader, in a process of its own, fetch MNIST into its cache."""
    python = training_python()
    if python is None:
        return
    print(say(QT_TRANSLATE_NOOP("nnviz", "MNIST is not on this machine; Keras tries to download it.")))
    try:
        code = "import keras; keras.datasets.mnist.load_data()"
        subprocess.run([python, "-c", code], capture_output=True, timeout=180, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return
