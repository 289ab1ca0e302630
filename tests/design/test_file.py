"""The file format: there and back, damaged in every way, saved all or nothing."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import pickle
import struct
import sys
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.design import edits, file, migrations
from nnviz.design.codec import DocumentError, encode
from nnviz.design.document import Document
from nnviz.design.file import load, read, save, to_bytes
from nnviz.layers.dense import Dense
from nnviz.templates.base import template, templates
from tests.design.strategies import documents, json_values

FILES = Path(__file__).parent / "files"


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def npy(array: np.ndarray, **kwargs: Any) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, **kwargs)
    return buffer.getvalue()


def opened(data: bytes) -> Document:
    return read(io.BytesIO(data), "some.nnviz")


def circle_json(**changes: Any) -> bytes:
    return json.dumps({**encode(template("circle").build()), **changes}).encode()


def with_weights(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a circle file whose ``weights.npz`` holds these members."""
    return zipped({"document.json": circle_json(), "weights.npz": zipped(members, method)})


def refusal(data: bytes) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(DocumentError) as caught:
        opened(data)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert len(sentence) < 400
    assert "MemoryError" not in sentence  # it was not found out by trying
    assert "allocate" not in sentence
    return sentence


@pytest.fixture
def weighted() -> Document:
    """The circle with weights of its own."""
    rng = np.random.default_rng(0)
    shapes = {"hidden_1/kernel": (2, 4), "hidden_1/bias": (4,), "output/kernel": (2, 1)}
    document = template("circle").build()
    return document.with_weights({path: rng.normal(size=s).astype("f4") for path, s in shapes.items()})


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


# --- weights that cannot be trusted ----------------------------------------------------------------------

KERNEL = "hidden_1/kernel.npy"


class Trap:
    """Its pickle runs code when it is read."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return os.mkdir, (os.environ["NNVIZ_TRAP"],)


@pytest.fixture
def trap(tmp_path, monkeypatch) -> Path:
    place = tmp_path / "sprung"
    monkeypatch.setenv("NNVIZ_TRAP", str(place))
    return place


def test_trap_is_one(trap):
    pickle.loads(pickle.dumps(Trap()))  # noqa: S301 - to show that it would run
    assert trap.exists()


@pytest.mark.parametrize(
    "made",
    [
        lambda: with_weights({KERNEL: npy(np.array([Trap()], object))}),
        lambda: with_weights({KERNEL: pickle.dumps(Trap())}),
        lambda: zipped({"document.json": circle_json(), "weights.npz": pickle.dumps(Trap())}),
        lambda: zipped({"document.json": pickle.dumps(Trap())}),
        lambda: pickle.dumps(Trap()),
    ],
    ids=["object array", "pickle as array", "pickle as weights", "pickle as document", "pickle as file"],
)
def test_pickles_are_refused_and_not_run(made, trap):
    refusal(made())
    assert not trap.exists()


def header(shape: str, descr: str = "'<f4'", tail: str = "") -> bytes:
    """Return the head of an ``.npy`` that says anything."""
    text = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}{tail}}}".encode()
    text += b" " * (-(10 + len(text) + 1) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


FLOATS = np.zeros(8, "<f4").tobytes()


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (header("(2, 4)") + FLOATS[:-4], "does not fit its size"),
        (header("(2, 4)") + FLOATS + b"more", "does not fit its size"),
        (header("(4, 2)") + FLOATS, "has the shape (4, 2), its layer needs (2, 4)"),
        (header("(1000000000, 1000000000)") + FLOATS, "its layer needs (2, 4)"),
        (header("(-2, -4)") + FLOATS, "has the shape (-2, -4)"),
        (header("(2, 4)", "'<i4'") + FLOATS, "type int32"),
        (header("(2, 4)", "'|O'") + FLOATS, "type object"),
        (header("(2, 4)", "'<c8'") + FLOATS * 2, "type complex64"),
        (header("(2, 4)", "[('a', '<f4')]") + FLOATS, "values of type"),
        (header("(2, 4)", "'nonsense'") + FLOATS, "descr"),
        (header("__import__('os').getpid()") + FLOATS, "malformed"),
        (header("(2, 4)", tail=", 'more': 1") + FLOATS, "Header"),
        (header("(" * 3000 + ")" * 3000) + FLOATS, "“some.nnviz”"),
        (b"\x93NUMPY\x01\x00\xff\xff", "EOF"),
        (b"\x93NUMPY\x09\x09" + header("(2, 4)")[8:] + FLOATS, "“some.nnviz”"),
        (b"", "EOF"),
        (npy(np.full((2, 4), np.nan, "f4")), "hidden_1/kernel holds numbers that are not finite"),
        (npy(np.full((2, 4), -np.inf, "f4")), "hidden_1/kernel holds numbers that are not finite"),
    ],
    ids=range(18),
)
def test_lying_array_is_refused(array, reason):
    assert reason in refusal(with_weights({KERNEL: array}))


def test_honest_array_is_taken():
    """So that the refusals above are for the lie and not for something else."""
    found = opened(with_weights({KERNEL: header("(2, 4)") + np.arange(8, dtype="<f4").tobytes()}))
    assert found.weights["hidden_1/kernel"].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_fortran_order_is_taken():
    array = np.asfortranarray(np.arange(8, dtype="f4").reshape(2, 4))
    found = opened(with_weights({KERNEL: npy(array)}))
    assert found.weights["hidden_1/kernel"].tolist() == array.tolist()


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        ("../../etc/kernel.npy", "weights.npz holds"),
        ("/hidden_1/kernel.npy", "weights.npz holds"),
        ("kernel.npy", "weights.npz holds"),
        ("hidden_1/kérnel.npy", "weights.npz holds"),
        ("nobody/kernel.npy", "there is no layer nobody"),
        ("hidden_1/gamma.npy", "the layer has no such weight"),
    ],
)
def test_weight_of_nothing_is_refused(member, reason):
    assert reason in refusal(with_weights({member: npy(np.zeros((2, 4), "f4"))}))


def test_weights_of_a_layer_whose_shape_cannot_be_told_are_kept(weighted):
    (edge,) = [e for e in weighted.design.edges if e.target == "hidden_1"]
    loose = edits.with_design(weighted, edits.disconnect(weighted.design, edge))
    assert "hidden_1/kernel" in loose.weights
    assert opened(to_bytes(loose)) == loose


@settings(max_examples=150)
@given(st.data())
def test_any_changed_weights_give_a_document_or_a_sentence(data):
    changed = bytearray(npy(np.arange(8, dtype="f4").reshape(2, 4)))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(changed) - 1))
        changed[start : start + data.draw(st.sampled_from([0, 1, 1, 3]))] = data.draw(st.binary(max_size=3))
    with contextlib.suppress(DocumentError):
        opened(with_weights({KERNEL: bytes(changed)}))


# --- sizes are bounded before memory is taken ------------------------------------------------------------


def lying_size(data: bytes, member: str, size: int) -> bytes:
    """Return a zip whose directory says that a member has ``size`` bytes."""
    changed = bytearray(data)
    start = changed.index(b"PK\x01\x02")
    while changed[start + 46 : start + 46 + len(member)] != member.encode():
        start = changed.index(b"PK\x01\x02", start + 4)
    changed[start + 24 : start + 28] = struct.pack("<I", size)
    return bytes(changed)


@pytest.fixture
def little_memory():
    """Let this process take no more than 300 MB beyond what it has (where the system can do that)."""
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource

    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (taken + 300 * 2**20, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.usefixtures("little_memory")
class TestSizes:
    def test_document_that_says_it_is_huge(self):
        data = zipped({"document.json": circle_json()}, zipfile.ZIP_DEFLATED)
        sentence = refusal(lying_size(data, "document.json", 2**32 - 1))
        assert "its document.json would take 4294967295 bytes, the limit is 67108864" in sentence

    def test_document_that_is_huge(self):
        data = circle_json() + b" " * 70_000_000
        assert "its document.json would take" in refusal(
            zipped({"document.json": data}, zipfile.ZIP_DEFLATED)
        )

    def test_document_that_says_it_is_small(self):
        data = zipped({"document.json": circle_json() + b" " * 70_000_000}, zipfile.ZIP_DEFLATED)
        refusal(lying_size(data, "document.json", 1000))

    def test_weights_zipped_twice(self):
        members = {"document.json": circle_json(), "weights.npz": b"\0" * 70_000_000}
        assert "compressed twice" in refusal(zipped(members, zipfile.ZIP_DEFLATED))

    def test_weights_beyond_the_limit(self):
        inner = lying_size(zipped({KERNEL: npy(np.zeros((2, 4), "f4"))}), KERNEL, 2**32 - 1)
        inner2 = lying_size(
            zipped({KERNEL: npy(np.zeros((2, 4), "f4")), "hidden_1/bias.npy": npy(np.zeros(4, "f4"))}),
            KERNEL,
            2**32 - 1,
        )
        for weights in (inner, inner2):
            refusal(zipped({"document.json": circle_json(), "weights.npz": weights}))

    def test_weights_that_say_they_are_small(self):
        big = npy(np.zeros(20_000_000, "f4"))
        inner = lying_size(zipped({KERNEL: big}, zipfile.ZIP_DEFLATED), KERNEL, 160)
        refusal(zipped({"document.json": circle_json(), "weights.npz": inner}))

    def test_zeros_of_a_known_layer(self):
        big = with_weights({KERNEL: npy(np.zeros(20_000_000, "f4"))}, zipfile.ZIP_DEFLATED)
        assert "has the shape (20000000,), its layer needs (2, 4)" in refusal(big)

    def test_zeros_of_an_unknown_layer(self):
        raw = json.loads(circle_json())
        raw["design"]["nodes"][1]["layer"] = {"kind": "Conv9D"}
        inner = zipped({KERNEL: npy(np.zeros(20_000_000, "f4"))}, zipfile.ZIP_DEFLATED)
        data = zipped({"document.json": json.dumps(raw).encode(), "weights.npz": inner})
        assert "hidden_1/kernel would take 80000128 bytes" in refusal(data)


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


# --- saving is all or nothing ----------------------------------------------------------------------------


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


def test_limits_are_what_the_sentences_say():
    assert file._JSON_LIMIT == 67_108_864
