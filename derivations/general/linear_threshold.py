"""The local threshold: beside the aligned direction a step is I − λM, and unstable from λκ_max = 2 on.

Statement
    Let w = R(u + εδ) and α/ρ = a_∗ + εδ_a, λ_∗ = a_∗/R².  A step leads to w' = R(u + εQ), and the scale
    to (1 − h)a_∗ + h + εQ_a, where at ε = 0 Q = (I − λ_∗M)δ with M = Σ − bbᵀ/ρ², and Q_a = (1 − h)δ_a:
    neither enters the other's derivative.  So for Mδ = κδ the derivative is (1 − λ_∗κ)δ, and δ for δ = u,
    where κ = 0: the spectrum of the Jacobian is {1 − λ_∗κ_i} ∪ {1, 1 − h}.  Every κ is between 0 and L,
    κ_max is at least the second eigenvalue of Σ, and |1 − λ_∗κ| > 1 exactly when λ_∗κ > 2.  There the
    direction does rise: at w = R(u + εδ) the margin of general.rising-criterion, over ε², is
    κ²‖δ‖²(λκ − 2) at ε = 0.
Hypotheses
    Σ ≻ 0 with eigenvalues up to L, any dimension; R > 0; λ_∗, κ > 0 for the threshold.
Source
    Our own.  For Σ = I all κ but that of u are 1, and the threshold is that of square.rising-threshold.
Argument
    With m = ⟨u, δ⟩_Σ, g = ‖δ‖_Σ²: ν² = ‖w‖_Σ²/R² = 1 + 2εm + ε²g and cos θ = (1 + εm)/ν.  Insert these in
    the step of general.update-map; what it leads to differs by a multiple of ε from where Ru leads.
    ⟨δ, Mδ⟩ = g − m² is at most g ≤ L‖δ‖², and not negative as ‖u‖_Σ = 1.  In the plane of two eigenvectors
    of Σ some z ≠ 0 is orthogonal to b: there M is Σ.  For Mδ = κδ, ν²Σt = ε(εκ‖δ‖²Σu − κ(1 + εm)δ).
Not verified
    The definition of a derivative: that a quotient is continuous at ε = 0.  That a symmetric M has an
    orthonormal basis of eigenvectors, of which u/‖u‖ is one, and that κ_max, the largest eigenvalue, has
    M ≼ κ_max I.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Ge, Gt, Rational

from derivations.direction.data import eps
from derivations.general.lemmas.coordinates import STEP, TANGENT, u_j, w_j
from derivations.general.lemmas.eigenvalues import (
    AT_MOST,
    EIGENVECTOR,
    FELT,
    LENGTHY,
    ORDERED,
    D,
    establish_bounds,
    establish_second,
    establish_threshold,
    kappa_max,
    second,
)
from derivations.general.lemmas.eigenvalues import SIZE as PLANE
from derivations.general.lemmas.linearized import (
    AHEAD,
    ALIGNED,
    EIGEN,
    LENGTH,
    ON_RAY,
    PLACE,
    QUOTIENT,
    RATE,
    RAY,
    SCALE_QUOTIENT,
    SLANTED,
    R,
    base,
    bend,
    d_j,
    establish_coordinate,
    establish_on_ray,
    establish_place,
    establish_scale,
    g,
    m,
    n,
    rate,
    scaled,
    tilt,
    turned,
)
from derivations.general.lemmas.ray_margin import (
    BESIDE,
    MARGIN_QUOTIENT,
    PARTS,
    establish_margin,
    margin,
)
from derivations.general.model.checked import SLACK
from derivations.general.model.hypotheses import definite
from derivations.general.model.system import L
from derivations.general.rising_criterion import MARGIN
from derivations.notation import a, at_next, c, h, lam, r, s, typeset
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, equivalent, for_all
from derivations.square.model.risk import Sample
from derivations.square.update_maps import A_NEXT_POLAR
from verifier.arithmetic.balls import Verdict, ball, iff, less, less_equal, positive, precision, same
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Hypothesis,
    Provenance,
    Status,
    every,
    given,
)

TILT = Rational(1, 10**30)
CLOSE = Rational(1, 10**20)
AT = (Eq(r, R * n), ALIGNED)
"""‖w‖_Σ and cos θ beside the ray, in ν."""


def derive() -> Proof:
    """The step beside the ray; the eigenvalues of its derivative; and the margin of a rise there."""
    proof = Proof(CLAIM.id)
    steps = [*establish_place(proof), establish_coordinate(proof), establish_scale(proof)]
    steps += [*establish_on_ray(proof), *establish_bounds(proof), establish_second(proof)]
    proof.conclude(*steps, *establish_threshold(proof), *establish_margin(proof))
    return proof


def holds_on_data(
    sample: Sample, threshold: int = 2, shorn: bool = True, second_to: int = 2, learned: bool = True
) -> Answer:
    """The derivative of a step from the raw data, and how many of its eigenvalues are below −1.

    ``threshold`` replaces the 2; without ``shorn`` Σ stands for M; κ_max is to be at least the eigenvalue
    of Σ at place ``second_to`` from the largest; without ``learned`` the scale stays.
    """
    step = sample.linearized()
    of = step.shorn if shorn else step.covariance
    found, formula = step.jacobian, step.predicted(of)
    kappas, spectrum = step.kappas, step.spectrum
    last = len(kappas)
    if not learned:
        formula[last, last] = 1
    beyond = [positive(step.rate * x - threshold) for x in kappas]

    def counted() -> Verdict:
        return None if None in beyond else step.below(-1) == beyond.count(True)

    return every(
        *(same(found[i, j], formula[i, j]) for i in range(last + 1) for j in range(last + 1)),
        less_equal(spectrum[-second_to], kappas[-1] + ball(SLACK)),
        less_equal(kappas[-1], spectrum[-1] + ball(SLACK)),
        less_equal(0, kappas[0] + ball(SLACK)),
        given(positive(step.rate), counted),
    )


def holds_beside_ray(run: Any, threshold: int = 2, whole: bool = False) -> Answer:
    """At w = R(u + εδ), ε = 1e-30, δ for κ_max: whether the direction rises, by the sines themselves.

    ``threshold`` replaces the 2; with ``whole`` the largest eigenvalue of Σ stands for κ_max.
    """
    with precision(4 * run.bits):
        here, after = type(run)(run.instance, 4 * run.bits).beside(TILT)
        kappa = here[L.name] if whole else here[bend.name]
        rises = positive(after[s.name] - here[s.name])
        beyond = positive(here[lam.name] * kappa - threshold)
        over = evaluate(MARGIN / eps**2, here.__getitem__)
        there = evaluate(bend**2 * (lam * bend - threshold), {**here, bend.name: kappa}.__getitem__)
        near = less(abs(over - there), (1 + abs(there)) * ball(CLOSE))
    return given(positive(here[lam.name]), lambda: every(iff(rises, beyond), near))


CLAIM = Claim(
    id="general.linear-threshold",
    title="any covariance: when the aligned direction is unstable",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(Eq(r**2, R**2 * (1 + 2 * eps * m + eps**2 * g), evaluate=False), samples=RAY),
        for_all(Eq(r * c, R * (1 + eps * m), evaluate=False), samples=RAY),
        for_all(
            Eq(at_next(w_j) - R * u_j, eps * R * turned, evaluate=False),
            where=[
                *(Eq(turned, QUOTIENT), Eq(at_next(w_j), STEP), TANGENT, PLACE, *AT, RATE, LENGTH),
            ],
        ),
        for_all(
            Eq(at_next(a) - (1 - h) * base - h, eps * scaled, evaluate=False),
            given=[AHEAD],
            where=[
                *(Eq(scaled, SCALE_QUOTIENT), Eq(at_next(a), A_NEXT_POLAR), Eq(a, base + eps * tilt)),
                *(ALIGNED, LENGTH),
            ],
        ),
        for_all(
            Eq(turned, d_j - rate * SLANTED, evaluate=False),
            where=[Eq(turned, QUOTIENT), *ON_RAY],
        ),
        for_all(
            Eq(turned, (1 - rate * bend) * d_j, evaluate=False),
            where=[Eq(turned, QUOTIENT), *ON_RAY, EIGEN],
        ),
        for_all(
            Eq(turned, u_j, evaluate=False), where=[Eq(turned, QUOTIENT), *ON_RAY, Eq(d_j, u_j), Eq(m, 1)]
        ),
        for_all(
            Eq(scaled, (1 - h) * tilt, evaluate=False),
            given=[AHEAD],
            where=[Eq(scaled, SCALE_QUOTIENT), ON_RAY[0]],
        ),
        for_all(Ge(bend, 0), given=[LENGTHY], samples=EIGENVECTOR),
        for_all(L >= bend, given=[LENGTHY], samples=EIGENVECTOR),
        for_all(
            kappa_max >= second, given=[AT_MOST, ORDERED, Gt(PLANE, 0, evaluate=False)], where=[FELT]
        ),
        equivalent(
            Gt((1 - rate * bend) ** 2, 1), Gt(rate * bend, 2), given=[rate > 0, bend > 0],
        ),
        for_all(
            Eq(MARGIN, eps**2 * margin, evaluate=False),
            samples=BESIDE,
            where=[
                Eq(margin, MARGIN_QUOTIENT), *(Eq(x, form) for x, form in PARTS.items()), *AT, LENGTH,
            ],
        ),
        for_all(
            Eq(margin, bend**2 * D * (lam * bend - 2), evaluate=False),
            samples=EIGENVECTOR,
            where=[
                Eq(margin, MARGIN_QUOTIENT), *(Eq(x, form) for x, form in PARTS.items()), *ON_RAY[:2],
            ],
        ),
    ),
    hypotheses=(
        definite(
            "Needed for κ ≤ L: with L below the spectrum, for Σ = I in two dimensions at L = 1/2, κ = 1."
        ),
        hypothesis(
            "w is seen",
            "needed: at w = 0 the prediction is 0/0",
            (R > 0, n > 0, r > 0),
        ),
        Hypothesis(
            "for the bounds of κ: δ is not 0",
            r"\lVert\delta\rVert > 0",
            "For δ = 0 every number is an eigenvalue.",
        ),
        Hypothesis(
            "for the threshold: positive effective learning rate, and not along u",
            typeset(rate > 0) + r",\ " + typeset(bend > 0),
            "At λ_∗κ = −1 the eigenvalue is 2, and at λ_∗κ = 0 it is 1.",
        ),
        Hypothesis(
            "for the scale: not behind the ray",
            r"1 + \varepsilon m > 0",
            "At w = −Ru, where ε = 1, δ = −2u, m = −2, ν = 1, Q_a divides by 1 + εm + ν = 0.",
        ),
        Hypothesis("positive scale", r"\alpha > 0", "Not needed, but for the threshold."),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "data",
            holds_on_data,
            (
                Alteration("λκ > 2 becomes λκ > 1", {"threshold": 1}),
                Alteration("Σ in place of M", {"shorn": False}),
                Alteration("κ_max reaches the largest eigenvalue of Σ", {"second_to": 1}),
                Alteration("the scale keeps its distance", {"learned": False}),
            ),
        ),
        Check(
            "covariance",
            holds_beside_ray,
            (
                Alteration("λκ > 2 becomes λκ > 1", {"threshold": 1}),
                Alteration("the largest eigenvalue of Σ in place of κ_max", {"whole": True}),
            ),
        ),
    ),
    experiments=("verifier.studies.experiments.linear_threshold:instances",),
)

if __name__ == "__main__":
    main(CLAIM)
