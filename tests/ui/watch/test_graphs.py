"""Where branches, skips, maps and sequences lie, and what one value of a layer is told to be made of."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from nnviz.design.graph import Design, Edge, Node
from nnviz.design.shapes import infer
from nnviz.engine.events import Cursor, Event, events_of
from nnviz.engine.network import Network
from nnviz.layers.base import LAYERS
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain
from nnviz.ui.watch.columns import columns_of
from nnviz.ui.watch.explain import explain, scope_of
from nnviz.ui.watch.focus import focus_of
from nnviz.ui.watch.hits import neuron_at
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.layout import MOST_MAPS, layout
from nnviz.ui.watch.probe import has_window, window
from tests.ui.watch.networks import dataset, run_of

EM = 17.0


def made(kind, **fields):
    return LAYERS[kind](**fields)


def graph(nodes, *edges):
    return Design(tuple(Node(*node) for node in nodes), tuple(Edge(*edge) for edge in edges))


def place(design, size=(1100, 640)):
    return layout(design, infer(design), *size, EM)


RESIDUAL = graph(
    [
        ("x", Input((3,))),
        ("a", Dense(4)),
        ("b", Dense(4)),
        ("c", Dense(4)),
        ("sum", made("Add")),
        ("y", Dense(1)),
    ],
    *[("x", "a"), ("a", "b"), ("b", "c"), ("c", "sum"), ("a", "sum", 1), ("sum", "y")],
)

CROSSED = graph(
    [
        ("x", Input((3,))),
        *[(name, Dense(2)) for name in ("a", "b", "c", "d")],
        ("one", made("Add")),
        ("all", made("Concatenate")),
    ],
    *[
        ("x", "a"),
        ("x", "b"),
        ("a", "d"),
        ("b", "c"),
        ("c", "one"),
        ("b", "one", 1),
        ("d", "all"),
        ("one", "all", 1),
    ],
)


def test_a_skip_runs_in_a_lane_around_the_layers_between():
    geometry = place(RESIDUAL)
    skip = next(link for link in geometry.links if link.kind == "skip")
    assert (skip.source, skip.target) == ("a", "sum")
    between = [geometry.by_name[name].box for name in ("b", "c")]
    for curve in geometry.around(skip):
        for t in np.linspace(0, 1, 40):
            assert not any(box.holds(*curve.at(t)) for box in between)
            assert 0 <= curve.at(t).y <= geometry.height
    ends = geometry.around(skip)
    assert all(math.dist(a.end, b.start) < 1e-9 for a, b in itertools.pairwise(ends))
    assert geometry.by_name["sum"].symbol == "+"
    ys = {round(geometry.by_name[name].box.middle.y, 6) for name in ("a", "b", "c", "sum")}
    assert len(ys) == 1, "the way without skip is straight"


def test_branches_are_ordered_so_that_few_lines_cross():
    columns = columns_of(CROSSED, frozenset(CROSSED.order))
    assert columns == columns_of(CROSSED, frozenset(CROSSED.order))
    first, second = columns[1], columns[2]
    assert (first.index("a") < first.index("b")) == (second.index("d") < second.index("c"))


def test_every_output_has_a_loss_beside_it():
    design = graph(
        [("x", Input((3,))), ("a", Dense(4)), ("one", Dense(1)), ("b", Dense(2)), ("two", Dense(1))],
        *[("x", "a"), ("a", "one"), ("a", "b"), ("b", "two")],
    )
    geometry = place(design)
    assert set(geometry.losses) == {"one", "two"}
    for name, box in geometry.losses.items():
        assert box.x > geometry.by_name[name].box.right
        assert box.middle.y == pytest.approx(geometry.by_name[name].box.middle.y)
    event = next(e for e in events_of(Network(design)) if e.phase == "loss")
    assert {name for name, _ in focus_of(geometry, (event,)).to_loss} == {"one", "two"}


@pytest.mark.parametrize("channels", [1, 4, 16, 20])
def test_maps_are_a_grid_whose_cells_are_found(channels):
    design = chain(
        ("x", Input((6, 5, 2))), ("conv", made("Conv2D", filters=channels, kernel_size=(3, 3))), Flatten()
    )
    block = place(design).by_name["conv"]
    assert block.kind == "maps"
    assert len(block.tiles) == min(channels, MOST_MAPS)
    geometry = place(design)
    for unit in range(block.units):
        shown = unit % channels < MOST_MAPS
        found = neuron_at(geometry, *block.cell(unit).middle)
        assert (found == Pick("conv", unit)) == shown


def test_a_sequence_has_its_time_from_left_to_right():
    design = chain(("x", Input((8,))), ("table", made("Embedding", input_dim=9, output_dim=3)), Flatten())
    geometry = place(design)
    block = geometry.by_name["table"]
    assert block.kind == "sequence"
    assert block.cell(3).x > block.cell(0).x
    assert block.cell(1).y > block.cell(0).y
    for unit in range(block.units):
        assert neuron_at(geometry, *block.cell(unit).middle) == Pick("table", unit)


def test_a_concatenation_of_neurons_is_joined_line_by_line():
    geometry = place(CROSSED)
    found = [
        (link.source, link.kind, link.offset) for link in geometry.into["all"] if link.kind == "parallel"
    ]
    assert found == [("one", "parallel", 2)]


def test_only_what_is_computed_is_an_event():
    frozen = chain(
        ("x", Input((3,))),
        ("a", Dense(4, trainable=False)),
        ("b", Dense(2)),
        ("c", Dense(1, trainable=False)),
    )
    found = [(e.layer, e.quantity) for e in events_of(Network(frozen)) if e.phase in ("backward", "update")]
    assert {q for layer, q in found if layer == "c"} == {"dz", "dx"}
    assert {q for layer, q in found if layer == "b"} == {"dz", "dw", "update"}
    assert not [q for layer, q in found if layer == "a"]


# --- what a value is made of ----------------------------------------------------------------------------------


def told(layers, shape, layer, unit, quantity="a", whole=False, step=1):
    """Return the explanation of one value of ``layer``, and its value in the trace."""
    data = dataset(shape, "regression")
    if whole:
        rng = np.random.default_rng(0)
        x = rng.integers(0, 5, data.x_train.shape).astype("float32")
        data = data.__class__(x, data.y_train, x, data.y_test, "regression", data.scaling)
    run = run_of([*layers, Flatten(), Dense(1)], MeanSquaredError(), SGD(0.01), data)
    state, _ = run.advance(run.start(), step)
    trace = run.trace(state)
    scope = scope_of(trace, run.setup, 0)
    found = explain(scope, Event("forward", layer, quantity, unit), Pick(layer, unit))
    return found, trace.layers[layer]


def test_a_convolution_is_a_sum_over_its_window():
    layer = made("Conv2D", filters=3, kernel_size=(3, 3), padding="same", activation="relu")
    for unit, terms in ((0, 2 * 2 * 2), (3 * 16 + 1, 3 * 3 * 2)):
        found, values = told([Input((6, 5, 2)), ("conv", layer)], (6, 5, 2), "conv", unit, "z")
        total = found.equations[0]
        assert len(total.right.terms) == terms + 1
        assert total.right.value == pytest.approx(float(values.z[0].reshape(-1)[unit]))
        assert total.result == pytest.approx(total.right.value)
        assert found.equations[1].result == pytest.approx(max(0.0, total.result))


def test_the_winner_of_a_pooling_is_named():
    found, values = told([Input((4, 4, 2)), ("pool", made("MaxPooling2D"))], (4, 4, 2), "pool", 3)
    (equation,) = found.equations
    assert equation.right.value == pytest.approx(float(values.a[0].reshape(-1)[3]))
    assert len(equation.right.parts) == 4
    assert found.sentence.values["count"] == 4


def test_the_mean_of_a_pooling_is_written():
    found, values = told([Input((4, 4, 2)), ("pool", made("AveragePooling2D"))], (4, 4, 2), "pool", 3)
    assert found.equations[0].right.value == pytest.approx(float(values.a[0].reshape(-1)[3]))


@pytest.mark.parametrize(("kind", "equations"), [("BatchNormalization", 3), ("LayerNormalization", 3)])
def test_a_normalisation_shows_mean_variance_gamma_and_beta(kind, equations):
    found, values = told([Input((4, 3)), ("norm", made(kind))], (4, 3), "norm", 5)
    assert len(found.equations) == equations
    assert found.equations[-1].right.value == pytest.approx(float(values.a[0].reshape(-1)[5]))
    assert "γ" in found.equations[-1].symbols().plain


def test_dropout_says_what_was_dropped():
    layers = [Input((40,)), ("drop", made("Dropout", rate=0.5))]
    seen = set()
    for unit in range(40):
        found, values = told(layers, (40,), "drop", unit)
        kept = float(values.a[0, unit]) != 0
        assert found.equations[0].right.value == pytest.approx(float(values.a[0, unit]))
        assert ("Kept" in found.sentence.text) == kept
        seen.add(kept)
    assert seen == {True, False}


def test_an_embedding_names_its_row():
    layers = [Input((4,)), ("table", made("Embedding", input_dim=5, output_dim=3))]
    found, values = told(layers, (4,), "table", 7, whole=True)
    assert found.sentence.values["index"] == int(values.x[0][0, 2])
    assert found.equations[0].result == pytest.approx(float(values.a[0, 2, 1]))


def test_a_layer_that_only_moves_numbers_says_where_from():
    found, _ = told([Input((4, 3)), ("turned", made("Permute", dims=(2, 1)))], (4, 3), "turned", 1)
    assert "The same number" in found.sentence.text
    assert "x_2,1" in found.equations[0].symbols().plain


@pytest.mark.parametrize(
    ("kind", "fields", "inside"),
    [
        ("Conv2D", {"filters": 2, "kernel_size": (3, 3)}, (slice(0, 3), slice(0, 3))),
        ("MaxPooling2D", {}, (slice(0, 2), slice(0, 2))),
        ("UpSampling2D", {}, (slice(0, 1), slice(0, 1))),
    ],
)
def test_the_window_of_a_value(kind, fields, inside):
    design = chain(("x", Input((6, 6, 2))), ("this", made(kind, **fields)), Flatten(), Dense(1))
    stage = Network(design).stages[1]
    assert has_window(stage, [(6, 6, 2)])
    (mask,) = window(stage, [(6, 6, 2)], 0)
    assert mask[inside].any(axis=2).all()
    expected = np.zeros((6, 6), bool)
    expected[inside] = True
    np.testing.assert_array_equal(mask.any(axis=2), expected)


def test_a_pick_on_a_map_marks_its_window_and_shows_its_kernel(open_watch):
    from nnviz.data.digits import Digits
    from nnviz.design.document import Document, Setup
    from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy

    design = chain(
        ("x", Input((8, 8))),
        ("grey", made("Reshape", target_shape=(8, 8, 1))),
        ("conv", made("Conv2D", filters=4, kernel_size=(3, 3))),
        Flatten(),
        Dense(10, "softmax"),
    )
    watch = open_watch(
        Document("t", design, Setup(Digits(), SparseCategoricalCrossentropy(), SGD(), batch_size=4))
    )
    watch.go(0, 2)
    assert watch.cursor == Cursor(0, 2)
    before = watch.photo()
    watch.picked.choose(Pick("conv", 0))
    after = watch.photo()
    tile = watch.picture.geometry_now().by_name["grey"].tiles[0]
    inside = tile.part(1, 1, 8, 8).middle
    outside = tile.part(6, 6, 8, 8).middle
    origin = watch.picture.origin()
    for at, changes in ((inside, True), (outside, False)):
        x, y = round(at.x - origin.x()), round(at.y - origin.y())
        assert (before.pixel(x, y) != after.pixel(x, y)) == changes
    assert "map 1, row 1, column 1" in watch.picture.accessibleDescription()


def test_a_sealed_base_is_drawn_with_the_picture_before_it(open_watch, tmp_path, monkeypatch):
    from nnviz.data.picture_folder import PictureFolder
    from nnviz.design.document import Document, Setup
    from nnviz.engine.sealed import Features, keep
    from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
    from tests.data.photographs import write_pictures

    monkeypatch.setenv("NNVIZ_CACHE", str(tmp_path / "cache"))
    write_pictures(tmp_path / "pictures", ("a", "b", "c"), each=5)
    base = made("MobileNetV2", weights_from="random", alpha="0.35")
    design = chain(("picture", Input((40, 36, 3))), ("base", base), Flatten(), ("kind", Dense(3, "softmax")))
    data = PictureFolder(folder=str(tmp_path / "pictures"), size=(40, 36), watched=3)
    document = Document("t", design, Setup(data, SparseCategoricalCrossentropy(), SGD(0.01), batch_size=4))
    loaded, shape = data.load(), infer(design).outputs["base"]
    rng = np.random.default_rng(0)
    made_up = (rng.random((len(x), *shape), "float32") for x in (loaded.x_train, loaded.x_test))
    keep(document, loaded, Features(*made_up))
    watch = open_watch(document)
    assert watch.session.moment.events[0].layer == "base"
    watch.go(0, len(watch.session.moment.events) - 1)
    geometry, photo = watch.picture.geometry_now(), watch.photo()
    assert geometry.by_name["base"].mark == "sealed"
    assert len(geometry.by_name["base"].tiles) == MOST_MAPS
    box, origin = geometry.by_name["picture"].box, watch.picture.origin()
    seen = {
        photo.pixel(round(box.x + box.width * t - origin.x()), round(box.middle.y - origin.y()))
        for t in np.linspace(0.05, 0.95, 20)
    }
    assert len(seen) > 3, "the photograph itself"
    for pick in (Pick("picture", 5), Pick("base", 5)):
        watch.picked.choose(pick)
        assert not watch.photo().isNull()
        watch.settle()
