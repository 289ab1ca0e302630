"""The weights that the loss surface is drawn over, when the network changes."""

from __future__ import annotations

from nnviz.templates.base import template
from nnviz.ui.main import make_window


def _drawn(window):
    picture = window.watch.surface.picture
    return picture is not None and picture.grid.complete and window.session.moment is not None


def test_weights_of_another_array_by_the_same_name_are_chosen_anew(qtbot):
    window = make_window()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: _drawn(window), timeout=20_000)
    panel, network = window.watch.surface, window.session.moment.trace.network
    choice = panel.picture.choice
    paths = {weight.path for weight in choice}
    assert paths <= set(network.slots)
    # The same shapes: the axes stay.
    window.session.edit("", lambda d: d.with_setup(batch_size=20))
    qtbot.waitUntil(lambda: not window.session.worker.busy("build") and _drawn(window), timeout=20_000)
    assert panel.picture.choice == choice
    # The same names with other shapes: the axes are chosen anew.
    other = template("spiral").build()
    assert paths <= {f"{node.name}/kernel" for node in other.design.nodes}
    window.session.open_document(other, None)
    qtbot.waitUntil(lambda: not window.session.worker.busy("build") and _drawn(window), timeout=20_000)
    shapes = {path: slot.shape for path, slot in window.session.moment.trace.network.slots.items()}
    assert all(shapes[w.path] != network.slots[w.path].shape for w in choice)
    assert panel.picture.choice != choice
