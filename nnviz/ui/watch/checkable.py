"""What of an explanation can be checked numerically: a weight, an error signal, the gradient of an input."""

from __future__ import annotations

import numpy as np

from nnviz.engine.network import Stage
from nnviz.engine.numerical import value_path
from nnviz.engine.run import Trace
from nnviz.ui.watch.explanation import Explanation
from nnviz.ui.watch.kernels import kernel_slot
from nnviz.ui.watch.known import Pick

Target = tuple[str, tuple[int, ...]]
"""Path and place as :func:`nnviz.engine.numerical.checking` takes them."""


def target_of(explanation: Explanation, picked: Pick | None, trace: Trace, row: int) -> Target | None:
    """Return what the explanation gives the gradient of, for sample ``row``; None before the backward pass."""
    # A picked weight whose gradient comes later in the step is explained by what it is made of.
    pick = picked if picked is not None and picked.is_weight else explanation.pick
    if explanation.phase not in ("backward", "update") or pick is None:
        return None
    place = trace.network.position.get(pick.layer)
    if place is None:
        return None
    stage = trace.network.stages[place]
    if explanation.quantity in ("dz", "dx") and not pick.is_weight:
        return _of_value(explanation, stage, trace, row, pick.unit)
    return _of_weight(stage, pick, trace)


def _of_value(explanation: Explanation, stage: Stage, trace: Trace, row: int, unit: int) -> Target | None:
    found = trace.layers[stage.name]
    at_z = bool(stage.layer.activation_name)
    signals = found.dz if at_z else found.da
    if at_z != (explanation.quantity == "dz") or signals is None or row >= len(signals):
        return None
    if not any(
        equation.result == float(signals[row].reshape(-1)[unit]) for equation in explanation.equations
    ):
        return None  # what one of several layers hands back is not yet the whole gradient
    return value_path(stage), (row, *(int(i) for i in np.unravel_index(unit, signals.shape[1:])))


def _of_weight(stage: Stage, pick: Pick, trace: Trace) -> Target | None:
    if pick.weight is not None:
        slot = kernel_slot(stage)
        return (slot.path, pick.weight) if slot is not None and slot.trainable else None
    trained = {slot.path.rpartition("/")[2]: slot for slot in stage.slots if slot.trainable}
    kernel, bias = trained.get("kernel"), trained.get("bias")
    if kernel is None:
        return None
    if stage.layer.affine and len(kernel.shape) == 2 and pick.unit < kernel.shape[1]:
        if pick.source is not None and pick.source < kernel.shape[0]:
            return kernel.path, (pick.source, pick.unit)
        return (bias.path, (pick.unit,)) if bias is not None else None
    # A kernel whose entries cannot be picked one by one: the one with the largest gradient.
    largest = int(np.argmax(np.abs(trace.gradient_of(kernel.path))))
    return kernel.path, tuple(int(i) for i in np.unravel_index(largest, kernel.shape))
