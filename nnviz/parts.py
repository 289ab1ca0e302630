"""Parts: the registered building blocks of nnviz, and the fields they declare.

A layer, loss, optimizer, initializer or data set is a *part*: a frozen dataclass whose fields carry their
limits and help. The declaration is the only place where a field is described; the inspector's form, the
validation, the file format and the Keras call are all read from it.

A family of parts (:class:`Registry`) is a package: every module in it is imported, every concrete subclass of
the family's base is a member. A new part is one new file.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say


class PartError(NnvizError):
    """A value does not suit the field it was given to."""


@dataclasses.dataclass(frozen=True)
class FieldInfo:
    """What a field declares about itself.

    ``type`` is one of ``int``, ``float``, ``bool``, ``choice``, ``text``, ``shape`` (a tuple of whole numbers, above
    0 unless ``minimum`` says otherwise, ``length`` of them if that is given), ``numbers`` (a tuple of numbers, which
    may be empty), ``samples`` (rows of numbers, all of one length), ``file`` (a path, as text), ``part`` (a member of
    the registry named by ``family``) and ``parts`` (a tuple of such members, which may be empty).
    ``step`` is the increment a form offers, ``optional`` admits ``None``.
    """

    type: str
    help: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    family: str = ""
    length: int | None = None
    step: float | None = None
    optional: bool = False
    advanced: bool = False


def declare(default: Any, type: str, help: str, **limits: Any) -> Any:
    """Return a dataclass field with ``default``, a type, a help sentence and limits (see :class:`FieldInfo`)."""
    info = FieldInfo(type, help, **limits)
    return dataclasses.field(default=default, metadata={"nnviz": info})


@dataclasses.dataclass(frozen=True)
class Part:
    """Base of every registered building block. ``kind`` is the class name, for layers Keras' own."""

    title: ClassVar[str] = ""
    """Name on the screen (translatable text)."""
    help: ClassVar[str] = ""
    """One or two sentences on what it does (translatable text)."""
    keywords: ClassVar[str] = ""
    """More words to find it by."""

    @classmethod
    def kind(cls) -> str:
        return cls.__name__

    def __post_init__(self) -> None:
        for name, info in self.declared().items():
            value = _checked(type(self).__name__, name, info, getattr(self, name))
            object.__setattr__(self, name, value)

    @classmethod
    def declared(cls) -> Mapping[str, FieldInfo]:
        """Return the declared fields by name, in order."""
        known = cls.__dict__.get("_declared")
        if known is None:
            # Fields of a base class are keyword-only and come last, as in Keras' own signatures.
            fields = sorted(dataclasses.fields(cls), key=lambda f: bool(f.kw_only))
            known = {f.name: f.metadata["nnviz"] for f in fields if "nnviz" in f.metadata}
            cls._declared = known  # type: ignore[attr-defined]
        return cast("Mapping[str, FieldInfo]", known)

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        return {f.name: f.default for f in dataclasses.fields(cls) if "nnviz" in f.metadata}

    def values(self) -> dict[str, Any]:
        """Return the value of every declared field."""
        return {name: getattr(self, name) for name in self.declared()}

    def changed(self) -> dict[str, Any]:
        """Return the values that differ from the defaults."""
        defaults = self.defaults()
        return {name: value for name, value in self.values().items() if value != defaults[name]}

    def replace(self, **values: Any) -> Self:
        """Return a copy with some fields changed; raise :class:`PartError` if a value does not suit."""
        unknown = set(values) - set(self.declared())
        if unknown:
            raise PartError(
                say(
                    QT_TRANSLATE_NOOP("nnviz", "{kind} has no field “{field}”."),
                    kind=self.kind(),
                    field=min(unknown),
                )
            )
        return dataclasses.replace(self, **values)


def _refuse(owner: str, name: str, expected: str, value: object) -> PartError:
    return PartError(
        say(
            QT_TRANSLATE_NOOP("nnviz", "{owner}: {field} must be {expected}, but it is {found}."),
            owner=owner,
            field=name,
            expected=expected,
            found=_short(value),
        )
    )


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _checked(owner: str, name: str, info: FieldInfo, value: Any) -> Any:
    """Return ``value`` in its exact type or raise :class:`PartError`."""
    if value is None and info.optional:
        return None
    if info.type in ("int", "float"):
        return _checked_number(owner, name, info, value)
    if info.type == "bool" and isinstance(value, bool):
        return value
    if info.type == "choice" and value in info.choices:
        return value
    if info.type in ("text", "file") and isinstance(value, str):
        return value
    if info.type == "shape":
        return _checked_shape(owner, name, info, value)
    if info.type == "numbers":
        return _checked_numbers(owner, name, info, value)
    if info.type == "samples":
        return _checked_samples(owner, name, info, value)
    if info.type == "part" and isinstance(value, FAMILIES[info.family].base):
        return value
    if (
        info.type == "parts"
        and isinstance(value, tuple | list)
        and all(isinstance(part, FAMILIES[info.family].base) for part in value)
    ):
        return tuple(value)
    raise _refuse(owner, name, _expected(info), value)


def _checked_shape(owner: str, name: str, info: FieldInfo, value: Any) -> tuple[int, ...]:
    least = 1 if info.minimum is None else int(info.minimum)
    if (
        isinstance(value, tuple | list)
        and (len(value) == info.length if info.length is not None else len(value) > 0)
        and all(isinstance(n, int) and not isinstance(n, bool) and least <= n <= 1_000_000 for n in value)
    ):
        return tuple(value)
    raise _refuse(owner, name, _expected(info), value)


def _checked_numbers(owner: str, name: str, info: FieldInfo, value: Any) -> tuple[float, ...]:
    if not isinstance(value, tuple | list) or len(value) > _MOST_ROWS:
        raise _refuse(owner, name, _expected(info), value)
    if info.length is not None and len(value) != info.length:
        raise _refuse(owner, name, _expected(info), value)
    one = dataclasses.replace(info, type="float")
    return tuple(float(_checked_number(owner, name, one, number)) for number in value)


def _checked_number(owner: str, name: str, info: FieldInfo, value: Any) -> int | float:
    whole = info.type == "int"
    fits = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if not fits or not -_LARGEST_FLOAT <= value <= _LARGEST_FLOAT:  # NaN is not between them either
        raise _refuse(owner, name, _expected(info), value)
    if (info.minimum is not None and value < info.minimum) or (
        info.maximum is not None and value > info.maximum
    ):
        raise _refuse(owner, name, _expected(info), value)
    return int(value) if whole else float(value)


_LARGEST_FLOAT = sys.float_info.max
_MOST_ROWS = 1000
_MOST_COLUMNS = 100
_LARGEST = 1e30  # far beyond any sample and well inside float32


def _checked_samples(owner: str, name: str, info: FieldInfo, value: Any) -> tuple[tuple[float, ...], ...]:
    if not isinstance(value, tuple | list) or not 0 < len(value) <= _MOST_ROWS:
        raise _refuse(owner, name, _expected(info), value)
    for row in value:
        if not isinstance(row, tuple | list) or not 0 < len(row) <= _MOST_COLUMNS:
            raise _refuse(owner, name, _expected(info), value)
        if len(row) != len(value[0]):
            raise _refuse(owner, name, _expected(info), value)
        for number in row:
            _checked_number(owner, name, FieldInfo("float", "", -_LARGEST, _LARGEST), number)
    return tuple(tuple(float(number) for number in row) for row in value)


def _expected(info: FieldInfo) -> str:
    if info.type == "choice":
        return "one of " + ", ".join(info.choices)
    if info.type in ("int", "float"):
        noun = "a whole number" if info.type == "int" else "a number"
        if info.minimum is not None and info.maximum is not None:
            return f"{noun} from {info.minimum:g} to {info.maximum:g}"
        if info.minimum is not None:
            return f"{noun} of at least {info.minimum:g}"
        if info.maximum is not None:
            return f"{noun} of at most {info.maximum:g}"
        return noun
    if info.type == "samples":
        return f"rows of numbers of one length, at most {_MOST_ROWS} rows of {_MOST_COLUMNS}"
    if info.type == "shape":
        count = "a shape of whole numbers" if info.length is None else f"{info.length} whole numbers"
        return f"{count} of at least {1 if info.minimum is None else int(info.minimum)}"
    if info.type == "numbers":
        return "a list of numbers" if info.length is None else f"{info.length} numbers"
    if info.type == "parts":
        return f"a list of {info.family}"
    return {"bool": "true or false", "text": "text", "file": "a file's path"}.get(
        info.type, f"one of the {info.family}"
    )


P = TypeVar("P", bound=Part)


class Registry(Mapping[str, type[P]], Generic[P]):
    """The members of one family, by kind, found in the modules of ``package`` on first use."""

    def __init__(self, family: str, package: str, base: type[P]) -> None:
        self.family = family
        self._package = package
        self.base = base
        FAMILIES[family] = self

    @cached_property
    def _members(self) -> dict[str, type[P]]:
        package = importlib.import_module(self._package)
        members: dict[str, type[P]] = {}
        for module in pkgutil.iter_modules(getattr(package, "__path__", []), self._package + "."):
            self._collect(importlib.import_module(module.name), members)
        self._collect(package, members)
        return dict(sorted(members.items()))

    def _collect(self, module: object, members: dict[str, type[P]]) -> None:
        for _, found in inspect.getmembers(module, inspect.isclass):
            own = found.__module__ == getattr(module, "__name__", "")
            if own and issubclass(found, self.base) and found.__dict__.get("title"):
                members[found.kind()] = found

    def __getitem__(self, kind: str) -> type[P]:
        return self._members[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


FAMILIES: dict[str, Registry[Any]] = {}
"""Every registry by family name; a field of type ``part`` names its family."""
