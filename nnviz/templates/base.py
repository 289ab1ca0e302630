"""What a template is, and the list of them: every module of this package that has a ``TEMPLATE``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nnviz.design import edits
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design
from nnviz.layers.base import Layer
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

FIRST = "circle"
"""The template that the window opens on."""


@dataclass(frozen=True)
class Template:
    """A named document. ``build`` returns it; ``help`` says in a sentence what it shows."""

    name: str
    title: str
    help: str
    build: Callable[[], Document]
    order: int = 100
    """Place in the list; lower comes first."""
    needs: str = ""
    """File or folder of data that it needs; empty if it runs anywhere."""


class TemplateError(NnvizError):
    """There is no such template."""


@lru_cache(maxsize=1)
def templates() -> dict[str, Template]:
    """Return all templates by name, in the order of the list."""
    package = importlib.import_module("nnviz.templates")
    found = []
    for info in pkgutil.iter_modules(package.__path__, "nnviz.templates."):
        template = getattr(importlib.import_module(info.name), "TEMPLATE", None)
        if template is not None:
            found.append(template)
    return {template.name: template for template in sorted(found, key=lambda t: (t.order, t.name))}


def anywhere() -> list[str]:
    """Return the names of the templates that need no data from outside."""
    return [name for name, found in templates().items() if not found.needs]


def template(name: str) -> Template:
    """Return a template by name; raise :class:`TemplateError` with the names there are."""
    found = templates().get(name)
    if found is None:
        raise TemplateError(
            say(
                QT_TRANSLATE_NOOP("nnviz", "There is no template “{name}”. There are: {names}."),
                name=name,
                names=", ".join(templates()),
            )
        )
    return found


def with_base_weights(document: Document, path: Path) -> Document:
    """Return the document with the weights of its pretrained base taken from a file.

    Raise :class:`TemplateError` if there is no such file, or no base.
    """
    base = next((node.name for node in document.design.nodes if node.layer.sealed), None)
    if base is None:
        text = QT_TRANSLATE_NOOP("nnviz", "“{name}” has no pretrained base that weights could be given to.")
        raise TemplateError(say(text, name=document.name))
    if not path.is_file():
        raise TemplateError(say(QT_TRANSLATE_NOOP("nnviz", "There is no file “{path}”."), path=path))
    # Training runs in a folder of its own, so the path must not depend on where this one runs.
    return document.with_(design=edits.set_fields(document.design, base, weights_file=str(path.resolve())))


def chain(*layers: Layer | tuple[str, Layer]) -> Design:
    """Return layers one behind the other; a name may be given with a layer."""
    design = Design()
    for entry in layers:
        name, layer = entry if isinstance(entry, tuple) else ("", entry)
        design, _ = edits.append(design, layer, name=name)
    return edits.arrange(design)


def classifier(name: str, units: Sequence[int], setup: Setup, activation: str = "tanh") -> Document:
    """Return a document for two classes of points: hidden layers of ``units``, one sigmoid neuron behind them."""
    hidden = [(f"hidden_{i + 1}", Dense(n, activation)) for i, n in enumerate(units)]
    design = chain(("point", Input((2,))), *hidden, ("output", Dense(1, "sigmoid")))
    return Document(name, design, setup)
