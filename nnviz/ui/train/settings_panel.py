"""What the student chooses before full training: epochs, batch size, the start, the data, the Python."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from nnviz.data.mnist import Mnist
from nnviz.data.picture_folder import PictureFolder
from nnviz.design import edits
from nnviz.design.problem import Problem
from nnviz.engine.events import Cursor
from nnviz.export.scaling import ONE_DEVICE
from nnviz.export.start import inside_trained
from nnviz.optimizers.schedules import Constant
from nnviz.ui.build.forms import PartForm
from nnviz.ui.session import Session
from nnviz.ui.text import tr_message, tr_text
from nnviz.ui.train.base_choice import BaseChoice
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.train.path_row import PathRow
from nnviz.ui.train.python_choice import PythonChoice
from nnviz.ui.train.readiness import obstacles
from nnviz.ui.train.scaling_choice import ScalingChoice
from nnviz.ui.widgets import Heading, Label, LinkLabel, ProblemBox, Section, column, em


class SettingsPanel(QWidget):
    """``SettingsPanel(session, training)``: everything that full training needs to know."""

    def __init__(self, session: Session, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._training = training
        self.obstacle = ProblemBox()
        self.setup = PartForm(session.document.setup, self._change_setup, fields=("epochs", "batch_size"))
        self._summary = Label("", "quiet")
        self.start = StartChoice(session, training)
        self.data = DataChoice(session, training)
        self.base = BaseChoice(session)
        self.scaling = ScalingChoice(training)
        self.python = PythonChoice(training)
        box = column(
            self.obstacle,
            self.setup,
            self._summary,
            Heading(self.tr("Start from")),
            self.start,
            Heading(self.tr("Data")),
            self.data,
            self.base,
            Section(self.tr("Speed"), self.scaling, open=training.scaling != ONE_DEVICE),
            Section(self.tr("Python for training"), self.python, open=not training.python),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(box)
        session.document_changed.connect(self.redraw)
        training.changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show the document's set-up and what stands in the way."""
        setup = self._session.document.setup
        self.setup.show_part(setup)
        schedule = setup.optimizer.schedule
        words = self.tr("{loss}; {optimizer}, learning rate {rate}.")
        if not isinstance(schedule, Constant):
            words = self.tr("{loss}; {optimizer}, learning rate {rate} with {schedule}.")
        self._summary.setText(
            words.format(
                loss=tr_text(setup.loss.title),
                optimizer=tr_text(setup.optimizer.title),
                rate=f"{setup.optimizer.learning_rate:g}",
                schedule=tr_text(schedule.title),
            )
        )
        self._show_obstacle(obstacles(self._session))

    def _show_obstacle(self, found: tuple[Problem, ...]) -> None:
        self.obstacle.setVisible(bool(found))
        if not found:
            return
        problem, mend = found[0], found[0].mend
        self.obstacle.show_problem(
            self.tr("It cannot be trained yet"),
            tr_message(problem.message),
            tr_message(mend.label) if mend else "",
            (lambda: self._session.edit(tr_message(mend.label), mend.apply)) if mend else None,
        )

    def _change_setup(self, field: str, value: object) -> None:
        cursor = self._session.moment.cursor if self._session.moment else Cursor()

        def change(document):
            document = document.with_setup(**{field: value})
            # The number of epochs changes nothing in the run that Watch shows, so its moment stays.
            return document.with_(cursor=(cursor.step, cursor.event)) if field == "epochs" else document

        text = self.tr("Change {field}").format(field=field)
        self._session.edit(text, change, ("setup", field, self.setup.burst))

    def sizeHint(self) -> QSize:
        return QSize(em(self, 15), super().sizeHint().height())


class StartChoice(QWidget):
    """The weights that training starts with."""

    def __init__(self, session: Session, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._training = training
        self.on_screen = QRadioButton(self.tr("the weights on the screen"))
        self.fresh = QRadioButton(self.tr("new random weights"))
        self._note = Label("", "caption")
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.2))
        for button in (self.on_screen, self.fresh):
            group.addButton(button)
            layout.addWidget(button)
        layout.addWidget(self._note)
        self.fresh.toggled.connect(self._choose)
        training.changed.connect(self.redraw)
        session.moment_changed.connect(self.redraw)
        self.redraw()

    def _choose(self, fresh: bool) -> None:
        if fresh != self._training.fresh:
            self._training.start_fresh(fresh)

    def redraw(self) -> None:
        """Show the choice and what it means at this moment."""
        (self.fresh if self._training.fresh else self.on_screen).setChecked(True)
        moment, setup = self._session.moment, self._session.document.setup
        if self._training.fresh:
            words = self.tr("Drawn by Keras from the seed {seed}.").format(seed=setup.seed)
        elif moment is None or not moment.cursor.step:
            words = self.tr("As they are before the first step.")
        else:
            words = self.tr("As they are at step {step}; the optimizer goes on with what it remembers.")
            if inside_trained(self._session.document):
                words = self.tr("As they are at step {step}. The optimizer starts anew.")
            words = words.format(step=f"{moment.cursor.step:,}")
        self._note.setText(words)


class DataChoice(QWidget):
    """Where the samples come from, and how to say otherwise."""

    def __init__(self, session: Session, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._training = training
        self._title = Label("", "strong")
        self._state = Label("", "quiet")
        self.folder = PathRow(self.tr("Folder of the data"), True, self.tr("folder of the data"))
        self.folder.entered.connect(self._use_folder)
        self.file = PathRow(self.tr("Your own data"), False, self.tr("file or folder"))
        self.file.entered.connect(self._use_file)
        self.digits = LinkLabel("", self.tr("Use the built-in digits instead"))
        self.digits.clicked.connect(self.use_digits)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.35))
        for part in (self._title, self._state, self.folder, self.file, self.digits):
            layout.addWidget(part)
        session.document_changed.connect(self.redraw)
        session.built.connect(self.redraw)
        training.changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show the data of the document."""
        data, source = self._session.document.setup.data, self._training.source
        self._title.setText(tr_text(data.title))
        self._state.setText(tr_message(source.message))
        self.folder.setVisible(source.folder)
        self.folder.show_path(str(self._session.data_dir or ""))
        self.file.setVisible(bool(source.file))
        self.file.choose_folder(isinstance(data, PictureFolder))
        self.file.show_path(str(getattr(data, source.file)) if source.file else "")
        self.digits.setVisible(isinstance(data, Mnist) and source.missing)

    def _use_folder(self, path: str) -> None:
        self._session.use_data_dir(Path(path).expanduser() if path else None)
        self.redraw()

    def _use_file(self, path: str) -> None:
        field = self._training.source.file
        self._session.edit(
            self.tr("Choose the data"),
            lambda document: document.with_setup(data=document.setup.data.replace(**{field: path})),
        )

    def use_digits(self) -> None:
        """Put the network on the digits that need no download."""
        self._session.edit(self.tr("Use the built-in digits"), edits.with_digits)
