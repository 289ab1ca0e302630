"""Read a model file with Keras and describe it: ``python read_model.py MODEL FOLDER``.

In the folder it leaves ``model.json``, the layers one after the other with their configuration and their inputs
(models inside models are taken apart), and ``weights.npz``, their weights under ``<number of the layer>/<name>``.
What cannot be described is told in ``model.json`` under ``refused``: a word for the reason, the layer, and more.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reporting import Reporter, attempt, end, end_with_parent, greet, open_reports

MODEL = "model.json"
WEIGHTS = "weights.npz"


class Refused(Exception):
    """Something that cannot be described; ``importing.py`` has the sentences."""

    def __init__(self, reason: str, layer: str = "", detail: str = "") -> None:
        super().__init__(f"{reason}: {layer} {detail}")
        self.told = {"reason": reason, "layer": layer, "detail": detail}


class Walk:
    """Goes through a model from its inputs to its outputs and lists its layers."""

    def __init__(self, keras: Any) -> None:
        self.layers: list[dict[str, Any]] = []
        self.places: dict[str, str] = {}
        """Keras' path of a weight, as the optimizer writes it, → its key in ``arrays``."""
        self.arrays: dict[str, Any] = {}
        self._keras = keras
        self._seen: set[int] = set()

    def through(self, model: Any, arriving: Sequence[int], within: tuple[str, ...] = ()) -> list[int]:
        """List the layers of ``model`` and return the numbers of those that give its outputs.

        ``arriving`` are the numbers of the layers whose outputs enter it; of the outermost model there are none.
        """
        graph = self._graph(model)
        giver = {id(tensor): number for tensor, number in zip(graph.inputs, arriving, strict=False)}
        for depth in sorted(graph._nodes_by_depth, reverse=True):
            for node in graph._nodes_by_depth[depth]:
                if node.is_input and not within:
                    giver[id(node.outputs[0])] = self._add(node, [], within)
                elif not node.is_input:
                    entering = [giver[id(tensor)] for tensor in node.input_tensors]
                    leaving = self._node(node, entering, within)
                    giver |= {id(tensor): n for tensor, n in zip(node.outputs, leaving, strict=True)}
        return [giver[id(tensor)] for tensor in graph.outputs]

    def _graph(self, model: Any) -> Any:
        """Return the functional graph inside a model."""
        if isinstance(model, self._keras.Sequential):
            if model._functional is None:
                raise Refused("no_shape", model.name)
            return model._functional
        if not hasattr(model, "_nodes_by_depth"):
            raise Refused("own_class", model.name, type(model).__name__)
        return model

    def _node(self, node: Any, entering: list[int], within: tuple[str, ...]) -> list[int]:
        """List what a node of the graph computes, and return the numbers of the layers that give its outputs."""
        layer = node.operation
        if id(layer) in self._seen:
            raise Refused("shared", layer.name, type(layer).__name__)
        self._seen.add(id(layer))
        if not isinstance(layer, self._keras.Layer):
            raise Refused("operation", layer.name, type(layer).__name__)
        given = node.arguments.kwargs.items()
        # Whatever is said of training here, fit and predict say it anew (keras/src/models/functional.py).
        extra = {name: value for name, value in given if value is not None and name != "training"}
        if extra or len(node.arguments.args) > 1:
            raise Refused("arguments", layer.name, ", ".join(extra))
        if isinstance(layer, self._keras.Model):
            return self.through(layer, entering, (*within, layer.name))
        if len(node.outputs) > 1:
            raise Refused("outputs", layer.name)
        return [self._add(node, entering, within)]

    def _add(self, node: Any, entering: list[int], within: tuple[str, ...]) -> int:
        layer, number = node.operation, len(self.layers)
        for weight in layer.weights:
            key = f"{number}/{weight.name}"
            if key in self.arrays:
                raise Refused("weights", layer.name)
            self.arrays[key] = self._keras.ops.convert_to_numpy(weight)
            self.places[weight.path.replace("/", "_")] = key
        self.layers.append(
            {
                "name": layer.name,
                "within": list(within),
                "class": type(layer).__name__,
                "config": self._config(layer),
                "defaults": self._defaults(layer),
                "inputs": entering,
                "shape": list(node.outputs[0].shape[1:]),
                "trainable": bool(layer.trainable),
            }
        )
        return number

    def _config(self, layer: Any) -> Any:
        return self._keras.saving.serialize_keras_object(layer)["config"]

    def _defaults(self, layer: Any) -> Any:
        """Return the configuration of a layer of this class that was given only what it cannot do without."""
        config, needed = layer.get_config(), {}
        for name, parameter in inspect.signature(type(layer).__init__).parameters.items():
            if parameter.default is parameter.empty and name in config:
                needed[name] = config[name]
        try:
            return self._config(type(layer)(**needed))
        except (TypeError, ValueError):
            return {}


def describe(keras: Any, model: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is to be known of a model, as JSON can hold it, and its arrays; raise :class:`Refused`."""
    walk = Walk(keras)
    outputs = walk.through(model, ())
    told = {"name": model.name, "layers": walk.layers, "outputs": outputs, "training": training(keras, model)}
    return told, {**walk.arrays, **remembered(keras, model, walk.places)}


def remembered(keras: Any, model: Any, places: dict[str, str]) -> dict[str, Any]:
    """Return what the optimizer remembers: ``optimizer/<slot>/<number of the layer>/<weight>``."""
    if not getattr(model, "compiled", False) or model.optimizer is None:
        return {}
    found = {"optimizer/iteration": keras.ops.convert_to_numpy(model.optimizer.iterations)}
    longest_first = sorted(places, key=len, reverse=True)
    for variable in model.optimizer.variables:
        # Keras names it after the weight: dense_kernel_momentum.
        owner = next((path for path in longest_first if variable.name.startswith(f"{path}_")), None)
        if owner is not None:
            slot = variable.name[len(owner) + 1 :]
            found[f"optimizer/{slot}/{places[owner]}"] = keras.ops.convert_to_numpy(variable)
    return found


def training(keras: Any, model: Any) -> dict[str, Any] | None:
    """Return loss and optimizer of a compiled model."""
    if not getattr(model, "compiled", False) or model.optimizer is None:
        return None
    optimizer = keras.saving.serialize_keras_object(model.optimizer)
    steps = int(keras.ops.convert_to_numpy(model.optimizer.iterations))
    return {
        "optimizer": {"class": optimizer["class_name"], "config": optimizer["config"], "steps": steps},
        "loss": loss(keras, model.loss),
    }


def loss(keras: Any, found: Any) -> Any:
    """Return a loss as a name, or as a class with its configuration; None if it is neither."""
    if isinstance(found, list | tuple | dict) and len(found) == 1:
        found = next(iter(found.values() if isinstance(found, dict) else found))
    if isinstance(found, str):
        return {"name": found}
    if isinstance(found, keras.losses.Loss):
        told = keras.saving.serialize_keras_object(found)
        return {"class": told["class_name"], "config": told["config"]}
    own = str(getattr(found, "__module__", "")).startswith("keras.")
    return {"name": found.__name__} if own and callable(found) else None


def load(keras: Any, path: str) -> tuple[Any, str]:
    """Return the model in a file and why it is not compiled, if it could only be loaded so."""
    try:
        return keras.saving.load_model(path, safe_mode=True), ""
    except Exception as error:  # noqa: BLE001 - Keras raises whatever came of it; the second try decides
        try:
            return keras.saving.load_model(path, compile=False, safe_mode=True), first_line(error)
        except Exception as second:
            raise Refused("unreadable", "", first_line(second)) from second


def first_line(error: Exception) -> str:
    """Return what an error says, in one line of bearable length."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[
        :200
    ]


def run(path: str, folder: Path, reporter: Reporter) -> None:
    """Read the model and write what is to be known of it."""
    keras = greet(reporter)
    import numpy as np

    reporter.send("phase", phase="reading")
    arrays: dict[str, Any] = {}
    try:
        model, uncompiled = load(keras, path)
        told, arrays = describe(keras, model)
        told["uncompiled"] = uncompiled
    except Refused as refused:
        told = {"refused": refused.told}
    np.savez(folder / WEIGHTS, **arrays)
    (folder / MODEL).write_text(json.dumps(told, default=str), encoding="utf-8")
    reporter.send("answered")


def main(work: Callable[[str, Path, Reporter], None] = run) -> None:
    """Read the model that is named on the command line."""
    reporter = open_reports()
    end_with_parent()
    end(attempt(lambda: work(sys.argv[1], Path(sys.argv[2]), reporter), reporter))


if __name__ == "__main__":
    main()
