"""A look at a model file before Keras opens it: is it one, is it of bearable size, and does it ask for foreign code?

Keras reads the file in the child process, with ``safe_mode``. What is refused here is refused sooner, in words that
name the layer, and before any memory is taken.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from nnviz.layers.base import LAYERS
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

SUFFIXES = (".keras", ".h5", ".hdf5")
CONTAINERS = ("Sequential", "Functional", "Model")
"""Keras' classes of models that can be taken apart."""

_LIMIT = 4 * 2**30
_FREE = 64 * 2**20
_MOST_INFLATED = 64
"""Beyond ``_FREE`` bytes, what is packed may be this many times its size in the file."""
_CONFIG_LIMIT = 64 * 2**20
_DEEPEST = 64
"""Levels of a configuration."""

_HDF5 = b"\x89HDF\r\n\x1a\n"

_UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    RecursionError,
    MemoryError,
    zipfile.BadZipFile,
    zlib.error,
)


class ModelError(NnvizError):
    """A model file that cannot be imported, with the layer and the reason."""


class Listed(NamedTuple):
    """A layer as the configuration lists it."""

    name: str
    kind: str
    config: Mapping[str, Any]


def examine(path: Path) -> dict[str, Any] | None:
    """Return the training settings in a model file, as ``read_model.py`` would describe them.

    Raise :class:`ModelError` in one sentence unless Keras may try to load ``path`` as a model.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            config, training = _config(file, size, path.name)
        for layer in listed(config, path.name):
            _check_kind(layer)
        _check_foreign(config, path.name)
    except ModelError:
        raise
    except FileNotFoundError as error:
        text = QT_TRANSLATE_NOOP("nnviz", "There is no file “{path}”.")
        raise ModelError(say(text, path=path)) from error
    except IsADirectoryError as error:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{path}” is a folder; the model must be one file (.keras or .h5), as model.save writes it.",
        )
        raise ModelError(say(text, path=path)) from error
    except _UNREADABLE as error:
        raise _damaged(path.name, error) from error
    if path.suffix.lower() not in SUFFIXES:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{name}” does not end in .keras or .h5, by which Keras tells the kind of a model file; rename it.",
        )
        raise ModelError(say(text, name=path.name))
    return _training(training)


def _training(raw: Any) -> dict[str, Any] | None:
    """Return optimizer and loss of the arguments of ``compile``."""
    if not isinstance(raw, Mapping) or not raw:
        return None
    optimizer, loss = raw.get("optimizer") or raw.get("optimizer_config"), raw.get("loss")
    told: dict[str, Any] = {"optimizer": None, "loss": {"name": loss} if isinstance(loss, str) else None}
    told["metrics"] = _flat(raw.get("metrics"))
    if isinstance(optimizer, Mapping):
        inner = optimizer.get("config")
        inner = inner if isinstance(inner, Mapping) else {}
        told["optimizer"] = {"class": str(optimizer.get("class_name")), "config": dict(inner), "steps": 0}
    if isinstance(loss, Mapping) and "class_name" in loss:
        told["loss"] = {"class": str(loss["class_name"]), "config": loss.get("config")}
    return told


def _flat(found: Any) -> list[Any]:
    """Return what is a list, a list in a list (one for each output), a dictionary or a single thing as a list."""
    if isinstance(found, Mapping) and "class_name" not in found:
        found = list(found.values())
    if not isinstance(found, list):
        return [] if found is None else [found]
    return [inner for item in found for inner in (_flat(item) if isinstance(item, list) else [item])]


def _damaged(name: str, error: Exception) -> ModelError:
    text = QT_TRANSLATE_NOOP("nnviz", "“{name}” is no model file of Keras, or it is damaged ({reason}).")
    return ModelError(say(text, name=name, reason=str(error)[:120] or type(error).__name__))


def _too_big(name: str, size: int) -> ModelError:
    text = QT_TRANSLATE_NOOP(
        "nnviz", "“{name}” is refused: what is in it would take {size} bytes, the limit is {limit}."
    )
    return ModelError(say(text, name=name, size=size, limit=_LIMIT))


def _weights_only(name: str) -> ModelError:
    text = QT_TRANSLATE_NOOP(
        "nnviz",
        "“{name}” holds weights but no network; import a file with the whole model, as model.save writes it.",
    )
    return ModelError(say(text, name=name))


def _bounded(size: int, packed: int, name: str) -> None:
    if size > _LIMIT or size > max(_FREE, _MOST_INFLATED * packed):
        raise _too_big(name, size)


def _config(file: BinaryIO, size: int, name: str) -> tuple[Mapping[str, Any], Any]:
    """Return the configuration of the model in an open file, and the arguments of ``compile`` that it holds."""
    head = file.read(len(_HDF5))
    file.seek(0)
    if head == _HDF5:
        return _config_of_hdf5(file, size, name)
    if not zipfile.is_zipfile(file):
        raise ValueError("it is neither a zip nor an HDF5 file")
    with zipfile.ZipFile(file) as archive:
        return _config_of_zip(archive, name)


def _config_of_zip(archive: zipfile.ZipFile, name: str) -> tuple[Mapping[str, Any], Any]:
    members = {info.filename: info for info in archive.infolist()}
    _bounded(sum(i.file_size for i in members.values()), sum(i.compress_size for i in members.values()), name)
    if "config.json" not in members:
        raise ValueError("it holds no config.json")
    if members["config.json"].file_size > _CONFIG_LIMIT:
        raise _too_big(name, members["config.json"].file_size)
    weights = members.get("model.weights.h5")
    if weights is not None:
        import h5py

        with h5py.File(io.BytesIO(archive.read(weights)), "r") as inside:
            _bounded(_hdf5_bytes(inside), weights.file_size, name)
    config = _mapping(json.loads(archive.read("config.json")))
    return config, config.get("compile_config")


def _config_of_hdf5(file: BinaryIO, size: int, name: str) -> tuple[Mapping[str, Any], Any]:
    import h5py

    with h5py.File(file, "r") as inside:
        text = inside.attrs.get("model_config")
        if text is None:
            if "layer_names" in inside.attrs or {"layers", "_layer_checkpoint_dependencies"} & set(inside):
                raise _weights_only(name)
            raise ValueError("it holds no model_config")
        _bounded(_hdf5_bytes(inside), size, name)
        return _mapping(json.loads(text)), json.loads(inside.attrs.get("training_config", "null"))


def _hdf5_bytes(inside: Any) -> int:
    """Return the bytes that all arrays of an HDF5 file take; links into other files are refused."""
    import h5py

    total = 0

    def count(_path: str, found: Any) -> None:
        nonlocal total
        if isinstance(found, h5py.Dataset):
            if found.external or found.is_virtual:
                raise ValueError("it refers to other files")
            total += found.nbytes

    inside.visititems(count)
    return total


def _mapping(found: Any) -> Mapping[str, Any]:
    if not isinstance(found, Mapping):
        raise ValueError("its configuration is no model's")
    return found


def listed(config: Mapping[str, Any], file: str) -> Iterator[Listed]:
    """Yield every layer of a model's configuration, those of models inside it too."""
    kind, inner = str(config.get("class_name", "")), config.get("config")
    if kind not in CONTAINERS or _is_own(config):
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{file}” holds a model of the class {kind}, whose forward pass is program text; only Sequential and"
            " functional models can be imported.",
        )
        raise ModelError(say(text, file=file, kind=kind[:60] or "?"))
    layers = (
        inner.get("layers") if isinstance(inner, Mapping) else inner
    )  # the oldest files have the list itself
    for raw in layers if isinstance(layers, list) else []:
        layer = _mapping(raw)
        own = layer.get("config")
        if layer.get("class_name") in CONTAINERS and not _is_own(layer):
            yield from listed(layer, file)
        else:
            own = own if isinstance(own, Mapping) else {}
            name = str(own.get("name") or layer.get("name") or "?")
            yield Listed(name, str(layer.get("class_name", "?")), layer)


def _is_own(config: Mapping[str, Any]) -> bool:
    """Return whether a class is not one of Keras' own, by what the file says of it."""
    module, registered = config.get("module"), config.get("registered_name")
    foreign = isinstance(module, str) and module.partition(".")[0] not in ("keras", "tf_keras", "tensorflow")
    return (
        foreign
        or (isinstance(registered, str) and ">" in registered)
        or (module is None and "module" in config)
    )


def _check_kind(layer: Listed) -> None:
    if layer.kind == "Lambda":
        text = QT_TRANSLATE_NOOP(
            "nnviz", "“{layer}” is a Lambda layer: it is program text from the file, which is not run. {mend}"
        )
    elif _is_own(layer.config):
        text = QT_TRANSLATE_NOOP(
            "nnviz", "“{layer}” is a {kind}, a class of its own that only its author's program knows. {mend}"
        )
    elif layer.kind != "InputLayer" and layer.kind not in LAYERS:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "“{layer}” is a {kind}, a kind of layer that nnviz does not have. {mend}"
        )
    else:
        return
    mend = say(
        QT_TRANSLATE_NOOP("nnviz", "Take it out of the model or replace it, and save the model again.")
    )
    raise ModelError(say(text, layer=layer.name[:80], kind=layer.kind[:60], mend=mend))


def _check_foreign(config: Any, name: str, depth: int = 0) -> None:
    """Refuse a configuration that names modules outside Keras anywhere, and one that is too deep."""
    if depth > _DEEPEST:
        raise _damaged(name, ValueError("its configuration is too deep"))
    if isinstance(config, Mapping):
        module = config.get("module")
        lists_layer = "build_config" in config or "inbound_nodes" in config  # told by its name, in listed()
        if (
            isinstance(module, str)
            and module.partition(".")[0] not in ("keras", "builtins")
            and not lists_layer
        ):
            text = QT_TRANSLATE_NOOP(
                "nnviz",
                "“{name}” asks for {kind} of the module {module}, which is not part of Keras and is not run;"
                " save the model without it.",
            )
            raise ModelError(
                say(text, name=name, kind=str(config.get("class_name"))[:60], module=module[:60])
            )
    children = config.values() if isinstance(config, Mapping) else config if isinstance(config, list) else ()
    for child in children:
        _check_foreign(child, name, depth + 1)
