"""Behind a pretrained base, too, the exported program and the model file go on from any moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from listener import save_weights

from nnviz.design import edits
from nnviz.engine.run import Run
from nnviz.engine.sealed import key, opened
from nnviz.export import features, keras_file, start
from nnviz.export.bases import bases_folder
from nnviz.export.errand import run_errand
from nnviz.export.loading import with_weights_of
from nnviz.export.program import program
from nnviz.export.remarks import remarks
from nnviz.export.training import prepare, result
from nnviz.layers.pretrained import MobileNetV2
from nnviz.optimizers.adam import Adam
from tests.data.photographs import write_pictures
from tests.export.test_features import WEIGHTS, transfer
from tests.export.test_start import caught, weights_of

Load = Callable[[Path], ModuleType]


def test_the_head_goes_on_from_any_moment(
    keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_data: Path
) -> None:
    monkeypatch.setenv("NNVIZ_CACHE", str(tmp_path / "cache"))
    write_pictures(tmp_path / "pictures", ("a", "b", "c"), each=5)
    base = MobileNetV2(weights_file=str(shared_data / "keras_weights" / WEIGHTS), alpha="0.35")
    document = transfer(base, tmp_path / "pictures").with_setup(optimizer=Adam(0.001))
    dataset = document.setup.data.load()
    job = features.prepare(document, dataset, tmp_path)
    run_errand(job)
    features.finish(job, document, dataset)
    begin = start.at_step(document, 4)
    assert len(begin.optimizer) == 2 + 2 * 2  # kernel and bias of the head; the base is fixed
    run = Run(*opened(document, dataset))
    after = run.advance(run.advance(run.start(), 4)[0])[0]
    batch = run.batch(4)

    path = program(document, begin.weights, optimizer=begin.optimizer).write(tmp_path / "program")
    model = caught(keras, load(path), monkeypatch, "--data-dir", str(tmp_path / "pictures"))
    (tmp_path / "model").mkdir()
    job = keras_file.prepare(document, begin, tmp_path / "model")
    run_errand(job)
    saved = keras.saving.load_model(keras_file.finish(job, tmp_path / "x.keras"))
    for there in (model, saved):
        there.train_on_batch(dataset.x_train[batch.indices], batch.y)
        found = weights_of(there)
        for name, value in run.network.weights(after.theta).items():
            np.testing.assert_allclose(found[name], value, rtol=1e-5, atol=1e-6, err_msg=name)
    tuned = document.with_(design=edits.set_fields(document.design, "base", trainable=True))
    assert start.of_state(tuned, run.network, after).optimizer == ()
    told = "\n".join(map(str, remarks(tuned, start.of_state(tuned, run.network, after))))
    assert "since Keras also trains the base" in told


def test_what_a_base_learned_comes_back(
    keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_data: Path
) -> None:
    """The child's own saving; the base that Keras then makes from the document is the one that was trained."""
    monkeypatch.setenv("NNVIZ_RUNS", str(tmp_path / "all" / "runs"))
    write_pictures(tmp_path / "pictures", ("a", "b", "c"), each=5)
    weights = str(shared_data / "keras_weights" / WEIGHTS)
    base = MobileNetV2(weights_file=weights, alpha="0.35", trainable=True)
    document = transfer(base, tmp_path / "pictures")
    job = prepare(document, None, tmp_path / "run")
    model = load(job.program).build_model()
    monkeypatch.chdir(job.folder)
    save_weights(keras, model)  # the first phase: it does not learn yet
    assert result(job, document).design == document.design
    inside = model.get_layer("base")
    inside.trainable = True
    for variable in inside.weights:
        variable.assign(variable + 0.25)
    save_weights(keras, model)
    trained = result(job, document)
    learned = Path(trained.design.node("base").layer.weights_file)  # type: ignore[attr-defined]
    assert learned.parent == bases_folder() == tmp_path / "all" / "bases"
    again = keras.applications.MobileNetV2(
        include_top=False, alpha=0.35, input_shape=inside.input_shape[1:], weights=str(learned)
    )
    assert all(map(np.array_equal, again.get_weights(), inside.get_weights()))
    assert with_weights_of(document, job.folder) == trained
    model.save(tmp_path / "m.keras")
    model.save_weights(tmp_path / "m.weights.h5")
    for path in (tmp_path / "m.keras", tmp_path / "m.weights.h5"):
        other = with_weights_of(document, path).design.node("base").layer.weights_file  # type: ignore[attr-defined]
        again.load_weights(weights)
        assert not np.array_equal(again.get_weights()[0], inside.get_weights()[0])
        again.load_weights(other)
        assert all(map(np.array_equal, again.get_weights(), inside.get_weights()))
        frozen = document.with_(design=edits.set_fields(document.design, "base", trainable=False))
        assert with_weights_of(frozen, path).design == frozen.design
    dataset = document.setup.data.load()
    assert key(trained, dataset) != key(document, dataset)  # other features belong to it
    inside.trainable = False
    save_weights(keras, model)  # the best epoch was one of the first phase
    assert result(job, document).design == document.design
