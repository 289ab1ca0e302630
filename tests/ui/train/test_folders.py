"""Run folders: new ones, and old ones that go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from nnviz.ui.train.folders import forget_old_runs, new_run_folder, runs_folder


def test_runs_lie_where_the_platform_keeps_data(qapp):
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    assert runs_folder() == Path(place) / "runs"


def test_every_run_has_a_folder_of_its_own(tmp_path):
    first = new_run_folder(tmp_path, "Handwritten digits / “1”")
    assert first.name.endswith("_handwritten_digits_1")
    first.mkdir()
    second = new_run_folder(tmp_path, "Handwritten digits / “1”")
    assert second != first
    second.mkdir()
    forget_old_runs(tmp_path, 1)
    assert len(list(tmp_path.iterdir())) == 1


def test_only_the_oldest_runs_go(tmp_path):
    for day in range(10, 20):
        run = tmp_path / f"2030-01-{day}_10-00-00_circle"
        run.mkdir()
        (run / "model.keras").touch()
    (tmp_path / "kept by hand").mkdir()
    (tmp_path / "2030-01-01_10-00-00_file").touch()
    forget_old_runs(tmp_path, 3)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [
        "2030-01-01_10-00-00_file",
        *(f"2030-01-{day}_10-00-00_circle" for day in (17, 18, 19)),
        "kept by hand",
    ]
    forget_old_runs(tmp_path / "not there")
