"""A run's weights, its mistakes and its batches come back: one training of the digits with Keras itself."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest

from nnviz.design import edits
from nnviz.design.document import Document
from nnviz.design.file import load, save
from nnviz.engine.run import Run
from nnviz.engine.sealed import opened
from nnviz.export import judging, runs
from nnviz.export.checkpoints import checkpoint, checkpoints
from nnviz.export.errand import run_errand
from nnviz.export.program import start_weights
from nnviz.export.pulling import batches, pulled, restored
from nnviz.export.reports import Event, Hello, Progress
from nnviz.export.runner import train
from nnviz.export.runs import TrainingRun
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import template

EPOCHS = 4
SAME = 1e-5
"""Relative difference at which numbers in float32 agree."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> TrainingRun:
    pytest.importorskip("tensorflow")
    document = template("digits").build()
    folder = tmp_path_factory.mktemp("runs") / "digits"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")
        patch.setenv(runs.SETTING, str(folder.parent))
        outcome = train(document, folder, weights=start_weights(document), epochs=EPOCHS)
    assert outcome.good, outcome.message
    return runs.load_run(folder)


def run_of(document: Document) -> Run:
    return Run(*opened(document, document.setup.data.load()))


def test_the_weights_of_every_epoch_are_there(run: TrainingRun) -> None:
    found = checkpoints(run)
    assert sorted(one.epoch for one in found) == [*range(EPOCHS + 1)]
    assert found[0].best


@pytest.mark.parametrize("epoch", range(EPOCHS))
def test_an_epoch_in_watch_is_the_epoch_of_the_run(run: TrainingRun, epoch: int) -> None:
    moment = pulled(run, checkpoint(run, epoch))
    assert (moment.epoch, moment.batch, moment.notes, moment.samples) == (epoch + 1, 1, (), 1295)
    watched = run_of(moment.document)
    assert watched.steps_per_epoch == batches(run) == 41
    state, losses = watched.advance(watched.start(), 41)
    sizes = [len(watched.batch(step).x) for step in range(41)]
    assert sum(sizes) == 1295
    told = run.history[epoch].logs["loss"]
    assert np.average(losses, weights=sizes) == pytest.approx(told, rel=SAME)
    # And so are the weights that it leaves: 41 steps of Adam in float32 on either side.
    after = restored(run, checkpoint(run, epoch + 1)).weights
    for path, value in watched.network.weights(state.theta).items():
        assert np.abs(value - after[path]).max() <= SAME * np.abs(after[path]).max()


def test_the_samples_are_those_that_the_program_took(run: TrainingRun) -> None:
    moment = pulled(run, checkpoint(run, 2), batch=5)
    assert moment.document.cursor == (4, 0)
    assert "batch 5 of epoch 3 of “digits”" in str(moment.sentence)
    data = run.document().setup.data.load()
    rows = np.random.default_rng([run.document().setup.seed, 2]).permutation(1295)[4 * 32 : 5 * 32]
    batch = run_of(moment.document).batch(4)
    assert np.array_equal(batch.x, data.x_train[rows])
    assert np.array_equal(batch.y.reshape(-1), data.y_train[rows])
    assert batch.epoch == 2


def test_a_pulled_moment_is_saved_and_read_again(run: TrainingRun, tmp_path: Path) -> None:
    document = pulled(run, checkpoint(run, 3)).document
    save(document, tmp_path / "moment.nnviz")
    again = load(tmp_path / "moment.nnviz")
    assert again.with_(name=document.name) == document
    one, other = (run_of(each) for each in (document, again))
    assert one.trace(one.start()).loss == other.trace(other.start()).loss


def test_an_edit_forgets_where_the_training_was(run: TrainingRun) -> None:
    document = pulled(run, checkpoint(run, 3)).document
    edited = edits.with_design(document, edits.set_fields(document.design, "hidden", units=8))
    watched = run_of(edited)
    assert watched.samples == 1438
    assert watched.batch(0).epoch == 0
    assert watched.path == "numpy"


def test_a_learning_rate_that_was_changed_comes_along(run: TrainingRun) -> None:
    found = checkpoint(run, 2)
    changed = run.document().with_setup(optimizer=run.document().setup.optimizer.replace(learning_rate=0.5))
    rate = pulled(_with(run, changed), found).document.setup.optimizer.learning_rate
    assert rate == 0.003


def test_what_another_optimizer_remembers_is_said(run: TrainingRun) -> None:
    other = _with(run, run.document().with_setup(optimizer=SGD(0.1, 0.9)))
    moment = pulled(other, checkpoint(other, 2))
    assert [str(note) for note in moment.notes] == [
        "What SGD remembered is not there in a form that can be read; it starts anew."
    ]
    assert run_of(moment.document).path == "reference"


def _with(run: TrainingRun, document: Document) -> TrainingRun:
    """Return the run as if it had trained another document."""
    folder = run.folder.with_name("other")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(run.folder, folder)
    save(document, folder / runs.DOCUMENT)
    return dataclasses.replace(run, folder=folder)


# -- mistakes ----------------------------------------------------------------------------------------------------------


def test_keras_answers_to_every_test_sample(run: TrainingRun, tmp_path: Path) -> None:
    found, events = checkpoint(run), list[Event]()
    assert judging.known(run, found) is None
    job = judging.prepare(run, found, tmp_path)
    run_errand(job, events.append)
    judged = judging.finish(job, run, found)
    data = run.document().setup.data.load()
    assert judged.right / len(data.y_test) == pytest.approx(run.results["accuracy"], abs=1e-6)
    assert np.array_equal(judged.targets, data.y_test)
    assert judged.confusion.sum() == 359
    assert np.trace(judged.confusion) == judged.right
    # The same network in numpy says the same.
    watched = run_of(restored(run, found))
    output = watched.predict(watched.start().theta, data.x_test)
    assert np.abs(output - judged.outputs).max() <= SAME
    first = judged.mistakes()[0]
    assert first.number == judged.worst[0]
    assert np.array_equal(judged.sample(first.number), data.x_test[first.number])
    assert any(isinstance(event, Hello) for event in events)
    assert any(isinstance(event, Progress) and event.done == event.total == 359 for event in events)
    again = judging.known(run, found)
    assert again is not None
    assert np.array_equal(again.outputs, judged.outputs)
    assert judging.known(run, checkpoint(run, 1)) is None
