"""``nnviz gradient``: one weight's gradient, had in two ways."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np


def test_gradients_of_weights(nnviz: Callable[..., Any], saved: Callable[..., Any]) -> None:
    said = nnviz("gradient", saved("circle"), "hidden_1/kernel[0,2]", "output/bias[0]", "--step", 5)
    assert said.status == 0
    lines = said.out.splitlines()
    assert lines[0].startswith("hidden_1/kernel[0, 2]: backpropagation ")
    assert all(line.endswith(": agrees") for line in lines)
    for line in lines:
        one, other = re.findall(r"(?:backpropagation|difference) (-?[\d.]+)", line)[:2]
        assert abs(float(one) - float(other)) < 1e-6


def test_a_batch_of_ones_own(nnviz: Callable[..., Any], saved: Callable[..., Any], tmp_path: Any) -> None:
    np.savez(tmp_path / "b.npz", x=np.ones((3, 2)), y=np.array([0, 1, 1]))
    said = nnviz("gradient", saved("circle"), "output/bias[0]", "--batch", tmp_path / "b.npz")
    assert said.status == 0
    assert said.out != nnviz("gradient", saved("circle"), "output/bias[0]").out


def test_refusals(refused: Callable[..., str], saved: Callable[..., Any]) -> None:
    assert "There is no weight output/kernel[7, 0]" in refused(
        "gradient", saved("circle"), "output/kernel[7,0]"
    )
    assert "names no weight" in refused("gradient", saved("circle"), "output")
