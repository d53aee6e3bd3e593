"""What the numeric engine iterates: the update maps, arranged so that nothing cancels.

The state is (p, q, e) with e = 1 − a.  Everything else follows from it: the radius r = √(p² + q²),
the angle, the effective learning rate, the rising margin, and the loss step.  Two differences are
never formed by subtraction, because sin θ reaches 1e-2000: 1 − cos θ = q²/(r(r + p)), and
cos θ − cos θ' = (sin²θ' − sin²θ)/(cos θ + cos θ') with the rising identity in the numerator.
"""

from __future__ import annotations

from sympy import Abs, Expr, cos, sin, sqrt

from derivations.notation import N, a, at_next, at_start, c, e, h, lam, p, q, r, s, theta
from derivations.square.loss_step_identity import LOSS_STEP
from derivations.square.norm_growth import GROWTH
from derivations.square.rising_identity import CHANGE, RISING_MARGIN
from derivations.square.update_maps import E_NEXT, EFFECTIVE_LR, P_NEXT, Q_NEXT

STATE = (p, q, e)
SCALE_LR = h
START_PARAMETERS = (at_start(a), at_start(N), at_start(theta))
START: dict[str, Expr] = {
    "p": sqrt(at_start(N)) * cos(at_start(theta)),
    "q": sqrt(at_start(N)) * sin(at_start(theta)),
    "e": 1 - at_start(a),
}

_RADIUS = sqrt(p**2 + q**2)
_ONE_MINUS_COS = q**2 / (r * (r + p))


def of_state(expression: Expr) -> Expr:
    """``expression`` in c, s, λ, a, N, r as a function of the state (p, q, e)."""
    polar = {c: p / r, s: q / r, lam: EFFECTIVE_LR}
    explicit = expression.subs(polar).subs({N: r**2, a: 1 - e})
    return explicit.subs(r, _RADIUS)


_COS_GAP = CHANGE / (c + at_next(c))
_NEXT_P, _NEXT_Q, _NEXT_E = (of_state(x) for x in (P_NEXT, Q_NEXT, E_NEXT))
_NEXT_COS = _NEXT_P / sqrt(_NEXT_P**2 + _NEXT_Q**2)

STEP: dict[str, Expr] = {
    "p": _NEXT_P,
    "q": _NEXT_Q,
    "e": _NEXT_E,
    "rising_margin": of_state(RISING_MARGIN),
    "loss_step": of_state(
        LOSS_STEP.subs(c - at_next(c), _COS_GAP).subs(a - c, _ONE_MINUS_COS - e)
    ).subs({at_next(c): _NEXT_COS, at_next(a): 1 - _NEXT_E}),
}
"""One step, the rising margin λ cos 2θ − 2 cos θ, and (R' − R)/ρ²."""

OBSERVABLES: dict[str, Expr] = {
    "a": 1 - e,
    "N": p**2 + q**2,
    "r": _RADIUS,
    "c": of_state(c),
    "s": Abs(of_state(s)),
    "lam": of_state(lam),
    "k": sqrt(of_state(GROWTH)),
}
"""What a state shows: ``s`` is |sin θ|."""
