"""What the numeric engine iterates with BatchNorm's ε: the map of weight decay, of a share that is its own.

Beside a the state has x = ã − cos θ, which tends to 0 and keeps its digits that way: every change of it is
made of x itself and of sin²θ.  ε̃ is part of the state, and stays; for ε̃ = 0 it is the map of
``derivations.square.model.run_map``.
"""

from __future__ import annotations

from sympy import Expr, Symbol, cos, sqrt

from derivations.direction.run_map import loss_step, rise
from derivations.general.model.decay import omega
from derivations.general.model.decay_map import DIRECTION_MAP
from derivations.general.model.epsilon import A_NEXT, PULL, SHARE, a_seen, chi, eps_free, root
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, p, q, r, s, theta, unprinted
from derivations.square.model import run_map as plain

excess = unprinted("scale_excess", "x = ã − cos θ")
grown = unprinted("norm_gap", "N' − N without cancellation")
widened = unprinted("chi_gap", "χ' − χ without cancellation")
shown_gap = unprinted("shown_gap", "ã' − ã without cancellation")

SCALE_LR = h
STATE = (p, q, a, excess, N, r, eps_free)
START_PARAMETERS = (*plain.START_PARAMETERS, at_start(eps_free))
START: dict[Symbol, Expr] = {
    **{x: plain.START[x] for x in (N, r, p, q)},
    a: at_start(a),
    eps_free: at_start(eps_free),
    excess: at_start(a) * sqrt(N / (N + eps_free)) - cos(at_start(theta)),
}
"""The state at time 0."""
LOSS_STEP: Expr = shown_gap * (excess + shown_gap / 2) + at_next(a_seen) * plain.cos_gap
"""(R' − R)/ρ², as R/ρ² is ½ã² − ã cos θ and what no step changes."""
MOVED: Expr = omega**2 + lam**2 * s**2
DEFINITIONS: dict[Symbol, Expr] = {
    **DIRECTION_MAP,
    c: p / r,
    s: q / r,
    root: sqrt(N + eps_free),
    chi: r / root,
    a_seen: chi * a,
    lam: a_seen / N,
    omega: SHARE.subs({1 - chi**2: eps_free / root**2, PULL: excess}),
    at_next(a): A_NEXT.subs(PULL, excess),
    at_next(N): at_next(p) ** 2 + at_next(q) ** 2,
    at_next(r): sqrt(at_next(N)),
    at_next(c): at_next(p) / at_next(r),
    at_next(root): sqrt(at_next(N) + eps_free),
    at_next(chi): at_next(r) / at_next(root),
    at_next(a_seen): at_next(chi) * at_next(a),
    grown: N * (MOVED - 2 * omega),
    widened: eps_free * grown / (root * at_next(root)) ** 2 / (chi + at_next(chi)),
    shown_gap: a * widened - at_next(chi) * h * chi * excess,
    at_next(excess): excess + shown_gap + plain.cos_gap,
    at_next(eps_free): eps_free,
    loss_step: LOSS_STEP,
}
"""Everything computed along a run, from the state and h."""

NEXT = tuple(at_next(x) for x in STATE)
DIRECTION = (s, rise)
EVENTS = (*DIRECTION, loss_step)
VIEW = (c, s, lam, k, a_seen, omega)
