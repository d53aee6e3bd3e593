"""The waiting time from above at any angle: first the direction aligns, then the scale grows.

Statement
    Let θ̄ ≥ θ_0, a̲ ≤ a_0 ≤ ā, N̲ ≤ N_0 and N_0 (2 − μ cos θ_0)² ≤ V, where θ̄ < π/2, 0 < μ < 2.  Put
    A_k = cos θ̄ − (cos θ̄ − a̲)(1 − h)^k, B_k = 1 − (1 − ā)(1 − h)^k and N̄ = V/(2 − μ)².  If
    B_k ≤ μN̲ and A_k ≥ ℓN̄ for all k < K, then ℓ ≤ λ_k ≤ μ for all k < K, and
        tan(θ_K/2) ≤ γ^K tan(θ̄/2),   A_K ≤ a_K ≤ B_K,   N_K ≤ N̄,
    for every γ in [0, 1] with γ ≥ μ − 1 and γ(1 + ℓ(1 − cos θ̄)) ≥ 1 − ℓ cos θ̄.
    Such phases may follow one another, with these as the next inputs; the next V' is
    V ((2 − μ' cos θ_K)/(2 − μ cos θ_K))² for μ' ≥ μ.  After the last, square.waiting-time-upper bounds
    the rest of the waiting time: T ≤ K_1 + … + K_m + U.
Hypotheses
    Standing hypotheses, and sin θ_t ≠ 0 before the bound.  No bound of θ_0 but π/2.
Source
    Extension; not in [1].
Argument
    Both envelopes of square.scale-envelope and N_k ≥ N_0 give λ_k = a_k/N_k ≤ B_k/N̲ ≤ μ.  While λ ≤ μ
    < 2 nothing rises (square.rising-threshold), so θ_k ≤ θ_0 and a_k ≥ A_k; by part (i) of
    square.pre-onset-norm N_k ≤ V/(2 − μ)², so λ_k ≥ A_k/N̄ ≥ ℓ.  By square.half-angle tan(θ/2) then
    shrinks by γ a step, at any angle.  The condition on V passes to the next phase because
    (2 − μ'c)/(2 − μc) falls with c for μ' ≥ μ.  The system is autonomous (square.restart), so the state
    reached may start the next phase, or the bound of square.waiting-time-upper, which needs no more than
    bounds of its initial state.
Not verified
    Nothing.  A bound is found unless the envelopes leave [0, 2) before the angle is small: for λ_0 near
    2 or above at a large angle.  A few steps of iteration, by square.restart, close that gap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, Ge, Max, Min, Symbol

from derivations.narrate import main
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s, t, typeset
from derivations.proof import Proof, System
from derivations.square import half_angle, no_rising_edge, scale_envelope
from derivations.square.before_onset import (
    A_LOW,
    ARC,
    C_LOW,
    HALF,
    CAPPED,
    MU,
    N_HIGH,
    NORM_CAP,
    SLOW,
    establish_aligned,
    establish_basics,
    establish_norm,
    establish_scale,
)
from derivations.square.half_angle import (
    ALIGNING_RUN,
    ELL,
    GAMMA,
    HALF_TAN,
    HALF_TAN_EQUATION,
    LEAST_GAMMA,
)
from derivations.square.no_rising_edge import GROWN
from derivations.square.scale_envelope import POWER, RATIO, UPPER
from derivations.square.system import LAMBDA, RUN, UNIT_CIRCLE
from derivations.square.waiting_time_upper import SCALE_AT, WAITING_RUN, first_surplus

A_HIGH = Symbol("a_high", real=True)
N_LOW = Symbol("N_low", real=True)
C_OUT = Symbol("c_out", real=True)
MU_OUT, CAP_OUT = Symbol("mu_out", real=True), Symbol("V_out", real=True)
SHRINKAGE = Symbol("W", real=True)
"""W = γ^(2t)."""
ENVELOPE: Expr = UPPER.subs({RATIO**t: POWER, at_start(a): A_HIGH})
"""B_t: the scale is at most this at time t."""
NORM_AT: Expr = NORM_CAP / (2 - MU) ** 2
"""N̄."""
CAP_PASSES = Ge(CAP_OUT * (2 - MU * C_OUT) ** 2 - NORM_CAP * (2 - MU_OUT * C_OUT) ** 2, 0)
"""V' is at least V((2 − μ'c)/(2 − μc))² at c = cos θ_out."""

PHASE = ALIGNING_RUN.with_more(
    "phase",
    parameters=(A_LOW, A_HIGH, N_LOW, N_HIGH, NORM_CAP, C_OUT, MU_OUT, CAP_OUT),
    initial=(
        at_start(a) >= A_LOW,
        at_start(a) <= A_HIGH,
        at_start(N) >= N_LOW,
        ALIGNING_RUN.start(CAPPED),
        N_HIGH * (2 - MU) ** 2 >= NORM_CAP,
        *(C_OUT > 0, MU_OUT >= MU, MU_OUT < 2, CAP_PASSES),
    ),
)
"""Runs whose effective learning rate stays in [ℓ, μ], of which θ̄, a̲, ā, N̲ and V are known."""
UNGUARDED = replace(PHASE, name="run", guards=())
BELOW_MU = Ge(MU * N_LOW - ENVELOPE, 0)
ABOVE_ELL = Ge(SCALE_AT - ELL * N_HIGH, 0)
REACHES = Ge((1 - C_OUT) * (1 + C_LOW) - SHRINKAGE * (1 - C_LOW) * (1 + C_OUT), 0)
"""tan²(θ_out/2) is at least γ^(2t) tan²(θ̄/2)."""


def establish(proof: Proof, system: System) -> tuple[str, ...]:
    """The facts of one phase at every time, the first two being λ ≤ μ and λ ≥ ℓ."""
    establish_basics(proof, system)
    establish_aligned(proof, system)
    establish_norm(proof, system)
    no_rising_edge.establish_norm(proof, system)
    shrinks = half_angle.establish(proof, system)
    lower, upper = establish_scale(proof, system), scale_envelope.establish_upper(proof, system)
    capped = proof.positive(
        "norm at most N̄",
        N_HIGH - N,
        given=[CAPPED, N > 0, c <= 1, MU > 0, MU < 2, ARC > 0, N_HIGH * (2 - MU) ** 2 >= NORM_CAP],
        multiplier=[MU < 2, MU < 2],
        terms=[
            (1, [N_HIGH * (2 - MU) ** 2 >= NORM_CAP], 1),
            (1, [CAPPED], 1),
            (1, [N > 0, MU > 0, c <= 1, ARC > 0], 1),
            (1, [N > 0, MU > 0, c <= 1, MU < 2], 1),
        ],
        strict=False,
        because="(2 − μ)²(N̄ − N) ≥ V − N(2 − μc)² + N((2 − μc)² − (2 − μ)²) ≥ 0.",
    )
    proof.rule("consequence", "norm always at most N̄", system, sequents=[capped])
    kept = (1 - a) - POWER * (1 - at_start(a)) >= 0
    slow = proof.positive(
        "λ at most μ",
        MU - lam,
        given=[kept, POWER >= 0, at_start(a) <= A_HIGH, BELOW_MU, GROWN, at_start(N) >= N_LOW, MU > 0, N > 0],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[
            (1, [MU > 0, GROWN], 1),
            (1, [MU > 0, at_start(N) >= N_LOW], 1),
            (1, [BELOW_MU], 1),
            (1, [kept], 1),
            (1, [POWER >= 0, at_start(a) <= A_HIGH], 1),
        ],
        strict=False,
        because="N(μ − λ) = μN − a, with N ≥ N_0 ≥ N̲ and a ≤ 1 − E(1 − a_0) ≤ B_t, where E = (1 − h)^t.",
    )
    slower = POWER * (C_LOW - at_start(a)) - (C_LOW - a) >= 0
    enough = proof.positive(
        "scale from below",
        a - SCALE_AT,
        given=[slower, POWER >= 0, at_start(a) >= A_LOW],
        terms=[(1, [slower], 1), (1, [POWER >= 0, at_start(a) >= A_LOW], 1)],
        strict=False,
        because="From below the scale is A_t at least.",
    )
    fast = proof.positive(
        "λ at least ℓ",
        lam - ELL,
        given=[slower, POWER >= 0, at_start(a) >= A_LOW, ABOVE_ELL, ELL > 0, N > 0, N_HIGH >= N],
        lemmas=[enough],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(1, [a - SCALE_AT >= 0], 1), (1, [ABOVE_ELL], 1), (1, [ELL > 0, N_HIGH >= N], 1)],
        strict=False,
        because="N(λ − ℓ) = a − ℓN, with a ≥ A_t ≥ ℓN̄ ≥ ℓN.",
    )
    below = [{"fact": upper, "power": str(POWER)}]
    above = [{"fact": lower, "power": str(POWER)}]
    return (
        _every(proof, system, slow, below, [BELOW_MU]),
        _every(proof, system, fast, above, [ABOVE_ELL]),
        _every(proof, system, enough, above, []),
        _every(proof, system, _angle(proof), [{"fact": shrinks, "power": str(SHRINKAGE)}], [REACHES]),
    )


def _every(proof: Proof, system: System, sequent: str, uses: list[dict[str, str]], assume: list[Ge]) -> str:
    return proof.rule(
        "at-every-time", f"{sequent} at every time", system,
        sequent=sequent, uses=uses, assume=assume, because="This holds at every time t.",
    )  # fmt: skip


def _angle(proof: Proof) -> str:
    """cos θ_t ≥ cos θ_out where tan²(θ_out/2) ≥ γ^(2t) tan²(θ̄/2)."""
    first, cosine = at_start(HALF_TAN), at_start(c)
    denominators = [
        half_angle.establish_denominator(proof, x) for x in (cosine, C_LOW, C_OUT, c)
    ]
    shrunk = SHRINKAGE * first - HALF_TAN >= 0
    given = [shrunk, SHRINKAGE >= 0, cosine >= C_LOW, cosine > 0, C_LOW > 0, C_OUT > 0, c > 0, REACHES]
    start = proof.positive(
        "half angle at the start",
        (1 - C_LOW) - first * (1 + C_LOW),
        given=[cosine >= C_LOW, cosine > 0],
        lemmas=denominators[:1],
        relations=[HALF_TAN_EQUATION.subs({HALF_TAN: first, c: cosine})],
        multiplier=[1 + cosine > 0],
        terms=[(2, [cosine >= C_LOW], 1)],
        strict=False,
        because="At the start tan²(θ_0/2) ≤ tan²(θ̄/2) = (1 − cos θ̄)/(1 + cos θ̄).",
    )
    below = (1 - C_OUT) - HALF_TAN * (1 + C_OUT)
    end = proof.positive(
        "half angle at time t",
        below,
        given=given,
        lemmas=[*denominators, start],
        relations=[HALF_TAN_EQUATION.subs({HALF_TAN: first, c: cosine})],
        multiplier=[1 + C_LOW > 0],
        terms=[
            (1, [REACHES], 1),
            (1, [1 + C_OUT > 0, SHRINKAGE >= 0, (1 - C_LOW) - first * (1 + C_LOW) >= 0], 1),
            (1, [1 + C_OUT > 0, 1 + C_LOW > 0, shrunk], 1),
        ],
        strict=False,
        because="With W = γ^(2t) it has shrunk to tan²(θ_t/2) ≤ W tan²(θ̄/2) ≤ tan²(θ_out/2),",
    )
    return proof.positive(
        "angle from above",
        c - C_OUT,
        given=given,
        lemmas=[*denominators, start, end],
        relations=[HALF_TAN_EQUATION.subs({HALF_TAN: first, c: cosine}), HALF_TAN_EQUATION],
        terms=[(HALF, [1 + c > 0, below >= 0], 1)],
        strict=False,
        because="which means θ_t ≤ θ_out.",
    )


def _next_cap(proof: Proof, system: System) -> str:
    """N(2 − μ'c)² ≤ V' where c ≥ cos θ_out, for the next phase."""
    arc, arc_out = ARC, 2 - MU_OUT * c
    corner, corner_out = 2 - MU * C_OUT, 2 - MU_OUT * C_OUT
    reached = c >= C_OUT
    given = [CAPPED, N > 0, c > 0, c <= 1, ARC > 0, MU > 0, MU < 2, MU_OUT >= MU, MU_OUT < 2]
    given += [CAP_PASSES, reached, C_OUT > 0]
    higher = proof.positive(
        "μ' positive", MU_OUT, given=given, terms=[(1, [MU_OUT >= MU], 1), (1, [MU > 0], 1)],
        because="μ' ≥ μ > 0.",
    )  # fmt: skip
    positive_arcs = [
        proof.positive(
            f"2 − {m}·{x} positive",
            2 - m * x,
            given=given,
            lemmas=[higher],
            terms=[(1, [m < 2], 1), (1, [m > 0, c <= 1], 1), *extra],
            because="As μ ≤ μ' < 2 and cos θ_out ≤ c ≤ 1,",
        )
        for m, x, extra in (
            (MU, C_OUT, [(1, [MU > 0, reached], 1)]),
            (MU_OUT, C_OUT, [(1, [MU_OUT > 0, reached], 1)]),
            (MU_OUT, c, []),
        )
    ]
    falls = arc * corner_out - arc_out * corner >= 0
    crossed = proof.positive(
        "(2 − μ'c)/(2 − μc) falls with c",
        falls.lhs,
        given=given,
        terms=[(2, [MU_OUT >= MU, reached], 1)],
        strict=False,
        because="(2 − μc)(2 − μ'c_out) − (2 − μ'c)(2 − μc_out) = 2(μ' − μ)(c − c_out) ≥ 0.",
    )
    cap = proof.positive(
        "norm against V'",
        CAP_OUT - N * arc_out**2,
        given=given,
        lemmas=[higher, *positive_arcs, crossed],
        multiplier=[corner > 0, corner > 0],
        terms=[
            (1, [CAP_PASSES], 1),
            (1, [CAPPED], corner_out),
            (1, [N > 0, falls, ARC > 0, corner_out > 0], 1),
            (1, [N > 0, falls, arc_out > 0, corner > 0], 1),
        ],
        strict=False,
        because="So N(2 − μ'c)² ≤ V((2 − μ'c_out)/(2 − μc_out))² ≤ V'.",
    )
    return _every(proof, system, cap, [], [reached])


def derive() -> Proof:
    proof = Proof("square.waiting-time-two-phase")
    free, phase = proof.system(UNGUARDED), proof.system(PHASE)
    slow, fast, *reached = establish(proof, phase)
    within = proof.rule("sustain", "the effective learning rate stays in [ℓ, μ]", free, into=phase.name, facts=[slow, fast],
        because="Together: as long as the two conditions held before t, so did ℓ ≤ λ ≤ μ.")
    proof.conclude(within, *reached, "norm always at most N̄", _next_cap(proof, phase))
    return proof

if __name__ == "__main__":
    from verifier.kernel import replay
    for b in ("flint","fractions"):
        r=replay(derive().certificate(),b)
        for n in r.concludes: print(r.facts[n])
