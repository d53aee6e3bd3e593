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
    """``entry[key]``, which must be text."""
    value = take(entry, key)
    if not isinstance(value, str):
        raise CertificateError(f"field {key!r} must be text, not {value!r}")
    return value


def listing(entry: Any, key: str) -> list[Any]:
    """``entry[key]``, which must be a list."""
    value = take(entry, key)
    if not isinstance(value, list):
        raise CertificateError(f"field {key!r} must be a list, not {value!r}")
    return value


def naming(entry: Any, key: str) -> dict[str, str]:
    """``entry[key]``, which must map names to names."""
    value = take(entry, key)
    if not isinstance(value, dict) or not all(isinstance(new, str) for new in value.values()):
        raise CertificateError(f"field {key!r} must map names to names, not {value!r}")
    return value
