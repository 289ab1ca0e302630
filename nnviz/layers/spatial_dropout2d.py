"""SpatialDropout2D: whole channels of a picture are set to 0 in training."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.base import Array, KerasCall, Shape, ShapeError
from nnviz.layers.noise import Dropping
from nnviz.words import QT_TRANSLATE_NOOP, say


@dataclass(frozen=True)
class SpatialDropout2D(Dropping):
    """In training A = X ⊙ M, dX = dA ⊙ M; each channel of M is 0 with probability rate, else 1 / (1 − rate).

    X is (height, width, channels). The mask M, (samples, 1, 1, channels), is kept as ``mask``. It follows from the
    document's seed, the step and the layer. Raises :class:`ShapeError` for samples of another rank.
    Tompson et al. 2014. https://keras.io/api/layers/regularization_layers/spatial_dropout2d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Spatial dropout 2D")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Sets whole channels to 0 in every training step, because neighbours within a channel tell much the same."
        " Which ones follows from the document's seed; Keras draws its own.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "drop channels feature maps random overfitting mask")

    def output_shape(self, *inputs: Shape) -> Shape:
        if len(inputs[0]) != 3:
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "Spatial dropout 2D takes samples with 3 axes (height, width, channels), but gets"
                        " {rank}. Put a Reshape before it, or use Dropout.",
                    ),
                    rank=len(inputs[0]),
                )
            )
        return inputs[0]

    def drawn(self, x: Array) -> Shape:
        return (len(x), 1, 1, x.shape[-1])

    def keras(self) -> KerasCall:
        return KerasCall("layers.SpatialDropout2D", (self.rate,))
