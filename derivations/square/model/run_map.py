"""What the numeric engine iterates: the derived formulas in the order in which they are computed.

The state is (p, q, e) with e = 1 − a, and beside it the squared norm N and its root r, so that neither
is computed twice.  Two differences are never formed by subtraction, because sin θ reaches 1e-2000:
1 − cos θ = q²/(r(r + p)), and cos θ − cos θ' = (sin²θ' − sin²θ)/(cos θ + cos θ') with the rising
identity in the numerator.
"""

from __future__ import annotations

from sympy import Expr, Symbol, cos, sin, sqrt

from derivations.direction.norm_growth import GROWTH
from derivations.direction.rising_identity import CHANGE
from derivations.direction.run_map import RISE, loss_step, rise, turn
from derivations.direction.update_maps import P_NEXT, Q_NEXT
from derivations.notation import N, a, at_next, at_start, c, e, h, k, lam, p, q, r, s, theta, unprinted
from derivations.square.loss_step_identity import LOSS_STEP
from derivations.square.update_maps import E_NEXT, EFFECTIVE_LR

SCALE_LR = h
STATE = (p, q, e, N, r)
START_PARAMETERS = (at_start(a), at_start(N), at_start(theta))
START: dict[Symbol, Expr] = {
    N: at_start(N),
    r: sqrt(N),
    p: r * cos(at_start(theta)),
    q: r * sin(at_start(theta)),
    e: 1 - at_start(a),
}
"""The state at time 0."""

ONE_MINUS_COS: Expr = q**2 / (r * (r + p))

below_one = unprinted("below_one", "1 − cos θ without cancellation")
scale_gap = unprinted("scale_gap", "a' − a")
cos_gap = unprinted("cos_gap", "cos θ' − cos θ without cancellation")

DEFINITIONS: dict[Symbol, Expr] = {
    a: 1 - e,
    lam: EFFECTIVE_LR,
    c: p / r,
    s: q / r,
    k: sqrt(GROWTH),
    at_next(p): P_NEXT,
    at_next(q): Q_NEXT,
    turn: Q_NEXT / q,
    below_one: ONE_MINUS_COS,
    at_next(e): E_NEXT.subs(ONE_MINUS_COS, below_one),
    at_next(N): at_next(p) ** 2 + at_next(q) ** 2,
    at_next(r): sqrt(at_next(N)),
    rise: RISE,
    at_next(a): 1 - at_next(e),
    at_next(c): at_next(p) / at_next(r),
    scale_gap: below_one - e,
    cos_gap: CHANGE / RISE * rise / (c + at_next(c)),
    loss_step: LOSS_STEP.subs({a - c: scale_gap, c - at_next(c): cos_gap}),
}
"""Everything computed along a run, from the state and h."""

NEXT = tuple(at_next(x) for x in STATE)
"""One step, without its events."""
DIRECTION = (s, rise)
"""Decides whether the direction rises: it does where ``rise`` > 0 and s ≠ 0."""
EVENTS = (*DIRECTION, loss_step)
"""What a step shows: the above, and (R' − R)/ρ²."""
SCALED = (turn, rise)
"""For an arithmetic of narrow range: q'/q, by which q can be carried with an exponent of its own."""
VIEW = (a, c, s, lam, k)
"""What a state shows besides itself; s has the sign of q."""
