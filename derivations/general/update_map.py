"""The update map: of any covariance Σ, a step of gradient descent knows three numbers.

Statement
    Let u = Σ⁻¹b/ρ, t = u − cŵ, λ = ηαρ/‖w‖_Σ².  Then w' = w + λ‖w‖_Σ Σt and α' = (1 − h)α + hρc.  With
    A = tᵀΣ²t, B = ŵᵀΣ²t, G = tᵀΣ³t and N = ‖w‖_Σ²/(ηρ²), X = ‖w‖₂²/(ηρ²): N' = N(1 + 2λB + λ²G),
    X' = X + λ²NA, and √(N'/N) cos θ' = c + λ(cB + A).  The Euclidean norm never falls; N may.  Between the
    numbers there are inequalities: G ≤ LA, A ≥ ℓs², N ≥ ℓX, and ℓs² ≤ A + cB + c²(L − ℓ)/4.
Hypotheses
    Σ ≻ 0 with eigenvalues between ℓ > 0 and L; any dimension; ρ > 0, η > 0, ‖w‖_Σ > 0.  No sign of α or of
    the alignment, and no bound on h, is needed.
Source
    Our own.  For Σ = I it is square.update-maps, square.norm-growth and square.angle-map.
Argument
    By square.gradients, which is proved for every Σ, the derivative along an eigenvector e_j is
    −(αρ/‖w‖_Σ)σ_j t_j, as b = ρΣu.  So w_j' = w_j + λ‖w‖_Σ σ_j t_j, and norms and angles after the step are
    sums over the coordinates, however many there are.  Likewise the inequalities: each coordinate
    adds σ_j²(L − σ_j)t_j², and so on, which is not negative.
Not verified
    That a symmetric Σ has an orthonormal basis of eigenvectors.  For Σ not diagonal the step is tried on
    raw data.
"""

from __future__ import annotations

from sympy import Eq, Expr

from derivations.direction.data import norm, numerator, w_v
from derivations.general.lemmas.coordinates import (
    BOUNDED,
    MOVED,
    SIZE,
    SIZE_NEXT,
    STEP,
    TANGENT,
    establish_moved,
    establish_spectrum,
    sigma_j,
    t_j,
    u_j,
    w_j,
)
from derivations.general.model.checked import SLACK, Stepped
from derivations.general.model.hypotheses import definite
from derivations.general.model.system import (
    EUCLIDEAN,
    GROWTH,
    HELD,
    SPECTRUM,
    TURNED,
    B,
    G,
    X,
)
from derivations.notation import N, a, alpha, at_next, c, eta, h, k, lam, r, rho, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.square.gradients import GRADIENT_ALONG, SCALE_GRADIENT, slope
from derivations.square.model.risk import Sample, b_v, b_w, polar
from derivations.square.update_maps import A_NEXT_POLAR
from verifier.arithmetic.balls import less_equal, same
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status, every, given

r_next = at_next(r)
unit = symbol(
    "unit_general", r"\sqrt{\eta}\,\rho", "√(η)·ρ", "√η ρ, the unit of w on data of any covariance"
)
_POSITIVE = [rho > 0, unit > 0, r > 0]
ALONG: dict[Expr, Expr] = {
    slope: numerator(slope - GRADIENT_ALONG),
    b_v: b_v - rho * sigma_j * u_j,
    w_v: w_v - sigma_j * unit * w_j,
    b_w: b_w - rho * c * norm,
    norm: norm - unit * r,
    alpha: alpha - rho * a,
    a: a - lam * r**2,
    eta: eta * rho**2 - unit**2,
    t_j: TANGENT,
}
"""The gradient along an eigenvector, in units of √η ρ, by what is eliminated."""
ALONG_EIGENVECTOR = (
    *(Eq(slope, GRADIENT_ALONG), Eq(b_v, rho * sigma_j * u_j), Eq(w_v, sigma_j * unit * w_j)),
    *(Eq(b_w, rho * c * norm), Eq(norm, unit * r), Eq(alpha, rho * a), Eq(a, lam * r**2)),
    *(Eq(eta, unit**2 / rho**2), TANGENT),
)
"""The same for a statement."""


def derive() -> Proof:
    """The step of one coordinate from the gradient; then the sums of what it does."""
    proof = Proof(CLAIM.id)
    proof.say("The gradient along any vector v, by square.gradients:", GRADIENT_ALONG)
    steps = [_coordinate(proof), _scale(proof)]
    proof.conclude(*steps, *establish_moved(proof), *establish_spectrum(proof))
    return proof


def _coordinate(proof: Proof) -> str:
    """w_j', from the gradient along the eigenvector."""
    relations = {at_next(w_j): unit * at_next(w_j) - (unit * w_j - eta * slope), **ALONG}
    return identity_by_elimination(
        proof, "one coordinate", at_next(w_j), STEP, relations, given=[*_POSITIVE, norm > 0],
        because="Along an eigenvector, where ⟨b, e_j⟩ = ρσ_j u_j, in units of √η ρ:",
    )  # fmt: skip


def _scale(proof: Proof) -> str:
    """a', from the derivative in α."""
    relations = {
        at_next(alpha): at_next(alpha) - (alpha - h * polar(SCALE_GRADIENT)),
        alpha: alpha - rho * a,
        at_next(a): at_next(alpha) - rho * at_next(a),
    }
    return identity_by_elimination(
        proof, "scale", at_next(a), A_NEXT_POLAR,
        {x: relations[x] for x in (at_next(a), at_next(alpha), alpha)},
        given=[rho > 0], because="The scale, in units of ρ:",
    )  # fmt: skip


def holds(sample: Sample, pulled: int = 1, bent: int = 1, euclidean: bool = True) -> Answer:
    """One step from the raw data against the map, and the inequalities.

    ``pulled`` multiplies G in the growth of N, ``bent`` the B in the angle; with ``euclidean`` false the
    norm that never falls is taken to be that of the data.
    """
    step = Stepped(sample)
    moved = {
        at_next(N): (N * GROWTH).subs(G, pulled * G),
        at_next(X): EUCLIDEAN,
        k * at_next(c): TURNED.subs(B, bent * B),
        at_next(a): A_NEXT_POLAR,
    }
    steady = (step.evaluate(at_next(X if euclidean else N)), step.evaluate(X if euclidean else N))
    return given(
        step.definite,
        lambda: every(
            *(same(step.evaluate(found), step.evaluate(formula)) for found, formula in moved.items()),
            less_equal(steady[1], steady[0]),
            *(less_equal(0, step.evaluate(one.lhs + SLACK)) for one in SPECTRUM),
        ),
    )


CLAIM = Claim(
    id="general.update-map",
    title="any covariance: a step in three numbers",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            Eq(at_next(w_j), STEP, evaluate=False),
            given=[unit > 0, norm > 0],
            where=[Eq(at_next(w_j), (unit * w_j - eta * slope) / unit), *ALONG_EIGENVECTOR],
        ),
        for_all(
            Eq(at_next(a), A_NEXT_POLAR, evaluate=False),
            where=[
                *(Eq(at_next(a), at_next(alpha) / rho), Eq(alpha, rho * a)),
                Eq(at_next(alpha), alpha - h * polar(SCALE_GRADIENT)),
            ],
        ),
        for_all(Eq(at_next(X), EUCLIDEAN, evaluate=False), samples=MOVED, where=[SIZE]),
        for_all(Eq(at_next(N), N * GROWTH, evaluate=False), samples=MOVED, where=[SIZE, SIZE_NEXT]),
        for_all(Eq(k * at_next(c), TURNED, evaluate=False), samples=MOVED, where=[Eq(at_next(r), k * r)]),
        *(
            for_all(condition, samples=BOUNDED, where=[SIZE] if condition is HELD else [])
            for condition in SPECTRUM
        ),
    ),
    hypotheses=(
        definite(
            "Needed: for Σ = 0 the prediction is 0/0.  With ℓ above the spectrum A < ℓs², with L below it "
            "G > LA: for Σ = I and s ≠ 0, at ℓ = 2 and at L = 1/2."
        ),
        hypothesis(
            "there is a signal, and w is seen",
            "needed: ρ is the unit, and at w = 0 the prediction is 0/0",
            (rho > 0, r > 0),
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "data",
            holds,
            (
                Alteration("G counts twice", {"pulled": 2}),
                Alteration("B counts twice in the angle", {"bent": 2}),
                Alteration("the norm of the data never falls", {"euclidean": False}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
