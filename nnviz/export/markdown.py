"""Text of a document as Markdown that is only read: no mark, no HTML, no formula, no link can come of it."""

from __future__ import annotations

import re

from nnviz.export import names

_PLAIN = re.compile(r"[^\w\s,.;:!?'’…–—]|_")
"""What is written as a number: all that may have a meaning in Markdown, HTML or a formula."""
_WIDTH = 100


def text(plain: str) -> str:
    """Return one line of text; lines that begin like a numbered list or a heading stay text, too."""
    found = _PLAIN.sub(lambda match: f"&#{ord(match.group())};", plain)
    return re.sub(r"^(\s*\d+)\.", r"\1&#46;", found)


def title(name: str) -> str:
    """Return a document's name as a title."""
    return text(names.title(name))


def paragraphs(notes: str) -> str:
    """Return a document's notes, blank lines between paragraphs."""
    return "\n".join(text(line) for line in names.paragraphs(notes, _WIDTH).split("\n"))
