"""The envelope of the first steps of a rising edge, as long as sin θ < s̄.

Beside the edge run four numbers that can be computed without it,

    E_t = (1 − h)^t,  u_t = (1 − (1 − a_0)E_t)/N_0,  S_{t+1} = S_t(u_t − 1),  P_{t+1} = P_t(1 + u_t²S_t²),

from E_0 = 1, S_0 = s_0, P_0 = N_0.  Then λ_t ≤ u_t, |sin θ_t| ≤ |S_t|, N_t ≤ P_t and
a_t ≥ c̄ − (c̄ − a_0)E_t.  square.self-stabilization-log chooses s̄, ν and M, with what follows in
``edge_budget``; for square.self-stabilization-envelope they move with the edge, as in ``edge_moving``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sympy import Eq, Expr, Rational, solve

from derivations.direction import monotone_norm
from derivations.direction.circle import CBAR, CIRCLE_BAR, establish_aligned
from derivations.direction.edge_envelope import (
    BUDGET,
    CAP_STARTS,
    CAP_STEPS,
    GAMMA,
    LATER_CAP,
    LR_CAP,
    NORM_CAP,
    NORM_CAP_NEXT,
    NU,
    ROOM,
    SINE_CAP,
    SINE_CAP_NEXT,
    establish_caps,
    establish_start,
)
from derivations.direction.rising_edge import BELOW_SBAR, establish_sine, extended, reader
from derivations.direction.system import UNIT_CIRCLE
from derivations.notation import N, a, at_next, at_start, c, h, lam, s, sbar
from derivations.proof import Condition, Proof, System
from derivations.square import cone_invariance
from derivations.square.lemmas.rising_edge import RISING
from derivations.square.model.system import LAMBDA, RUN, SCALE
from derivations.square.scale_envelope import POWER, RATIO
from verifier.arithmetic.balls import Ball
from verifier.arithmetic.evaluate import evaluate

HALF = Rational(1, 2)
POWER_STEP: Expr = at_next(POWER) - RATIO * POWER
SCALE_HIGH: Expr = 1 - (1 - at_start(a)) * POWER
"""At least the scale, at every time."""
SCALE_LOW: Expr = CBAR - (CBAR - at_start(a)) * POWER
"""At most the scale, as long as sin θ < s̄."""
LR_CAP_IS: Expr = LR_CAP * at_start(N) - SCALE_HIGH
LR_CAP_OF: Expr = solve(LR_CAP_IS, LR_CAP)[0]
BELOW_HIGH = a <= SCALE_HIGH
ABOVE_LOW = a >= SCALE_LOW
CHOICE: tuple[Condition, ...] = (
    CBAR > 0,
    NU > 0,
    GAMMA > 0,
    LATER_CAP > 0,
    ROOM > 0,
    CBAR >= NU * LATER_CAP,
)
"""What the chosen numbers c̄, s̄, ν, γ, M must satisfy."""

CHOSEN_NUMBERS = (CBAR, sbar, NU, GAMMA, LATER_CAP)
ENVELOPE = (POWER, LR_CAP, SINE_CAP, NORM_CAP)
ENVELOPE_STARTS: tuple[Condition, ...] = (Eq(POWER - 1, 0), *CAP_STARTS)
ENVELOPE_STEPS = (POWER_STEP, *CAP_STEPS)
FIRST = RUN.with_more(
    "first steps",
    state=ENVELOPE,
    parameters=CHOSEN_NUMBERS,
    guards=(RISING, BELOW_SBAR),
    initial=(*CHOICE, *ENVELOPE_STARTS),
    instant=(CIRCLE_BAR, BUDGET, LR_CAP_IS),
    relations=ENVELOPE_STEPS,
)
"""The edge below s̄ from its first state, beside its envelope."""


def establish_envelope(proof: Proof, system: System) -> None:
    """Add the cone, N ≥ N_0, s² ≥ s_0², λ ≤ u, |s| ≤ |S| and N ≤ P to ``system``, which has the numbers."""
    cone_invariance.establish(proof, system)
    monotone_norm.establish_norm(proof, system)
    establish_sine(proof, system)
    establish_scale_high(proof, system)
    _establish_lr(proof, system)
    establish_caps(proof, system)


def establish_first(proof: Proof, system: System) -> None:
    """Add the envelope and a ≥ c̄ − (c̄ − a_0)E to ``system``, which extends ``FIRST``."""
    establish_envelope(proof, system)
    start = establish_start(proof, system, ABOVE_LOW, "lower envelope at the start")
    establish_scale_low(proof, system, start)


def establish_scale_high(proof: Proof, system: System) -> None:
    """Add a ≤ 1 − (1 − a_0)E; the system starts with E = 1 and has E' = (1 − h)E."""
    start = establish_start(proof, system, BELOW_HIGH, "upper envelope at the start")
    upper = proof.positive(
        f"{system.name}: scale below its envelope, one step",
        system.after(SCALE_HIGH - a),
        given=[h > 0, h <= 1, BELOW_HIGH],
        relations=[SCALE, UNIT_CIRCLE, POWER_STEP],
        terms=[(1, [h <= 1, BELOW_HIGH], 1), (HALF, [h > 0], 1 - c), (HALF, [h > 0], s)],
        strict=False,
        because="The scale stays below the one driven by cos θ = 1.",
    )
    proof.invariant(
        f"{system.name}: scale below its envelope", system, {BELOW_HIGH: (start, upper)},
        because="Hence a_t ≤ 1 − (1 − a_0)E_t.",
    )  # fmt: skip


def establish_scale_low(proof: Proof, system: System, start: str | None) -> None:
    """Add a ≥ c̄ − (c̄ − a_0)E; ``start`` names the sequent that shows it at time 0, if one is needed."""
    lower = proof.positive(
        f"{system.name}: scale above its envelope, one step",
        system.after(a - SCALE_LOW),
        given=[h > 0, h <= 1, c > 0, CBAR > 0, BELOW_SBAR, ABOVE_LOW],
        lemmas=[establish_aligned(proof, BELOW_SBAR)],
        relations=[SCALE, UNIT_CIRCLE, CIRCLE_BAR, POWER_STEP],
        terms=[(1, [h <= 1, ABOVE_LOW], 1), (1, [h > 0, c >= CBAR], 1)],
        strict=False,
        because="Driven by cos θ ≥ c̄, the scale stays above the one driven by c̄.",
    )
    proof.invariant(
        f"{system.name}: scale above its envelope", system, {ABOVE_LOW: (start, lower)},
        because="Hence a_t ≥ c̄ − (c̄ − a_0)E_t.",
    )  # fmt: skip


def _establish_lr(proof: Proof, system: System) -> None:
    name, grown = system.name, monotone_norm.GROWN
    positive = proof.positive(
        f"{name}: u positive",
        LR_CAP,
        given=[a > 0, BELOW_HIGH, at_start(N) > 0],
        relations=[LR_CAP_IS],
        multiplier=[at_start(N) > 0],
        terms=[(1, [BELOW_HIGH], 1), (1, [a > 0], 1)],
        because="Over N_0 the upper envelope of the scale is u ≥ a/N_0 > 0.",
    )
    above = proof.positive(
        f"{name}: u above λ",
        LR_CAP - lam,
        given=[a > 0, N > 0, BELOW_HIGH, grown, at_start(N) > 0],
        lemmas=[positive],
        relations=[LAMBDA, LR_CAP_IS],
        multiplier=[N > 0],
        terms=[(1, [BELOW_HIGH], 1), (1, [LR_CAP > 0, grown], 1)],
        strict=False,
        because="As the norm never falls, λ = a/N ≤ a/N_0 ≤ u.",
    )
    proof.rule(
        "consequence", f"{name}: λ at most u", system, sequents=[positive, above],
        because="Hence 0 < λ_t ≤ u_t.",
    )  # fmt: skip


class Envelope:
    """E_t and P_t of the edge that starts at state ``x``, in balls; P_t is computed as far as asked."""

    def __init__(self, h: Ball, x: Any) -> None:
        self._read = reader(h, x)
        self._rows = [(self._value(at_start(s)), self._value(at_start(N)))]
        self._ratio = self._value(RATIO)
        self.power = cache(self._power)
        """E_t, at no cost for a large t."""

    def _power(self, t: int) -> Ball:
        return self._ratio**t

    def norm_cap(self, t: int) -> Ball:
        """P_t."""
        return self._row(t)[1]

    def lr_cap(self, t: int) -> Ball:
        """u_t."""
        return self._value(LR_CAP_OF, E=self.power(t))

    def _row(self, t: int) -> tuple[Ball, Ball]:
        while len(self._rows) <= t:
            sine, norm = self._rows[-1]
            now = {"S": sine, "P": norm, "u": self.lr_cap(len(self._rows) - 1)}
            self._rows.append((self._value(SINE_CAP_NEXT, **now), self._value(NORM_CAP_NEXT, **now)))
        return self._rows[t]

    def _value(self, expression: Expr, **values: Ball) -> Ball:
        return evaluate(expression, extended(self._read, values))
