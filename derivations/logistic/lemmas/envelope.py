"""The scale envelopes of one state in numbers: iterated at first, then in closed form.

Bounds of α_t before onset, by logistic.scale-envelope for the first steps and by logistic.scale-closed-form
from there on, so that no number of steps is too large.  Times are counted from the state.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from sympy import Expr

from derivations.logistic.lemmas.recursion import CLOCKED, MOST_GAIN, x
from derivations.logistic.lemmas.scale_envelope import HIGH_STEP, LOW_STEP
from derivations.logistic.model.system import NEAREST
from derivations.logistic.scale_closed_form import HIGH_RATE, LOW_RATE, at
from verifier.arithmetic.balls import Ball, Undecided, floor_of_lower, less_equal, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import like

ITERATED = 128
"""The recursions are iterated for this many steps; the closed forms take over from there."""
_SLOPE: Expr = CLOCKED.diff(x)
_NEWTON = 60
_SLACK = Fraction(1, 2**48)
"""An inverse of f is enlarged by this, so that it can be certified."""


class Envelope:
    """A_t ≤ α_t ≤ B_t from the state ``start`` of balls (alpha, c, s), at scale learning rate h."""

    def __init__(self, scale_lr: Ball, start: Any) -> None:
        self.known = {"h": scale_lr, "c_low": start.c, "s_high": start.s}
        self.margin = self.formula(NEAREST)
        self._high = [start.alpha]
        self._low = [start.alpha]
        self.upper = cache(self._upper)
        """At least α_t, by t."""
        self.lower = cache(self._lower)
        """At most α_t, by t."""

    @cached_property
    def _high_clock(self) -> tuple[Ball, Ball, Ball]:
        """The rate ε above, what the clock gains in a step at most, and what it shows once iterated."""
        rate = self.formula(HIGH_RATE)
        reached = self.margin * self._upper(ITERATED)
        return rate, at(MOST_GAIN, epsilon=rate), at(CLOCKED, x_clocked=reached, epsilon=rate)

    def formula(self, expression: Expr, **more: Ball) -> Ball:
        """A formula in h, θ̄ and what is given."""
        return evaluate(expression, (self.known | more).__getitem__)

    def _upper(self, t: int) -> Ball:
        steps = min(t, ITERATED)
        while len(self._high) <= steps:
            self._high.append(self.formula(HIGH_STEP, B=self._high[-1]))
        if t <= ITERATED:
            return self._high[t]
        rate, gain, begun = self._high_clock
        gone = (t - ITERATED) * gain
        return inverse(begun + gone, rate, upwards=True) / self.margin

    def _lower(self, t: int) -> Ball:
        steps = min(t, ITERATED)
        while len(self._low) <= steps:
            after = self.formula(LOW_STEP, A=self._low[-1])
            self._low.append(after.max(self._low[0]))
        reached = self._low[steps]
        if t <= ITERATED:
            return reached
        rate = self.formula(LOW_RATE, b=self.upper(t))
        if positive(rate) is not True:
            return reached
        clock = at(CLOCKED, x_clocked=reached, epsilon=rate) + (t - ITERATED) * rate
        return inverse(clock, rate, upwards=False).max(reached)

    def earliest(self, level: Ball) -> int:
        """A natural number t_0 such that α_t > ``level`` needs t ≥ t_0."""
        for time in range(ITERATED + 1):
            if less_equal(self.upper(time), level) is not True:
                return time
        rate, gain, begun = self._high_clock
        left = at(CLOCKED, x_clocked=self.margin * level, epsilon=rate) - begun
        return ITERATED + 1 + max(0, floor_of_lower(left / gain))


def inverse(clock: Ball, rate: Ball, *, upwards: bool) -> Ball:
    """An x ≥ 0 with f(x) ≥ ``clock`` (upwards) or f(x) ≤ ``clock``, near equality.

    Raises ``Undecided`` where the enclosures do not certify it.
    """
    end = (clock.upper() if upwards else clock.lower()).mid()
    rate_end = rate.mid()
    guess, slack = (end + 2).log(), like(end, _SLACK)
    for _ in range(_NEWTON):
        value, slope = (at(f, x_clocked=guess, epsilon=rate_end) for f in (CLOCKED, _SLOPE))
        moved = ((value - end) / slope).mid()
        guess = (guess - moved).mid()
        if abs(moved) < slack:
            break
    found = guess + slack if upwards else (guess - slack).max(like(end, 0))
    value = at(CLOCKED, x_clocked=found, epsilon=rate)
    shown = less_equal(clock, value) if upwards else less_equal(value, clock)
    if shown is not True:
        raise Undecided(f"where the clock of the scale shows {clock}")
    return found
