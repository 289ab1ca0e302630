"""One training step in Keras, to be compared with the application's: ``python prove.py FOLDER``.

In the folder are ``network.py``, the exported program's ``build_model`` and its ``compile``, and ``moment.npz``: the
batch ``x``, ``y``, ``sample_weight`` (if classes have weights), ``weight/<path>``, ``optimizer/<variable>``, and for
layers that draw random numbers the numbers that were drawn, ``factor/<layer>`` and ``shift/<layer>``.

It leaves ``answer.npz`` there: ``loss``, ``output/<layer>``, ``gradient/<path>`` and ``next/<path>``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from reporting import Reporter, attempt, end, end_with_parent, greet, import_program, open_reports
from train import weights_by_path

MOMENT = "moment.npz"
ANSWER = "answer.npz"


def with_given(keras: Any, model: Any, moment: dict[str, Any]) -> Any:
    """Return the model with its random layers replaced by ones that take the numbers drawn by the application."""

    class Given(keras.layers.Layer):  # type: ignore[misc]
        """x · factor + shift."""

        def __init__(self, factor: Any, shift: Any, name: str) -> None:
            super().__init__(name=name)
            self.factor, self.shift = factor, shift

        def call(self, inputs: Any) -> Any:
            return inputs * self.factor + self.shift

    def clone(layer: Any) -> Any:
        if f"factor/{layer.name}" not in moment:
            return type(layer).from_config(layer.get_config())
        return Given(moment[f"factor/{layer.name}"], moment[f"shift/{layer.name}"], layer.name)

    if not any(key.startswith("factor/") for key in moment):
        return model
    return keras.models.clone_model(model, clone_function=clone)


def restore(optimizer: Any, model: Any, moment: dict[str, Any]) -> None:
    """Give model and optimizer the weights and the memory of the moment."""
    for path, variable in weights_by_path(model).items():
        if f"weight/{path}" in moment:  # a seed is no weight
            variable.assign(moment[f"weight/{path}"])
    optimizer.build(model.trainable_variables)
    # In some Sequential models the model's name comes before the layer's.
    names = [
        v.path.removeprefix(f"{optimizer.name}/").removeprefix(f"{model.name}_") for v in optimizer.variables
    ]
    variables = dict(zip(names, optimizer.variables, strict=True))
    memory = {
        key.removeprefix("optimizer/"): value for key, value in moment.items() if key.startswith("optimizer/")
    }
    # What Keras has not named is what is left on both sides, in its order.
    nameless = [name for name in names if name not in memory]
    for name, value in memory.items():
        variables[name if name in variables else nameless.pop(0)].assign(value)


def step(keras: Any, model: Any, moment: dict[str, Any]) -> dict[str, Any]:
    """Do the training step and return everything that came of it."""
    import tensorflow as tf

    inside = keras.Model(model.inputs, {layer.name: layer.output for layer in model.layers})
    ends = [tensor._keras_history.operation.name for tensor in model.outputs]
    y, weights = moment["y"], moment.get("sample_weight")
    with tf.GradientTape() as tape:
        outputs = inside(moment["x"], training=True)
        found = [outputs[name] for name in ends]
        loss = model.compute_loss(
            x=moment["x"],
            y=y if len(ends) == 1 else [y] * len(ends),
            y_pred=found[0] if len(ends) == 1 else found,
            sample_weight=weights if weights is None or len(ends) == 1 else [weights] * len(ends),
            training=True,
        )
    variables = model.trainable_variables
    # TensorFlow lists an embedding's gradient row by row, a row as often as its index occurs. Optimizers that square it
    # would square every occurrence alone, on this backend only; here the rows are added up first.
    gradients = [
        tf.zeros_like(variable) if gradient is None else tf.convert_to_tensor(gradient)
        for variable, gradient in zip(variables, tape.gradient(loss, variables), strict=True)
    ]
    model.optimizer.apply(gradients, variables)
    paths = {id(variable): path for path, variable in weights_by_path(model).items()}
    numpy = keras.ops.convert_to_numpy
    answer = {"loss": numpy(loss)} | {f"output/{name}": numpy(value) for name, value in outputs.items()}
    for variable, gradient in zip(variables, gradients, strict=True):
        answer[f"gradient/{paths[id(variable)]}"] = numpy(gradient)
    return answer | {f"next/{path}": numpy(variable) for path, variable in weights_by_path(model).items()}


def run(folder: Path, reporter: Reporter) -> None:
    """Build the network, bring it to the moment, and do the step."""
    keras = greet(reporter)
    import numpy as np

    reporter.send("phase", phase="computing")
    with np.load(folder / MOMENT, allow_pickle=False) as file:
        moment = {name: file[name] for name in file.files}
    program = import_program(folder / "network.py")
    model = with_given(keras, program.build_model(), moment)
    program.compile_model(model)
    restore(model.optimizer, model, moment)
    np.savez(folder / ANSWER, **step(keras, model, moment))
    reporter.send("answered")


def main() -> None:
    """Do the step of the folder that is named on the command line."""
    reporter = open_reports()
    end_with_parent()
    end(attempt(lambda: run(Path(sys.argv[1]), reporter), reporter))


if __name__ == "__main__":
    main()
