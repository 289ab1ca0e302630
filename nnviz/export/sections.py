"""The sections of one exported program, each as :class:`~nnviz.export.source.Code`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from nnviz.data.base import Task
from nnviz.data.loader import LINE_LENGTH, Loader
from nnviz.data.samples import Samples
from nnviz.design.document import Document, Setup
from nnviz.design.shapes import infer, shape_text
from nnviz.export import names
from nnviz.export.compiling import Compiling
from nnviz.export.fitting import Fitting
from nnviz.export.keras_graph import ends, is_chain
from nnviz.export.pieces import named, sorted_imports, with_values
from nnviz.export.source import Code, applied, call, prose, statement, value
from nnviz.layers.base import KerasCall
from nnviz.metrics.confusion_matrix import ConfusionMatrix

_FEW_PARAMETERS = 20
"""A network with no more than these prints them when it is trained, to be compared by eye."""


_LOWER = 20
"""The second phase goes on with the learning rate divided by this: large steps would ruin what the base knows.

Measured on 750 flowers with the rate 0.001: by 10 the first epoch falls to 67 % right, by 100 nothing changes in 10.
"""


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
            "shuffle": setup.shuffle,
            "order_words": prose(
                "their order follows from seed and epoch" if setup.shuffle else "they keep their order"
            ),
            "data_dir": statement("", self._data_dir()),
            "weights": self.with_weights,
            "memory": self.with_memory,
            "load_weights": statement("", self._load_weights(), 12),
            "adapt": [Code(line) for line in self._adapt()],
            "predicts": any("before.predict(" in line for line in self._adapt()),
            "full_precision": [Code(line) for line in self._full_precision()],
            "compile": statement("", self._compiling.call(jit=True), 8, explode=1),
            "compile_alone": statement("", self._compiling.call(), explode=1),
            "outputs": value(self._units),
            "one_hot": self._one_hot,
            "accuracy": self._accuracy,
            "columns": self._units == 1 and any(metric.takes_columns for metric in self._compiling.chosen),
            "confusion": self._confusion(),
            "held_back": self._held_back,
            "measured": Code("test" if self._held_back else "training"),
            "best": self._keeps_best,
            "criterion": Code("accuracy" if self._compiling.watches_accuracy else "loss"),
            "misread": self._misread(),
            "labels": Code("y_test.argmax(axis=1)" if self._one_hot else "y_test"),
            "few_parameters": self._shapes.total_parameters <= _FEW_PARAMETERS,
            **self._fitting_context(),
            **self._base_context(),
        }

    def _fitting_context(self) -> dict[str, Any]:
        """Return what the training and the test need."""
        fitting = self._fitting
        names = "(loss, accuracy)" if self._accuracy else "(loss, error)"
        told = {**fitting.test_sizes(), "verbose": 0, "callbacks": Code("callbacks")}
        tested = call("model.evaluate", *fitting.test_samples(), **told)
        named = KerasCall(tested.name, tested.args, {**tested.kwargs, "return_dict": True})
        return {
            "streams": fitting.streams,
            "encoded": self.loader.encoded,
            "recalls": fitting.recalls,
            "random": fitting.random,
            "watchers": bool(fitting.watchers),
            "patient": fitting.patient,
            "training": [Code(line) for line in fitting.training()],
            "watching": [Code(line) for line in fitting.watching()],
            "fit": statement("", fitting.fit(), explode=1),
            "named_results": bool(self.document.setup.metrics) or self._several > 1,
            "evaluate": statement("results = ", named),
            "evaluate_pair": statement(f"{names.strip('()')} = ", tested),
        }

    def _base_context(self) -> dict[str, Any]:
        """Return what the second phase needs, in which a pretrained base learns, too."""
        base = self._base
        if base is None:
            return {"base": None}
        setup = self.document.setup
        later = setup.optimizer.replace(
            learning_rate=setup.optimizer.learning_rate / _LOWER, schedule=type(Setup().optimizer.schedule)()
        )
        layer = self.document.design.node(base).layer
        epochs = setup.epochs if getattr(layer, "trainable", False) else 0
        help_ = "epochs in which the base learns, too; 0: it stays as it is"
        option = call(
            "options.add_argument", "--fine-tune-epochs", type=Code("int"), default=epochs, help=help_
        )
        return {
            "base": value(base),
            "fine_tune_option": statement("", option),
            "compile_again": statement("", self._compiling.call(jit=True, optimizer=later), 8, explode=1),
            "unstopped": self._fitting.unstopped,
            "watching_again": [Code(line) for line in self._fitting.watching_again()],
            "fit_again": statement("", self._fitting.fit(again=True), 8, explode=1),
        }

    @cached_property
    def _compiling(self) -> Compiling:
        return Compiling(self.document.setup, self._units, self._several, self._accuracy)

    @cached_property
    def _fitting(self) -> Fitting:
        layers = [node.layer for node in self.document.design.nodes]
        return Fitting(
            setup=self.document.setup,
            streams=self.loader.streams,
            outputs=self._several,
            one_hot=self._one_hot,
            best=self._keeps_best,
            monitor="val_accuracy" if self._compiling.watches_accuracy else None,
            held_back=self._held_back,
            base=self._base,
            random=any(layer.random or layer.identity_in_watch or layer.sealed for layer in layers),
        )

    @property
    def _base(self) -> str | None:
        """Name of the pretrained base."""
        return next((node.name for node in self.document.design.nodes if node.layer.sealed), None)

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
        return holds_back(self.document)

    @property
    def _keeps_best(self) -> bool:
        """Whether a part of the training samples chooses the best epoch.

        Pictures are many. A tenth of a few points tells nothing, and the test samples must not choose.
        """
        return keeps_best(self.document)

    def _usage(self) -> Iterator[str]:
        file, longer = f"{self.stem}.py", f"--epochs {2 * self.document.setup.epochs}"
        if self.with_weights:
            lines = [
                (f"python {file}", "go on from the weights beside this file"),
                (f"python {file} --fresh {longer}", "start from new random weights"),
            ]
        else:
            lines = [
                (f"python {file}", "train from new random weights"),
                (f"python {file} {longer}", "train twice as long"),
            ]
        lines.append((f"python {file} --resume", "go on after the last full epoch"))
        width = max(len(command) for command, _ in lines) + 3
        broad = max(width + len(comment) + 6 for _, comment in lines) > LINE_LENGTH
        for command, comment in lines:
            if broad:
                yield f"# {comment}"
            yield command if broad else f"{command.ljust(width)}# {comment}"

    def _imports(self) -> Iterator[str]:
        yield from self.loader.imports
        for module in ("argparse", "contextlib", "os", "shutil", "sys", "keras"):
            yield f"import {module}"
        yield "from pathlib import Path"
        yield "from keras import layers"
        if self._fitting.recalls:
            yield "import csv"
        if not self.loader.streams:
            yield "import math"
        weighed = self.document.setup.class_weight and self._several > 1
        wrong = self._keeps_best and self._task == "classes"
        if not self.loader.streams or wrong or weighed or self._matrix is not None:
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
        design, base = self.document.design, self._base
        makers = {node.name: self._maker(node.name) for node in design.nodes}
        calls: dict[str, Any] = dict(makers)
        lines: list[str] = []
        if base is not None:
            lines.append(statement("base = ", makers[base]))
            lines.append(
                "base.trainable = False  # it keeps what it knows; training is for the layers behind it"
            )
            calls[base] = Code("base")
        if is_chain(design):
            model = call("keras.Sequential", [calls[layer] for layer in design.order], name=self.stem)
            lines.append(statement("return ", model, explode=2))
            return Code("\n    ".join(lines))
        variables: dict[str, str] = {}
        for layer in design.order:
            variable = names.identifier(layer, {*variables.values(), "keras", "layers", "base"})
            sources = [variables[source] for source in design.sources(layer)]
            variables[layer] = variable
            if sources and layer == base:
                lines.append(f"{variable} = base({', '.join(sources)})")
            elif sources:
                lines.append(applied(variable, makers[layer], sources))
            else:
                lines.append(statement(f"{variable} = ", makers[layer]))
        outputs: Any = [Code(variables[layer]) for layer in ends(design)]
        model = call(
            "keras.Model",
            Code(variables[self._input]),
            outputs if len(outputs) > 1 else outputs[0],
            name=self.stem,
        )
        lines.append(statement("return ", model))
        return Code("\n    ".join(lines))

    def _maker(self, name: str) -> KerasCall:
        """Return the call that makes a layer."""
        made = self.document.design.node(name).layer.keras_for(*self._shapes.inputs[name])
        return named(with_values(made, self._shapes.weights[name]), name)

    def _load_weights(self) -> KerasCall:
        # The base has its own file.
        skipped = {"objects_to_skip": [call("model.get_layer", self._base)]} if self._base else {}
        return call("model.load_weights", Code("WEIGHTS"), **skipped)

    def _full_precision(self) -> Iterator[str]:
        """Return the lines that let the outputs be computed in full precision."""
        for layer in ends(self.document.design):
            made = statement("", call("model.get_layer", layer), 12)
            yield f'{made}.dtype_policy = keras.DTypePolicy("float32")'

    def _adapt(self) -> Iterator[str]:
        """Return the lines that adapt layers to the training data, as they arrive there, in the network's order."""
        design, samples, streamed = self.document.design, "x_train", self.loader.streams
        adapting = [
            name for name in design.order if design.node(name).layer.adapts and self._shapes.weights[name]
        ]
        if adapting and streamed:
            yield "pictures = picture_batches((x_train,), args.batch_size).map(lambda x: x)"
            samples = "pictures"
        for layer in adapting:
            made = statement("", call("model.get_layer", layer), 12)
            if design.sources(layer) == (self._input,):
                yield f"{made}.adapt({samples})"
            else:
                yield f"before = keras.Model(model.inputs, {made}.input)"
                yield f"there = before.predict({samples}, verbose=0, callbacks=[TestAlone()])"
                yield f"{made}.adapt(there)"

    @property
    def _matrix(self) -> ConfusionMatrix | None:
        chosen = [metric for metric in self._compiling.chosen if isinstance(metric, ConfusionMatrix)]
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
        split, answer = self._fitting.split, self._fitting.predicted()
        if self._units > 1:
            named = f"{answer}.argmax(axis=1)"
        else:
            named = f"({answer}[:, 0] > {value(matrix.threshold)}).astype(int)"
        true = f"y_{split}.argmax(axis=1)" if self._one_hot else f"y_{split}.reshape(-1).astype(int)"
        return {"classes": value(max(2, self._units)), "true": Code(true), "named": Code(named)}

    def _misread(self) -> Code | None:
        """Return the classes that the network names for the test pictures, None if that is nothing to tell."""
        if not (self._keeps_best and self._task == "classes"):
            return None
        return Code(f"{self._fitting.predicted()}.argmax(axis=1)")


def holds_back(document: Document) -> bool:
    """Return whether there are test samples that training does not see."""
    data = document.setup.data
    return bool(getattr(data, "test_fraction", True)) and not isinstance(data, Samples)


def keeps_best(document: Document) -> bool:
    """Return whether the program lets a part of the training samples choose the best epoch."""
    design = document.design
    pictures = len(infer(design).outputs[design.input_nodes[0].name]) > 1
    return pictures and holds_back(document)


def metrics_left_out(document: Document) -> list[str]:
    """Return the kinds of the chosen metrics that no exported program can take, in their order."""
    setup, shapes = document.setup, infer(document.design)
    units = shapes.outputs[ends(document.design)[-1]][-1]
    labels = setup.loss.targets == "labels"
    return [metric.kind() for metric in setup.metrics if not metric.fits(labels, units)]
