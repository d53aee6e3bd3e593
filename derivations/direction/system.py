"""One planar step of the direction as relations: what every proof about a direction starts from.

The formulas of ``angle_map`` and ``norm_growth``, cleared of their denominators.  s carries the sign of
q, so that a step may cross the target direction; k = √(1 + λ²s²) is the factor by which the norm grows.
How λ and the scale move, a theory says.
"""

from __future__ import annotations

from sympy import Gt

from derivations.direction.angle_map import COS_NEXT, SIN_NEXT
from derivations.direction.norm_growth import GROWTH
from derivations.notation import N, at_next, c, k, s

UNIT_CIRCLE = c**2 + s**2 - 1
CIRCLES = (UNIT_CIRCLE, at_next(c) ** 2 + at_next(s) ** 2 - 1)
"""The same before and after the step."""
ROOT = k**2 - GROWTH
COSINE = k * at_next(c) - k * COS_NEXT
SINE = k * at_next(s) - k * SIN_NEXT
NORM = at_next(N) - N * GROWTH
MOVES = Gt(s**2, 0, evaluate=False)
"""The direction is off target, so that a step turns it."""
RISES = at_next(s) ** 2 - s**2 > 0
"""The direction rises at this step: sin²θ' > sin²θ."""
