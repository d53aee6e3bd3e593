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

from sympy import Eq, Expr, Matrix, sqrt

from derivations.direction.data import eps, moved, norm, numerator, risk, v_v, w_v, y, z
from derivations.notation import alpha, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.family import Family
from derivations.proof.means import mean_of_equation
from derivations.sigmoid.functions import ell

m = symbol("m", "m", "m", "the normalized margin of a sample, y⟨x, w⟩/‖w‖")
g = symbol("g", "g", "g", "the pull of a sample, σ(−αm)")
g_mean = symbol("g_mean", r"\langle g\rangle", "⟨g⟩", "the mean pull")
g_m = symbol("g_m", r"\langle gm\rangle", "⟨gm⟩", "the mean of pull times margin, the speed of the scale")
g_g = symbol("g_g", r"\langle g^2\rangle", "⟨g²⟩", "the mean squared pull")
g_v = symbol("g_v", r"\langle gV\rangle", "⟨gV⟩", "the mean of pull times V")
m_v = symbol("m_v", r"\langle mV\rangle", "⟨mV⟩", "the mean of margin times V")
D = symbol("D", "D", "D", "⟨g⟩ − c⟨gm⟩, by which w aligns")
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
Z_moved = symbol("Z_moved", "Z_+", "Z₊", "the margin before normalization at w + εv")
gamma_Z = symbol("gamma_Z", r"\langle\gamma Z\rangle", "⟨γZ⟩", "the mean of γZ")
gamma_V = symbol("gamma_V", r"\langle\gamma V\rangle", "⟨γV⟩", "the mean of γV")
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
CHORD: Expr = numerator(gap + gamma * (moved_alpha * Z_moved / moved - alpha * Z / norm))
"""The difference of a sample's two losses is −γ times that of their arguments."""
ALONG = Family(
    samples=(Z, V, Z_moved, gamma, gap),
    means=(
        (norm**2, Z**2),
        (w_v, Z * V),
        (v_v, V**2),
        (moved**2, Z_moved**2),
        (gamma_Z, gamma * Z),
        (gamma_V, gamma * V),
        (moved_risk - risk, gap),
    ),
    each=(Eq(Z_moved, Z + eps * V), Eq(CHORD, 0)),
)
"""Samples along a line (w + εv, α + εδ): y = ±1, so ‖w‖_Σ² is the mean of Z²."""
DIFFERENCE_QUOTIENT: Expr = (
    alpha * (2 * w_v + eps * v_v) / (moved + norm) * gamma_Z
    - norm * (moved_alpha * gamma_V + delta * gamma_Z)
) / (norm * moved)
"""(R(w + εv, α + εδ) − R(w, α))/ε, the difference of the two norms rationalized."""
AT_ZERO = {
    quotient: numerator(quotient - DIFFERENCE_QUOTIENT),
    eps: eps,
    moved: moved - norm,
    gamma_Z: gamma_Z - norm * g_m,
    gamma_V: gamma_V - g_v,
    w_v: w_v - norm * m_v,
}
"""At ε = 0 the two norms agree and every γ is g."""


def establish(proof: Proof) -> tuple[str, ...]:
    """Add that the risk's derivative along (v, δ) is ``SLOPE_ALONG``, for any n; return the steps' names.

    No relation among the samples is used: only that y² = 1.
    """
    labels = identity_by_elimination(
        proof, "labels", (y * z) ** 2, z**2, {y: y**2 - 1},
        because="The label squares to 1, so ‖w‖_Σ² is the mean of Z² with Z = y⟨x, w⟩.",
    )  # fmt: skip
    return labels, *_caratheodory(proof)


def _caratheodory(proof: Proof) -> tuple[str, str]:
    """R(w + εv, α + εδ) − R(w, α) = ε·Φ, and Φ at ε = 0, where every γ is g."""
    positive = [norm > 0, moved > 0]
    chords = mean_of_equation(
        proof, ALONG, "losses", CHORD.subs(Z_moved, Z + eps * V),
        {gap: CHORD, Z_moved: Z_moved - Z - eps * V},
        because="The difference of a sample's two losses is −γ times that of their arguments;",
    )  # fmt: skip
    squares = mean_of_equation(
        proof, ALONG, "squares", Z_moved**2 - Z**2 - 2 * eps * Z * V - eps**2 * V**2,
        {Z_moved: Z_moved - Z - eps * V}, because="and its square at w + εv is Z² + 2εZV + ε²V²;",
    )  # fmt: skip
    longer = proof.positive(
        "the norms have a sum", moved + norm, given=positive, terms=[(1, [one], 1) for one in positive],
        because="Both norms are positive.",
    )  # fmt: skip
    along_the_line = identity_by_elimination(
        proof,
        "difference quotient",
        moved_risk - risk,
        eps * quotient,
        {
            quotient: numerator(quotient - DIFFERENCE_QUOTIENT),
            moved_risk: proof.conclusions[chords].lhs,
            moved: proof.conclusions[squares].lhs,
        },
        given=positive,
        lemmas=[longer, chords, squares],
        because="In the mean, the difference of the two norms rationalized: "
        "R(w + εv, α + εδ) − R(w, α) = ε·Φ.",
    )
    at_zero = identity_by_elimination(
        proof,
        "derivative along (v, δ)",
        numerator(quotient - SLOPE_ALONG),
        0,
        AT_ZERO,
        given=positive,
        lemmas=[longer],
        because="At ε = 0 the two norms agree and every γ is g: Φ is the derivative along (v, δ), with "
        "⟨gZ⟩ = ‖w‖⟨gm⟩ and ⟨w, v⟩_Σ = ‖w‖⟨mV⟩.",
    )
    return along_the_line, at_zero


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
