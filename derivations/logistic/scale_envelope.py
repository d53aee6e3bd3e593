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

from sympy import Eq, Expr, Ge, Rational

from derivations.direction.before_onset import ALIGNED, C_LOW
from derivations.logistic.active_margins import until_onset
from derivations.logistic.lemmas.arguments import known_at
from derivations.logistic.lemmas.before_onset import establish_before
from derivations.logistic.lemmas.pulls import (
    LEAST_AT,
    LEAST_TIE,
    MEAN_AT,
    MEAN_TIE,
    UNIT_AT,
    UNIT_TIE,
    establish_jensen,
    establish_least,
    establish_unit,
    g_least,
    g_unit,
    z_least,
    z_unit,
)
from derivations.logistic.model.hypotheses import (
    active_start,
    no_rise_so_far,
    off_target_start,
    positive_start,
    scale_rate_at_most_two,
)
from derivations.logistic.model.system import (
    ACTIVE,
    BAR_CIRCLE,
    BEFORE,
    FAR,
    FAR_TIE,
    GAIN,
    HALF,
    NARROW,
    NEAR,
    NEAR_TIE,
    NEAREST,
    S_HIGH,
    SCALE,
    g_near,
    sabs,
)
from derivations.notation import alpha, at_next, at_start, c, h, s, symbol, typeset
from derivations.proof import Proof, System
from derivations.proof.narrate import main
from derivations.sigmoid.facts import CHORD_ABOVE, MONOTONE, lemma
from derivations.sigmoid.flow import Point
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

QUARTER = Rational(1, 4)
LOW = symbol("A", "A", "A", "the lower recursion")
HIGH = symbol("B", "B", "B", "the upper recursion")
z_low = symbol("z_A", "z_A", "z_A", "−A")
g_low = symbol("g_A", "g_A", "g_A", "σ(−A)")
z_high = symbol("z_B", "z_B", "z_B", "−Bm_0")
g_high = symbol("g_B", "g_B", "g_B", "σ(−Bm_0)")
m_0 = symbol("m_0", "m_0", "m₀", "cos θ_0 − |sin θ_0|, the least margin at the start")
m_hat = symbol("m_hat", r"\hat{m}", "m̂", "cos θ_0 + |sin θ_0|, the largest margin at the start")
LOW_TIE: Point = (z_low, g_low)
HIGH_TIE: Point = (z_high, g_high)
LOW_AT, HIGH_AT = z_low + LOW, z_high + HIGH * NEAREST


def slowest(scale: Expr, pull: Expr) -> Expr:
    """F, the least ⟨gm⟩ at this scale, with ``pull`` = σ(−scale)."""
    return C_LOW * pull - scale * S_HIGH**2 / 4


LOW_STEP: Expr = LOW + h * slowest(LOW, sigma(-LOW))
"""A' as a function of A."""
HIGH_STEP: Expr = HIGH + h * sigma(-NEAREST * HIGH)
"""B' as a function of B."""
LOW_RULE: Expr = at_next(LOW) - LOW_STEP.subs(sigma(-LOW), g_low)
HIGH_RULE: Expr = at_next(HIGH) - HIGH_STEP.subs(sigma(-NEAREST * HIGH), g_high)
BELOW = Ge(z_low - z_unit, 0, evaluate=False)
"""A ≤ α."""
ABOVE = Ge(HIGH - alpha, 0, evaluate=False)
ABOVE_THERE = Ge(z_least - z_high, 0, evaluate=False)
"""α ≤ B, times m_0."""

FROM_BELOW = BEFORE.with_more(
    "run before onset, and A",
    state=(LOW, *MEAN_TIE, *UNIT_TIE, *LOW_TIE),
    tracked=(LOW,),
    sigma=(MEAN_TIE, UNIT_TIE, LOW_TIE),
    instant=(MEAN_AT, UNIT_AT, LOW_AT),
    relations=(LOW_RULE,),
    conditions=(h <= 2,),
    initial=(at_start(LOW) <= at_start(alpha),),
)
FROM_ABOVE = BEFORE.with_more(
    "run before onset, and B",
    state=(HIGH, *LEAST_TIE, *HIGH_TIE),
    tracked=(HIGH,),
    sigma=(LEAST_TIE, HIGH_TIE),
    instant=(LEAST_AT, HIGH_AT),
    relations=(HIGH_RULE,),
    conditions=(h <= 2,),
    initial=(at_start(HIGH) >= at_start(alpha),),
)
SHOWN = {C_LOW: at_start(c), S_HIGH: at_start(s)}
"""θ̄ = θ_0, as the statements have it."""
STEPS = 60
"""How many steps of a run a check looks at."""


def establish_lower(proof: Proof, system: System) -> str:
    """Add A ≤ α, in the form ``BELOW``; ``system`` extends ``FROM_BELOW``."""
    establish_before(proof, system, norm=False)
    convex = establish_jensen(proof, system)
    weaker = establish_unit(proof, system)
    steep = known_at(proof, system, CHORD_ABOVE, [NEAR_TIE, FAR_TIE])
    bound = slowest(alpha, g_unit)
    given = [
        *(convex, weaker, steep, alpha > 0, c > 0, sabs >= 0, ALIGNED, NARROW, S_HIGH > 0),
        g_unit > 0,
    ]
    gain = proof.positive(
        f"{system.name}: gain from below",
        GAIN - bound,
        given=given,
        relations=[FAR, NEAR],
        terms=[
            (HALF, [convex, c > 0], 1),
            (HALF, [steep, sabs >= 0], 1),
            (1, [weaker, c > 0], 1),
            (1, [ALIGNED, g_unit > 0], 1),
            (QUARTER, [alpha > 0, NARROW, S_HIGH > 0], 1),
            (QUARTER, [alpha > 0, NARROW, sabs >= 0], 1),
        ],
        strict=False,
        because="⟨gm⟩ ≥ cσ(−αc) − αs²/4 ≥ cos θ̄ σ(−α) − α sin²θ̄/4 = F(α).",
    )
    falls = lemma(proof, CHORD_ABOVE, [LOW_TIE, UNIT_TIE])
    rate = proof.conclusions[falls]
    after = system.after(BELOW.lhs)
    step = proof.positive(
        f"{system.name}: A against the scale, one step",
        after,
        given=[*given, BELOW, h > 0, h <= 2, c <= 1, C_LOW > 0],
        lemmas=[gain, falls],
        relations=[
            *(FAR, NEAR, SCALE, UNIT_AT, LOW_AT, BAR_CIRCLE),
            *(system.after(UNIT_AT), system.after(LOW_AT), LOW_RULE),
        ],
        terms=[
            (1, [h > 0, proof.conclusions[gain]], 1),
            (1, [h > 0, C_LOW > 0, rate], 1),
            (HALF, [BELOW, h <= 2], 1),
            (QUARTER, [BELOW, h > 0, c <= 1], 1),
            (QUARTER, [BELOW, h > 0, ALIGNED], 1),
            (QUARTER, [BELOW, h > 0], C_LOW),
        ],
        cofactors=[
            *(0, 0, 1, 1 - h * S_HIGH**2 / 4, h * S_HIGH**2 / 4 - 1),
            *(-h * BELOW.lhs / 4, -1, 1, -1),
        ],
        strict=False,
        because="x + hF(x) increases with x, so α' ≥ α + hF(α) ≥ A + hF(A) = A'.",
    )
    start = proof.positive(
        f"{system.name}: A against the scale, at the start",
        BELOW.lhs,
        given=[at_start(LOW) <= at_start(alpha)],
        relations=[UNIT_AT, LOW_AT, alpha - at_start(alpha), LOW - at_start(LOW)],
        terms=[(1, [at_start(LOW) <= at_start(alpha)], 1)],
        strict=False,
        because="At time 0 this is A_0 ≤ α_0.",
    )
    return proof.invariant(
        f"{system.name}: lower envelope", system, {BELOW: (start, step)},
        because="By induction z_A = −A_t ≥ −α_t = z₁, that is A_t ≤ α_t, for all t.",
    )  # fmt: skip


def establish_upper(proof: Proof, system: System) -> str:
    """Add α ≤ B and m_0α ≤ m_0B, ``ABOVE`` and ``ABOVE_THERE``; ``system`` extends ``FROM_ABOVE``."""
    establish_before(proof, system, norm=False)
    pull = establish_least(proof, system)
    increases = known_at(proof, system, MONOTONE, [NEAR_TIE, FAR_TIE])
    given = [pull, increases, ALIGNED, NARROW, ACTIVE, sabs >= 0, c > 0, c <= 1, g_near > 0]
    gain = proof.positive(
        f"{system.name}: gain from above",
        g_least - GAIN,
        given=given,
        terms=[
            (1, [pull], 1),
            (HALF, [c > 0, increases], 1),
            (HALF, [sabs >= 0, increases], 1),
            (1, [c <= 1, g_near > 0], 1),
        ],
        strict=False,
        because="⟨gm⟩ ≤ c⟨g⟩ ≤ g_− ≤ σ(−m_0α).",
    )
    falls = lemma(proof, CHORD_ABOVE, [LEAST_TIE, HIGH_TIE])
    given += [ABOVE, ABOVE_THERE, h > 0, h <= 2, NEAREST >= 0, C_LOW > 0, S_HIGH > 0]
    relations = [SCALE, LEAST_AT, HIGH_AT, HIGH_RULE]
    step = proof.positive(
        f"{system.name}: B against the scale, one step",
        system.after(ABOVE.lhs),
        given=given,
        lemmas=[gain, falls],
        relations=relations,
        terms=[
            (1, [h > 0, proof.conclusions[gain]], 1),
            (1, [h > 0, proof.conclusions[falls]], 1),
            (HALF, [ABOVE, h <= 2], 1),
            (QUARTER, [ABOVE, h > 0], 1),
            (QUARTER, [ABOVE, h > 0, c <= 1], 1),
            (QUARTER, [ABOVE, h > 0, ALIGNED], 1),
            (QUARTER, [ABOVE, h > 0, S_HIGH > 0], 1),
        ],
        cofactors=[-1, -h / 4, h / 4, 1],
        strict=False,
        because="x + hσ(−m_0x) increases with x, so α' ≤ α + hσ(−m_0α) ≤ B + hσ(−m_0B) = B',",
    )
    there = proof.positive(
        f"{system.name}: B against the scale at the least margin, one step",
        system.after(ABOVE_THERE.lhs),
        given=given,
        lemmas=[gain, falls, step],
        relations=[*relations, system.after(LEAST_AT), system.after(HIGH_AT)],
        terms=[(1, [NEAREST >= 0, system.after(ABOVE.lhs) >= 0], 1)],
        cofactors=[0, 0, 0, 0, 1, -1],
        strict=False,
        because="and m_0α' ≤ m_0B', as m_0 ≥ 0.",
    )
    first = [alpha - at_start(alpha), HIGH - at_start(HIGH)]
    above = at_start(HIGH) >= at_start(alpha)
    start = proof.positive(
        f"{system.name}: B against the scale, at the start",
        ABOVE.lhs,
        given=[above],
        relations=first,
        terms=[(1, [above], 1)],
        strict=False,
        because="At time 0 this is α_0 ≤ B_0.",
    )
    start_there = proof.positive(
        f"{system.name}: B against the scale at the least margin, at the start",
        ABOVE_THERE.lhs,
        given=[above, NEAREST >= 0],
        relations=[*first, LEAST_AT, HIGH_AT],
        terms=[(1, [above, NEAREST >= 0], 1)],
        cofactors=[-NEAREST, NEAREST, 1, -1],
        strict=False,
        because="And so is this, times m_0.",
    )
    return proof.invariant(
        f"{system.name}: upper envelope", system,
        {ABOVE: (start, step), ABOVE_THERE: (start_there, there)},
        because="By induction α_t ≤ B_t for all t.",
    )  # fmt: skip


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
    statement=(
        r"0 < \theta_0 \le \tfrac{\pi}{4},\ "
        rf"{typeset(LOW)}_0 \le \alpha_0 \le {typeset(HIGH)}_0 \implies {typeset(LOW)}_t \le \alpha_t \le "
        rf"{typeset(HIGH)}_t\ (t \le T),\qquad {typeset(Eq(at_next(LOW), LOW_STEP.subs(SHOWN)))},\quad "
        + typeset(Eq(at_next(HIGH), HIGH_STEP.subs(NEAREST, m_0)))
        + r",\quad m_0 = \cos\theta_0 - |\sin\theta_0|"
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
