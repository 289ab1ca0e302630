"""Weights in a file that cannot be trusted, and sizes that are bounded before memory is taken."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.design import edits
from nnviz.design.codec import DocumentError
from nnviz.design.file import to_bytes
from tests.design.archives import circle_json, npy, opened, refusal, with_weights, zipped

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
