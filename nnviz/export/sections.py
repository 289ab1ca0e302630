"""The sections of one exported program, each as :class:`~nnviz.export.source.Code`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np

from nnviz.data.base import Task
from nnviz.data.loader import LINE_LENGTH, Loader
from nnviz.data.samples import Samples
from nnviz.design.document import Document
from nnviz.design.shapes import infer, shape_text
from nnviz.export import names
from nnviz.export.keras_graph import ends, is_chain
from nnviz.export.optimizer_call import optimizer_call
from nnviz.export.source import Code, applied, call, given, part_call, prose, statement, value
from nnviz.layers.base import KerasCall, Weight
from nnviz.layers.initializers import Given
from nnviz.metrics.accuracy import Accuracy, BinaryAccuracy
from nnviz.metrics.base import Metric
from nnviz.metrics.confusion_matrix import ConfusionMatrix

_FEW_PARAMETERS = 20
"""A network with no more than these prints them when it is trained, to be compared by eye."""


@dataclass(frozen=True)
class Sections:
    """What the template puts in its places. It decides nothing itself but by the truth values given here."""

    document: Document
    loader: Loader
    stem: str
    with_weights: bool
    with_memory: bool = False
    """Whether the weights file also holds what the optimizer remembers."""

    def context(self) -> dict[str, Any]:
        """Return what the template needs: truth values for its conditions, everything else is ``Code``."""
        setup = self.document.setup
        return {
            "title": prose(names.title(self.document.name)),
            "notes": prose(names.paragraphs(self.document.notes, LINE_LENGTH - 10)),
            "usage": [Code(line) for line in self._usage()],
            "imports": [Code(line) for line in sorted_imports(self._imports())],
            "constants": [Code(text) for text in self.loader.constant_lines()],
            "functions": [Code(text) for text in [*self.loader.function_texts(), *self._own_loss()]],
            "summary": prose(self._summary()),
            "build": self._build(),
            "epochs": value(setup.epochs),
            "batch_size": value(setup.batch_size),
            "seed": value(setup.seed),
            "data_dir": statement("", self._data_dir()),
            "weights": self.with_weights,
            "memory": self.with_memory,
            "adapt": [Code(line) for line in self._adapt()],
            "compile": statement("", self._compile(), explode=1),
            "fit": statement("", self._fit(), explode=1),
            "outputs": value(self._units),
            "one_hot": self._one_hot,
            "accuracy": self._accuracy,
            "columns": self._units == 1 and any(metric.takes_columns for metric in self._chosen),
            "named_results": bool(setup.metrics) or self._several > 1,
            "evaluate": statement("results = ", self._evaluate()),
            "confusion": self._confusion(),
            "held_back": self._held_back,
            "best": self._keeps_best,
            "criterion": Code("accuracy" if self._watches_accuracy else "loss"),
            "one_of": Code("[-1]" if self._several > 1 else ""),
            "misread": self._keeps_best and self._task == "classes",
            "labels": Code("y_test.argmax(axis=1)" if self._one_hot else "y_test"),
            "few_parameters": self._shapes.total_parameters <= _FEW_PARAMETERS,
        }

    @cached_property
    def _shapes(self) -> Any:
        return infer(self.document.design)

    @property
    def _input(self) -> str:
        return self.document.design.input_nodes[0].name

    @property
    def _output(self) -> str:
        return ends(self.document.design)[-1]

    @property
    def _several(self) -> int:
        """Number of outputs, each of which is compared with the same targets."""
        return len(self.document.design.outputs)

    @property
    def _units(self) -> int:
        units: int = self._shapes.outputs[self._output][-1]
        return units

    def _targets(self, split: str) -> Code:
        """Return the targets that Keras is given: one array for each output."""
        return Code(f"y_{split}" if self._several == 1 else f"[y_{split}] * {self._several}")

    def _own_loss(self) -> list[str]:
        """Return the function of a loss that Keras does not have."""
        loss = self.document.setup.loss
        return [loss.function] if loss.function else []

    @property
    def _pictures(self) -> bool:
        return len(self._shapes.outputs[self._input]) > 1

    @cached_property
    def _task(self) -> Task:
        """What is learned, as far as it can be told without loading the data."""
        loss = self.document.setup.loss
        if loss.targets in ("labels", "one_hot"):
            return "classes"
        if loss.tasks == ("binary",):
            return "binary"
        task = getattr(self.document.setup.data, "task", "auto")
        if task in ("binary", "classes", "regression"):
            return cast("Task", task)
        classes = len(self.loader.constants.get("CLASSES", ()))
        return "binary" if classes == 2 else "classes" if classes or self._pictures else "regression"

    @property
    def _accuracy(self) -> bool:
        return self._task != "regression"

    @property
    def _one_hot(self) -> bool:
        """Whether the labels must become rows with a single 1 for the loss."""
        return self._task == "classes" and self.document.setup.loss.targets != "labels"

    @property
    def _held_back(self) -> bool:
        """Whether there are test samples that training does not see."""
        data = self.document.setup.data
        return bool(getattr(data, "test_fraction", True)) and not isinstance(data, Samples)

    @property
    def _keeps_best(self) -> bool:
        """Whether a part of the training samples chooses the best epoch.

        Pictures are many. A tenth of a few points tells nothing, and the test samples must not choose.
        """
        return self._pictures and self._held_back

    def _usage(self) -> Iterator[str]:
        file, longer = f"{self.stem}.py", f"--epochs {2 * self.document.setup.epochs}"
        if self.with_weights:
            lines = (
                (f"python {file}", "go on from the weights beside this file"),
                (f"python {file} --fresh {longer}", "start from new random weights"),
            )
        else:
            lines = (
                (f"python {file}", "train from new random weights"),
                (f"python {file} {longer}", "train twice as long"),
            )
        width = max(len(command) for command, _ in lines) + 3
        for command, comment in lines:
            yield f"{command.ljust(width)}# {comment}"

    def _imports(self) -> Iterator[str]:
        yield from self.loader.imports
        yield from ("import argparse", "from pathlib import Path", "import keras", "from keras import layers")
        weighed = self.document.setup.class_weight and self._several > 1
        if (self._keeps_best and self._task == "classes") or weighed or self._matrix is not None:
            yield "import numpy as np"

    def _summary(self) -> str:
        """Return the docstring of ``build_model``: ``28×28 → 784 → 512 → 512 → 10: 669,706 parameters.``"""
        design, shapes = self.document.design, self._shapes
        count = shapes.total_parameters
        ending = "1 parameter." if count == 1 else f"{count:,} parameters."
        if is_chain(design):
            steps: list[str] = []
            for layer in design.order:
                shape = shape_text(shapes.outputs[layer])
                if not steps or shapes.weights[layer] or shape != steps[-1]:
                    steps.append(shape)
            text = f"{' → '.join(steps)}: {ending}"
            if len(text) <= LINE_LENGTH - 10:
                return text
        return f"{len(design.nodes)} layers, {ending}"

    def _data_dir(self) -> KerasCall:
        return call("options.add_argument", "--data-dir", type=Code("Path"), help=self.loader.data_dir)

    def _build(self) -> Code:
        """Return the body of ``build_model``."""
        design = self.document.design
        calls = {
            node.name: _named(_with_values(node.layer.keras(), self._shapes.weights[node.name]), node.name)
            for node in design.nodes
        }
        if is_chain(design):
            model = call("keras.Sequential", [calls[layer] for layer in design.order], name=self.stem)
            return statement("return ", model, explode=2)
        variables: dict[str, str] = {}
        lines: list[str] = []
        for layer in design.order:
            variable = names.identifier(layer, {*variables.values(), "keras", "layers"})
            sources = [variables[source] for source in design.sources(layer)]
            variables[layer] = variable
            if sources:
                lines.append(applied(variable, calls[layer], sources))
            else:
                lines.append(statement(f"{variable} = ", calls[layer]))
        outputs: Any = [Code(variables[layer]) for layer in ends(design)]
        model = call(
            "keras.Model",
            Code(variables[self._input]),
            outputs if len(outputs) > 1 else outputs[0],
            name=self.stem,
        )
        lines.append(statement("return ", model))
        return Code("\n    ".join(lines))

    def _adapt(self) -> Iterator[str]:
        """Return the lines that adapt layers to the training data, as they arrive there, in the network's order."""
        design = self.document.design
        for layer in design.order:
            if not (design.node(layer).layer.adapts and self._shapes.weights[layer]):
                continue
            made = statement("", call("model.get_layer", layer))
            if design.sources(layer) == (self._input,):
                yield f"{made}.adapt(x_train)"
            else:
                yield f"before = keras.Model(model.inputs, {made}.input)"
                yield f"{made}.adapt(before.predict(x_train, verbose=0))"

    def _compile(self) -> KerasCall:
        setup = self.document.setup
        loss: Any = setup.loss.keras_name
        if setup.loss.function:
            loss = Code(setup.loss.keras_name)
        elif setup.loss.changed():
            loss = part_call(f"keras.losses.{setup.loss.kind()}", setup.loss)
        optimizer = optimizer_call(setup.optimizer)
        metrics = self._metrics()
        if self._several > 1:
            return call(
                "model.compile",
                optimizer=optimizer,
                loss=[loss] * self._several,
                metrics=[metrics] * self._several,
            )
        return call("model.compile", optimizer=optimizer, loss=loss, metrics=metrics)

    @property
    def _chosen(self) -> list[Metric]:
        """The document's metrics that can be taken of these outputs and targets; Keras would refuse the others."""
        labels = self.document.setup.loss.targets == "labels"
        return [metric for metric in self.document.setup.metrics if metric.fits(labels, self._units)]

    def _metrics(self) -> list[Any]:
        if not self.document.setup.metrics:
            return [self._accuracy_call() if self._accuracy else "mean_absolute_error"]
        made: list[Any] = []
        names: dict[str, int] = {}
        for metric in self._chosen:
            number = names[metric.keras_name] = names.get(metric.keras_name, 0) + 1
            # Keras would report two of one name as one.
            name = {"name": f"{metric.keras_name}_{number}"} if number > 1 else {}
            if isinstance(metric, Accuracy):
                made += [self._accuracy_call()] if number == 1 else []
            elif metric.in_keras:
                maker = part_call(f"keras.metrics.{metric.kind()}", metric, metric.always)
                made.append(KerasCall(maker.name, maker.args, {**maker.kwargs, **name}))
        return made

    def _accuracy_call(self) -> Any:
        threshold = self.document.setup.loss.threshold
        if self._units == 1 and threshold != BinaryAccuracy().threshold:
            # "accuracy" would part the classes at ½; a logit parts them at 0.
            return call("keras.metrics.BinaryAccuracy", threshold=threshold, name="accuracy")
        return "accuracy"

    @property
    def _watches_accuracy(self) -> bool:
        """Whether there is one accuracy that tells the best epoch."""
        chosen = self.document.setup.metrics
        named = any(isinstance(metric, Accuracy) for metric in chosen) if chosen else self._accuracy
        return named and self._several == 1

    @property
    def _matrix(self) -> ConfusionMatrix | None:
        chosen = [metric for metric in self._chosen if isinstance(metric, ConfusionMatrix)]
        if not chosen or self._task == "regression":
            return None
        loss = self.document.setup.loss
        found = chosen[0].resolved(loss.targets == "labels", self._units, loss.threshold)
        return cast("ConfusionMatrix", found)

    def _confusion(self) -> dict[str, Code] | None:
        """Return the pieces of the table of classes: its size, the true classes, what the network names."""
        matrix = self._matrix
        if matrix is None:
            return None
        split = "test" if self._held_back else "train"
        answer = f"model.predict(x_{split}, verbose=0){'[-1]' if self._several > 1 else ''}"
        if self._units > 1:
            named = f"{answer}.argmax(axis=1)"
        else:
            named = f"({answer}[:, 0] > {value(matrix.threshold)}).astype(int)"
        true = f"y_{split}.argmax(axis=1)" if self._one_hot else f"y_{split}.reshape(-1).astype(int)"
        return {"classes": value(max(2, self._units)), "true": Code(true), "named": Code(named)}

    def _fit(self) -> KerasCall:
        arguments: dict[str, Any] = {
            "batch_size": Code("args.batch_size"),
            "epochs": Code("args.epochs"),
        }
        if not self.document.setup.shuffle:
            arguments["shuffle"] = False
        watchers: list[Any] = [call("keras.callbacks.CSVLogger", "history.csv"), Code("*callbacks")]
        plateau = self.document.setup.optimizer.schedule.callback()
        if plateau is not None:
            watchers.insert(0, plateau)
        if self._keeps_best:
            arguments["validation_split"] = 0.1
            monitor = {"monitor": "val_accuracy"} if self._watches_accuracy else {}
            watchers.insert(
                0, call("keras.callbacks.ModelCheckpoint", "model.keras", **monitor, save_best_only=True)
            )
        elif self._held_back:
            arguments["validation_data"] = (Code("x_test"), self._targets("test"))
        arguments |= self._class_weights()
        return call("model.fit", Code("x_train"), self._targets("train"), **arguments, callbacks=watchers)

    def _evaluate(self) -> KerasCall:
        split = "test" if self._held_back else "train"
        options = {"verbose": 0, "return_dict": True, "callbacks": Code("callbacks")}
        return call("model.evaluate", Code(f"x_{split}"), self._targets(split), **options)

    def _class_weights(self) -> dict[str, Any]:
        weights = self.document.setup.class_weight
        if not weights:
            return {}
        if self._several == 1:
            return {"class_weight": dict(enumerate(weights))}
        # Keras takes class weights for a single output only; the weights of the samples do the same.
        classes = "y_train.argmax(axis=1)" if self._one_hot else "y_train.reshape(-1).round().astype(int)"
        return {"sample_weight": Code(f"[np.array({value(list(weights))})[{classes}]] * {self._several}")}


def metrics_left_out(document: Document) -> list[str]:
    """Return the kinds of the chosen metrics that no exported program can take, in their order."""
    setup, shapes = document.setup, infer(document.design)
    units = shapes.outputs[ends(document.design)[-1]][-1]
    labels = setup.loss.targets == "labels"
    return [metric.kind() for metric in setup.metrics if not metric.fits(labels, units)]


def _with_values(maker: KerasCall, weights: Iterable[Weight]) -> KerasCall:
    """Return the call with values that are given for a weight nested as that weight's axes are."""
    values = {
        argument: given(value.sample(weight.shape, np.random.default_rng(0)).tolist())
        for argument, value in maker.kwargs.items()
        for weight in weights
        if isinstance(value, Given)
        and value == weight.initializer
        and weight.name.startswith(argument.removesuffix("_initializer"))
    }
    return KerasCall(maker.name, maker.args, {**maker.kwargs, **values})


def _named(maker: KerasCall, layer: str) -> KerasCall:
    return KerasCall(maker.name, maker.args, {**maker.kwargs, "name": layer})


def sorted_imports(lines: Iterable[str]) -> list[str]:
    """Return import lines without repetition in their usual order: standard library, blank line, the others."""

    def key(line: str) -> tuple[bool, str]:
        return line.startswith("from"), line.split()[1].lower()

    standard: list[str] = []
    others: list[str] = []
    for line in sorted(set(lines), key=key):
        module = line.split()[1].partition(".")[0]
        (standard if module in sys.stdlib_module_names else others).append(line)
    return [*standard, "", *others] if standard and others else standard + others
