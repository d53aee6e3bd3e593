"""Lemmas about one alignment phase: what bounds of the initial state say about a later one.

The phase is a stretch of steps with ℓ ≤ λ ≤ μ.  Everything is monotone in bounds of the initial state,
so that the bounds of the state reached may start the next phase; see square.alignment-phase.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Ge, denom, numer

from derivations.direction import half_angle, monotone_norm
from derivations.direction.before_onset import (
    ARC,
    C_LOW,
    CAPPED,
    MU,
    N_HIGH,
    NORM_CAP,
    establish_aligned,
    establish_norm,
)
from derivations.direction.circle import HALF
from derivations.direction.half_angle import ELL, HALF_TAN, HALF_TAN_EQUATION
from derivations.direction.monotone_norm import GROWN
from derivations.notation import N, a, at_start, c, cosine, lam, plain, symbol, t
from derivations.proof import Condition, Proof, System
from derivations.square import scale_envelope
from derivations.square.half_angle import ALIGNING_RUN
from derivations.square.lemmas.before_onset import (
    A_LOW,
    SCALE_AT,
    establish_basics,
    establish_scale,
    establish_scale_at,
)
from derivations.square.model.system import LAMBDA
from derivations.square.scale_envelope import POWER, RATIO, UPPER

A_HIGH = symbol("a_high", r"\overline{a}", "a̅", "at least a_0")
N_LOW = symbol("N_low", r"\underline{N}", "N̲", "at most N_0")
C_OUT = cosine("c_out", r"\bar\theta'", "cos θ̄'", "cos θ̄', for the angle θ̄' reached")
MU_OUT = symbol("mu_out", r"\mu'", "μ'", "μ of the next phase")
CAP_OUT = symbol("V_out", "V'", "V'", "V of the next phase")
SHRINKAGE = symbol("W", "W", "W", "γ^(2t), the share of tan²(θ/2) that is left")
ENVELOPE: Expr = UPPER.subs({RATIO**t: POWER, at_start(a): A_HIGH})
"""B_t: the scale is at most this at time t."""
NORM_AT: Expr = NORM_CAP / (2 - MU) ** 2
"""N̄."""
CAP_FACTOR: Expr = ((2 - MU_OUT * C_OUT) / (2 - MU * C_OUT)) ** 2
"""V'/V at least."""
CAP_PASSES = Ge(CAP_OUT * denom(CAP_FACTOR) - NORM_CAP * numer(CAP_FACTOR), 0)

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
UNGUARDED = replace(PHASE, name="bounded run", guards=())
BELOW_MU = Ge(MU * N_LOW - ENVELOPE, 0)
ABOVE_ELL = Ge(SCALE_AT - ELL * N_HIGH, 0)
REACHES = Ge((1 - C_OUT) * (1 + C_LOW) - SHRINKAGE * (1 - C_LOW) * (1 + C_OUT), 0)
"""tan²(θ̄'/2) is at least γ^(2t) tan²(θ̄/2)."""
REACHED = c >= C_OUT
KEEPS_BELOW = (1 - a) - POWER * (1 - at_start(a)) >= 0
"""The upper envelope, with E = (1 − h)^t."""


def establish(proof: Proof, system: System) -> tuple[str, ...]:
    """The facts of one phase at every time.

    They are λ ≤ μ, λ ≥ ℓ, a ≤ B_t, a ≥ A_t, θ_t ≤ θ̄' and N(2 − μ'c)² ≤ V', in this order.
    """
    establish_basics(proof, system)
    establish_aligned(proof, system)
    establish_norm(proof, system)
    monotone_norm.establish_norm(proof, system)
    _establish_top(proof, system)
    shrinks = half_angle.establish(proof, system)
    lower = [{"fact": establish_scale(proof, system), "power": str(POWER)}]
    upper = [{"fact": scale_envelope.establish_upper(proof, system), "power": str(POWER)}]
    slow, within = _from_above(proof)
    fast, enough = _from_below(proof)
    return (
        _every(proof, system, slow, upper, [BELOW_MU]),
        _every(proof, system, fast, lower, [ABOVE_ELL]),
        _every(proof, system, within, upper, []),
        _every(proof, system, enough, lower, []),
        _every(proof, system, _angle(proof), [{"fact": shrinks, "power": str(SHRINKAGE)}], [REACHES]),
        _every(proof, system, establish_next_cap(proof), [], [REACHED]),
    )


def _every(
    proof: Proof, system: System, sequent: str, uses: list[dict[str, str]], assume: list[Condition]
) -> str:
    return proof.rule(
        "at-every-time", f"{sequent}, at every time", system,
        sequent=sequent, uses=uses, assume=assume, because="This holds at every time t.",
    )  # fmt: skip


def establish_capped(proof: Proof) -> str:
    """Add N ≤ N̄ where N(2 − μc)² ≤ V ≤ N̄(2 − μ)², unless it stands already; returns the step's name."""
    name, top = "norm at most N̄", N_HIGH * (2 - MU) ** 2 >= NORM_CAP
    if name in proof.conclusions:
        return name
    return proof.positive(
        name,
        N_HIGH - N,
        given=[CAPPED, N > 0, c <= 1, MU > 0, MU < 2, ARC > 0, top],
        multiplier=[MU < 2, MU < 2],
        terms=[
            (1, [top], 1),
            (1, [CAPPED], 1),
            (1, [N > 0, MU > 0, c <= 1, ARC > 0], 1),
            (1, [N > 0, MU > 0, c <= 1, MU < 2], 1),
        ],
        strict=False,
        because="(2 − μ)²(N̄ − N) ≥ V − N(2 − μc)² + N((2 − μc)² − (2 − μ)²) ≥ 0.",
    )


def _establish_top(proof: Proof, system: System) -> None:
    """N ≤ N̄ = V/(2 − μ)² at all times."""
    proof.rule(
        "consequence", "norm always at most N̄", system, sequents=[establish_capped(proof)],
        because="Hence N_t ≤ N̄ for all t.",
    )  # fmt: skip


def _from_above(proof: Proof) -> tuple[str, str]:
    """λ ≤ μ and a ≤ B_t."""
    known = [KEEPS_BELOW, POWER >= 0, at_start(a) <= A_HIGH]
    within = proof.positive(
        "scale from above",
        ENVELOPE - a,
        given=known,
        terms=[(1, [KEEPS_BELOW], 1), (1, [POWER >= 0, at_start(a) <= A_HIGH], 1)],
        strict=False,
        because="With E = (1 − h)^t and a_0 ≤ ā the scale is at most B_t = 1 − (1 − ā)E.",
    )
    slow = proof.positive(
        "λ at most μ",
        MU - lam,
        given=[*known, BELOW_MU, GROWN, at_start(N) >= N_LOW, MU > 0, N > 0],
        lemmas=[within],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[
            (1, [MU > 0, GROWN], 1),
            (1, [MU > 0, at_start(N) >= N_LOW], 1),
            (1, [BELOW_MU], 1),
            (1, [ENVELOPE - a >= 0], 1),
        ],
        strict=False,
        because="N(μ − λ) = μN − a, with N ≥ N_0 ≥ N̲ and a ≤ B_t ≤ μN̲.",
    )
    return slow, within


def _from_below(proof: Proof) -> tuple[str, str]:
    """λ ≥ ℓ and a ≥ A_t."""
    enough, known = establish_scale_at(proof)
    fast = proof.positive(
        "λ at least ℓ",
        lam - ELL,
        given=[*known, ABOVE_ELL, ELL > 0, N > 0, N_HIGH >= N],
        lemmas=[enough],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(1, [a - SCALE_AT >= 0], 1), (1, [ABOVE_ELL], 1), (1, [ELL > 0, N_HIGH >= N], 1)],
        strict=False,
        because="N(λ − ℓ) = a − ℓN, with a ≥ A_t ≥ ℓN̄ ≥ ℓN.",
    )
    return fast, enough


def _angle(proof: Proof) -> str:
    """cos θ_t ≥ cos θ̄' where tan²(θ̄'/2) ≥ γ^(2t) tan²(θ̄/2)."""
    first, cosine = at_start(HALF_TAN), at_start(c)
    denominators = [half_angle.establish_denominator(proof, x) for x in (cosine, C_LOW, C_OUT, c)]
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
        because="With W = γ^(2t) it has shrunk to tan²(θ_t/2) ≤ W tan²(θ̄/2) ≤ tan²(θ̄'/2),",
    )
    return proof.positive(
        "angle from above",
        c - C_OUT,
        given=given,
        lemmas=[*denominators, start, end],
        relations=[HALF_TAN_EQUATION.subs({HALF_TAN: first, c: cosine}), HALF_TAN_EQUATION],
        terms=[(HALF, [1 + c > 0, below >= 0], 1)],
        strict=False,
        because="which means θ_t ≤ θ̄'.",
    )


def establish_next_cap(proof: Proof) -> str:
    """N(2 − μ'c)² ≤ V' where c ≥ cos θ̄', for the next phase."""
    arc, arc_out = ARC, 2 - MU_OUT * c
    corner, corner_out = 2 - MU * C_OUT, 2 - MU_OUT * C_OUT
    given = [CAPPED, N > 0, c > 0, c <= 1, ARC > 0, MU > 0, MU < 2, MU_OUT >= MU, MU_OUT < 2]
    given += [CAP_PASSES, REACHED, C_OUT > 0]
    higher = proof.positive(
        "μ' positive", MU_OUT, given=given, terms=[(1, [MU_OUT >= MU], 1), (1, [MU > 0], 1)],
        because="μ' ≥ μ > 0.",
    )  # fmt: skip
    positive_arcs = [
        proof.positive(
            f"2 − {plain(m)}·{plain(x)} positive",
            2 - m * x,
            given=given,
            lemmas=[higher],
            terms=[(1, [m < 2], 1), (1, [m > 0, c <= 1], 1), *extra],
            because="As μ ≤ μ' < 2 and cos θ̄' ≤ c ≤ 1,",
        )
        for m, x, extra in (
            (MU, C_OUT, [(1, [MU > 0, REACHED], 1)]),
            (MU_OUT, C_OUT, [(1, [MU_OUT > 0, REACHED], 1)]),
            (MU_OUT, c, []),
        )
    ]
    falls = arc * corner_out - arc_out * corner >= 0
    crossed = proof.positive(
        "(2 − μ'c)/(2 − μc) falls with c",
        falls.lhs,
        given=given,
        terms=[(2, [MU_OUT >= MU, REACHED], 1)],
        strict=False,
        because="With d = cos θ̄': (2 − μc)(2 − μ'd) − (2 − μ'c)(2 − μd) = 2(μ' − μ)(c − d) ≥ 0.",
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
        because="So N(2 − μ'c)² ≤ V((2 − μ'd)/(2 − μd))² ≤ V'.",
    )
    return cap
