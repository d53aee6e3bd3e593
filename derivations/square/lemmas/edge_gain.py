"""The gain of a rising edge below s̄, in its first steps and in the later ones.

While sin θ < s̄ and N ≤ M, the effective learning rate is at least ℓ_t = (c̄ − (c̄ − a_0)E_t)/M, so sin θ
gains at least the factor g_t = (ℓ_tc̄ − 1)/√(1 + ℓ_t²s̄²) a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import Expr, Gt, Integer

from derivations.direction.circle import CBAR, CIRCLE_BAR
from derivations.direction.edge_envelope import BELOW_P, BUDGET, LATER_CAP, NORM_CAP
from derivations.direction.rising_edge import BELOW_SBAR, LOW_LR, SPREAD, STEADY, establish_spread
from derivations.direction.system import ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, at_next, c, h, k, lam, s, sbar, symbol
from derivations.proof import Condition, Proof, System
from derivations.square.lemmas.edge_envelope import (
    ABOVE_LOW,
    CHOICE,
    CHOSEN_NUMBERS,
    ENVELOPE,
    ENVELOPE_STARTS,
    ENVELOPE_STEPS,
    LR_CAP_IS,
    POWER_STEP,
    SCALE_LOW,
)
from derivations.square.model.system import LAMBDA
from derivations.square.self_stabilization import EDGE

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

GAINING = EDGE.with_more(
    "edge, gaining",
    state=(*ENVELOPE, LOW_LR, TURN, GAIN),
    parameters=CHOSEN_NUMBERS,
    conditions=(TURN >= 0,),
    initial=(*CHOICE, *ENVELOPE_STARTS),
    instant=(CIRCLE_BAR, BUDGET, LR_CAP_IS, LOW_LR_IS, TURN_IS, GAIN_IS),
    relations=ENVELOPE_STEPS,
)
"""The whole edge beside its envelope, with one s̄, ℓ, τ = max(ℓc̄ − 1, 0) and the gain g they give."""


def establish_early_cap(proof: Proof) -> str:
    """N ≤ M in the first steps, from ``EARLY_CAP_NEEDS``; return the step's name."""
    return proof.positive(
        "first steps: N at most M",
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


def establish_gain(
    proof: Proof, lasting: str, capped: str, needs: Sequence[Condition], more: Sequence[Condition] = ()
) -> str:
    """sin θ' ≥ g sin θ at each step below s̄ of the edge at which ``lasting`` lasts and ``more`` holds.

    ``needs`` show N ≤ M there by the sequent ``capped``.  Returns the fact's name.
    """
    assumed = [*needs, N > 0, ABOVE_LOW, POSITIVE_LOW, LATER_CAP > 0]
    some = _once(
        proof,
        "ℓ positive",
        LOW_LR,
        given=[POSITIVE_LOW, LATER_CAP > 0],
        relations=[LOW_LR_IS],
        multiplier=[LATER_CAP > 0],
        terms=[(1, [POSITIVE_LOW], 1)],
        because="ℓ is the lower envelope of the scale over M, both positive.",
    )
    above = proof.positive(
        f"{lasting}: λ at least ℓ",
        lam - LOW_LR,
        given=assumed,
        lemmas=[capped, some],
        relations=[LAMBDA, LOW_LR_IS],
        multiplier=[N > 0],
        terms=[(1, [ABOVE_LOW], 1), (1, [LOW_LR > 0, N <= LATER_CAP], 1)],
        strict=False,
        because="As a ≥ ℓM and N ≤ M, λ = a/N ≥ ℓ.",
    )
    spreads = _once(
        proof,
        "1 + ℓ²s̄² positive",
        SPREAD,
        terms=[(1, [], 1), (1, [], LOW_LR * sbar)],
        because="With 1 + ℓ²s̄² > 0",
    )
    step = proof.positive(
        f"{lasting}: sine grows by g",
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
    return proof.rule(
        "while-lasting", f"{lasting}: gain", GAINING, lasting=lasting, assume=[*more], sequents=[step],
        because="So sin θ' ≥ g sin θ at each such step of the edge.",
    )  # fmt: skip


def _once(proof: Proof, name: str, target: Expr, **known: Any) -> str:
    """A sequent that is added once a proof."""
    return name if name in proof.conclusions else proof.positive(name, target, **known)
