"""Convolutions beside plain loops, beside Keras over all their arguments, and their words for what does not fit."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.layers import convolving
from nnviz.layers.base import Pass, ShapeError
from nnviz.layers.conv1d import Conv1D
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.conv2d_transpose import Conv2DTranspose
from nnviz.layers.depthwise_conv2d import DepthwiseConv2D
from nnviz.layers.separable_conv2d import SeparableConv2D
from nnviz.parts import PartError
from tests.layers.beside import Computed, beside_differences, beside_keras

# ---- plain loops


def borders(size: int, reach: int, stride: int, padding: str) -> tuple[int, int]:
    """Return (zeros before, number of windows), from TensorFlow's notes on padding."""
    if padding == "valid":
        return 0, (size - reach) // stride + 1
    if padding == "causal":
        return reach - 1, (size - 1) // stride + 1
    zeros = max(reach - (stride if size % stride == 0 else size % stride), 0)
    return zeros // 2, -(-size // stride)


def loops(layer: Conv2D, x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Return the sums of Conv2D one by one."""
    reach = [(k - 1) * d + 1 for k, d in zip(layer.kernel_size, layer.dilation_rate, strict=True)]
    sides = [borders(x.shape[i + 1], reach[i], layer.strides[i], layer.padding) for i in (0, 1)]
    inner, own = kernel.shape[2], layer.filters // layer.groups
    z = np.zeros((len(x), sides[0][1], sides[1][1], layer.filters))
    for n, u, v, f in np.ndindex(z.shape):
        first = f // own * inner
        for i, j in np.ndindex(*layer.kernel_size):
            row = u * layer.strides[0] + i * layer.dilation_rate[0] - sides[0][0]
            column = v * layer.strides[1] + j * layer.dilation_rate[1] - sides[1][0]
            if 0 <= row < x.shape[1] and 0 <= column < x.shape[2]:
                z[n, u, v, f] += x[n, row, column, first : first + inner] @ kernel[i, j, :, f]
    return z


@st.composite
def convolutions(draw: Any) -> tuple[Conv2D, tuple[int, int, int]]:
    small = st.integers(1, 3)
    groups = draw(small)
    dilation = draw(st.tuples(small, small))
    layer = Conv2D(
        groups * draw(small),
        draw(st.tuples(small, small)),
        strides=draw(st.tuples(small, small)) if dilation == (1, 1) else (1, 1),
        padding=draw(st.sampled_from(["valid", "same"])),
        dilation_rate=dilation,
        groups=groups,
        use_bias=False,
    )
    least = [(k - 1) * d + 1 for k, d in zip(layer.kernel_size, dilation, strict=True)]
    size = [draw(st.integers(n if layer.padding == "valid" else 1, n + 4)) for n in least]
    return layer, (*size, groups * draw(st.sampled_from([1, 2, convolving.THIN + 1])))


@settings(max_examples=80, deadline=None)
@given(convolutions())
def test_conv2d_is_what_plain_loops_say(case):
    layer, shape = case
    ours = Computed(layer, shape)
    np.testing.assert_allclose(ours.m.a, loops(layer, ours.x, ours.weights[0]), rtol=1e-12, atol=1e-12)
    beside_differences(layer, shape)


@pytest.mark.parametrize("limit", [1, 2000, 10**9])
@pytest.mark.parametrize("channels", [2, convolving.THIN + 2])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_blocks_change_nothing(monkeypatch, limit, channels, padding):
    """Single samples, a last block that is not full, everything at once."""
    layers = [
        Conv2D(4, padding=padding, groups=2),
        Conv2D(4, (1, 1)),
        Conv2DTranspose(4, strides=(2, 2), padding=padding),
        DepthwiseConv2D(padding=padding, depth_multiplier=2),
        SeparableConv2D(4, padding=padding),
    ]
    x = np.random.default_rng(2).normal(size=(7, 6, 5, channels))
    plain = [Computed(layer, x.shape[1:], x=x).named() for layer in layers]
    monkeypatch.setattr(convolving, "BLOCK", limit)
    monkeypatch.setattr(convolving, "THIN_BLOCK", limit)
    for layer, expected in zip(layers, plain, strict=True):
        for name, value in Computed(layer, x.shape[1:], x=x).named().items():
            np.testing.assert_allclose(value, expected[name], rtol=1e-12, atol=1e-12)


# ---- Keras

SIZES = [(7, 6), (5, 9)]
STRIDES = [(1, 1), (2, 2), (2, 1), (1, 3), (3, 3)]
CONV2D = [
    (Conv2D(filters=6, kernel_size=kernel, strides=strides, padding=padding), (*size, channels))
    for kernel, strides, padding, size, channels in product(
        [(3, 3), (1, 1), (2, 3)], STRIDES, ["valid", "same"], SIZES, [1, convolving.THIN + 1]
    )
    if (size == SIZES[0]) == (channels == 1)
]
DILATED = [
    (Conv2D(4, kernel, padding=padding, dilation_rate=dilation, groups=groups), (8, 7, channels))
    for kernel, padding, dilation, (groups, channels) in product(
        [(2, 3)], ["valid", "same"], [(1, 1), (2, 2), (3, 1)], [(1, 3), (2, 6)]
    )
]
GROUPED = [(Conv2D(6, strides=(2, 2), padding=padding, groups=3), (7, 6, 6)) for padding in ("valid", "same")]
CONV1D = [
    (Conv1D(4, kernel, strides=strides, padding=padding, dilation_rate=dilation, groups=groups), (11, 4))
    for kernel, (strides, dilation), padding, groups in product(
        [2, 3], [(1, 1), (2, 1), (1, 3)], ["valid", "same", "causal"], [1, 2]
    )
    if groups == 1 or kernel == 3
]
DEPTHWISE = [
    (kind(**more, kernel_size=kernel, strides=s, padding=p, dilation_rate=d, depth_multiplier=m), (7, 8, 3))
    for (kind, more), kernel, (s, d), p, m in product(
        [(DepthwiseConv2D, {}), (SeparableConv2D, {"filters": 5})],
        [(3, 3), (2, 3)],
        [((1, 1), (1, 1)), ((2, 2), (1, 1)), ((1, 1), (2, 2))],
        ["valid", "same"],
        [1, 2],
    )
]
TRANSPOSED = [
    (Conv2DTranspose(4, kernel, strides=strides, padding=padding, output_padding=output), (4, 5, 3))
    for kernel, strides, padding, output in product(
        [(3, 3), (2, 2), (5, 4)],
        [(1, 1), (2, 2), (3, 2)],
        ["valid", "same"],
        [None, (0, 0), (1, 1)],
    )
] + [
    (Conv2DTranspose(4, padding=padding, dilation_rate=dilation), (4, 5, 3))
    for padding, dilation in product(["valid", "same"], [(2, 2), (1, 3)])
]


def named(case: Any) -> str:
    layer, shape = case
    return f"{layer.kind()}({layer.changed()})-{shape}".replace(" ", "")


def fits(case: Any) -> bool:
    try:
        case[0].output_shape(case[1])
    except ShapeError:
        return False
    return True


@pytest.fixture
def keras() -> Any:
    pytest.importorskip("tensorflow")
    return pytest.importorskip("keras")


def with_keras(cases: list[Any]) -> Any:
    return pytest.mark.parametrize("case", [case for case in cases if fits(case)], ids=named)


@with_keras(CONV2D + CONV1D + DEPTHWISE + TRANSPOSED)
def test_convolution_beside_keras(case, keras):
    assert beside_keras(*case)


@with_keras(DILATED + GROUPED)
def test_grouped_and_dilated_convolution_beside_keras(case, keras):
    """TensorFlow on a processor has no gradient for some of these; then central differences stand in."""
    if not beside_keras(*case):
        beside_differences(*case)


@with_keras([CONV2D[3], CONV2D[-1], CONV1D[4], DEPTHWISE[5], DEPTHWISE[-3], TRANSPOSED[-1]])
def test_convolution_in_single_precision(case, keras):
    assert beside_keras(*case, dtype="float32")


@pytest.mark.parametrize("case", TRANSPOSED, ids=named)
def test_transposed_convolution_refuses_what_keras_cannot_compute(case, keras):
    layer, shape = case
    call = layer.keras()
    try:
        keras.layers.Conv2DTranspose(*call.args, **call.kwargs)(np.zeros((1, *shape), "float32"))
        computed = True
    except Exception:  # noqa: BLE001 - Keras and TensorFlow raise many kinds
        computed = False
    assert fits(case) == computed


# ---- words


REFUSED = [
    (Conv2D(), (28, 28), "gets 28×28. Put a Reshape to 28×28×1 before it."),
    (Conv2D(), (784,), "gets 784. Put a Reshape to height, width and channels before it."),
    (Conv1D(), (30,), "gets 30. Put a Reshape, for example to 30×1, before it."),
    (Conv1D(), (4, 5, 2), "gets 4×5×2. Put a Reshape, for example to 20×2, before it."),
    (
        Conv2D(kernel_size=(3, 5), dilation_rate=(1, 2)),
        (8, 8, 1),
        "covers 3×9 pixels, but what it gets is only 8×8 large. Make the window smaller, or choose the padding “same”.",
    ),
    (
        Conv2D(8, groups=3),
        (8, 8, 6),
        "3 groups, which must divide its 8 filters and the 6 channels that it gets. Choose another number of groups.",
    ),
    (
        Conv2D(strides=(2, 2), dilation_rate=(2, 2)),
        (8, 8, 1),
        "2×2 and a dilation of 2×2; Keras allows only one of the two to be above 1. Set the other to 1.",
    ),
    (
        DepthwiseConv2D(strides=(2, 1)),
        (8, 8, 1),
        "strides 2×1, but TensorFlow needs the same number down and across. Make the two equal.",
    ),
    (
        Conv2DTranspose(kernel_size=(2, 2), strides=(2, 2), output_padding=(0, 0), padding="same"),
        (4, 4, 1),
        "for an even window and the padding “same”, above 0. Leave it empty to let Keras choose.",
    ),
]


@pytest.mark.parametrize(("layer", "shape", "words"), REFUSED)
def test_what_does_not_fit_is_told_with_the_mend(layer, shape, words):
    with pytest.raises(ShapeError) as caught:
        layer.output_shape(shape)
    assert layer.kind() in str(caught.value)
    assert str(caught.value).endswith(words)


@pytest.mark.parametrize(
    "layer",
    [
        Conv2D(4, (3, 2), strides=(2, 1), padding="same", groups=2, activation="relu"),
        Conv1D(4, 5, padding="causal", dilation_rate=2, use_bias=False),
        Conv2DTranspose(4, (3, 3), strides=(2, 2), output_padding=(1, 0)),
        DepthwiseConv2D((5, 5), depth_multiplier=3),
        SeparableConv2D(7, padding="same", dilation_rate=(2, 3)),
    ],
    ids=lambda layer: layer.kind(),
)
def test_configuration_of_keras_comes_back(layer, keras):
    call = layer.keras()
    config = getattr(keras.layers, layer.kind())(*call.args, **call.kwargs).get_config()
    fields = type(layer).fields_of_keras(config)
    plain = {
        name: fields[name]
        for name in layer.values()
        if not isinstance(fields.get(name), dict) and name in fields
    }
    plain = {name: tuple(v) if isinstance(v, list) else v for name, v in plain.items()}
    assert type(layer)(**plain) == layer
    with pytest.raises(PartError, match="channels_last"):
        type(layer).fields_of_keras({**config, "data_format": "channels_first"})


def test_keras_call_is_what_a_user_writes():
    call = Conv2D(32, (5, 5), activation="relu").keras()
    assert (call.name, call.args, call.kwargs) == ("layers.Conv2D", (32, (5, 5)), {"activation": "relu"})
    assert Conv1D(16, 3).keras().args == (16, 3)


def test_no_gradient_is_computed_for_the_picture_unless_it_is_asked_for():
    layer = Conv2D(2)
    m = Pass(training=True)
    m.x, weights = (np.ones((1, 5, 5, 1)),), [np.ones((3, 3, 1, 2)), np.zeros(2)]
    layer.forward(m, weights)
    m.da = np.ones_like(m.a)
    layer.backward(m, weights, [np.empty_like(w) for w in weights], from_z=False, need_dx=False)
    assert m.dx == ()
    assert "spread" not in m.scratch
    assert not m.kept
