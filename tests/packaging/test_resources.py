"""resources/ is found in a checkout, a wheel, an editable install and a bundle."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nnviz import resources

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    resources._root.cache_clear()
    yield
    resources._root.cache_clear()


def test_in_this_checkout() -> None:
    assert resources.resource("translations", "nnviz.ts") == ROOT / "resources" / "translations" / "nnviz.ts"
    assert resources.resource("translations", "nnviz.ts").is_file()


@pytest.mark.parametrize("place", ["site-packages/nnviz/_resources", "site-packages/resources"])
def test_inside_the_package_or_beside_it(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / place).mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "site-packages" / "nnviz" / "resources.py"))
    assert resources.resource("icons", "dense.svg") == tmp_path / place / "icons" / "dense.svg"


def test_inside_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "nnviz" / "_resources").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "nnviz" / "resources.py"))
    assert resources.resource() == tmp_path / "nnviz" / "_resources"


def test_without_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "nnviz" / "resources.py"))
    with pytest.raises(FileNotFoundError, match="without its resources"):
        resources.resource("icons")


def test_in_a_wheel(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for name in ("nnviz", "resources"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    built = subprocess.run(
        [sys.executable, "-c", f"import hatchling.build as h; print(h.build_wheel({str(tmp_path)!r}))"],
        cwd=source,
        check=True,
        capture_output=True,
        text=True,
    )
    with zipfile.ZipFile(tmp_path / built.stdout.split()[-1]) as wheel:
        assert "nnviz/_resources/translations/nnviz.ts" in wheel.namelist()
        wheel.extractall(tmp_path / "site-packages")
    code = "from nnviz.resources import resource; print(resource('translations', 'nnviz.ts'))"
    found = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env={"PYTHONPATH": str(tmp_path / "site-packages")},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert found.stdout.strip() == str(
        tmp_path / "site-packages" / "nnviz" / "_resources" / "translations" / "nnviz.ts"
    )
