"""Angles on the unit circle: a cosine is at most 1, and of two sines the smaller has the larger cosine."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Rational, solve

from derivations.direction.system import UNIT_CIRCLE
from derivations.notation import c, cbar, plain, s, sbar
from derivations.proof import Condition, Proof

HALF = Rational(1, 2)
CBAR = cbar
CIRCLE_BAR: Expr = CBAR**2 + sbar**2 - 1
CBAR_OF: Expr = solve(CIRCLE_BAR, CBAR)[1]
COSINES = "c + c̄ positive"


def establish_at_most_one(
    proof: Proof,
    name: str = "cosine at most 1",
    cosine: Expr = c,
    sine: Expr = s,
    circles: Sequence[Expr] = (UNIT_CIRCLE,),
) -> str:
    """Add cos ≤ 1 where ``circles`` hold cos² + sin² = 1; returns the step's name."""
    return proof.positive(
        name,
        1 - cosine,
        relations=circles,
        terms=[(HALF, [], 1 - cosine), (HALF, [], sine)],
        strict=False,
        because=f"2(1 − {plain(cosine)}) = (1 − {plain(cosine)})² + {plain(sine**2)} on the unit circle.",
    )


def establish_sum(proof: Proof, name: str, one: Expr, other: Expr) -> str:
    """Add that the sum of two positive cosines is positive, to divide by it; returns the step's name."""
    return proof.positive(
        name,
        one + other,
        given=[one > 0, other > 0],
        terms=[(1, [one > 0], 1), (1, [other > 0], 1)],
        because="Both cosines are positive, so",
    )


def establish_aligned(proof: Proof, narrow: Condition) -> str:
    """Add c ≥ c̄ where s² ≤ s̄² or s² < s̄² is ``narrow``, once a proof; returns the step's name."""
    name = "cosine at least c̄"
    if name in proof.conclusions:
        return name
    return proof.positive(
        name,
        c - CBAR,
        given=[c > 0, CBAR > 0, narrow],
        lemmas=[establish_sum(proof, COSINES, c, CBAR)],
        relations=[UNIT_CIRCLE, CIRCLE_BAR],
        multiplier=[c + CBAR > 0],
        terms=[(1, [narrow], 1)],
        strict=False,
        because=f"While {plain(narrow)}, (c − c̄)(c + c̄) = s̄² − s² ≥ 0.",
    )
