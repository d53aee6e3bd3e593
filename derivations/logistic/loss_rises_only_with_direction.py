"""The loss rises only with the direction: scale steps alone never raise it.

Statement
    Planar.  If R_{t+1} > R_t then |sin θ_{t+1}| > |sin θ_t|.  Where |sin θ_{t+1}| ≤ |sin θ_t|, the loss
    falls: R_t − R_{t+1} ≥ h(1 − h/8)⟨gm⟩², and as much in the step of the scale alone.  Hence
    R_{t+1} ≤ R_t at every step before onset, from α_0 > 0 and θ_0 ≤ π/4.
Hypotheses
    0 < h ≤ 8, α_{t+1} ≥ 0 and cos θ_t + cos θ_{t+1} > 0.  Any update of w, and any sign of α_t and of the
    margins.  Both signs hold at every t, after a rise too, for h ≤ 2, α_0 > 0 and θ_0 < π/2.
Source
    Extension: the logistic counterpart of square.loss-rises-only-with-direction.
Argument
    Two steps, first of the scale and then of the direction.  With w fixed, ℓ'' = σ' ≤ 1/4 makes
    ℓ(y) ≤ ℓ(x) − σ(−x)(y − x) + (y − x)²/8 at x = αm, y = α'm.  Averaged, with ⟨m²⟩ = 1 and
    α' − α = h⟨gm⟩: R falls by at least h⟨gm⟩² − h²⟨gm⟩²/8.  With α' fixed, ℓ is convex, so each term is
    above its tangent at α'm', whence
    R(α', θ) − R(α', θ') ≥ ½α'((c' − c)(g'_+ + g'_−) + (|s| − |s'|)(g'_− − g'_+)).  Both products are
    nonnegative if |s'| ≤ |s|: then c' ≥ c, and the near margin has the larger g.
    Where logistic.never-rises applies no step rises, so the loss falls for ever.
    The signs: ⟨gm⟩ ≥ c/2 − α/4, as σ is within |z|/4 of 1/2; so α' ≥ (1 − h/4)α + hc/2 > 0.
Not verified
    The part before onset at the times with sin θ_t = 0: its certificate speaks of runs with sin θ_t ≠ 0.
    There it is the first part, with |sin θ_{t+1}| = 0; the signs are those of the cone, for h ≤ 2.
"""

from __future__ import annotations

from functools import partial

from sympy import Expr, Ge, Rational

from derivations.direction.before_onset import FALLS
from derivations.direction.circle import establish_sum
from derivations.direction.loss_rises_only_with_direction import CONVERSE, STEPS, holds
from derivations.direction.rising_criterion import STILL, rises
from derivations.direction.system import ROOT, SINE
from derivations.logistic.lemmas.cone import establish_always, establish_cone, establish_no_rise
from derivations.logistic.lemmas.loss_steps import (
    ALIGNED,
    BETWEEN,
    CIRCLES,
    FELL,
    HALFWAY,
    IN_TWO_STEPS,
    LATER,
    LEAST_FALL,
    NARROWS,
    NOW,
    REACHED,
    SCALE_STEP,
    Y_FAR,
    Y_NEAR,
    L_far,
    L_near,
    beta,
    establish_step,
    risk,
)
from derivations.logistic.lemmas.planar import LOSS
from derivations.logistic.lemmas.pulls import OFF_TARGET
from derivations.logistic.model.hypotheses import ANY_UPDATE, active
from derivations.logistic.model.risk import g_m
from derivations.logistic.model.system import (
    ANGLE,
    BEFORE,
    CIRCLE,
    GAIN,
    PLANAR,
    g_far,
    g_near,
    sabs,
    z_far,
    z_near,
)
from derivations.notation import alpha, at_next, at_start, c, h, k, lam
from derivations.proof import Condition, Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.sigmoid.kappa import may_rise
from verifier.arithmetic.balls import Verdict, iff, less_equal
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Provenance,
    Run,
    Status,
    every,
    given,
)

RUN_WITH_LOSS = BEFORE.with_more(
    "run before onset",
    state=(beta, L_far, L_near, *BETWEEN[0], *BETWEEN[1]),
    sigma=tuple(point[:2] for point in BETWEEN),
    softplus=tuple((z, loss) for z, _, loss in (*NOW, *BETWEEN)),
    instant=(HALFWAY, Y_FAR, Y_NEAR),
    relations=(REACHED,),
    conditions=(OFF_TARGET, h <= 8),
)
"""Planar runs before onset and off target, with the loss before, between and after the two steps."""


def establish(
    proof: Proof, system: System, step: str, assumed: list[Condition], used: list[Expr]
) -> tuple[str, str]:
    """Add R_{t+1} ≤ R_t at every step of ``system``, which is ``RUN_WITH_LOSS``, and R_t ≤ R_0.

    ``step``, ``assumed`` and ``used`` are what ``establish_step`` returned.  Returns both names.
    """
    establish_cone(proof, system)
    falls = establish_no_rise(proof)
    given = [c > 0, at_next(c) > 0, lam > 0, k > 0, STILL, OFF_TARGET, h > 0, h <= 8]
    given += [condition for condition in assumed if condition not in (ALIGNED, NARROWS)]
    relations = [*used, SINE, ROOT]
    signs = establish_sum(proof, "sum of cosines positive", c, at_next(c))
    wide = proof.positive(
        "sum of sines positive",
        sabs + at_next(sabs),
        given=given,
        terms=[(1, [OFF_TARGET], 1), (1, [at_next(sabs) >= 0], 1)],
        because="and off target so is this sum.",
    )
    narrows = proof.positive(
        "no rise, |sin θ| does not rise",
        NARROWS.lhs,
        given=given,
        lemmas=[falls, wide],
        relations=relations,
        multiplier=[sabs + at_next(sabs) > 0],
        terms=[(1, [FALLS], 1)],
        cofactors=[0 if r not in CIRCLES else {1: 1, 3: -1}.get(CIRCLES.index(r), 0) for r in relations],
        strict=False,
        because="So |s'| ≤ |s| where s'² ≤ s²,",
    )
    never = proof.positive(
        "before onset the loss falls",
        risk(NOW) - risk(LATER),
        given=given,
        lemmas=[falls, signs, wide, narrows, step],
        relations=relations,
        terms=[
            (1, [Ge(FELL, 0, evaluate=False)], 1),
            (Rational(1, 8), [h > 0, h <= 8], GAIN),
        ],
        cofactors=[0] * len(relations),
        strict=False,
        because="and the loss falls, as h ≤ 8.",
    )
    iterated = proof.rule(
        "growth", f"{system.name}: the loss never rises", system,
        quantity=risk(NOW), ratio=c**0, direction="<=", step=never,
        because="So before onset the loss does not rise at any step, and R_t ≤ R_0.",
    )  # fmt: skip
    return never, iterated


def derive() -> Proof:
    """One step for any update of w; then every run before onset."""
    proof = Proof(CLAIM.id)
    proof.say("The loss of two equal groups:", LOSS)
    proof.say(
        "With z = −αm and L = ℓ(z) it is ½Σ(L + z), as ℓ(−z) = ℓ(z) + z.  With y = −α'm and W = ℓ(y) it is "
        "½Σ(W + y) at the new scale α' and the old margins m."
    )
    step = establish_step(proof)
    always = establish_always(proof, proof.system(PLANAR))
    run = proof.system(RUN_WITH_LOSS)
    before = establish(proof, run, *step)
    proof.conclude("scale step", step[0], always, *before)
    return proof


_LEAST_FALL: Expr = LEAST_FALL.subs(GAIN, g_m)


def holds_fall(run: Run, times: int = 1) -> Answer:
    """At the first steps: where the direction does not rise, R falls by ``times`` LEAST_FALL at least."""

    def falls(t: int) -> Verdict:
        return less_equal(times * run.evaluate(_LEAST_FALL, t), -run.loss_step(t))

    return every(*(given(iff(rises(run, t), False), partial(falls, t)) for t in range(STEPS)))


def holds_scale(run: Run, times: int = 1) -> Answer:
    """A step of the scale alone from state 0, at the rate 4h ≤ 8, does not raise R; ``times`` more."""
    x = run.state(0)
    after = x.alpha + times * 4 * run.h * x.g_m
    return Answer.of(less_equal(run.evaluate(LOSS, alpha=after), run.evaluate(LOSS)))


CLAIM = Claim(
    id="logistic.loss-rises-only-with-direction",
    title="no loss rise without a directional rise",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(risk(NOW) - risk(BETWEEN) >= LEAST_FALL, where=SCALE_STEP),
        for_all(
            risk(NOW) - risk(LATER) >= LEAST_FALL,
            given=[NARROWS, at_next(g_far) > 0, at_next(g_near) > 0],
            where=IN_TWO_STEPS,
        ),
        for_all(
            risk(LATER) <= risk(NOW),
            given=[
                *(c > 0, at_next(c) > 0, lam > 0, STILL, OFF_TARGET),
                *(at_next(g_far) > 0, at_next(g_near) > 0),
            ],
            where=IN_TWO_STEPS,
        ),
        always(c > 0, alpha > 0, given=[h <= 2, at_start(c) > 0, at_start(alpha) > 0]),
        always(
            risk(NOW) <= BEFORE.with_more("", tracked=(L_far, L_near, z_far, z_near)).start(risk(NOW)),
            given=[*ANGLE, at_start(alpha) > 0],
            throughout=[STILL, OFF_TARGET],
            where=[CIRCLE, *IN_TWO_STEPS],
        ),
    ),
    hypotheses=(
        hypothesis(
            "scale learning rate at most 8",
            "At θ = π/2, where the margins are ±1, a step of the scale from a small α takes it to nearly "
            "α(1 − h/4): for h > 8 |α| grows, and R with it.",
            (h > 0, h <= 8),
        ),
        hypothesis(
            "scale not negative after the step",
            "For α' < 0 a smaller angle is a larger loss.",
            (at_next(alpha) >= 0,),
        ),
        hypothesis(
            "the mean direction is aligned",
            "An update of w from cos θ = 0 to −1 raises R at α' > 0, while sin θ falls from 1 to 0.",
            (ALIGNED,),
        ),
        ANY_UPDATE,
        active("Not needed for one step."),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic", holds, (CONVERSE,), may_rise
        ),
        Check("logistic", holds_fall, (Alteration("a fall twice as large", {"times": 2}),)),
        Check(
            "logistic",
            holds_scale,
            (Alteration("h up to 24, any margins", {"times": 3}, drop=frozenset({"margins"})),),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
