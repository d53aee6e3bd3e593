"""The texts of what is stored as JSON: each has one, so that equal hashes are equal meanings."""

from __future__ import annotations

import json
import re
from typing import Any

from verifier.results.record import plain

_SCALAR = r'(?:-?\d[\d.eE+-]*|null|"[a-z ]+")'
_ROW = re.compile(rf"\[\n\s+((?:{_SCALAR},\n\s+)*{_SCALAR})\n\s+\]")
_BREAK = re.compile(r"\n\s+")


def indented(value: Any) -> str:
    """An object as JSON text, ended by a newline: keys in their own order, no NaN.

    Raises ``ValueError`` for a number that is not finite, ``TypeError`` for what JSON cannot say.
    """
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def canonical_json(report: Any) -> str:
    """The report, or a part of it: indented, with each list of numbers and words on one line."""
    return _ROW.sub(lambda match: "[" + _BREAK.sub(" ", match[1]) + "]", indented(report))


def compact(value: Any, sort_keys: bool = False) -> str:
    """The object as text, ended by a newline: one line an entry, and one for each object of a list in it.

    Raises ``TypeError`` for what JSON cannot say.
    """
    found = plain(value)
    line = json.JSONEncoder(ensure_ascii=False, sort_keys=sort_keys, separators=(",", ":")).encode

    def entry(value: Any) -> str:
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            return "[\n" + ",\n".join(map(line, value)) + "\n]"
        return line(value)

    keys = sorted(found) if sort_keys else found
    return "{" + ",\n".join(f"{line(key)}:{entry(found[key])}" for key in keys) + "}\n"
