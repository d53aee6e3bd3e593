"""Scale invariance: the gradient in w is orthogonal to w.

Statement
    ⟨w, ∂R/∂w⟩ = 0 for R = mean of ℓ_i(f_i), f_i = α⟨x_i, w⟩/‖w‖_Σ.
Hypotheses
    ‖w‖_Σ > 0.  Any covariance Σ, any number of samples and dimensions, any losses ℓ_i for which the
    derivative exists; the inner product of w with its gradient is the Euclidean one.
Source
    Implicit in [1], whose model is scale-invariant in w; our derivation.
Argument
    Let τ > 0.  Then τ‖w‖_Σ is the positive root of ‖τw‖_Σ² = τ²‖w‖_Σ², and so f_i(τw) = f_i(w):
    every prediction, hence every loss, hence R, is constant along the ray through w.  Its derivative
    along the ray is ⟨w, ∂R/∂w⟩.  As a cross-check the predictions are differentiated component by
    component for d = 2, 3, 4 with a general symmetric Σ, and the chain rule gives
    ℓ_i'·⟨w, ∂f_i/∂w⟩ = 0; for d = 2 this is in the certificate.
Not verified
    That the derivative of a constant is 0 and that R is differentiable are left to the reader.
"""

from __future__ import annotations

from sympy import Eq, Expr, Gt, Matrix, diff, sqrt

from derivations.direction.data import norm, numerator, z
from derivations.notation import alpha, entries, entry, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.square.model.hypotheses import seen_weights
from derivations.square.model.risk import Sample
from verifier.arithmetic.balls import ball, same
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Status, every

PREDICTION: Expr = alpha * z / norm
"""f, for a sample with feature z = ⟨x, w⟩."""
SLOPE = symbol("dell", r"\ell'", "ℓ'", "the derivative of a sample's loss in its prediction")
"""The derivative of a sample's loss in its prediction: any number."""
RADIAL: Expr = symbol(
    "radial", r"\langle w, \partial R/\partial w\rangle", "⟨w, ∂R/∂w⟩", "the derivative of R along w"
)
TAU = symbol("tau_ray", r"\tau", "τ", "a positive factor of w")
moved = symbol("norm_ray", r"\lVert\tau w\rVert_\Sigma", "‖τw‖", "the norm of τw")
DIMENSIONS = (2, 3, 4)


def general_covariance(d: int) -> Matrix:
    """A symmetric d × d matrix of symbols S11, S12 …"""
    return Matrix(d, d, lambda i, j: entry("S", min(i, j), max(i, j)))


def weights(d: int) -> Matrix:
    """The column of symbols w1 … wd."""
    return entries("w", d)


def square_of(d: int) -> Expr:
    """‖w‖² = wᵀΣw."""
    w = weights(d)
    return (w.T * general_covariance(d) * w)[0]


def radial(d: int) -> Expr:
    """Σ_j w_j ∂ℓ/∂w_j of one sample."""
    w, x, square = weights(d), entries("x", d), square_of(d)
    prediction = PREDICTION.subs({z: x.dot(w), norm: sqrt(square)}, simultaneous=True)
    derivative = sum(SLOPE * entry * diff(prediction, entry) for entry in w)
    return derivative.subs(sqrt(square), norm)


def derive() -> Proof:
    """Constancy along rays, then the componentwise derivative for d = 2, 3, 4."""
    proof = Proof(CLAIM.id)
    proof.say("The prediction of a sample with feature z = ⟨x, w⟩:", PREDICTION)
    norms = Gt(moved + TAU * norm, 0)
    positive = proof.positive(
        "sum of the norms is positive",
        norms.lhs,
        given=[moved > 0, TAU > 0, norm > 0],
        terms=[(1, [moved > 0], 1), (1, [TAU > 0, norm > 0], 1)],
        because="Let τ > 0. Then ‖τw‖ and τ‖w‖ are positive, and ‖τw‖² = τ²‖w‖²: their difference times "
        "their sum is 0.",
    )
    moved_value = PREDICTION.subs({z: TAU * z, norm: moved}, simultaneous=True)
    constant = identity_by_elimination(
        proof,
        "prediction is constant along the ray",
        numerator(moved_value - PREDICTION),
        0,
        {moved: moved**2 - TAU**2 * norm**2},
        given=[norms],
        factor=[norms],
        because="Hence ‖τw‖ = τ‖w‖, and the prediction at τw is the prediction at w.",
    )
    components = [_componentwise(proof, d) for d in DIMENSIONS]
    proof.say("So R is constant on the ray, and its derivative there, ⟨w, ∂R/∂w⟩, is 0.")
    proof.conclude(positive, constant, components[0])
    return proof


def _componentwise(proof: Proof, d: int) -> str:
    """One sample's ℓ'·Σ_j w_j ∂f/∂w_j, differentiated by SymPy for a general Σ."""
    square = square_of(d)
    return identity_by_elimination(
        proof,
        f"componentwise, d = {d}",
        RADIAL,
        0,
        {RADIAL: numerator(RADIAL - radial(d)), norm: norm**2 - square},
        given=[norm > 0],
        because=f"Cross-check by partial derivatives, d = {d}, Σ symmetric, ℓ' any number.",
    )


def holds(sample: Sample, batchnorm_eps: int = 0) -> Answer:
    """⟨w, ∂R/∂w⟩ from the raw data is 0 for three losses; ``batchnorm_eps`` is added to ‖w‖_Σ²."""
    return every(*(
        same(sample.slope(sample.w, sample.w, loss, batchnorm_eps), ball(0))
        for loss in ("square", "logistic", "quartic")
    ))  # fmt: skip


CLAIM = Claim(
    id="square.scale-invariance",
    title="the gradient is orthogonal to the weights",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            Eq(alpha * TAU * z * norm, alpha * z * moved, evaluate=False),
            given=[moved + TAU * norm > 0],
            where=[Eq(moved**2, TAU**2 * norm**2)],
        ),
        for_all(moved + TAU * norm > 0, given=[TAU > 0, moved > 0]),
        for_all(
            Eq(RADIAL, 0),
            where=[Eq(norm**2, square_of(2)), Eq(RADIAL, radial(2))],
            words="componentwise, in two dimensions",
        ),
    ),
    hypotheses=(
        seen_weights("needed: at ‖w‖_Σ = 0 the prediction is 0/0"),
        Hypothesis(
            "the normalizer is ‖w‖_Σ itself, BatchNorm's ε = 0",
            r"\varepsilon = 0",
            "needed: for x = ±1, y = ±1, w = α = 1 and ε = 3 the derivative is −3/16",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(Check("data", holds, (Alteration("BatchNorm's ε = 1", {"batchnorm_eps": 1}),)),),
)

if __name__ == "__main__":
    main(CLAIM)
