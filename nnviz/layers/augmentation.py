"""What the layers share that change pictures at random in Keras, and hand them on here."""

from __future__ import annotations

from typing import Any

from nnviz.layers.base import Shape, ShapeError
from nnviz.layers.handed_on import HandedOn
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say

FILL_MODES = ("reflect", "wrap", "constant", "nearest")
INTERPOLATIONS = ("bilinear", "nearest")


class Augmentation(HandedOn):
    """Base of augmentations: in Keras they change the pictures in training; here A = X always.

    Raises :class:`ShapeError` unless samples are pictures (height, width, channels).
    """

    group = "augmentation"
    identity_in_watch = True

    def output_shape(self, *inputs: Shape) -> Shape:
        if len(inputs[0]) != 3:
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "{layer} takes pictures with height, width and channels, but gets samples with {rank} axes."
                        " Put a Reshape before it.",
                    ),
                    layer=self.title,
                    rank=len(inputs[0]),
                )
            )
        return inputs[0]


def fill_mode() -> str:
    field: str = declare(
        "reflect",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "What stands where the picture was not"),
        choices=FILL_MODES,
        advanced=True,
    )
    return field


def interpolation() -> str:
    field: str = declare(
        "bilinear",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "How values between pixels are made"),
        choices=INTERPOLATIONS,
        advanced=True,
    )
    return field


def fill_value() -> float:
    field: float = declare(
        0.0, "float", QT_TRANSLATE_NOOP("nnviz", "The value for “constant”"), advanced=True
    )
    return field


def factor_of(value: Any, one_sided: bool = False) -> Any:
    """Return Keras' range (−f, f), or (0, f) if ``one_sided``, as f; another one stays, and no field takes it."""
    if isinstance(value, list | tuple) and len(value) == 2 and value[0] == (0 if one_sided else -value[1]):
        return value[1]
    return value
