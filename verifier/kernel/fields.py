"""Reads the fields of a JSON certificate, and the one way in which the kernel says no."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

_WORD = r"[A-Za-z0-9,'()_/+*^.\-]+"
_NAME = re.compile(rf"{_WORD}(?: {_WORD})*")
_LONGEST_NAME = 200  # 165


class CertificateError(ValueError):
    """A certificate is malformed or does not prove what it says; the message names where."""


def refuse_if(bad: object, why: str) -> None:
    """Raise ``CertificateError`` if that is so."""
    if bad:
        raise CertificateError(why)


def take(entry: Any, key: str) -> Any:
    """``entry[key]``."""
    if not isinstance(entry, dict) or key not in entry:
        raise CertificateError(f"missing field {key!r}")
    return entry[key]


def only(entry: Any, allowed: Container[str], what: str) -> None:
    """Refuse a field that nothing reads: it could say anything, and be mistaken for one that counts."""
    for key in entry if isinstance(entry, dict) else ():
        if key not in allowed:
            raise CertificateError(f"{what} has a stray field {key!r}")


def text(entry: Any, key: str) -> str:
    """``entry[key]``, which must be one line of ASCII text, and not empty."""
    value = take(entry, key)
    if not (isinstance(value, str) and value and value.isprintable() and value.isascii()):
        raise CertificateError(f"field {key!r} must be one line of ASCII text, not {value!r}")
    return value


def words(entry: Any, key: str) -> str:
    """``entry[key]``, which must be a name: by it a claim, system or step is printed."""
    return require_words(text(entry, key), f"field {key!r}")


def require_words(name: str, what: str) -> str:
    """A name of plain words: none is a relation, steers a terminal or goes on for pages."""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        raise CertificateError(f"{what} must be a name of plain words, not {name[:_LONGEST_NAME]!r}")
    return name


def listing(entry: Any, key: str) -> list[Any]:
    """``entry[key]``, which must be a list."""
    value = take(entry, key)
    if not isinstance(value, list):
        raise CertificateError(f"field {key!r} must be a list, not {value!r}")
    return value


def names(entry: Any, key: str) -> list[str]:
    """``entry[key]``, which must list distinct names."""
    value = listing(entry, key)
    if not all(isinstance(name, str) for name in value) or len(set(value)) != len(value):
        raise CertificateError(f"field {key!r} must list distinct names, not {value!r}")
    return value


def naming(entry: Any, key: str, of: type = str) -> dict[str, Any]:
    """``entry[key]``, which must map names to what they are: to names, if nothing else is said."""
    value = take(entry, key)
    if not isinstance(value, dict) or not all(isinstance(new, of) for new in value.values()):
        raise CertificateError(f"field {key!r} must map names to {of.__name__}, not {value!r}")
    return value
