"""Lemmas about the steps of a rising edge, shared by the self-stabilization claims.

Each ``establish_`` function adds what its docstring says to a system that extends ``RUN`` and has the
guard ``RISING``: every step made turns the direction away from the target.  s̄ and c̄ = √(1 − s̄²) are
free parameters; ``BELOW_SBAR`` is the part of the edge on which sin θ has not reached s̄.
"""

from __future__ import annotations

from sympy import Expr, Max

from derivations.direction.rising_edge import HALF, establish_threshold
from derivations.direction.rising_threshold import RISING
from derivations.direction.self_stabilization import Room
from derivations.direction.system import UNIT_CIRCLE
from derivations.notation import N, a, abar, c, lam
from derivations.proof import Proof
from derivations.square.model.system import LAMBDA

CEILING: Expr = Max(a, 1)
"""ā for an edge that starts at scale a: its scale never exceeds this."""


def establish_room(proof: Proof) -> str:
    """N < ā/2 at a rising step; return the step's name."""
    name = "norm below half the cap"
    if name in proof.conclusions:
        return name
    return proof.positive(
        name,
        HALF * abar - N,
        given=[RISING, c > 0, lam > 0, N > 0, a <= abar],
        lemmas=[establish_threshold(proof)],
        relations=[LAMBDA, UNIT_CIRCLE],
        terms=[(HALF, [a <= abar], 1), (HALF, [lam > 2, N > 0], 1)],
        because="A rise needs λ = a/N > 2, so N < a/2 ≤ ā/2.",
    )


def half_cap(proof: Proof, name: str) -> Room:
    """ā/2, which is positive, as what limits the norm on an edge."""
    positive = proof.positive(
        f"{name}: cap positive",
        abar / 2,
        given=[abar >= 1],
        terms=[(HALF, [abar >= 1], 1), (HALF, [], 1)],
        because="As ā ≥ 1, this is positive, and has a logarithm.",
    )
    return Room(abar / 2, establish_room(proof), positive)
