"""Balls: python-flint's ``arb`` behind the few operations the verifier uses.

A ball is a midpoint with a radius; every operation returns a ball that contains the exact result for
all reals in its arguments.  Comparisons here are three-valued.  python-flint's own ``<`` and ``>=``
are both ``False`` on overlapping balls, so ``not (a < b)`` proves nothing; use ``less`` and friends.
A ball that is not finite decides nothing: every comparison with it is ``None``.

Comparisons and roundings serve mpmath's points as well (``verifier.arithmetic.points``), for which they
have two values.  FLINT is imported where balls are made, and not for points.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from verifier.arithmetic.reals import Verdict, reals_of

if TYPE_CHECKING:
    from flint import arb as Ball
else:
    Ball = Any

__all__ = [
    "Ball", "Doubts", "Undecided", "Verdict", "ball", "both", "encloses", "first_after", "floor_of_lower",
    "floor_of_upper", "iff", "less", "less_equal", "positive", "precision", "same",
]  # fmt: skip

_LARGEST_EXPONENT = 2**20
"""Integers of more binary digits than this are refused: no bound of that size says anything."""


class Undecided(ArithmeticError):
    """The enclosures do not decide; a higher precision may."""


class Doubts:
    """What a search for something certain passes over only because it is not decided.

    One that finds nothing must not say that there is nothing as long as it has doubts: see ``settle``.
    """

    def __init__(self) -> None:
        self._any = False

    def certain(self, verdict: Verdict) -> bool:
        """Whether ``verdict`` is True; None is remembered as a doubt."""
        self._any = self._any or verdict is None
        return verdict is True

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Whatever raises ``Undecided`` within is left there, and remembered as a doubt."""
        try:
            yield
        except Undecided:
            self.certain(None)

    def settle(self) -> None:
        """Raises ``Undecided`` if there is any doubt."""
        if self._any:
            raise Undecided("nothing is found, but not all that was tried is decided")


class precision:
    """``with precision(bits):`` works with ``bits`` binary digits.  FLINT keeps the precision globally.

    A class, not a generator: a run enters such a block a few times in each step.
    """

    __slots__ = ("_before", "_bits", "_context")

    def __init__(self, bits: int) -> None:
        self._bits, self._context = bits, _context()

    def __enter__(self) -> None:
        self._before = self._context.prec
        self._context.prec = self._bits

    def __exit__(self, *_: object) -> None:
        self._context.prec = self._before


@cache
def _context() -> Any:
    """FLINT's context.  To import a name anew costs more than a few operations on balls."""
    from flint import ctx

    return ctx


def ball(value: Fraction | int) -> Ball:
    """The smallest ball around an exact number at the current precision."""
    from flint import arb, fmpq

    exact = Fraction(value)
    return arb(fmpq(exact.numerator, exact.denominator))


def positive(x: Ball) -> Verdict:
    """Whether every number in ``x`` is > 0 (True), none is (False), or neither (None)."""
    if x > 0:
        return True if x.is_finite() else None
    if x <= 0:
        return False if x.is_finite() else None
    return None


def less(x: Ball | int, y: Ball | int) -> Verdict:
    """x < y, for all pairs (True), for none (False), or undecided (None)."""
    # Written out: these comparisons are the innermost of every check.
    if not ((isinstance(x, int) or x.is_finite()) and (isinstance(y, int) or y.is_finite())):
        return None
    if x < y:
        return True
    return False if x >= y else None


def less_equal(x: Ball | int, y: Ball | int) -> Verdict:
    """x ≤ y, for all pairs (True), for none (False), or undecided (None)."""
    if not ((isinstance(x, int) or x.is_finite()) and (isinstance(y, int) or y.is_finite())):
        return None
    if x <= y:
        return True
    return False if x > y else None


def both(first: Verdict, *more: Verdict) -> Verdict:
    """Three-valued conjunction of one or more: False wins over undecided."""
    verdicts = (first, *more)
    if False in verdicts:
        return False
    return None if None in verdicts else True


def iff(left: Verdict, right: Verdict) -> Verdict:
    """Three-valued equivalence."""
    return None if left is None or right is None else left == right


def same(x: Ball, y: Ball) -> Verdict:
    """Whether x = y: False when the balls are disjoint, True when they overlap and both are narrow.

    Overlap never proves equality; it is what an identity check can show at a given precision, and is
    used only where a certificate proves the identity and this check tries to break it.  Wide balls that
    overlap are undecided.
    """
    if not (x.is_finite() and y.is_finite()):
        return None
    if not x.overlaps(y):
        return False
    return True if _narrow(x) and _narrow(y) else None


def _narrow(x: Ball) -> bool:
    """Whether the radius is at most 2^−32 of the number, or 2^−64."""
    return bool(2**32 * x.rad() <= abs(x.mid()) or 2**64 * x.rad() <= 1)


def encloses(outer: Ball, inner: Ball) -> Verdict:
    """Whether ``outer`` contains all numbers in ``inner`` (True), none (False), or neither (None)."""
    if not (outer.is_finite() and inner.is_finite()):
        return None
    if outer.contains(inner):
        return True
    return None if outer.overlaps(inner) else False


def floor_of_lower(x: Ball) -> int:
    """⌊x⌋ for the smallest number in ``x``: the safe way to round a lower bound down.

    Raises ``Undecided`` when ``x`` is not finite.
    """
    return _floor(x.lower(), x)


def floor_of_upper(x: Ball) -> int:
    """⌊x⌋ for the largest number in ``x``: the safe value where a floor enters an upper bound.

    Raises ``Undecided`` when ``x`` is not finite.
    """
    return _floor(x.upper(), x)


def first_after(time: Ball) -> int:
    """The least natural number that is certainly at most every integer > ``time``; 0 says nothing.

    Raises ``Undecided`` where it is 0 only because ``time`` is not known well enough to say more.
    """
    first = max(0, floor_of_lower(time) + 1)
    if not first and floor_of_upper(time) + 1 > 0:
        raise Undecided(f"whether {time} is negative")
    return first


def _floor(end: Ball, x: Ball) -> int:
    if not end.is_finite():
        raise Undecided(f"the floor of {x}")
    digits, exponent = reals_of(end).exponent_form(end)
    if exponent > _LARGEST_EXPONENT:
        raise Undecided(f"the floor of {x}, an integer of more than {_LARGEST_EXPONENT} binary digits")
    return digits << exponent if exponent >= 0 else digits >> min(-exponent, digits.bit_length() + 1)
