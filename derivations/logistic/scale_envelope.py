"""The scale envelope: before onset the scale runs between two recursions in one variable.

Statement
    Planar, 0 < θ_0 ≤ π/4, m_0 = cos θ_0 − |sin θ_0|.  Let A_0 ≤ α_0 ≤ B_0 and
        A_{t+1} = A_t + h(cos θ_0 σ(−A_t) − A_t sin²θ_0/4),    B_{t+1} = B_t + hσ(−m_0 B_t).
    Then A_t ≤ α_t ≤ B_t for all t ≤ T, that is as long as no step has risen.
Hypotheses
    0 < h ≤ 2, α_0 > 0, θ_0 > 0, margins that are not negative at the start.  A_0 may have any sign.  That a
    step does not rise means sin²θ(λ cos 2θ − 2 cos θ) ≤ 0, which for λ > 0 is the same
    (the rising criterion): the run may land on target.
Source
    Extension: [1] has a finite-horizon precursor; these comparison recursions are our derivation.
Argument
    ⟨gm⟩ = c⟨g⟩ − ½|s|(g_− − g_+), with g_+ at the far and g_− at the near margin.  From below: σ is convex
    where its argument is not positive, so ⟨g⟩ ≥ σ(−αc) ≥ σ(−α); its chords are no steeper than 1/4, so
    g_− − g_+ ≤ α|s|/2.  As c ≥ cos θ_0 and |s| ≤ |sin θ_0| before onset (logistic.active-margins),
    ⟨gm⟩ ≥ F(α), F(x) = cos θ_0 σ(−x) − x sin²θ_0/4.  From above: ⟨gm⟩ ≤ c g_− ≤ σ(−m_0α).
    Both x + hF(x) and x + hσ(−m_0x) increase with x, as a chord of F falls by at most
    (cos θ_0 + sin²θ_0)/4 < 1/2 of its run; so A ≤ α ≤ B passes on from each step to the next.
    As θ_0 → 0 both recursions become x' = x + hσ(−x), which logistic.scale-closed-form solves.
Not verified
    Nothing.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr

from derivations.direction.before_onset import C_LOW
from derivations.logistic.active_margins import until_onset
from derivations.logistic.lemmas.pulls import z_least, z_mean, z_unit
from derivations.logistic.lemmas.scale_bounds import establish_lower, establish_upper
from derivations.logistic.lemmas.scale_envelope import (
    FROM_ABOVE,
    FROM_BELOW,
    HIGH,
    HIGH_STEP,
    LOW,
    LOW_STEP,
    g_high,
    g_low,
    z_high,
    z_low,
)
from derivations.logistic.model.hypotheses import (
    active_start,
    no_rise_so_far,
    off_target_start,
    positive_start,
    scale_rate_at_most_two,
)
from derivations.logistic.model.system import ANGLE, CIRCLE, NEAREST
from derivations.notation import alpha, at_next, at_start, c, h
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.sigmoid.functions import sigma
from verifier.arithmetic.balls import Ball, less_equal
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Provenance,
    Run,
    Status,
    every,
)

STEPS = 60
"""How many steps of a run a check looks at."""


def derive() -> Proof:
    """⟨gm⟩ from both sides, and each comparison by induction."""
    proof = Proof(CLAIM.id)
    below = proof.system(FROM_BELOW)
    lower = establish_lower(proof, below)
    above = proof.system(FROM_ABOVE)
    upper = establish_upper(proof, above)
    proof.conclude(lower, upper)
    return proof


def advance(expression: Expr, scale_lr: Ball, at: Ball, start: Any) -> Ball:
    """One step of a recursion, ``LOW_STEP`` or ``HIGH_STEP``, from ``at``; θ̄ is that of ``start``."""
    values = {"h": scale_lr, "A": at, "B": at, "c_low": start.c, "s_high": start.s}
    return evaluate(expression, values.__getitem__)


def holds(run: Run, cosine: int = 1, margin: int = 1) -> Answer:
    """A_t ≤ α_t ≤ B_t at the first steps up to the onset; vacuous where step 0 rises.

    ``cosine`` multiplies the cos θ_0 in A, ``margin`` the m_0 in B.
    """
    x, answer = run.state(0), Answer.VACUOUS
    low_step, high_step = LOW_STEP, HIGH_STEP.subs(NEAREST, margin * NEAREST)
    low_step += (cosine - 1) * h * C_LOW * sigma(-LOW)
    low = high = x.alpha
    for time in until_onset(run):
        low, high = advance(low_step, run.h, low, x), advance(high_step, run.h, high, x)
        scale = run.state(time).alpha
        answer = every(answer, less_equal(low, scale), less_equal(scale, high))
        if answer is not Answer.HOLDS:
            break
    return answer


CLAIM = Claim(
    id="logistic.scale-envelope",
    title="the scale between two recursions",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            z_low >= z_unit,
            given=[*ANGLE, at_start(LOW) <= at_start(alpha)],
            where=[
                *(CIRCLE, Eq(z_mean, -alpha * c), Eq(z_unit, -alpha), Eq(z_low, -LOW)),
                *(Eq(g_low, sigma(z_low)), Eq(at_next(LOW), LOW_STEP.subs(sigma(-LOW), g_low))),
            ],
            words="until a step rises",
        ),
        always(
            *(HIGH >= alpha, z_high <= z_least),
            given=[*ANGLE, at_start(HIGH) >= at_start(alpha)],
            where=[
                *(CIRCLE, Eq(z_least, -alpha * NEAREST), Eq(z_high, -HIGH * NEAREST)),
                *(Eq(g_high, sigma(z_high)), Eq(at_next(HIGH), HIGH + h * g_high)),
            ],
            words="until a step rises",
        ),
    ),
    hypotheses=(
        no_rise_so_far("After it the angle may exceed θ_0, of which both recursions are made."),
        active_start(
            "Needed by the proof, for the convexity of σ.  No counterexample was found among 1500 "
            "instances above 45°."
        ),
        scale_rate_at_most_two(
            "It makes x + hF(x) increase; h ≤ 16/5 would do, as cos θ + sin²θ ≤ 5/4.  No counterexample "
            "was found among 1500 instances with h up to 6."
        ),
        positive_start("For α_0 < 0 and a small angle the direction rises at step 0, as λ < 0."),
        off_target_start("At θ_0 = 0 there is no onset; A is then the recursion of α itself, and B too."),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds,
            (
                Alteration("cos θ_0 becomes 2cos θ_0 in A", {"cosine": 2}),
                Alteration("m_0 becomes 2m_0 in B", {"margin": 2}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
