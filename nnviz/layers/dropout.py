"""Dropout: some values are set to 0 in training."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.base import KerasCall
from nnviz.layers.noise import Dropping
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Dropout(Dropping):
    """In training A = X ⊙ M, dX = dA ⊙ M; each entry of M is 0 with probability rate, else 1 / (1 − rate).

    So the mean of every value stays what it is, and outside of training A = X. The mask M has the shape of X and is
    kept as ``mask``. It follows from the document's seed, the step and the layer: Keras' ``seed`` is not a field, and
    Keras draws other masks. Srivastava et al. 2014. https://keras.io/api/layers/regularization_layers/dropout/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Dropout")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Sets some values to 0 in every training step, so that no neuron relies on a single other one; the values kept"
        " grow to make up for it. Which ones follows from the document's seed; Keras draws its own.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "drop random overfitting mask")

    def keras(self) -> KerasCall:
        return KerasCall("layers.Dropout", (self.rate,))
