"""What one step in margin space does to the norm, the angle and the deviations: means over the samples.

The second half of ``logistic.margin-space``.  M is a margin in units of √η, m = M/r, and g its pull.
"""

from __future__ import annotations

from sympy import Eq, Expr, Gt, sqrt

from derivations.direction.angle_map import COS_NEXT
from derivations.direction.data import numerator
from derivations.direction.system import UNIT_CIRCLE
from derivations.logistic.lemmas.samples import SAMPLES
from derivations.logistic.model.risk import D, V, g, g_g, g_m, g_mean, g_v, m, m_v
from derivations.notation import N, alpha, at_next, at_start, c, k, kappa, lam, p, r, s, symbol
from derivations.proof import Proof, System
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.family import Family
from derivations.proof.means import mean_of_equation

M = symbol("M_sample", "M", "M", "the margin of a sample in the units of r, rm")
Q = symbol("Q", "Q", "Q", "its deviation from the mean, M − p")
MARGIN_NEXT: Expr = M + alpha / r * (g - g_m * m)
"""One sample's margin one step later."""
MISALIGNMENT: Expr = g_mean - c * g_m
"""D."""

own_g = symbol("own_g", "g_j", "g_j", "the pull of the sample j")
own_m = symbol("own_m", "m_j", "m_j", "the margin of the sample j")
ALONE = Family(
    samples=(m, g, V),
    means=((1, V), (g_v, g * V), (m_v, m * V)),
    each=(Eq(V * g, V * own_g), Eq(V * m, V * own_m)),
)
"""Along v = y_j x_j: V is n at the sample j and, by orthogonality, 0 at all others, so 1 in the mean."""
ACROSS = Family(samples=(m, g, V), means=((g_v, g * V), (m_v, m * V)), each=(Eq(V, 0),))
"""Along v orthogonal to all rows."""

after = symbol("after", "M'", "M′", "the margin of a sample one step later, in the units of r")
tangent = symbol(
    "tangent_sample", r"\tau_t", "τ_t", "the tangential part of a pull less its mean, g − ⟨gm⟩m − D"
)
t_t = symbol("t_t", r"\langle\tau_t^2\rangle", "⟨τ_t²⟩", "the mean square of g − ⟨gm⟩m − D")
STEP = Family(
    samples=(m, g, after),
    means=(*SAMPLES.means, (at_next(p), after), (at_next(N), after**2)),
    each=(Eq(r * after, r**2 * m + alpha * (g - g_m * m)),),
)
"""Samples and their margins one step later, of which p' is the mean and N' the mean square."""
TANGENTS = Family(
    samples=(m, g, tangent),
    means=(*SAMPLES.means, (t_t, tangent**2)),
    each=(Eq(tangent, g - g_m * m - D),),
)

KAPPA: Expr = alpha / N * sqrt(g_g - g_m**2)
NORM_NEXT: Expr = N * (1 + kappa**2)
EFFECTIVE_LR: Expr = alpha * D / (N * s**2)
"""λ."""
ALIGNMENT_GAIN: Expr = alpha / r * D
"""p' − p."""

turn = symbol("tau_sample", r"\tau", "τ", "(g − ⟨g⟩ + drift)·r/Q − ⟨gm⟩, how a sample's deviation grows")
drift = symbol("drift", r"\bar{\delta}", "δ̄", "the mean of what the deviations take off")
d_d = symbol("d_d", r"\langle(m-c)^2\rangle", "⟨(m − c)²⟩", "the mean square of the margins' deviations")
d_slope = symbol("d_slope", r"\langle gd\rangle", "⟨gd⟩", "the mean of pull times deviation m − c")
DEVIATION_NEXT: Expr = Q * (1 + alpha / N * turn) - alpha / r * drift
"""Q' of a sample with g = ⟨g⟩ + (turn + ⟨gm⟩)Q/r − drift: the form without cancellation."""

NORMS = System(
    name="norms",
    state=(N, kappa),
    parameters=(),
    initial=(at_start(N) > 0,),
    relations=(at_next(N) - NORM_NEXT,),
    tracked=(N,),
)
"""The squared norm along a run; nothing is assumed of it after time 0."""


def establish(proof: Proof) -> tuple[str, ...]:
    """Add N', cos θ', N > 0 at all times, and the form of the map that the engine iterates."""
    norm, *turned = _step(proof)
    return norm, *turned, _all_times(proof), *_without_cancellation(proof)


def one_sample(proof: Proof) -> tuple[str, ...]:
    """Add ⟨gV⟩ and ⟨mV⟩ along y_j x_j, and along v orthogonal to all rows; the steps' names."""
    weighted = {"pull": (g, own_g), "margin": (m, own_m)}
    alone = [
        mean_of_equation(
            proof, ALONE, f"{name} of one sample", V * x - V * own, {x: V * x - V * own},
            because="Along v = y_j x_j, V = n at the sample j and, by orthogonality, V = 0 elsewhere;",
        )
        for name, (x, own) in weighted.items()
    ]  # fmt: skip
    across = [
        mean_of_equation(
            proof, ACROSS, f"no {name}", V * x, {V: V}, because="Along v orthogonal to all rows, V = 0;"
        )
        for name, (x, _) in weighted.items()
    ]  # fmt: skip
    return *alone, *across


def _step(proof: Proof) -> tuple[str, str, str]:
    """N' = N(1 + κ²) and cos θ', from the means of M'² and M'."""
    moved = r * after - r**2 * m - alpha * (g - g_m * m)
    squares = mean_of_equation(
        proof, STEP, "squares of the margins", (r * after) ** 2 - (r * after - moved).expand() ** 2,
        {after: moved}, because="One step later the margin of a sample is M' = M + (α/r)(g − ⟨gm⟩m);",
    )  # fmt: skip
    margins = mean_of_equation(
        proof, STEP, "margins one step later", moved, {after: moved}, because="By the same step,"
    )
    grown = identity_by_elimination(
        proof, "norm growth", at_next(N), NORM_NEXT,
        {at_next(N): proof.conclusions[squares].lhs, kappa: numerator(KAPPA**2 - kappa**2), r: r**2 - N},
        given=[N > 0, r > 0], lemmas=[squares],
        because="With ⟨gM⟩ = r⟨gm⟩ and ⟨M²⟩ = r² = N:",
    )  # fmt: skip
    aligned = identity_by_elimination(
        proof, "aligned part", numerator(at_next(p) - p - ALIGNMENT_GAIN), 0,
        {at_next(p): proof.conclusions[margins].lhs, D: D - MISALIGNMENT, p: p - r * c},
        given=[r > 0], lemmas=[margins], because="The mean of M', with D = ⟨g⟩ − c⟨gm⟩:",
    )  # fmt: skip
    longer = proof.positive(
        "the radii have a sum", at_next(r) + r * k, given=[at_next(r) > 0, r > 0, k > 0],
        terms=[(1, [at_next(r) > 0], 1), (1, [r > 0, k > 0], 1)], because="Both radii are positive.",
    )  # fmt: skip
    positive = [N > 0, r > 0, at_next(r) > 0, k > 0]
    norm_next = identity_by_elimination(
        proof, "radius", at_next(r), r * k,
        {at_next(r): at_next(r) ** 2 - at_next(N), at_next(N): at_next(N) - NORM_NEXT,
         N: N - r**2, k: k**2 - (1 + kappa**2)},
        given=positive, factor=[proof.conclusions[longer]], lemmas=[longer, grown],
        also=[numerator(KAPPA**2 - kappa**2)],
        because="With k = √(1 + κ²), r' = rk: both are positive and have the same square.",
    )  # fmt: skip
    turned = identity_by_elimination(
        proof, "angle", k * at_next(c), k * COS_NEXT,
        {at_next(c): at_next(r) * at_next(c) - at_next(p), at_next(r): at_next(r) - r * k,
         at_next(p): numerator(at_next(p) - p - ALIGNMENT_GAIN), p: p - r * c,
         lam: numerator(lam - EFFECTIVE_LR), N: N - r**2},
        given=[*positive, Gt(s**2, 0)], lemmas=[norm_next, aligned],
        also=[
            at_next(r) ** 2 - at_next(N), k**2 - (1 + kappa**2), numerator(KAPPA**2 - kappa**2),
            D - MISALIGNMENT,
        ],
        because="Hence cos θ' = p'/r', in terms of λ = (α/N)D/s²:",
    )  # fmt: skip
    return grown, norm_next, turned


def _all_times(proof: Proof) -> str:
    """N stays positive."""
    system = proof.system(NORMS)
    stays = proof.positive(
        "norm stays positive", at_next(N), given=[N > 0], relations=system.relations,
        terms=[(1, [N > 0], 1), (1, [N > 0], kappa)], because="N(1 + κ²) ≥ N > 0.",
    )  # fmt: skip
    return proof.invariant(
        "w is always seen", system, {N > 0: (None, stays)}, because="So ‖w_t‖_Σ > 0 at all times."
    )


def _without_cancellation(proof: Proof) -> tuple[str, ...]:
    """What the engine iterates: Q', D, and κ² as a sum of squares, so that κ is real."""
    relations = {
        at_next(Q): at_next(Q) - at_next(M) + at_next(p),
        at_next(M): numerator(at_next(M) - MARGIN_NEXT),
        at_next(p): numerator(at_next(p) - p - ALIGNMENT_GAIN),
        D: D - MISALIGNMENT,
        g: g * r - (g_mean * r + (turn + g_m) * Q - drift * r),
        m: m * r - M,
        M: M - p - Q,
        c: c * r - p,
        N: N - r**2,
    }
    deviation = identity_by_elimination(
        proof, "deviation", numerator(at_next(Q) - DEVIATION_NEXT), 0, relations, given=[r > 0],
        because="The engine carries Q = M − p, whose change is M' − p':",
    )  # fmt: skip
    misaligned = identity_by_elimination(
        proof, "misalignment", D, s**2 * g_mean - c * d_slope,
        {D: D - MISALIGNMENT, g_m: g_m - c * g_mean - d_slope, s: UNIT_CIRCLE},
        because="With d = m − c and ⟨gm⟩ = c⟨g⟩ + ⟨gd⟩, D is of the order of s²:",
    )  # fmt: skip
    part = g - g_m * m - D
    parts = mean_of_equation(
        proof, TANGENTS, "tangential parts", tangent**2 - part.expand() ** 2, {tangent: tangent - part},
        because="Each pull has the tangential part g − ⟨gm⟩m, of which D is the mean;",
    )  # fmt: skip
    squares = identity_by_elimination(
        proof, "sum of squares", g_g - g_m**2, D**2 + t_t,
        {t_t: proof.conclusions[parts].lhs, D: D - MISALIGNMENT}, lemmas=[parts],
        because="And ⟨g²⟩ − ⟨gm⟩² is the square of the mean of g − ⟨gm⟩m, and its variance:",
    )  # fmt: skip
    each = proof.positive(
        "square of a tangential part", tangent**2, terms=[(1, [], tangent)], strict=False,
        because="No square is negative,",
    )  # fmt: skip
    mean = proof.average("variance", TANGENTS, each, because="nor is their mean,")
    real = proof.positive(
        "kappa is real", g_g - g_m**2, relations=[g_g - g_m**2 - D**2 - t_t, D - MISALIGNMENT],
        cofactors=[1, 0], lemmas=[squares, mean], strict=False,
        terms=[(1, [], D), (1, [proof.conclusions[mean]], 1)], because="so κ is a real number.",
    )  # fmt: skip
    return deviation, misaligned, squares, real
