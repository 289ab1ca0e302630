"""The colour of a layer's group: the bar at the left of its card."""

from __future__ import annotations

from nnviz.design.graph import Unknown
from nnviz.layers.base import Layer
from nnviz.ui.theme import Theme

# Relatives of the colours of sign and phase, muted, so that a bar is never taken for a number or a phase.
_LIGHT = {
    "core": "#4a78a8",
    "activation": "#7a86c4",
    "reshaping": "#8a8f98",
    "normalization": "#5f9ea0",
    "preprocessing": "#7f9a5b",
    "augmentation": "#a68a64",
    "convolution": "#4b8f7b",
    "pooling": "#8873c0",
    "regularization": "#b06a95",
    "merge": "#b8904a",
    "sequence": "#4f96a8",
    "pretrained": "#b3745a",
}
_DARK = {
    "core": "#6f9cc9",
    "activation": "#98a3de",
    "reshaping": "#a3a9b3",
    "normalization": "#7fbcbe",
    "preprocessing": "#9dba78",
    "augmentation": "#c4a880",
    "convolution": "#66ad97",
    "pooling": "#a591dc",
    "regularization": "#cb8bb1",
    "merge": "#cfaa68",
    "sequence": "#6fb3c4",
    "pretrained": "#cd9278",
}


def group_colour(layer: type[Layer], theme: Theme) -> str:
    """Return the colour of the group of a kind of layer as ``#rrggbb``; where samples enter it is quiet grey."""
    if layer.ports == 0 or issubclass(layer, Unknown):
        return theme.quiet
    return (_DARK if theme.dark else _LIGHT).get(layer.group, theme.quiet)
