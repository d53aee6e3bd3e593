"""The gain of a rising edge below s̄, in its first steps and in the later ones.

While sin θ < s̄ and N ≤ M, the effective learning rate is at least ℓ_t = (c̄ − (c̄ − a_0)E_t)/M, so sin θ
gains at least the factor g_t = (ℓ_tc̄ − 1)/√(1 + ℓ_t²s̄²) a step.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Gt, Integer

from derivations.direction.circle import CBAR, CIRCLE_BAR
from derivations.direction.edge_envelope import LATER_CAP
from derivations.direction.rising_edge import BELOW_SBAR, LOW_LR, SPREAD, STEADY, establish_spread
from derivations.direction.system import ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s, sbar, symbol
from derivations.proof import Condition, Proof, System
from derivations.square.lemmas.edge_budget import LATER
from derivations.square.lemmas.edge_envelope import (
    ABOVE_LOW,
    BELOW_P,
    FIRST,
    NORM_CAP,
    POWER_STEP,
    SCALE_LOW,
)
from derivations.square.model.system import LAMBDA
from derivations.square.scale_envelope import POWER

TURN = symbol("tau_turn", r"\tau", "τ", "max(ℓc̄ − 1, 0)")
GAIN = symbol("g_gain", "g", "g", "τ/√(1 + ℓ²s̄²), at most sin θ' over sin θ")
SPREADS = Gt(SPREAD, 0, evaluate=False)
LOW_LR_IS: Expr = LOW_LR * LATER_CAP - SCALE_LOW
TURN_IS: Expr = TURN**2 - TURN * STEADY
"""Zero for τ = max(ℓc̄ − 1, 0)."""
GAIN_IS: Expr = GAIN**2 * SPREAD - TURN**2
POSITIVE_LOW = SCALE_LOW > 0

EARLY = NORM_CAP <= LATER_CAP
EARLY_CAP_NEEDS: tuple[Condition, ...] = (BELOW_P, EARLY)

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
