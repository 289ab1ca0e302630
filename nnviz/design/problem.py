"""What is wrong with a document, or could be better: one sentence, and the way out where there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nnviz.design.document import Document
from nnviz.words import Message


@dataclass(frozen=True)
class Mend:
    """A way out, offered as a link: the words of the link and the edit it makes."""

    label: Message
    apply: Callable[[Document], Document]


@dataclass(frozen=True)
class Wish:
    """A way out that is no edit: the words of the link, and what the window is then asked to do."""

    label: Message
    errand: Literal["features"]


@dataclass(frozen=True)
class Problem:
    """One sentence. ``fatal`` problems keep the network from running, the others are advice.

    One with a ``wish`` is no fault of the document: it keeps the network from running here, not from being exported
    and trained.
    """

    message: Message
    nodes: tuple[str, ...] = ()
    mend: Mend | None = None
    fatal: bool = True
    wish: Wish | None = None
