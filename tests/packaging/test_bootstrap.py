"""The pure parts of packaging/bootstrap.py, and what an old or a wrong Python is told."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import bootstrap
import pytest

SCRIPT = Path(bootstrap.__file__)


def fake_python(folder: Path, name: str, answer: str) -> Path:
    """Make a program that answers as a Python would when asked for its version."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{answer}\n")
    program.chmod(0o755)
    return program


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
class TestChoiceOfPython:
    def test_newest_that_starts(self, tmp_path: Path) -> None:
        fake_python(tmp_path / "a", "python3.13", "exit 127")  # a shim whose version is not installed
        fake_python(tmp_path / "a", "python3.11", """echo '[3, 11, "/opt/three-eleven"]'""")
        fake_python(tmp_path / "b", "python3.12", """echo '[3, 12, "/opt/three-twelve"]'""")
        assert bootstrap.find_python(f"{tmp_path}/a:{tmp_path}/b") == "/opt/three-twelve"

    def test_second_on_the_path_when_the_first_does_not_start(self, tmp_path: Path) -> None:
        fake_python(tmp_path / "a", "python3.12", "exit 127")
        fake_python(tmp_path / "b", "python3.12", """echo '[3, 12, "/usr/bin/python3.12"]'""")
        assert bootstrap.find_python(f"{tmp_path}/a::{tmp_path}/b") == "/usr/bin/python3.12"

    def test_one_that_lies_about_its_version(self, tmp_path: Path) -> None:
        fake_python(tmp_path, "python3.12", """echo '[3, 14, "/usr/bin/python3.14"]'""")
        fake_python(tmp_path, "python3.11", "echo nonsense")
        assert bootstrap.find_python(str(tmp_path)) is None

    def test_sentence(self) -> None:
        assert bootstrap.wrong_python((3, 14), None) == (
            "nnviz needs Python 3.11, 3.12 or 3.13, and this is 3.14. Install one of these and start again."
        )
        assert bootstrap.wrong_python((3, 9), "/usr/bin/python3.12").endswith(
            "; going on with /usr/bin/python3.12."
        )


def test_an_old_python_can_read_the_file() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_unsuitable_python_is_told_so(tmp_path: Path) -> None:
    names = ("python3.7", "python3.8", "python3.9", "python3.10", "python3.14")
    here = [found[2] for name in names if (found := bootstrap.ask_python([name]))]
    if not here:
        pytest.skip("every Python here is suitable")
    for python in here:
        told = subprocess.run(
            [python, SCRIPT, "run"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
        )
        assert told.returncode == 1
        assert told.stderr.startswith("nnviz needs Python 3.11, 3.12 or 3.13, and this is 3.")
        assert "Traceback" not in told.stderr


class TestStamp:
    key = {"project": "abc", "python": "3.12.4", "root": "/home/ada/nnviz"}  # noqa: RUF012

    def test_serves(self) -> None:
        stamp = {**self.key, "extras": ["test", "train"]}
        assert bootstrap.is_ready(stamp, self.key, {"train"})
        assert bootstrap.is_ready(stamp, self.key, {"train", "test"})

    @pytest.mark.parametrize(
        "stamp",
        [
            {},
            {**key},
            {**key, "extras": "train"},
            {**key, "extras": ["test"]},
            {**key, "extras": ["train"], "project": "other"},
            {**key, "extras": ["train"], "python": "3.13.0"},
            {**key, "extras": ["train"], "root": "/home/ada/copy"},
        ],
    )
    def test_does_not_serve(self, stamp: dict[str, object]) -> None:
        assert not bootstrap.is_ready(stamp, self.key, {"train"})

    @pytest.mark.parametrize("content", ["", "{", "[]", '"x"', "\udcff"])
    def test_damaged_one_counts_as_none(
        self, content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        damaged = tmp_path / "stamp.json"
        damaged.write_bytes(content.encode("utf-8", "surrogateescape"))
        monkeypatch.setattr(bootstrap, "STAMP", damaged)
        assert bootstrap.read_stamp() == {}

    def test_key_changes_with_the_dependencies_only(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
        text = (SCRIPT.parent.parent / "pyproject.toml").read_text(encoding="utf-8")

        def key(changed: str) -> str:
            (tmp_path / "pyproject.toml").write_text(changed, encoding="utf-8")
            return str(bootstrap.project_key("3.12.4")["project"])

        assert key(text) == key(text + "\n[tool.other]\nx = 1\n")
        assert key(text) != key(text.replace('"numpy>=', '"numpy>=1000'))

    @pytest.mark.skipif(sys.platform == "win32", reason="folders of a POSIX environment")
    def test_halves_of_an_interrupted_installation_go(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap, "VENV", tmp_path)
        library = tmp_path / "lib" / "python3.12" / "site-packages"
        for name, files in {"whole-1": ["RECORD", "INSTALLER"], "half-1": ["METADATA", "RECORD"]}.items():
            (library / f"{name}.dist-info").mkdir(parents=True)
            for file in files:
                (library / f"{name}.dist-info" / file).touch()
        (library / "~umpy").mkdir()
        (library / "numpy").mkdir()
        bootstrap.remove_halves()
        assert sorted(path.name for path in library.iterdir()) == ["numpy", "whole-1.dist-info"]


class TestDisplay:
    @pytest.mark.parametrize("words", [[], ["my.nnviz"], ["--data-dir", "d", "my.nnviz"], ["--dark"]])
    def test_a_window(self, words: list[str]) -> None:
        assert bootstrap.opens_window(words)

    @pytest.mark.parametrize(
        "words",
        [
            ["--help"],
            ["--version"],
            ["check", "my.nnviz"],
            ["new", "circle", "-o", "a.nnviz"],
            ["tour"],
            ["doctor"],
        ],
    )
    def test_no_window(self, words: list[str]) -> None:
        assert not bootstrap.opens_window(words)

    @pytest.mark.parametrize(
        ("platform", "environment", "expected"),
        [
            ("linux", {}, False),
            ("linux", {"DISPLAY": ""}, False),
            ("linux", {"DISPLAY": ":0"}, True),
            ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
            ("linux", {"QT_QPA_PLATFORM": "xcb"}, False),
            ("linux", {"QT_QPA_PLATFORM": "vnc:size=800x600"}, True),
            ("darwin", {}, True),
            ("win32", {}, True),
        ],
    )
    def test_has_display(self, platform: str, environment: dict[str, str], expected: bool) -> None:
        assert bootstrap.has_display(platform, environment) is expected

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there is always a display")
    def test_plain_start_without_one_names_the_tour(self) -> None:
        told = subprocess.run(
            [sys.executable, SCRIPT, "run"],
            env={"PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 1
        assert told.stderr.strip() == bootstrap.NO_DISPLAY
        assert "python3 packaging/bootstrap.py run tour --out DIR" in told.stderr


class TestSystemPackages:
    def test_the_exact_line(self) -> None:
        message = bootstrap.missing_message(["libegl1", "libxcb-cursor0"], apt=True)
        assert "\n    sudo apt-get install -y libegl1 libxcb-cursor0\n" in message

    def test_other_systems_get_the_names(self) -> None:
        message = bootstrap.missing_message(["libegl1"], apt=False)
        assert "apt-get" not in message
        assert message.endswith(": libegl1")

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
    def test_what_is_missing_is_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bootstrap, "QT_LIBRARIES", {"libc.so.6": "libc6", "libnone.so.1": "libnone1"})
        assert bootstrap.missing_packages(virtual_display=False) == ["libnone1"]
        monkeypatch.setenv("PATH", "/nowhere")
        assert bootstrap.missing_packages(virtual_display=True) == ["libnone1", "xvfb"]

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
    def test_without_permission_the_line_is_printed(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(bootstrap, "privilege", lambda: None)
        assert bootstrap.install_packages(["libnone1"]) is False
        assert "libnone1" in capfd.readouterr().err


class TestPip:
    @pytest.mark.parametrize(
        ("line", "told"),
        [
            (
                "  Downloading tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl (572.9 MB)\n",
                "  fetching tensorflow 2.21.0 (572.9 MB)",
            ),
            (
                "Downloading https://host/x/PySide6_Essentials-6.11.3-cp310-abi3-linux_x86_64.whl (95 MB)\n",
                "  fetching PySide6_Essentials 6.11.3 (95 MB)",
            ),
            ("  Downloading six-1.17.0-py2.py3-none-any.whl (11 kB)\n", ""),
            ("  Downloading numpy-2.4.6-cp311-cp311-linux.whl.metadata (1.0 MB)\n", ""),
            ("Installing collected packages: six, numpy, pandas\n", "  putting 3 packages in place"),
            ("WARNING: there is a newer version of pip\n", ""),
        ],
    )
    def test_progress(self, line: str, told: str) -> None:
        assert bootstrap.progress(line) == told

    def test_failure_is_told_in_full(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        monkeypatch.setattr(bootstrap, "venv_python", lambda: Path(sys.executable))
        with pytest.raises(bootstrap.Halt, match="pip could not install"):
            bootstrap.pip(["install", "--no-index", str(tmp_path / "nowhere.whl")])
        assert "nowhere.whl" in capfd.readouterr().err


class TestChecks:
    def test_summary(self) -> None:
        results = [("mypy", 0, 1.25), ("pytest", 2, 60.0)]
        assert bootstrap.summary(results) == "passed  mypy (1.2 s)\nFAILED  pytest (60.0 s)"

    def test_all_run_and_one_failure_fails(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(bootstrap, "prepare", lambda extras, virtual_display: [])
        monkeypatch.setattr(bootstrap, "tool", lambda name: sys.executable)
        checks = {"first": ["x", "-c", "raise SystemExit(3)"], "second": ["x", "-c", "print('ran')"]}
        monkeypatch.setattr(bootstrap, "CHECKS", checks)
        assert bootstrap.test([]) == 1
        told = capfd.readouterr().out
        assert "ran" in told
        assert (
            told.index("=== first")
            < told.index("=== second")
            < told.index("FAILED  first")
            < told.index("passed  second")
        )
        monkeypatch.setattr(bootstrap, "CHECKS", {"second": checks["second"]})
        assert bootstrap.test([]) == 0

    def test_continuous_integration_calls_the_same_line(self) -> None:
        lines = (SCRIPT.parent.parent / ".ci" / "run").read_text(encoding="utf-8").splitlines()
        assert lines[-1] == "exec python3 packaging/bootstrap.py test"

    def test_unknown_word_shows_the_usage(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert bootstrap.main(["fly"]) == 2
        assert "packaging/bootstrap.py run" in capfd.readouterr().out
        assert bootstrap.main(["--help"]) == 0


def test_stamp_is_json_that_it_reads_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp.json")
    key = bootstrap.project_key("3.12.4")
    bootstrap.STAMP.write_text(json.dumps({**key, "extras": ["train"]}), encoding="utf-8")
    assert bootstrap.is_ready(bootstrap.read_stamp(), key, {"train"})
