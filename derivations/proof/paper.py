"""What the kernel prints, in the notation of the printed page: ``lam**2 > 0`` as λ² > 0.

For the reader alone: nothing that is printed here is compared with anything or read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivations.symbols import TABLE

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NAME = re.compile(r"[A-Za-z]\w*")
_POWER = re.compile(r"\*\*(\d+)")
_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠"}
_WORDS = ("a run of", "X_t", "X_0", "e", "t")
"""What looks like a symbol in the kernel's wording and is none, or stands for itself."""


def on_paper(text: str, names: Iterable[str] = ()) -> str:
    """The same text with printed symbols, powers and signs; ``names`` of steps and systems stay."""
    kept = sorted({*names, *_WORDS}, key=len, reverse=True)
    apart = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in kept))
    pieces, last = [], 0
    for found in apart.finditer(text):
        pieces += [_formulas(text[last : found.start()]), found[0]]
        last = found.end()
    return "".join([*pieces, _formulas(text[last:])])


def _formulas(text: str) -> str:
    text = _NAME.sub(lambda found: _printed(found[0]), text)
    text = _POWER.sub(lambda found: found[1].translate(_SUPERSCRIPTS), text).replace("*", "·")
    for sign, shown in _SIGNS.items():
        text = text.replace(sign, shown)
    return text.replace(" - ", " − ")


def _printed(name: str) -> str:
    row = TABLE.get(name)
    return row.text if row is not None and row.plain else name
