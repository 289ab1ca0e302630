"""The point sets as little pictures: one click changes the data."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from nnviz.data.base import DATA, Dataset
from nnviz.data.toy import Toy
from nnviz.ui import theme
from nnviz.ui.session import Session
from nnviz.ui.text import tr_text
from nnviz.ui.widgets import em, restyle

_MOST_POINTS = 150


class DataTiles(QWidget):
    """One button a point set, drawn from its real points; the one in use is marked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sets: dict[str, Dataset] = {}
        self._tiles: dict[str, QToolButton] = {}
        kinds = [kind for kind, data in DATA.items() if issubclass(data, Toy) and data.task == "binary"]
        for kind in kinds:
            self._tiles[kind] = self._tile(kind)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.4))
        for tile in self._tiles.values():
            layout.addWidget(tile)
        layout.addStretch(1)
        session.document_changed.connect(self._mark)
        self._mark()
        # Behind the first picture: making the points of four data sets takes a few milliseconds.
        session.worker.submit("tiles", lambda: _load(kinds), on_done=self._draw)

    def _tile(self, kind: str) -> QToolButton:
        tile = QToolButton()
        restyle(tile, role="tile")
        tile.setCheckable(True)
        tile.setAutoExclusive(False)
        tile.setIconSize(QSize(em(self, 2.6), em(self, 2.6)))
        tile.setAccessibleName(tr_text(DATA[kind].title))
        tile.setToolTip(tr_text(DATA[kind].title) + "\n" + tr_text(DATA[kind].help))
        tile.clicked.connect(lambda _=False: self._choose(kind))
        return tile

    def _choose(self, kind: str) -> None:
        self._session.edit(
            self.tr("Change the data"), lambda document: document.with_setup(data=DATA[kind]())
        )
        self._mark()

    def _mark(self) -> None:
        used = self._session.document.setup.data.kind()
        for kind, tile in self._tiles.items():
            tile.setChecked(kind == used)

    def _draw(self, sets: dict[str, Dataset]) -> None:
        self._sets = sets
        for kind, dataset in sets.items():
            self._tiles[kind].setIcon(QIcon(self._picture(dataset)))

    def _picture(self, dataset: Dataset) -> QPixmap:
        side = em(self, 2.6)
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        x, y = dataset.x_train[:_MOST_POINTS], dataset.y_train[:_MOST_POINTS]
        low, span = x.min(axis=0), np.ptp(x, axis=0)
        places = (x - low) / np.where(span > 0, span, 1) * (side - 4) + 2
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for (a, b), label in zip(places, y, strict=True):
            painter.setBrush(theme.current().class_colour(int(label), 2))
            painter.drawEllipse(QPointF(float(a), side - float(b)), side / 26, side / 26)
        painter.end()
        return picture

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange and self._sets:
            self._draw(self._sets)


def _load(kinds: list[str]) -> Generator[dict[str, Dataset], None, dict[str, Dataset]]:
    yield {}
    return {kind: DATA[kind]().load() for kind in kinds}
