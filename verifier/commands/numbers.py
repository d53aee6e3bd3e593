"""How whole numbers are shown to people: all digits as long as they can be read, then the first few."""

from __future__ import annotations

from typing import Final

MOST_DIGITS: Final = 100
"""More than this are not shown; ``--json`` has them all."""
_FIRST = 7


def readable(number: int) -> str:
    """``1,079,027,766``; a natural number of more than ``MOST_DIGITS`` as ``9.967829…e399``."""
    digits = str(number)
    if len(digits) <= MOST_DIGITS:
        return f"{number:,}"
    return f"{digits[0]}.{digits[1:_FIRST]}…e{len(digits) - 1}"
