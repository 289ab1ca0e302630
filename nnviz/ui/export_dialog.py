"""Export to Keras: what, with or without weights, where to; the text and the remarks to read; and then the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from nnviz.data.loader import literal
from nnviz.design.problem import Problem
from nnviz.export import keras_file
from nnviz.export.names import stem
from nnviz.export.outcomes import Outcome, shown_command
from nnviz.export.package import package, shown
from nnviz.export.program import Program
from nnviz.export.remarks import remarks
from nnviz.export.start import Start
from nnviz.ui.keras_process import Errand, chosen_python
from nnviz.ui.session import Session
from nnviz.ui.shell import Shell
from nnviz.ui.text import tr_message
from nnviz.ui.train.beginning import start_now
from nnviz.ui.train.code_view import CodeView
from nnviz.ui.train.folders import open_folder
from nnviz.ui.train.path_row import PathRow
from nnviz.ui.train.readiness import obstacles, source
from nnviz.ui.widgets import Button, Heading, Label, PrimaryButton, ProblemBox, column, em
from nnviz.words import Message, NnvizError

FOLDER = "export/folder"
"""Key of the folder that was exported to last."""


@dataclass(frozen=True)
class _Plan:
    """What will be written: ``program`` is None for a model file, which Keras makes."""

    text: str
    files: Mapping[str, str]
    """File name → its size in words."""
    start: Start | None
    program: Program | None


class ExportDialog(QDialog):
    """``exported(path)`` when the files are written, with the path of the program, the notebook or the model."""

    exported = Signal(object)

    def __init__(
        self, session: Session, settings: QSettings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._plan: _Plan | None = None
        self._errand = Errand(session.worker, "export", self)
        self.setWindowTitle(self.tr("Export to Keras"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.kinds = {
            "script": QRadioButton(self.tr("program")),
            "notebook": QRadioButton(self.tr("notebook")),
            "folder": QRadioButton(self.tr("folder with everything")),
            "model": QRadioButton(self.tr("model file")),
        }
        self.kinds["script"].setChecked(True)
        self.on_screen = QRadioButton(self.tr("with the weights on the screen"))
        self.fresh = QRadioButton(self.tr("freshly initialised"))
        self._start_note = Label("", "caption")
        self.folder = PathRow(self.tr("Folder"), True, self.tr("folder for the files"))
        self._files = Label("")
        self._files.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.scaling_note = Label("", "caption")
        self.warning = Label("")
        self.warning.set_tone("negative")
        self._problem = ProblemBox()
        self.preview = CodeView(self.tr("The program"))
        self.remarks = Label("", "caption")
        self.remarks.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.export_button = PrimaryButton(self.tr("Export"), "export")
        self._build()
        self._connect()
        self.on_screen.setChecked(True)
        self.folder.show_path(str(self._first_folder()))
        self.redraw()
        room = parent.size() * 0.94 if parent is not None else self.sizeHint()
        self.resize(self.sizeHint().boundedTo(room))
        self.setFocus()  # nothing is marked before a key was pressed

    # -- building ----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        for buttons in (self.kinds.values(), (self.on_screen, self.fresh)):
            group = QButtonGroup(self)
            for button in buttons:
                group.addButton(button)
        choices = column(
            Heading(self.tr("What")),
            *self.kinds.values(),
            Heading(self.tr("Weights")),
            self.on_screen,
            self.fresh,
            self._start_note,
            Heading(self.tr("Folder")),
            self.folder,
            Heading(self.tr("Files")),
            self._files,
            self.scaling_note,
            self.warning,
            margin=0.0,
        )
        choices.setFixedWidth(em(self, 17))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._reading())
        self._pages.addWidget(column(self._problem, margin=0.0))
        above = QHBoxLayout()
        above.setSpacing(em(self, 1.2))
        above.addWidget(choices)
        above.addWidget(self._pages, 1)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        below = QHBoxLayout()
        below.setSpacing(em(self, 0.5))
        below.addStretch(1)
        below.addWidget(cancel)
        below.addWidget(self.export_button)
        self.export_button.setDefault(True)
        layout = QVBoxLayout(self)
        margin = em(self, 1.1)
        layout.setContentsMargins(margin, round(margin * 0.6), margin, margin)
        layout.setSpacing(em(self, 0.8))
        layout.addLayout(above, 1)
        layout.addLayout(below)

    def _reading(self) -> QWidget:
        """Return the text and, below it, what is different from the document."""
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.5))
        layout.addWidget(self.preview, 1)
        layout.addWidget(Heading(self.tr("What is different from the document")))
        layout.addWidget(self.remarks)
        return page

    def _connect(self) -> None:
        for button in self.kinds.values():
            button.toggled.connect(lambda on: self.redraw() if on else None)
        self._errand.changed.connect(self._show_files)
        self._errand.answered.connect(self._over)
        self._errand.failed.connect(self._not_made)
        self.rejected.connect(self._errand.cancel)
        self.fresh.toggled.connect(self.redraw)
        self.folder.entered.connect(self._choose_folder)
        self.export_button.clicked.connect(lambda _=False: self.export())
        self._session.document_changed.connect(self.redraw)
        self._session.built.connect(self.redraw)
        self._session.moment_changed.connect(self.redraw)

    def _first_folder(self) -> Path:
        kept = str(self._settings.value(FOLDER, "") or "") if self._settings else ""
        if self._session.path:
            return self._session.path.parent / stem(self._session.document.name)
        places = QStandardPaths.StandardLocation.DocumentsLocation
        start = Path(kept or QStandardPaths.writableLocation(places) or Path.home())
        return start / stem(self._session.document.name)

    def sizeHint(self) -> QSize:
        return QSize(em(self, 82), em(self, 46))

    # -- what is shown -----------------------------------------------------------------------------------------

    @property
    def chosen_folder(self) -> Path:
        """The folder that the files go to."""
        return Path(self.folder.line.text().strip()).expanduser()

    @property
    def replaced(self) -> list[str]:
        """Names of the files that are there already and would be replaced."""
        names = self._plan.files if self._plan else ()
        return [name for name in names if (self.chosen_folder / name).exists()]

    @property
    def kind(self) -> str:
        """What is chosen to be written."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    def choose(self, folder: Path, fresh: bool = False, kind: str = "script") -> None:
        """Choose the folder, how the program starts, and what is written."""
        self.kinds[kind].setChecked(True)
        (self.fresh if fresh else self.on_screen).setChecked(True)
        self._choose_folder(str(folder))

    def _choose_folder(self, path: str) -> None:
        self.folder.show_path(path)
        self.redraw()

    def redraw(self) -> None:
        """Make the program anew and show it, or what stands in its way."""
        found = obstacles(self._session)
        self._plan = None
        if not found:
            try:
                self._plan = self._make()
            except NnvizError as error:
                found = (Problem(error.message),)
        self._pages.setCurrentIndex(1 if found else 0)
        if found:
            self._show_problem(found[0])
        elif self._plan is not None:
            self.preview.show_text(self._plan.text)
            told = remarks(self._session.document, self._plan.start, self.kind)
            words = "\n".join(f"• {tr_message(remark)}" for remark in told)
            self.remarks.setText(words or self.tr("Nothing: the export says all that the document says."))
        self._show_start()
        self._show_scaling()
        self._show_files()

    @property
    def _data_dir(self) -> Path | None:
        session = self._session
        return source(session.document.setup.data, session.data_dir).data_dir or session.data_dir

    def _make(self) -> _Plan:
        document, kind, data_dir = self._session.document, self.kind, self._data_dir
        begin = None if self.fresh.isChecked() else start_now(self._session, data_dir)
        text = shown(document, kind, begin, data_dir)
        if kind == "model":
            return _Plan(text, {keras_file.name_of(document): self.tr("made by Keras")}, begin, None)
        made = package(document, kind, begin, remarks(document, begin, kind), data_dir)
        sizes = {name: self._size(len(data)) for name, data in made.files.items()}
        return _Plan(text, sizes, begin, made)

    def _show_problem(self, problem: Problem) -> None:
        mend = problem.mend
        self._problem.show_problem(
            self.tr("It cannot be exported yet"),
            tr_message(problem.message),
            tr_message(mend.label) if mend else "",
            (lambda: self._session.edit(tr_message(mend.label), mend.apply)) if mend else None,
        )

    def _show_start(self) -> None:
        begin = self._plan.start if self._plan else None
        slots = self._session.document.setup.optimizer.slots()
        if self.fresh.isChecked():
            words = self.tr("Keras draws new weights from the seed {seed}.").format(
                seed=self._session.document.setup.seed
            )
        elif begin is None or not begin.step:
            words = self.tr("As they are before the first step.")
        elif begin.optimizer and slots:
            words = self.tr(
                "As they are at step {step}, with what the optimizer remembers ({slots}): on the same batch, the next"
                " step is the same."
            ).format(step=f"{begin.step:,}", slots=", ".join(slots))
        else:
            words = self.tr("As they are at step {step}.").format(step=f"{begin.step:,}")
        self._start_note.setText(words)

    def _show_scaling(self) -> None:
        """Say how what is exported uses several devices."""
        words = self.tr(
            "For several GPUs or computers and for speed it takes --strategy, --mixed-precision and --jit-compile;"
            " --help tells more."
        )
        if self.kind == "notebook":
            words = self.tr(
                "For several GPUs and for speed set strategy, mixed_precision and jit_compile in its cell “Options”."
            )
        self.scaling_note.setText(words)
        self.scaling_note.setVisible(self.kind != "model")

    def _show_files(self) -> None:
        files = self._plan.files if self._plan else {}
        self._files.setText("\n".join(f"{name} · {size}" for name, size in files.items()))
        replaced = self.replaced
        self.warning.setText(
            self.tr("{files} is there already and will be replaced.").format(files=", ".join(replaced))
            if len(replaced) == 1
            else self.tr("{files} are there already and will be replaced.").format(files=", ".join(replaced))
        )
        self.warning.setVisible(bool(replaced))
        self.export_button.setText(self.tr("Replace and export") if replaced else self.tr("Export"))
        if self._errand.busy:
            self._files.setText(self.tr("Keras is making the file; this takes some seconds …"))
        ready = self._plan is not None and not self._errand.busy
        self.export_button.setEnabled(ready and bool(self.folder.line.text().strip()))

    def _size(self, count: int) -> str:
        if count < 10_000:
            return self.tr("{count} bytes").format(count=f"{count:,}")
        if count < 1_000_000:
            return self.tr("{size} kB").format(size=f"{count / 1000:.0f}")
        return self.tr("{size} MB").format(size=f"{count / 1e6:.1f}")

    # -- export ------------------------------------------------------------------------------------------------

    def export(self) -> Path | None:
        """Write the files and close; if they cannot be written, say why and stay. Return the program's path.

        A model file comes later: None is returned, and :attr:`exported` tells when it is there.
        """
        if self._plan is None:
            return None
        if self._plan.program is None:
            self._ask_keras(self._plan.start)
            return None
        try:
            path = self._plan.program.write(self.chosen_folder)
        except NnvizError as error:
            self._tell(error.message)
            return None
        self._over(path)
        return path

    def _ask_keras(self, begin: Start | None) -> None:
        """Have the model file made in another process."""
        document, data_dir = self._session.document, self._data_dir
        target, python = self.chosen_folder / keras_file.name_of(document), chosen_python(self._settings)
        self._errand.ask(
            lambda place: keras_file.prepare(document, begin, place, data_dir=data_dir, python=python),
            lambda job, hello: keras_file.finish(job, target),
        )

    def _not_made(self, outcome: Outcome) -> None:
        self._show_files()
        self._tell(outcome.message)

    def _over(self, path: Path) -> None:
        """The files are there."""
        if self._settings is not None:
            self._settings.setValue(FOLDER, str(path.parent.parent))
        self.exported.emit(path)
        self.accept()

    def answer(self, path: Path) -> tuple[str, str, Callable[[], object]]:
        """Return what to say after an export: the sentence, the words of its link, and what that does."""
        words = self.tr("“{file}” is in “{folder}”. This line runs it there: {line}")
        if path.suffix == ".ipynb":
            line = shown_command(["jupyter", "notebook", path.name])
        elif path.suffix == ".keras":
            words = self.tr("“{file}” is in “{folder}”. This line of Python reads it there: {line}")
            line = f"keras.saving.load_model({literal(path.name)})"
        else:
            data_dir = source(self._session.document.setup.data, self._session.data_dir).data_dir
            options = ["--data-dir", str(data_dir.resolve())] if data_dir else []
            line = shown_command(["python", path.name, *options])
        return (
            words.format(file=path.name, folder=path.parent, line=line),
            self.tr("Open the folder"),
            lambda: open_folder(path.parent),
        )

    def _tell(self, message: Message) -> None:
        self.warning.setText(tr_message(message))
        self.warning.show()


def ask_export(shell: Shell, session: Session, settings: QSettings | None = None) -> ExportDialog:
    """Open the dialog over ``shell``, which tells afterwards where the files are; return the dialog."""
    dialog = ExportDialog(session, settings, shell)
    dialog.exported.connect(lambda path: shell.say(*dialog.answer(path), kind="info"))
    dialog.open()
    return dialog
