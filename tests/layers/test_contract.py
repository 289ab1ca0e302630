"""What holds for every layer and every activation, whoever adds it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import GROUPS, LAYERS, Layer, Pass, Shape
from nnviz.resources import resource
from tests.layers.parts import accepted, assert_value, label, variants

BATCH = 3
SEED = 11
"""Of the masks and noise of layers that draw them: the same in every pass, so that differences can be taken."""
EPSILON = 1e-5
"""Step of the central difference: its own error is of the order ε², far below the tolerance."""

Case = tuple[Layer, tuple[Shape, ...]]


def cases() -> list[Case]:
    layers = [layer for kind in LAYERS.values() if not kind.sealed for layer in variants(kind)]
    # A layer without ports is fed with samples of the shape that it declares.
    return [
        (layer, inputs)
        for layer in layers
        for inputs in (accepted(layer) if layer.ports else [(layer.output_shape(),)])
    ]


def name(case: Case) -> str:
    return f"{label(case[0])}-{'-'.join('x'.join(map(str, shape)) for shape in case[1])}"


@pytest.fixture(params=cases(), ids=name)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


def some(accept: Callable[[Layer, tuple[Shape, ...]], object]) -> pytest.MarkDecorator:
    """Give a test only the cases that it is about."""
    return pytest.mark.parametrize("case", [case for case in cases() if accept(*case)], ids=name)


class Bench:
    """One layer with random input, weights and incoming gradient."""

    def __init__(self, case: Case, dtype: str = "float64", seed: int = 5) -> None:
        self.layer, shapes = case
        rng = np.random.default_rng(seed)
        if self.layer.takes_indices:
            self.x = tuple(rng.integers(0, 2, (BATCH, *shape)).astype(dtype) for shape in shapes)
        else:
            self.x = tuple(rng.normal(size=(BATCH, *shape)).astype(dtype) for shape in shapes)
        self.declared = self.layer.weights(*shapes) if self.layer.ports else ()
        # What is not trained may be a variance, which is above 0.
        self.weights = [
            (rng.normal(size=w.shape) if w.trainable else rng.uniform(0.5, 2, w.shape)).astype(dtype)
            for w in self.declared
        ]
        self.gradients = [np.full(w.shape, np.nan, dtype) for w in self.declared]
        self.output_shape = self.layer.output_shape(*shapes) if self.layer.ports else shapes[0]
        self.d_output = rng.normal(size=(BATCH, *self.output_shape)).astype(dtype)

    def forward(self, m: Pass | None = None) -> Pass:
        m = m or Pass(training=True)
        m.x, m.seed = self.x, (SEED,)
        self.layer.forward(m, self.weights)
        return m

    def backward(self, m: Pass, from_z: bool = False, need_dx: bool = True) -> Pass:
        if from_z:
            m.dz = self.d_output
        else:
            m.da = self.d_output
        self.layer.backward(m, self.weights, self.gradients, from_z, need_dx)
        return m

    def objective(self, of_z: bool) -> float:
        """Return Σ dy · y, whose gradient with respect to y is the incoming gradient."""
        m = self.forward()
        return float(np.sum(self.d_output * (m.z if of_z else m.a)))

    def differences(self, array: np.ndarray, of_z: bool) -> np.ndarray:
        """Return the central difference of the objective for every entry of an input or a weight."""
        found = np.empty_like(array)
        for index in np.ndindex(array.shape):
            kept = array[index]
            array[index] = kept + EPSILON
            up = self.objective(of_z)
            array[index] = kept - EPSILON
            found[index] = (up - self.objective(of_z)) / (2 * EPSILON)
            array[index] = kept
        return found


def assert_gradient(found: np.ndarray, expected: np.ndarray) -> None:
    assert found.shape == expected.shape
    assert np.max(np.abs(found - expected)) <= 1e-7 * max(1.0, np.max(np.abs(expected)))


@pytest.mark.parametrize("kind", LAYERS)
def test_layer_takes_some_shape(kind):
    """So that none of the tests below is empty for it."""
    assert LAYERS[kind].sealed or all(accepted(layer) for layer in variants(LAYERS[kind]) if layer.ports)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_shape_rule_is_the_forward_shape(case, dtype):
    bench = Bench(case, dtype)
    m = bench.forward()
    assert m.a.shape == (BATCH, *bench.output_shape)
    assert m.a.dtype == dtype
    assert m.z is None or m.z.shape == m.a.shape
    assert all(isinstance(n, int) for n in bench.output_shape)


def test_activation_is_named_if_and_only_if_there_is_a_sum(case):
    m = Bench(case).forward()
    name = case[0].activation_name
    assert bool(name) == (m.z is not None)
    if name:
        np.testing.assert_array_equal(m.a, ACTIVATIONS[name].forward(m.z))


def assert_gradients(case: Case, of_z: bool) -> None:
    bench = Bench(case)
    m = bench.backward(bench.forward(), from_z=of_z)
    for gradient, weight, declared in zip(bench.gradients, bench.weights, bench.declared, strict=True):
        if declared.trainable:
            assert_gradient(gradient, bench.differences(weight, of_z))
    assert len(m.dx) == len(case[1] if case[0].ports else ())
    if not case[0].takes_indices:
        for dx, x in zip(m.dx, bench.x if m.dx else (), strict=True):
            assert_gradient(dx, bench.differences(x, of_z))


def test_gradients_agree_with_central_differences(case):
    assert_gradients(case, of_z=False)


@some(lambda layer, shapes: layer.activation_name)
def test_gradients_from_z_agree_with_central_differences(case):
    assert_gradients(case, of_z=True)


def test_gradients_do_not_depend_on_whether_dx_is_asked_for(case):
    bench, other = Bench(case), Bench(case)
    bench.backward(bench.forward(), need_dx=True)
    other.backward(other.forward(), need_dx=False)
    assert [g.tobytes() for g in bench.gradients] == [g.tobytes() for g in other.gradients]


def test_inputs_weights_and_incoming_gradient_are_not_written_to(case):
    for from_z in (False, True):
        if from_z and not case[0].activation_name:
            continue
        bench = Bench(case)
        for array in (*bench.x, *bench.weights, bench.d_output):
            array.flags.writeable = False
        bench.backward(bench.forward(), from_z=from_z)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_reused_scratch_gives_the_same_bits(case, dtype):
    """A pass that held another batch before ends in the bits of a fresh one."""
    used, fresh = Bench(case, dtype, seed=1), Bench(case, dtype, seed=2)
    m = used.backward(used.forward())
    again = fresh.backward(fresh.forward(m))
    reused = [a.tobytes() for a in (again.a, *again.dx, *fresh.gradients, *again.updates.values())]
    twin = Bench(case, dtype, seed=2)
    m = twin.backward(twin.forward())
    assert reused == [a.tobytes() for a in (m.a, *m.dx, *twin.gradients, *m.updates.values())]


def test_weights_are_declared_in_full(case):
    bench = Bench(case)
    for weight in bench.declared:
        value = weight.initializer.sample(weight.shape, np.random.default_rng(0))
        assert all(name.isidentifier() for name in weight.name.split("/"))  # lstm_cell/kernel
        assert value.shape == weight.shape
        assert np.isfinite(value).all()
    assert len({w.name for w in bench.declared}) == len(bench.declared)


@some(lambda layer, shapes: layer.stacks(*shapes))
def test_layers_that_stack_take_many_weight_vectors_at_once(case):
    layer = case[0]
    benches = [Bench(case, seed=seed) for seed in range(4)]
    m = Pass()
    m.x = benches[0].x
    # A row (a bias) gets an axis for the samples, as the network's own views have it.
    stacked = [np.stack(w) for w in zip(*(b.weights for b in benches), strict=True)]
    layer.forward(m, [w[:, None, :] if w.ndim == 2 else w for w in stacked])
    for index, bench in enumerate(benches):
        bench.x = benches[0].x
        expected = bench.forward(Pass()).a  # a surface is that of the network in use, without masks and noise
        found = m.a[index] if stacked else m.a
        np.testing.assert_allclose(found, expected, rtol=1e-13)


def test_keras_call_names_what_differs_from_the_default(case):
    call = case[0].keras()
    assert call.name == "keras.Input" or call.name == f"layers.{case[0].kind()}"
    assert set(call.kwargs) <= set(case[0].changed())
    given = {*call.args, *call.kwargs.values()}
    assert given >= set(case[0].changed().values())


@pytest.mark.parametrize("kind", LAYERS)
def test_layer_tells_what_it_is(kind):
    layer = LAYERS[kind]()
    assert layer.title
    assert layer.help.endswith(".")
    assert layer.group in GROUPS
    assert all(info.help for info in layer.declared().values())
    assert resource("icons", f"layer-{kind.lower()}.svg").is_file()
    assert "https://keras.io/" in (LAYERS[kind].__doc__ or "")
    assert_value(layer)
    assert isinstance(layer.summary(), str)


def test_the_layers_of_this_version_are_there():
    assert {"Input", "Dense", "Activation", "Flatten"} <= set(LAYERS)


@pytest.fixture(params=sorted(ACTIVATIONS))
def activation(request):
    return ACTIVATIONS[request.param]


def test_the_activations_of_this_version_are_there():
    assert len(ACTIVATIONS) == 28


def test_activation_is_listed_by_its_name_and_has_formulas(activation):
    assert ACTIVATIONS[activation.name] is activation
    assert activation.formula
    assert activation.derivative


def test_activation_agrees_with_central_differences(activation):
    rng = np.random.default_rng(3)
    z, da = rng.normal(0, 2, (4, 5)), rng.normal(size=(4, 5))
    dz = activation.backward(da, z, activation.forward(z))
    expected = np.empty_like(z)
    for index in np.ndindex(z.shape):
        up, down = z.copy(), z.copy()
        up[index] += EPSILON
        down[index] -= EPSILON
        change = activation.forward(up) - activation.forward(down)
        expected[index] = np.sum(da * change) / (2 * EPSILON)
    assert_gradient(dz, expected)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_activation_writes_where_it_is_told_and_nowhere_else(activation, dtype):
    rng = np.random.default_rng(4)
    z, da = rng.normal(size=(3, 4)).astype(dtype), rng.normal(size=(3, 4)).astype(dtype)
    z.flags.writeable = da.flags.writeable = False
    a = activation.forward(z)
    dz = activation.backward(da, z, a)
    assert a.dtype == dz.dtype == dtype
    places = np.full_like(z, np.nan), np.full_like(z, np.nan)
    again = activation.forward(z, places[0])
    back = activation.backward(da, z, again, places[1])
    assert again.tobytes() == a.tobytes()
    assert back.tobytes() == dz.tobytes()
    if activation.name != "linear":  # which hands its argument on
        assert again is places[0]
        assert back is places[1]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_activation_stays_finite_for_large_numbers(activation, dtype):
    z = np.array([[-1e4, -90.0, 0.0, 90.0, 1e4]], dtype)
    if activation.name == "exponential":  # e^z beyond 88 or 709 is no number of these types, nor in Keras
        z = z[:, :3]
    a = activation.forward(z)
    assert np.isfinite(a).all()
    assert np.isfinite(activation.backward(np.ones_like(z), z, a)).all()


@pytest.mark.parametrize(
    ("name", "z", "a", "derivative"),
    [
        ("linear", -1.5, -1.5, 1.0),
        ("relu", -1.5, 0.0, 0.0),
        ("relu", 0.0, 0.0, 0.0),
        ("relu", 1.5, 1.5, 1.0),
        ("sigmoid", 0.0, 0.5, 0.25),
        ("sigmoid", np.log(3), 0.75, 0.1875),
        ("tanh", 0.5 * np.log(3), 0.5, 0.75),
        ("softplus", 0.0, np.log(2), 0.5),
        ("softplus", np.log(3), np.log(4), 0.75),
    ],
)
def test_activation_by_hand(name, z, a, derivative):
    value = np.array([z])
    found = ACTIVATIONS[name].forward(value)
    assert found == pytest.approx([a], abs=1e-15)
    assert ACTIVATIONS[name].backward(np.ones(1), value, found) == pytest.approx([derivative])


def test_softmax_by_hand():
    a = ACTIVATIONS["softmax"].forward(np.log([[1.0, 2.0, 5.0]]))
    assert a == pytest.approx(np.array([[0.125, 0.25, 0.625]]))
