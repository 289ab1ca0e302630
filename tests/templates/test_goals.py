"""What the templates are to reach: how it is compared. ``nnviz reach`` trains them, which takes too long here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnviz.templates.base import TemplateError, template, templates, with_base_weights
from nnviz.templates.goals import GOALS, Goal


def test_every_goal_is_a_template_s() -> None:
    assert set(GOALS) <= set(templates())


def test_a_goal_is_reached_or_not() -> None:
    assert Goal(least=0.98).reached(0.98, {})
    assert not Goal(least=0.98).reached(0.9799, {})
    assert not Goal(least=0.98).reached(None, {})
    assert not Goal(most=0.5).reached(0.51, {})
    learned = {"output/kernel": np.array([[1.96], [3.04]]), "output/bias": np.array([4.0])}
    assert GOALS["linear-regression"].reached(None, learned)
    assert not GOALS["linear-regression"].reached(None, {**learned, "output/bias": np.array([4.06])})


def test_the_base_s_weights_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "base.h5").touch()
    monkeypatch.chdir(tmp_path)
    document = with_base_weights(template("flowers-pooled").build(), Path("base.h5"))
    assert document.design.node("base").layer.weights_file == str(tmp_path / "base.h5")  # type: ignore[attr-defined]
    with pytest.raises(TemplateError, match=r"no file “none\.h5”"):
        with_base_weights(document, Path("none.h5"))
    with pytest.raises(TemplateError, match="no pretrained base"):
        with_base_weights(template("circle").build(), Path("base.h5"))
