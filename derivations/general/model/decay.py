"""One run of gradient descent with weight decay, w' = (1 − ω)w − η∂R/∂w, on whitened data.

The symbols are those of the square loss; ``general.weight-decay`` proves the step.  For ω = 0 it is the
step of ``derivations.direction.system``.
"""

from __future__ import annotations

from sympy import Expr

from derivations.direction.system import UNIT_CIRCLE
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s, symbol
from derivations.proof import System
from derivations.square.model.system import LAMBDA, SCALE

omega = symbol("omega", r"\omega", "ω", "weight decay, the share of w that a step takes away")
KEPT: Expr = 1 - omega
"""The share of w that is left."""
GROWTH: Expr = KEPT**2 + lam**2 * s**2
"""N'/N."""
TURNED: Expr = KEPT * c + lam * s**2
"""k cos θ'."""
ACROSS: Expr = KEPT - lam * c
"""k sin θ' / sin θ."""

ROOT = k**2 - GROWTH
COSINE = k * at_next(c) - TURNED
SINE = k * at_next(s) - s * ACROSS
NORM = at_next(N) - N * GROWTH

RUN = System(
    name="run",
    state=(c, s, N, a, lam, k),
    parameters=(h, omega),
    conditions=(h > 0, h <= 1, N > 0, k > 0, omega < 1),
    initial=(at_start(c) > 0, at_start(a) > 0),
    instant=(UNIT_CIRCLE, LAMBDA, ROOT),
    relations=(COSINE, SINE, NORM, SCALE),
    tracked=(c, s, N, a),
)
"""Every run that starts aligned and with a positive scale."""

MODEL = (N > 0, k > 0, UNIT_CIRCLE, LAMBDA, ROOT, COSINE, SINE, NORM, SCALE)
"""What the symbols mean."""
