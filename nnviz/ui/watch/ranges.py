"""Lines about many numbers at once: a layer's own formula, its shapes, the range of its values."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from nnviz.ui.digits import format_number, latex_number
from nnviz.ui.watch.expression import Text
from nnviz.ui.watch.terms import Array, shape_latex
from nnviz.ui.watch.words import shape_words


def close(one: float, other: float, size: float) -> bool:
    """Return whether two numbers agree as far as float32 can hold, among terms of the given ``size``."""
    return bool(abs(one - other) <= 2e-5 * (1.0 + size))


def plain_of(latex: str) -> str:
    """Return LaTeX without its commands, for screen readers and while the typesetter is loading."""
    text = latex
    for _ in range(3):  # from the inside out
        text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)", text)
    text = re.sub(r"\\(mathrm|text|mathbf|operatorname|left|right|quad|;|,|!)", "", text)
    for command, sign in (
        *(
            (r"\cdot", "·"),
            (r"\odot", "⊙"),
            (r"\sum", "Σ"),
            (r"\partial", "∂"),
            (r"\sqrt", "√"),
            (r"\top", "ᵀ"),
        ),
        *((r"\sigma", "σ"), (r"\mu", "μ"), (r"\gamma", "γ"), (r"\beta", "β"), (r"\varepsilon", "ε")),
        *((r"\times", "×"), (r"\ldots", "…"), (r"\hat", ""), (r"\delta", "δ")),
    ):
        text = text.replace(command, sign)
    return re.sub(r"[{}\\]", "", text).strip()


def layer_formula(latex: str, code: str) -> tuple[Text, ...]:
    """Return a layer's formula as lines; of a layer without one its line of code says it."""
    if not latex:
        return ()
    return tuple(Text(line, plain_of(line)) for line in latex.splitlines() if line.strip())


def shapes_line(entering: Sequence[tuple[int, ...]], leaving: tuple[int, ...]) -> Text:
    """Return ``(5, 8, 8, 1) → (5, 6, 6, 4)``."""
    left = r",\ ".join(shape_latex(s) for s in entering), ", ".join(shape_words(s) for s in entering)
    return Text(rf"{left[0]} \rightarrow {shape_latex(leaving)}", f"{left[1]} → {shape_words(leaving)}")


def ranges_of(letter: str, values: Array) -> list[Text]:
    """Return smallest, mean and largest of ``values`` as a line; nothing of a single number."""
    if values.size < 2 or values.dtype.kind not in "fiu":
        return []
    numbers = [float(f(values)) for f in (np.min, np.mean, np.max)]
    latex = [latex_number(n) for n in numbers]
    plain = [format_number(n) for n in numbers]
    return [
        Text(
            rf"{letter}:\ \min {latex[0]},\ \text{{mean}}\ {latex[1]},\ \max {latex[2]}",
            f"{plain_of(letter)}: min {plain[0]}, mean {plain[1]}, max {plain[2]}",
        )
    ]
