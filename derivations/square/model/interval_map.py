"""What float64 intervals iterate: the run in the coordinates (cos θ, sin θ, e, N) with e = 1 − a.

For a box of instances these are better than (p, q): the angle does not inherit the width of the norm.
The steps are those of ``square.angle-map``, ``square.norm-growth`` and the update of the scale, and no
small number is formed by subtraction: 1 − cos θ = sin²θ/(1 + cos θ).
"""

from __future__ import annotations

from sympy import Expr, Symbol, cancel, cos, sin, sqrt

from derivations.direction.angle_map import COS_NEXT, SIN_NEXT
from derivations.direction.norm_growth import GROWTH
from derivations.direction.run_map import RISE, rise, turn
from derivations.notation import N, a, at_next, at_start, c, e, h, k, lam, p, q, r, s, theta
from derivations.square.model.run_map import ONE_MINUS_COS, below_one
from derivations.square.update_maps import E_NEXT, EFFECTIVE_LR

SCALE_LR = h
STATE = (c, s, e, N)
START_PARAMETERS = (at_start(a), at_start(N), at_start(theta))
START: dict[Symbol, Expr] = {
    c: cos(at_start(theta)),
    s: sin(at_start(theta)),
    e: 1 - at_start(a),
    N: at_start(N),
}
"""The state at time 0."""
ALIGNED: Expr = sqrt(1 - s**2)
"""cos θ once more, positive by square.cone-invariance: the better enclosure of it when θ is small."""

DEFINITIONS: dict[Symbol, Expr] = {
    a: 1 - e,
    lam: EFFECTIVE_LR,
    k: sqrt(GROWTH),
    at_next(c): COS_NEXT,
    turn: SIN_NEXT / s,
    below_one: cancel(ONE_MINUS_COS.subs({p: r * c, q: r * s})),
    at_next(e): E_NEXT.subs(ONE_MINUS_COS, below_one),
    at_next(N): N * GROWTH,
    rise: RISE,
}
"""Everything computed in a step, from the state and h."""

OUTPUTS = (at_next(c), at_next(e), at_next(N), turn, rise)
"""The next state but for the sine, which is sin θ · turn and carried with an exponent of its own."""
