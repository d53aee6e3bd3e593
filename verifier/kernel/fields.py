"""Reads the fields of a JSON certificate, and the one way in which the kernel says no."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from typing import Any, TypeAlias

Items: TypeAlias = list[Any]
Pairs: TypeAlias = list[list[Any]]
Names: TypeAlias = list[str]
_WORD = r"[A-Za-z0-9,'()_/+*^.\-]+"
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_NONNEGATIVE = re.compile(r"[0-9]{1,1000}(/[1-9][0-9]{0,999})?")
_LONGEST = 200  # 165
_NAME = re.compile(rf"(?=.{{1,{_LONGEST}}}\Z){_WORD}(?: {_WORD})*")


def _all(value: Any, kind: type, of: type = object) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    return isinstance(value, kind) and all(isinstance(one, of) for one in inner)


_KINDS: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "Any": ("there", lambda value: True),
    "bool": ("true or false", lambda value: isinstance(value, bool)),
    "Items": ("a list", lambda x: isinstance(x, list)),
    "Pairs": ("a list of pairs", lambda x: _all(x, list, list) and all(len(pair) == 2 for pair in x)),
    "Names": ("a list of distinct names", lambda x: _all(x, list, str) and len(x) == len({*x})),
    "Variables": ("at least one variable, each by a name of its own", lambda x: x and _all(x, list, str)
                  and len(x) == len({*x}) and all(map(_VARIABLE.fullmatch, x))),
    "Texts": ("a map of names to names", lambda x: _all(x, dict, str)),
    "Maps": ("a map of names to objects", lambda x: _all(x, dict, dict)),
    "str": ("a line of ASCII text", lambda x: isinstance(x, str) and x and x.isprintable() and x.isascii()),
    "Weight": ("a nonnegative rational", lambda x: isinstance(x, str) and _NONNEGATIVE.fullmatch(x)),
    "Words": ("a name of plain words", lambda x: isinstance(x, str) and _NAME.fullmatch(x)),
}
"""What a field may have to be.  By plain words a claim, system or step is printed: none is a relation,
steers a terminal or goes on for pages.
"""


class CertificateError(ValueError):
    """A certificate is malformed or does not prove what it says; the message names where."""


def refuse_if(bad: object, why: str) -> None:
    """Raise ``CertificateError`` if that is so."""
    if bad:
        raise CertificateError(why)


def take(entry: Any, key: str, kind: str = "Any") -> Any:
    """``entry[key]``, which must be of that kind."""
    if not isinstance(entry, dict) or key not in entry:
        raise CertificateError(f"missing field {key!r}")
    what, holds = _KINDS[kind]
    if kind != "Any" and not holds(entry[key]):
        raise CertificateError(f"field {key!r} must be {what}, not {str(entry[key])[:_LONGEST]!r}")
    return entry[key]


def only(entry: Any, allowed: Container[str], what: str) -> None:
    """Refuse a field that nothing reads: it could say anything, and be mistaken for one that counts."""
    for key in entry if isinstance(entry, dict) else ():
        if key not in allowed:
            raise CertificateError(f"{what} has a stray field {key!r}")
