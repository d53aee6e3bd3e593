"""Hypotheses that several claims share, so that their text and counterexample are written once."""

from __future__ import annotations

from derivations.notation import a, at_start, c, h
from verifier.claim import Hypothesis

WHITENED = Hypothesis(
    "whitened data",
    r"\Sigma = I",
    "Needed, through square.rising-threshold: see the counterexample there.",
)
"""For a claim that inherits the hypothesis from the threshold of a rise."""
STANDING = Hypothesis(
    "standing: 0 < h ≤ 1, α_0 > 0, cos θ_0 > 0",
    r"0 < h \le 1,\ \alpha_0 > 0,\ \cos\theta_0 > 0",
    "They keep α and cos θ positive at all times: see the counterexamples of square.cone-invariance.",
    (h > 0, h <= 1, at_start(a) > 0, at_start(c) > 0),
)
"""For a claim that inherits them from the cone."""
