"""The texts of what is stored as JSON: each has one, so that equal hashes are equal meanings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from verifier.results import Found, Result

_SCALAR = r'(?:-?\d[\d.eE+-]*|null|"[a-z ]+")'
_ROW = re.compile(rf"\[\n\s+((?:{_SCALAR},\n\s+)*{_SCALAR})\n\s+\]")
_BREAK = re.compile(r"\n\s+")


def canonical_json(report: Found) -> str:
    """The report, or a part of it, as JSON text: keys in their own order, no NaN, each list of numbers and
    words on one line.

    Raises ``ValueError`` for a number that is not finite, ``TypeError`` for what JSON cannot say.
    """
    text = json.dumps(report, ensure_ascii=False, allow_nan=False, indent=1, default=_plain)
    return _ROW.sub(lambda match: "[" + _BREAK.sub(" ", match[1]) + "]", text) + "\n"


def _plain(value: Any) -> Mapping[str, Any]:
    if isinstance(value, Result):
        return value.plain()
    raise TypeError(f"{type(value).__name__} is no JSON")


def compact(found: Mapping[str, Any], sort_keys: bool = False) -> str:
    """The object as text, ended by a newline: one line an entry, and one for each object of a list in it.

    Raises ``TypeError`` for what JSON cannot say.
    """

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=sort_keys, separators=(",", ":"))

    def entry(value: Any) -> str:
        if isinstance(value, (list, tuple)) and value and all(isinstance(item, dict) for item in value):
            return "[\n" + ",\n".join(map(line, value)) + "\n]"
        return line(value)

    keys = sorted(found) if sort_keys else found
    return "{" + ",\n".join(f"{line(key)}:{entry(found[key])}" for key in keys) + "}\n"
