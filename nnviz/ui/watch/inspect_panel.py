"""Inspect: what the trained network looks at. First weights as pictures, gradient saliency, occlusion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from nnviz.engine.answers import answers
from nnviz.engine.inspection import (
    FirstWeights,
    Occlusion,
    first_weights,
    names_classes,
    occlusion,
    patch_side,
    saliency,
)
from nnviz.ui.digits import format_number
from nnviz.ui.fields import SpinBox
from nnviz.ui.plots.caption import Caption
from nnviz.ui.plots.class_bars import percent
from nnviz.ui.plots.inspect_view import InspectView, overlay_image, weight_image
from nnviz.ui.session import Session
from nnviz.ui.watch.words import layer_title
from nnviz.ui.widgets import Button, IconButton, Label, em, row

PAUSE = 400
"""Milliseconds of rest after which a picture is inspected again."""
PAGE = 25
"""Pictures of weights that are shown at once."""
WEIGHTS, SALIENCY, OCCLUSION = "weights", "saliency", "occlusion"


class InspectPanel(QWidget):
    """Inspects the picture that is shown, with the weights of the moment; computes only while it is visible."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._first: FirstWeights | None = None
        self._page = 0
        self._found: np.ndarray | None = None
        self._side = 0
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._start)
        self.what, self.of_class, self.side = QComboBox(), QComboBox(), SpinBox()
        self.view, self.line, self.more = InspectView(), Caption("quiet"), Label("", "caption")
        self.before = IconButton("chevron-left", self.tr("Earlier pictures of weights"))
        self.after = IconButton("chevron-right", self.tr("Later pictures of weights"))
        self.cancel = Button(self.tr("Cancel"))
        self._fill()
        self._lay_out()
        self._connect()
        self._rebuilt()

    def _fill(self) -> None:
        self.what.setAccessibleName(self.tr("What is inspected"))
        self.what.addItem(self.tr("First weights"), WEIGHTS)
        self.what.addItem(self.tr("Gradient saliency"), SALIENCY)
        self.what.addItem(self.tr("Occlusion"), OCCLUSION)
        self.of_class.setAccessibleName(self.tr("Class that is asked about"))
        self.side.setAccessibleName(self.tr("Side of the patch"))
        self.side.setToolTip(self.tr("Side of the patch that covers the picture, in its pixels"))
        self.side.setMinimum(1)

    def _lay_out(self) -> None:
        self.turn = row(self.before, self.after)
        self.patch = row(Label(self.tr("patch"), "quiet"), self.side)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.4))
        outer.addWidget(self.what)
        outer.addWidget(self.of_class)
        outer.addWidget(row(self.patch, self.turn, self.cancel, stretch=True))
        outer.addWidget(self.view, 1)
        outer.addWidget(self.line)
        outer.addWidget(self.more)

    def _connect(self) -> None:
        session = self._session
        session.built.connect(self._rebuilt)
        session.moment_changed.connect(self._moved)
        session.sample_changed.connect(self._moved)
        self.what.currentIndexChanged.connect(lambda _: self._chosen())
        self.of_class.currentIndexChanged.connect(lambda _: self._chosen())
        self.side.valueChanged.connect(lambda _: self._chosen())
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.cancel.clicked.connect(lambda _=False: self._stop())

    # -- what is asked -----------------------------------------------------------------------------------------

    @property
    def method(self) -> str:
        """``weights``, ``saliency`` or ``occlusion``."""
        return str(self.what.currentData())

    def choose(self, method: str) -> None:
        """Choose what is inspected."""
        self.what.setCurrentIndex(self.what.findData(method))

    def _rebuilt(self) -> None:
        data, timeline = self._session.dataset, self._session.timeline
        self._stop()
        for box in (self.of_class, self.side):
            box.blockSignals(True)
        kept = self.of_class.currentIndex()
        self.of_class.clear()
        self.of_class.addItem(self.tr("for the class that is named"), None)
        for number, name in enumerate(data.classes if data is not None else ()):
            self.of_class.addItem(self.tr("for {name}").format(name=name), number)
        self.of_class.setCurrentIndex(kept if 0 <= kept < self.of_class.count() else 0)
        shape = timeline.run.dataset.input_shape if timeline is not None else ()
        if len(shape) in (2, 3):
            self.side.setMaximum(min(shape[:2]))
            self.side.setValue(patch_side(shape))
        for box in (self.of_class, self.side):
            box.blockSignals(False)
        self._page = 0
        self._chosen()

    def _chosen(self) -> None:
        weights = self.method == WEIGHTS
        self.of_class.setVisible(not weights)
        self.patch.setVisible(self.method == OCCLUSION)
        self._found = None
        self._stop()
        self._moved(at_once=True)

    def _moved(self, at_once: bool = False) -> None:
        self._stop()
        if self.isVisible():
            self._due.start(0 if at_once or self.method == WEIGHTS else PAUSE)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._chosen()

    def _stop(self) -> None:
        self._due.stop()
        self._session.worker.cancel("inspect")
        self.cancel.hide()

    # -- computing ---------------------------------------------------------------------------------------------

    def _start(self) -> None:
        moment, timeline = self._session.moment, self._session.timeline
        if moment is None or timeline is None:
            self._say_nothing(self.tr("nothing to inspect yet"))
            return
        network = moment.trace.network
        if self.method == WEIGHTS:
            self._first = first_weights(network, moment.state.theta)
            self._draw_weights()
            return
        picture = self._picture()
        if picture is None:
            self._say_nothing(self.tr("no picture is shown"))
        elif len(network.stages[network.input].output_shape) not in (2, 3):
            self._say_nothing(
                self.tr("no places"),
                self.tr("The network that runs here takes numbers that belong to no place in the picture."),
            )
        elif not names_classes(network):
            self._say_nothing(self.tr("no classes"), self.tr("The output of this network names no classes."))
        else:
            self._compute(*picture)

    def _picture(self) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        """Return the picture that is shown, what the network that runs takes for it, and its output."""
        session = self._session
        moment, data, timeline, look = session.moment, session.dataset, session.timeline, session.look
        if moment is None or data is None or timeline is None:
            return None
        taken = timeline.run.dataset
        if look is not None:
            output = look.layers[moment.trace.network.stages[moment.trace.network.output].name].a[0]
            return data.x_test[look.index], taken.x_test[look.index], output
        if not len(moment.trace.batch.indices):
            return None
        index = int(moment.trace.batch.indices[session.sample])
        return data.x_train[index], taken.x_train[index], moment.trace.output[session.sample]

    def _compute(self, pixels: np.ndarray, x: np.ndarray, output: np.ndarray) -> None:
        moment, timeline, side = self._session.moment, self._session.timeline, self.side.value()
        assert moment is not None
        assert timeline is not None
        run, theta = timeline.run, moment.state.theta
        found = answers(run.setup.loss, output[None])
        wanted = self.of_class.currentData()
        kind = int(found.classes[0]) if wanted is None else min(wanted, found.probabilities.shape[-1] - 1)
        name = self._name(kind)
        if self.method == SALIENCY:

            def job() -> Iterator[Any]:
                yield None
                yield saliency(run, theta, x, kind)

            show = lambda gradient: self._draw_saliency(pixels, gradient, name)  # noqa: E731
            self._session.worker.submit("inspect", job, on_done=show)
        else:
            self.cancel.show()
            show = lambda found: self._draw_occlusion(pixels, found, name)  # noqa: E731
            self._session.worker.submit("inspect", lambda: occlusion(run, theta, x, kind, side), show, show)

    def _name(self, kind: int) -> str:
        data = self._session.dataset
        return data.classes[kind] if data is not None and kind < len(data.classes) else str(kind)

    # -- drawing -----------------------------------------------------------------------------------------------

    def _say_nothing(self, line: str, more: str = "") -> None:
        self.view.show_images(())
        self.turn.hide()
        self.line.say(line)
        self._say_more(more)

    def _say_more(self, more: str) -> None:
        data, timeline = self._session.dataset, self._session.timeline
        shape = timeline.run.dataset.input_shape if timeline is not None else ()
        behind = data is not None and len(shape) == 3 and shape != data.input_shape
        if more and behind and self.method != WEIGHTS:
            maps = self.tr("A place is a cell of the base’s {rows}×{columns} feature maps.")
            more = f"{more} {maps.format(rows=shape[0], columns=shape[1])}"
        self.more.setText(more)
        self.more.setVisible(bool(more))

    def _turn(self, pages: int) -> None:
        self._page += pages
        self._draw_weights()

    def _draw_weights(self) -> None:
        first = self._first
        if first is None:
            self._say_nothing(
                self.tr("no pictures"),
                self.tr("The first weights of this network do not lie over the pixels of the picture."),
            )
            return
        last = (first.count - 1) // PAGE
        self._page = min(max(self._page, 0), last)
        start, stop = self._page * PAGE, min((self._page + 1) * PAGE, first.count)
        pictures = tuple(weight_image(np.asarray(first.kernel[..., k])) for k in range(start, stop))
        title = layer_title(first.layer)
        words = tuple(
            self.tr("{layer}, {number}").format(layer=title, number=k + 1) for k in range(start, stop)
        )
        self.view.show_images(pictures, words)
        self.view.setAccessibleName(self.tr("First weights of {layer}").format(layer=title))
        self.turn.setVisible(last > 0)
        self.before.setEnabled(self._page > 0)
        self.after.setEnabled(self._page < last)
        line = self.tr("{layer}: {first}–{last} of {count}").format(
            layer=title, first=start + 1, last=stop, count=f"{first.count:,}"
        )
        self.line.say(line)
        channels = first.kernel.shape[2]
        if channels == 3:
            self._say_more(self.tr("Grey is 0; each picture has its own scale."))
        else:
            more = self.tr("Blue weighs for, orange against; each picture has its own scale.")
            if channels > 1:
                mean = self.tr("Mean over {count} maps.").format(count=f"{channels:,}")
                more = f"{more} {mean}"
            self._say_more(more)

    def _draw_saliency(self, pixels: np.ndarray, gradient: np.ndarray, name: str) -> None:
        strength = np.abs(gradient) if gradient.ndim == 2 else np.abs(gradient).max(axis=2)
        self._draw(pixels, strength)
        self.line.say(
            self.tr("∂p({name})/∂x up to {most}").format(
                name=name, most=format_number(float(strength.max()), 3)
            )
        )
        self._say_more(
            self.tr("Where a small change of a pixel changes the probability of {name} most.").format(
                name=name
            )
        )

    def _draw_occlusion(self, pixels: np.ndarray, found: Occlusion, name: str) -> None:
        self._draw(pixels, found.drop)
        if not found.complete:
            share = f"{100 * found.done // found.total} %"
            self.line.say(self.tr("covering place after place: {share}").format(share=share))
        else:
            self.cancel.hide()
            values = {"name": name, "p": percent(found.probability), "most": percent(float(found.drop.max()))}
            self.line.say(
                self.tr("p({name}) = {p}, falls by up to {most}").format(**values),
                self.tr("{p} falls by up to {most}").format(**values),
            )
        self._say_more(
            self.tr(
                "Blue: with this place covered the network takes {name} for less likely; orange: for more likely."
            ).format(name=name)
        )

    def _draw(self, pixels: np.ndarray, values: np.ndarray) -> None:
        self._found, self._pixels = values, pixels
        self.turn.hide()
        self.view.show_images((overlay_image(pixels, values),))
        self.view.setAccessibleName(self.what.currentText())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():  # light and dark have other colours
            if self.method == WEIGHTS and self._first is not None:
                self._draw_weights()
            elif self._found is not None:
                self._draw(self._pixels, self._found)
