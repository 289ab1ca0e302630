"""Bring the list of translatable texts up to date: ``.venv/bin/python packaging/translations.py``.

Qt's lupdate collects them from the sources into ``resources/translations/nnviz.ts``, the file that translations
start from. A test fails when that file is not what the sources say.
"""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "resources" / "translations" / "nnviz.ts"

Text = tuple[str, str]
"""Context and source text."""


def sources() -> list[Path]:
    """Return the Python files that can hold texts."""
    return sorted((ROOT / "nnviz").rglob("*.py"))


def collect(files: list[Path], template: Path) -> None:
    """Write the texts in ``files`` to ``template``; translations that are there for them are kept."""
    import PySide6

    suffix = ".exe" if sys.platform == "win32" else ""
    lupdate = Path(PySide6.__file__).with_name("lupdate" + suffix)
    # Without line numbers, so that the file changes only when a text does.
    options = ["-silent", "-no-obsolete", "-locations", "none", "-source-language", "en"]
    subprocess.run([lupdate, *files, *options, "-ts", template], check=True)


def texts(template: Path) -> set[Text]:
    """Return the texts in a translation file."""
    return {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in ET.parse(template).iter("context")
        for message in context.iter("message")
    }


if __name__ == "__main__":
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    collect(sources(), TEMPLATE)
    print(f"{TEMPLATE}: {len(texts(TEMPLATE))} texts")
