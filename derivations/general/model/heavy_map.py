"""What the numeric engine iterates with momentum: w' = w + v', v' = βv − η∂R/∂w, and α without.

The plane of w_0 and u contains v as well, as it starts at 0.  The step is the map of the square loss and β
times the last one; both coordinates of v are carried, so that nothing is formed by subtraction.  β is part
of the state, and stays; for β = 0 it is the map of ``derivations.square.model.run_map``.
"""

from __future__ import annotations

from sympy import Expr, Integer, Symbol, expand

from derivations.direction.run_map import loss_step, rise, turn
from derivations.direction.update_maps import P_NEXT, Q_NEXT
from derivations.general.model.decay_map import COS_GAP
from derivations.general.model.momentum import beta
from derivations.notation import N, at_next, at_start, k, p, q, r, s, symbol
from derivations.square.model import run_map as plain

v_p = symbol("v_p", "v_p", "v_p", "the last step of w along the target, without units")
v_q = symbol("v_q", "v_q", "v_q", "the last step of w across the target, without units")

SCALE_LR = plain.SCALE_LR
STATE = (*plain.STATE, v_p, v_q, beta)
START_PARAMETERS = (*plain.START_PARAMETERS, at_start(beta))
START: dict[Symbol, Expr] = {**plain.START, v_p: Integer(0), v_q: Integer(0), beta: at_start(beta)}
"""The state at time 0, at rest."""
V_P_NEXT: Expr = beta * v_p + expand(P_NEXT - p)
V_Q_NEXT: Expr = beta * v_q + expand(Q_NEXT - q)
"""β times the last step, and what a step without momentum adds."""
P_HEAVY: Expr = P_NEXT + beta * v_p
Q_HEAVY: Expr = Q_NEXT + beta * v_q
"""p' and q'."""
RISE: Expr = (p * at_next(v_q) / q - at_next(v_p)) * (p * turn + at_next(p)) / N
"""k²(sin²θ' − sin²θ)/sin²θ = (p²q'²/q² − p'²)/N, where pq' − qp' = pv_q' − qv_p'."""
DEFINITIONS: dict[Symbol, Expr] = {
    **plain.DEFINITIONS,
    at_next(v_p): V_P_NEXT,
    at_next(v_q): V_Q_NEXT,
    at_next(p): P_HEAVY,
    at_next(q): Q_HEAVY,
    turn: 1 + at_next(v_q) / q,
    k: at_next(r) / r,
    rise: RISE,
    plain.cos_gap: COS_GAP,
    at_next(beta): beta,
}
"""Everything computed along a run, from the state and h."""

NEXT = tuple(at_next(x) for x in STATE)
DIRECTION = (s, rise)
EVENTS = (*DIRECTION, loss_step)
VIEW = (*plain.VIEW,)
