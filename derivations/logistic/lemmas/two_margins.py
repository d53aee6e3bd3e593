"""Two margins: if the samples form two groups of equal margins, the pull is affine in the margin.

The groups may have any sizes; the planar case is that of equal sizes.  Then the regression of g on m
leaves nothing, ϱ = 0, and the margins of both groups stay in the plane of the mean and the spread.
"""

from __future__ import annotations

from sympy import Eq, Expr, Gt

from derivations.direction.system import UNIT_CIRCLE
from derivations.logistic.lemmas.samples import (
    DEFINITIONS,
    MOVES,
    SAMPLES,
    Known,
    averaged,
    chi,
    equation,
    rest,
)
from derivations.logistic.model.risk import g, g_g, g_m, g_mean, m
from derivations.notation import s, symbol
from derivations.proof import Proof

m_1 = symbol("m_first", "m_1", "m₁", "the margin of the samples of the first kind")
m_2 = symbol("m_second", "m_2", "m₂", "the margin of the samples of the second kind")
g_1 = symbol("g_first", "g_1", "g₁", "the pull of the samples of the first kind")
g_2 = symbol("g_second", "g_2", "g₂", "the pull of the samples of the second kind")
APART = Gt(m_2 - m_1, 0, evaluate=False)
AFFINE: Expr = APART.lhs * (g - g_1) - (g_2 - g_1) * (m - m_1)
"""0 for a sample of margin m_1 and pull g_1, and for one of margin m_2 and pull g_2."""
TWO_MARGINS = SAMPLES.having(Eq(AFFINE, 0))
"""Samples each of which is of one of two kinds."""
WEIGHTS = {g_mean: 1, g_m: m, g_g: g}
"""By what that is multiplied, with the mean that follows from it."""


def establish(proof: Proof) -> Known:
    """Add ϱ = 0."""
    means = {
        moment: averaged(proof, TWO_MARGINS, f"times {weight}", proof.identity(
            f"times {weight}: each sample", (AFFINE * weight).expand(), 0, relations=[AFFINE],
            cofactors=[weight], because="each sample adds 0:",
        ))
        for moment, weight in WEIGHTS.items()
    }  # fmt: skip
    relations = {moment: mean.condition.lhs for moment, mean in reversed(means.items())}
    return equation(
        proof,
        "the regression leaves nothing",
        rest,
        {rest: DEFINITIONS[g_g], chi: DEFINITIONS[g_m], **relations, s: UNIT_CIRCLE},
        given=[MOVES, APART],
        lemmas=[*means.values()],
        because="In the mean g = ⟨g⟩ − χ(m − c) for every sample, so ϱ = 0:",
    )
