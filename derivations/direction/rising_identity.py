"""How much a step changes sin²θ: one identity, whose sign is that of the margin λ cos 2θ − 2 cos θ."""

from __future__ import annotations

from sympy import Expr

from derivations.direction.norm_growth import GROWTH
from derivations.notation import c, lam, s

RISING_MARGIN: Expr = lam * (c**2 - s**2) - 2 * c
"""λ cos 2θ − 2 cos θ: the direction rises exactly when this is positive."""
CHANGE: Expr = lam * s**2 * RISING_MARGIN / GROWTH
"""sin²θ' − sin²θ."""
