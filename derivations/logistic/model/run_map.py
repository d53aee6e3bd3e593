"""What the numeric engine iterates in the planar case, in the order in which it is computed.

The state is (p, q, α) with the squared norm N and its root r, as for the square loss, of which the maps of
p and q and the condition of rising are taken.  Nothing cancels where sin θ is tiny: λ and ⟨gm⟩ rest on the
forms of ``derivations.logistic.lemmas.planar``.  Nor does anything cancel in the loss step where α is large
and R is of the size e^{−α}: the change of each margin is written out, and of ℓ what it changes by.
"""

from __future__ import annotations

from sympy import Abs, Expr, Symbol, cos, sin, sqrt

from derivations.direction.norm_growth import GROWTH
from derivations.direction.run_map import RISE, loss_step, rise, turn
from derivations.direction.update_maps import P_NEXT, Q_NEXT
from derivations.logistic.lemmas.planar import MARGIN_PULL, MARGINS, PLANAR_LR, PULL_MEAN, TILT, mean, tilt
from derivations.logistic.margin_space import SCALE_NEXT
from derivations.logistic.model.risk import g_m, g_mean
from derivations.notation import N, alpha, at_next, at_start, c, h, k, lam, p, q, r, s, theta, unprinted
from derivations.sigmoid.functions import ell_change

SCALE_LR = h
STATE = (p, q, alpha, N, r)
START_PARAMETERS = (at_start(alpha), at_start(N), at_start(theta))
START: dict[Symbol, Expr] = {
    N: at_start(N),
    r: sqrt(N),
    p: r * cos(at_start(theta)),
    q: r * sin(at_start(theta)),
    alpha: at_start(alpha),
}
"""The state at time 0."""

m_max = unprinted("m_max", "the largest margin")
m_min = unprinted("m_min", "the least margin")
reach = unprinted("reach", "what bounds α|m|")
loss = unprinted("loss", "the loss, of a sample or in the mean")
cos_turn = unprinted("cos_turn", "cos θ' − cos θ without cancellation")
sin_turn = unprinted("sin_turn", "sin θ' − sin θ without cancellation")

COSINE_TURN: Expr = lam * s**2 * (1 - c * lam / (1 + k)) / k
SINE_TURN: Expr = -lam * s * (c + lam * s**2 / (1 + k)) / k
"""With k − 1 = λ²s²/(1 + k) in k cos θ' = c + λs² and k sin θ' = s(1 − λc)."""
CHANGES: dict[int, Expr] = {
    xi: h * g_m * margin + at_next(alpha) * (cos_turn + xi * sin_turn) for xi, margin in MARGINS.items()
}
"""α'm' − αm = (α' − α)m + α'(m' − m) of the two groups."""

DEFINITIONS: dict[Symbol, Expr] = {
    c: p / r,
    s: q / r,
    g_mean: PULL_MEAN,
    tilt: TILT,
    g_m: MARGIN_PULL,
    lam: PLANAR_LR,
    k: sqrt(GROWTH),
    at_next(p): P_NEXT,
    at_next(q): Q_NEXT,
    turn: Q_NEXT / q,
    at_next(alpha): SCALE_NEXT,
    at_next(N): at_next(p) ** 2 + at_next(q) ** 2,
    at_next(r): sqrt(at_next(N)),
    rise: RISE,
    m_max: c + Abs(s),
    m_min: c - Abs(s),
    reach: alpha * m_max,
    cos_turn: COSINE_TURN,
    sin_turn: SINE_TURN,
    loss_step: mean({xi: ell_change(alpha * margin, CHANGES[xi]) for xi, margin in MARGINS.items()}),
}
"""Everything computed along a run, from the state and h."""

NEXT = tuple(at_next(x) for x in STATE)
"""One step, without its events."""
DIRECTION = (s, rise)
"""Decides whether the direction rises: it does where ``rise`` > 0 and s ≠ 0."""
EVENTS = (*DIRECTION, loss_step, m_min, reach)
"""What a step shows: the above, R' − R, the least margin, and α times the largest."""
SCALED = (turn, rise)
"""For an arithmetic of narrow range: q'/q, by which q can be carried with an exponent of its own."""
VIEW = (c, s, lam, k, g_mean, g_m, m_max, m_min)
"""What a state shows besides itself; s has the sign of q."""
