"""Frame time while playing: how long the network's picture takes to draw, in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from nnviz.design.document import Document, Setup
from nnviz.engine.events import GRAINS, Cursor
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.templates.base import chain, template
from tests.bench.conftest import shown_time

SECONDS = 2.5
"""How long each grain is played."""


class Frames:
    """The real window, and when each picture of the network began and how long it took."""

    def __init__(self, window: Any, qtbot: Any) -> None:
        self.window = window
        self.qtbot = qtbot
        self.taken: list[tuple[float, float]] = []

    def play(self, grain: str) -> None:
        """Play from the start for :data:`SECONDS`; only pictures in which something moves count."""
        playback, session = self.window.watch.playback, self.window.session
        playback.seek(Cursor())
        self.qtbot.waitUntil(lambda: session.worker.idle, timeout=60_000)
        playback.set_grain(grain)
        self.taken.clear()
        playback.play()
        self.qtbot.wait(round(SECONDS * 1000))
        playback.pause()
        self.qtbot.waitUntil(lambda: session.worker.idle and playback.motion is None, timeout=60_000)


@pytest.fixture
def frames(qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Return a function that opens the window on a document."""
    from PySide6.QtCore import QSettings

    from nnviz.ui.main import application
    from nnviz.ui.theme import Themes
    from nnviz.ui.watch.picture import NetworkPicture
    from nnviz.ui.window import Window

    painted = NetworkPicture.paintEvent
    opened: list[Frames] = []

    def paint(self: NetworkPicture, event: Any) -> None:
        began = perf_counter()
        painted(self, event)
        if opened and opened[0].window.watch.playback.motion is not None:
            opened[0].taken.append((began, perf_counter() - began))

    monkeypatch.setattr(NetworkPicture, "paintEvent", paint)

    def open_it(document: Document) -> Frames:
        settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        window = Window(document, Themes(application(), settings), settings, tmp_path)
        qtbot.addWidget(window, before_close_func=lambda w: w.session.undo_stack.setClean())
        window.show()
        qtbot.waitUntil(lambda: window.session.moment is not None and window.worker.idle, timeout=60_000)
        opened.append(Frames(window, qtbot))
        return opened[0]

    yield open_it
    opened.clear()


def digits(folder: Path) -> Document:
    """Return 784-512-512-10 on random pictures in the form of MNIST."""
    from nnviz.data.mnist import FILE, Mnist

    rng = np.random.default_rng(1)
    pictures = {
        f"x_{part}": rng.integers(0, 256, (n, 28, 28), np.uint8)
        for part, n in (("train", 1280), ("test", 100))
    }
    labels = {f"y_{part}": rng.integers(0, 10, n, np.uint8) for part, n in (("train", 1280), ("test", 100))}
    np.savez(folder / FILE, **pictures, **labels)
    layers = [Input((28, 28)), Flatten(), Dense(512, "relu"), Dense(512, "relu"), Dense(10, "softmax")]
    setup = Setup(Mnist(), SparseCategoricalCrossentropy(), batch_size=128)
    return Document("digits", chain(*layers), setup)


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("network", ["2-4-2-1", "784-512-512-10"])
def test_frame(benchmark: Any, frames: Any, tmp_path: Path, network: str, grain: str) -> None:
    shown = frames(template("circle").build() if network == "2-4-2-1" else digits(tmp_path))
    benchmark.group = "frame"
    benchmark.pedantic(lambda: shown.play(grain), rounds=1)
    took = [seconds for _, seconds in shown.taken]
    assert took, "nothing moved"
    between = float(np.median([b - a for (a, _), (b, _) in pairwise(shown.taken)] or [0.0]))
    benchmark.stats.stats.data[:] = took
    benchmark.extra_info["told"] = (
        f"frame while playing {network} by {grain}: {{}} to draw, at worst {shown_time(max(took))};"
        f" {shown_time(between)} from frame to frame ({len(took)} frames)"
    )
