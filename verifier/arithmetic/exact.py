"""Exact numbers: rationals read from text, never by way of floats, and their roots where rational."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from math import isqrt

_DECIMAL = re.compile(r"([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?", re.ASCII)
_FRACTION = re.compile(r"[+-]?\d+/\d+", re.ASCII)
_LONGEST_TEXT = 1000
LARGEST_EXPONENT = 1000
"""A number other than 0 is read when its size is from 1e-1000 to 1e1000: whatever is computed from it, an
onset above all, then has a bounded number of digits, and every command a bounded amount of work."""
_SHOWN = 40


def read_rational(text: str) -> Fraction:
    """The rational that ``text`` denotes: ``"0.005"``, ``"1e-8"``, ``"-3/7"``.

    Raises ``ValueError``, with a message that begins with the text, for anything else: in particular for
    ``nan``, ``inf``, a zero denominator, more than a thousand characters, and a number too large or too
    close to 0 (``LARGEST_EXPONENT``).
    """
    stripped = text.strip()
    name = shortened(stripped)
    if not stripped:
        raise ValueError(f"{name} is empty: a number is missing")
    if len(stripped) > _LONGEST_TEXT:
        raise ValueError(f"{name} has more than {_LONGEST_TEXT} characters")
    decimal = _DECIMAL.fullmatch(stripped)
    if decimal is None and not _FRACTION.fullmatch(stripped):
        raise ValueError(f"{name} is not a decimal number or a fraction p/q")
    if decimal is not None and decimal[3] and abs(int(decimal[3])) > 2 * LARGEST_EXPONENT:
        # Too large or too small, however its at most a thousand digits begin; unless they are all 0.
        if not re.search("[1-9]", decimal[2]):
            return Fraction(0)
        raise ValueError(f"{name} {TOO_FAR}")
    try:
        number = Fraction(stripped)
    except ZeroDivisionError as error:
        raise ValueError(f"{name} has the denominator 0") from error
    if not is_accepted(number):
        raise ValueError(f"{name} {TOO_FAR}")
    return number


def is_accepted(number: Fraction) -> bool:
    """Whether it is 0 or of a size that is accepted."""
    return not number or _LEAST <= abs(number) <= 1 / _LEAST


_LEAST = Fraction(1, 10**LARGEST_EXPONENT)
TOO_FAR = (
    "is outside the numbers that are accepted, "
    f"in size from 1e-{LARGEST_EXPONENT} to 1e{LARGEST_EXPONENT}"
)


def shortened(text: str) -> str:
    """A refused text, quoted on one line and cut to a readable length."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def exact_root(x: Fraction | int) -> Fraction:
    """√x when it is rational; raises ``ValueError`` when it is not."""
    square = Fraction(x)
    if square >= 0:
        root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
        if root * root == square:
            return root
    raise ValueError(f"the square root of {square} is not rational")


def first_failure(holds: Callable[[int], bool], most: int = 2**64) -> int:
    """The least natural number of which ``holds`` is not true, which then is true of none after it.

    Not above ``most``: if it is true of all of these, that is the answer.
    """
    if not holds(0):
        return 0
    low, high = 0, 1
    while holds(high):
        low, high = high, 2 * high
        if high >= most:
            return most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return high
