"""How an exported program reads pictures: the same bits as Watch, in parallel, in an order that the epoch decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from nnviz.data.picture_folder import PictureFolder
from nnviz.data.pictures import read_picture
from nnviz.design.document import Document, Setup
from nnviz.export.program import program
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.templates.base import chain
from tests.data.photographs import write_pictures

Load = Callable[[Path], ModuleType]
SIZE = (9, 11)


@pytest.fixture
def module(keras: Any, load: Load, tmp_path: Path) -> ModuleType:
    """Return the program of a document with pictures."""
    pytest.importorskip("tensorflow")
    write_pictures(tmp_path / "pictures", ("a", "b", "c"), each=6)
    design = chain(Input((*SIZE, 3)), Flatten(), Dense(3, "softmax"))
    data = PictureFolder(folder="pictures", size=SIZE)
    document = Document("pictures of a program", design, Setup(data, SparseCategoricalCrossentropy()))
    return load(program(document, data_dir=tmp_path).write(tmp_path / "program"))


@pytest.mark.parametrize("ending", ["jpg", "png", "bmp", "gif"])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P"])
def test_the_pixels_are_those_of_watch(ending: str, mode: str, module: ModuleType, tmp_path: Path) -> None:
    from PIL import Image

    if (ending, mode) in {
        ("jpg", "RGBA"),
        ("jpg", "P"),
        ("bmp", "RGBA"),
        ("bmp", "P"),
        ("bmp", "L"),
        ("gif", "RGBA"),
    }:
        pytest.skip("no such files, or TensorFlow reads none")
    pixels = np.random.default_rng(1).integers(0, 256, (31, 23, 3), dtype=np.uint8)
    path = tmp_path / f"x.{ending}"
    Image.fromarray(pixels).convert(mode).save(path)
    np.testing.assert_array_equal(module.read_picture(str(path)), read_picture(path, *SIZE))


@pytest.mark.parametrize("in_memory", [True, False])
def test_batches(
    in_memory: bool, module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tensorflow as tf

    (files, labels), (tested, _) = module.load_data(tmp_path)
    assert len(files) + len(tested) == 18
    if not in_memory:  # each picture is small, but there are said to be many
        monkeypatch.setattr(module, "SIZE", type("Size", (tuple,), {"__getitem__": lambda s, i: 10**6})(SIZE))
    plain = list(module.picture_batches((files, labels), 4))
    assert [len(x) for x, _ in plain] == [4, 4, 4, 2]
    np.testing.assert_array_equal(np.concatenate([y for _, y in plain]), labels)
    first = np.asarray(plain[0][0][0])
    np.testing.assert_array_equal(first, read_picture(Path(files[0]), *SIZE))

    epoch = tf.Variable(0, dtype=tf.int64)
    dataset = module.picture_batches((files, np.arange(len(files))), 4, order=(7, epoch))
    assert len(dataset) == 4

    def order(number: int) -> list[int]:
        epoch.assign(number)
        return [int(i) for _, y in dataset for i in y]

    orders = [order(number) for number in (0, 1, 2, 1)]
    assert all(sorted(found) == list(range(len(files))) for found in orders)
    assert orders[1] == orders[3]
    assert len({tuple(found) for found in orders}) == 3


def test_machines_take_their_parts_of_every_batch(module: ModuleType, tmp_path: Path) -> None:
    (files, _), _ = module.load_data(tmp_path)
    numbers = np.arange(len(files))  # 14: the last batch holds 2 of 4
    for devices, used in ((2, 14), (4, 12)):
        parts = [
            [y.numpy() for _, y in module.picture_batches((files, numbers), 4, None, devices, (2, machine))]
            for machine in range(2)
        ]
        assert [len(y) for y in parts[0]] == [2, 2, 2, 1][: len(parts[0])]
        for batch, (one, other) in enumerate(zip(*parts, strict=True)):
            assert len(one) == len(other)
            assert sorted([*one, *other]) == list(range(4 * batch, min(4 * batch + 4, used)))
        assert sum(len(y) for part in parts for y in part) == used
