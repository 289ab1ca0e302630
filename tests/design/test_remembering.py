"""What becomes of the memory of an imported model's optimizer when the document is edited, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.design import edits, remembering
from nnviz.design.document import Document
from nnviz.design.remembering import ITERATION, is_memory
from nnviz.design.shapes import infer
from nnviz.engine.run import Run
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.adamw import AdamW
from nnviz.optimizers.base import Optimizer
from nnviz.optimizers.lion import Lion
from nnviz.optimizers.nadam import Nadam
from nnviz.optimizers.rmsprop import RMSprop
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain


def imported(optimizer: Optimizer) -> Document:
    """Return a document as an import makes it; one layer is called as the memory is."""
    design = chain(Input((2,)), ("optimizer", Dense(3)), ("output", Dense(1, "sigmoid")))
    shapes = infer(design)
    weights = {
        f"{layer}/{weight.name}": np.full(weight.shape, 0.5, "f4")
        for layer, found in shapes.weights.items()
        for weight in found
    }
    memory = {
        f"optimizer/{slot}/{path}": np.full_like(value, 0.25)
        for slot in optimizer.slots()
        for path, value in weights.items()
    }
    document = Document("x", design).with_setup(optimizer=optimizer)
    return document.with_weights({**weights, **memory, ITERATION: np.array(4.0)})


def memory_of(document: Document) -> set[str]:
    return {path for path in document.weights if is_memory(path)}


@pytest.mark.parametrize(
    ("old", "new", "carried"),
    [
        (Adam(), Adam(0.5), True),
        (Adam(), AdamW(), True),
        (AdamW(), Adam(), True),
        (Adam(), Adam(amsgrad=True), False),
        (Adam(), RMSprop(momentum=0.9), False),  # its slots have the same names
        (Adam(), Nadam(), False),
        (Adam(), SGD(), False),
        (SGD(0.1, 0.9), Lion(), False),  # as here
        (SGD(0.1, 0.9), SGD(0.1), False),
    ],
)
def test_only_what_means_the_same_is_carried(old: Optimizer, new: Optimizer, carried: bool) -> None:
    before = imported(old)
    after = before.with_setup(optimizer=new)
    assert memory_of(after) == (memory_of(before) if carried else set())
    assert {path for path in after.weights if not is_memory(path)} == {
        "optimizer/kernel",
        "optimizer/bias",
        "output/kernel",
        "output/bias",
    }
    run = Run(after, after.setup.data.load())
    assert run.trace(run.start()).update == (4 if carried else 0)
    said = str(remembering.told(before, after))
    if type(old) is type(new) and carried:
        assert said == "None"
    else:
        words = "goes on with what" if carried else "cannot use what"
        assert f"{new.kind()} {words} {old.kind()} remembers of 4 earlier steps" in said


def test_other_edits() -> None:
    before = imported(Adam())
    moved = edits.with_design(before, edits.move(before.design, {"output": (900.0, 40.0)}))
    assert memory_of(moved) == memory_of(before)
    assert remembering.told(before, moved) is None
    assert remembering.told(before, before.with_setup(batch_size=3)) is None
    wider = edits.with_design(before, edits.set_fields(before.design, "optimizer", units=4))
    assert not memory_of(wider)
    assert "does not fit the changed network, so Adam begins anew" in str(remembering.told(before, wider))
    assert remembering.told(before, before.with_weights({})) is None
    assert remembering.told(wider, before) is None
