"""Pooling, padding, cropping and enlarging beside Keras, ties and NaN included."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from nnviz.layers.average_pooling1d import AveragePooling1D
from nnviz.layers.average_pooling2d import AveragePooling2D
from nnviz.layers.base import LAYERS, Pass, ShapeError
from nnviz.layers.cropping2d import Cropping2D
from nnviz.layers.global_average_pooling2d import GlobalAveragePooling2D
from nnviz.layers.global_max_pooling1d import GlobalMaxPooling1D
from nnviz.layers.global_max_pooling2d import GlobalMaxPooling2D
from nnviz.layers.max_pooling1d import MaxPooling1D
from nnviz.layers.max_pooling2d import MaxPooling2D
from nnviz.layers.up_sampling2d import UpSampling2D
from nnviz.layers.zero_padding2d import ZeroPadding2D
from tests.layers.beside import BATCH, Computed, beside_differences, beside_keras

POOLS = [
    (kind(pool_size, strides, padding), (*size, 3))
    for kind, (pool_size, strides), padding, size in product(
        [MaxPooling2D, AveragePooling2D],
        [((2, 2), None), ((3, 3), (2, 2)), ((2, 3), (1, 2)), ((1, 1), (2, 3)), ((2, 2), (3, 3))],
        ["valid", "same"],
        [(7, 6), (3, 8)],
    )
] + [
    (kind(pool_size, strides, padding), (9, 3))
    for kind, pool_size, strides, padding in product(
        [MaxPooling1D, AveragePooling1D], [2, 3], [None, 1, 4], ["valid", "same"]
    )
]
OTHERS = [
    (ZeroPadding2D(), (4, 5, 2)),
    (ZeroPadding2D((0, 2, 3, 1)), (4, 5, 2)),
    (ZeroPadding2D((2, 2, 1, 1)), (1, 1, 3)),
    (Cropping2D((1, 1, 2, 2)), (4, 5, 2)),
    (Cropping2D((0, 3, 1, 0)), (4, 5, 2)),
    (UpSampling2D((3, 1)), (4, 5, 2)),
    (UpSampling2D((1, 4)), (1, 2, 3)),
]


def named(case: Any) -> str:
    return f"{case[0].kind()}({case[0].changed()})-{case[1]}".replace(" ", "")


@pytest.fixture
def keras() -> Any:
    pytest.importorskip("tensorflow")
    return pytest.importorskip("keras")


@pytest.mark.parametrize("case", POOLS + OTHERS, ids=named)
def test_beside_keras(case, keras):
    assert beside_keras(*case)


@pytest.mark.parametrize("case", [c for c in POOLS if "Max" in c[0].kind()], ids=named)
def test_of_equal_maxima_the_first_gets_the_gradient_as_in_keras(case, keras):
    """Whole numbers from few make many ties; after a relu most windows are all zero."""
    layer, shape = case
    x = np.random.default_rng(1).integers(-1, 2, (BATCH, *shape)).astype("float64")
    assert beside_keras(layer, shape, x=x)
    assert beside_keras(layer, shape, x=np.zeros_like(x))


@pytest.mark.parametrize("layer", [GlobalMaxPooling2D(), GlobalMaxPooling2D(keepdims=True)])
def test_of_equal_maxima_over_all_each_gets_its_share_as_in_keras(layer, keras):
    x = np.random.default_rng(1).integers(0, 3, (BATCH, 4, 5, 2)).astype("float64")
    assert beside_keras(layer, (4, 5, 2), x=x)


def test_first_maximum_by_hand():
    m = Computed(MaxPooling2D(), (2, 4, 1), x=np.array([[[[1], [3], [2], [2]], [[3], [3], [0], [2]]]])).m
    assert m.a.ravel().tolist() == [3, 2]
    left, right = m.da.ravel()
    assert m.dx[0][0, :, :, 0].tolist() == [[0, left, right, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (5, 4)])
@pytest.mark.parametrize("factors", [(2, 2), (3, 2), (1, 5)])
def test_bilinear_beside_keras(size, factors, keras):
    """TensorFlow resizes in single precision; the gradient is held to differences in double precision too."""
    layer = UpSampling2D(factors, "bilinear")
    assert beside_keras(layer, (*size, 2), dtype="float32")
    beside_differences(layer, (*size, 2))


@pytest.mark.parametrize("position", range(4))
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_nan_stays_nan(position, padding):
    """TensorFlow on a processor passes over NaN; here it must not be hidden, wherever in the window it is."""
    x = np.ones((1, 4, 4, 2))
    x[0, position // 2, position % 2, 0] = np.nan
    a = Computed(MaxPooling2D(padding=padding), (4, 4, 2), x=x).m.a
    assert np.isnan(a[0, 0, 0, 0])
    assert np.isnan(a).sum() == 1
    assert np.isnan(Computed(GlobalMaxPooling2D(), (4, 4, 2), x=x).m.a).tolist() == [[True, False]]


def test_mean_at_the_border_is_over_the_pixels_there_are():
    a = Computed(AveragePooling2D((3, 3), (1, 1), "same"), (3, 3, 1), x=np.ones((1, 3, 3, 1))).m.a
    np.testing.assert_array_equal(a, np.ones_like(a))


def test_pixels_that_no_window_holds_get_no_gradient_also_in_used_scratch():
    layer, m = MaxPooling2D(), Pass(training=True)
    rng = np.random.default_rng(3)
    for _ in range(2):
        m.x = (rng.normal(size=(2, 5, 5, 1)),)
        layer.forward(m, [])
        m.da = rng.normal(size=m.a.shape)
        layer.backward(m, [], [], from_z=False, need_dx=True)
        assert not m.dx[0][:, 4].any()
        assert not m.dx[0][:, :, 4].any()
        assert m.dx[0].sum() == pytest.approx(m.da.sum())


def test_what_does_not_fit_is_told_with_the_mend():
    with pytest.raises(
        ShapeError, match="MaxPooling2D covers 4×4 pixels, but what it gets is only 3×9 large"
    ):
        MaxPooling2D((4, 4)).output_shape((3, 9, 1))
    with pytest.raises(ShapeError, match="cuts off 4 rows and 0 columns, but the picture is only 4×4"):
        Cropping2D((2, 2, 0, 0)).output_shape((4, 4, 1))
    with pytest.raises(ShapeError, match="needs sequences of steps and channels, but it gets 4×4×1"):
        GlobalMaxPooling1D().output_shape((4, 4, 1))
    with pytest.raises(ShapeError, match="Put a Reshape to 8×8×1 before it"):
        GlobalAveragePooling2D().output_shape((8, 8))


@pytest.mark.parametrize(
    "layer",
    [
        MaxPooling2D((3, 2), padding="same"),
        MaxPooling2D((3, 3), (2, 2)),
        MaxPooling1D(4, 3),
        AveragePooling1D(),
        AveragePooling2D((4, 4)),
        GlobalMaxPooling2D(keepdims=True),
        ZeroPadding2D((1, 2, 3, 4)),
        ZeroPadding2D((2, 2, 0, 0)),
        Cropping2D((1, 0, 0, 2)),
        UpSampling2D((2, 3), "bilinear"),
    ],
    ids=lambda layer: f"{layer.kind()}{layer.changed()}",
)
def test_configuration_of_keras_comes_back(layer, keras):
    call = layer.keras()
    config = getattr(keras.layers, layer.kind())(*call.args, **call.kwargs).get_config()
    fields = LAYERS[layer.kind()].fields_of_keras(config)
    assert type(layer)(**{name: fields[name] for name in layer.values()}) == layer


def test_keras_call_is_what_a_user_writes():
    assert MaxPooling2D().keras().kwargs == {}
    assert AveragePooling2D().keras().args == ((2, 2),)
    assert ZeroPadding2D((1, 1, 2, 2)).keras().args == ((1, 2),)
    assert ZeroPadding2D((0, 1, 0, 1)).keras().args == (((0, 1), (0, 1)),)
