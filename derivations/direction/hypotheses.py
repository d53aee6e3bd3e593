"""Hypotheses about a direction alone."""

from __future__ import annotations

from derivations.notation import at_start, s
from verifier.claim import Hypothesis

EDGE_OFF_TARGET = Hypothesis(
    "the edge starts off target",
    r"\sin\theta \ne 0",
    "Not needed to exclude anything: on target nothing turns, so no edge starts there.",
    (at_start(s) ** 2 > 0,),
)
"""For a claim about one rising edge, counted from its first state."""
