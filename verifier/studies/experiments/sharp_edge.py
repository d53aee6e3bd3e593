"""F ≤ max κ on the whole wedge 0 ≤ y ≤ x, by cells that cover it; F is that of ``logistic.sharp-edge``.

With d = x − y, F = d(1 + y/x)·PULL.  The only place with equality is (α*, 0), so no cell around it can be
decided by the size of F.  There balls show ∂F/∂(y²) < 0 instead, so F is at most its value κ(x) at y = 0.
Far out, F is written in d, e^{−d}, 1/y and e^{−y}, which have limits; and for d ≥ D it is small because
PULL ≤ (3 + d)e^{−d}: cosh y ≤ e^y, x·sinh(y)/y ≤ (1 + d)e^y, and the denominator is at least e^x.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import arb
from sympy import Expr, Symbol, cancel, cosh, exp

from derivations.logistic.sharp_edge import PULL, x, y
from derivations.sigmoid.functions import sinhc
from derivations.sigmoid.kappa import kappa_maximum
from verifier.arithmetic.balls import Ball, Undecided, ball, less, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Status
from verifier.results.evidence import Evidence, Measured

Box = tuple[Fraction, Fraction, Fraction, Fraction]
"""[first, second] × [third, fourth]."""

BITS = 64
NEAR, GAP, HIGH = Fraction(1, 4), Fraction(12), Fraction(8)
"""Cells decide F for x ≥ NEAR, d ≤ GAP and y ≤ HIGH, outside of the strip."""
STRIP: Box = (Fraction(13, 8), Fraction(9, 4), Fraction(0), Fraction(1, 2))
"""Where F falls as y² grows: x, then y."""
DEEPEST = 24

d, v, u, r = (Symbol(name, real=True) for name in ("d", "v", "u", "r"))
"""x − y, 1/y, e^{−d} and e^{−y}."""
_C, _S, _SLOPE = (Symbol(name, real=True) for name in ("C", "S", "S_slope"))

INSIDE: Expr = d * (1 + y / (d + y)) * PULL.subs(x, d + y)
"""F in d and y."""
OUTSIDE: Expr = d * (1 + 1 / (1 + d * v)) * cancel(
    PULL.subs({exp(-x): u * r, cosh(x): (1 / (u * r) + u * r) / 2})
    .subs({cosh(y): (1 / r + r) / 2, sinhc(y): v * (1 / r - r) / 2})
    .subs(x, d + 1 / v)
)
"""F in d, 1/y, e^{−d} and e^{−y}; a quotient without a pole at 1/y = e^{−y} = 0."""
_IN_SQUARE: Expr = PULL.subs({cosh(y): _C, sinhc(y): _S})
FALL: Expr = (x**2 - y**2) * (_IN_SQUARE.diff(_C) * _S / 2 + _IN_SQUARE.diff(_S) * _SLOPE) - _IN_SQUARE
"""x·∂F/∂(y²): the derivative of cosh y in y² is sinh(y)/(2y), that of sinh(y)/y is ``_SLOPE``."""


def cover(*, quick: bool, seed: int, precision: int) -> Evidence:
    """Evidence for F ≤ max κ; ``quick``, ``seed`` and ``precision`` do not matter."""
    try:
        cells = covered(kappa_maximum(BITS)[1])
    except Undecided as error:
        return Evidence("experiment", Status.INCONCLUSIVE, f"F ≤ max κ is not decided: {error}")
    counted = ", ".join(f"{count} {where}" for where, count in cells.items())
    summary = f"F ≤ max κ on all of 0 ≤ y ≤ x, in {sum(cells.values())} cells: {counted}"
    return Evidence("experiment", Status.ENCLOSED, summary, data=Measured(values={"cells": cells}))


def covered(most: Ball) -> dict[str, int]:
    """How many cells show F < ``most``, or F ≤ κ, and where.  Raises ``Undecided`` if some do not."""

    def inside(box: Box) -> bool:
        values = {d.name: _hull(*box[:2]), y.name: _hull(*box[2:])}
        return _excluded(box) or _below(INSIDE, values, most)

    def outside(box: Box) -> bool:
        gap, inverse = _hull(*box[:2]), _hull(*box[2:])
        tiny = arb(0).union((-ball(HIGH)).exp())
        return _below(OUTSIDE, {d.name: gap, v.name: inverse, u.name: (-gap).exp(), r.name: tiny}, most)

    with precision(BITS):
        corner = {x.name: _hull(Fraction(0), NEAR), y.name: _hull(Fraction(0), NEAR)}
        if not (_below(x * PULL, corner, most) and _small_beyond(most)):
            raise Undecided("F near the origin, or for large d")
        zero = Fraction(0)
        return {
            "in the middle": cells(inside, (zero, GAP, zero, HIGH)),
            "for large y": cells(outside, (zero, GAP, zero, 1 / HIGH)),
            "in the strip": cells(_falls, STRIP),
            "at the origin and for large d": 2,
        }


def cells(decided: Callable[[Box], bool], box: Box, depth: int = 0) -> int:
    """In how many parts ``box`` must be divided until each is decided.

    Raises ``Undecided`` for a part as small as DEEPEST halvings make it.
    """
    if decided(box):
        return 1
    if depth == DEEPEST:
        raise Undecided(f"the cell [{box[0]}, {box[1]}] × [{box[2]}, {box[3]}]")
    a, b, low, high = box
    if b - a >= high - low:
        middle = (a + b) / 2
        halves = (a, middle, low, high), (middle, b, low, high)
    else:
        middle = (low + high) / 2
        halves = (a, b, low, middle), (a, b, middle, high)
    return sum(cells(decided, half, depth + 1) for half in halves)


def _excluded(box: Box) -> bool:
    """Whether a box in d and y lies in the corner x ≤ NEAR or in the strip."""
    first, last = box[0] + box[2], box[1] + box[3]
    return last <= NEAR or (STRIP[0] <= first and last <= STRIP[1] and box[3] <= STRIP[3])


def _falls(box: Box) -> bool:
    """Whether F falls as y² grows, for x and y in a box."""
    end = ball(box[3])
    ends = {"C": end.cosh(), "S": end.sinh() / end}
    # (cosh y − sinh(y)/y)/(2y²), a power series in y² without negative terms: it begins with 1/6.
    slope = ball(Fraction(1, 6)).union((ends["C"] - ends["S"]) / (2 * end**2))
    values = {name: arb(1).union(value) for name, value in ends.items()}
    values |= {"S_slope": slope, x.name: _hull(*box[:2]), y.name: _hull(*box[2:])}
    return _below(FALL, values, arb(0))


def _small_beyond(most: Ball) -> bool:
    """Whether 2d(3 + d)e^{−d}, which falls for d ≥ 2, is less than ``most`` at GAP."""
    bound = 2 * d * (3 + d) * exp(-d)
    return _below(bound, {d.name: ball(GAP)}, most)


def _below(expression: Expr, values: dict[str, Ball], most: Ball) -> bool:
    return less(evaluate(expression, values.__getitem__), most) is True


def _hull(low: Fraction, high: Fraction) -> Ball:
    return ball(low).union(ball(high))
