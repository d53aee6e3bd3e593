"""The edge of stability: every run that never hits the target ends at or below λ = 2.

Statement
    If s_t ≠ 0 for all t, then ½ ≤ lim N_t < ∞, and lim sup λ_t ≤ 2.  In numbers, for every t from the
    first k on at which μN_k ≥ ā for some 0 < μ < 2: √N_t (2 − μ cos θ_t) ≤ √N_k (2 − μ cos θ_k).
Hypotheses
    Standing hypotheses; the run never hits the target direction exactly.
Source
    Extension; not in [1].
Argument
    N_t never falls, so it has a limit, finite or not.
    Finite: either N_t < ā/μ for all t, or some μN_k ≥ ā; then λ ≤ ā/N_k ≤ μ < 2 from k on, and
    square.pre-onset-norm bounds N_t by N_k((2 − μ cos θ_k)/(2 − μ))².
    At least ½: otherwise 2N_t ≤ 1 − 8ε for all t and some ε > 0.  No run does that forever.
    (1) N_tc_t² never falls, so c_t ≥ 2N_0c_0², a_t ≥ κ = min(a_0, 2N_0c_0²) and λ_t ≥ 2κ.  So every step
    with s² ≥ 2ε − ε² multiplies N by 1 + 4κ²(2ε − ε²) at least, and there are finitely many of them.
    (2) After the last one cos θ > 1 − ε.  While a < 1 − 2ε, a grows by the factor 1 + hε a step: this ends.
    Once a ≥ 1 − 2ε, it stays there, and λ(1 − 8ε) ≥ 2(1 − 2ε).
    (3) But then s² grows by the factor 1 + ε a step, although it is below 2ε − ε²: a contradiction.
    As 1 − a_t ≥ (1 − a_0)(1 − h)^t for all t (square.scale-envelope), lim sup a_t ≤ 1: for h = 1 already
    a_1 = cos θ_0 ≤ 1.  Hence lim sup λ_t = lim sup a_t / lim N_t ≤ 2.
Not verified
    The definition of the limit, and that a bounded sequence that never falls has one; that lim sup a_t ≤ 1
    (square.scale-envelope, as (1 − h)^t → 0) and hence lim sup λ_t ≤ 2.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Eq, Expr, Max

from derivations.direction.before_onset import ARC, CAPPED, MU, NORM_CAP, establish_norm
from derivations.direction.system import NORM
from derivations.notation import N, a, abar, at_next, at_start, c, lam, s
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, finite, later
from derivations.square import cone_invariance
from derivations.square.lemmas import before_onset, low_norm
from derivations.square.lemmas.low_norm import KAPPA
from derivations.square.lemmas.near_target import EPS, WIDE
from derivations.square.lemmas.rising_edge import CEILING
from derivations.square.model.hypotheses import (
    WHITENED,
    aligned_start,
    positive_start,
    scale_rate_at_most_one,
)
from derivations.square.model.system import LAMBDA, RUN
from verifier.arithmetic.balls import Ball, both, less_equal, positive
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

DEFICIT: Expr = (1 - 2 * N) / 8
"""The ε for which 2N = 1 − 8ε."""
ANY = replace(RUN, tracked=(), initial=()).with_more(
    "any run",
    parameters=(abar, MU, NORM_CAP),
    initial=(c > 0, a > 0, abar >= 1, a <= abar, MU > 0, MU < 2),
)
LARGE = ANY.with_more("large norm", initial=(abar <= MU * N, CAPPED))
STEPS = 1200
STRIDE = 5
"""How many steps a check follows a run, and which of them it looks at."""


def establish_finite(proof: Proof) -> str:
    """Once μN ≥ ā, N(2 − μ cos θ)² never exceeds its value; the name of the fact."""
    run, large = proof.system(ANY), proof.system(LARGE)
    cone_invariance.establish(proof, run)
    cone_invariance.establish_cap(proof, run)
    reached = proof.rule(
        "tail", "once the norm is large", run,
        into=large.name, start=[abar <= MU * N, CAPPED], throughout=[],
        initial=[None] * len(large.initial),
        because="From a time on at which μN ≥ ā and N(2 − μ cos θ)² ≤ V:",
    )  # fmt: skip
    before_onset.establish_basics(proof, large)
    cone_invariance.establish_cap(proof, large)
    stays = proof.positive(
        "norm stays large",
        MU * at_next(N) - abar,
        given=[N > 0, MU > 0, abar <= MU * N],
        relations=[NORM],
        terms=[(1, [abar <= MU * N], 1), (1, [MU > 0, N > 0], lam * s)],
        strict=False,
        because="The norm never falls,",
    )
    proof.invariant("norm large", large, {abar <= MU * N: (None, stays)}, because="so μN ≥ ā for good,")
    slow = proof.positive(
        "λ at most μ",
        MU - lam,
        given=[N > 0, a <= abar, abar <= MU * N],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(1, [abar <= MU * N], 1), (1, [a <= abar], 1)],
        strict=False,
        because="and λ = a/N ≤ ā/N ≤ μ.",
    )
    proof.rule(
        "consequence", "slow for good", large, sequents=[slow],
        because="Hence λ_t ≤ μ from then on.",
    )  # fmt: skip
    establish_norm(proof, large)
    return proof.rule(
        "carry", "norm against V from then on", run, part=reached, fact=f"{large.name}: norm against V",
        because="From that time on N(2 − μ cos θ)² ≤ V:",
    )


def derive() -> Proof:
    """No run stays low for ever; no run grows without bound."""
    proof = Proof(CLAIM.id)
    proof.say("At least ½: a run that moves forever cannot keep 2N ≤ 1 − 8ε.")
    never_low = low_norm.establish(proof)
    proof.say("Finite: once the norm is large, it hardly grows.")
    proof.conclude(never_low, establish_finite(proof))
    return proof


def holds_finite(run: Run, power: int = 2) -> Answer:
    """From the first N_k ≥ ā on, N(2 − cos θ)² stays at most what it was; ``power`` replaces the 2."""
    cap = run.evaluate(CEILING)
    weight = N * ARC.subs(MU, 1) ** power
    first: Ball | None = None
    answer = Answer.VACUOUS
    for t in range(STEPS):
        if first is None:
            reached = less_equal(cap, run.state(t).N)
            if reached is None:
                return Answer.UNDECIDED
            first = run.evaluate(weight, t) if reached else None
        elif t % STRIDE == 0:
            answer = every(answer, less_equal(run.evaluate(weight, t), first))
            if answer is not Answer.HOLDS:
                break
    return answer


_ROOMS: tuple[Expr, ...] = (WIDE - s**2, a - 1 + 2 * EPS)
"""What is positive where s² < 2ε − ε² and a > 1 − 2ε."""


def holds_escape(run: Run, gain: int = 1) -> Answer:
    """Where 2N = 1 − 8ε < 1, a ≥ 1 − 2ε and 0 < s² < 2ε − ε², s'² ≥ (1 + ``gain``·ε)s²."""

    growth = at_next(s) ** 2 - (1 + gain * EPS) * s**2

    def grows(t: int) -> Answer:
        deficit = run.evaluate(DEFICIT, t)
        near, settled = (run.evaluate(room, t, eps_norm=deficit) for room in _ROOMS)
        grown = run.evaluate(growth, t, eps_norm=deficit)
        premises = both(positive(deficit), positive(near), positive(settled), positive(run.state(t).s))
        return given(premises, lambda: positive(grown))

    return every(*(grows(t) for t in range(0, STEPS, STRIDE)))


def large_norm(run: Run) -> bool:
    """Whether some N_k ≥ ā is likely: at once, or after a start far beyond λ = 2."""
    x = run.state(0)
    return bool(run.evaluate(CEILING) <= x.N or x.lam > 10)


def slow_escape(run: Run) -> bool:
    """Whether the scale is likely to settle soon, while the angle is still tiny and N below ½."""
    x = run.state(0)
    return bool(4 * x.N > 1 and 11 * x.N < 5 and x.a < 1 and 10**3 * x.s < 1 and 200 * run.h > 1)


CLAIM = Claim(
    id="square.edge",
    title="every run that never hits the target ends at or below the edge, λ = 2",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        finite(
            given=[
                *(EPS > 0, 8 * EPS < 1, KAPPA > 0, KAPPA <= at_start(a)),
                KAPPA <= 2 * at_start(N) * at_start(c) ** 2,
            ],
            throughout=[2 * N <= 1 - 8 * EPS],
        ),
        later(
            CAPPED,
            given=[MU * N >= abar, CAPPED, MU > 0, MU < 2],
            where=[Eq(abar, Max(1, at_start(a)))],
        ),
    ),
    hypotheses=(
        WHITENED,
        hypothesis(
            "the direction never hits the target",
            "On target nothing moves: from s_0 = 0, a_0 = 1, N_0 = 1/4 the norm stays 1/4.",
            (s**2 > 0,),
        ),
        scale_rate_at_most_one(
            "With h = 3, a_0 = 2, N_0 = 1, θ_0 = 3/10 the scale oscillates ever wider, a_t ~ (−2)^t, "
            "and N_t grows without bound (N_50 > 1e15)."
        ),
        positive_start(
            "Not known to be needed: none of 3000 random runs with a_0 of either sign contradicted the "
            "claim.  The proof uses it for λ > 0."
        ),
        aligned_start(
            "Not known to be needed: none of 3000 random runs with θ_0 up to π contradicted the claim.  "
            "The proof uses it for c > 0.",
            "aligned at the start",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("run", holds_finite, (Alteration("(2 − cos θ)² becomes 1", {"power": 0}),), large_norm),
        Check("run", holds_escape, (Alteration("1 + ε becomes 1 + 64ε", {"gain": 64}),), slow_escape),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
