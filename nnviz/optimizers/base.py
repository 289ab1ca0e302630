"""What an optimizer is: a few operations on whole vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from nnviz.optimizers.schedules import Constant, Schedule
from nnviz.parts import Part, PartError, Registry, declare
from nnviz.words import QT_TRANSLATE_NOOP, say

Array = npt.NDArray[Any]

BLOCK = 32_768
"""Parameters updated at a time, so that the operands stay in the processor's cache between the passes."""

CLIPS = ("clipnorm", "clipvalue", "global_clipnorm")


@dataclass(frozen=True)
class Line:
    """One line of an update, for one weight: ``name`` gets the value of ``rule``.

    ``rule`` is a Python expression of plain numbers, + − * / **, ``sqrt``, ``abs``, ``sign``, ``max``, ``min`` and
    names: ``w`` the weight, ``g`` its gradient, ``eta`` the learning rate, ``t`` the number of the step from 1, fields
    of the optimizer, letters of slots (:attr:`Optimizer.letters`) and what earlier lines have named. The formula, its
    numbers and the line of numpy are all made from it. With ``latex`` given, that is shown instead, the value comes
    from :meth:`Optimizer.quantities`, and ``rule`` is only the line of numpy.
    """

    name: str
    rule: str
    latex: str = ""


class Place(Protocol):
    """Where one weight is in the vectors, and its Keras path."""

    @property
    def path(self) -> str: ...

    def view(self, vector: Array) -> Array: ...


@dataclass(frozen=True, kw_only=True)
class Optimizer(Part):
    """Base of all optimizers, with Keras' definitions.

    All trainable weights are one vector θ, all gradients another, g. What an optimizer remembers of each weight
    (momentum, mean square …) is a *slot*: one more vector like θ.

    A step clips the gradients, then decays the weights, θ ← θ − λ η θ, then updates; constraints come last. At most
    one of three ways to clip, where ‖g‖ is √Σg²: ``clipnorm`` c, g ← g c / max(‖g‖, c) with the norm of each array
    (kernel, bias) by itself; ``global_clipnorm``, the same with the norm of all of them together; ``clipvalue``,
    g ← min(max(g, −c), c). As in Keras, 0 does not clip. https://keras.io/api/optimizers/

    The arithmetic is Keras', operation by operation, in the type of θ. Keras keeps the learning rate in float32 even
    where weights are float64; here it is then the exact one.
    """

    keras_name: ClassVar[str]
    formula: ClassVar[str]
    """The update in LaTeX."""
    letters: ClassVar[Mapping[str, str]] = {}
    """The letter of each slot in :meth:`rules`; not ``d``, which stands for a gradient in the lines of numpy."""

    schedule: Schedule = declare(
        Constant(),
        "part",
        QT_TRANSLATE_NOOP("nnviz", "How the learning rate changes with the steps"),
        family="schedules",
        advanced=True,
    )
    weight_decay: float | None = declare(
        None,
        "float",
        QT_TRANSLATE_NOOP(
            "nnviz", "Share of every weight, times the learning rate, that is taken off each step"
        ),
        minimum=0.0,
        optional=True,
        advanced=True,
    )
    clipnorm: float | None = declare(
        None,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Largest norm of the gradient of one kernel or bias"),
        minimum=0.0,
        optional=True,
        advanced=True,
    )
    clipvalue: float | None = declare(
        None,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Largest size of any single gradient"),
        minimum=0.0,
        optional=True,
        advanced=True,
    )
    global_clipnorm: float | None = declare(
        None,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Largest norm of all gradients together"),
        minimum=0.0,
        optional=True,
        advanced=True,
    )

    if TYPE_CHECKING:
        learning_rate: float

    def __post_init__(self) -> None:
        super().__post_init__()
        clips = [name for name in CLIPS if getattr(self, name) is not None]
        if len(clips) > 1:
            raise PartError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "{owner}: gradients can be clipped in one way only, but {one} and {other} are both set;"
                        " leave one of them empty.",
                    ),
                    owner=self.kind(),
                    one=clips[0],
                    other=clips[1],
                )
            )

    # --- what it remembers --------------------------------------------------------------------------------

    def slots(self) -> tuple[str, ...]:
        """Return the names of the vectors that are remembered, in Keras' order."""
        return tuple(name for group in self.slot_groups() for name in group)

    def slot_groups(self) -> tuple[tuple[str, ...], ...]:
        """Return the slots as Keras makes its variables: group after group, in each weight after weight."""
        return ()

    def initial_slots(self, size: int, dtype: npt.DTypeLike) -> Array:
        """Return what is remembered before the first step, one row a slot."""
        return np.zeros((len(self.slots()), size), dtype)

    def keras_variables(
        self, places: Sequence[Place], slots: Array, step: int, memory: tuple[float, ...] = ()
    ) -> dict[str, Array]:
        """Return the values of Keras' ``optimizer.variables`` before ``step``, in Keras' order.

        ``places`` are the trainable weights in Keras' order. Names are those of Keras, without the optimizer's own
        before them: ``iteration``, ``learning_rate`` (which Keras has only where no schedule of its own computes it),
        then ``dense_kernel_momentum`` and so on.
        """
        found: dict[str, Array] = {"iteration": np.asarray(step, np.int64)}
        if self.schedule.keras(self.learning_rate) is None:
            rate = self.schedule.rate(self.learning_rate, step, memory)
            found["learning_rate"] = np.asarray(rate, np.float32)
        row = {name: slots[number] for number, name in enumerate(self.slots())}
        for group in self.slot_groups():
            for place in places:
                for name in group:
                    found[f"{place.path.replace('/', '_')}_{name}"] = place.view(row[name])
        return found

    # --- a step -------------------------------------------------------------------------------------------

    def apply(
        self,
        theta: Array,
        gradient: Array,
        slots: Array,
        step: int,
        rate: float,
        pieces: Sequence[slice],
    ) -> None:
        """Make one whole step in place; ``pieces`` are the places of the single weights in the vector.

        In Keras' order: clip the gradients, decay the weights, update. The gradient is not written to.
        """
        gradient = self.clipped(gradient, pieces)
        if self.weight_decay:
            for part in blocks(len(theta)):
                decay = theta[part] * self.weight_decay
                decay *= rate
                theta[part] -= decay
        self.update(theta, gradient, slots, step, rate)

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        """Change ``theta`` and ``slots`` (one row a slot) in place; ``step`` counts from 0, ``rate`` is η."""
        raise NotImplementedError

    def clipped(self, gradient: Array, pieces: Sequence[slice]) -> Array:
        """Return the gradients as they are used: the very array where nothing is clipped, else a new one."""
        if self.clipnorm:
            result = np.empty_like(gradient)
            for piece in pieces:
                np.multiply(gradient[piece], self.clipnorm, out=result[piece])
                result[piece] /= np.maximum(_norm([gradient[piece]]), gradient.dtype.type(self.clipnorm))
            return result
        if self.global_clipnorm:
            scaled: Array = gradient * self._global_scale(_norm([gradient[piece] for piece in pieces]))
            return scaled
        if self.clipvalue:
            return np.clip(gradient, -self.clipvalue, self.clipvalue)
        return gradient

    def _global_scale(self, norm: Any) -> Any:
        """Return c / max(‖g‖, c) as Keras computes it: NaN where ‖g‖ is not finite."""
        limit = norm.dtype.type(self.global_clipnorm)
        with np.errstate(divide="ignore", invalid="ignore"):
            return limit * np.minimum(1 / norm, 1 / limit) + (norm - norm)

    # --- how it is told -----------------------------------------------------------------------------------

    def lines(self) -> tuple[Line, ...]:
        """Return the whole step as lines: clipping, decay, update."""
        return (*self._clip_lines(), *self._decay_lines(), *self.rules())

    def rules(self) -> tuple[Line, ...]:
        """Return the lines of :meth:`update`."""
        raise NotImplementedError

    def quantities(self, step: int, rate: float, dtype: npt.DTypeLike = np.float64) -> dict[str, float]:
        """Return numbers of the step ``step`` (from 0) that hold for all weights, by their name in :meth:`rules`."""
        return {}

    def norm(self, gradient: Array, piece: slice) -> float | None:
        """Return the ‖g‖ by which the gradients of ``piece`` are clipped; None if they are not clipped by a norm."""
        if self.clipnorm:
            return float(_norm([gradient[piece]]))
        return float(_norm([gradient])) if self.global_clipnorm else None

    def _clip_lines(self) -> tuple[Line, ...]:
        if self.clipnorm:
            norm = Line("norm", "linalg.norm(g)", r"\sqrt{\sum g^2}")
            return (norm, Line("g", "g * clipnorm / max(norm, clipnorm)"))
        if self.global_clipnorm:
            norm = Line(
                "norm", "sqrt(sum((d**2).sum() for d in grads))", r"\sqrt{\textstyle\sum_{\text{all}} g^2}"
            )
            return (norm, Line("g", "g * global_clipnorm / max(norm, global_clipnorm)"))
        return (Line("g", "min(max(g, -clipvalue), clipvalue)"),) if self.clipvalue else ()

    def _decay_lines(self) -> tuple[Line, ...]:
        return (Line("w", "w - weight_decay * eta * w"),) if self.weight_decay else ()


def _norm(gradients: Sequence[Array]) -> Any:
    """Return √Σg² over all arrays, in their type."""
    return np.sqrt(np.sum([np.sum(np.square(gradient)) for gradient in gradients]))


@lru_cache(maxsize=16)
def blocks(size: int) -> list[slice]:
    """Return slices that cover ``size`` entries in cache-sized pieces."""
    return [slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]


OPTIMIZERS: Registry[Optimizer] = Registry("optimizers", "nnviz.optimizers", Optimizer)
"""All optimizers by class name, which is Keras' class name."""
