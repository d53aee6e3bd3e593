"""Loss step (expression; proof to come)."""

from __future__ import annotations

from sympy import Expr, Rational

from derivations.notation import a, at_next, c, h

LOSS_STEP: Expr = at_next(a) * (c - at_next(c)) - h * (1 - Rational(1, 2) * h) * (a - c) ** 2
"""(R' − R)/ρ²."""
