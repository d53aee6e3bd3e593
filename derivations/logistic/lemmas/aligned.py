"""What one step does in the limit of a tiny angle: to the angle, and to the scale."""

from __future__ import annotations

from sympy import Expr

from derivations.direction.angle_map import TANGENT_STEP
from derivations.logistic.lemmas.planar import BY_GROUPS
from derivations.logistic.model.risk import g_m
from derivations.notation import c, s

TURN: Expr = TANGENT_STEP.subs({s: 0, c: 1})
"""tan θ'/tan θ, in terms of λ."""
SPEED: Expr = BY_GROUPS[g_m].subs({s: 0, c: 1})
"""(α' − α)/h."""
