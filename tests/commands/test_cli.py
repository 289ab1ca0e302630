"""The command line as a whole: what it lists, how it refuses, what it does not import."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nnviz import __version__, cli
from nnviz.cli import COMMANDS, main
from nnviz.design.file import load
from nnviz.templates.base import template, templates

SLOW = [
    "tensorflow",
    "keras",
    "PySide6",
    "pyqtgraph",
    "pandas",
    "sklearn",
    "jinja2",
    "h5py",
    "nbformat",
    "ziamath",
]


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert all(re.search(rf"^    {command}\s", text, re.MULTILINE) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_own_help(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: nnviz {command} ")


def test_version(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"nnviz {__version__}\n"


@pytest.mark.parametrize(
    "words", [["new"], ["trace"], ["check", "a", "--nonsense"], ["trace", "a", "-o", "b", "--steps", "x"]]
)
def test_words_that_do_not_fit_get_the_usage(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: nnviz ")


def test_templates_lists_them_all(nnviz):
    said = nnviz("templates")
    assert (said.status, said.err) == (0, "")
    lines = [line.split(maxsplit=1) for line in said.out.splitlines()]
    assert lines == [[name, found.help] for name, found in templates().items()]


@pytest.mark.parametrize("name", templates())
def test_new_writes_the_template(name, nnviz, tmp_path):
    path = tmp_path / "a.nnviz"
    assert nnviz("new", name, "-o", path) == (0, f"{path}\n", "")
    assert load(path) == template(name).build()


def test_new_refuses_a_template_that_does_not_exist(refused, tmp_path):
    assert refused("new", "cirle", "-o", tmp_path / "a.nnviz").startswith(
        "There is no template “cirle”. There are: "
    )
    assert list(tmp_path.glob("*.nnviz")) == []


def test_new_refuses_a_place_where_nothing_can_be_written(refused, tmp_path):
    assert "was not saved" in refused("new", "circle", "-o", tmp_path / "none" / "a.nnviz")


@pytest.mark.parametrize("command", ["check", "trace", "export", "train"])
def test_file_that_is_no_document(command, refused, tmp_path):
    output = [] if command == "check" else ["-o", tmp_path / "out"]
    assert "cannot be opened: No such file" in refused(command, tmp_path / "none.nnviz", *output)
    foreign = tmp_path / "foreign.nnviz"
    foreign.write_text("Hello")
    assert "is not an nnviz document, or it is damaged" in refused(command, foreign, *output)
    assert not (tmp_path / "out").exists()


def test_unexpected_ends(monkeypatch, capsys):
    """Ctrl-C, no memory: a sentence, no traceback."""

    class Ends:
        HELP = ""

        def __init__(self, error: BaseException) -> None:
            self.error = error

        def arguments(self, parser: object) -> None: ...

        def run(self, options: object) -> int:
            raise self.error

    for error, status, sentence in [
        (KeyboardInterrupt(), 130, "nnviz: stopped.\n"),
        (MemoryError(), 1, "nnviz: this needs more memory than there is.\n"),
    ]:
        monkeypatch.setattr(cli, "_command", lambda name, error=error: Ends(error))
        assert main(["templates"]) == status
        assert capsys.readouterr().err == sentence


def test_terminal_that_cannot_show_a_sign(monkeypatch, tmp_path):
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["new", "circle", "-o", str(tmp_path / "Größe.nnviz")]) == 0
    out.seek(0)
    assert out.read().endswith("Gr\\xf6\\xdfe.nnviz\n")


def python(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(["", *sys.path]), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=environment,
        cwd=Path(__file__).parents[2],
    )


def test_it_is_a_program(saved):
    """One true process from beginning to end, with every warning an error."""
    path = saved("first-backward-pass")
    found = python("-W", "error", "-m", "nnviz", "check", str(path))
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.endswith("It runs.\n")
    found = python("-W", "error", "-m", "nnviz", "check", str(path.with_name("none.nnviz")))
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("nnviz: “")
    assert found.stderr.count("\n") == 1


def test_slow_libraries_stay_out(tmp_path):
    """Neither TensorFlow nor Qt nor any other slow library for what does not need it."""
    program = f"""
import sys
from nnviz.cli import main
for words in (["templates"], ["new", "circle", "-o", "a.nnviz"], ["check", "a.nnviz"], ["check", "a.nnviz", "--json"],
              ["trace", "a.nnviz", "-o", "t.npz"]):
    assert main(words) == 0, words
print("loaded:", *(name for name in {SLOW} if name in sys.modules))
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    found = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=tmp_path,
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.splitlines()[-1] == "loaded:"


def test_reader_that_went_away():
    """``nnviz templates | head -1``."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        found = subprocess.run(
            [sys.executable, "-m", "nnviz", "templates"],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            cwd=Path(__file__).parents[2],
        )
    finally:
        os.close(writing)
    assert found.stderr == b""


# --- export and train ------------------------------------------------------------------------------------


def test_export_writes_a_program_with_the_weights(nnviz, saved, tmp_path):
    said = nnviz("export", saved("first-backward-pass"), "--to", "script", "-o", tmp_path / "out")
    assert (said.status, said.err) == (0, "")
    written = [Path(line) for line in said.out.splitlines()]
    assert sorted(written) == sorted((tmp_path / "out").iterdir())
    assert sorted(path.suffix for path in written) == [".h5", ".py"]
    compile(next(p for p in written if p.suffix == ".py").read_text("utf-8"), "program", "exec")


def test_export_with_new_weights(nnviz, saved, tmp_path):
    said = nnviz("export", saved("circle"), "--fresh", "-o", tmp_path / "out")
    assert said.status == 0
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".py"]


def test_export_refuses_what_cannot_run(refused, saved, tmp_path):
    from nnviz.design import edits

    document = template("circle").build()
    broken = edits.with_design(document, edits.disconnect(document.design, document.design.edges[0]))
    assert "has no input" in refused("export", saved(broken), "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_export_refuses_a_folder_that_is_a_file(refused, saved, tmp_path):
    (tmp_path / "out").write_text("here")
    assert "cannot be written to" in refused("export", saved("circle"), "-o", tmp_path / "out")


def test_train_refuses_what_cannot_run(refused, saved, tmp_path):
    from nnviz.design import edits

    document = template("circle").build()
    broken = edits.with_design(document, edits.disconnect(document.design, document.design.edges[0]))
    assert "has no input" in refused("train", saved(broken), "-o", tmp_path / "out")


def test_train_starts_with_what_the_document_remembers(nnviz, saved, tmp_path, monkeypatch):
    """An imported model carries what its optimizer remembers; the training begins with it."""
    from nnviz.export import weights_file
    from nnviz.export.program import start_weights
    from nnviz.export.training import SETTING
    from nnviz.optimizers.adam import Adam

    document = template("circle").build().with_setup(optimizer=Adam(0.01))
    memory = {"optimizer/iteration": np.array(7.0)}
    for path, weight in start_weights(document).items():
        memory |= {f"optimizer/{slot}/{path}": np.full_like(weight, 0.25) for slot in Adam().slots()}
    monkeypatch.setenv(SETTING, str(tmp_path / "no python"))
    nnviz(
        "train", saved(document.with_weights({**start_weights(document), **memory})), "-o", tmp_path / "out"
    )
    found = weights_file.read_optimizer(tmp_path / "out" / "circle.weights.h5")
    assert int(found[0]) == 7
    assert all((value == 0.25).all() for value in found[2:])
    assert len(found) == 2 + 2 * 6


def test_train_leaves_its_results(nnviz, saved, tmp_path):
    pytest.importorskip("tensorflow")
    said = nnviz("train", saved("circle"), "--epochs", 2, "-o", tmp_path / "out")
    assert said.status == 0, said.err
    trained = load(tmp_path / "out" / "trained.nnviz")
    assert trained.design == template("circle").build().design
    assert set(trained.weights) == {
        f"{n}/{w}" for n in ("hidden_1", "hidden_2", "output") for w in ("kernel", "bias")
    }
    assert (tmp_path / "out" / "model.keras").is_file()
    assert len((tmp_path / "out" / "history.csv").read_text().splitlines()) == 3


def test_a_word_that_is_neither_command_nor_file_is_told(refused):
    assert refused("chek") == "There is neither a command nor a file “chek”; nnviz --help lists the commands."
