"""Hypotheses that several claims of the general theory share; what a claim says of its need is its own."""

from __future__ import annotations

from derivations.notation import c, lam
from derivations.proof.hypothesis import hypothesis
from verifier.claim import Hypothesis


def definite(need: str) -> Hypothesis:
    """Σ is positive definite, with all eigenvalues between ℓ and L."""
    formula = r"\ell I \preceq \Sigma \preceq L I,\ \ell > 0"
    return Hypothesis("a spectrum between ℓ > 0 and L", formula, need)


def positive_rate(need: str) -> Hypothesis:
    """λ > 0."""
    return hypothesis("positive effective learning rate", need, (lam > 0,))


def acute(need: str) -> Hypothesis:
    """cos θ > 0."""
    return hypothesis("an angle below a right angle", need, (c > 0,))


WITHOUT_SCALE = (
    "For Σ = I, at (cos θ, sin θ, N, a) = (4/5, 3/5, 1/2, −5/8) the first step rises, to sin θ' = 24/25."
)
WITHOUT_ALIGNMENT = "For Σ = I, at (−4/5, 3/5, 1/2, 5/8) the first step rises, to sin θ' = 24/25."
