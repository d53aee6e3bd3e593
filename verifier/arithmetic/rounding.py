"""From a ball to a number that is printed: always rounded to a stated side, never to the nearest.

An upper bound is printed as a decimal number that is at least every number in the ball, a lower bound as
one that is at most every number in it.  As JSON it is a float, and then both the float and the decimal
number that it is printed as are on that side.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor, inf, nextafter

from verifier.arithmetic.balls import Ball
from verifier.arithmetic.reals import reals_of

LARGEST = 10**300
"""A bound beyond this is not stated as a float."""
_MOST_BITS = 2**15


def float_above(x: Ball, places: int = 6) -> float | None:
    """A float of about so many decimal places, at least every number in ``x``; None beyond 1e300."""
    return _float(_end(x, x.upper()), places, ceil, inf)


def float_below(x: Ball, places: int = 6) -> float | None:
    """A float of about so many decimal places, at most every number in ``x``; None beyond -1e300."""
    return _float(_end(x, x.lower()), places, floor, -inf)


def text_above(x: Fraction | float, places: int) -> str:
    """The least decimal number of so many places that is at least ``x``."""
    return _text(ceil(Fraction(x) * 10**places), places)


def text_below(x: Fraction | float, places: int) -> str:
    """The largest decimal number of so many places that is at most ``x``."""
    return _text(floor(Fraction(x) * 10**places), places)


def size_above(x: Ball) -> str:
    """For the size of an error: at least every number in ``x`` ≥ 0, as ``3.1e-41``; two digits."""
    end = _end(x, x.upper())
    if end is None:
        return "inf"
    if end <= 0:
        return "0"
    exponent = (end.numerator.bit_length() - end.denominator.bit_length()) * 3 // 10
    while end >= Fraction(10) ** (exponent + 1):
        exponent += 1
    while end < Fraction(10) ** exponent:
        exponent -= 1
    end /= Fraction(10) ** exponent
    tenths = ceil(end * 10)
    if tenths == 100:
        tenths, exponent = 10, exponent + 1
    return f"{tenths // 10}.{tenths % 10}e{exponent:+03d}"


def _end(x: Ball, end: Ball) -> Fraction | None:
    """One end of a ball, exactly; None when it is not finite or far too large."""
    if not x.is_finite():
        return None
    digits, exponent = reals_of(end).exponent_form(end)
    if digits.bit_length() + exponent > _MOST_BITS:
        return None
    if digits and digits.bit_length() + exponent < -_MOST_BITS:
        # So close to 0 that no decimal number printed here lies between: only the sign matters.
        return Fraction(1 if digits > 0 else -1, 2**_MOST_BITS)
    return digits * Fraction(2) ** exponent


def _float(
    end: Fraction | None, places: int, towards: Callable[[Fraction], int], outwards: float
) -> float | None:
    if end is None or abs(end) > LARGEST:
        return None
    number = towards(end * 10**places) / 10**places
    while not (_beyond(Fraction(number), end, outwards) and _beyond(Fraction(repr(number)), end, outwards)):
        number = nextafter(number, outwards)
    return number


def _beyond(number: Fraction, end: Fraction, outwards: float) -> bool:
    return number >= end if outwards > 0 else number <= end


def _text(units: int, places: int) -> str:
    sign, digits = "-" if units < 0 else "", str(abs(units)).zfill(places + 1)
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
