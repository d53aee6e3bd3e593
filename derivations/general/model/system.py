"""One run of gradient descent on data of any covariance Σ ≻ 0: what proofs about all times start from.

Angles and norms are those of Σ: N = ‖w‖_Σ²/(ηρ²), c = ⟨ŵ, u⟩_Σ with ŵ = w/‖w‖_Σ, and t = u − cŵ is what
is left of the target direction.  Of Σ a step knows three numbers and no more,

    A = tᵀΣ²t,  B = ŵᵀΣ²t,  G = tᵀΣ³t,

which are new at every state.  Between these and the bounds ℓ‖z‖² ≤ zᵀΣz ≤ L‖z‖² there are the
inequalities ``SPECTRUM``; ``general.update-map`` proves them, and the step itself, in every dimension.
For Σ = I they are equations: A = G = s², B = 0, X = N, ℓ = L = 1.
"""

from __future__ import annotations

from sympy import Expr, Ge, Rational

from derivations.direction.system import UNIT_CIRCLE
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s, symbol
from derivations.proof import System
from derivations.square.model.system import LAMBDA, SCALE

X = symbol("X_norm", "X", "X", "squared Euclidean norm without units, ‖w‖₂²/(ηρ²)")
A = symbol("A_turn", "A", "A", "tᵀΣ²t, where t = u − cŵ is what is left of the target direction")
B = symbol("B_turn", "B", "B", "ŵᵀΣ²t")
G = symbol("G_turn", "G", "G", "tᵀΣ³t")
L = symbol("L_high", "L", "L", "the largest eigenvalue of Σ, or any number above it")
ell = symbol("l_low", r"\ell", "ℓ", "the least eigenvalue of Σ, or any positive number below it")

GROWTH: Expr = 1 + 2 * lam * B + lam**2 * G
"""N'/N = ‖w'‖_Σ²/‖w‖_Σ²."""
TURNED: Expr = c + lam * (c * B + A)
"""cos θ' times √(N'/N)."""
EUCLIDEAN: Expr = X + lam**2 * N * A
"""The Euclidean norm never falls, although N may."""

ROOT = k**2 - GROWTH
COSINE = k * at_next(c) - TURNED
NORM = at_next(N) - N * GROWTH
LENGTH = at_next(X) - EUCLIDEAN

PULLED = Ge(L * A - G, 0, evaluate=False)
"""G ≤ L·A: Σ ≼ L at Σt."""
SEEN = Ge(A - ell * s**2, 0, evaluate=False)
"""A ≥ ℓs²: Σ² ≽ ℓΣ at t."""
HELD = Ge(N - ell * X, 0, evaluate=False)
"""N ≥ ℓX: Σ ≽ ℓ at w."""
MIDDLE = Ge(A - ell * s**2 + c * B + Rational(1, 4) * c**2 * (L - ell), 0, evaluate=False)
"""Σ² ≽ ℓΣ at t + cŵ/2, with ŵᵀΣ²ŵ ≤ L: how far B can pull the direction back."""
SPECTRUM = (PULLED, SEEN, HELD, MIDDLE)

RUN = System(
    name="run",
    state=(c, s, N, X, a, lam, k, A, B, G),
    parameters=(h, L, ell),
    conditions=(h > 0, h <= 1, N > 0, X > 0, k > 0, ell > 0, L > 0, *SPECTRUM),
    initial=(at_start(c) > 0, at_start(a) > 0),
    instant=(UNIT_CIRCLE, LAMBDA, ROOT),
    relations=(COSINE, NORM, LENGTH, SCALE),
    tracked=(c, s, N, X, a),
)
"""Every run that starts aligned and with a positive scale."""

MODEL = (
    *(N > 0, X > 0, k > 0, ell > 0, L > 0, *SPECTRUM),
    *(UNIT_CIRCLE, LAMBDA, ROOT, COSINE, NORM, LENGTH, SCALE),
)
"""What the symbols mean."""
