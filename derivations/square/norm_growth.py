"""Norm growth (expressions; proof to come)."""

from __future__ import annotations

from sympy import Expr

from derivations.notation import lam, s

GROWTH: Expr = 1 + lam**2 * s**2
