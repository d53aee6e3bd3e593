"""Which starts ``general.batchnorm-eps-never-rises`` is about, and what every step from them keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, Ge, Gt

from derivations.general.model.epsilon import RUN, a_seen, chi, eps_free
from derivations.notation import N, a, at_next, at_start, c, h, symbol

most_lost = symbol("m_bn", "m", "m", "ε̃/(N_0 + ε̃), the most that 1 − χ² ever is")
most_scale = symbol("a_most", r"\hat a", "â", "√(1 + ε̃/N_0), the largest scale ever reached")
most_rate = symbol("lam_most", r"\hat\lambda", "λ̂", "a bound of the effective learning rate, chosen")


def least(expression: Any) -> Ge:
    """The expression is not negative."""
    return Ge(expression, 0, evaluate=False)


def positive(expression: Any) -> Gt:
    """It is positive."""
    return Gt(expression, 0, evaluate=False)


def energy(norm: Expr, scale: Expr) -> Expr:
    """h(N² + 2ε̃N) − 2ε̃a(a − h)."""
    return h * (norm**2 + 2 * eps_free * norm) - 2 * eps_free * (scale**2 - h * scale)


LACK: Expr = c - a_seen
LOST: Expr = 1 - chi**2
STARTED: Expr = energy(at_start(N), at_start(a))
SPARE: Expr = STARTED - 2 * h * eps_free * most_scale
BEHIND, LONGER = least(LACK), least(N - at_start(N))
HELD = least(energy(N, a) - STARTED)
LONGER_NEXT = least(at_next(N) - at_start(N))
HELD_NEXT = least(energy(at_next(N), at_next(a)) - STARTED)
LITTLE = least(most_lost)
MEANS_M: Expr = most_lost * (at_start(N) + eps_free) - eps_free
MEANS_A: Expr = (1 - most_lost) * most_scale**2 - 1
FACTOR: Expr = 1 + 3 * most_lost + 4 * most_lost**2
SLOW, GENTLE = least(2 - most_rate * FACTOR), least(1 - h - most_lost**2 * most_rate)
ENOUGH = least(SPARE)
SETTLED = least(
    most_rate**2 * (SPARE + 2 * eps_free * most_scale**2) - h * (1 + most_lost) * most_scale**2
)
CONDITIONS = (SLOW, GENTLE, ENOUGH, SETTLED)
"""What is asked of the start."""
BOUNDS = (most_scale > 0, most_rate > 0, LITTLE)
STARTS_BEHIND = least(at_start(c) - at_start(a_seen))
ANY_RATE = tuple(x for x in RUN.conditions if x != (h <= 1))
REGIME = replace(
    RUN, conditions=ANY_RATE, initial=(at_start(a) > 0, STARTS_BEHIND, *CONDITIONS)
).with_more(
    "fed run",
    parameters=(most_lost, most_scale, most_rate),
    conditions=BOUNDS,
    instant=(MEANS_M, MEANS_A),
    tracked=(a_seen,),
)
