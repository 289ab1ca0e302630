"""What holds for every registered data set."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from nnviz.data.base import DATA, Data, Dataset
from nnviz.data.digits import Digits
from nnviz.data.flowers import KINDS, Flowers
from nnviz.data.gaussians import Gaussians
from nnviz.data.loader import LINE_LENGTH
from nnviz.data.mnist import Mnist
from nnviz.data.noise import Noise
from nnviz.data.picture_folder import PictureFolder
from nnviz.data.pictures import Pictures, read_picture
from nnviz.data.plane import Plane
from nnviz.data.samples import Samples
from nnviz.data.spiral import Spiral
from nnviz.data.table import Table
from tests.data.photographs import write_pictures

ARRAYS = ("x_train", "y_train", "x_test", "y_test")

VARIANTS: dict[str, Data] = {
    **{kind: DATA[kind]() for kind in DATA if kind not in ("Table", "PictureFolder", "Flowers", "TfRecord")},
    "all points train": Gaussians(test_fraction=0.0, points=31, noise=0.0),
    "long spiral": Spiral(turns=3.0, noise=0.3, seed=2**31 - 1),
    "negative plane": Plane(weight_0=-2.5, weight_1=0.0, bias=-1e-3, test_fraction=0.5),
    "many samples": Samples(
        x=tuple((i / 7, -i, 1e-9 * i) for i in range(60)), y=tuple((i, i / 3) for i in range(60))
    ),
    "digits, half": Digits(test_fraction=0.5, seed=1),
    "noise, pictures": Noise((6, 5, 3), 0, (4,), 4, 9),
    "noise, words": Noise((7,), 20, (7, 2), 2, 5, seed=1),
    "noise, two outputs": Noise((3,), outputs=(2,)),
    "table": Table(file="plants.csv"),
    "table, minmax": Table(file="plants.csv", scaling="minmax", features="2, 1", seed=3),
    "table, regression": Table(file="plants.csv", target="height, cm", features="width", scaling="none"),
    "table, german": Table(file="deutsch.csv", decimal_comma=True),
    "pictures": PictureFolder(folder="pictures", size=(12, 9), watched=1000),
    "flowers": Flowers(size=(7, 7), watched=1000, test_fraction=0.3),
    "table, no header": Table(file="plain.csv", target="2", scaling="minmax"),
}


@pytest.fixture
def folder(tmp_path: Path, small_mnist: Callable[[Path], None]) -> Path:
    """Return a folder with what the data sets look for."""
    small_mnist(tmp_path / "mnist.npz")
    rng = np.random.default_rng(0)
    rows = [(rng.normal(30, 10), int(rng.integers(1, 9)), name) for name in ("rose", "it's", 'a "tulip"') * 8]
    quoted = [f'{height},{width}, "{name.replace(chr(34), chr(34) * 2)}"' for height, width, name in rows]
    (tmp_path / "plants.csv").write_text('"height, cm",width, plant\n' + "\n".join(quoted), encoding="utf-8")
    german = [f"{height:.3f};{width};{name[:1]}".replace(".", ",") for height, width, name in rows]
    (tmp_path / "deutsch.csv").write_text("Größe;Breite;Art \n" + "\n".join(german), encoding="cp1252")
    plain = [f"{height},{width % 2},1e-3" for height, width, _ in rows]
    (tmp_path / "plain.csv").write_text("\ufeff" + "\r\n".join(plain), encoding="utf-8")
    write_pictures(tmp_path / "pictures", ("zebra", "ant"))
    write_pictures(tmp_path / "flower_photos", KINDS)
    return tmp_path


def executed(source: str, folder: Path | None) -> dict[str, Any]:
    """Run the text of a loader and return the arrays of its ``load_data``."""
    names: dict[str, Any] = {}
    exec(compile(source, "program", "exec"), names)  # noqa: S102 - our own text, as in an exported program
    (x_train, y_train), (x_test, y_test) = names["load_data"](folder)
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def assert_same(dataset: Dataset, other: dict[str, Any]) -> None:
    for name in ARRAYS:
        mine = getattr(dataset, name)
        assert mine.dtype == other[name].dtype, name
        assert mine.shape == other[name].shape, name
        assert mine.tobytes() == np.ascontiguousarray(other[name]).tobytes(), name


def test_all_data_sets_are_found() -> None:
    assert set(DATA) == {
        "Circle", "Digits", "Flowers", "Gaussians", "Mnist", "Noise", "PictureFolder", "Plane", "Samples", "Spiral",
        "Table", "TfRecord", "Xor",
    }  # fmt: skip
    assert all(kind.title and kind.help and kind.keywords for kind in DATA.values())


def test_toys_are_marked() -> None:
    assert {kind for kind in DATA if DATA[kind].toy} == {"Circle", "Gaussians", "Plane", "Spiral", "Xor"}


@pytest.mark.parametrize("name", VARIANTS)
def test_arrays_are_as_declared(name: str, folder: Path) -> None:
    dataset = VARIANTS[name].load(folder)
    target = np.float32 if dataset.task == "regression" else np.int64
    for part in ARRAYS:
        array = getattr(dataset, part)
        assert array.dtype == (np.float32 if part[0] == "x" else target)
        assert array.flags.c_contiguous
        assert not array.flags.writeable
        assert np.isfinite(array).all()
        assert len(array) > 0
    assert len(dataset.x_train) == len(dataset.y_train) == dataset.samples
    assert len(dataset.x_test) == len(dataset.y_test)
    assert dataset.x_test.shape[1:] == dataset.input_shape
    if dataset.task == "regression":
        assert dataset.classes == ()
    else:
        assert set(np.unique(dataset.y_train)) <= set(range(len(dataset.classes)))
        assert (len(dataset.classes) == 2) == (dataset.task == "binary")
    assert len(dataset.features) == (0 if dataset.picture else dataset.input_shape[0])
    assert str(dataset.scaling).endswith(".")
    assert "{" not in str(dataset.scaling) + str(dataset.note)


@pytest.mark.parametrize("name", VARIANTS)
def test_loading_again_gives_the_same_bits(name: str, folder: Path) -> None:
    again = VARIANTS[name].load(folder)
    assert_same(VARIANTS[name].load(folder), {part: getattr(again, part) for part in ARRAYS})


@pytest.mark.parametrize("name", VARIANTS)
def test_exported_text_makes_the_same_bits(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The window's process never imports Keras, and here it is not needed: a folder is given.
    monkeypatch.setitem(sys.modules, "keras", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "tensorflow", SimpleNamespace())
    data = VARIANTS[name]
    made = executed(data.loader(folder).source(), folder)
    if isinstance(
        data, Pictures
    ):  # the program names the files; test_pictures_of_a_program compares the pictures
        for part in ("x_train", "x_test"):
            made[part] = np.stack([read_picture(Path(file), *data.size) for file in made[part]])
    assert_same(data.load(folder), made)


@pytest.mark.parametrize("name", VARIANTS)
def test_values_survive_json(name: str) -> None:
    data = VARIANTS[name]
    again = type(data)(**json.loads(json.dumps(data.values())))
    assert again == data
    assert hash(again) == hash(data)


@pytest.mark.parametrize("name", VARIANTS)
def test_exported_text_is_formatted(name: str, folder: Path) -> None:
    loader = VARIANTS[name].loader(folder)
    source = loader.source()
    assert max(map(len, source.splitlines())) <= LINE_LENGTH
    assert all(text.startswith("def ") and '"""' in text for text in loader.function_texts())
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    assert ruff is not None
    command = [ruff, "format", "--isolated", "--diff", "--line-length", str(LINE_LENGTH), "-"]
    done = subprocess.run(
        command, input=source, capture_output=True, text=True, encoding="utf-8", check=False
    )
    # The order and grouping of imports is the exporter's; the formatter leaves them alone.
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_data_is_light() -> None:
    code = (
        "import sys; import nnviz.data.base as b; len(b.DATA);"
        "print([m for m in ('pandas', 'sklearn', 'keras', 'tensorflow', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_mnist_without_a_folder_uses_keras_own_loader(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    with np.load(folder / "mnist.npz") as file:
        parts = {name: file[name] for name in ARRAYS}
    answer = (parts["x_train"], parts["y_train"]), (parts["x_test"], parts["y_test"])
    mnist = SimpleNamespace(load_data=lambda: answer)
    monkeypatch.setitem(sys.modules, "keras", SimpleNamespace(datasets=SimpleNamespace(mnist=mnist)))
    assert_same(Mnist().load(folder), executed(Mnist().loader().source(), None))
