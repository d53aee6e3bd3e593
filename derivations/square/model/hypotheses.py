"""Hypotheses that several square-loss claims share; what a claim says of its need is the claim's own.

Each function takes that text, a counterexample or why none is needed, and other words for the hypothesis
where it is about a part of the statement only.
"""

from __future__ import annotations

from sympy import Gt

from derivations.direction.data import norm
from derivations.direction.system import MOVES
from derivations.notation import a, at_start, c, h, r, rho, typeset
from derivations.proof.hypothesis import hypothesis
from verifier.claim import Hypothesis


def whitened(need: str, text: str = "whitened data") -> Hypothesis:
    """The covariance is the identity."""
    return Hypothesis(text, r"\Sigma = I", need)


def scale_rate_at_most_one(need: str, text: str = "scale learning rate in (0, 1]") -> Hypothesis:
    """0 < h ≤ 1."""
    return hypothesis(text, need, (h > 0, h <= 1))


def aligned_start(need: str, text: str = "aligned start") -> Hypothesis:
    """cos θ_0 > 0."""
    return hypothesis(text, need, (at_start(c) > 0,))


def positive_scale(need: str, text: str = "positive scale") -> Hypothesis:
    """α_0 > 0, said of the scale itself."""
    return hypothesis(text, need, (at_start(a) > 0,))


def positive_start(need: str) -> Hypothesis:
    """a_0 > 0, said of the scale over ρ."""
    return hypothesis("positive initial scale", need, (at_start(a) > 0,))


def below_45_degrees(need: str) -> Hypothesis:
    """θ_0 < 45°."""
    return Hypothesis("an initial angle below 45°", r"\theta_0 < \tfrac{\pi}{4}", need)


def off_target(need: str, text: str) -> Hypothesis:
    """sin θ ≠ 0."""
    return hypothesis(text, need, (MOVES,))


def seen_weights(need: str) -> Hypothesis:
    """‖w‖_Σ > 0."""
    return hypothesis("the weights are seen by the data", need, (norm > 0,))


def nonzero_weights(need: str) -> Hypothesis:
    """w ≠ 0 in the plane of w and the target."""
    return Hypothesis("w is not zero", typeset(Gt(r, 0)), need)


def some_signal(need: str) -> Hypothesis:
    """ρ > 0: the targets are seen by the data."""
    return hypothesis("there is a signal", need, (rho > 0,))


WHITENED = whitened("Needed, through square.rising-threshold: see the counterexample there.")
"""For a claim that inherits the hypothesis from the threshold of a rise."""
STANDING = hypothesis(
    "standing: 0 < h ≤ 1, α_0 > 0, cos θ_0 > 0",
    "They keep α and cos θ positive at all times: see the counterexamples of square.cone-invariance.",
    (h > 0, h <= 1, at_start(a) > 0, at_start(c) > 0),
)
"""For a claim that inherits them from the cone."""
