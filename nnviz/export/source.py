"""Program text in the manner of ``ruff format``, made from names and plain values only.

Nothing but a :class:`Code` can reach a program's text, and the functions here are the only places that make one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from nnviz.data.loader import LINE_LENGTH, literal
from nnviz.export.names import escaped
from nnviz.layers.base import KerasCall
from nnviz.layers.initializers import Constant, Given, Initializer
from nnviz.parts import FAMILIES, Part

_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)


class Code(str):
    """Text that may stand in a program."""

    __slots__ = ()


def name(text: str) -> Code:
    """Return a dotted name; raise :class:`ValueError` if it is not one."""
    if not _NAME.fullmatch(text):
        raise ValueError(f"{text!r} is no name")
    return Code(text)


def prose(text: str) -> Code:
    """Return a text that stands inside a docstring."""
    return Code(escaped(text))


def value(plain: Any) -> Code:
    """Return the literal of a plain value."""
    return Code(literal(plain))


def call(function: str, *args: Any, **kwargs: Any) -> KerasCall:
    """Return a call as a value."""
    return KerasCall(function, args, kwargs)


def part_call(function: str, part: Part, always: Sequence[str] = ()) -> KerasCall:
    """Return the call that makes ``part``, with the fields that differ from the default and those in ``always``."""
    fields = {field: v for field, v in part.values().items() if field in always or field in part.changed()}
    return KerasCall(function, (), fields)


def statement(start: str, expression: Any, indent: int = 4, explode: int = 0) -> Code:
    """Return ``start`` and the expression behind it, broken into lines where it does not fit.

    The outer ``explode`` levels of brackets get a line per element in any case.
    """
    return Code(start + _render(expression, indent + len(start), indent, 0, explode))


def applied(target: str, maker: KerasCall, sources: Sequence[str], indent: int = 4) -> Code:
    """Return ``target = maker(…)(sources)``: a layer made and called on the outputs of others."""
    given = ", ".join(name(source) for source in sources)
    argument = given if len(sources) == 1 else f"[{given}]"
    start, head = f"{name(target)} = ", _flat(maker)
    if indent + len(start) + len(head) + len(argument) + 2 <= LINE_LENGTH:
        return Code(f"{start}{head}({argument})")
    if indent + len(start) + len(head) + 1 <= LINE_LENGTH:
        several = [Code(source) for source in sources]
        listed = _render(several if len(several) > 1 else several[0], indent + 4, indent + 4, 0, 0)
        return Code(f"{start}{head}(\n{' ' * (indent + 4)}{listed}\n{' ' * indent})")
    return Code(f"{start}{_render(maker, LINE_LENGTH, indent, 0, 0)}({argument})")


def _items(expression: Any) -> tuple[str, str, list[tuple[str, Any]]] | None:
    """Return opening, closing and the (prefix, element) pairs of an expression with brackets."""
    if isinstance(expression, KerasCall):
        keywords = [(f"{name(key)}=", given) for key, given in expression.kwargs.items()]
        return f"{name(expression.name)}(", ")", [*(("", given) for given in expression.args), *keywords]
    if isinstance(expression, list):
        return "[", "]", [("", item) for item in expression]
    if isinstance(expression, tuple):
        return "(", ")", [("", item) for item in expression]
    if isinstance(expression, Mapping):
        return "{", "}", [(f"{literal(key)}: ", item) for key, item in expression.items()]
    return None


def _plain(expression: Any) -> Any:
    """Return an initializer or another part as Keras takes it: its name, or a call where a field is set.

    Only initializers are known by their names: a penalty or a limit is told with its numbers.
    """
    if not isinstance(expression, Part):
        return expression
    if isinstance(expression, Given):
        return given(expression.rows[0] if len(expression.rows) == 1 else expression.rows)
    if (
        isinstance(expression, Initializer)
        and not expression.changed()
        and not isinstance(expression, Constant)
    ):
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", expression.kind()).lower()
    (family,) = (name for name, known in FAMILIES.items() if isinstance(expression, known.base))
    made = part_call(f"keras.{family}.{expression.kind()}", expression, _ALWAYS.get(family, ()))
    axis = made.kwargs.get("axis")
    if isinstance(axis, tuple) and len(axis) == 1:
        return KerasCall(made.name, (), {**made.kwargs, "axis": axis[0]})
    only = tuple(made.kwargs.values()) if expression.kind() in _ONE_NUMBER else ()
    return KerasCall(made.name, only) if only else made


_ALWAYS = {
    "initializers": ("value",),
    "regularizers": ("l1", "l2", "factor"),
    "constraints": ("min_value", "max_value"),
}
"""Fields that a reader wants to see also where they have Keras' default."""

_ONE_NUMBER = ("Constant", "L1", "L2")
"""Calls whose only argument needs no name."""


def given(values: Any) -> KerasCall:
    """Return the initializer that gives a weight these values, nested as the weight's axes are."""
    return call("keras.initializers.Constant", _nested(values))


def _nested(values: Any) -> Any:
    return [_nested(value) for value in values] if isinstance(values, tuple | list) else values


def _flat(expression: Any) -> str:
    """Return an expression in one line."""
    expression = _plain(expression)
    if isinstance(expression, Code):
        return expression
    parts = _items(expression)
    if parts is None:
        return literal(expression)
    opening, closing, items = parts
    lone = "," if isinstance(expression, tuple) and len(items) == 1 else ""
    return opening + ", ".join(prefix + _flat(item) for prefix, item in items) + lone + closing


def _render(expression: Any, column: int, indent: int, behind: int, explode: int) -> str:
    """Return an expression that starts at ``column`` of a line indented by ``indent``.

    ``behind`` columns are needed after it.
    """
    expression = _plain(expression)
    flat = _flat(expression)
    parts = _items(expression)
    if parts is None or not parts[2] or (not explode and column + len(flat) + behind <= LINE_LENGTH):
        return flat
    opening, closing, items = parts
    inner = indent + 4
    if isinstance(expression, KerasCall) and not explode:
        body = flat[len(opening) : -len(closing)]
        if inner + len(body) <= LINE_LENGTH:
            return f"{opening}\n{' ' * inner}{body}\n{' ' * indent}{closing}"
    lines = [
        f"{' ' * inner}{prefix}{_render(item, inner + len(prefix), inner, 1, max(explode - 1, 0))},"
        for prefix, item in items
    ]
    return "\n".join([opening, *lines, " " * indent + closing])
