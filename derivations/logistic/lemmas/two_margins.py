"""Two margins: if the samples form two groups of equal margins, the pull is affine in the margin.

The groups may have any sizes; the planar case is that of equal sizes.  Then the regression of g on m
leaves nothing, ϱ = 0, and the margins of both groups stay in the plane of the mean and the spread.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Eq, Expr, Gt, Ne, Symbol

from derivations.direction.system import MOVES, UNIT_CIRCLE
from derivations.logistic.lemmas.samples import (
    DEFINITIONS,
    SAMPLE,
    SAMPLES,
    Known,
    averaged,
    chi,
    equation,
    rest,
)
from derivations.logistic.model.risk import g, g_g, g_m, g_mean, m
from derivations.notation import alpha, s, symbol
from derivations.proof import Condition, Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.sigmoid.flow import one_value
from derivations.sigmoid.functions import sigma

m_1 = symbol("m_first", "m_1", "m₁", "the margin of the samples of the first kind")
m_2 = symbol("m_second", "m_2", "m₂", "the margin of the samples of the second kind")
g_1 = symbol("g_first", "g_1", "g₁", "the pull of the samples of the first kind")
g_2 = symbol("g_second", "g_2", "g₂", "the pull of the samples of the second kind")
APART = Gt(m_2 - m_1, 0, evaluate=False)
AFFINE: Expr = APART.lhs * (g - g_1) - (g_2 - g_1) * (m - m_1)
"""0 for a sample of margin m_1 and pull g_1, and for one of margin m_2 and pull g_2."""
EITHER: Expr = (m - m_1) * (m - m_2)
TWO_MARGINS = SAMPLES.having(Eq(EITHER, 0))
"""Samples each of which has one of two margins."""
KINDS = (Eq(g_1, sigma(-alpha * m_1)), Eq(g_2, sigma(-alpha * m_2)))
WEIGHTS = {g_mean: 1, g_m: m, g_g: g}
"""By what that is multiplied, with the mean that follows from it."""


def establish(proof: Proof) -> Known:
    """Add ϱ = 0."""
    affine = _affine(proof)
    means = {
        moment: averaged(proof, TWO_MARGINS, f"times {weight}", proof.identity(
            f"times {weight}: each sample", (AFFINE * weight).expand(), 0,
            relations=[AFFINE, EITHER], cofactors=[weight, 0], lemmas=[affine],
            because="each sample adds 0:",
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


def _affine(proof: Proof) -> str:
    """The pull is affine in the margin: of the first kind, or if not, of the second."""
    split = Eq(m - m_1, 0)
    first = _of_kind(proof, "first", m_1, g_1)
    other = proof.identity(
        "of the second kind", m - m_2, 0, given=[Ne(m - m_1, 0)], relations=[EITHER], cofactors=[1],
        multiplier=[Ne(m - m_1, 0)], because="A sample that is not of the first kind is of the second.",
    )  # fmt: skip
    second = _of_kind(proof, "second", m_2, g_2, [other], [Ne(m - m_1, 0)], [EITHER])
    return proof.cases("g is affine in m", split, first, second, "Either way:")


def _of_kind(
    proof: Proof, name: str, margin: Symbol, pull: Symbol,
    known: Sequence[str] = (), given: Sequence[Condition] = (), assumed: Sequence[Expr] = (),
) -> str:  # fmt: skip
    """AFFINE = 0 for a sample of this margin, told, or concluded by ``known`` lemmas."""
    place = (-alpha * margin, pull)
    arguments = proof.identity(
        f"{name} kind: arguments", SAMPLE[0] - place[0], 0, relations=[m - margin, *assumed],
        cofactors=[-alpha, *(0 for _ in assumed)], lemmas=known, given=given,
        because=f"A sample of the {name} kind",
    )  # fmt: skip
    values = one_value(proof, f"{name} kind: pulls", SAMPLE, place, "has the pull of this kind:")
    return identity_by_elimination(
        proof, f"{name} kind", AFFINE, 0, {g: g - pull, m: m - margin}, given=given,
        lemmas=[*known, arguments, values], also=assumed,
        because="so that its pull is affine in its margin.",
    )  # fmt: skip
