"""What a planar step does to the squared norm: w moves at a right angle to itself, so it never falls."""

from __future__ import annotations

from sympy import Expr

from derivations.notation import lam, s

GROWTH: Expr = 1 + lam**2 * s**2
"""N'/N."""
