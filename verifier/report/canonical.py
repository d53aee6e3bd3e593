"""The text of report.json: the one form of a report that needs neither templates nor drawings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_SCALAR = r'(?:-?\d[\d.eE+-]*|null|"[a-z ]+")'
_ROW = re.compile(rf"\[\n\s+((?:{_SCALAR},\n\s+)*{_SCALAR})\n\s+\]")
_BREAK = re.compile(r"\n\s+")


def canonical_json(report: Mapping[str, Any]) -> str:
    """The report as JSON text: keys in their own order, no NaN, each list of numbers and words on one line.

    Raises ``ValueError`` for a number that is not finite, ``TypeError`` for what JSON cannot say.
    """
    text = json.dumps(report, ensure_ascii=False, allow_nan=False, indent=1)
    return _ROW.sub(lambda match: "[" + _BREAK.sub(" ", match[1]) + "]", text) + "\n"
