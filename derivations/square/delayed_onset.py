"""Delayed onset: a run that starts stable may rise later, and then at a time known in advance.

Statement
    Let λ_0 cos 2θ_0 ≤ 2 cos θ_0, so that the first step does not rise, and let some natural number U
    satisfy the condition of square.waiting-time-upper.  Then the direction does rise, for the first time
    at some T with 1 ≤ T ≤ U; and if h, a_0, 2N_0 < 1, T > ln((1 − a_0)/(1 − 2N_0)) / (−ln(1 − h)).
    Such runs exist: for h = 1/2, a_0 = 1/10, N_0 = 1/3 and tan(θ_0/2) = 1/100 both bounds give T = 2.
Hypotheses
    Those of square.waiting-time-lower and square.waiting-time-upper, and a first step that does not rise.
Source
    [1], abstract: "delayed-onset conditions"; this form is our derivation.
Argument
    The step at 0 does not rise, by square.rising-criterion, so T ≥ 1.  No rise comes before the scale has
    grown to 2N_0 (square.waiting-time-lower); one has come by the time the scale has certainly grown
    beyond the threshold at θ_0 times the largest possible norm (square.waiting-time-upper).  As θ_0 → 0
    both conditions become 1 − (1 − a_0)(1 − h)^t > 2N_0, so that the window closes on one integer.
    The witness is exact: cos θ_0 = 9999/10001, and the surplus at U = 2 is a positive rational, while
    λ_0 = 3/10 and (1 − h)(1 − a_0) = 9/20 ≥ 1 − 2N_0 = 1/3 excludes a rise at t = 1.
Not verified
    Nothing of the two inequalities.  T ≤ U says the second backwards, as in square.waiting-time-upper; that
    sin θ_1 and sin θ_2 of the witness are not 0 is seen in its run.
"""

from __future__ import annotations

from sympy import Eq, Gt, Rational, reduced

from derivations.direction.before_onset import C_LOW, COS_DOUBLE_LOW, N_HIGH, STEP_CAP
from derivations.direction.rising_criterion import STAYS, STILL, establish_not_rising, establish_positive
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.waiting_time_upper import NORM_POWER, onset_by
from derivations.notation import N, a, at_next, at_start, c, h, lam, s, t, typeset
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square import waiting_time_lower, waiting_time_upper
from derivations.square.lemmas.before_onset import A_LOW, SCALE_AT
from derivations.square.model.hypotheses import WHITENED
from derivations.square.scale_envelope import POWER, RATIO
from derivations.square.waiting_time_lower import LEFT, RIGHT, WAITING
from derivations.square.waiting_time_upper import HIT
from verifier.arithmetic.balls import both, iff
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Hypothesis,
    Provenance,
    Run,
    Status,
    every,
    given,
    never,
)

HALF_TAN = Rational(1, 100)
"""tan(θ_0/2) of the witness."""
COSINE = (1 - HALF_TAN**2) / (1 + HALF_TAN**2)
WITNESS = {h: Rational(1, 2), A_LOW: Rational(1, 10), N_HIGH: Rational(1, 3), C_LOW: COSINE}
"""A run with onset 2, exactly."""
ONSET = 2


def derive() -> Proof:
    """Both bounds side by side, and an exact witness for their hypotheses."""
    proof = Proof(CLAIM.id)
    first = establish_not_rising(proof)
    early = proof.system(waiting_time_lower.WAITING_RUN)
    late = waiting_time_lower.establish(proof, early)
    solved = proof.rule(
        "logarithm", "waiting time from below", early,
        fact=late, power=str(POWER), ratio=RATIO, left=LEFT, right=RIGHT, shrinks=True,
        because="Solved for t:",
    )  # fmt: skip
    hit = waiting_time_upper.establish(proof, proof.system(waiting_time_upper.WAITING_RUN))
    rises = establish_positive(proof)
    proof.conclude(first, late, solved, hit, rises, *_witness(proof))
    return proof


def _witness(proof: Proof) -> tuple[str, str]:
    """The surplus of the witness is positive at its onset, and no rise is possible one step before."""
    values = [value.q * symbol - value.p for symbol, value in WITNESS.items()]
    at_onset = [POWER - RATIO**ONSET, NORM_POWER * COS_DOUBLE_LOW ** (2 * ONSET) - 1]
    below = proof.positive(
        "the witness starts below 45°",
        COS_DOUBLE_LOW,
        relations=values,
        terms=[(COS_DOUBLE_LOW.subs(WITNESS), [], 1)],
        because="For the witness cos 2θ_0 is a positive rational,",
    )
    double = COS_DOUBLE_LOW > 0
    cleared = (COS_DOUBLE_LOW ** (2 * ONSET) * HIT.lhs).expand()
    growth = cleared.coeff(NORM_POWER) / COS_DOUBLE_LOW ** (2 * ONSET)
    exact = (cleared.coeff(NORM_POWER, 0) + growth.cancel()).subs(POWER, RATIO**ONSET).subs(WITNESS)
    rest = cleared - growth.cancel() * at_onset[1] - exact
    cofactors, _ = reduced(rest.expand(), [*values, at_onset[0]], POWER, *WITNESS, order="lex")
    reached = proof.positive(
        "the witness has risen by 2",
        HIT.lhs,
        lemmas=[below],
        relations=[*values, *at_onset],
        cofactors=[*cofactors, growth.cancel()],
        multiplier=2 * ONSET * [double],
        terms=[(exact, [], 1)],
        because="and so is the surplus at U = 2, times cos 2θ_0, where E = (1 − h)² and F = (cos 2θ_0)⁻⁴;",
    )
    initial = {A_LOW: at_start(a), N_HIGH: at_start(N)}
    share = RATIO ** (ONSET - 1) * LEFT - RIGHT
    too_soon = proof.positive(
        "the witness cannot rise at 1",
        share,
        relations=[value.subs(initial) for value in values[:-1]],
        terms=[(share.subs({initial.get(x, x): value for x, value in WITNESS.items()}), [], 1)],
        strict=False,
        because="and (1 − h)(1 − a_0) − (1 − 2N_0) ≥ 0 excludes a rise at t = 1.",
    )
    return reached, too_soon


def holds(run: Run, early: int = 0, tenths: int = 10) -> Answer:
    """The onset is within both bounds if the first step does not rise and there is an upper bound.

    ``early`` shifts the lower bound by so many steps, ``tenths``/10 alters the factor 2 of the upper
    one; both are for deliberate errors.
    """
    x = run.state(0)
    latest = waiting_time_upper.first_surplus(run.h, x.c, x.a, x.N * tenths / 10)

    def between() -> Answer:
        earliest = waiting_time_lower.bound(run.h, x)
        late = earliest is not None and never(run.rising(t) for t in range(max(1, earliest + early)))
        return every(late, onset_by(run, latest))

    return given(both(latest is not None, iff(run.rising(0), False)), between)


CLAIM = Claim(
    id="square.delayed-onset",
    title="stable at first, rising later, at a time known in advance",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        always(Gt(t, WAITING), RIGHT > RATIO**t * LEFT, given=[Gt(RISING_MARGIN, 0)]),
        always(
            Gt(RISING_MARGIN, 0),
            given=[
                Gt(COS_DOUBLE_LOW * SCALE_AT.subs(POWER, RATIO**t), 2 * C_LOW * N_HIGH * STEP_CAP**t),
                *(at_start(c) >= C_LOW, C_LOW > 0, COS_DOUBLE_LOW > 0),
                *(at_start(a) >= A_LOW, at_start(N) <= N_HIGH),
            ],
            throughout=[STILL],
            where=[Eq(STEP_CAP, 1 / COS_DOUBLE_LOW**2)],
        ),
        for_all(at_next(s) ** 2 > s**2, given=[lam > 0, Gt(RISING_MARGIN, 0)]),
        for_all(at_next(s) ** 2 <= s**2, given=[lam > 0, STAYS]),
        for_all(
            Gt(COS_DOUBLE_LOW * SCALE_AT, 2 * C_LOW * N_HIGH * NORM_POWER),
            where=[
                *(Eq(x, value) for x, value in WITNESS.items()),
                *(Eq(POWER, RATIO**ONSET), Eq(NORM_POWER, COS_DOUBLE_LOW ** (-2 * ONSET))),
            ],
        ),
        for_all(
            RATIO * LEFT >= RIGHT,
            where=[Eq(h, WITNESS[h]), Eq(at_start(a), WITNESS[A_LOW]), Eq(at_start(N), WITNESS[N_HIGH])],
        ),
    ),
    hypotheses=(
        WHITENED,
        hypothesis(
            "standing: 0 < h ≤ 1, α_0 > 0, cos θ_0 > 0; θ_0 < 45°, as θ̄ is",
            "See square.waiting-time-lower and square.waiting-time-upper.",
            (h > 0, h <= 1, at_start(a) > 0, at_start(c) > 0),
        ),
        Hypothesis(
            "the first step does not rise",
            typeset(STAYS.subs({x: at_start(x) for x in (lam, c, s)})),
            "Otherwise T = 0 and there is no delay: at (40/41, 9/41) with λ_0 = 3 the first step rises.",
        ),
        Hypothesis(
            "some U satisfies the condition of square.waiting-time-upper",
            r"\exists\,U \in \mathbb{N}",
            "Otherwise the direction may never rise: for max(a_0, 1) ≤ 2N_0, by square.no-rising-edge.",
        ),
        hypothesis(
            "the direction does not land exactly on target",
            "With h = 1, N_0 = 1/10 and (cos θ, sin θ, λ) = (24/25, 7/25, 25/24) the first step does not "
            "rise and U = 1 satisfies the condition, yet sin θ_1 = 0 and the direction never rises.",
            (s**2 > 0,),
        ),
        hypothesis(
            "for the lower bound in numbers: h, a_0 and 2N_0 below 1",
            "Otherwise one of the logarithms has no meaning: for h = 1 the lower bound is 0 < T, which is "
            "the first hypothesis.",
            (h < 1, at_start(a) < 1, 2 * at_start(N) < 1),
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("no rise before the lower bound plus one", {"early": 1}),
                Alteration("2c_0 becomes 1.8c_0 in the upper bound", {"tenths": 9}),
            ),
            lambda run: (
                run.rising(0) is False and waiting_time_upper.bound(run.h, run.state(0)) is not None
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
