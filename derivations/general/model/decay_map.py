"""What the numeric engine iterates with weight decay: the map of the square loss, and the share ω.

ω is part of the state, and stays; for ω = 0 it is the map of ``derivations.square.model.run_map``.
"""

from __future__ import annotations

from sympy import Expr, Symbol, collect, expand, sqrt

from derivations.direction.run_map import loss_step, rise, turn
from derivations.general.lemmas.decay_step import MARGIN
from derivations.general.model.decay import ACROSS, GROWTH, TURNED, omega
from derivations.notation import at_next, at_start, c, k, lam, p, q, r, s
from derivations.square.model import run_map as plain

SCALE_LR = plain.SCALE_LR
STATE = (*plain.STATE, omega)
START_PARAMETERS = (*plain.START_PARAMETERS, at_start(omega))
START: dict[Symbol, Expr] = {**plain.START, omega: at_start(omega)}
"""The state at time 0."""
COS_GAP: Expr = s**2 * rise / k**2 / (c + at_next(c))
"""cos θ − cos θ' without cancellation, as ``RISE`` is k²(sin²θ' − sin²θ)/sin²θ."""
PLANE = {c: p / r, s: q / r}
P_NEXT: Expr = collect(expand(r * TURNED.subs(PLANE)), p)
TURN: Expr = ACROSS.subs(PLANE)
"""The step in p and q themselves: c and r vary together, so that balls of both would grow at each step."""
RISE: Expr = lam * MARGIN
DIRECTION_MAP: dict[Symbol, Expr] = {
    k: sqrt(GROWTH),
    at_next(p): P_NEXT,
    at_next(q): q * TURN,
    turn: TURN,
    rise: RISE,
    plain.cos_gap: COS_GAP,
}
"""What a share of w taken away changes."""
DEFINITIONS: dict[Symbol, Expr] = {**plain.DEFINITIONS, **DIRECTION_MAP, at_next(omega): omega}
"""Everything computed along a run, from the state and h."""

NEXT = tuple(at_next(x) for x in STATE)
DIRECTION = (s, rise)
EVENTS = (*DIRECTION, loss_step)
VIEW = (*plain.VIEW,)
