"""The surplus of the scale over what a rise needs, and the first time at which it is certainly positive."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from sympy import Expr

from derivations.direction.before_onset import C_LOW, COS_DOUBLE_LOW, N_HIGH, STEP_CAP
from derivations.direction.rising_threshold import DOUBLE_COSINE, THRESHOLD
from derivations.direction.waiting_time_upper import NORM_POWER
from derivations.notation import c
from derivations.square.lemmas.before_onset import SCALE_AT
from derivations.square.scale_envelope import POWER, RATIO
from verifier.arithmetic.balls import Ball, Doubts, Verdict, both, iff, positive
from verifier.arithmetic.evaluate import evaluate

NEEDED_AT: Expr = THRESHOLD.subs(DOUBLE_COSINE, COS_DOUBLE_LOW).subs(c, C_LOW) * N_HIGH * NORM_POWER
"""A scale above this makes the direction rise at time t."""
SURPLUS: Expr = SCALE_AT - NEEDED_AT
"""The direction rises by U if this is positive at U."""
INCREMENT: Expr = (
    SURPLUS.subs({POWER: RATIO * POWER, NORM_POWER: STEP_CAP * NORM_POWER}) - SURPLUS
).expand()
"""How the surplus changes in one step."""
LATEST = 2**40
"""The search for U ends here."""


def first_surplus(scale_lr: Ball, c_low: Ball, a_low: Ball, N_high: Ball, power: int = 2) -> int | None:
    """The smallest natural number at which the surplus is certainly positive; None if there is none.

    Every number returned is certified.  The surplus is concave in time, or decreases from the start, so
    that doubling and bisection find the smallest one up to ``LATEST`` (or, where the enclosures do not
    decide, a larger one).  Raises ``Undecided`` where none is found for want of precision.  ``power``
    replaces the 2 in (cos 2θ̄)^(−2U), for a deliberate error.
    """
    doubts = Doubts()
    known = {"h": scale_lr, "c_low": c_low, "a_low": a_low, "N_high": N_high}
    double = evaluate(COS_DOUBLE_LOW, known.__getitem__)
    if not doubts.certain(positive(double)):
        doubts.settle()
        return None
    known["G"] = 1 / double**power

    @cache
    def values(time: int) -> dict[str, Ball]:
        return {**known, "E": (1 - scale_lr) ** time, "F": known["G"] ** time}

    def at(time: int, expression: Expr) -> Ball:
        return evaluate(expression, values(time).__getitem__)

    def hits(time: int) -> bool:
        return doubts.certain(positive(at(time, SURPLUS)))

    def past_peak(time: int) -> bool:
        return positive(at(time, INCREMENT).mid()) is not True

    def at_peak(time: int) -> Verdict:
        before = positive(at(time - 1, INCREMENT)) if time else True
        return both(before, iff(positive(at(time, INCREMENT)), False))

    low, high = -1, 0
    while not hits(high):
        if past_peak(high):
            high = _first(past_peak, low, high)
            if not hits(high):
                doubts.certain(at_peak(high))
                doubts.settle()
                return None
            break
        if high > LATEST:
            doubts.settle()
            return None
        low, high = high, 2 * high + 1
    return _first(hits, low, high)


def _first(holds_at: Callable[[int], bool], low: int, high: int) -> int:
    """The first time in (low, high] from which ``holds_at`` is true, as it is at ``high``."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds_at(middle) else (middle, high)
    return high
