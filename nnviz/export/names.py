"""Names and texts of a document as an exported program may carry them: file name, docstring, variables."""

from __future__ import annotations

import keyword
import re
import sys
import textwrap
import unicodedata
from collections.abc import Collection

_MOST_TITLE = 50
_MOST_STEM = 60
_MOST_NOTES = 2000

_IMPORTED = frozenset(
    re.split(
        r"\s+",
        "absl astunparse bs4 certifi charset_normalizer cupy flatbuffers gast google grpc h5py idna jax "
        "jaxlib joblib keras markdown mdurl ml_dtypes namex nnviz numpy nvidia openvino opt_einsum optree "
        "packaging pandas pasta pygments requests rich scipy setuptools six sklearn tensorboard tensorflow "
        "termcolor threadpoolctl torch triton typing_extensions urllib3 werkzeug wheel wrapt",
    )
)
"""What an exported program imports, itself or through Keras: a file of that name beside it would be taken instead."""

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
"""Names that Windows keeps for devices."""


def stem(name: str) -> str:
    """Return a file name without ending for a document's name: ``First pass #2`` becomes ``first_pass_2``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"[^a-z0-9]+", "_", plain)[:_MOST_STEM].strip("_")
    if not text:
        return "network"
    if text[0].isdigit():
        return f"network_{text}"
    taken = (
        keyword.iskeyword(text) or text in sys.stdlib_module_names or text in _IMPORTED or text in _DEVICES
    )
    return f"{text}_network" if taken else text


def title(name: str) -> str:
    """Return a document's name as a few printable words in one line."""
    text = _printable(name).replace("%(", "% (")  # argparse would fill in a %(gap)
    if len(text) > _MOST_TITLE:
        text = text[: _MOST_TITLE - 1].rstrip() + "…"
    return text[:1].upper() + text[1:] or "Untitled"


def paragraphs(notes: str, width: int) -> str:
    """Return a document's notes as printable lines of at most ``width`` columns, blank lines between paragraphs."""
    if len(notes) > _MOST_NOTES:
        notes = notes[:_MOST_NOTES].rstrip() + " …"
    found = (_printable(paragraph) for paragraph in re.split(r"\n\s*\n", notes))
    return "\n\n".join("\n".join(textwrap.wrap(text, width)) for text in found if text)


def escaped(text: str) -> str:
    """Return ``text`` so that it can stand inside a docstring and is only read there."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _printable(text: str) -> str:
    """Return ``text`` in one line, without control characters and without marks that change the reading order."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def identifier(name: str, taken: Collection[str]) -> str:
    """Return a free variable name for a layer's name."""
    base = re.sub(r"\W", "_", name.lower(), flags=re.ASCII) or "x"
    if base[0].isdigit():
        base = f"x_{base}"
    if keyword.iskeyword(base):
        base += "_"
    found, number = base, 2
    while found in taken:
        found = f"{base}_{number}"
        number += 1
    return found
