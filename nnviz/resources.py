"""Where the icons, translations, templates and fonts are."""

from __future__ import annotations

from functools import cache
from pathlib import Path


def resource(*names: str) -> Path:
    """Return the path of a file or folder in ``resources``, for example ``resource("icons", "dense.svg")``.

    The path is not opened or checked. :class:`FileNotFoundError` if this installation has no resources at all.
    """
    return _root().joinpath(*names)


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    # A wheel and a bundle carry them inside the package; a checkout, also an editable one, beside it.
    for folder in (package / "_resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"nnviz is installed without its resources: there is no {package / '_resources'}")
