"""A model that the house has not: λN = a(1 + a²), and a scale that follows the cosine at the rate h."""

from __future__ import annotations

from sympy import Expr

from derivations.direction.system import COSINE, NORM, ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s
from derivations.proof import System

PULL: Expr = a * (1 + a**2)
RATE: Expr = lam * N - PULL
SCALE: Expr = at_next(a) - ((1 - h) * a + h * c)

RUN = System(
    name="third run",
    state=(c, s, N, a, lam, k),
    parameters=(h,),
    conditions=(h > 0, h <= 1, N > 0, k > 0),
    initial=(at_start(c) > 0, at_start(a) > 0),
    instant=(UNIT_CIRCLE, RATE, ROOT),
    relations=(COSINE, SINE, NORM, SCALE),
    tracked=(c, s, N, a),
)
