"""The file format ``.nnviz``: a zip of ``document.json``, ``weights.npz`` and ``thumbnail.png``.

Reading never runs code and never unpickles, and every size is bounded before memory is taken. Saving writes a
temporary file beside the target and replaces the target only when all is on the disk.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import math
import os
import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import numpy as np
import numpy.typing as npt

from nnviz.design.codec import DocumentError, DocumentFault, decode, encode
from nnviz.design.document import Document
from nnviz.design.graph import Design
from nnviz.design.migrations import VERSION, migrate
from nnviz.design.shapes import infer
from nnviz.layers.base import Shape
from nnviz.words import QT_TRANSLATE_NOOP, say

Array = npt.NDArray[Any]

SUFFIX = ".nnviz"
_JSON_LIMIT = 64 * 2**20
_WEIGHTS_LIMIT = 4 * 2**30
_FREE_LIMIT = 64 * 2**20
_MOST_INFLATED = 64
"""Beyond ``_FREE_LIMIT``, weights of which the design says nothing may be this many times their size in the file."""
_PATH = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}(/[A-Za-z0-9_]{1,64}){1,4}")
_TIME = (1980, 1, 1, 0, 0, 0)
"""Fixed, so that the same document gives the same bytes."""


def save(document: Document, path: Path, thumbnail: bytes | None = None) -> None:
    """Write ``document`` to ``path``, all or nothing; raise :class:`DocumentError` and leave the old file alone."""
    try:
        data = to_bytes(document, thumbnail)
        # What cannot be read again must not take the place of what can.
        read(io.BytesIO(data), path.name)
    except (DocumentError, ValueError) as error:
        raise DocumentError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "“{path}” was not saved, because it could not be opened again. {reason}"
                ),
                path=path,
                reason=getattr(error, "message", error),
            )
        ) from error
    save_bytes(path, data)


def save_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, all or nothing; raise :class:`DocumentError` and leave the old file alone."""
    try:
        write_atomically(path, data)
    except OSError as error:
        raise _save_error(path, error) from error


def _save_error(path: Path, error: OSError) -> DocumentError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{path}” was not saved: the disk is full. The file on the disk is as before; free some space or save"
            " elsewhere.",
        )
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        text = QT_TRANSLATE_NOOP(
            "nnviz", "“{path}” was not saved: you may not write there. Choose another folder."
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "“{path}” was not saved ({reason}). The file on the disk is as before; save elsewhere."
        )
    return DocumentError(say(text, path=path, reason=error.strerror or str(error)))


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path``, force it to the disk, then put it in the place of ``path``."""
    path = Path(os.path.realpath(path))  # a link stays a link to the new file
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(
            errno.EACCES, os.strerror(errno.EACCES), str(path)
        )  # a folder's rights say nothing
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files private; a saved document gets the rights that any new or the old file has.
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        part.chmod(mode)
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def to_bytes(document: Document, thumbnail: bytes | None = None) -> bytes:
    """Return the file's bytes; the same document gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(encode(document), indent=1, ensure_ascii=False, allow_nan=False)
        # A path with bytes that are no text holds lone surrogates; json.loads takes them back in the same way.
        data = text.encode("utf-8", "surrogatepass")
        archive.writestr(zipfile.ZipInfo("document.json", _TIME), data, zipfile.ZIP_DEFLATED)
        if document.weights:
            archive.writestr(
                zipfile.ZipInfo("weights.npz", _TIME), _npz_bytes(document.weights), zipfile.ZIP_STORED
            )
        if thumbnail:
            archive.writestr(zipfile.ZipInfo("thumbnail.png", _TIME), thumbnail, zipfile.ZIP_STORED)
    return buffer.getvalue()


def _npz_bytes(weights: Mapping[str, Array]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(weights):
            with archive.open(zipfile.ZipInfo(path + ".npy", _TIME), "w", force_zip64=True) as file:
                np.lib.format.write_array(file, weights[path], allow_pickle=False)
    return buffer.getvalue()


def load(path: Path) -> Document:
    """Read a document; raise :class:`DocumentError` with a sentence for anything that is not one."""
    try:
        with path.open("rb") as file:
            return read(file, path.name)
    except OSError as error:
        raise DocumentError(
            say(
                QT_TRANSLATE_NOOP("nnviz", "“{path}” cannot be opened: {reason}."),
                path=path,
                reason=error.strerror or str(error),
            )
        ) from error


def read(file: BinaryIO, name: str) -> Document:
    """Read a document from an open file; ``name`` stands in the sentences."""
    try:
        with zipfile.ZipFile(file) as archive:
            raw = _read_json(archive, name)
            document = decode(migrate(raw, _version(raw, name)))
            weights = _read_weights(archive, document.design, name)
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OverflowError,
    ) as error:
        _refuse_file(name, error)
    except DocumentFault as error:
        raise error.of(name) from error
    except Exception as error:  # zlib.error and struct.error have no common base with the others
        if isinstance(error, DocumentError | OSError):
            raise
        _refuse_file(name, error)
    return document.with_weights(weights)


def _refuse_file(name: str, error: Exception) -> NoReturn:
    raise DocumentError(
        say(
            QT_TRANSLATE_NOOP("nnviz", "“{name}” is not an nnviz document, or it is damaged ({reason})."),
            name=name,
            reason=str(error)[:120] or type(error).__name__,
        )
    ) from error


def _member(archive: zipfile.ZipFile, member: str, limit: int, name: str) -> bytes:
    info = archive.getinfo(member)
    if info.file_size > limit:
        raise DocumentError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "“{name}” is refused: its {member} would take {size} bytes, the limit is {limit}.",
                ),
                name=name,
                member=member,
                size=info.file_size,
                limit=limit,
            )
        )
    return archive.read(info)


def _read_json(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    if "document.json" not in archive.namelist():
        _refuse_file(name, ValueError("it holds no document.json"))
    text = _member(archive, "document.json", _JSON_LIMIT, name)
    raw = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    if not isinstance(raw, dict) or raw.get("format") != "nnviz":
        _refuse_file(name, ValueError("document.json is not of the format nnviz"))
    return raw


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text[:60]} is not a number that a document may hold")


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_constant(text)


def _version(raw: dict[str, Any], name: str) -> int:
    version = raw.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        _refuse_file(name, ValueError("it does not say its version"))
    if version > VERSION:
        raise DocumentError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "“{name}” was made by a newer nnviz (file version {found}, this one reads up to {known})."
                    " Update nnviz to open it; the file was not changed.",
                ),
                name=name,
                found=version,
                known=VERSION,
            )
        )
    return version


def _read_weights(archive: zipfile.ZipFile, design: Design, name: str) -> dict[str, Array]:
    if "weights.npz" not in archive.namelist():
        return {}
    outer = archive.getinfo("weights.npz")
    if outer.compress_type != zipfile.ZIP_STORED and outer.file_size > _FREE_LIMIT:
        _refuse_file(name, ValueError("its weights are compressed twice"))  # they cannot shrink again
    data = _member(archive, "weights.npz", _WEIGHTS_LIMIT, name)
    weights: dict[str, Array] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as inner:
        total = sum(info.file_size for info in inner.infolist())
        if total > _WEIGHTS_LIMIT:
            _refuse_file(name, ValueError(f"its weights would take {total} bytes"))
        for info in inner.infolist():
            path = info.filename.removesuffix(".npy")
            if not _PATH.fullmatch(path):
                _refuse_file(name, ValueError(f"weights.npz holds {info.filename[:60]!r}"))
            expected = _expected_shape(design, path)
            if expected is None and info.file_size > max(_FREE_LIMIT, _MOST_INFLATED * info.compress_size):
                _refuse_file(name, ValueError(f"its {path} would take {info.file_size} bytes"))
            with inner.open(info) as file:
                weights[path] = _read_array(file, info.file_size, path, expected)  # type: ignore[arg-type]
    return weights


_BEFORE: Mapping[str, Shape] = {"iteration": (), "epoch": (), "samples": (2,)}
"""What a document knows of a training before it, and is no weight."""


def _expected_shape(design: Design, path: str) -> Shape | None:
    """Return the shape that a weight must have; None where its layer's shapes cannot be told."""
    layer, _, weight = path.partition("/")
    if layer == "optimizer" and layer not in design.by_name:  # what is remembered of a training before
        if weight in _BEFORE:
            return _BEFORE[weight]
        return _expected_shape(design, weight.partition("/")[2])
    if layer not in design.by_name:
        raise ValueError(f"weights.npz holds {path}, but there is no layer {layer}")
    known = infer(design).weights
    if layer not in known:
        return None
    shapes = {w.name: w.shape for w in known[layer]}
    if weight not in shapes:
        raise ValueError(f"weights.npz holds {path}, but the layer has no such weight")
    return shapes[weight]


def _read_array(file: BinaryIO, size: int, path: str, expected: Shape | None) -> Array:
    """Read one ``.npy``; its header is checked against the member's size before memory is taken."""
    head = io.BytesIO(file.read(min(size, 4096)))
    version = np.lib.format.read_magic(head)
    read_header = (
        np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    )
    shape, fortran, dtype = read_header(head)
    if dtype.kind != "f":
        raise ValueError(f"weights.npz: {path} holds values of type {dtype}")
    if expected is not None and shape != expected:
        raise ValueError(f"weights.npz: {path} has the shape {shape}, its layer needs {expected}")
    count = math.prod(shape)
    if any(n < 0 for n in shape) or count * dtype.itemsize != size - head.tell():
        raise ValueError(f"weights.npz: the header of {path} does not fit its size")
    rest = head.read() + file.read()
    array = np.frombuffer(rest, dtype, count).reshape(shape, order="F" if fortran else "C")
    if not np.isfinite(array).all():
        raise ValueError(f"weights.npz: {path} holds numbers that are not finite")
    return array
