"""The program's text: formatted, nothing unused, nothing of a document becomes code. Keras runs it in test_keras."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.data.base import DATA
from nnviz.data.picture_folder import PictureFolder
from nnviz.data.samples import Samples
from nnviz.data.table import Table
from nnviz.design import edits
from nnviz.design.document import Document, Setup
from nnviz.export.program import ExportError, program, start_weights
from nnviz.export.source import Code, name, value
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import KerasCall
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.initializers import INITIALIZERS, RandomNormal
from nnviz.layers.input import Input
from nnviz.layers.pretrained import MobileNetV2
from nnviz.losses.base import LOSSES
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy, SparseCategoricalCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.metrics.accuracy import Accuracy, SparseCategoricalAccuracy
from nnviz.metrics.auc import AUC
from nnviz.metrics.confusion_matrix import ConfusionMatrix
from nnviz.metrics.precision import F1Score, Precision
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain, template, templates
from nnviz.words import NnvizError
from tests.layers.parts import parts
from tests.optimizers.changed import changed_optimizers

PICTURES = ("Flowers", "PictureFolder", "TfRecord")
GOLDEN = Path(__file__).parent / "golden"
NASTY = [
    '"""\nimport os; os.system("x")\n"""',
    "'; DROP TABLE weights; --",
    "{{ 7 * 7 }} {% for x in y %} {# #}",
    "a\\",
    '\\"""+evil()+"""',
    "%(prog)s %(x) 100%",
    "\u202eunder\u2028line\x00\x1b[31m",
    "$(rm -rf /) `id` ${HOME}",
    '"',
    "#!/bin/sh\n# -*- coding: utf-7 -*-",
]


@pytest.mark.parametrize("with_weights", [True, False])
@pytest.mark.parametrize(
    "kind", [name for name, found in templates().items() if not found.needs.endswith(".csv")]
)
def test_every_template_is_clean(kind: str, with_weights: bool, assert_clean: Callable[..., None]) -> None:
    document = template(kind).build()
    made = program(document, start_weights(document) if with_weights else None)
    assert_clean(made.text)
    assert [Path(file).suffix for file in made.files] == ([".py", ".h5"] if with_weights else [".py"])
    assert ("load_weights" in made.text) == with_weights


@pytest.mark.parametrize("kind", sorted(set(DATA) - {"Table"}))
def test_every_data_set_is_clean(kind: str, assert_clean: Callable[..., None]) -> None:
    data = DATA[kind]()
    shape = {"Mnist": (28, 28), "Digits": (8, 8)}.get(kind, (192, 192, 3) if kind in PICTURES else (2,))
    layers = [Flatten(), Dense(1)] if kind in PICTURES else [Dense(1)]
    document = Document("data", chain(Input(shape), *layers), Setup(data, MeanSquaredError()))
    assert_clean(program(document).text)


def test_nothing_held_back(assert_clean: Callable[..., None]) -> None:
    document = template("digits").build()
    data = document.setup.data.replace(test_fraction=0.0)
    text = program(document.with_setup(data=data, loss=CategoricalCrossentropy())).text
    assert_clean(text)
    assert "x_test" not in text.partition("def main")[2]
    assert "(no samples are held back)" in text


def test_a_table_is_clean(tmp_path: Path, assert_clean: Callable[..., None]) -> None:
    (tmp_path / "t.csv").write_text("height;weight;kind\n1,5;2;a\n2,5;3;b\n1;1;a\n3;3;b\n")
    data = Table(file="t.csv", decimal_comma=True)
    document = Document("table", chain(Input((2,)), Dense(1, "sigmoid")), Setup(data))
    text = program(document, data_dir=tmp_path).text
    assert_clean(text)
    assert 'metrics=["accuracy"]' in text


@pytest.mark.parametrize("kind", ["circle", "mnist"])
def test_golden(kind: str) -> None:
    """After a wanted change: NNVIZ_WRITE_GOLDEN=1 pytest tests/export/test_program.py, then read the difference."""
    document = template(kind).build().with_(notes="Two hidden layers are enough.\n\nTry fewer.")
    made = program(document, start_weights(document) if kind == "circle" else None)
    path = GOLDEN / made.main
    if os.environ.get("NNVIZ_WRITE_GOLDEN"):
        path.write_text(made.text, encoding="utf-8")
    assert made.text == path.read_text(encoding="utf-8")


def _skeleton(text: str) -> str:
    """Return the program's syntax tree without its docstring and its texts."""
    tree = ast.parse(text)
    tree.body = tree.body[1:]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def _document(name: str, notes: str) -> Document:
    return template("circle").build().with_(name=name, notes=notes)


@pytest.mark.parametrize("nasty", NASTY)
def test_name_and_notes_are_never_code(nasty: str, assert_clean: Callable[..., None]) -> None:
    made = program(_document(nasty, nasty))
    assert_clean(made.text)
    assert _skeleton(made.text) == _skeleton(program(_document("x", "")).text)
    assert Path(made.main).name == made.main


@given(st.text(), st.text())
@settings(max_examples=200)
def test_no_text_is_ever_code(name: str, notes: str) -> None:
    assert _skeleton(program(_document(name, notes)).text) == _skeleton(program(_document("x", "")).text)


@pytest.mark.parametrize("nasty", NASTY)
def test_the_header_of_a_table_is_never_code(nasty: str, tmp_path: Path) -> None:
    header = nasty.replace("\x00", "").replace("\n", " ").replace('"', '""')
    (tmp_path / "t.csv").write_text(f'"{header}",b,c\n1,2,0\n3,4,1\n5,6,0\n7,8,1\n', encoding="utf-8")
    data = Table(file="t.csv", header="yes", separator="comma")
    document = Document("table", chain(Input((2,)), Dense(1, "sigmoid")), Setup(data))
    tree = ast.parse(program(document, data_dir=tmp_path).text)
    (features,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "FEATURES"
    )
    assert [text.strip() for text in features] == [nasty.replace("\x00", "").replace("\n", " ").strip(), "b"]


def _photographs(folder: str, weights_file: str) -> Document:
    base = ("base", MobileNetV2(weights_file=weights_file, trainable=True))
    design = chain(Input((32, 32, 3)), base, Flatten(), Dense(3, "softmax"))
    data = PictureFolder(folder=folder, size=(32, 32))
    return Document("photographs", design, Setup(data, SparseCategoricalCrossentropy()))


@pytest.mark.parametrize("nasty", NASTY)
def test_folders_and_files_are_never_code(nasty: str, assert_clean: Callable[..., None]) -> None:
    """The names of classes are those of folders; a program reads them when it runs and holds none of them."""
    text = program(_photographs(nasty, nasty)).text
    assert_clean(text)
    assert _skeleton(text) == _skeleton(program(_photographs("x", "x")).text)
    strings = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    assert strings.count(nasty) == 2


@pytest.mark.parametrize("nasty", NASTY)
def test_a_layer_cannot_be_called_so(nasty: str) -> None:
    with pytest.raises(NnvizError):
        edits.add(Document().design, Dense(1), (0, 0), nasty)
    with pytest.raises(NnvizError):
        edits.rename(template("circle").build(), "output", nasty)


def test_layers_called_like_things_of_the_program(assert_clean: Callable[..., None]) -> None:
    """A functional program has a variable for each layer; none takes the place of what the program uses."""
    design, _ = edits.add(Document().design, Input((2,)), (0, 0), "keras")
    for called in ("layers", "base", "np", "None", "def", "print"):
        design, _ = edits.add(design, Dense(1, "sigmoid"), (0, 0), called)
        design = edits.connect(design, "keras", called)
    text = program(Document("many", design, Setup())).text
    assert_clean(text)
    function = text.partition("def build_model")[2].partition("def read_options")[0]
    assert re.findall(r"^    (keras|layers|base) = ", function, re.MULTILINE) == []


def test_choices_of_training(assert_clean: Callable[..., None]) -> None:
    plain = program(template("circle").build()).text
    assert not re.search("EarlyStopping|TensorBoard|Recall|seed_epoch|history.csv.*resume:", plain)
    for kind in ("circle", "mnist"):
        text = program(template(kind).build().with_setup(early_stopping=3, tensorboard=True)).text
        assert_clean(text)
        monitor, mode = ("loss", "min") if kind == "circle" else ("val_accuracy", "max")
        assert f'keras.callbacks.EarlyStopping("{monitor}", mode="{mode}", patience=3)' in text
        assert 'keras.callbacks.TensorBoard("tensorboard")' in text


def test_only_names_and_values_become_code() -> None:
    for text in ("a b", "os.system('x')", "", "x.", "a=1", "a\nb"):
        with pytest.raises(ValueError, match="no name"):
            name(text)
    with pytest.raises(TypeError):
        value(object())
    assert isinstance(value("x"), Code)


layers = st.builds(
    Dense,
    units=st.integers(1, 500),
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    use_bias=st.booleans(),
    kernel_initializer=st.one_of(
        st.sampled_from([INITIALIZERS[kind]() for kind in INITIALIZERS if kind != "Given"]),
        st.builds(RandomNormal, mean=st.floats(-1e9, 1e9), stddev=st.floats(0, 1e9)),
    ),
    bias_initializer=st.builds(RandomNormal, stddev=st.floats(0, 1)),
)
names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,63}", fullmatch=True)
setups = st.builds(
    Setup,
    data=st.just(Samples()),
    loss=st.sampled_from([LOSSES[kind]() for kind in LOSSES] + [BinaryCrossentropy(True)]),
    optimizer=st.one_of(
        st.builds(SGD, learning_rate=st.floats(0, 1e6), momentum=st.floats(0, 1)),
        st.builds(Adam, learning_rate=st.floats(0, 1e-5), epsilon=st.floats(0, 1)),
        st.sampled_from(changed_optimizers()),
        st.builds(Adam, schedule=parts("schedules"), clipnorm=st.floats(0, 1e3)),
    ),
    shuffle=st.booleans(),
)


@given(st.lists(st.tuples(names, layers), min_size=1, max_size=4, unique_by=lambda entry: entry[0]), setups)
@settings(max_examples=25)
def test_every_network_is_clean(assert_clean: Callable[..., None], hidden: list[Any], setup: Setup) -> None:
    design = chain(("the_input_of_it", Input((2,))), *hidden)
    text = program(Document("random", design, setup)).text
    assert_clean(text, ignore="E501")  # a name may be as long as it likes
    called = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    made = [node for node in called if ast.unparse(node.func) == "layers.Dense"]
    assert [ast.literal_eval(node.args[0]) for node in made] == [layer.units for _, layer in hidden]
    given_names = [k.value for node in made for k in node.keywords if k.arg == "name"]
    assert [ast.literal_eval(node) for node in given_names] == [name for name, _ in hidden]


def test_losses_and_metrics() -> None:
    def text(loss: Any, units: int = 1) -> str:
        design = chain(Input((2,)), Dense(units))
        return program(Document("x", design, Setup(loss=loss))).text

    assert 'metrics=["mean_absolute_error"]' in text_of_regression()
    logits = text(BinaryCrossentropy(from_logits=True))
    assert "loss=keras.losses.BinaryCrossentropy(from_logits=True)" in logits
    assert 'keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy")' in logits
    assert 'loss="binary_crossentropy"' in text(BinaryCrossentropy())
    assert "to_categorical(y_test, 2)" in text(CategoricalCrossentropy(), 2)
    assert "to_categorical" not in text(BinaryCrossentropy())
    assert 'metrics=["accuracy"]' in text(MeanSquaredError())  # the circle has two classes


def test_chosen_metrics(assert_clean: Callable[..., None]) -> None:
    metrics = (Accuracy(), Precision(0.25), Precision(), AUC(curve="PR"), F1Score(), ConfusionMatrix())
    document = template("circle").build().with_setup(metrics=(*metrics, SparseCategoricalAccuracy()))
    text = program(document).text
    assert_clean(text)
    (compile_call,) = re.findall(r"metrics=(\[.*?\n            \])", text, re.DOTALL)
    assert [line.strip() for line in compile_call.splitlines()[1:-1]] == [
        '"accuracy",',
        "keras.metrics.Precision(thresholds=0.25),",
        'keras.metrics.Precision(name="precision_2"),',
        'keras.metrics.AUC(curve="PR"),',
        'keras.metrics.F1Score(average="macro", threshold=0.5),',
    ]
    assert "np.add.at(table, (y_test.reshape(-1).astype(int), named), 1)" in text
    logits = edits.with_design(document, edits.set_fields(document.design, "output", activation="linear"))
    text = program(logits.with_setup(loss=BinaryCrossentropy(True))).text
    assert 'keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy"),' in text
    assert "[:, 0] > 0.0).astype(int)" in text


def test_several_outputs_and_class_weights(assert_clean: Callable[..., None]) -> None:
    for kind, units in (("circle", 1), ("digits", 10)):
        document = template(kind).build().with_setup(class_weight=(1.0, 2.5), metrics=(ConfusionMatrix(),))
        one = program(document).text
        assert_clean(one)
        assert "class_weight={0: 1.0, 1: 2.5}," in one
        output = document.design.outputs[0]
        design, _ = edits.add(document.design, document.design.node(output).layer, (0, 0), "second")
        design = edits.connect(design, document.design.sources(output)[0], "second", 0)
        two = program(document.with_(design=design)).text
        assert_clean(two)
        assert "(y_train,) * 2" in two
        assert f"np.zeros(({max(2, units)}, {max(2, units)}), int)" in two


def text_of_regression() -> str:
    return program(template("linear-regression").build()).text


def test_the_order_of_the_samples_is_the_documents() -> None:
    document = template("circle").build()
    assert "permutation(samples)" in program(document).text
    assert "permutation" not in program(document.with_setup(shuffle=False)).text.partition("class Batches")[2]


def test_a_document_that_cannot_run_is_refused() -> None:
    with pytest.raises(ExportError, match="no Input"):
        program(Document())
    with pytest.raises(ExportError, match="no Input"):
        start_weights(Document())


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        program(template("circle").build()).write(tmp_path / "file" / "folder")


def test_long_calls_break_as_ruff_breaks_them(assert_clean: Callable[..., None]) -> None:
    long = Dense(12_345, "softplus", kernel_initializer=RandomNormal(0.125, 0.0625))
    design = chain(("input", Input((2,))), ("quite_a_long_name_for_a_layer", long), ("out", Dense(1)))
    text = program(Document("x", design, Setup(Samples(), MeanSquaredError()))).text
    assert_clean(text)
    assert "keras.initializers.RandomNormal(mean=0.125, stddev=0.0625)" in text
    assert isinstance(long.keras(), KerasCall)


@pytest.mark.parametrize("kind", ["mnist", "photographs"])
def test_export_is_quick(kind: str) -> None:
    document = _photographs("x", "x") if kind == "photographs" else template(kind).build()
    weights = start_weights(document)
    program(document, weights)
    began = time.perf_counter()
    program(document, weights)
    assert time.perf_counter() - began < 0.2


def test_nothing_here_imports_keras() -> None:
    code = (
        "import sys, pkgutil, importlib, nnviz.export as e\n"
        "for m in pkgutil.iter_modules(e.__path__, 'nnviz.export.'): importlib.import_module(m.name)\n"
        "from nnviz.templates.base import template\n"
        "from nnviz.export.program import program, start_weights\n"
        "d = template('circle').build(); program(d, start_weights(d))\n"
        "print(sorted({'keras', 'tensorflow', 'jax', 'torch'} & set(sys.modules)))\n"
    )
    root = Path(__file__).resolve().parents[2]
    found = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_weights_are_not_changed() -> None:
    document = template("circle").build()
    weights = {path: np.array(w) for path, w in start_weights(document).items()}
    before = {path: w.copy() for path, w in weights.items()}
    program(document, weights)
    assert all(np.array_equal(weights[path], before[path]) for path in before)
