"""How a layer travels from the palette to the canvas."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from nnviz.layers.base import LAYERS

LAYER_MIME = "application/x-nnviz-layer"


def mime_of(kind: str) -> QMimeData:
    """Return what is dragged for a kind of layer."""
    data = QMimeData()
    data.setData(LAYER_MIME, kind.encode())
    data.setText(kind)
    return data


def kind_in(data: QMimeData) -> str:
    """Return the kind of layer that is dragged, or an empty text if it is none that is known here."""
    kind = bytes(data.data(LAYER_MIME).data()).decode("utf-8", "replace")
    return kind if kind in LAYERS else ""
