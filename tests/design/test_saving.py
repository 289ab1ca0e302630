"""Saving is all or nothing."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.design.codec import DocumentError
from nnviz.design.document import Document
from nnviz.design.file import load, save
from nnviz.layers.dense import Dense
from nnviz.templates.base import template


@pytest.fixture
def saved(tmp_path, weighted) -> Path:
    """A file with the circle in it, alone in its folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    save(template("circle").build(), folder / "a.nnviz")
    return folder / "a.nnviz"


def assert_unharmed(path: Path) -> None:
    assert load(path) == template("circle").build()
    assert list(path.parent.iterdir()) == [path]


def save_refusal(document: Document, path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        save(document, path)
    return str(caught.value)


FULL = (
    "was not saved: the disk is full. The file on the disk is as before; free some space or save elsewhere."
)
FORBIDDEN = "was not saved: you may not write there. Choose another folder."


@pytest.mark.parametrize("call", ["fsync", "replace", "fdopen", "chmod"])
@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, FULL),
        (errno.EDQUOT, FULL),
        (errno.EACCES, FORBIDDEN),
        (errno.EPERM, FORBIDDEN),
        (errno.EROFS, FORBIDDEN),
        (errno.EIO, "was not saved (Input/output error). The file on the disk is as before; save elsewhere."),
    ],
)
def test_failure_on_the_way_leaves_the_old_file(call, number, sentence, saved, weighted, monkeypatch):
    def fails(*args: Any, **kwargs: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fails)
    assert save_refusal(weighted, saved) == f"“{saved}” {sentence}"
    monkeypatch.undo()
    assert_unharmed(saved)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit on a file's size is POSIX's")
def test_disk_that_takes_only_a_part_leaves_the_old_file(saved, weighted):
    """A true failure in the middle of writing: this process may write no more than 100 bytes to a file."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        sentence = save_refusal(weighted, saved)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "was not saved (File too large)" in sentence
    assert_unharmed(saved)


def test_interrupt_while_saving_leaves_the_old_file(saved, weighted, monkeypatch):
    def interrupted(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(weighted, saved)
    assert_unharmed(saved)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX rights")
def test_file_that_may_not_be_written_is_left_alone(saved, weighted, monkeypatch):
    """Its folder would let it be replaced; whoever took its rights away did not mean that."""
    saved.chmod(0o444)
    if os.geteuid() == 0:  # who may write anywhere
        monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert save_refusal(weighted, saved).endswith(FORBIDDEN)
    assert_unharmed(saved)


def test_folder_that_is_not_there(tmp_path, weighted):
    sentence = save_refusal(weighted, tmp_path / "none" / "a.nnviz")
    assert "was not saved (No such file or directory)" in sentence


def test_folder_in_the_place_of_the_file(tmp_path, weighted):
    (tmp_path / "a.nnviz").mkdir()
    assert "was not saved (" in save_refusal(weighted, tmp_path / "a.nnviz")
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.with_weights({"output/kernel": np.full((2, 1), np.nan, "f4")}),
        lambda d: d.with_weights({"nobody/kernel": np.zeros((2, 1), "f4")}),
        lambda d: d.with_(notes="x" * 2_000_000),
        lambda d: d.with_(cursor=(-1, 0)),
    ],
    ids=["weights that are no numbers", "weights of nobody", "notes without end", "moment before the first"],
)
def test_what_could_not_be_read_again_is_not_saved(spoil, saved, weighted):
    sentence = save_refusal(spoil(weighted), saved)
    assert sentence.startswith(f"“{saved}” was not saved, because it could not be opened again. ")
    assert_unharmed(saved)


def test_saving_twice_gives_the_same_bytes(saved, weighted):
    save(weighted, saved)
    first = saved.read_bytes()
    save(weighted, saved)
    assert saved.read_bytes() == first
    assert load(saved) == weighted


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX rights")
def test_rights_are_those_of_the_old_file_or_of_any_new_one(saved, weighted):
    mask = os.umask(0o027)
    try:
        save(weighted, saved.with_name("new.nnviz"))
        saved.chmod(0o604)
        save(weighted, saved)
    finally:
        os.umask(mask)
    assert saved.with_name("new.nnviz").stat().st_mode & 0o777 == 0o640
    assert saved.stat().st_mode & 0o777 == 0o604


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_link_stays_a_link(saved, weighted, tmp_path):
    link = tmp_path / "link.nnviz"
    link.symlink_to(saved)
    save(weighted, link)
    assert link.is_symlink()
    assert load(saved) == weighted


def test_longest_name_that_a_file_may_have(tmp_path, weighted):
    path = tmp_path / ("n" * 248 + ".nnviz")
    save(weighted.with_(name=path.stem), path)
    assert load(path) == weighted.with_(name=path.stem)


def test_weights_do_not_follow_what_is_written_into_the_array_later(weighted):
    array = np.zeros((2, 1), "f4")
    document = weighted.with_weights({"output/kernel": array})
    array[...] = 7
    assert not document.weights["output/kernel"].any()


def test_documents_differ_by_their_weights(weighted):
    other = weighted.with_weights({**weighted.weights, "output/kernel": np.zeros((2, 1), "f4")})
    assert weighted != other
    assert weighted != weighted.with_weights({})
    assert weighted == weighted.with_(name=weighted.name)
    assert weighted != Dense()
