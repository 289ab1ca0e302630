"""Files of every kind, honest and not, for the tests of the file format."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.design.codec import DocumentError, encode
from nnviz.design.document import Document
from nnviz.design.file import read
from nnviz.templates.base import template

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
