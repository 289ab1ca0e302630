"""Texts from below ``ui``, translated: titles, helps and messages are looked up in the one context they share."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnviz.words import CONTEXT, Message


def tr_text(text: str) -> str:
    """Return the translation of a text that was marked with ``QT_TRANSLATE_NOOP("nnviz", …)``."""
    return QCoreApplication.translate(CONTEXT, text) if text else ""


def tr_message(message: Message) -> str:
    """Return the sentence in the user's language, its gaps filled; messages in gaps are translated too."""
    values = {
        name: tr_message(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    filled = Message(message.text, values)
    try:
        return filled.fill(tr_text(message.text))
    except (KeyError, IndexError, ValueError):  # a translation with a gap that does not exist
        return str(filled)
