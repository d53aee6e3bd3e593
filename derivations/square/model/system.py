"""One run of gradient descent as a transition system: what every proof about all times starts from.

The relations are the formulas of ``square.angle-map``, ``square.norm-growth`` and
``square.update-maps``, cleared of their denominators.  s carries the sign of q, so that a step may
cross the target direction; k = √(1 + λ²s²) is the factor by which the norm grows.
"""

from __future__ import annotations

from derivations.direction.system import COSINE, NORM, ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s
from derivations.proof import System
from derivations.square.update_maps import A_NEXT_POLAR, EFFECTIVE_LR

LAMBDA = lam * EFFECTIVE_LR.as_numer_denom()[1] - EFFECTIVE_LR.as_numer_denom()[0]
SCALE = at_next(a) - A_NEXT_POLAR


RUN = System(
    name="run",
    state=(c, s, N, a, lam, k),
    parameters=(h,),
    conditions=(h > 0, h <= 1, N > 0, k > 0),
    initial=(at_start(c) > 0, at_start(a) > 0),
    instant=(UNIT_CIRCLE, LAMBDA, ROOT),
    relations=(COSINE, SINE, NORM, SCALE),
    tracked=(c, s, N, a),
)
"""Every run under the standing hypotheses of the square-loss claims."""

ANY_TURN = System(
    name="any turn of w",
    state=(c, s, a),
    parameters=(h,),
    conditions=(h > 0, h <= 1),
    instant=(UNIT_CIRCLE,),
    relations=(SCALE,),
    tracked=(c, s, a),
)
"""The scale alone: any update of w, any covariance (in the Σ-angle), any signs."""

MODEL = (N > 0, k > 0, UNIT_CIRCLE, LAMBDA, SCALE)
"""What the symbols mean for any covariance, in the Σ-angle: w ≠ 0, and the update of α."""
WHITENED = (ROOT, COSINE, SINE, NORM)
"""How the direction and the norm move for whitened data, with k = √(1 + λ²s²)."""
