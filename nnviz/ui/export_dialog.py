"""Export to Keras: the program to look at, two explicit choices, a folder, and then the files."""

from __future__ import annotations

from collections.abc import Callable
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

from nnviz.design.problem import Problem
from nnviz.export.names import stem
from nnviz.export.program import Program, program, start_weights
from nnviz.export.training import shown_command
from nnviz.ui.session import Session
from nnviz.ui.shell import Shell
from nnviz.ui.text import tr_message
from nnviz.ui.train.code_view import CodeView
from nnviz.ui.train.folders import open_folder
from nnviz.ui.train.path_row import PathRow
from nnviz.ui.train.readiness import obstacles, source
from nnviz.ui.widgets import Button, Heading, Label, PrimaryButton, ProblemBox, column, em
from nnviz.words import Message, NnvizError

FOLDER = "export/folder"
"""Key of the folder that was exported to last."""


class ExportDialog(QDialog):
    """``exported(path)`` when the files are written, with the program's path."""

    exported = Signal(object)

    def __init__(
        self, session: Session, settings: QSettings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._program: Program | None = None
        self.setWindowTitle(self.tr("Export to Keras"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.on_screen = QRadioButton(self.tr("with the weights on the screen"))
        self.fresh = QRadioButton(self.tr("freshly initialised"))
        self._start_note = Label("", "caption")
        self.folder = PathRow(self.tr("Folder"), True, self.tr("folder for the files"))
        self._files = Label("")
        self._files.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.warning = Label("")
        self.warning.set_tone("negative")
        self._problem = ProblemBox()
        self.preview = CodeView(self.tr("The program"))
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
        group = QButtonGroup(self)
        for button in (self.on_screen, self.fresh):
            group.addButton(button)
        choices = column(
            Heading(self.tr("Weights")),
            self.on_screen,
            self.fresh,
            self._start_note,
            Heading(self.tr("Folder")),
            self.folder,
            Heading(self.tr("Files")),
            self._files,
            self.warning,
            margin=0.0,
        )
        choices.setFixedWidth(em(self, 17))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.preview)
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

    def _connect(self) -> None:
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
        return QSize(em(self, 76), em(self, 42))

    # -- what is shown -----------------------------------------------------------------------------------------

    @property
    def chosen_folder(self) -> Path:
        """The folder that the files go to."""
        return Path(self.folder.line.text().strip()).expanduser()

    @property
    def replaced(self) -> list[str]:
        """Names of the files that are there already and would be replaced."""
        names = self._program.files if self._program else ()
        return [name for name in names if (self.chosen_folder / name).exists()]

    def choose(self, folder: Path, fresh: bool = False) -> None:
        """Choose the folder and how the program starts."""
        (self.fresh if fresh else self.on_screen).setChecked(True)
        self._choose_folder(str(folder))

    def _choose_folder(self, path: str) -> None:
        self.folder.show_path(path)
        self.redraw()

    def redraw(self) -> None:
        """Make the program anew and show it, or what stands in its way."""
        found = obstacles(self._session)
        self._program = None
        if not found:
            try:
                self._program = self._make()
            except NnvizError as error:
                found = (Problem(error.message),)
        self._pages.setCurrentIndex(1 if found else 0)
        if found:
            self._show_problem(found[0])
        elif self._program is not None:
            self.preview.show_text(self._program.text)
        self._show_start()
        self._show_files()

    def _make(self) -> Program:
        session, document = self._session, self._session.document
        data_dir = source(document.setup.data, session.data_dir).data_dir or session.data_dir
        weights = None
        if not self.fresh.isChecked():
            weights = session.weights_now() if session.moment else start_weights(document, data_dir)
        return program(document, weights, data_dir=data_dir)

    def _show_problem(self, problem: Problem) -> None:
        mend = problem.mend
        self._problem.show_problem(
            self.tr("It cannot be exported yet"),
            tr_message(problem.message),
            tr_message(mend.label) if mend else "",
            (lambda: self._session.edit(tr_message(mend.label), mend.apply)) if mend else None,
        )

    def _show_start(self) -> None:
        session = self._session
        step = session.moment.cursor.step if session.moment else 0
        if self.fresh.isChecked():
            words = self.tr("Keras draws new weights from the seed {seed}.").format(
                seed=session.document.setup.seed
            )
        elif step and session.document.setup.optimizer.slots():
            words = self.tr(
                "As they are at step {step}. What the optimizer remembers ({slots}) is not carried over; it starts"
                " anew."
            ).format(step=f"{step:,}", slots=", ".join(session.document.setup.optimizer.slots()))
        elif step:
            words = self.tr("As they are at step {step}.").format(step=f"{step:,}")
        else:
            words = self.tr("As they are before the first step.")
        self._start_note.setText(words)

    def _show_files(self) -> None:
        files = self._program.files if self._program else {}
        self._files.setText("\n".join(f"{name} · {self._size(len(data))}" for name, data in files.items()))
        replaced = self.replaced
        self.warning.setText(
            self.tr("{files} is there already and will be replaced.").format(files=", ".join(replaced))
            if len(replaced) == 1
            else self.tr("{files} are there already and will be replaced.").format(files=", ".join(replaced))
        )
        self.warning.setVisible(bool(replaced))
        self.export_button.setText(self.tr("Replace and export") if replaced else self.tr("Export"))
        self.export_button.setEnabled(self._program is not None and bool(self.folder.line.text().strip()))

    def _size(self, count: int) -> str:
        if count < 10_000:
            return self.tr("{count} bytes").format(count=f"{count:,}")
        if count < 1_000_000:
            return self.tr("{size} kB").format(size=f"{count / 1000:.0f}")
        return self.tr("{size} MB").format(size=f"{count / 1e6:.1f}")

    # -- export ------------------------------------------------------------------------------------------------

    def export(self) -> Path | None:
        """Write the files and close; if they cannot be written, say why and stay. Return the program's path."""
        if self._program is None:
            return None
        folder = self.chosen_folder
        try:
            path = self._program.write(folder)
        except NnvizError as error:
            self._tell(error.message)
            return None
        if self._settings is not None:
            self._settings.setValue(FOLDER, str(folder.parent))
        self.exported.emit(path)
        self.accept()
        return path

    def answer(self, path: Path) -> tuple[str, str, Callable[[], object]]:
        """Return what to say after an export: the sentence, the words of its link, and what that does."""
        words = self.tr("“{file}” is in “{folder}”. This line runs it there: {line}")
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
