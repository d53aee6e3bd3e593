"""Hypotheses about a direction alone."""

from __future__ import annotations

from derivations.notation import at_start, s
from derivations.proof.hypothesis import hypothesis

EDGE_OFF_TARGET = hypothesis(
    "the edge starts off target",
    "Not needed to exclude anything: on target nothing turns, so no edge starts there.",
    (at_start(s) ** 2 > 0,),
)
"""For a claim about one rising edge, counted from its first state."""
