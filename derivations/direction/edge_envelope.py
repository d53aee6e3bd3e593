"""Bounds along a rising edge: u of λ, S of sin θ, M of the norm on the later steps, and the budget γ.

While λ ≤ u and |sin θ| ≤ S, one step of the edge multiplies |sin θ| by u − 1 and N by 1 + u²S² at most.  So
beside an edge with λ_t ≤ u_t run S_{t+1} = S_t(u_t − 1) and P_{t+1} = P_t(1 + u_t²S_t²), from S_0 = s_0 and
P_0 = N_0, and |sin θ_t| ≤ |S_t|, N_t ≤ P_t.
"""

from __future__ import annotations

from sympy import Eq, Expr, Ge

from derivations.direction.rising_edge import HALF, establish_turn
from derivations.direction.rising_threshold import RISING
from derivations.direction.system import NORM, ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, at_next, at_start, c, k, lam, s, sbar, symbol
from derivations.proof import Condition, Proof, System

LR_CAP = symbol("u", "u", "u", "at least the effective learning rate of a step of the edge")
SINE_CAP = symbol("S", "S", "S", "at least the sine of a step of the edge")
NORM_CAP = symbol("P", "P", "P", "at least the squared norm of a step of the edge")
NU = symbol("nu", r"\nu", "ν", "at most the effective learning rate of the later steps of an edge")
GAMMA = symbol("gamma", r"\gamma", "γ", "1 − 2s̄² − 2/ν, by which sin² pays for the growth of N")
LATER_CAP = symbol("M", "M", "M", "at least the squared norm of the later steps of an edge")
BUDGET: Expr = NU * (1 - 2 * sbar**2) - 2 - NU * GAMMA
"""Zero for γ = 1 − 2s̄² − 2/ν."""
ROOM: Expr = GAMMA + at_start(s) ** 2 - sbar**2
GROWN = s**2 >= at_start(s) ** 2
SINE_RATIO: Expr = (LR_CAP - 1) ** 2
"""sin²θ grows by this at most where λ ≤ u."""
NORM_RATIO: Expr = 1 + LR_CAP**2 * SINE_CAP**2
"""And N by this, where |sin θ| ≤ S."""
SINE_CAP_NEXT: Expr = SINE_CAP * (LR_CAP - 1)
NORM_CAP_NEXT: Expr = NORM_CAP * NORM_RATIO
CAP_STARTS: tuple[Condition, ...] = (Eq(SINE_CAP - at_start(s), 0), Eq(NORM_CAP - at_start(N), 0))
CAP_STEPS = (at_next(SINE_CAP) - SINE_CAP_NEXT, at_next(NORM_CAP) - NORM_CAP_NEXT)
SLOW = lam <= LR_CAP
BELOW_S = SINE_CAP**2 >= s**2
BELOW_P = NORM_CAP >= N
NARROW = NORM_CAP * GAMMA <= LATER_CAP * ROOM
"""By its envelope, the norm leaves the budget for the rest of the way to s̄."""


def establish_sine_growth(proof: Proof) -> str:
    """Add s'² ≤ (u − 1)²s² at a rising step with λ ≤ u; returns the step's name."""
    given = [RISING, c > 0, lam > 0, k > 0, SLOW]
    slower = proof.positive(
        "λc at most u",
        LR_CAP - lam * c,
        given=given,
        relations=[UNIT_CIRCLE],
        terms=[(1, [SLOW], 1), (HALF, [lam > 0], 1 - c), (HALF, [lam > 0], s)],
        strict=False,
        because="As λ ≤ u, and 2(1 − c) = (1 − c)² + s²,",
    )
    return proof.positive(
        "sine grows by u − 1 at most",
        SINE_RATIO * s**2 - at_next(s) ** 2,
        given=given,
        lemmas=[establish_turn(proof), slower],
        relations=[UNIT_CIRCLE, SINE, ROOT],
        multiplier=[k > 0, k > 0],
        terms=[
            (1, [], s * (LR_CAP - lam * c)),
            (2, [LR_CAP - lam * c >= 0, lam * c - 1 > 0], s),
            (1, [], (LR_CAP - 1) * lam * s**2),
        ],
        strict=False,
        because="|sin θ'| = |sin θ|(λc − 1)/k ≤ |sin θ|(u − 1).",
    )


def establish_norm_growth(proof: Proof) -> str:
    """Add N' ≤ (1 + u²S²)N at a step with λ ≤ u and |sin θ| ≤ S; returns the step's name."""
    return proof.positive(
        "norm grows by 1 + u²S² at most",
        NORM_RATIO * N - at_next(N),
        given=[N > 0, lam > 0, SLOW, BELOW_S],
        relations=[NORM],
        terms=[
            (1, [N > 0], SINE_CAP * (LR_CAP - lam)),
            (2, [N > 0, lam > 0, SLOW], SINE_CAP),
            (1, [N > 0, BELOW_S], lam),
        ],
        strict=False,
        because="N' = N(1 + λ²s²).",
    )


def establish_start(proof: Proof, system: System, bound: Condition, name: str) -> str:
    """The bound holds with equality at time 0; return the step's name."""
    low, high = (bound.rhs, bound.lhs) if isinstance(bound, Ge) else (bound.lhs, bound.rhs)
    gap = high - low
    origins = [x - at_start(x) for x in system.tracked if x in gap.free_symbols]
    given = [known.lhs for known in system.initial if isinstance(known, Eq)]
    return proof.identity(
        f"{system.name}: {name}", high, low, relations=[*given, *origins], because="At time 0,"
    )


def establish_caps(proof: Proof, system: System) -> None:
    """Add |sin θ_t| ≤ |S_t| and N_t ≤ P_t, which start as equalities; ``system`` knows 0 < λ ≤ u."""
    turn, pay = establish_sine_growth(proof), establish_norm_growth(proof)
    rising = [RISING, c > 0, lam > 0, k > 0, SLOW]
    sine = proof.positive(
        f"{system.name}: sine below S, one step",
        system.after(SINE_CAP**2 - s**2),
        given=[*rising, BELOW_S],
        lemmas=[turn],
        relations=[at_next(SINE_CAP) - SINE_CAP_NEXT, UNIT_CIRCLE, SINE, ROOT],
        terms=[(1, [BELOW_S], LR_CAP - 1), (1, [proof.conclusions[turn]], 1)],
        strict=False,
        because="|sin θ'| ≤ |sin θ|(u − 1) ≤ |S|(u − 1) = |S'|.",
    )
    start = establish_start(proof, system, BELOW_S, "S at the start")
    proof.invariant(f"{system.name}: sine envelope", system, {BELOW_S: (start, sine)},
                    because="Hence |sin θ_t| ≤ |S_t|.")  # fmt: skip
    norm = proof.positive(
        f"{system.name}: norm below P, one step",
        system.after(NORM_CAP - N),
        given=[N > 0, lam > 0, SLOW, BELOW_S, BELOW_P],
        lemmas=[pay],
        relations=[at_next(NORM_CAP) - NORM_CAP_NEXT, NORM],
        terms=[
            (1, [BELOW_P], 1),
            (1, [BELOW_P], LR_CAP * SINE_CAP),
            (1, [proof.conclusions[pay]], 1),
        ],
        strict=False,
        because="N' ≤ N(1 + u²S²) ≤ P(1 + u²S²) = P'.",
    )
    start = establish_start(proof, system, BELOW_P, "P at the start")
    proof.invariant(f"{system.name}: norm envelope", system, {BELOW_P: (start, norm)},
                    because="Hence N_t ≤ P_t.")  # fmt: skip
