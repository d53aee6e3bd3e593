"""The waiting time from above: once the scale has grown enough, the direction must rise.

Statement
    If θ_0 < π/4, the onset is at most U for every natural number U with
    c_0 − (c_0 − a_0)(1 − h)^U > (2c_0 / cos 2θ_0) N_0 (cos 2θ_0)^(−2U).
    The same holds with θ_0, a_0, N_0 replaced by any θ̄ ≥ θ_0 below π/4, a̲ ≤ a_0 and N̄ ≥ N_0.
Hypotheses
    Standing hypotheses, θ_0 < π/4, and sin θ_t ≠ 0 for t ≤ U.  Neither a_0 ≤ c_0 nor a_0 ≤ 1 is needed.
Source
    [1], abstract: "a bound on the waiting time to directional onset"; this form is our derivation.
Argument
    Suppose no step before U rises.  Then θ_U ≤ θ_0; by square.scale-envelope the scale a_U is at least
    the left side, and by square.pre-onset-norm N_U ≤ N_0 (cos 2θ_0)^(−2U).  The threshold
    2 cos θ / cos 2θ increases with θ (square.rising-threshold), so λ_U = a_U/N_U exceeds it at θ_U, and
    by square.rising-criterion the direction rises at U.  Only bounds of the initial state were used.
Not verified
    Nothing.  T ≤ U says that if no step before U rises, step U does.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Gt

from derivations.direction.before_onset import (
    ALIGNED,
    C_LOW,
    COS_DOUBLE_LOW,
    GROWTH_EQUATION,
    N_HIGH,
    STEP_CAP,
    establish_aligned,
    establish_growth,
)
from derivations.direction.rising_criterion import STILL, establish_positive
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import MOVES, UNIT_CIRCLE
from derivations.direction.waiting_time_upper import NORM_POWER, onset_by
from derivations.notation import N, a, at_next, at_start, c, s, t
from derivations.proof import Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.square import cone_invariance
from derivations.square.lemmas.before_onset import (
    A_LOW,
    SCALE_AT,
    establish_basics,
    establish_scale,
    establish_scale_at,
)
from derivations.square.lemmas.waiting_time_upper import NEEDED_AT, first_surplus
from derivations.square.model.hypotheses import WHITENED, off_target, positive_scale, scale_rate_at_most_one
from derivations.square.model.system import LAMBDA, RUN
from derivations.square.scale_envelope import POWER, RATIO
from verifier.arithmetic.balls import Ball
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status

HIT = Gt(COS_DOUBLE_LOW * SCALE_AT - 2 * C_LOW * N_HIGH * NORM_POWER, 0, evaluate=False)
"""``SURPLUS`` > 0 without its denominator."""

REACHED = (
    Gt(COS_DOUBLE_LOW * SCALE_AT.subs(POWER, RATIO**t), 2 * C_LOW * N_HIGH * STEP_CAP**t),
    *(at_start(c) >= C_LOW, C_LOW > 0, COS_DOUBLE_LOW > 0),
    *(at_start(a) >= A_LOW, at_start(N) <= N_HIGH),
)
"""At time t the scale has reached the threshold, by bounds of the start."""
BOUNDED_RUN = RUN.with_more(
    "run within bounds",
    parameters=(C_LOW, A_LOW, N_HIGH, STEP_CAP),
    initial=(
        at_start(c) >= C_LOW,
        C_LOW > 0,
        COS_DOUBLE_LOW > 0,
        at_start(a) >= A_LOW,
        at_start(N) <= N_HIGH,
    ),
    instant=(GROWTH_EQUATION,),
)
"""Runs of which θ̄, a̲ and N̄ are known."""
WAITING_RUN = BOUNDED_RUN.with_more("waiting run", guards=(STILL,))
"""Those without a rise so far."""


def establish(proof: Proof, system: System) -> str:
    """Add: a positive surplus at t makes the margin positive at t; ``system`` is ``WAITING_RUN``."""
    establish_basics(proof, system)
    establish_aligned(proof, system)
    scale, norm = establish_scale(proof, system), establish_growth(proof, system)
    enough, given = establish_scale_at(proof)
    grown = NORM_POWER * at_start(N) - N >= 0
    small = proof.positive(
        "norm from above",
        NORM_POWER * N_HIGH - N,
        given=[grown, NORM_POWER >= 0, at_start(N) <= N_HIGH],
        terms=[(1, [grown], 1), (1, [NORM_POWER >= 0, at_start(N) <= N_HIGH], 1)],
        strict=False,
        because="With F = (cos 2θ̄)^(−2t) the norm has at most grown to",
    )
    given += [
        *(grown, NORM_POWER >= 0, at_start(N) <= N_HIGH),
        *(HIT, COS_DOUBLE_LOW > 0, C_LOW > 0, a > 0, c > 0, N > 0, ALIGNED),
    ]
    beyond = proof.positive(
        "scale against the threshold at θ̄",
        COS_DOUBLE_LOW * a - 2 * C_LOW * N,
        given=given,
        lemmas=[enough, small],
        terms=[
            (1, [HIT], 1),
            (1, [COS_DOUBLE_LOW > 0, a - SCALE_AT >= 0], 1),
            (2, [C_LOW > 0, NORM_POWER * N_HIGH - N >= 0], 1),
        ],
        because="If the surplus is positive, a exceeds the threshold at θ̄ times N,",
    )
    margin = proof.positive(
        "margin positive",
        RISING_MARGIN,
        given=given,
        lemmas=[enough, small, beyond],
        relations=[LAMBDA, UNIT_CIRCLE],
        multiplier=[N > 0, C_LOW > 0],
        terms=[
            (1, [c > 0, COS_DOUBLE_LOW * a - 2 * C_LOW * N > 0], 1),
            (2, [a > 0, ALIGNED, c > 0, C_LOW > 0], 1),
            (1, [a > 0, ALIGNED], 1),
        ],
        because="and all the more the one at θ ≤ θ̄: N cos θ̄·(rising margin) = c(a cos 2θ̄ − 2N cos θ̄) "
        "+ a(c − cos θ̄)(2c cos θ̄ + 1) > 0.",
    )
    return proof.rule(
        "at-every-time", "positive margin where the surplus is positive", system,
        sequent=margin,
        uses=[{"fact": scale, "power": str(POWER)}, {"fact": norm, "power": str(NORM_POWER)}],
        assume=[HIT],
        because="So if no step before t rises and the surplus is positive at t, so is the rising margin,",
    )  # fmt: skip


def establish_rise(proof: Proof) -> str:
    """Add: if no step before t rises and the surplus is positive at t, step t rises off target.

    Along ``BOUNDED_RUN``, which is declared, and with ``WAITING_RUN``.  Returns the name of the fact.
    """
    run, waiting = proof.system(BOUNDED_RUN), proof.system(WAITING_RUN)
    hit = establish(proof, waiting)
    proof.say("As long as no step rises, a run is such a run:")
    until = proof.rule(
        "sustain", "a run until its first rise", run, into=waiting.name, facts=[], during=[STILL],
        because="Nothing else is asked of its steps.",
    )  # fmt: skip
    carried = proof.rule(
        "carry", "positive margin at the first surplus", run, part=until, fact=hit,
        because="So if no step before t rises and the surplus is positive at t, the margin is, too,",
    )  # fmt: skip
    cone_invariance.establish(proof, run)
    return proof.rule(
        "at-every-step", "a rise where the surplus is positive", run,
        facts=[carried], sequents=[establish_positive(proof)], assume=[HIT, MOVES],
        because="and step t rises, if it is off target.",
    )  # fmt: skip


def derive() -> Proof:
    """The envelopes of scale and norm at one time, against the threshold."""
    proof = Proof(CLAIM.id)
    proof.say("From below, the scale at time t, with E = (1 − h)^t:", SCALE_AT)
    proof.say("The scale needed for a rise, with F = (cos 2θ̄)^(−2t):", NEEDED_AT)
    proof.conclude(establish_rise(proof))
    return proof


def bound(scale_lr: Ball, x: Any) -> int | None:
    """A natural number ≥ T, the waiting time counted from state ``x``; None if this claim gives none.

    ``scale_lr`` is h; ``x`` is a state of balls.  Raises ``Undecided`` where these do not tell.
    """
    return first_surplus(scale_lr, x.c, x.a, x.N)


def holds(run: Run, power: int = 2, tenths: int = 10) -> Answer:
    """The onset is at most the bound; ``power`` and ``tenths``/10 alter the growth and the factor 2."""
    x = run.state(0)
    return onset_by(run, first_surplus(run.h, x.c, x.a, x.N * tenths / 10, power))


CLAIM = Claim(
    id="square.waiting-time-upper",
    title="by when the direction has risen",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            at_next(s) ** 2 > s**2,
            given=REACHED,
            throughout=[STILL],
            where=[Eq(STEP_CAP, 1 / COS_DOUBLE_LOW**2)],
            words="until a step rises",
        ),
    ),
    hypotheses=(
        WHITENED,
        hypothesis(
            "aligned start; below 45°, as θ̄ is",
            "At θ_0 ≥ π/4 the condition has no meaning; square.waiting-time-two-phase takes its place.",
            (at_start(c) > 0,),
        ),
        off_target(
            "h = 1, N_0 = 1/10 and (cos θ, sin θ, λ) = (24/25, 7/25, 25/24), where λ cos θ = 1: U = 1 "
            "satisfies the condition, yet sin θ_1 = 0 and the direction never rises.",
            "the direction does not land exactly on target",
        ),
        scale_rate_at_most_one(
            "The envelope of the scale needs it (square.scale-envelope); no counterexample to the bound "
            "itself was found among thousands of instances with h up to 3.",
            "scale learning rate at most 1",
        ),
        positive_scale(
            "The proof uses it for λ > 0; but from below 45° with a negative scale the first step rises.",
            "positive initial scale",
        ),
        Hypothesis("a scale below its target", r"a_0 \le \cos\theta_0", "Not needed."),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("the norm does not grow: (cos 2θ_0)^(−2U) becomes 1", {"power": 0}),
                Alteration("2c_0 becomes 1.8c_0", {"tenths": 9}),
            ),
            lambda run: bound(run.h, run.state(0)) is not None,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
