"""Older versions of ``document.json``, brought up to date step by step.

``MIGRATIONS[n]`` is a function from the dictionary of version n to that of version n + 1. Each one comes with an
example file of version n in ``tests/design/files`` that must stay readable for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

VERSION = 2
"""The version that this program writes."""


def _with_more_fields(raw: dict[str, Any]) -> dict[str, Any]:
    """Version 2 has more layers, losses, optimizers and fields of each; what is missing has its default."""
    return {**raw, "version": 2}


MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _with_more_fields}


def migrate(raw: dict[str, Any], version: int) -> dict[str, Any]:
    """Return ``raw``, a document of ``version``, as a document of :data:`VERSION`."""
    for number in range(version, VERSION):
        raw = MIGRATIONS[number](raw)
    return raw
