"""Exact numbers: rationals read from text, never by way of floats, and their roots where rational."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?|[+-]?\d+/\d+", re.ASCII)
_LONGEST_TEXT = 1000


def read_rational(text: str) -> Fraction:
    """The rational that ``text`` denotes: ``"0.005"``, ``"1e-8"``, ``"-3/7"``.

    Raises ``ValueError`` for anything else, in particular for ``nan``, ``inf``, a zero denominator, and
    exponents of more than four digits (a number of that size would fill the memory, not mean anything).
    """
    stripped = text.strip()
    if not stripped:
        raise ValueError("a number is missing: the text is empty")
    if len(stripped) > _LONGEST_TEXT:
        raise ValueError(f"a number of more than {_LONGEST_TEXT} characters: {stripped[:40]}…")
    if not _NUMBER.fullmatch(stripped):
        raise ValueError(f"not a decimal number or fraction p/q: {stripped[:40]!r}")
    try:
        return Fraction(stripped)
    except ZeroDivisionError as error:
        raise ValueError(f"denominator is zero: {stripped!r}") from error


def exact_root(x: Fraction | int) -> Fraction:
    """√x when it is rational; raises ``ValueError`` when it is not."""
    square = Fraction(x)
    if square >= 0:
        root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
        if root * root == square:
            return root
    raise ValueError(f"the square root of {square} is not rational")
