"""Memory of the timeline: counted in bytes, for the sizes that classes use."""

from __future__ import annotations

import sys

import numpy as np

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.engine.run import Run, State
from nnviz.engine.timeline import _TRACES, MEMORY_CAP, Timeline
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import chain, template


def bytes_of(state: State) -> int:
    """Return what a kept state costs: its data and its Python objects."""
    arrays = (state.theta, state.slots)
    objects = sum(sys.getsizeof(a) + (0 if a.base is None else sys.getsizeof(a.base)) for a in arrays)
    return objects + sys.getsizeof(state) + sys.getsizeof(state.__dict__)


def test_ten_thousand_steps_of_a_small_network_are_all_kept_in_64_mb():
    document = template("circle").build()
    timeline = Timeline(Run(document, document.setup.data.load()))
    timeline.state(10_000)
    assert timeline.stride == 1
    assert sum(map(bytes_of, timeline.key_states)) + 16 * len(timeline.losses) < 64 * 2**20


def test_a_thousand_steps_of_a_large_network_fit_in_512_mb():
    """Counted, not run: the keys, the traces that are kept, and two states on the way."""
    x, y = np.zeros((128, 784), "f4"), np.zeros(128, int)
    layers = Input((784,)), Dense(512, "relu"), Dense(512, "relu"), Dense(10, "softmax")
    setup = Setup(loss=SparseCategoricalCrossentropy(), optimizer=Adam(), batch_size=128)
    names = tuple(str(i) for i in range(10))
    data = Dataset(x, y, x[:0], y[:0], "classes", NOT_SCALED, names)
    timeline = Timeline(Run(Document("digits", chain(*layers), setup), data))
    trace = timeline.trace(0)
    for step in range(1, 1001):
        if step % timeline.stride == 0:
            timeline._keep(State(step, trace.before.theta, trace.before.slots))
    keys = sum(state.nbytes for state in timeline.key_states)
    assert len(timeline.key_states) > 10
    assert keys <= MEMORY_CAP
    assert timeline.stride > 1  # it holds however far it goes
    assert keys + _TRACES * trace.nbytes + 2 * trace.before.nbytes < 512 * 2**20
