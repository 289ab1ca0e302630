"""Pretrained bases: whole networks of ``keras.applications``, trained on ImageNet, as one sealed layer each.

What is inside is not stepped through: Keras computes its output, the *features*, for the chosen samples in the
training process, and everything behind it is a network like any other, whose input they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape, ShapeError
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say


class SealedError(NnvizError):
    """The inside of a sealed layer was asked for."""


def _halved(times: int) -> Callable[[int], int]:
    """Return how a side shrinks that is halved and rounded up so many times (padding "same")."""

    def side(n: int) -> int:
        for _ in range(times):
            n = -(-n // 2)
        return n

    return side


def _xception_side(n: int) -> int:
    """Two convolutions without padding (3×3 by 2, then 3×3), then four halvings with padding."""
    return _halved(4)((n - 3) // 2 + 1 - 2)


@dataclass(frozen=True, kw_only=True)
class Sealed(Layer):
    """Base of the pretrained bases: pictures (height, width, 3) → features (height′, width′, channels).

    With ``pooling`` the features are the mean or the maximum over the picture, (channels,).
    """

    group = "pretrained"
    sealed = True
    smallest: ClassVar[int] = 32
    """Smallest side of a picture that Keras takes."""
    channels: ClassVar[int]
    inside: ClassVar[int]
    """Number of parameters inside."""
    formula = r"a = \text{base}(x)"
    code = "A = base.predict(X)"

    weights_from: str = declare(
        "imagenet",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "Weights learned on ImageNet (Keras downloads them once), or random ones"),
        choices=("imagenet", "random"),
    )
    weights_file: str = declare(
        "", "file", QT_TRANSLATE_NOOP("nnviz", "Weights from a file instead; empty: Keras' own")
    )
    pooling: str = declare(
        "none",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "What is left of each feature map: all of it, its mean or its maximum"),
        choices=("none", "avg", "max"),
    )
    trainable: bool = declare(
        False,
        "bool",
        QT_TRANSLATE_NOOP("nnviz", "Full training also changes the weights inside (fine tuning)"),
    )

    def side(self, n: int) -> int:
        """Return height or width of the features for pictures that are ``n`` high or wide."""
        return _halved(5)(n)

    def width(self) -> int:
        """Return the number of feature maps."""
        return self.channels

    def parameters_inside(self) -> int:
        """Return the number of parameters inside; they are no part of the parameter vector."""
        return self.inside

    def output_shape(self, *inputs: Shape) -> Shape:
        shape = inputs[0]
        if len(shape) != 3 or shape[2] != 3 or min(shape[:2]) < self.smallest:
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "{layer} takes colour pictures of at least {smallest}×{smallest}×3, but a sample here has the"
                        " shape {found}. Choose photographs as the data.",
                    ),
                    layer=self.kind(),
                    smallest=self.smallest,
                    found="×".join(str(n) for n in shape),
                )
            )
        if self.pooling != "none":
            return (self.width(),)
        return (self.side(shape[0]), self.side(shape[1]), self.width())

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        raise SealedError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The inside of {layer} is computed by Keras: its features are not there yet."
                ),
                layer=self.kind(),
            )
        )

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        raise SealedError(
            say(QT_TRANSLATE_NOOP("nnviz", "There is no gradient inside {layer} here."), layer=self.kind())
        )

    def summary(self) -> str:
        return (
            self.weights_from
            if not self.weights_file
            else self.weights_file.replace("\\", "/").rpartition("/")[2]
        )

    def keras(self) -> KerasCall:
        weights: str | None = self.weights_file or (None if self.weights_from == "random" else "imagenet")
        kwargs: dict[str, Any] = {"include_top": False, "weights": weights, **self._own_arguments()}
        if self.pooling != "none":
            kwargs["pooling"] = self.pooling
        return KerasCall(f"keras.applications.{self.kind()}", (), kwargs)

    def keras_for(self, *inputs: Shape) -> KerasCall:
        call = self.keras()
        return KerasCall(call.name, call.args, {"input_shape": inputs[0], **call.kwargs})

    def _own_arguments(self) -> Mapping[str, Any]:
        return {}


@dataclass(frozen=True, kw_only=True)
class MobileNetV2(Sealed):
    """Inverted residual blocks, small and fast; expects values from −1 to 1. Sandler et al. 2018.

    https://keras.io/api/applications/mobilenet/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "MobileNetV2")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "A small network trained on a million photographs, without its last layer. It wants values −1 to 1.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "pretrained transfer learning base features imagenet")
    channels = 1280
    inside = 2_257_984

    alpha: str = declare(
        "1.0",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "Width of the network"),
        choices=("0.35", "0.5", "0.75", "1.0", "1.3", "1.4"),
    )

    def width(self) -> int:
        return {"1.3": 1664, "1.4": 1792}.get(self.alpha, self.channels)

    def parameters_inside(self) -> int:
        return {
            "0.35": 410_208,
            "0.5": 706_224,
            "0.75": 1_382_064,
            "1.3": 3_766_048,
            "1.4": 4_363_712,
        }.get(self.alpha, self.inside)

    def _own_arguments(self) -> Mapping[str, Any]:
        return {} if self.alpha == "1.0" else {"alpha": float(self.alpha)}


@dataclass(frozen=True, kw_only=True)
class Xception(Sealed):
    """Separable convolutions with skip connections; expects values from −1 to 1. Chollet 2017.

    https://keras.io/api/applications/xception/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Xception")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "A network of separable convolutions trained on ImageNet, without its last layer; values −1 to 1.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "pretrained transfer learning base features imagenet separable")
    smallest = 71
    channels = 2048
    inside = 20_861_480

    def side(self, n: int) -> int:
        return _xception_side(n)


@dataclass(frozen=True, kw_only=True)
class EfficientNetV2B0(Sealed):
    """Fused inverted residual blocks; expects values from 0 to 255, which it scales itself. Tan and Le 2021.

    https://keras.io/api/applications/efficientnet_v2/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "EfficientNetV2B0")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "An efficient network trained on ImageNet, without its last layer; it wants values 0 to 255."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "pretrained transfer learning base features imagenet efficient")
    channels = 1280
    inside = 5_919_312


@dataclass(frozen=True, kw_only=True)
class ResNet50V2(Sealed):
    """50 layers with residual connections; expects values from −1 to 1. He et al. 2016.

    https://keras.io/api/applications/resnet/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "ResNet50V2")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "A deep residual network trained on ImageNet, without its last layer; it wants values −1 to 1.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "pretrained transfer learning base features imagenet residual")
    channels = 2048
    inside = 23_564_800
