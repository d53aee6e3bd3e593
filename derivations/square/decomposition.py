"""The loss decomposition: irreducible loss, scale error and directional error.

Statement
    R = R* + ½(α − ρ cos θ)² + ½ρ² sin²θ = R* + ½(α − ρ)² + αρ(1 − cos θ), R* = ½·mean(y²) − ½ρ².
Hypotheses
    ‖w‖_Σ > 0 and ρ > 0, for the angle to be defined.  Any covariance Σ, with the Σ-inner product:
    Σu = b, ρ = ‖u‖_Σ, cos θ = ⟨w, u⟩_Σ/(ρ‖w‖_Σ).  Such a u always exists, as b is in the range of Σ;
    if Σ = I then u = b.
Source
    [1], abstract: "a square-loss decomposition"; this form and its generality are our derivation.
Argument
    Expand the square in the loss of one sample and take the mean: mean(f²) = α² because the features
    are normalized, mean(fy) = α⟨b, w⟩/‖w‖_Σ, and ⟨b, w⟩ = ⟨Σu, w⟩ = ρ‖w‖_Σ cos θ.  Hence
    R = ½α² − αρ cos θ + ½·mean(y²), and completing the square in α gives the first form, as
    cos²θ + sin²θ = 1, or the second.  The mean is over any number of samples.  Directional error
    means: u minus its component along w has squared Σ-norm ρ² sin²θ.  As this is not negative,
    |cos θ| ≤ 1.
Not verified
    That b is in the range of Σ: a vector orthogonal to that range is orthogonal to every x_i, so to b.
    That a squared Σ-norm is not negative: it is a mean of squares.
"""

from __future__ import annotations

from sympy import Eq, Expr, Matrix, expand

from derivations.direction.data import norm, numerator, risk
from derivations.notation import alpha, c, entries, rho, s, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.square.model.hypotheses import seen_weights, some_signal, whitened
from derivations.square.model.risk import (
    MEAN_OF_LOSSES,
    RISK,
    SAMPLES,
    Sample,
    b_w,
    establish,
    polar,
    raw_risk,
    y_y,
)
from verifier.arithmetic.balls import same
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status, every

IRREDUCIBLE: Expr = y_y / 2 - rho**2 / 2
"""R*, the least risk."""
SCALE_ERROR: Expr = (alpha - rho * c) ** 2 / 2
DIRECTIONAL_ERROR: Expr = rho**2 * s**2 / 2
least_risk = symbol("least_risk", "R^*", "R*", "the least risk")
DECOMPOSITION: Expr = least_risk + SCALE_ERROR + DIRECTIONAL_ERROR
"""R as three nonnegative parts above its least value."""
ALIGNMENT_FORM: Expr = least_risk + (alpha - rho) ** 2 / 2 + alpha * rho * (1 - c)
"""R with the scale error of an aligned direction."""


unreached = symbol(
    "unreached",
    r"\lVert u-\langle u,\hat w\rangle_\Sigma\hat w\rVert_\Sigma^2",
    "‖u − ⟨u, ŵ⟩ŵ‖²",
    "what the direction of w cannot reach of the target",
)


def derive() -> Proof:
    """The mean of the expanded losses, and its two completions of the square."""
    proof = Proof(CLAIM.id)
    moments = establish(proof)
    proof.say("In terms of the angle, where ⟨b, w⟩ = ρ‖w‖cos θ:", Eq(risk, polar(RISK)))
    relations = {
        least_risk: least_risk - IRREDUCIBLE,
        risk: numerator(risk - RISK),
        b_w: b_w - c * rho * norm,
        s: c**2 + s**2 - 1,
    }
    forms = [
        identity_by_elimination(
            proof, name, risk, form, relations, [norm > 0], lemmas=[moments], because=because
        )
        for name, form, because in (
            ("decomposition", DECOMPOSITION, "Complete the square in α; cos²θ + sin²θ = 1."),
            ("alignment form", ALIGNMENT_FORM, "The same, with the square completed at cos θ = 1."),
        )
    ]
    proof.conclude(moments, *forms, *_direction(proof))
    _raw(proof)
    return proof


def _direction(proof: Proof) -> tuple[str, str]:
    """‖u − ⟨u, w⟩w/‖w‖²‖² = ρ² sin²θ, what the direction of w cannot reach; so cos²θ ≤ 1."""
    relations = {
        unreached: norm**2 * unreached - (rho**2 * norm**2 - 2 * b_w**2 + b_w**2),
        b_w: b_w - c * rho * norm,
        s: c**2 + s**2 - 1,
    }
    error = identity_by_elimination(
        proof, "directional error", unreached, 2 * DIRECTIONAL_ERROR, relations, given=[norm > 0],
        because="The part of u orthogonal to w has squared norm ρ² − ⟨u, w⟩²/‖w‖² = ρ² sin²θ.",
    )  # fmt: skip
    cosine = proof.positive(
        "cosine at most 1",
        1 - c**2,
        given=[norm > 0, rho > 0, unreached >= 0],
        relations=[relations[unreached], relations[b_w]],
        multiplier=[rho > 0, rho > 0, norm > 0, norm > 0],
        terms=[(1, [norm > 0, norm > 0, unreached >= 0], 1)],
        strict=False,
        because="A squared norm is not negative, so cos²θ ≤ 1 and θ exists.",
    )
    return error, cosine


def _raw(proof: Proof) -> str:
    """Cross-check on three samples in two dimensions, every number a symbol."""
    samples, d = 3, 2
    inputs, w = entries("x", samples, d), entries("w", d)
    targets = [*entries("y", samples)]
    features = inputs * w
    correlation = inputs.T * Matrix(targets) / samples
    return identity_by_elimination(
        proof,
        "from raw data, n = 3, d = 2",
        2 * norm * risk,
        expand(2 * norm * RISK),
        {
            risk: numerator(risk - raw_risk(inputs, targets, w, norm)),
            b_w: b_w - correlation.dot(w),
            y_y: y_y - sum(t**2 for t in targets) / samples,
            norm: samples * norm**2 - features.dot(features),
        },
        given=[norm > 0],
        because="Cross-check from a raw matrix of symbols, three samples in two dimensions.",
    )


def holds(sample: Sample, halves: int = 1) -> Answer:
    """Both forms against the risk from the raw data; ``halves`` multiplies the directional error."""
    found = sample.risk(sample.w, sample.alpha)
    altered = DECOMPOSITION + (halves - 1) * DIRECTIONAL_ERROR
    forms = [form.subs(least_risk, IRREDUCIBLE) for form in (altered, ALIGNMENT_FORM)]
    return every(*(same(found, sample.evaluate(form)) for form in forms))


CLAIM = Claim(
    id="square.decomposition",
    title="irreducible loss, scale error, directional error",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        MEAN_OF_LOSSES,
        for_all(
            Eq(risk, DECOMPOSITION, evaluate=False),
            Eq(risk, ALIGNMENT_FORM, evaluate=False),
            samples=SAMPLES,
            where=[Eq(least_risk, IRREDUCIBLE), Eq(b_w, c * rho * norm)],
        ),
        for_all(
            Eq(unreached, 2 * DIRECTIONAL_ERROR, evaluate=False),
            where=[Eq(unreached, rho**2 - b_w**2 / norm**2), Eq(b_w, c * rho * norm)],
        ),
        for_all(
            c**2 <= 1,
            given=[unreached >= 0],
            where=[Eq(unreached, rho**2 - b_w**2 / norm**2), Eq(b_w, c * rho * norm)],
        ),
    ),
    hypotheses=(
        seen_weights("needed: at ‖w‖_Σ = 0 the prediction is 0/0"),
        some_signal("needed for the angle only: with ρ = 0 the risk is R* + ½α² for every direction"),
        whitened("not needed: proved for every Σ, in the Σ-angle"),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(Check("data", holds, (Alteration("½ dropped from the directional error", {"halves": 2}),)),),
)

if __name__ == "__main__":
    main(CLAIM)
