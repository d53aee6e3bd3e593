"""Hypotheses that several claims share, so that their text and counterexample are written once."""

from __future__ import annotations

from verifier.claim import Hypothesis

WHITENED = Hypothesis(
    "whitened data",
    r"\Sigma = I",
    "Needed, through square.rising-threshold: see the counterexample there.",
)
"""For a claim that inherits the hypothesis from the threshold of a rise."""
