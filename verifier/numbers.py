"""How numbers are said to people: whole numbers that can be read, and nouns that go with them."""

from __future__ import annotations

from typing import Final

MOST_DIGITS: Final = 100
"""More than this are not shown; ``--json`` has them all."""
_FIRST = 7


def readable(number: int) -> str:
    """``1,079,027,766``; a natural number of more than ``MOST_DIGITS`` as ``9.967829…e399``.

    Of any size: Python itself writes no number of more than 4,300 digits.
    """
    if number < 10**MOST_DIGITS:
        return f"{number:,}"
    # 30102/100000 is below log10(2), so that this exponent is at most the true one.
    exponent = (number.bit_length() - 1) * 30102 // 100000
    while 10 ** (exponent + 1) <= number:
        exponent += max(1, (number // 10**exponent).bit_length() * 30102 // 100000 - 1)
    digits = str(number // 10 ** (exponent - _FIRST + 1))
    return f"{digits[0]}.{digits[1:]}…e{exponent}"


def counted(number: int, noun: str, several: str = "") -> str:
    """``1 step``, ``1,000 steps``; ``several`` is the plural of a noun that does not end in s then."""
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"
