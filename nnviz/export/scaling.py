"""How the exported program uses the machine: devices that share every batch, half precision, XLA."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nnviz.words import QT_TRANSLATE_NOOP

NONE, MIRRORED, DATA_PARALLEL = "none", "mirrored", "data-parallel"

STRATEGIES: Mapping[str, str] = {
    NONE: QT_TRANSLATE_NOOP("nnviz", "One device"),
    MIRRORED: QT_TRANSLATE_NOOP("nnviz", "All GPUs (TensorFlow)"),
    DATA_PARALLEL: QT_TRANSLATE_NOOP("nnviz", "All GPUs (JAX)"),
}
"""Strategy of the program → title."""

_BACKENDS = {MIRRORED: "tensorflow", DATA_PARALLEL: "jax"}


@dataclass(frozen=True)
class Scaling:
    """The options of the exported program that change how fast it learns, and but for rounding not what."""

    strategy: str = NONE
    mixed_precision: bool = False
    """Compute in 16 bits and keep the weights in 32: about twice as fast on GPUs with tensor cores."""
    jit_compile: bool = False
    """Compile the step with XLA."""

    def words(self) -> list[str]:
        """Return what the program is told on its command line."""
        found = ["--strategy", self.strategy] if self.strategy != NONE else []
        found += ["--mixed-precision"] if self.mixed_precision else []
        return [*found, "--jit-compile"] if self.jit_compile else found

    def environment(self) -> dict[str, str]:
        """Return the variables that the program needs: the strategy decides on Keras' backend."""
        backend = _BACKENDS.get(self.strategy)
        return {"KERAS_BACKEND": backend} if backend else {}

    def kept(self) -> dict[str, Any]:
        """Return plain values, from which :func:`of_run` makes the same again."""
        return asdict(self)


ONE_DEVICE = Scaling()
"""How a program runs that is told nothing."""


def of_run(options: Mapping[str, Any]) -> Scaling:
    """Return how a run uses the machine by its settings; what is missing or unknown there is left out."""
    strategy = str(options.get("strategy"))
    return Scaling(
        strategy if strategy in STRATEGIES else NONE,
        options.get("mixed_precision") is True,
        options.get("jit_compile") is True,
    )
