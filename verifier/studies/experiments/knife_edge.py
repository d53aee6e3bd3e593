"""The maximum of κ isolated a second way: by subdivision, and by Newton's method in balls.

``logistic.knife-edge`` proves that κ' changes its sign once, and finds the place by bisection.  Here
nothing is assumed of κ': cells cover all of α ≥ 0, on each of which one ball decides a sign.
"""

from __future__ import annotations

from fractions import Fraction

from flint import arb
from sympy import Expr, Symbol

from derivations.logistic.knife_edge import digits
from derivations.notation import alpha
from derivations.sigmoid.kappa import KAPPA, SLOPE_FACTOR, at, g, in_g, kappa_maximum
from verifier.arithmetic.balls import Ball, Undecided, ball, positive, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Status
from verifier.results.evidence import Evidence, Measured

BITS = 256
PLACES = 60
LEFT, RIGHT, FAR = Fraction(15, 8), Fraction(9, 4), Fraction(8)
"""κ' > 0 on [0, LEFT], κ'' < 0 on [LEFT, RIGHT], κ' < 0 on [RIGHT, FAR] and on [FAR, ∞)."""
DEEPEST = 20
_inverse = Symbol("inverse", real=True)


def isolation(*, quick: bool, seed: int, precision: int) -> Evidence:
    """α*, κ(α*) and 2/κ(α*) to 60 decimals; ``quick``, ``seed`` and ``precision`` do not matter."""
    try:
        found, cells = isolate(KAPPA, SLOPE_FACTOR)
    except Undecided as error:
        return Evidence("experiment", Status.INCONCLUSIVE, f"the maximum of κ is not isolated: {error}")
    agree = found.overlaps(kappa_maximum(BITS)[0])
    decimals = {name: digits(x, PLACES) for name, x in _constants(found).items()}
    summary = (
        f"one critical point of κ in {cells} cells that cover α ≥ 0, enclosed by Newton's method where "
        f"bisection has it too: 2/max κ = {decimals['knife_edge']}…"
    )
    status = Status.ENCLOSED if agree else Status.REFUTED
    return Evidence("experiment", status, summary, data=Measured(values={"cells": cells, **decimals}))


def _constants(place: Ball) -> dict[str, Ball]:
    with precision(BITS):
        largest = at(KAPPA, place)
        return {"alpha_star": place, "kappa_max": largest, "knife_edge": 2 / largest}


def isolate(kappa: Expr, slope: Expr) -> tuple[Ball, int]:
    """The one critical point of ``kappa`` on α > 0, and the number of cells that show it to be the one.

    ``slope`` has the sign of the derivative.  Raises ``Undecided`` where a sign is not what it should be.
    """
    with precision(BITS):
        curvature = kappa.diff(alpha, 2)
        cells = cover(slope, Fraction(0), LEFT, rising=True)
        cells += cover(curvature, LEFT, RIGHT, rising=False)
        cells += cover(slope, RIGHT, FAR, rising=False)
        if not tail(in_g(slope)) < 0:
            raise Undecided(f"the sign of κ' beyond {FAR}")
        return newton(kappa.diff(alpha), curvature), cells + 1


def cover(function: Expr, low: Fraction, high: Fraction, *, rising: bool, depth: int = 0) -> int:
    """In how many cells of [low, high] one ball each shows the sign of ``function`` everywhere.

    Raises ``Undecided`` where the sign is another, or a cell as small as 2^−20 of the whole does not tell.
    """
    sign = positive(at(function, ball(low).union(ball(high))))
    if sign is rising:
        return 1
    if sign is not None or depth == DEEPEST:
        raise Undecided(f"the sign between {low} and {high}")
    middle = (low + high) / 2
    return sum(
        cover(function, *ends, rising=rising, depth=depth + 1) for ends in ((low, middle), (middle, high))
    )


def tail(slope: Expr) -> Ball:
    """κ'(α)/(gα²) for all α ≥ FAR at once, in 1/α from 0 to 1/FAR and g from 0 to σ(−FAR)."""
    scaled = (slope.subs(alpha, 1 / _inverse) * _inverse**2).expand()
    ends = {_inverse.name: ball(1 / FAR), g.name: 1 / (1 + ball(FAR).exp())}
    return evaluate(scaled, {name: arb(0).union(end) for name, end in ends.items()}.__getitem__)


def newton(slope: Expr, curvature: Expr) -> Ball:
    """The zero of ``slope`` between LEFT and RIGHT by the interval Newton method.

    The first image lies inside the interval, which proves that there is a zero; each further step only
    narrows the enclosure.
    """
    around = ball(LEFT).union(ball(RIGHT))
    image = _newton_step(slope, curvature, around)
    if not (image > ball(LEFT) and image < ball(RIGHT)):
        raise Undecided(f"a critical point in {around}")
    while image.rad() < around.rad():
        around, image = image, _newton_step(slope, curvature, image)
    return around


def _newton_step(slope: Expr, curvature: Expr, around: Ball) -> Ball:
    middle = around.mid()
    return middle - at(slope, middle) / at(curvature, around)
