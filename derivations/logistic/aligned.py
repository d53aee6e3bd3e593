"""What one step does in the limit of a tiny angle: to the angle, and to the scale."""

from __future__ import annotations

from sympy import Expr

from derivations.logistic.model import g_m
from derivations.logistic.planar import BY_GROUPS
from derivations.notation import c, s
from derivations.square.frozen_leap import TANGENT_STEP

TURN: Expr = TANGENT_STEP.subs({s: 0, c: 1})
"""tan θ'/tan θ, in terms of λ."""
SPEED: Expr = BY_GROUPS[g_m].subs({s: 0, c: 1})
"""(α' − α)/h."""
