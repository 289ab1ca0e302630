"""Identity: what comes in goes out."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.handed_on import HandedOn
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Identity(HandedOn):
    """A = X; dX = dA. https://keras.io/api/layers/core_layers/identity/"""

    title = QT_TRANSLATE_NOOP("nnviz", "Identity")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Hands its input on. It holds a place, or gives a way around others a name."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "nothing pass through placeholder skip")
