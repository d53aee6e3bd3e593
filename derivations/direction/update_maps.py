"""How a planar step moves w, in its two coordinates: along the target direction, and across.

For a loss of (α, w/‖w‖) whose gradient points at the target direction, w moves at a right angle to itself
by λ sin θ times its length, whatever the loss is; what λ is, a theory says.
"""

from __future__ import annotations

from sympy import Expr

from derivations.notation import lam, p, q, r

P_NEXT: Expr = p + lam * q**2 / r
Q_NEXT: Expr = q * (1 - lam * p / r)
