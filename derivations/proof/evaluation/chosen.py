"""Numbers to try for a symbol: at large, and close to where something asked of it begins to fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from math import isfinite, sqrt
from random import Random

from derivations.proof.evaluation.formulas import Nowhere, Sign
from verifier.arithmetic.balls import Ball, ball


class Chooser(Random):
    """Chance; where it is ``tight``, only what is next to failing is tried, if anything is."""

    tight = False


def candidates(
    name: str, signs: Sequence[Sign], point: dict[str, Ball], random: Chooser, count: int
) -> Iterator[Fraction]:
    """At most ``count`` values at which all signs are right that can be judged."""
    edges = [edge for one in signs for edge in _edges(one, name, point)]
    for _ in range(4 * count):
        if edges and (random.tight or random.randrange(5) < 3):
            value = _beside(random.choice(edges), random)
        else:
            value = _at_large(random)
        there = {**point, name: ball(value)}
        if all(one.at(there) for one in signs):
            count -= 1
            yield value
        if not count:
            return


def _edges(one: Sign, name: str, point: dict[str, Ball]) -> list[Fraction]:
    """Where the relation is an equation, if it is of the first or second degree in the symbol."""
    try:
        at = [one.gap({**point, name: ball(x)}) for x in (-1, 0, 1)]
    except (Nowhere, ZeroDivisionError):
        return []
    low, middle, high = (float(x.mid()) for x in at)
    found = list[float]()
    with suppress(ArithmeticError):
        found = _roots((high + low) / 2 - middle, (high - low) / 2, middle)
    return [Fraction(x) for x in found if isfinite(x) and abs(x) < 10**9]


def _roots(leading: float, slope: float, middle: float) -> list[float]:
    if abs(leading) <= abs(slope) / 10**9:
        return [-middle / slope]
    square = (slope / leading / 2) ** 2 - middle / leading
    roots = (sqrt(square), -sqrt(square)) if square >= 0 else ()
    return [-slope / leading / 2 + root for root in roots]


def _beside(edge: Fraction, random: Chooser) -> Fraction:
    digits = random.choice((6, 9, 14)) if random.tight else random.choice((0, 1, 1, 2, 4))
    step = (abs(edge) or Fraction(1)) * Fraction(random.randint(1, 9), 10**digits)
    return edge + step * random.choice((-1, 1))


def _at_large(random: Chooser) -> Fraction:
    if random.randrange(20) == 0:
        return Fraction(0)
    size = Fraction(random.randint(1, 99), 10 ** random.choice((1, 1, 2, 2, 3)))
    return size * random.choice((1, 1, 1, 1, -1))
