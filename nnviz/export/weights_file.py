"""Keras' weights file ``.weights.h5``, written and read without Keras.

The layout is that of Keras 3 (``keras/src/saving/saving_lib.py``): ``layers/<class>[_<n>]/vars/<i>`` for variable
number i of a layer, trainable ones first, and the layer's name as an attribute of ``vars``; ``optimizer/vars/<i>`` for
what an optimizer remembers, which a compiled model with a built optimizer takes back. Reading checks names, kinds and
shapes against the design before an array is taken into memory.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from nnviz.design.document import read_only
from nnviz.design.file import write_atomically
from nnviz.design.graph import Design
from nnviz.design.shapes import infer, shape_text
from nnviz.export.keras_graph import layer_groups
from nnviz.layers.base import Shape
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

Array = npt.NDArray[Any]
T = TypeVar("T")


class WeightsError(NnvizError):
    """Weights that do not suit the network, or a file that does not hold them."""


def expected(design: Design) -> dict[str, Shape]:
    """Return the shape of every weight of a design by Keras' path."""
    shapes = infer(design)
    return {f"{name}/{w.name}": w.shape for name in design.order for w in shapes.weights.get(name, ())}


def write(path: Path, design: Design, weights: Mapping[str, Array], model: str = "network") -> None:
    """Write weights (by Keras' path) for ``model.load_weights``; raise :class:`WeightsError`, or ``OSError``."""
    write_atomically(path, to_bytes(design, weights, model))


def to_bytes(
    design: Design, weights: Mapping[str, Array], model: str = "network", optimizer: Sequence[Array] = ()
) -> bytes:
    """Return the file's bytes. ``model`` is the model's name in Keras; nothing depends on it.

    ``optimizer`` are the values of Keras' ``optimizer.variables``, in that order.
    """
    import h5py

    check(design, weights)
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file.create_group("vars").attrs["name"] = model
        for layer, group, paths in layer_places(design):
            own = file.create_group(f"layers/{group.partition('/')[0]}/vars")
            own.attrs["name"] = layer
            variables = file.require_group(f"layers/{group}/vars")
            for number, path in enumerate(paths):
                variables[str(number)] = np.asarray(weights[path], "float32")
        if optimizer:
            # In half precision Keras puts an optimizer around it, which scales the loss; that one begins anew.
            for group in ("optimizer/vars", "optimizer/inner_optimizer/vars"):
                remembered = file.create_group(group)
                for number, value in enumerate(optimizer):
                    remembered[str(number)] = value
    return buffer.getvalue()


def check(design: Design, weights: Mapping[str, Array]) -> None:
    """Raise :class:`WeightsError` unless these are all the weights of the design, and finite numbers."""
    shapes = expected(design)
    for path in (*shapes, *weights):
        if path not in weights:
            raise WeightsError(say(QT_TRANSLATE_NOOP("nnviz", "The weight “{path}” is missing."), path=path))
        if path not in shapes:
            raise WeightsError(
                say(QT_TRANSLATE_NOOP("nnviz", "The network has no weight “{path}”."), path=path[:80])
            )
        _check_shape(path, weights[path].shape, shapes[path])
        if not np.isfinite(weights[path]).all():
            raise not_finite(path)


def not_finite(path: str) -> WeightsError:
    """Return the error for a weight that holds NaN or infinity."""
    return WeightsError(
        say(QT_TRANSLATE_NOOP("nnviz", "The weight “{path}” holds numbers that are not finite."), path=path)
    )


def _check_shape(path: str, found: Shape, wanted: Shape) -> None:
    if tuple(found) != wanted:
        raise WeightsError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The weight “{path}” has shape {found}, but the network needs {wanted}."
                ),
                path=path,
                found=shape_text(tuple(found)) or "1",
                wanted=shape_text(wanted),
            )
        )


def read(path: Path, design: Design) -> dict[str, Array]:
    """Return the weights in a Keras weights file by path; raise :class:`WeightsError` in one sentence."""
    return opened(path, lambda file: _read(file, design))


def read_optimizer(path: Path) -> tuple[Array, ...]:
    """Return what an optimizer remembers, in the order of Keras' variables; () if the file holds nothing of it."""
    return opened(path, _read_optimizer)


def opened(path: Path, reader: Callable[[Any], T]) -> T:
    """Return what ``reader`` makes of the opened file; raise :class:`WeightsError` if it cannot be read."""
    import h5py

    try:
        with h5py.File(path, "r") as file:
            return reader(file)
    except FileNotFoundError as error:
        raise WeightsError(
            say(QT_TRANSLATE_NOOP("nnviz", "There is no file “{path}”."), path=path)
        ) from error
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
        raise WeightsError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "“{path}” is no weights file of Keras, or it is damaged ({reason})."
                ),
                path=path,
                reason=str(error)[:120] or type(error).__name__,
            )
        ) from error


def paths_in_order(design: Design) -> Iterator[list[str]]:
    """Yield the weights' paths layer after layer as Keras has them, trainable ones first in each."""
    yield from (paths for _, _, paths in layer_places(design))


def layer_places(design: Design) -> Iterator[tuple[str, str, list[str]]]:
    """Yield (layer, group in the file with the inner layer that owns the weights, weight paths in the file's order)."""
    shapes = infer(design)
    for layer, group in layer_groups(design).items():
        ordered = sorted(shapes.weights[layer], key=lambda weight: not weight.trainable)
        inner = design.node(layer).layer.inner
        yield layer, f"{group}/{inner}" if inner else group, [f"{layer}/{weight.name}" for weight in ordered]


def _read(file: Any, design: Design) -> dict[str, Array]:
    shapes = expected(design)
    places = list(layer_places(design))
    if inside(file, "layers") is None:
        raise WeightsError(
            say(QT_TRANSLATE_NOOP("nnviz", "The file holds no weights in the layout of Keras 3."))
        )
    weights: dict[str, Array] = {}
    for layer, group, paths in places:
        variables = inside(file, f"layers/{group}/vars")
        count = 0 if variables is None else len(variables)
        if count != len(paths):
            raise WeightsError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz", "“{layer}” has {wanted} weights, but the file holds {count} for it."
                    ),
                    layer=layer,
                    wanted=len(paths),
                    count=count,
                )
            )
        for number, path in enumerate(paths):
            weights[path] = array(inside(variables, str(number)), path, shapes[path])
    unknown = set(file["layers"]) - {group.partition("/")[0] for _, group, _ in places} - {"input_layer"}
    if unknown:
        raise WeightsError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The file holds weights of a layer “{group}” that the network has not."
                ),
                group=min(unknown),
            )
        )
    return weights


def _read_optimizer(file: Any) -> tuple[Array, ...]:
    variables = inside(file, "optimizer/vars")
    found = []
    for number in range(0 if variables is None else len(variables)):
        name = f"optimizer/{number}"
        dataset = inside(variables, str(number))
        found.append(_values(dataset, name, dataset.shape if hasattr(dataset, "shape") else ()))
    return tuple(found)


def inside(group: Any, path: str) -> Any:
    """Return what lies at ``path`` without following links into other files."""
    import h5py

    for name in path.split("/"):
        if not isinstance(group, h5py.Group) or not isinstance(group.get(name, getlink=True), h5py.HardLink):
            return None
        group = group[name]
    return group


def array(found: Any, path: str, shape: Shape) -> Array:
    """Return the data set ``found`` as the weight ``path``; raise :class:`WeightsError` if it is none."""
    return read_only(_values(found, path, shape, "float32"))


def _values(found: Any, path: str, shape: Shape, dtype: npt.DTypeLike | None = None) -> Array:
    import h5py

    if (
        not isinstance(found, h5py.Dataset)
        or found.dtype.kind not in ("fi" if shape == () else "f")  # a count is a whole number
        or found.external
        or found.is_virtual
    ):
        raise WeightsError(say(QT_TRANSLATE_NOOP("nnviz", "The weight “{path}” is missing."), path=path))
    _check_shape(path, found.shape, shape)
    value = np.asarray(found[()], dtype)
    if not np.isfinite(value).all():
        raise not_finite(path)
    return value
