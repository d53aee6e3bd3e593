"""Reads the fields of a JSON certificate; every failure names the field."""

from __future__ import annotations

from typing import Any

from verifier.kernel.errors import CertificateError


def take(entry: Any, key: str) -> Any:
    """``entry[key]``."""
    if not isinstance(entry, dict) or key not in entry:
        raise CertificateError(f"missing field {key!r}")
    return entry[key]


def text(entry: Any, key: str) -> str:
    """``entry[key]``, which must be one line of text."""
    value = take(entry, key)
    if not isinstance(value, str) or not value.isprintable():
        raise CertificateError(f"field {key!r} must be one line of text, not {value!r}")
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
