"""What is written as JSON: frozen dataclasses, how each becomes its JSON, and how it is read back.

This is the one place where an object becomes JSON.  Reading takes nothing that would not be written so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, field, fields
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Self, Union, get_args, get_origin, get_type_hints

_KEY, _LEFT_OUT = "key", "left out"
LEFT_OUT: Mapping[str, Any] = {_LEFT_OUT: True}
"""The metadata of a field that has no key where it is None."""


class Unreadable(ValueError):
    """Some JSON is not that of the object that it should be; the message says where, and what is wrong."""


class Record:
    """A frozen dataclass, written as an object of its fields in their order."""

    __slots__ = ()

    def plain(self) -> Any:
        """Its JSON."""
        found = ((one, getattr(self, one.name)) for one in _fields(type(self)))
        return {_key(one): plain(value) for one, value in found if value is not None or not _may_lack(one)}

    @classmethod
    def restored(cls, found: Any) -> Self:
        """The object whose JSON ``found`` is; raises ``Unreadable``."""
        if not isinstance(found, dict):
            raise Unreadable(f"{_said(found)} in the place of an object")
        known = {_key(one): one for one in _fields(cls)}
        if more := [key for key in found if key not in known]:
            raise Unreadable(f"the key {more[0]!r} is unknown")
        if less := [key for key, one in known.items() if key not in found and not _may_lack(one)]:
            raise Unreadable(f"the key {less[0]!r} is missing")
        kinds, values = _kinds(cls), {}
        for key, value in found.items():
            one = known[key]
            if value is None and _may_lack(one):
                raise Unreadable(f"{key}: null, where nothing should stand")
            values[one.name] = restored(kinds[one.name], value, key)
        return cls(**values)


def may_lack() -> Any:
    """A field that is None where there is nothing to say, and then has no key."""
    return field(default=None, metadata=LEFT_OUT)


def key(name: str) -> Mapping[str, str]:
    """The metadata of a field that is written under another name than its own."""
    return {_KEY: name}


def plain(value: Any) -> Any:
    """The JSON of a value; raises ``TypeError`` for what has none."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        return [plain(one) for one in value]
    match value:
        case Record():
            return value.plain()
        case StrEnum():
            return value.value
        case None | str() | int() | float():
            return value
        case Mapping():
            return {str(name): plain(one) for name, one in value.items()}
        case tuple() | list():
            return [plain(one) for one in value]
    raise TypeError(f"{type(value).__name__} is no JSON")


def restored(kind: Any, found: Any, where: str = "") -> Any:
    """The value of that ``kind``, a type as it is annotated, whose JSON ``found`` is.

    ``where`` it stands is told in the message of ``Unreadable``, which is raised when it is none.
    """
    try:
        return _restored(kind, found)
    except Unreadable as error:
        raise Unreadable(f"{where}: {error}" if where else str(error)) from error


def _restored(kind: Any, found: Any) -> Any:
    if kind is Any:
        return found
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (other,) = (one for one in inside if one is not NoneType)
        return None if found is None else _restored(other, found)
    if origin is tuple:
        if not isinstance(found, list):
            raise Unreadable(f"{_said(found)} in the place of a list")
        return tuple(restored(inside[0], one, str(number)) for number, one in enumerate(found))
    if origin is Mapping:
        if not isinstance(found, dict):
            raise Unreadable(f"{_said(found)} in the place of an object")
        return {name: restored(inside[1], one, name) for name, one in found.items()}
    if issubclass(kind, Record):
        return kind.restored(found)
    if issubclass(kind, StrEnum):
        if found not in [*kind]:
            raise Unreadable(f"{_said(found)} is none of {', '.join(kind)}")
        return kind(found)
    if type(found) is not kind:
        raise Unreadable(f"{_said(found)} in the place of {_NAMES[kind]}")
    return found


_PLAIN = {str, int, float, bool, NoneType}
_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _said(found: Any) -> str:
    """A value that should be another, as it is told."""
    match found:
        case dict():
            return "an object"
        case list():
            return "a list"
    return repr(found)


def _fields(cls: Any) -> tuple[Field[Any], ...]:
    return fields(cls)


def _key(one: Field[Any]) -> str:
    return str(one.metadata.get(_KEY, one.name))


def _may_lack(one: Field[Any]) -> bool:
    return bool(one.metadata.get(_LEFT_OUT))


_KINDS: dict[Any, dict[str, Any]] = {}


def _kinds(cls: Any) -> dict[str, Any]:
    """The annotated type of each field, looked up once."""
    if cls not in _KINDS:
        _KINDS[cls] = get_type_hints(cls)
    return _KINDS[cls]
