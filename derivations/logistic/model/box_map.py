"""What balls iterate for a box of planar instances: the coordinates (cos θ, |sin θ|, α, N).

As for the square loss, the angle does not inherit the width of the norm.  The scale is as wide as the box,
and every function of it is taken at a point ``middle`` of its ball, with its slope on the ball (the mean
value theorem): so the ball of the scale grows no faster than the scales in it move apart.  Only |sin θ| is
carried: nothing here depends on the sign of sin θ but sin θ' itself, which is sin θ · ``turn``.
"""

from __future__ import annotations

from sympy import Expr, Symbol, cos, sin, sqrt

from derivations.direction.angle_map import COS_NEXT, SIN_NEXT
from derivations.direction.norm_growth import GROWTH
from derivations.direction.run_map import RISE, rise, turn
from derivations.logistic.lemmas.planar import MARGIN_PULL, PLANAR_LR, PULL_MEAN, TILT, tilt
from derivations.logistic.margin_space import SCALE_NEXT
from derivations.logistic.model.risk import g_m, g_mean
from derivations.notation import N, alpha, at_next, at_start, c, h, k, lam, s, theta, unprinted

SCALE_LR = h
STATE = (c, s, alpha, N)
START_PARAMETERS = (at_start(alpha), at_start(N), at_start(theta))
START: dict[Symbol, Expr] = {
    c: cos(at_start(theta)),
    s: sin(at_start(theta)),
    alpha: at_start(alpha),
    N: at_start(N),
}
"""The state at time 0."""

middle = unprinted("middle", "a point of the ball of α")


def _spread(function: Expr) -> Expr:
    """``function`` of α, c and s in mean value form."""
    whole = function.subs({g_m: MARGIN_PULL}).subs({tilt: TILT, g_mean: PULL_MEAN})
    return whole.subs(alpha, middle) + whole.diff(alpha) * (alpha - middle)


DEFINITIONS: dict[Symbol, Expr] = {
    lam: _spread(PLANAR_LR * N) / N,
    k: sqrt(GROWTH),
    at_next(c): COS_NEXT,
    turn: SIN_NEXT / s,
    at_next(alpha): _spread(SCALE_NEXT),
    at_next(N): N * GROWTH,
    rise: RISE,
}
"""Everything computed in a step, from the state, h and ``middle``."""

OUTPUTS = (at_next(c), at_next(alpha), at_next(N), turn, rise, lam)
"""The next state but for |sin θ'|, which is |sin θ|·|turn|; whether the direction rises; and λ."""
