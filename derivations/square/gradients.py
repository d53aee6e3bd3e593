"""The gradients of the risk, by differentiating it.

Statement
    Along every direction v, ⟨∂R/∂w, v⟩ = −(α/‖w‖_Σ)(⟨b, v⟩ − ⟨b, w⟩⟨w, v⟩_Σ/‖w‖_Σ²), and
    ∂R/∂α = α − ρ cos θ.  For Σ = I the first says ∂R/∂w = −(α/‖w‖)(b − ⟨b, ŵ⟩ŵ).
Hypotheses
    ‖w‖_Σ > 0.  Any covariance Σ: then ∂R/∂w = −(α/‖w‖_Σ)(b − ⟨b, w⟩Σw/‖w‖_Σ²).
Source
    A lemma of the update maps of [1]; our derivation.
Argument
    Take the risk in moments (square.decomposition) at w + εv, where ⟨b, w + εv⟩ = ⟨b, w⟩ + ε⟨b, v⟩ and
    ‖w + εv‖² = ‖w‖² + 2ε⟨w, v⟩ + ε²‖v‖², and differentiate at ε = 0.  The kernel's form of this
    derivative is Carathéodory's: R(w + εv) − R(w) = ε·Q(ε), with a Q whose denominator never vanishes
    and whose value at ε = 0 is the stated derivative.  Cross-check: the partial derivatives of the risk
    for d = 2, 3, 4, with a general symmetric Σ.
Not verified
    That ε ↦ ‖w + εv‖_Σ is continuous at 0, so that Q is, and Q(0) is the limit of the quotients.
"""

from __future__ import annotations

from sympy import Eq, Expr, cancel, diff, expand, simplify, sqrt

from derivations.direction.data import NORM_ALONG, eps, moved, norm, numerator, risk, v_v, w_v, y, z
from derivations.notation import alpha, c, entries, rho, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.family import Family
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.square.model.hypotheses import seen_weights, whitened
from derivations.square.model.risk import (
    MEAN_OF_LOSSES,
    RISK,
    SAMPLES,
    Sample,
    along,
    b_v,
    b_w,
    establish,
    loss,
    polar,
)
from derivations.square.scale_invariance import DIMENSIONS, general_covariance, weights
from verifier.arithmetic.balls import same
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status, every

GRADIENT_ALONG: Expr = -(alpha / norm) * (b_v - b_w * w_v / norm**2)
"""⟨∂R/∂w, v⟩."""
SCALE_GRADIENT: Expr = alpha - b_w / norm
"""∂R/∂α."""

moved_risk = symbol("moved_risk", r"R(w+\varepsilon v)", "R(w + εv)", "the risk after a step of w")
scaled_risk = symbol("scaled_risk", r"R(\alpha+\varepsilon)", "R(α + ε)", "the risk after a step of α")
quotient = symbol("quotient", "Q", "Q", "the difference quotient of the risk along w + εv")
slope = symbol(
    "slope_along", r"\langle\partial R/\partial w, v\rangle", "⟨∂R/∂w, v⟩", "the derivative of R along v"
)
MOVED = moved**2 - NORM_ALONG**2
MOVED_RISK: Expr = along(RISK).subs(NORM_ALONG, moved)
"""R(w + εv), with ‖w + εv‖ by its own name."""
loss_moved = symbol("loss_moved", r"\ell_+", "ℓ₊", "the loss of a sample after the step")
z_v = symbol("feature_v", r"\langle x, v\rangle", "⟨x, v⟩", "the feature of a sample along v")
LINE = Family(
    samples=(z, z_v, y, loss, loss_moved),
    means=(
        *SAMPLES.means,
        *((w_v, z * z_v), (v_v, z_v**2), (b_v, z_v * y), (moved_risk, loss_moved)),
    ),
    each=(
        *SAMPLES.each,
        Eq(2 * moved**2 * loss_moved, (alpha * (z + eps * z_v) - moved * y) ** 2),
    ),
)
"""Samples with their losses at w and at w + εv."""
SCALED = Family(
    samples=(z, y, loss, loss_moved),
    means=(*SAMPLES.means, (scaled_risk, loss_moved)),
    each=(*SAMPLES.each, Eq(2 * norm**2 * loss_moved, ((alpha + eps) * z - norm * y) ** 2)),
)
"""Samples with their losses at α and at α + ε."""


def difference_quotient() -> Expr:
    """(R(w + εv) − R(w))/ε with the difference of the two norms rationalized and ε divided out."""
    difference = cancel(along(RISK).subs(NORM_ALONG, moved) - RISK)
    rationalized = expand(numerator(difference) * (moved + norm))
    divided = cancel(rationalized.subs(moved**2, NORM_ALONG**2).expand() / eps)
    return divided / (numerator(1 / difference) * (moved + norm))


def derive() -> Proof:
    """Differentiate the risk along a line, in the scale, and by components."""
    proof = Proof(CLAIM.id)
    derivative = diff(along(RISK), eps).subs(eps, 0).subs(sqrt(norm**2), norm)
    if simplify(derivative - GRADIENT_ALONG) != 0:
        raise ValueError(f"the derivative of the risk is {derivative}")
    moments = establish(proof)
    proof.say("The risk along the line w + εv:", along(RISK))
    proof.say("Its derivative at ε = 0, the gradient along v:", GRADIENT_ALONG)
    proof.conclude(moments, *_caratheodory(proof), _scale(proof))
    for d in DIMENSIONS:
        _componentwise(proof, d)
    return proof


def _caratheodory(proof: Proof) -> tuple[str, str]:
    """R(w + εv) − R(w) = ε·Q, and Q at ε = 0."""
    here = establish(proof, LINE, "risk at w")
    there = establish(
        proof, LINE, "risk at w + εv",
        of=loss_moved, moments=MOVED_RISK, mean=moved_risk, size=moved, relations={moved: MOVED},
    )  # fmt: skip
    longer = proof.positive(
        "the norms have a sum", moved + norm, given=[norm > 0, moved > 0],
        terms=[(1, [norm > 0], 1), (1, [moved > 0], 1)], because="Both norms are positive.",
    )  # fmt: skip
    along_the_line = identity_by_elimination(
        proof,
        "difference quotient",
        moved_risk - risk,
        eps * quotient,
        {
            quotient: numerator(quotient - difference_quotient()),
            moved_risk: numerator(moved_risk - MOVED_RISK),
            risk: numerator(risk - RISK),
            moved: MOVED,
        },
        given=[norm > 0, moved > 0],
        lemmas=[longer, here, there],
        because="The difference of the two norms is rationalized: R(w + εv) − R(w) = ε·Q.",
    )
    at_zero = identity_by_elimination(
        proof,
        "gradient along v",
        numerator(quotient - GRADIENT_ALONG),
        0,
        {quotient: numerator(quotient - difference_quotient()), eps: eps, moved: moved - norm},
        given=[norm > 0, moved > 0],
        lemmas=[longer],
        because="At ε = 0 the two norms agree, and Q is the gradient along v.",
    )
    return along_the_line, at_zero


def _scale(proof: Proof) -> str:
    """R(α + ε) − R(α) = ε(∂R/∂α + ε/2), and ∂R/∂α in terms of the angle."""
    moved_in_scale = RISK.subs(alpha, alpha + eps)
    here = establish(proof, SCALED, "risk at α")
    there = establish(
        proof, SCALED, "risk at α + ε", of=loss_moved, moments=moved_in_scale, mean=scaled_risk
    )
    return identity_by_elimination(
        proof,
        "gradient in the scale",
        scaled_risk - risk,
        eps * (polar(SCALE_GRADIENT) + eps / 2),
        {
            scaled_risk: numerator(scaled_risk - moved_in_scale),
            risk: numerator(risk - RISK),
            b_w: b_w - c * rho * norm,
        },
        given=[norm > 0],
        lemmas=[here, there],
        because="R is a parabola in α: here moved to α + ε, and ⟨b, w⟩ = ρ‖w‖cos θ.",
    )


def _componentwise(proof: Proof, d: int) -> str:
    """Σ_j v_j ∂R/∂w_j in d dimensions, for a vector v of symbols."""
    covariance, w = general_covariance(d), weights(d)
    b, v = entries("b", d), entries("v", d)
    square = (w.T * covariance * w)[0]
    explicit = RISK.subs({b_w: b.dot(w), norm: sqrt(square)})
    derivative = sum(entry * diff(explicit, x) for entry, x in zip(v, w, strict=True))
    return identity_by_elimination(
        proof,
        f"componentwise, d = {d}",
        norm**3 * slope,
        expand(norm**3 * GRADIENT_ALONG),
        {
            slope: numerator(slope - derivative.subs(sqrt(square), norm)),
            b_w: b_w - b.dot(w),
            b_v: b_v - b.dot(v),
            w_v: w_v - (w.T * covariance * v)[0],
            norm: norm**2 - square,
        },
        given=[norm > 0],
        because=f"Cross-check by partial derivatives, d = {d}, Σ any symmetric matrix.",
    )


def holds(sample: Sample, sign: int = 1, projected: bool = True) -> Answer:
    """Both gradients against power series through the raw data.

    ``sign`` multiplies the gradient in w; with ``projected`` false the component along w stays in.
    """
    formula = GRADIENT_ALONG if projected else GRADIENT_ALONG.subs(w_v, 0)
    return every(
        same(sample.slope(sample.w, sample.v), sample.evaluate(sign * formula)),
        same(sample.scale_slope(sample.w, sample.alpha), sample.evaluate(polar(SCALE_GRADIENT))),
    )


CLAIM = Claim(
    id="square.gradients",
    title="the gradients of the risk",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        MEAN_OF_LOSSES,
        for_all(
            Eq(moved_risk - risk, eps * quotient, evaluate=False),
            samples=LINE,
            given=[moved > 0],
            where=[Eq(moved, NORM_ALONG), Eq(quotient, difference_quotient())],
        ),
        for_all(
            Eq(quotient, GRADIENT_ALONG),
            given=[moved > 0],
            where=[Eq(quotient, difference_quotient()), Eq(eps, 0), Eq(moved, norm)],
        ),
        for_all(
            Eq(scaled_risk - risk, eps * (polar(SCALE_GRADIENT) + eps / 2), evaluate=False),
            samples=SCALED,
            where=[Eq(b_w, c * rho * norm)],
        ),
    ),
    hypotheses=(
        seen_weights("needed: at ‖w‖_Σ = 0 the prediction is 0/0"),
        whitened("not needed: proved for every Σ"),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "data",
            holds,
            (
                Alteration("the sign of the gradient is flipped", {"sign": -1}),
                Alteration("the component along w is not projected out", {"projected": False}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
