"""The file format: there and back, versions, and whatever else is called a document."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.design import migrations
from nnviz.design.codec import DocumentError
from nnviz.design.document import Document
from nnviz.design.file import load, save, to_bytes
from nnviz.templates.base import template, templates
from tests.design.archives import FILES, circle_json, opened, refusal, zipped
from tests.design.strategies import documents, json_values

# --- there and back --------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(documents())
def test_document_comes_back(document: Document):
    data = to_bytes(document)
    back = opened(data)
    assert back == document
    assert to_bytes(back) == data
    for path, value in document.weights.items():
        assert back.weights[path].tobytes() == value.tobytes()  # the sign of a zero, too
        assert not back.weights[path].flags.writeable


@pytest.mark.parametrize("name", templates())
def test_template_comes_back(name, tmp_path):
    document = template(name).build()
    save(document, tmp_path / "a.nnviz")
    assert load(tmp_path / "a.nnviz") == document


def test_thumbnail_is_in_the_file(weighted):
    picture = b"\x89PNG..."
    with zipfile.ZipFile(io.BytesIO(to_bytes(weighted, picture))) as archive:
        assert archive.namelist() == ["document.json", "weights.npz", "thumbnail.png"]
        assert archive.read("thumbnail.png") == picture
        assert archive.testzip() is None


def test_seed_weights_are_not_in_the_file():
    with zipfile.ZipFile(io.BytesIO(to_bytes(template("circle").build()))) as archive:
        assert archive.namelist() == ["document.json"]


def test_weights_are_an_ordinary_npz(weighted):
    with zipfile.ZipFile(io.BytesIO(to_bytes(weighted))) as archive, archive.open("weights.npz") as inner:
        found = np.load(io.BytesIO(inner.read()), allow_pickle=False)
        assert set(found) == set(weighted.weights)


def test_file_zipped_again_by_hand_can_be_read(weighted):
    with zipfile.ZipFile(io.BytesIO(to_bytes(weighted))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert opened(zipped(members | {"folder/notes.txt": b"mine"}, zipfile.ZIP_DEFLATED)) == weighted


def test_name_that_is_no_text_is_saved_readably(weighted):
    """A file name may hold bytes that are no text; the window names the document after the file."""
    document = weighted.with_(name="n\udcffn", notes="\ud800")
    assert opened(to_bytes(document)) == weighted.with_(name="n?n", notes="?")


# --- versions --------------------------------------------------------------------------------------------


def test_every_version_has_its_example():
    found = {int(path.stem.removeprefix("version-")) for path in FILES.glob("version-*.nnviz")}
    assert found == set(range(1, migrations.VERSION + 1))


def test_newer_version_says_so_and_what_to_do():
    sentence = refusal(zipped({"document.json": circle_json(version=migrations.VERSION + 1, news=[1])}))
    assert sentence == (
        f"“some.nnviz” was made by a newer nnviz (file version {migrations.VERSION + 1}, this one reads up to"
        f" {migrations.VERSION}). Update nnviz to open it; the file was not changed."
    )


@pytest.mark.parametrize("version", [0, -1, 1.0, "1", True, None, [1]])
def test_version_that_is_none_is_refused(version):
    assert "does not say its version" in refusal(zipped({"document.json": circle_json(version=version)}))


def test_migrations_are_applied_one_after_the_other(monkeypatch):
    """From a version 1 that called the notes ``text`` over a version 2 that called them ``remarks``."""
    steps = {
        1: lambda raw: {**raw, "remarks": raw["text"]},
        2: lambda raw: {**raw, "notes": raw["remarks"]},
    }
    monkeypatch.setattr(migrations, "VERSION", 3)
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    assert migrations.migrate({"text": "old"}, 1)["notes"] == "old"
    assert migrations.migrate({"remarks": "newer"}, 2)["notes"] == "newer"
    assert migrations.migrate({"notes": "newest"}, 3) == {"notes": "newest"}


# --- what is no document ---------------------------------------------------------------------------------


def file_refusal(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        load(path)
    return str(caught.value)


def loads_or_refuses(path: Path) -> None:
    """Any error but a ``DocumentError`` fails the test."""
    with contextlib.suppress(DocumentError):
        assert isinstance(load(path), Document)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a zip file"),
        (b"hello", "not a zip file"),
        (b"PK\x03\x04" + b"\0" * 100, "not a zip file"),
        (zipped({}), "it holds no document.json"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "it holds no document.json"),
        (zipped({"document.json": b""}), "Expecting value"),
        (zipped({"document.json": b"\xff\xff"}), "codec can't decode"),
        (zipped({"document.json": b"[]"}), "not of the format nnviz"),
        (zipped({"document.json": b"{}"}), "not of the format nnviz"),
        (zipped({"document.json": circle_json(format="other")}), "not of the format nnviz"),
        (zipped({"document.json": circle_json(notes=float("nan"))}), "NaN is not a number"),
        (zipped({"document.json": circle_json(notes=float("-inf"))}), "-Infinity is not a number"),
        (
            zipped({"document.json": circle_json(notes="N").replace(b'"N"', b"1e999")}),
            "1e999 is not a number",
        ),
        (zipped({"document.json": b"[" * 100_000}), "recursion"),
        (zipped({"document.json": circle_json(notes="N").replace(b'"N"', b"1" * 10_000)}), "digits"),
    ],
    ids=range(15),
)
def test_foreign_file_is_refused_with_a_reason(data, reason):
    sentence = refusal(data)
    assert sentence.startswith("“some.nnviz” is not an nnviz document, or it is damaged (")
    assert reason in sentence


def test_file_that_cannot_be_opened(tmp_path):
    assert file_refusal(tmp_path / "none.nnviz").endswith("cannot be opened: No such file or directory.")
    assert "cannot be opened: " in file_refusal(tmp_path)


def test_unreadable_disk_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.nnviz"
    save(template("circle").build(), path)

    def broken(*args: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(zipfile.ZipFile, "read", broken)
    assert file_refusal(path).endswith("a.nnviz” cannot be opened: Input/output error.")


def test_encrypted_zip_is_refused():
    data = bytearray(zipped({"document.json": circle_json()}))
    start = data.index(b"PK\x01\x02")
    for flags in (6, start + 8):
        data[flags] |= 1
    assert "encrypted" in refusal(bytes(data))


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_sentence(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.nnviz"
    path.write_bytes(data)
    loads_or_refuses(path)


EXAMPLE = (FILES / "version-1.nnviz").read_bytes()


@settings(max_examples=400)
@given(st.data())
def test_any_changed_file_gives_a_document_or_a_sentence(tmp_path_factory, data):
    """Bytes changed, cut out, put in, cut off."""
    changed = bytearray(EXAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, max(len(changed) - 1, 0)))
        length = data.draw(st.sampled_from([0, 1, 1, 2, 4, 40]))
        changed[start : start + length] = data.draw(st.binary(max_size=4))
    if data.draw(st.booleans()):
        del changed[data.draw(st.integers(0, len(changed))) :]
    path = tmp_path_factory.getbasetemp() / "changed.nnviz"
    path.write_bytes(bytes(changed))
    loads_or_refuses(path)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_truncated_file_is_refused(share):
    refusal(EXAMPLE[: int(share * len(EXAMPLE))])


def leaves(value: Any) -> list[tuple[Any, Any]]:
    """Return (container, key) of everything inside a JSON value."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [(value, key) for key in keys] + [pair for key in keys for pair in leaves(value[key])]


@settings(max_examples=400)
@given(st.data())
def test_any_changed_json_gives_a_document_or_a_sentence(data):
    """Valid zip, valid JSON, anything in it: values, missing and new fields."""
    with zipfile.ZipFile(io.BytesIO(EXAMPLE)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    raw = json.loads(members["document.json"])
    for _ in range(data.draw(st.integers(1, 2))):
        container, key = data.draw(st.sampled_from(leaves(raw)))
        what = data.draw(st.sampled_from(["value", "value", "missing", "new"]))
        if what == "missing":
            del container[key]
        elif what == "value" or isinstance(container, list):
            container[key] = data.draw(json_values)
        else:
            container[data.draw(st.text(max_size=8))] = data.draw(json_values)
    members["document.json"] = json.dumps(raw).encode()
    found = None
    with contextlib.suppress(DocumentError):
        found = opened(zipped(members))
    if found is not None:
        assert opened(to_bytes(found)) == found  # what was read can be written and read again


def test_many_layers_are_read_quickly(tmp_path):
    """In reversed order, where a naive search for the next layer would look at each layer for each layer."""
    raw = json.loads(circle_json())
    names = [f"layer_{i}" for i in range(10_000)]
    raw["design"] = {
        "nodes": [{"name": n, "position": [0, 0], "layer": {"kind": "Flatten"}} for n in reversed(names)],
        "edges": [{"source": a, "target": b, "port": 0} for a, b in pairwise(names)],
    }
    document = opened(zipped({"document.json": json.dumps(raw).encode()}))
    assert document.design.order == tuple(names)
