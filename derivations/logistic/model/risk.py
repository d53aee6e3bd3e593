"""The model: batch-normalized linear classification with the logistic loss, before any theorem.

The margin of a sample x with label y = ±1 is m = y⟨x, w⟩/‖w‖_Σ, its loss ℓ(αm) with ℓ(z) =
ln(1 + e^{−z}), and the risk is the mean over the samples.  With Z = y⟨x, w⟩ and V = y⟨x, v⟩, along a
line (w + εv, α + εδ) the risk depends on the data through

    norm = ‖w‖_Σ,  w_v = ⟨w, v⟩_Σ,  v_v = ‖v‖_Σ²,  and the means of γZ and γV,

where the pull γ of a sample is minus the slope of the chord of ℓ between its two arguments, and
g = σ(−αm), minus the derivative of ℓ, when they coincide.  Both are symbols here: of σ nothing is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from sympy import Eq, Expr, Gt, Matrix, sqrt

from derivations.direction.data import NORM_ALONG, eps, moved, n, norm, numerator, risk, v_v, w_v, y, z
from derivations.notation import alpha, at_next, symbol
from derivations.proof import Proof, System
from derivations.proof.elimination import identity_by_elimination
from derivations.sigmoid.functions import ell

m = symbol("m", "m", "m", "the normalized margin of a sample, y⟨x, w⟩/‖w‖")
g = symbol("g", "g", "g", "the pull of a sample, σ(−αm)")
g_mean = symbol("g_mean", r"\langle g\rangle", "⟨g⟩", "the mean pull")
g_m = symbol("g_m", r"\langle gm\rangle", "⟨gm⟩", "the mean of pull times margin, the speed of the scale")
g_g = symbol("g_g", r"\langle g^2\rangle", "⟨g²⟩", "the mean squared pull")
g_v = symbol("g_v", r"\langle gV\rangle", "⟨gV⟩", "the mean of pull times V")
m_v = symbol("m_v", r"\langle mV\rangle", "⟨mV⟩", "the mean of margin times V")
D = symbol("D", "D", "D", "⟨g⟩ − c⟨gm⟩, by which w aligns")
g_sum = symbol("g_sum", r"\textstyle\sum g", "Σg", "the sum of the pulls so far")
gg_sum = symbol("gg_sum", r"\textstyle\sum g^2", "Σg²", "the sum of the squared pulls so far")
Z = symbol("Z", "Z", "Z", "the margin of a sample before normalization, y⟨x, w⟩")
V = symbol("V_sample", "V", "V", "the same along a direction, y⟨x, v⟩")
delta = symbol("delta", r"\delta", "δ", "the component along the scale of a direction (v, δ)")

SAMPLE_LOSS: Expr = ell(alpha * y * z / norm)
"""The loss of one sample with feature z = ⟨x, w⟩ and label y."""
SLOPE_ALONG: Expr = -(alpha / norm) * (g_v - g_m * m_v) - delta * g_m
"""⟨∂R/∂w, v⟩ + δ ∂R/∂α."""


def raw_risk(inputs: Matrix, labels: Sequence[Expr], w: Matrix) -> Expr:
    """The risk of n × d ``inputs`` sample by sample, as the model defines it."""
    features = inputs * w
    size = sqrt(features.dot(features) / inputs.rows)
    pairs = zip(features, labels, strict=True)
    losses = [SAMPLE_LOSS.subs({z: f, y: t, norm: size}, simultaneous=True) for f, t in pairs]
    return sum(losses) / inputs.rows


gamma = symbol("gamma_chord", r"\gamma", "γ", "minus the slope of the chord of ℓ between two arguments")
gap = symbol("gap", r"\Delta\ell", "Δℓ", "the difference of the two losses of a sample")
gap_sum = symbol("gap_sum", r"\textstyle\sum\Delta\ell", "ΣΔℓ", "its sum so far")
gamma_Z = symbol("gamma_Z", r"\textstyle\sum\gamma Z", "ΣγZ", "the sum of γZ so far")
gamma_V = symbol("gamma_V", r"\textstyle\sum\gamma V", "ΣγV", "the sum of γV so far")
sum_ZZ = symbol("sum_ZZ", r"\textstyle\sum Z^2", "ΣZ²", "the sum of Z² so far")
sum_ZV = symbol("sum_ZV", r"\textstyle\sum ZV", "ΣZV", "the sum of ZV so far")
sum_VV = symbol("sum_VV", r"\textstyle\sum V^2", "ΣV²", "the sum of V² so far")
sum_moved = symbol(
    "sum_moved", r"\textstyle\sum(Z+\varepsilon V)^2", "Σ(Z + εV)²", "the sum of (Z + εV)² so far"
)
moved_risk = symbol(
    "moved_risk_both",
    r"R(w+\varepsilon v,\alpha+\varepsilon\delta)",
    "R(w + εv, α + εδ)",
    "the risk after a step of w and α",
)
quotient = symbol("quotient_both", r"\Phi", "Φ", "(R(w + εv, α + εδ) − R(w, α))/ε, continued to ε = 0")
slope = symbol(
    "slope_both",
    r"\langle\partial R/\partial w, v\rangle+\delta\,\partial R/\partial\alpha",
    "⟨∂R/∂w, v⟩ + δ∂R/∂α",
    "the derivative of R along (v, δ)",
)
moved_alpha: Expr = alpha + eps * delta
MOVED: Expr = moved**2 - NORM_ALONG**2

_SUMS = {
    gap_sum: gap,
    gamma_Z: gamma * Z,
    gamma_V: gamma * V,
    sum_ZZ: Z**2,
    sum_ZV: Z * V,
    sum_VV: V**2,
    sum_moved: (Z + eps * V) ** 2,
}
CHORD: Expr = numerator(gap + gamma * (moved_alpha * (Z + eps * V) / moved - alpha * Z / norm))
"""The difference of a sample's two losses is −γ times that of their arguments."""
SAMPLES = System(
    name="samples",
    state=(*_SUMS, gap, gamma, Z, V),
    parameters=(alpha, delta, eps, norm, moved),
    conditions=(Gt(norm, 0), Gt(moved, 0)),
    initial=tuple(Eq(sum_, 0) for sum_ in _SUMS),
    instant=(CHORD,),
    relations=tuple(at_next(sum_) - sum_ - term for sum_, term in _SUMS.items()),
)
"""The samples one after another: each adds an arbitrary (Z, V, γ) to the running sums."""

TOTAL: Expr = numerator(
    gap_sum + moved_alpha * (gamma_Z + eps * gamma_V) / moved - alpha * gamma_Z / norm
)
SQUARES: Expr = sum_moved - (sum_ZZ + 2 * eps * sum_ZV + eps**2 * sum_VV)


def establish(proof: Proof) -> tuple[str, ...]:
    """Add that the risk's derivative along (v, δ) is ``SLOPE_ALONG``, for any n; return the steps' names.

    No relation among the samples is used: only that y² = 1.
    """
    labels = identity_by_elimination(
        proof, "labels", (y * z) ** 2, z**2, {y: y**2 - 1},
        because="The label squares to 1, so ‖w‖_Σ² is the mean of Z² with Z = y⟨x, w⟩.",
    )  # fmt: skip
    return labels, _sums(proof), *_caratheodory(proof)


def _sums(proof: Proof) -> str:
    """The difference of two risks, and the norm at the moved point, by induction on the samples."""
    system = proof.system(SAMPLES)
    equations, starts, steps = (TOTAL, SQUARES), [], []
    for name, equation in zip(("losses", "squares"), equations, strict=True):
        starts.append(proof.identity(
            f"no sample: {name}", equation, 0, relations=[*_SUMS],
            because="All sums start from 0.",
        ))  # fmt: skip
        steps.append(proof.identity(
            f"one more sample: {name}",
            system.after(equation),
            0,
            relations=[*system.relations, *system.instant, *equations],
            cofactors=_cofactors(equation),
            because="Each sample adds its own share.",
        ))  # fmt: skip
    return proof.rule(
        "equations", "sums over all samples", system,
        equations=list(equations), start=starts, steps=steps,
        because="So for every n the difference of the total losses is linear in ΣγZ and ΣγV, and the "
        "moved squares sum to ΣZ² + 2εΣZV + ε²ΣV².",
    )  # fmt: skip


def _cofactors(equation: Expr) -> list[Expr]:
    """``equation`` is linear in the sums: one step adds to each its term, and CHORD does the rest."""
    by_sum = [equation.expand().coeff(sum_) for sum_ in _SUMS]
    chord = 1 if equation == TOTAL else 0
    return [*by_sum, chord, int(equation == TOTAL), int(equation == SQUARES)]


def difference_quotient() -> Expr:
    """(R(w + εv, α + εδ) − R(w, α))/ε, the difference of the two norms rationalized; means of γZ, γV."""
    mean_Z, mean_V = gamma_Z / n, gamma_V / n
    shorter = -(2 * w_v + eps * v_v) / (moved + norm)
    inner = alpha * shorter * mean_Z + norm * (moved_alpha * mean_V + delta * mean_Z)
    return -inner / (norm * moved)


def _caratheodory(proof: Proof) -> tuple[str, ...]:
    """R(w + εv, α + εδ) − R(w, α) = ε·Φ, and Φ at ε = 0, where every γ is g."""
    positive = [n > 0, norm > 0, moved > 0, Gt(moved + norm, 0)]
    moved_norm = identity_by_elimination(
        proof,
        "norm at the moved point",
        MOVED,
        0,
        {
            moved: n * moved**2 - sum_moved,
            sum_moved: SQUARES,
            sum_ZZ: sum_ZZ - n * norm**2,
            sum_ZV: sum_ZV - n * w_v,
            sum_VV: sum_VV - n * v_v,
        },
        given=[n > 0],
        because="Their means are ‖w + εv‖_Σ², ‖w‖_Σ², ⟨w, v⟩_Σ and ‖v‖_Σ².",
    )
    along_the_line = identity_by_elimination(
        proof,
        "difference quotient",
        moved_risk - risk,
        eps * quotient,
        {
            quotient: numerator(quotient - difference_quotient()),
            moved_risk: n * (moved_risk - risk) - gap_sum,
            gap_sum: TOTAL,
            moved: MOVED,
        },
        given=positive,
        because="Divided by n, the difference of the two norms rationalized: "
        "R(w + εv, α + εδ) − R(w, α) = ε·Φ.",
    )
    at_zero = identity_by_elimination(
        proof,
        "derivative along (v, δ)",
        numerator(quotient - SLOPE_ALONG),
        0,
        {
            quotient: numerator(quotient - difference_quotient()),
            eps: eps,
            moved: moved - norm,
            gamma_Z: gamma_Z - n * norm * g_m,
            gamma_V: gamma_V - n * g_v,
            w_v: w_v - norm * m_v,
        },
        given=positive,
        because="At ε = 0 the two norms agree and every γ is g: Φ is the derivative along (v, δ), with "
        "⟨gZ⟩ = ‖w‖⟨gm⟩ and ⟨w, v⟩_Σ = ‖w‖⟨mV⟩.",
    )
    return moved_norm, along_the_line, at_zero


class Sample(Protocol):
    """What a check may ask of one labelled data set; ``studies.data.LabelledSample`` implements it.

    Balls are python-flint ``arb``; w and v are vectors, alpha, eta, h numbers, all exact.
    """

    orthogonal: bool
    w: Any
    v: Any
    alpha: Any

    def slope(self, w: Any, v: Any) -> Any: ...

    def scale_slope(self, w: Any, alpha: Any) -> Any: ...

    def descend(self, w: Any, alpha: Any) -> Any: ...

    def margins(self, w: Any) -> Any: ...

    def each(self) -> Any: ...

    def off_rows(self, w: Any) -> Any: ...

    def view(self, w: Any, alpha: Any) -> dict[str, Any]: ...

    def evaluate(self, expression: Any, **extra: Any) -> Any: ...
