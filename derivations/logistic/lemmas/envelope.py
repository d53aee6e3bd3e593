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
from derivations.notation import unprinted
from verifier.arithmetic.balls import Ball, Undecided, floor_of_lower, less_equal, positive
from verifier.arithmetic.evaluate import apply, evaluate
from verifier.arithmetic.reals import like, working_bits

ITERATED = 128
"""The recursions are iterated for this many steps; the closed forms take over from there."""
_SOUGHT = unprinted("clock_sought", "what the clock is to show")
_MOVED: Expr = (CLOCKED - _SOUGHT) / CLOCKED.diff(x)
"""How far Newton's method moves x, by names in the order of ``inverse``."""
_NEWTON = 60
_SLACK = Fraction(1, 2**48)
"""An inverse of f is enlarged, so that it can be certified: by so much where no less does."""


class Envelope:
    """A_t ≤ α_t ≤ B_t from the state ``start`` of balls (alpha, c, s), at scale learning rate h."""

    def __init__(self, scale_lr: Ball, start: Any) -> None:
        self.known = {"c_low": start.c, "h": scale_lr, "s_high": start.s}
        self._known = tuple(self.known.values())
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
            self._high.append(apply(HIGH_STEP, self._high[-1], *self._known))
        if t <= ITERATED:
            return self._high[t]
        rate, gain, begun = self._high_clock
        gone = (t - ITERATED) * gain
        return inverse(begun + gone, rate, upwards=True) / self.margin

    def _lower(self, t: int) -> Ball:
        reached, clock, rate = self._low_clock(t)
        return reached if clock is None else inverse(clock, rate, upwards=False).max(reached)

    def is_past(self, level: Ball, t: int) -> bool:
        """Whether α_t ≥ ``level`` ≥ 0 for certain: by the clock, which need not be inverted for that."""
        reached, clock, rate = self._low_clock(t)
        if less_equal(level, reached) is True:
            return True
        return clock is not None and less_equal(at(CLOCKED, x_clocked=level, epsilon=rate), clock) is True

    def _low_clock(self, t: int) -> tuple[Ball, Ball | None, Ball]:
        """At most α_t; and, if it says more, what the clock shows at least at time t, for which rate ε."""
        steps = min(t, ITERATED)
        while len(self._low) <= steps:
            after = apply(LOW_STEP, self._low[-1], *self._known)
            self._low.append(after.max(self._low[0]))
        reached = self._low[steps]
        if t <= ITERATED:
            return reached, None, reached
        rate = self.formula(LOW_RATE, b=self.upper(t))
        if positive(rate) is not True:
            return reached, None, rate
        return reached, at(CLOCKED, x_clocked=reached, epsilon=rate) + (t - ITERATED) * rate, rate

    def earliest(self, level: Ball) -> int:
        """A natural number t_0 such that α_t > ``level`` needs t ≥ t_0."""
        for time in range(ITERATED + 1):
            if less_equal(self.upper(time), level) is not True:
                return time
        rate, gain, begun = self._high_clock
        left = at(CLOCKED, x_clocked=self.margin * level, epsilon=rate) - begun
        return ITERATED + 1 + max(0, floor_of_lower(left / gain))

    def first_past(self, level: Ball, limit: int) -> int | None:
        """A t < ``limit`` with α_t ≥ ``level`` ≥ 0 for certain, nearly the least; None if none is found.

        Only certain times are returned.  Those that are passed over have a lower envelope below the level,
        at the rate that it has where it gets there, and so at the smaller one of a later time.
        """
        if less_equal(level, self._low[0]) is True:
            return 0 if limit > 0 else None
        if positive(self.formula(LOW_RATE, b=level)) is False:
            return None  # the lower envelope stands still, or falls, before it gets there
        early, late = 0, min(ITERATED, limit - 1)
        if not self.is_past(level, late):
            early = late
            if late == ITERATED:
                early += self._least_delay(level)
            step = 1
            while True:
                late = min(early + step, limit - 1)
                if late <= early:
                    return None
                if self.is_past(level, late):
                    break
                early, step = late, max(2 * step, late // 16)
        while late - early > 1:
            middle = (early + late) // 2
            early, late = (early, middle) if self.is_past(level, middle) else (middle, late)
        return late

    def _least_delay(self, level: Ball) -> int:
        """So many steps beyond ``ITERATED`` the lower envelope is below the level, at the largest rate."""
        rate = self.formula(LOW_RATE, b=self.upper(ITERATED).max(level))
        if positive(rate) is not True:
            return 0
        clocks = [at(CLOCKED, x_clocked=scale, epsilon=rate) for scale in (level, self._low[ITERATED])]
        return max(0, floor_of_lower((clocks[0] - clocks[1]) / rate))


def inverse(clock: Ball, rate: Ball, *, upwards: bool) -> Ball:
    """An x ≥ 0 with f(x) ≥ ``clock`` (upwards) or f(x) ≤ ``clock``, near equality.

    It is the nearer the more bits there are: as an onset is some 1/h steps away, a fixed part of the scale
    would be many steps for a small h.  Raises ``Undecided`` where the enclosures do not certify it.
    """
    end = (clock.upper() if upwards else clock.lower()).mid()
    rate_end = rate.mid()
    guess, slacks = (end + 2).log(), _slacks(end)
    for _ in range(_NEWTON):
        moved = apply(_MOVED, end, rate_end, guess).mid()
        guess = (guess - moved).mid()
        if 4 * moved**2 < slacks[0]:  # what is left is less than moved²: 0 ≤ f'' ≤ f'
            break
    for slack in slacks:
        found = guess + slack if upwards else (guess - slack).max(like(end, 0))
        value = at(CLOCKED, x_clocked=found, epsilon=rate)
        if (less_equal(clock, value) if upwards else less_equal(value, clock)) is True:
            return found
    raise Undecided(f"where the clock of the scale shows {clock}")


def _slacks(number: Ball) -> list[Ball]:
    """By how much an inverse is enlarged: by half of the bits, or else by ``_SLACK``."""
    half = Fraction(1, 2 ** (working_bits(number) // 2))
    return [like(number, slack) for slack in sorted({min(half, _SLACK), _SLACK})]
