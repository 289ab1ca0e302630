"""Sentences that can be translated later, without Qt.

Everything below ``ui`` speaks through :class:`Message`: the English text with named gaps, and the values for
the gaps. ``str(message)`` is the English sentence (command line, logs); the window looks the text up in its
translation first and fills the gaps afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

CONTEXT = "nnviz"
"""The one translation context of all texts that live outside ``ui``."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - lupdate knows this name only
    """Mark ``text`` for translation and return it unchanged."""
    return text


@dataclass(frozen=True)
class Message:
    """A sentence with named gaps, for example ``"{layer} needs one input"``."""

    text: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.fill(self.text)

    def fill(self, text: str) -> str:
        """Return ``text`` (the English original or its translation) with the gaps filled."""
        return text.format(**self.values) if self.values else text


def say(text: str, **values: object) -> Message:
    """Return the message ``text`` with ``values`` in its gaps."""
    return Message(text, MappingProxyType(values))


class NnvizError(Exception):
    """An expected failure, told in one sentence: what, where, expected, found, mend."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message
