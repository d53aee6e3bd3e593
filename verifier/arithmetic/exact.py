"""Exact numbers from text: decimals and fractions are read as rationals, never as floats."""

from __future__ import annotations

import re
from fractions import Fraction

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?|[+-]?\d+/\d+")
_LARGEST_TEXT = 1000


def read_rational(text: str) -> Fraction:
    """The rational that ``text`` denotes: ``"0.005"``, ``"1e-8"``, ``"-3/7"``.

    Raises ``ValueError`` for anything else, in particular for ``nan``, ``inf`` and exponents of more
    than four digits.
    """
    text = text.strip()
    if len(text) > _LARGEST_TEXT or not _NUMBER.fullmatch(text):
        raise ValueError(f"not a decimal number or fraction p/q: {text[:40]!r}")
    try:
        return Fraction(text)
    except ZeroDivisionError as error:
        raise ValueError(f"denominator is zero: {text!r}") from error
