"""Angle map (expressions; proof to come)."""

from __future__ import annotations

from sympy import Expr

from derivations.notation import c, k, lam, s

COS_NEXT: Expr = (c + lam * s**2) / k
SIN_NEXT: Expr = s * (1 - lam * c) / k
