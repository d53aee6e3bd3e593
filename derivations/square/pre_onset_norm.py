"""The norm before onset: turning toward the target costs little norm while λ stays moderate.

Statement
    (i) While λ_k ≤ μ for k < t, for any 0 < μ < 2:  √N_t (2 − μ cos θ_t) ≤ √N_0 (2 − μ cos θ_0).
    (ii) While λ_k (1 + ν cos 2θ_k) ≤ 2ν cos θ_k for k < t, for any ν > 0:
    N_t (1 − ν(sin²θ_0 − sin²θ_t)) ≤ N_0.  The condition holds with ν = 1 while λ_k cos θ_k ≤ 1, and
    with ν = μ/(2 − μ) while λ_k ≤ μ, for any 1 ≤ μ < 2.
    (iii) While the direction does not rise at any k < t, if θ_0 ≤ θ̄ < π/4:  N_t ≤ N_0 (cos 2θ̄)^(−2t).
Hypotheses
    Whitened data, η > 0, 0 < h ≤ 1, α_0 > 0, c_0 > 0; each part names the steps it is about.
Source
    A lemma of the waiting-time bounds of [1]; our derivation.
Argument
    (i) p' − p = √N λs² and √N' − √N = √N(k − 1) = √N λ²s²/(k + 1) ≤ (λ/2)(p' − p), so 2√N − μp never
    rises while λ ≤ μ.  Hence N_t ≤ N_0 ((2 − μ cos θ_0)/(2 − μ))² for every θ_0 < π/2: nearly N_0 for
    small μ, and for μ = 1 at most N_0 (2 − cos θ_0)² ≤ N_0/cos²θ_0, where the last is what (ii) gives.
    (ii) V − V' = Nλs²((2νc − λ(1 + ν cos 2θ)) + νλ(s_0² − s²)) for V = N(1 − ν(s_0² − s²)).
    (iii) λ cos 2θ ≤ 2 cos θ means λs ≤ tan 2θ, so N'/N = 1 + λ²s² ≤ 1/cos²2θ ≤ 1/cos²2θ̄.
    The lemmas of (i) and (iii) stand in derivations/direction/before_onset.py.
Not verified
    Nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sympy import Eq, Le

from derivations.direction.before_onset import (
    C_LOW,
    CAPPED,
    COS_DOUBLE_LOW,
    GROWTH_EQUATION,
    MU,
    NORM_CAP,
    SLOW,
    STEP_CAP,
    establish_aligned,
    establish_growth,
    establish_norm,
)
from derivations.direction.pre_onset_norm import (
    GAIN,
    GENTLE,
    MODERATE_GAIN,
    SAVING,
    establish_gentle_steps,
    establish_saving,
)
from derivations.direction.rising_criterion import STILL
from derivations.direction.rising_threshold import DOUBLE_COSINE
from derivations.notation import N, at_next, at_start, c, lam, s, t, typeset
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square import cone_invariance
from derivations.square.lemmas.before_onset import establish_basics
from derivations.square.model.hypotheses import WHITENED, positive_start, scale_rate_at_most_one
from derivations.square.model.system import RUN
from verifier.arithmetic.balls import Ball, Verdict, ball, iff, less, less_equal, positive
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
)

NO_RISE = Le(at_next(s) ** 2, s**2, evaluate=False)
STEPS = 40
"""How many steps of a run a check looks at."""


def derive() -> Proof:
    """Three potentials, each with its step and its induction."""
    proof = Proof(CLAIM.id)
    slow = proof.system(
        RUN.with_more(
            "slow run",
            parameters=(MU, NORM_CAP),
            guards=(SLOW,),
            initial=(MU > 0, MU < 2, RUN.start(CAPPED)),
        )
    )
    establish_basics(proof, slow)
    establish_norm(proof, slow)
    gentle = proof.system(
        RUN.with_more("gentle run", parameters=(GAIN,), guards=(GENTLE,), initial=(GAIN > 0,))
    )
    cone_invariance.establish(proof, gentle)
    saving = establish_saving(proof, gentle)
    steady = proof.system(
        RUN.with_more(
            "steady run",
            parameters=(C_LOW, STEP_CAP),
            guards=(STILL,),
            initial=(at_start(c) >= C_LOW, C_LOW > 0, COS_DOUBLE_LOW > 0),
            instant=(GROWTH_EQUATION,),
        )
    )
    establish_basics(proof, steady)
    establish_aligned(proof, steady)
    growth = establish_growth(proof, steady)
    proof.conclude(f"{slow.name}: norm against V", saving, *establish_gentle_steps(proof), growth)
    return proof


def holds_slow(run: Run, divide: int = 1) -> Answer:
    """Part (i) with the least μ the run allows; ``divide`` makes μ too small by that factor."""

    def slow(mu: Ball, time: int) -> Answer:
        def potential(at: int) -> Ball:
            return run.evaluate(CAPPED.lhs, at, mu=mu / divide)

        return given(less(mu, ball(2)), lambda: less_equal(potential(time), potential(0)))

    return every(*(slow(mu, time) for time, mu in _largest_lr(run)))


def holds_uncrossed(run: Run, divide: int = 1) -> Answer:
    """Part (ii) with ν = 1 while λ_k cos θ_k ≤ 1; ``divide`` makes ν too small by that factor."""
    return _while(
        lambda time: less_equal(run.evaluate(lam * c, time), ball(1)),
        lambda time: _saved(run, time, ball(1) / divide),
    )


def holds_moderate(run: Run, divide: int = 1) -> Answer:
    """Part (ii) with ν = μ/(2 − μ), μ ≥ 1; ``divide`` makes ν too small by that factor."""

    def moderate(mu: Ball, time: int) -> Answer:
        mu = mu.max(ball(1))

        def saved() -> Verdict:
            return _saved(run, time, run.evaluate(MODERATE_GAIN, mu=mu) / divide)

        return given(less(mu, ball(2)), saved)

    return every(*(moderate(mu, time) for time, mu in _largest_lr(run)))


def holds_steady(run: Run, power: int = 2) -> Answer:
    """Part (iii) with θ̄ = θ_0; ``power`` replaces the 2 in (cos 2θ_0)^(−2t)."""
    shrink = run.evaluate(DOUBLE_COSINE)

    def capped(time: int) -> Verdict:
        return less_equal(run.state(time).N * shrink ** (power * time), run.state(0).N)

    return given(positive(shrink), lambda: _while(lambda time: iff(run.rising(time), False), capped))


def _while(guard: Callable[[int], Verdict], bound: Callable[[int], Verdict]) -> Answer:
    """``bound`` at each time t ≥ 1 such that ``guard`` holds at every step before t."""
    answer = Answer.VACUOUS
    for time in range(1, STEPS):
        holds = guard(time - 1)
        if holds is False:
            break
        answer = every(answer, given(holds, partial(bound, time)))
    return answer


def _largest_lr(run: Run) -> Iterator[tuple[int, Ball]]:
    """Each time t ≥ 1 with the largest λ_k, k < t."""
    largest = run.state(0).lam
    for time in range(1, STEPS):
        yield time, largest
        largest = largest.max(run.state(time).lam)


def _saved(run: Run, time: int, gain: Ball) -> Verdict:
    return less_equal(run.evaluate(N * SAVING, time, nu_sine=gain), run.state(0).N)


CLAIM = Claim(
    id="square.pre-onset-norm",
    title="the norm before onset",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        always(CAPPED, given=[RUN.start(CAPPED)]),
        always(
            s**2 <= at_start(s) ** 2,
            N * (1 - GAIN * (at_start(s) ** 2 - s**2)) <= at_start(N),
        ),
        for_all(GENTLE.subs(GAIN, 1), given=[c > 0, lam * c <= 1]),
        for_all(
            GENTLE,
            given=[c > 0, c <= 1, lam > 0, MU >= 1],
            where=[Eq(GAIN, MU / (2 - MU))],
        ),
        always(
            N <= at_start(N) * STEP_CAP**t,
            given=[at_start(c) >= C_LOW, C_LOW > 0, COS_DOUBLE_LOW > 0],
            throughout=[STILL],
            where=[Eq(STEP_CAP, 1 / COS_DOUBLE_LOW**2)],
        ),
    ),
    hypotheses=(
        WHITENED,
        positive_start(
            "At (cos θ, sin θ, λ) = (4/5, 3/5, −5/4) and μ = 1, one step takes N(2 − μ cos θ)² from "
            "36/25 N_0 to 1849/400 N_0."
        ),
        hypothesis(
            "aligned start",
            "With h = 1 from (cos θ, sin θ, N, a) = (−3/5, 4/5, 1, 15/16), where a_1 = −3/5, and μ = 1, "
            "two steps take N(2 − μ cos θ)² from 169/25 to above 9.9.",
            (at_start(c) > 0,),
        ),
        scale_rate_at_most_one(
            "With h = 3 from (3/5, 4/5, 64/3, 20), where a_1 = −191/5, and μ = 1, two steps take "
            "N(2 − μ cos θ)² from 3136/75 to above 50."
        ),
        hypothesis(
            "(i): λ ≤ μ",
            "At (4/5, 3/5, 5/4) and μ = 1/2, one step takes N(2 − μ cos θ)² from 64/25 N_0 to 225/64 N_0.",
            (SLOW,),
        ),
        hypothesis(
            "(i): μ between 0 and 2",
            "Not needed: 2√N − μp never rises while λ ≤ μ; but for μ ≥ 2 this does not bound N.",
            (MU > 0, MU < 2),
        ),
        hypothesis(
            "(ii): gentle steps",
            "At (4/5, 3/5, 20/9) and ν = 1, where λc = 16/9, one step takes N(1 − ν(s_0² − s²)) from N_0 "
            "to 449/225 N_0.",
            (GENTLE, GAIN > 0),
        ),
        Hypothesis(
            "(iii): no rise",
            typeset(NO_RISE),
            "At (4/5, 3/5, 20) the direction rises and N_1 = 145 N_0, above (25/7)² N_0.",
        ),
        Hypothesis(
            "(iii): angle below 45°",
            r"\bar\theta < \tfrac{\pi}{4}",
            "At (3/5, 4/5, 15) the direction does not rise, yet N_1 = 145 N_0, above (25/7)² N_0.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("run", holds_slow, (Alteration("μ becomes μ/2", {"divide": 2}),)),
        Check("run", holds_uncrossed, (Alteration("ν = 1 becomes ν = 1/2", {"divide": 2}),)),
        Check("run", holds_moderate, (Alteration("ν becomes ν/2", {"divide": 2}),)),
        Check("run", holds_steady, (Alteration("(cos 2θ_0)^(−2t) becomes (cos 2θ_0)^(−t)", {"power": 1}),)),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
