"""Optimizers with all their options, for the tests that go over every one of them."""

from __future__ import annotations

from nnviz.optimizers.base import OPTIMIZERS, Optimizer
from tests.layers.parts import variants

_OTHER = {
    "momentum": 0.9,
    "beta_1": 0.5,
    "beta_2": 0.75,
    "epsilon": 1e-3,
    "rho": 0.7,
    "initial_accumulator_value": 0.5,
}
_COMMON = (
    {"weight_decay": 0.1},
    {"clipnorm": 0.5},
    {"clipvalue": 0.3},
    {"global_clipnorm": 0.7},
    {"global_clipnorm": 1e9},
    {"weight_decay": 0.01, "clipnorm": 0.5},
)


def changed_optimizers() -> list[Optimizer]:
    """Return every optimizer as it is, with each switch, with other numbers and every switch; and clipped, decayed."""
    found: list[Optimizer] = []
    for kind in OPTIMIZERS.values():
        plain = kind()
        found += variants(kind)  # type: ignore[arg-type]
        other = plain.replace(**{name: value for name, value in _OTHER.items() if name in kind.declared()})
        switches = {name: True for name, info in kind.declared().items() if info.type == "bool"}
        found += [other, *([other.replace(**switches)] if switches else [])]
        found += [plain.replace(**values) for values in _COMMON]
    return found
