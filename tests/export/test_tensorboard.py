"""The choice of TensorBoard, with the real package: its own reader finds what an exported program wrote."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from nnviz.export.program import program
from nnviz.templates.base import template

pytest.importorskip("tensorboard")


def test_it_finds_the_loss_of_every_epoch(
    keras: Any, load: Callable[[Path], ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.util.tensor_util import make_ndarray

    document = template("gaussians").build().with_setup(tensorboard=True)
    module = load(program(document).write(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["program", "--epochs", "3"])
    module.main()
    with (tmp_path / "history.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    for folder, column in (("train", "loss"), ("validation", "val_loss")):
        reader = EventAccumulator(str(tmp_path / "tensorboard" / folder))
        reader.Reload()
        written = [float(make_ndarray(event.tensor_proto)) for event in reader.Tensors("epoch_loss")]
        assert written == pytest.approx([float(row[column]) for row in rows])
