"""What one step in margin space does to the norm, the angle and the deviations: means over the samples.

The second half of ``logistic.margin-space``, from the sums of ``margin_sums``.
"""

from __future__ import annotations

from sympy import Expr, Gt, sqrt

from derivations.direction.data import n, numerator
from derivations.logistic.lemmas import margin_sums
from derivations.logistic.lemmas.margin_sums import MARGIN_NEXT, MISALIGNMENT, M, Q
from derivations.logistic.model.risk import D, g, g_g, g_m, g_mean, m
from derivations.notation import N, alpha, at_next, at_start, c, k, kappa, lam, p, r, s, symbol
from derivations.proof import Proof, System
from derivations.proof.elimination import identity_by_elimination

KAPPA: Expr = alpha / N * sqrt(g_g - g_m**2)
NORM_NEXT: Expr = N * (1 + kappa**2)
EFFECTIVE_LR: Expr = alpha * D / (N * s**2)
"""λ."""
COS_NEXT: Expr = (c + lam * s**2) / k
ALIGNMENT_GAIN: Expr = alpha / r * D
"""p' − p."""

turn = symbol("tau_sample", r"\tau", "τ", "(g − ⟨g⟩ + drift)·r/Q − ⟨gm⟩, how a sample's deviation grows")
drift = symbol("drift", r"\bar{\delta}", "δ̄", "the mean of what the deviations take off")
d_d = symbol("d_d", r"\langle(m-c)^2\rangle", "⟨(m − c)²⟩", "the mean square of the margins' deviations")
d_slope = symbol("d_slope", r"\langle gd\rangle", "⟨gd⟩", "the mean of pull times deviation m − c")
m_m = symbol("m_m", r"\langle m^2\rangle", "⟨m²⟩", "the mean square of the margins")
t_t = symbol("t_t", r"\langle\tau_t^2\rangle", "⟨τ_t²⟩", "the mean square of g − ⟨gm⟩m − D")
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
    return _norm(proof), *_angle(proof), *_all_times(proof), *_without_cancellation(proof)


def _norm(proof: Proof) -> str:
    """N' = N(1 + κ²), from the mean of M'²."""
    radius = numerator(KAPPA**2 - kappa**2)
    return margin_sums.averaged(
        proof, "norm growth", at_next(N), NORM_NEXT,
        {at_next(N): n * at_next(N) - margin_sums.after_after, g_g: radius, r: r**2 - N},
        given=[N > 0],
        because="The mean of M'², with ⟨gM⟩ = r⟨gm⟩ and ⟨M²⟩ = r² = N:",
    )  # fmt: skip


def _angle(proof: Proof) -> tuple[str, ...]:
    """⟨m²⟩ = 1, ⟨(m − c)²⟩ = 1 − c², and cos θ'."""
    one = margin_sums.averaged(
        proof, "mean square of the margins", m_m, 1, {m_m: n * m_m * r**2 - margin_sums.M_M},
        because="Normalized, the margins have mean square 1:",
    )  # fmt: skip
    spread = margin_sums.averaged(
        proof, "spread of the margins", d_d, 1 - c**2,
        {d_d: n * d_d * r**2 - margin_sums.spread, p: p - r * c},
        because="With c = ⟨m⟩ = p/r, their variance is 1 − c² = s²:",
    )  # fmt: skip
    aligned = margin_sums.averaged(
        proof, "aligned part", numerator(at_next(p) - p - ALIGNMENT_GAIN), 0,
        {at_next(p): n * at_next(p) - margin_sums.after, D: D - MISALIGNMENT, c: c * r - p},
        because="The mean of M', with D = ⟨g⟩ − c⟨gm⟩:",
    )  # fmt: skip
    longer = Gt(at_next(r) + r * k, 0)
    norm_next = identity_by_elimination(
        proof, "radius", at_next(r), r * k,
        {at_next(r): at_next(r) ** 2 - at_next(N), at_next(N): at_next(N) - NORM_NEXT,
         N: N - r**2, k: k**2 - (1 + kappa**2)},
        given=[longer], factor=[longer],
        because="With k = √(1 + κ²), r' = rk: both are positive and have the same square.",
    )  # fmt: skip
    turned = identity_by_elimination(
        proof, "angle", k * at_next(c), k * COS_NEXT,
        {at_next(c): at_next(r) * at_next(c) - at_next(p), at_next(r): at_next(r) - r * k,
         at_next(p): numerator(at_next(p) - p - ALIGNMENT_GAIN), p: p - r * c,
         lam: numerator(lam - EFFECTIVE_LR), N: N - r**2},
        given=[N > 0, r > 0, at_next(r) > 0, k > 0, Gt(s**2, 0)],
        because="Hence cos θ' = p'/r', in terms of λ = (α/N)D/s²:",
    )  # fmt: skip
    return one, spread, aligned, norm_next, turned


def _all_times(proof: Proof) -> tuple[str, ...]:
    """κ is real, and N stays positive."""
    share, total = g_g - g_m**2, margin_sums.tangential
    squares = margin_sums.averaged(
        proof, "tangential part", n * share, total, {total: margin_sums.EQUATIONS[total]},
        because="The mean of (g − ⟨gm⟩m)², as ⟨m²⟩ = 1:",
    )  # fmt: skip
    real = proof.positive(
        "kappa is real", share, given=[n > 0, total >= 0], relations=[n * share - total],
        multiplier=[n > 0], terms=[(1, [total >= 0], 1)], strict=False,
        because="It is not negative, so κ is a real number.",
    )  # fmt: skip
    system = proof.system(NORMS)
    stays = proof.positive(
        "norm stays positive", at_next(N), given=[N > 0], relations=system.relations,
        terms=[(1, [N > 0], 1), (1, [N > 0], kappa)], because="N(1 + κ²) ≥ N > 0.",
    )  # fmt: skip
    always = proof.invariant(
        "w is always seen", system, {N > 0: (None, stays)}, because="So ‖w_t‖_Σ > 0 at all times."
    )
    return squares, real, always


def _without_cancellation(proof: Proof) -> tuple[str, ...]:
    """What the engine iterates: Q', D, and κ² as a sum of squares."""
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
        {D: D - MISALIGNMENT, g_m: g_m - c * g_mean - d_slope, s: s**2 + c**2 - 1},
        because="With d = m − c and ⟨gm⟩ = c⟨g⟩ + ⟨gd⟩, D is of the order of s²:",
    )  # fmt: skip
    squares = margin_sums.averaged(
        proof, "sum of squares", g_g - g_m**2, D**2 + t_t,
        {t_t: n * r**2 * t_t - margin_sums.deviating, D: D - MISALIGNMENT, c: c * r - p},
        because="And ⟨g²⟩ − ⟨gm⟩² is the square of the mean of g − ⟨gm⟩m, and its variance:",
    )  # fmt: skip
    return deviation, misaligned, squares
