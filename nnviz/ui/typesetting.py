"""LaTeX to SVG. The only file that knows the typesetting library; it is loaded with the first formula."""

from __future__ import annotations

import threading
import xml.etree.ElementTree as ET
from functools import cache
from typing import Any

INK = "text"
_SPACE = "{http://www.w3.org/1998/Math/MathML}"
_ROWS = frozenset({"math", "mrow", "mstyle", "msqrt", "mtd", "mphantom"})
_STRETCHY = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋")
_CLOSING = frozenset(")]}|‖⟩⌉⌋!")
_BOLD = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
_one_at_a_time = threading.Lock()  # the library keeps its fonts in common tables


def svg(latex: str, size: float) -> tuple[str, float, float]:
    """Return the picture of ``latex`` with letters of ``size``, its width and its height.

    Colours stay the words that the LaTeX uses; uncoloured parts have the colour ``text``. Raises whatever the
    library raises for LaTeX that it cannot read.
    """
    with _one_at_a_time:
        ziamath = _library()
        tree = ET.fromstring(ziamath.tex.tex2mml(latex))
        for element in tree.iter():
            element.tag = element.tag.removeprefix(_SPACE)
        (root,) = _flat(tree, None, True)
        root.set("mathcolor", INK)
        picture = ziamath.Math(root, size=size, margin=1.0)
        width, height = picture.getsize()
        # The bar of a root or an overline stays black whatever the colour asked for.
        return picture.svg().replace('"black"', f'"{INK}"'), width + 2.0, height + 2.0


@cache
def _library() -> Any:
    import ziamath
    import ziamath.tex

    ziamath.config.svg2 = False  # QtSvg draws SVG 1.1
    ziamath.config.precision = 2
    return ziamath


def _flat(element: ET.Element, colour: str | None, in_row: bool) -> list[ET.Element]:
    """Return ``element`` without the groups that change nothing, colours moved down to the leaves.

    The library sets every group twice (once for its height), so each level of nesting doubles the work; and a
    minus inside a coloured group would get the space of a subtraction. Flat, a line of numbers takes a third
    of the time.
    """
    if element.tag == "mstyle" and set(element.attrib) <= {"mathcolor"}:
        return _group(element, element.get("mathcolor", colour), in_row, keep=False)
    if element.tag == "mrow" and not element.attrib:
        fences = any(child.tag == "mo" and (child.text or "") in _STRETCHY for child in element.iter())
        return _group(element, colour, in_row, keep=fences)
    copy = ET.Element(element.tag, element.attrib)
    copy.text = element.text
    if colour:
        copy.set("mathcolor", colour)
    # The library forgets bold for numbers; the bold digits are characters of their own.
    if element.tag == "mn" and copy.attrib.get("mathvariant") == "bold":
        copy.text = (element.text or "").translate(_BOLD)
        del copy.attrib["mathvariant"]
    inside = [part for child in element for part in _flat(child, colour, element.tag in _ROWS)]
    copy.extend(_signed(inside) if element.tag in _ROWS else inside)
    return [copy]


def _group(element: ET.Element, colour: str | None, in_row: bool, keep: bool) -> list[ET.Element]:
    inside = _signed([part for child in element for part in _flat(child, colour, True)])
    if len(inside) == 1 or (in_row and not keep):
        return inside
    row = ET.Element("mrow")
    row.extend(inside)
    return [row]


def _signed(parts: list[ET.Element]) -> list[ET.Element]:
    """Make each minus that belongs to what follows a sign: joined to a number, without the space otherwise."""
    result: list[ET.Element] = []
    sign: ET.Element | None = None
    for part in parts:
        if sign is not None and (part.tag == "mn" or part.text == "∞"):
            part.tag, part.text = "mn", f"−{part.text}"
            result.pop()
        sign = part if part.tag == "mo" and part.text == "−" and _opens(result) else None
        if sign is not None:
            sign.attrib.update(form="prefix", lspace="0em", rspace="0em")
        result.append(part)
    return result


def _opens(before: list[ET.Element]) -> bool:
    return not before or (before[-1].tag == "mo" and before[-1].text not in _CLOSING)
