"""The gain of a rising edge, and the box its state must lie in: the steps of the comparison recursion.

While sin θ < s̄ and N ≤ M, the effective learning rate is at least ℓ_t = (c̄ − (c̄ − a_0)E_t)/M, so sin θ
gains at least the factor g_t = (ℓ_tc̄ − 1)/√(1 + ℓ_t²s̄²) a step.  And wherever sin θ_t ≥ L_t, a rise needs
λ > μ_t = 2√(1 − L_t²)/(1 − 2L_t²), so that N_t ≥ n_t with n_{t+1} = n_t(1 + μ_t²L_t²), n_0 = N_0.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Eq, Expr, Gt, Integer, Rational, Symbol

from derivations.notation import LATEX, N, a, at_next, at_start, c, h, k, lam, s, sbar
from derivations.proof import Condition, Proof, System
from derivations.square import cone_invariance
from derivations.square.edge_budget import LATER
from derivations.square.edge_envelope import (
    ABOVE_LOW,
    BELOW_HIGH,
    BELOW_P,
    FIRST,
    LATER_CAP,
    NORM_CAP,
    POWER_STEP,
    SCALE_HIGH,
    SCALE_LOW,
    establish_scale_high,
    establish_start,
)
from derivations.square.rising_edge import (
    BELOW_SBAR,
    CBAR,
    CIRCLE_BAR,
    LOW_LR,
    RISING,
    SPREAD,
    STEADY,
    establish_spread,
    establish_turn,
)
from derivations.square.scale_envelope import POWER
from derivations.square.self_stabilization import EDGE
from derivations.square.system import LAMBDA, NORM, ROOT, SINE, UNIT_CIRCLE

HALF = Rational(1, 2)
TURN, GAIN, SINE_LOW, NORM_LOW, COS_LOW, THRESHOLD_LOW = (
    Symbol(name, real=True) for name in ("tau", "g", "L", "n", "c_L", "mu")
)
LATEX |= {TURN: r"\tau", THRESHOLD_LOW: r"\mu"}
SPREADS = Gt(SPREAD, 0, evaluate=False)
LOW_LR_IS: Expr = LOW_LR * LATER_CAP - SCALE_LOW
TURN_IS: Expr = TURN**2 - TURN * STEADY
"""Zero for τ = max(ℓc̄ − 1, 0)."""
GAIN_IS: Expr = GAIN**2 * SPREAD - TURN**2
POSITIVE_LOW = SCALE_LOW > 0

COS_DOUBLE: Expr = 1 - 2 * SINE_LOW**2
"""cos 2θ where sin θ = L."""

EARLY = NORM_CAP <= LATER_CAP
EARLY_CAP_NEEDS: tuple[Condition, ...] = (BELOW_P, EARLY)
ABOVE_SINE = SINE_LOW**2 <= s**2
CIRCLE_LOW: Expr = COS_LOW**2 + SINE_LOW**2 - 1
THRESHOLD_IS: Expr = THRESHOLD_LOW * COS_DOUBLE - 2 * COS_LOW
NORM_LOW_NEXT: Expr = NORM_LOW * (1 + THRESHOLD_LOW**2 * SINE_LOW**2)
NORM_LOW_STEP: Expr = at_next(NORM_LOW) - NORM_LOW_NEXT

GAINING_FIRST = FIRST.with_more(
    "first steps, gaining",
    state=(LOW_LR, TURN, GAIN),
    conditions=(TURN >= 0,),
    instant=(LOW_LR_IS, TURN_IS, GAIN_IS),
    guards=(EARLY,),
)
GAINING_LATER = LATER.with_more(
    "later steps, gaining",
    state=(POWER, LOW_LR, TURN, GAIN),
    parameters=(at_start(a),),
    conditions=(TURN >= 0,),
    instant=(LOW_LR_IS, TURN_IS, GAIN_IS),
    relations=(POWER_STEP,),
    initial=(ABOVE_LOW, POSITIVE_LOW),
)
"""Both phases below s̄ beside ℓ, τ = max(ℓc̄ − 1, 0) and the gain g they give."""

BOXED = EDGE.with_more(
    "boxed edge",
    state=(POWER, SINE_LOW, NORM_LOW, COS_LOW, THRESHOLD_LOW),
    conditions=(ABOVE_SINE, COS_LOW > 0, COS_DOUBLE > 0),
    initial=(Eq(POWER - 1, 0), Eq(NORM_LOW - at_start(N), 0)),
    instant=(CIRCLE_LOW, THRESHOLD_IS),
    relations=(POWER_STEP, NORM_LOW_STEP),
)
"""The whole edge beside any lower bounds L_t of sin θ_t below 45°."""


def establish_early_cap(proof: Proof, system: System) -> str:
    """N ≤ M in the first steps, from ``EARLY_CAP_NEEDS``; return the step's name."""
    return proof.positive(
        f"{system.name}: N at most M",
        LATER_CAP - N,
        given=EARLY_CAP_NEEDS,
        terms=[(1, [BELOW_P], 1), (1, [EARLY], 1)],
        strict=False,
        because="As long as P ≤ M, also N ≤ M.",
    )


def establish_positive_low(proof: Proof, system: System, start: str | None) -> None:
    """Add c̄ − (c̄ − a_0)E > 0; ``start`` names the sequent that shows it at time 0, if one is needed."""
    step = proof.positive(
        f"{system.name}: lower envelope stays positive",
        system.after(SCALE_LOW),
        given=[h > 0, h <= 1, CBAR > 0, POSITIVE_LOW],
        relations=[POWER_STEP],
        terms=[(1, [h <= 1, POSITIVE_LOW], 1), (1, [h > 0, CBAR > 0], 1)],
        because="The lower envelope is a mean of its last value and c̄ > 0.",
    )
    proof.invariant(
        f"{system.name}: lower envelope positive", system, {POSITIVE_LOW: (start, step)},
        because="Hence it stays positive.",
    )  # fmt: skip


def establish_gain(proof: Proof, system: System, capped: str, needs: Sequence[Condition]) -> str:
    """sin²θ_t ≥ sin²θ_0 Π g² along ``system``; ``needs`` show N ≤ M by the sequent ``capped``."""
    name = system.name
    assumed = [*needs, N > 0, ABOVE_LOW, POSITIVE_LOW, LATER_CAP > 0]
    some = proof.positive(
        f"{name}: ℓ positive",
        LOW_LR,
        given=[POSITIVE_LOW, LATER_CAP > 0],
        relations=[LOW_LR_IS],
        multiplier=[LATER_CAP > 0],
        terms=[(1, [POSITIVE_LOW], 1)],
        because="ℓ is the lower envelope of the scale over M, both positive.",
    )
    above = proof.positive(
        f"{name}: λ at least ℓ",
        lam - LOW_LR,
        given=assumed,
        lemmas=[capped, some],
        relations=[LAMBDA, LOW_LR_IS],
        multiplier=[N > 0],
        terms=[(1, [ABOVE_LOW], 1), (1, [LOW_LR > 0, N <= LATER_CAP], 1)],
        strict=False,
        because="As a ≥ ℓM and N ≤ M, λ = a/N ≥ ℓ.",
    )
    spreads = proof.positive(
        f"{name}: 1 + ℓ²s̄² positive",
        SPREAD,
        terms=[(1, [], 1), (1, [], LOW_LR * sbar)],
        because="With 1 + ℓ²s̄² > 0",
    )
    step = proof.positive(
        f"{name}: sine grows by g",
        at_next(s) ** 2 - GAIN**2 * s**2,
        given=[*assumed, CBAR > 0, c > 0, lam > 0, k > 0, BELOW_SBAR, TURN >= 0],
        lemmas=[some, above, establish_spread(proof, LOW_LR, TURN, [TURN_IS]), spreads],
        relations=[LAMBDA, LOW_LR_IS, UNIT_CIRCLE, CIRCLE_BAR, SINE, ROOT, TURN_IS, GAIN_IS],
        cofactors=[*7 * [Integer(0)], -(s**2)],
        multiplier=[SPREADS],
        terms=[(1, [SPREAD * at_next(s) ** 2 - TURN**2 * s**2 >= 0], 1)],
        strict=False,
        because="this factor is g² = τ²/(1 + ℓ²s̄²).",
    )
    square = proof.positive(
        f"{name}: g² not negative",
        GAIN**2,
        terms=[(1, [], GAIN)],
        strict=False,
        because="As g² ≥ 0, this may be iterated.",
    )
    return proof.rule(
        "growth", f"{name}: gain", system,
        quantity=s**2, ratio=GAIN**2, direction=">=", step=step, nonnegative=square,
        because="Step by step, sin θ_{t+1} ≥ g_t sin θ_t as long as sin θ < s̄.",
    )  # fmt: skip


def establish_box(proof: Proof, system: System) -> str:
    """At a rising step 1 − (1 − a_0)E > μn; ``system`` extends ``BOXED``.  Returns the fact's name."""
    cone_invariance.establish(proof, system)
    establish_scale_high(proof, system)
    circles = [UNIT_CIRCLE, CIRCLE_LOW, THRESHOLD_IS]
    known = [c > 0, lam > 0, COS_LOW > 0, COS_DOUBLE > 0, ABOVE_SINE]
    divisor = proof.positive(
        "c + c_L positive",
        c + COS_LOW,
        given=[c > 0, COS_LOW > 0],
        terms=[(1, [c > 0], 1), (1, [COS_LOW > 0], 1)],
        because="Both cosines are positive.",
    )
    less_aligned = proof.positive(
        "c at most c_L",
        COS_LOW - c,
        given=known,
        lemmas=[divisor],
        relations=circles,
        multiplier=[c + COS_LOW > 0],
        terms=[(1, [ABOVE_SINE], 1)],
        strict=False,
        because="As sin θ ≥ L, cos θ is at most c_L = √(1 − L²).",
    )
    above = proof.positive(
        "λ above μ",
        lam - THRESHOLD_LOW,
        given=[*known, RISING],
        lemmas=[less_aligned, establish_turn(proof)],
        relations=circles,
        multiplier=[COS_DOUBLE > 0],
        terms=[
            (1, [RISING], 1),
            (2, [COS_LOW >= c, lam * c > 1], 1),
            (2, [COS_LOW >= c, lam > 0, COS_LOW > 0], 1),
        ],
        because="λ cos 2θ − 2 cos θ is positive, and more so at the angle with sine L.",
    )
    least = proof.positive(
        "μ positive",
        THRESHOLD_LOW,
        given=known,
        relations=circles,
        multiplier=[COS_DOUBLE > 0],
        terms=[(2, [COS_LOW > 0], 1)],
        because="Below 45° μ is positive.",
    )
    low = N >= NORM_LOW
    step = proof.positive(
        "norm above n, one step",
        system.after(N - NORM_LOW),
        given=[*known, RISING, N > 0, low],
        lemmas=[above, least],
        relations=[*circles, NORM, NORM_LOW_STEP],
        cofactors=[*3 * [Integer(0)], Integer(1), Integer(-1)],
        terms=[
            (1, [low], 1),
            (1, [low], THRESHOLD_LOW * SINE_LOW),
            (1, [N > 0, ABOVE_SINE], lam),
            (1, [N > 0], SINE_LOW * (lam - THRESHOLD_LOW)),
            (2, [N > 0, lam > THRESHOLD_LOW, THRESHOLD_LOW > 0], SINE_LOW),
        ],
        strict=False,
        because="So N' = N(1 + λ²s²) ≥ n(1 + μ²L²) = n'.",
    )
    start = establish_start(proof, system, low, "n at the start")
    proof.invariant("norm above n", system, {low: (start, step)}, because="Hence N_t ≥ n_t on the edge.")
    fits = proof.positive(
        "scale above μn",
        SCALE_HIGH - THRESHOLD_LOW * NORM_LOW,
        given=[*known, RISING, N > 0, low, BELOW_HIGH],
        lemmas=[above, least],
        relations=[*circles, LAMBDA],
        cofactors=[*3 * [Integer(0)], Integer(-1)],
        terms=[
            (1, [BELOW_HIGH], 1),
            (1, [lam > THRESHOLD_LOW, N > 0], 1),
            (1, [THRESHOLD_LOW > 0, low], 1),
        ],
        because="A rising step needs 1 − (1 − a_0)E ≥ a = λN > μN ≥ μn.",
    )
    return proof.rule(
        "at-every-time", "a rising step fits the box", system,
        sequent=fits, uses=[], assume=[RISING],
        because="So the edge has ended once 1 − (1 − a_0)E_t ≤ μ_tn_t.",
    )  # fmt: skip
