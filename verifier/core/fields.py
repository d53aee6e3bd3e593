"""Reads the fields of a JSON certificate; every failure names the field.

What a certificate supplies to a printed fact is ASCII: polynomials, and names after the two grammars
here.  What the kernel says around it stands outside them: it is made of other letters, of words with a
colon, a semicolon or a relation between them, or of the few reserved symbols.  So a name can neither look
like a part of the kernel's own sentence nor be taken for another name.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from verifier.core.errors import CertificateError

_WORD = r"[A-Za-z0-9,'()_/+*^.\-]+"
_NAME = re.compile(rf"(?=[A-Za-z0-9(]){_WORD}(?: {_WORD})*")
_LONGEST_NAME = 200
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_RESERVED = frozenset(["X", "X_0", "X_t", "i", "j", "t", "ln"])
"""What printed facts call a quantity, times and the logarithm."""


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
    """``entry[key]``, which must be one line of ASCII text."""
    value = take(entry, key)
    if not isinstance(value, str) or not value.isprintable() or not value.isascii():
        raise CertificateError(f"field {key!r} must be one line of ASCII text, not {value!r}")
    return value


def words(entry: Any, key: str) -> str:
    """``entry[key]``, which must be the name of a system or a step: words that state nothing."""
    value = text(entry, key)
    if len(value) > _LONGEST_NAME or not _NAME.fullmatch(value):
        raise CertificateError(f"field {key!r} must be a name of plain words, not {value!r}")
    return value


def variables(entry: Any, key: str) -> list[str]:
    """``entry[key]``, which must list distinct variables, at least one."""
    value = names(entry, key)
    for variable in value:
        if not _VARIABLE.fullmatch(variable) or variable in _RESERVED:
            raise CertificateError(f"field {key!r}: {variable!r} cannot be the name of a variable")
    if not value:
        raise CertificateError("there must be at least one variable")
    return value


def truth(entry: Any, key: str) -> bool:
    """``entry[key]``, which must be true or false."""
    value = take(entry, key)
    if not isinstance(value, bool):
        raise CertificateError(f"field {key!r} must be true or false, not {value!r}")
    return value


def listing(entry: Any, key: str) -> list[Any]:
    """``entry[key]``, which must be a list."""
    value = take(entry, key)
    if not isinstance(value, list):
        raise CertificateError(f"field {key!r} must be a list, not {value!r}")
    return value


def something(entry: Any, key: str) -> list[Any]:
    """``entry[key]``, which must list something: a fact about nothing looks like one about everything."""
    value = listing(entry, key)
    if not value:
        raise CertificateError(f"field {key!r} lists nothing")
    return value


def names(entry: Any, key: str) -> list[str]:
    """``entry[key]``, which must list distinct names."""
    value = listing(entry, key)
    if not all(isinstance(name, str) for name in value) or len(set(value)) != len(value):
        raise CertificateError(f"field {key!r} must list distinct names, not {value!r}")
    return value


def naming(entry: Any, key: str) -> dict[str, str]:
    """``entry[key]``, which must map names to names."""
    value = take(entry, key)
    if not isinstance(value, dict) or not all(isinstance(new, str) for new in value.values()):
        raise CertificateError(f"field {key!r} must map names to names, not {value!r}")
    return value
