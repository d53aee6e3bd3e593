"""One run of gradient descent with BatchNorm's ε, f = α⟨x, w⟩/√(‖w‖² + ε), on whitened data.

Without units ε is ε̃ = ε/(ηρ²), beside N = ‖w‖²/(ηρ²), and a prediction shows the scale ã = χa with
χ² = N/(N + ε̃).  ``general.batchnorm-eps`` proves the step: it is that of weight decay
(``derivations.general.model.decay``) with λ = ã/N and a share ω = λ(1 − χ²)(ã − cos θ) that is new at every
step, and negative as long as the scale is behind.  For ε = 0 it is the step of
``derivations.direction.system``.
"""

from __future__ import annotations

from sympy import Expr, Ge

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.model.decay import COSINE, NORM, ROOT, SINE, omega
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, p, q, s, symbol
from derivations.proof import System

eps_bn = symbol("eps_bn", r"\varepsilon_{B}", "ε_B", "BatchNorm's ε, which is added to the variance")
eps_free = symbol("eps_free", r"\tilde\varepsilon", "ε̃", "BatchNorm's ε without units, ε/(ηρ²)")
chi = symbol("chi_bn", r"\chi", "χ", "√(N/(N + ε̃)), the share of its length that a feature keeps")
a_seen = symbol("a_seen", r"\tilde a", "ã", "the scale that predictions show, χa")
root = symbol("root_bn", r"\sqrt{D}", "√D", "√(N + ε̃), what BatchNorm divides by, without units")

PULL: Expr = a_seen - c
"""What the scale that is shown has too much."""
SHARE: Expr = lam * (1 - chi**2) * PULL
"""ω, the share of w that ε takes away in a step."""
A_NEXT: Expr = a - h * chi * PULL
P_NEXT: Expr = p + a * ((q**2 + eps_free) / root**3 - a * p * eps_free / root**4)
Q_NEXT: Expr = q * (1 - a * (p / root**3 + a * eps_free / root**4))

KEEPS = chi**2 * (N + eps_free) - N
SEEN = a_seen - chi * a
RATE = lam * N - a_seen
DECAY = omega - SHARE
SCALE = at_next(a) - A_NEXT
NOT_NEGATIVE = Ge(eps_free, 0, evaluate=False)

STEP = (KEEPS, SEEN, RATE, DECAY)
"""What χ, ã, λ and ω are at every state."""
RUN = System(
    name="run",
    state=(c, s, N, a, lam, k, omega, chi, a_seen),
    parameters=(h, eps_free),
    conditions=(h > 0, h <= 1, N > 0, k > 0, chi > 0, NOT_NEGATIVE),
    initial=(at_start(c) > 0, at_start(a) > 0),
    instant=(UNIT_CIRCLE, *STEP, ROOT),
    relations=(COSINE, SINE, NORM, SCALE),
    tracked=(c, s, N, a),
)
"""Every run that starts aligned and with a positive scale."""

MODEL = (N > 0, k > 0, chi > 0, NOT_NEGATIVE, UNIT_CIRCLE, *STEP, ROOT, COSINE, SINE, NORM, SCALE)
"""What the symbols mean."""
