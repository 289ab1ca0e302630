"""Old run folders that go, and those that stay."""

from __future__ import annotations

import pytest

from nnviz.export import runs
from nnviz.export.child.train import hold
from nnviz.ui.train.folders import forget_old_runs


@pytest.fixture
def parent(tmp_path):
    for day in range(10, 20):
        run = tmp_path / f"2030-01-{day}_10-00-00_circle"
        run.mkdir()
        (run / "model.keras").touch()
    return tmp_path


def test_only_the_oldest_runs_go(parent):
    (parent / "kept by hand").mkdir()
    (parent / "2030-01-01_10-00-00_file").touch()
    forget_old_runs(parent, 3)
    left = sorted(path.name for path in parent.iterdir())
    assert left == [
        "2030-01-01_10-00-00_file",
        *(f"2030-01-{day}_10-00-00_circle" for day in (17, 18, 19)),
        "kept by hand",
    ]
    forget_old_runs(parent / "not there")


def test_a_new_folder_counts_as_a_run(tmp_path):
    for _ in range(2):
        runs.new_folder("Handwritten digits / “1”", tmp_path).mkdir()
    forget_old_runs(tmp_path, 1)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_run_that_trains_or_waits_stays(parent):
    running, waiting = parent / "2030-01-10_10-00-00_circle", parent / "2030-01-11_10-00-00_circle"
    held = hold(running / runs.LOCK)
    assert held is not None
    with held:
        forget_old_runs(parent, 1, [waiting])
    assert sorted(path.name[8:10] for path in parent.iterdir()) == ["10", "11", "19"]
