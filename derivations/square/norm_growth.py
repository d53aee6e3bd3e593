"""Norm growth: each step multiplies the squared norm by 1 + λ²s².

Statement
    N' = N(1 + λ² sin²θ).  Hence N_t = N_0·Π_{k<t}(1 + λ_k² sin²θ_k) for all t: the norm never falls,
    and w_0 ≠ 0 implies w_t ≠ 0.
Hypotheses
    Whitened data, ρ > 0, η > 0, w_0 ≠ 0.  No sign of α or cos θ, and no bound on h, is needed.
Source
    [1], public descriptions give the effective learning rate ηαρ/‖w‖²; this form is our derivation.
Argument
    By square.scale-invariance the gradient G = ∂R/∂w is orthogonal to w, so ‖w'‖² = ‖w‖² + η²‖G‖²
    (Pythagoras).  By square.gradients, ‖G‖ is the gradient along G itself: ‖G‖² = ⟨∂R/∂w, G⟩ =
    (α/‖w‖)²(ρ² − ⟨b, w⟩²/‖w‖²) = (αρ sin θ/‖w‖)².  Divide by ηρ² and put λ = ηαρ/‖w‖².
Not verified
    Nothing.  Pythagoras holds for every Σ in the Euclidean norm; the formula for ‖G‖ needs Σ = I.
"""

from __future__ import annotations

from sympy import Eq, Expr, Gt, simplify

from derivations.elimination import identity_by_elimination
from derivations.narrate import main
from derivations.notation import N, alpha, at_next, at_start, c, eta, lam, rho, s, typeset
from derivations.proof import Proof, System
from derivations.square.gradients import GRADIENT_ALONG
from derivations.square.model import Sample, b_v, b_w, norm, numerator, polar, w_v
from verifier.arithmetic.balls import Verdict, same
from verifier.claim import Alteration, Check, Claim, Hypothesis, Provenance, Status

GROWTH: Expr = 1 + lam**2 * s**2
"""N'/N."""

NORMS = System(
    name="norms",
    state=(N, lam, s),
    parameters=(),
    initial=(at_start(N) > 0,),
    relations=(at_next(N) - N * GROWTH,),
    tracked=(N,),
)
"""The squared norm along a run; nothing is assumed of it after time 0, nor of λ and s."""


def gradient_products() -> tuple[Expr, Expr]:
    """⟨w, G⟩ and ‖G‖² for the gradient G of whitened data: each is the gradient along some v."""
    radial = GRADIENT_ALONG.subs({b_v: b_w, w_v: norm**2}, simultaneous=True)
    signal = GRADIENT_ALONG.subs({b_v: rho**2, w_v: b_w}, simultaneous=True)
    square = GRADIENT_ALONG.subs({b_v: signal, w_v: radial}, simultaneous=True)
    return simplify(radial), simplify(square)


def derive() -> Proof:
    """Expand ‖w − ηG‖², then iterate."""
    proof = Proof(CLAIM.id)
    radial, square = gradient_products()
    proof.say("G = ∂R/∂w is orthogonal to w: the gradient along v = w is", radial)
    proof.say("Its squared length is the gradient along v = G:", square)
    after = norm**2 - 2 * eta * radial + eta**2 * square
    proof.say("Hence the squared norm after one step:", polar(after))
    one_step = identity_by_elimination(
        proof,
        "norm growth",
        at_next(N),
        N * GROWTH,
        {
            at_next(N): numerator(at_next(N) - after / (eta * rho**2)),
            N: numerator(N - norm**2 / (eta * rho**2)),
            lam: numerator(lam - eta * alpha * rho / norm**2),
            b_w: b_w - c * rho * norm,
            s: c**2 + s**2 - 1,
        },
        given=[eta > 0, rho > 0, norm > 0],
        because="In the units N = ‖w‖²/(ηρ²) and λ = ηαρ/‖w‖², as 1 − cos²θ = sin²θ.",
    )
    proof.conclude(one_step, *_all_times(proof))
    return proof


def _all_times(proof: Proof) -> tuple[str, str, str]:
    """N_t > 0, and N_t = N_0·Π(1 + λ²s²) as two inequalities."""
    system = proof.system(NORMS)
    stays = proof.positive(
        "norm stays positive",
        at_next(N),
        given=[N > 0],
        relations=system.relations,
        terms=[(1, [N > 0], 1), (1, [N > 0], lam * s)],
        because="N(1 + λ²s²) ≥ N > 0.",
    )
    never_zero = proof.invariant(
        "w is never zero", system, {N > 0: (None, stays)}, because="So w_t ≠ 0 at all times."
    )
    factor = proof.positive(
        "growth is nonnegative", GROWTH, terms=[(1, [], 1), (1, [], lam * s)], strict=False
    )
    directions = []
    for direction, sign in ((">=", 1), ("<=", -1)):
        step = proof.positive(
            f"one step, {direction}",
            sign * (at_next(N) - GROWTH * N),
            relations=system.relations,
            terms=[],
            strict=False,
        )
        iterated = proof.rule(
            "growth", f"product, {direction}", system, quantity=N, ratio=GROWTH,
            direction=direction, step=step, nonnegative=factor,
            because=f"Iterated: N_t {direction} N_0·Π(1 + λ_k²s_k²).",
        )  # fmt: skip
        directions.append(iterated)
    return never_zero, directions[0], directions[1]


def holds(sample: Sample, any_covariance: bool = False, power: int = 2) -> Verdict:
    """One step from the raw data against the formula.

    ``any_covariance`` also tries data that are not whitened; ``power`` replaces the square of λ.
    """
    if not (sample.whitened or any_covariance):
        return True
    after = sample.view(*sample.descend(sample.w, sample.alpha))
    altered = GROWTH + (lam**power - lam**2) * s**2
    return same(after["N"], sample.evaluate(N * altered))


CLAIM = Claim(
    id="square.norm-growth",
    title="how the squared norm grows",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=typeset(Eq(at_next(N), N * GROWTH, evaluate=False)),
    hypotheses=(
        Hypothesis(
            "whitened data",
            r"\Sigma = I",
            "needed: for Σ = diag(1, 4), b = (1, 0), η = 1, w = (3, 2), α = 5, in the Σ-inner product, "
            "N falls from 25 to 2197/125, while λ²s² = 16/625",
        ),
        Hypothesis(
            "there is a signal", typeset(Gt(rho, 0)), "needed for the unit of N only: then w is still"
        ),
        Hypothesis("w starts off zero", typeset(Gt(at_start(N), 0)), "needed: f is 0/0 at w = 0"),
    ),
    depends_on=("square.scale-invariance", "square.gradients"),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "data",
            holds,
            (
                Alteration("Σ ≠ I", {"any_covariance": True}, frozenset({"whitened"})),
                Alteration("λ² becomes λ", {"power": 1}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
