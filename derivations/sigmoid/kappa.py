"""The function κ that the knife edge is about, and its levels in balls.

The effective learning rate is λ = (α/N)(⟨g⟩ − (c/s)⟨gξ⟩) with g = σ(−α(c + sξ)), ⟨ξ⟩ = 0, ⟨ξ²⟩ = 1.  As
s → 0 it becomes κ(α)/N.  The enclosures below rest on what the claim about κ proves, that it rises up to
one point and falls after it: they need the sign of κ − level at single points only.  All of them are as
sharp as the precision in bits that they are given.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sympy import Expr

from derivations.notation import alpha, c, s, symbol
from derivations.sigmoid.functions import sigma
from verifier.arithmetic.balls import Ball, Undecided, Verdict, less, precision
from verifier.arithmetic.evaluate import apply
from verifier.arithmetic.points import root_between
from verifier.arithmetic.reals import Reals, like, reals_of, working_bits
from verifier.claim import Run

g = symbol("g_alpha", "g", "g", "σ(−α), the weight of an example at the margin 1")
xi = symbol("xi", r"\xi", "ξ", "a sample's share of the spread of the margins: ⟨ξ⟩ = 0, ⟨ξ²⟩ = 1")

_WEIGHT: Expr = sigma(-alpha * (c + s * xi))
_MEAN: Expr = _WEIGHT.subs(s, 0)
_SLOPE: Expr = (_WEIGHT * xi).diff(s).subs(s, 0) / xi**2
"""The limits of ⟨g⟩ and of ⟨gξ⟩/s as s → 0; the mean of ξ² is 1."""

KAPPA: Expr = (alpha * (_MEAN - c * _SLOPE)).subs(c, 1)
"""κ(α) = ασ(−α) + α²σ(−α)(1 − σ(−α)): λN as the angle goes to 0."""
SLOPE_FACTOR: Expr = (KAPPA.diff(alpha) / sigma(-alpha)).expand()
"""κ'(α)/σ(−α), which has the sign of κ'."""


def in_g(expression: Expr) -> Expr:
    """A function of α as a polynomial in α and g = σ(−α)."""
    return expression.subs(sigma(-alpha), g).expand()


def at(expression: Expr, scale: Ball) -> Ball:
    """A function of α at a ball, or at a point."""
    return apply(expression, scale)


def kappa_maximum(bits: int) -> tuple[Ball, Ball]:
    """(α*, κ(α*)) in balls: where κ is largest, and how large."""
    return _maximum(bits, reals_of())


@lru_cache(maxsize=32)
def _maximum(bits: int, reals: Reals) -> tuple[Ball, Ball]:
    with reals.precision(bits):
        low, high = reals.number(1), reals.number(4)
        if not (at(SLOPE_FACTOR, low) > 0 and at(SLOPE_FACTOR, high) < 0):
            raise Undecided(f"whether κ is largest between {low} and {high}, with {bits} bits")
        top = _crossing(SLOPE_FACTOR, reals.number(0), low, high, rising=False)
        return top, at(KAPPA, top)


def peak(beside: Ball) -> tuple[Ball, Ball]:
    """(α*, κ(α*)) in the number system of ``beside``, at its working precision."""
    return _maximum(working_bits(beside), reals_of(beside))


def may_rise(run: Run) -> bool:
    """Whether a rise from small angles is possible: 2N_0 below the largest κ."""
    size = run.state(0).N
    return less(2 * size, peak(size)[1]) is True


def window(N: Ball, bits: int) -> tuple[Ball, Ball] | None:
    """(α_on, α_off), the ends of {α > 0 : κ(α) > 2N}; None where that is empty.

    For a ball N each end encloses the ends for all numbers in it.  Raises ``Undecided`` unless it is
    decided for all of them whether 2N is below the maximum.
    """
    with precision(bits):
        level = 2 * N
        opens = less(level, kappa_maximum(bits)[1])
        if opens is None:
            raise Undecided(f"whether κ ever exceeds {level}, with {bits} bits")
        return (inverse(level, bits), falling_inverse(level, bits)) if opens else None


def inverse(level: Ball, bits: int) -> Ball:
    """The α ≤ α* with κ(α) = ``level``; ``lower()`` and ``upper()`` of it are the safe roundings.

    Raises ``Undecided`` unless 0 < level < max κ.
    """
    with reals_of(level).precision(bits):
        top = _below_maximum(level)
        zero = like(level, 0)
        found = [_crossing(KAPPA, end, zero, top.upper(), rising=True) for end in _ends(level)]
        return found[0].union(found[-1])


def falling_inverse(level: Ball, bits: int) -> Ball:
    """The α ≥ α* with κ(α) = ``level``.  Raises ``Undecided`` unless 0 < level < max κ."""
    with reals_of(level).precision(bits):
        top = _below_maximum(level)
        end = 2 * top.upper()
        while not at(KAPPA, end) < level.lower():
            end = 2 * end
        found = [_crossing(KAPPA, of, top.lower(), end, rising=False) for of in _ends(level)]
        return found[-1].union(found[0])


def _ends(level: Ball) -> list[Ball]:
    """The numbers between whose crossings all others lie: a level that is narrow is as good as one."""
    return [level] if level.rad() * 2**_NARROW <= level else [level.lower(), level.upper()]


_NARROW = 48
"""A level known to so many bits is passed once, and not at both of its ends."""


def _below_maximum(level: Ball) -> Ball:
    """α*, after a look at the level."""
    top, largest = peak(level)
    if not (level > 0 and level < largest):
        raise Undecided(f"{level} is not known to lie between 0 and max κ")
    return top


def _crossing(function: Expr, level: Ball, low: Ball, high: Ball, *, rising: bool) -> Ball:
    """Where a function of α passes a level on [low, high], known to contain one such place for each number.

    For a ball that is not narrow the enclosure may be much wider than needed: see ``_ends``.
    """
    if not reals_of(level).encloses:
        return root_between(lambda scale: at(function, scale) - level, low, high)

    def below(scale: Ball) -> Verdict:
        value = at(function, scale)
        # Both are finite: of ``less`` only the comparisons are left, as this is where the time goes.
        return True if value < level else False if value > level else None

    def is_about(first: Ball, last: Ball) -> bool:
        return below(first) is rising and below(last) is (not rising)

    tried = like(level, 1) / 16
    while True:
        middle = ((low + high) / 2).mid()
        under = below(middle)
        if under is None or middle <= low or middle >= high:
            return low.union(high)
        low, high = (middle, high) if under is rising else (low, middle)
        if high - low < tried:
            # A wrong guess is tried again later; one that is as close as can be told needs no other.
            found = next((x for x in _by_chord(function, level, low, high) if is_about(*x)), None)
            low, high = found or (low, high)
            tried = high - low if found else (high - low) / 16


_RESOLVED = (8, 24)
"""So many bits before the last one, the sign of κ − level can be told, unless its slope is small."""


def _by_chord(function: Expr, level: Ball, low: Ball, high: Ball) -> Iterator[tuple[Ball, Ball]]:
    """Points about where the chord of [low, high] passes the level, the square of its width apart.

    The closest first that may be told from the level; only such as are inside of [low, high].
    """
    width = high - low
    left, right = at(function, low) - level, at(function, high) - level
    guess = low - left * width / (right - left)
    for resolved in _RESOLVED:
        least = abs(guess) * like(level, 2) ** (resolved - working_bits(level)) + 2 * guess.rad()
        # Not in the middle of the two: the next middle would be too close to the level to be told from it.
        reach = width**2 + least
        first, last = (guess - reach).mid(), (guess + 2 * reach).mid()
        if low < first and last < high and first < last:
            yield first, last
        if width**2 > least:
            return
