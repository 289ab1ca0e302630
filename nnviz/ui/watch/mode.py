"""Watch: the network's picture, its timeline and everything that follows the same moment, put into the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.design.check import runs
from nnviz.ui.build.inspector import SetupView
from nnviz.ui.build.problems import Problems
from nnviz.ui.build.selection import Selection
from nnviz.ui.session import Session
from nnviz.ui.shell import Shell
from nnviz.ui.text import tr_message
from nnviz.ui.watch.boundary_panel import BoundaryPanel
from nnviz.ui.watch.confusion_panel import ConfusionPanel
from nnviz.ui.watch.controls import PlaybackControls
from nnviz.ui.watch.data_tiles import DataTiles
from nnviz.ui.watch.details import DetailsPanel
from nnviz.ui.watch.inspect_panel import InspectPanel
from nnviz.ui.watch.loss_panel import LossPanel
from nnviz.ui.watch.measures import Measures
from nnviz.ui.watch.picked import Picked
from nnviz.ui.watch.picture import NetworkPicture
from nnviz.ui.watch.pictures_panel import PicturesPanel
from nnviz.ui.watch.playback import Playback, Stop
from nnviz.ui.watch.sample_panel import SamplePanel
from nnviz.ui.watch.surface_panel import SurfacePanel
from nnviz.ui.watch.timeline_bar import TimelinePanel
from nnviz.ui.widgets import Heading, Section, column

KEY = "watch"


class TrainingPanel(QWidget):
    """The training set-up, to be changed while watching; every change starts the run anew."""

    def __init__(self, session: Session, selection: Selection) -> None:
        super().__init__()
        self.setup = SetupView(session, selection)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.setup)
        layout.addStretch(1)
        session.document_changed.connect(self.setup.redraw)
        session.built.connect(self.setup.redraw)


class WatchMode(QObject):
    """The parts of Watch; they know the session, the playback and what is picked, not one another."""

    def __init__(
        self, shell: Shell, session: Session, selection: Selection, settings: QSettings | None = None
    ) -> None:
        """``settings`` know the Python that runs Keras."""
        super().__init__(shell)
        self._shell = shell
        self._session = session
        self.playback = Playback(session, self)
        self.picked = Picked(session, self)
        self.picture = NetworkPicture(session, self.playback, self.picked)
        self.controls = PlaybackControls(session, self.playback)
        self.sample = SamplePanel(session)
        self.boundary = BoundaryPanel(session)
        self.pictures = PicturesPanel(session)
        self.inspect = InspectPanel(session)
        self.details = DetailsPanel(session, self.playback, self.picked, settings)
        self.surface = SurfacePanel(session)
        self.timeline = TimelinePanel(session, self.playback)
        self.measures = Measures(session, self)
        self.losses = LossPanel(session, self.measures)
        self.confusion = ConfusionPanel(session, self.measures)
        self.training = TrainingPanel(session, selection)
        shell.set_canvas([KEY, "train"], self.picture)
        shell.set_mode_controls(KEY, self.controls)
        self._add_panels(shell, session, selection)
        self.playback.stopped.connect(self._tell_stop)
        shell.mode_changed.connect(self._pause_elsewhere)

    def _add_panels(self, shell: Shell, session: Session, selection: Selection) -> None:
        self.tiles = DataTiles(session)
        heading = Heading(self.tr("Training"))
        self.mistaken = Section(self.tr("Confusion matrix"), self.confusion)
        self.inspected = Section(self.tr("Inspect"), self.inspect, open=False)
        above = (self.tiles, self.boundary, self.pictures, self.sample, self.inspected, self.mistaken)
        seen = column(*above, heading, self.training, stretch=True)
        session.built.connect(self._suit_data)
        self._suit_data()
        shell.add_panel(KEY, seen, self.tr("Sample being traced"), "left", "sample", share=19)
        self.problems = Problems(session, selection)
        self.problems.count_changed.connect(self._show_problems)
        self._show_problems(0)
        event = column(self.problems, self.details, margin=0)
        shell.add_panel(KEY, event, self.tr("This event"), "right", "event", share=24)
        shell.add_panel(KEY, self.timeline, self.tr("Timeline"), "bottom", "timeline", share=12)
        shell.add_panel(KEY, self.losses, self.tr("Loss"), "bottom", "loss", share=12, scrolls=False)
        shell.add_panel(
            KEY, self.surface, self.tr("Loss surface"), "bottom", "surface", share=12, scrolls=False
        )

    def _show_problems(self, _count: int) -> None:
        """Offer the mends where the network cannot run; mere advice has its place in Build."""
        self.problems.setVisible(not runs(self._session.problems))

    def _suit_data(self) -> None:
        """Show the panel that the data calls for: points in the plane, or pictures."""
        dataset = self._session.dataset
        self.pictures.setVisible(dataset is not None and dataset.picture)
        self.inspected.setVisible(dataset is not None and dataset.picture)
        self.boundary.setVisible(dataset is None or dataset.two_inputs)
        self.tiles.setVisible(dataset is None or dataset.two_inputs)
        self.mistaken.setVisible(
            dataset is not None and dataset.task != "regression" and bool(dataset.classes)
        )

    def _tell_stop(self, stop: Stop) -> None:
        self._shell.say(
            tr_message(stop.message),
            self.tr("Go back"),
            lambda: self._session.seek(stop.back_to),
            kind="error",
        )

    def _pause_elsewhere(self, mode: str) -> None:
        if mode != KEY:
            self.playback.pause()
