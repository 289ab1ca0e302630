"""``nnviz reach`` trains with Keras and compares; what takes minutes is left to whoever starts it by hand."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import pytest

from nnviz.templates import goals
from nnviz.templates.goals import Goal


def test_it_trains_and_tells(nnviz: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tensorflow")
    monkeypatch.setattr(goals, "GOALS", MappingProxyType({"gaussians": Goal(least=0.9)}))
    said = nnviz("reach")
    assert (said.status, said.out.count("\n")) == (0, 1), said.err  # type: ignore[attr-defined]
    assert "at least 90%: reached" in said.out  # type: ignore[attr-defined]


def test_what_is_not_to_reach_anything_is_refused(refused: Callable[..., str]) -> None:
    assert "“circle” is not to reach anything" in refused("reach", "circle")
    assert "There is no template “none”" in refused("reach", "none")


def test_a_training_that_fails_has_not_reached_it(
    nnviz: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NNVIZ_TRAINING_PYTHON", "no such python")
    said = nnviz("reach", "linear-regression")
    assert said.status == 1  # type: ignore[attr-defined]
    assert "cannot be started" in said.out  # type: ignore[attr-defined]
