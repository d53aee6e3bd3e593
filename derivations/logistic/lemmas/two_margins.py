"""Two margins: if the samples form two groups of equal margins, the pull is affine in the margin.

The groups may have any sizes; the planar case is that of equal sizes.  Then the regression of g on m
leaves nothing, ϱ = 0, and the margins of both groups stay in the plane of the mean and the spread.
"""

from __future__ import annotations

from sympy import Expr, Gt

from derivations.direction.data import n
from derivations.direction.system import UNIT_CIRCLE
from derivations.logistic.lemmas.samples import DEFINITIONS, MOMENTS, MOVES, SAMPLES, chi, rest, summed
from derivations.logistic.model.risk import g, g_g, g_m, g_mean, m
from derivations.notation import at_next, s, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination

m_1 = symbol("m_first", "m_1", "m₁", "the margin of the samples of the first kind")
m_2 = symbol("m_second", "m_2", "m₂", "the margin of the samples of the second kind")
g_1 = symbol("g_first", "g_1", "g₁", "the pull of the samples of the first kind")
g_2 = symbol("g_second", "g_2", "g₂", "the pull of the samples of the second kind")
APART = Gt(m_2 - m_1, 0, evaluate=False)
AFFINE: Expr = APART.lhs * (g - g_1) - (g_2 - g_1) * (m - m_1)
"""0 for a sample of margin m_1 and pull g_1, and for one of margin m_2 and pull g_2."""
TWO_MARGINS = SAMPLES.with_more(
    "samples of two margins", parameters=[m_1, m_2, g_1, g_2], conditions=[APART], instant=[AFFINE]
)


m_sum, mm_sum, g_sum, gm_sum, gg_sum, _ = MOMENTS
VANISHING = {"1": AFFINE, "m": AFFINE * m, "g": AFFINE * g}
"""What is 0 for every sample."""


ADDED = {"1": g_sum, "m": gm_sum, "g": gg_sum}
"""The sum that follows from it."""


def establish(proof: Proof) -> tuple[str, str]:
    """Add ϱ = 0; return the names of the induction and of that step."""
    system = proof.system(TWO_MARGINS)
    totals = {weight: summed(term) for weight, term in VANISHING.items()}
    starts = [
        proof.identity(
            f"no sample: times {weight}", total, 0, relations=(n, *MOMENTS),
            because="The sum over no sample is 0;",
        )
        for weight, total in totals.items()
    ]  # fmt: skip
    moves = dict(zip((at_next(sum_) for sum_ in (n, *MOMENTS)), system.relations, strict=True))
    steps = [
        identity_by_elimination(
            proof, f"one more sample: times {weight}", system.after(total), 0,
            {**moves, ADDED[weight]: total, g: AFFINE}, given=[APART], because="each sample adds 0:",
        )
        for weight, total in totals.items()
    ]  # fmt: skip
    induction = proof.rule(
        "equations", "g is affine in m", system,
        equations=[*totals.values()], start=starts, steps=steps,
        because="so Σg, Σgm and Σg² follow from n, Σm and Σm².",
    )  # fmt: skip
    nothing_left = identity_by_elimination(
        proof,
        "the regression leaves nothing",
        rest,
        0,
        {
            rest: DEFINITIONS[g_g],
            chi: DEFINITIONS[g_m],
            g_g: MOMENTS[gg_sum],
            gg_sum: totals["g"],
            g_m: MOMENTS[gm_sum],
            gm_sum: totals["m"],
            g_mean: MOMENTS[g_sum],
            g_sum: totals["1"],
            mm_sum: MOMENTS[mm_sum],
            m_sum: MOMENTS[m_sum],
            s: UNIT_CIRCLE,
        },
        given=[n > 0, MOVES, APART],
        because="In the mean g = ⟨g⟩ − χ(m − c) for every sample, so ϱ = 0:",
    )
    return induction, nothing_left
