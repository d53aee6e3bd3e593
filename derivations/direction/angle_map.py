"""What a planar step does to the angle: the two coordinates over the new norm."""

from __future__ import annotations

from sympy import Expr

from derivations.notation import c, k, lam, s

COS_NEXT: Expr = (c + lam * s**2) / k
SIN_NEXT: Expr = s * (1 - lam * c) / k
TANGENT_STEP: Expr = (1 - lam * c) / (1 + lam * s**2 / c)
"""tan θ' / tan θ, exactly."""
