"""The timeline: any walk ends in the bits of the direct way, within its memory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine.events import GRAINS, Cursor, back, forward
from nnviz.engine.run import Diverged, Run, State
from nnviz.engine.timeline import Timeline
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import OPTIMIZERS
from nnviz.optimizers.schedules import ReduceLROnPlateau
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain, template
from tests.engine.runs import bits, line_run, runs, small_run
from tests.layers.parts import label

CAPS = [1, 3_000, 20_000, 2**28]
"""From two kept states over a few to all of them."""


def twin(run: Run) -> Run:
    """Return a second run of the same document, which shares no memory with the first."""
    return Run(run.document, run.dataset, run.dtype)


def direct(run: Run, step: int) -> State:
    """Return a state computed in one go from the start."""
    fresh = twin(run)
    return fresh.advance(fresh.start(), step)[0]


move = st.one_of(
    st.tuples(st.sampled_from(["forward", "back"]), st.sampled_from(GRAINS)),
    st.tuples(st.just("jump"), st.integers(0, 60)),
)


@settings(max_examples=80)
@given(runs, st.sampled_from(CAPS), st.lists(move, min_size=1, max_size=12), st.booleans())
def test_any_walk_ends_in_the_bits_of_the_direct_way(run, cap, walk, look):
    timeline, cursor = Timeline(run, cap), Cursor()
    for kind, how in walk:
        if kind == "jump":
            cursor = Cursor(how, cursor.event)
        else:
            go = forward if kind == "forward" else back
            cursor = go(cursor, run.events, how, run.steps_per_epoch)
        if look:  # the window shows the step of the moment
            assert timeline.trace(cursor.step).step == cursor.step
        assert timeline.state(cursor.step).step == cursor.step
        assert_kept(timeline, cap)
    assert timeline.state(cursor.step) == direct(run, cursor.step)


def assert_kept(timeline: Timeline, cap: int) -> None:
    """No more is kept than the cap allows, but the first state, one more and the newest."""
    kept = timeline.key_states
    assert sum(state.nbytes for state in kept[:-1]) <= cap or len(kept) <= 3
    steps = [state.step for state in kept]
    assert steps == sorted(set(steps))
    assert steps[0] == 0
    assert steps[-1] == timeline.length
    assert all(step % timeline.stride == 0 for step in steps[:-1])


@settings(max_examples=40)
@given(runs, st.sampled_from(CAPS), st.integers(0, 40))
def test_a_traced_step_ends_in_the_next_state(run, cap, step):
    timeline = Timeline(run, cap)
    trace = timeline.trace(step)
    assert trace.before == timeline.state(step)
    assert trace.after == timeline.state(step + 1)
    assert trace.after == direct(run, step + 1)
    assert trace.loss == pytest.approx(timeline.losses[step], rel=1e-5, abs=1e-6)
    assert timeline.trace(step) is trace


PLATEAU = SGD(0.5, schedule=ReduceLROnPlateau(0.5, 0, 0.5))
"""Its rate is halved after every epoch but the first."""


@pytest.mark.parametrize(
    "optimizer",
    [SGD(0.5), SGD(0.1, 0.9), PLATEAU, *(kind(learning_rate=0.05) for kind in OPTIMIZERS.values())],
    ids=label,
)
def test_all_states_in_any_order(optimizer):
    """Every state, there and back again, with keys so few that almost all of them are computed anew."""
    run = small_run(optimizer)
    steps = range(4 * run.steps_per_epoch)
    expected = {step: direct(run, step) for step in steps}
    timeline = Timeline(run, memory_cap=1)
    for step in [*steps, *reversed(steps), *np.random.default_rng(0).permutation(steps).tolist()]:
        assert timeline.state(step) == expected[step]
    assert timeline.stride > 1


def two_ways() -> tuple[Run, Run]:
    """Return two runs of one document whose steps differ in their last bits."""
    run = small_run(SGD(0.3, 0.9))
    slow = Run(run.document, run.dataset, run.dtype, path="reference")
    assert slow.path != run.path
    return slow, run


@pytest.mark.parametrize("cap", CAPS)
@pytest.mark.parametrize("traced", [False, True])
def test_a_faster_way_takes_over_and_what_was_before_keeps_its_bits(cap, traced):
    slow, fast = two_ways()
    timeline = Timeline(slow, cap)
    before = [timeline.state(step) for step in range(14)]
    shown = timeline.trace(13) if traced else None
    first = timeline.switch(fast)
    assert first == (14 if traced else 13)
    assert timeline.run is fast
    at_switch = timeline.state(first)
    assert at_switch == direct_on(slow, first)
    expected = {step: fast.advance(at_switch, step - first)[0] for step in range(first, 60)}
    assert expected[59] != direct_on(slow, 59)  # else nothing is shown here
    walk = [*range(60), *reversed(range(60)), *np.random.default_rng(0).permutation(60).tolist()]
    for step in walk:
        assert timeline.state(step) == (before[step] if step < 14 else expected[step]), step
    if shown is not None:
        assert shown.after == timeline.state(14)
    for step in (3, 12, 13, 14, 20, 58):
        trace = timeline.trace(step)
        assert trace.before == timeline.state(step)
        assert trace.after == timeline.state(step + 1)
    assert len(timeline.losses) == timeline.length


def direct_on(run: Run, step: int) -> State:
    """Return a state computed in one go on the way of this run."""
    fresh = Run(run.document, run.dataset, run.dtype, path=run.path)
    return fresh.advance(fresh.start(), step)[0]


def test_what_a_schedule_remembers_is_part_of_every_state():
    """Replayed from a key far before, the losses of the epoch so far and the reductions are the same bits."""
    run = small_run(PLATEAU)
    timeline = Timeline(run, memory_cap=1)
    steps = range(5 * run.steps_per_epoch)
    memories = [direct(run, step).memory for step in steps]
    rates = [timeline.trace(step).rate for step in steps]
    assert [timeline.state(step).memory for step in reversed(steps)] == memories[::-1]
    assert rates == [0.5 / 2 ** max(step // run.steps_per_epoch - 1, 0) for step in steps]
    assert len(set(memories)) == len(memories)


def test_wide_network_on_several_threads_of_the_linear_algebra():
    """Products large enough for them to be shared out."""
    document = template("digits").build()
    wide = document.with_(
        design=chain(*(n.layer for n in document.design.nodes[:2]), Dense(600, "relu"), Dense(10, "softmax"))
    )
    run = Run(wide.with_setup(batch_size=256), document.setup.data.load())
    timeline = Timeline(run, memory_cap=1)
    expected = [bits(timeline.state(step).theta, timeline.state(step).slots) for step in range(13)]
    for step in (5, 11, 3, 12, 0):
        assert bits(timeline.state(step).theta, timeline.state(step).slots) == expected[step]
        assert bits(timeline.trace(step).before.theta) == expected[step][:1]
    assert timeline.trace(11).after == timeline.state(12) == direct(run, 12)


def test_keys_are_thinned_and_cover_the_run():
    run = small_run()
    cap = 10 * (run.start().nbytes + 512)
    timeline = Timeline(run, cap)
    for step in range(200):
        timeline.state(step)
        assert_kept(timeline, cap)
    steps = [state.step for state in timeline.key_states]
    assert timeline.stride == 32
    assert steps == [*range(0, 193, 32), 199]


def test_few_steps_are_all_kept():
    timeline = Timeline(small_run())
    timeline.state(50)
    assert [state.step for state in timeline.key_states] == list(range(51))


def test_no_more_traces_are_kept_than_memory_allows():
    run = small_run()
    timeline = Timeline(run, memory_cap=3 * Timeline(run).trace(0).nbytes)
    first = timeline.trace(0)
    assert timeline.trace(0) is first
    for step in range(1, 5):
        timeline.trace(step)
    again = timeline.trace(0)
    assert again is not first
    assert again.after == first.after
    assert timeline.trace(4).step == 4


def test_going_on_where_a_walk_was_broken_off():
    """A newer request cancels an older one between two pieces of work."""
    run = small_run(Adam(0.05))
    timeline = Timeline(run, 3_000)
    for step in timeline.extend(50):
        if step >= 20:
            break
    assert 20 <= timeline.length < 50
    assert timeline.state(50) == direct(run, 50)
    assert len(timeline.losses) == 50


def test_going_on_is_reported_now_and_then():
    timeline = Timeline(small_run(), memory_cap=1)
    reached = list(timeline.extend(300))
    assert reached == sorted(set(reached))
    assert reached[-1] == 300
    assert list(timeline.extend(300)) == []


def test_losses_are_those_of_the_batches():
    run = small_run()
    timeline = Timeline(run)
    timeline.state(12)
    assert timeline.length == 12
    expected = [run.loss(timeline.state(i).theta, *run_batch(run, i)) for i in range(12)]
    assert timeline.losses == pytest.approx(expected, rel=1e-6)


def run_batch(run: Run, step: int) -> tuple[np.ndarray, np.ndarray]:
    rows = run.batch(step).indices
    return run.dataset.x_train[rows], run.dataset.y_train[rows]


def test_test_losses_are_measured_at_their_stride():
    run = small_run(batch_size=23)
    timeline = Timeline(run)
    timeline.state(40)
    rows = timeline.test_losses
    assert rows[:, 0].tolist() == list(range(0, 41, timeline.test_stride))
    data = run.dataset
    for step, loss in rows:
        assert loss == pytest.approx(
            run.loss(timeline.state(int(step)).theta, data.x_test, data.y_test), rel=1e-6
        )


def test_a_network_without_steps_to_take_has_its_first_state():
    timeline = Timeline(small_run())
    assert timeline.length == 0
    assert timeline.losses.shape == (0,)
    assert timeline.test_losses.shape == (0, 2)
    assert timeline.state(0) == small_run().start()


# --- numbers without end ---------------------------------------------------------------------------------


@pytest.mark.parametrize("cap", CAPS)
@pytest.mark.parametrize(
    ("run", "step", "quantity", "part"),
    [
        (lambda: line_run(1e3), 6, "loss", "forward"),
        (lambda: line_run(1e30), 1, "loss", "forward"),
        (lambda: line_run(1e300), 0, "kernel", "update"),
        (lambda: line_run(1e38, Adam), 1, "loss", "forward"),
        (lambda: line_run(1e38, layers=2), 0, "kernel", "update"),
    ],
    ids=["grows", "leaps", "at once", "adam", "two layers"],
)
def test_divergence_is_told_with_its_step_and_layer(run, step, quantity, part, cap):
    made = run()
    timeline = Timeline(made, cap)
    with pytest.raises(Diverged) as caught:
        timeline.state(10_000)
    fault = caught.value
    assert (fault.step, fault.layer, fault.quantity, fault.part) == (step, "line_0", quantity, part)
    said = {
        "forward": "the {} of “line_0” is no longer",
        "update": "the update makes the {} of “line_0” no longer",
    }
    assert f"At step {step} {said[part].format(quantity)} a finite number" in str(fault)
    # Everything before is unharmed, and nothing behind was counted.
    assert timeline.length == fault.step
    assert np.isfinite(timeline.losses).all()
    assert len(timeline.losses) == fault.step
    for step in {0, fault.step // 2, max(fault.step - 1, 0), fault.step}:
        assert timeline.state(step) == direct(made, step)
        assert (timeline.trace(step).fault is None) == (step < fault.step)
    # The step that fails can be looked at.
    trace = timeline.trace(fault.step)
    assert (trace.fault.step, trace.fault.layer) == (fault.step, fault.layer)
    assert np.isfinite(trace.loss) == (part == "update")
    # And it fails again.
    with pytest.raises(Diverged):
        timeline.state(fault.step + 1)
    assert timeline.length == fault.step


def test_first_layer_with_a_number_that_is_none_is_named():
    run = line_run(0.1, layers=3)
    state = run.start()
    theta = state.theta.copy()
    run.network.slots["line_1/bias"].view(theta)[...] = np.inf
    with pytest.raises(Diverged) as caught:
        run.advance(State(4, theta, state.slots))
    assert (caught.value.step, caught.value.layer, caught.value.quantity) == (4, "line_1", "bias")


def test_overflow_inside_a_layer_is_named_there():
    run = line_run(0.1, layers=3)
    state = run.start()
    theta = np.full_like(state.theta, 1e30)
    with pytest.raises(Diverged) as caught:
        run.advance(State(0, theta, state.slots))
    assert (caught.value.layer, caught.value.quantity) == ("line_1", "z")


def test_weights_that_are_not_finite_from_the_start():
    document = template("circle").build()
    design = chain(("point", Input()), ("output", Dense(1, "sigmoid")))
    spoiled = document.with_(design=design).with_weights({"output/kernel": np.full((2, 1), np.nan, "f4")})
    timeline = Timeline(Run(spoiled, document.setup.data.load()))
    with pytest.raises(Diverged) as caught:
        timeline.state(1)
    assert (caught.value.step, caught.value.layer, caught.value.quantity) == (0, "output", "kernel")
    assert timeline.trace(0).fault is not None
