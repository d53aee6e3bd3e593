"""The visible spike: when sin θ reaches a level one can see, without running the map.

Statement
    tan θ_T = tan θ_0 Π_{k<T} (1 − λ_kc_k)/(1 + λ_ks_k²/c_k).  While the angle is tiny the product is, up
    to the error of square.frozen-leap, (1/N − 1)^n |(β; 1 − h)_n| with β = (1 − a)/(1 − N), a q-Pochhammer
    product.  On each listed instance the first t with sin θ_t ≥ s̄ lies in the window that this gives.
Hypotheses
    Standing hypotheses.  Nothing is assumed of the size of h: where no leap is possible, the run is
    iterated.
Source
    Extension; not in [1].
Argument
    The exact step of tan θ is square.angle-map; multiplied over k < T it telescopes.  Iterate until
    sin θ ≤ s̄_1 for a tiny s̄_1; leap by square.frozen-leap over all the steps during which sin θ stays
    below s̄_1, adding ln|1 − βκ^k| by the Euler–Maclaurin formula with its remainder, except near the
    zero at λ = 1, where the terms are added one by one; then iterate again from the enclosed state until
    sin θ ≥ s̄ is decided.  During the leap ln tan θ first falls and then rises, as ℓ increases through 2,
    so its two ends bound it; by induction the hypothesis of the leap holds throughout.
Not verified
    The product identity is certified.  The window of an instance is an enclosure in ball arithmetic; it
    rests on the Euler–Maclaurin remainder as stated in the literature, and on the argument above that
    between the ends of the leap ln tan θ exceeds neither of them by more than the slack.
"""

from __future__ import annotations

from sympy import Eq, Expr

from derivations.direction.angle_map import TANGENT_STEP
from derivations.notation import at_next, at_start, c, lam, s, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.square.frozen_leap import establish_tangent
from derivations.square.model.hypotheses import whitened
from verifier.arithmetic.balls import same
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status

STEPS = 30


def derive() -> Proof:
    """The exact factor of one step; the product over all steps telescopes."""
    proof = Proof(CLAIM.id)
    proof.say("In one step tan θ is multiplied by:", TANGENT_STEP)
    exact = establish_tangent(proof)
    proof.say("so tan θ_T is tan θ₀ times the product of the factors at the times 0, 1, …, T − 1.")
    proof.conclude(exact)
    return proof


def holds(run: Run, bend: int = 1) -> Answer:
    """The product over the first 30 steps; ``bend`` multiplies the λs²/c of each factor."""
    factor: Expr = TANGENT_STEP.subs(s**2, bend * s**2)
    product = run.evaluate(at_start(s) / at_start(c))
    for time in range(STEPS):
        product *= abs(run.evaluate(factor, time))
    return Answer.of(same(product, run.evaluate(s / c, STEPS)))


CLAIM = Claim(
    id="square.visible-spike",
    title="when the spike can be seen",
    provenance=Provenance.EXTENSION,
    wanted=Status.ENCLOSED,
    statement=(
        r"\tan {\theta_T} = \tan {\theta_0} \prod_{k=0}^{T-1} {f_k},\qquad {f} = " + typeset(TANGENT_STEP)
    ),
    certified=Statement(for_all(Eq(at_next(s) * (c + lam * s**2), at_next(c) * s * (1 - lam * c)))),
    hypotheses=(
        whitened("Needed for the step of the tangent: see the counterexample of square.angle-map."),
        Hypothesis(
            "standing hypotheses",
            r"0 < h \le 1,\ a_0 > 0,\ \cos\theta_0 > 0",
            "The product identity needs only cos θ ≠ 0; without a < 1 and N < 1 the leap is refused.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(Check("run", holds, (Alteration("λs²/c becomes 2λs²/c", {"bend": 2}),)),),
    experiments=("verifier.studies.experiments.visible_spike:against_iteration",),
)

if __name__ == "__main__":
    main(CLAIM)
