"""How far sin θ gets in one step of a rising edge: to s̄, or by the gain g, whatever s̄ and M are chosen.

Where sin θ ≥ s̄ already, it stays so.  Where it is below and VΓ ≤ M(Γ + s_0² − s̄²), the bound of
``edge_moving`` says N ≤ M, so that the effective learning rate is at least ℓ = (c̄ − (c̄ − a_0)E)/M, and
sin θ gains at least the factor g = (ℓc̄ − 1)/√(1 + ℓ²s̄²).  All of these may change with each step.
"""

from __future__ import annotations

from sympy import Expr, Ge, Gt, Integer

from derivations.direction.circle import CBAR, CIRCLE_BAR, establish_aligned
from derivations.direction.edge_envelope import LATER_CAP
from derivations.direction.rising_edge import (
    BELOW_SBAR,
    LOW_LR,
    SPREAD,
    STEADY,
    establish_rise,
    establish_spread,
)
from derivations.direction.system import ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, a, at_next, at_start, c, k, lam, s, sbar, symbol
from derivations.proof import Condition, Proof
from derivations.square.lemmas.edge_envelope import (
    ENVELOPE,
    ENVELOPE_STARTS,
    ENVELOPE_STEPS,
    LR_CAP_IS,
    SCALE_LOW,
)
from derivations.square.lemmas.edge_moving import ALONG, COVERED, MOVES, PAYS, POTENTIAL, TOP
from derivations.square.lemmas.rising_edge import RISING
from derivations.square.model.system import LAMBDA, RUN
from derivations.square.scale_envelope import POWER

TURN = symbol("tau_turn", r"\tau", "τ", "max(ℓc̄ − 1, 0)")
GAIN = symbol("g_gain", "g", "g", "τ/√(1 + ℓ²s̄²), at most sin θ' over sin θ")
SPREADS = Gt(SPREAD, 0, evaluate=False)
LOW_LR_IS: Expr = LOW_LR * LATER_CAP - SCALE_LOW
TURN_IS: Expr = TURN**2 - TURN * STEADY
"""Zero for τ = max(ℓc̄ − 1, 0)."""
GAIN_IS: Expr = GAIN**2 * SPREAD - TURN**2
ROOM_AT: Expr = PAYS + at_start(s) ** 2 - sbar**2
SPENT: Expr = LATER_CAP * ROOM_AT - TOP * PAYS
ADMISSIBLE = Ge((sbar**2 - s**2) * SPENT, 0, evaluate=False)
"""VΓ ≤ M(Γ + s_0² − s̄²) while |sin θ| < s̄."""

GAINING = RUN.with_more(
    "edge, gaining",
    state=(*ENVELOPE, PAYS, TOP, COVERED, sbar, CBAR, LATER_CAP, LOW_LR, TURN, GAIN),
    conditions=(PAYS > 0, CBAR > 0, LATER_CAP > 0, TURN >= 0),
    guards=(RISING, *MOVES, ADMISSIBLE),
    initial=(*ENVELOPE_STARTS, TOP >= at_start(N)),
    instant=(CIRCLE_BAR, LR_CAP_IS, LOW_LR_IS, TURN_IS, GAIN_IS),
    relations=ENVELOPE_STEPS,
)
"""The whole edge beside its envelope and V; s̄, M, ℓ, τ = max(ℓc̄ − 1, 0) and the gain g may change."""


def establish_reached(proof: Proof, least: Condition, within: tuple[Condition, Condition]) -> str:
    """sin²θ' ≥ K at a step, where sin²θ ≥ L² is ``least`` and K ≤ s̄², K ≤ g²L² are ``within``.

    It is added once a proof.  Returns the step's name; it rests on ``PREMISES`` and ``RELATIONS``.
    """
    name = "sine reaches s̄ or gL"
    if name in proof.conclusions:
        return name
    below_sbar, below_gain = within
    reached, low = below_sbar.rhs, least.lhs
    above = sbar**2 <= s**2
    beyond = proof.positive(
        "sine stays above s̄",
        at_next(s) ** 2 - reached,
        given=[RISING, lam > 0, k > 0, s**2 >= sbar**2, below_sbar],
        lemmas=[establish_rise(proof)],
        relations=[SINE, ROOT],
        cofactors=[Integer(0), Integer(0)],
        terms=[(1, [at_next(s) ** 2 - s**2 >= 0], 1), (1, [above], 1), (1, [below_sbar], 1)],
        strict=False,
        because="Where sin θ ≥ s̄ already, sin θ' ≥ sin θ ≥ s̄,",
    )
    grows = _establish_gain(proof)
    gains = proof.positive(
        "sine reaches gL",
        at_next(s) ** 2 - reached,
        given=[*_KNOWN, least, below_gain],
        lemmas=[grows],
        relations=RELATIONS,
        cofactors=[0] * len(RELATIONS),
        terms=[(1, [proof.conclusions[grows]], 1), (1, [s**2 - low >= 0], GAIN), (1, [below_gain], 1)],
        strict=False,
        because="and below s̄, sin θ' ≥ g sin θ ≥ gL.",
    )
    return proof.cases(name, BELOW_SBAR, gains, beyond, "Either way sin θ' ≥ min(s̄, gL).")


_KNOWN: list[Condition] = [
    *(ADMISSIBLE, BELOW_SBAR, LATER_CAP > 0, TOP > 0, PAYS > 0, N > 0, POTENTIAL, ALONG),
    *(POWER >= 0, POWER <= 1, at_start(a) > 0, CBAR > 0, c > 0, lam > 0, k > 0, TURN >= 0),
]
"""What the gain of a step is shown from;"""
PREMISES: list[Condition] = [RISING, *(one for one in _KNOWN if one != BELOW_SBAR)]
RELATIONS = (LAMBDA, LOW_LR_IS, UNIT_CIRCLE, CIRCLE_BAR, SINE, ROOT, TURN_IS, GAIN_IS)
"""what any step is, beside what is asked of L."""


def _establish_gain(proof: Proof) -> str:
    """sin θ' ≥ g sin θ at a step with sin θ < s̄; returns the step's name."""
    capped, low, high = _establish_cap(proof), *_establish_low(proof)
    some = proof.positive(
        "ℓ positive",
        LOW_LR,
        given=_KNOWN,
        lemmas=[low],
        relations=[LOW_LR_IS],
        multiplier=[LATER_CAP > 0],
        terms=[(1, [SCALE_LOW > 0], 1)],
        because="ℓ is the lower envelope of the scale over M, both positive.",
    )
    relations = [LAMBDA, LOW_LR_IS, UNIT_CIRCLE, CIRCLE_BAR]
    above = proof.positive(
        "λ at least ℓ",
        lam - LOW_LR,
        given=_KNOWN,
        lemmas=[capped, high, some],
        relations=relations,
        multiplier=[N > 0],
        terms=[(1, [a >= SCALE_LOW], 1), (1, [LOW_LR > 0, N <= LATER_CAP], 1)],
        strict=False,
        because="As a ≥ ℓM and N ≤ M, λ = a/N ≥ ℓ.",
    )
    spreads = proof.positive(
        "1 + ℓ²s̄² positive",
        SPREAD,
        terms=[(1, [], 1), (1, [], LOW_LR * sbar)],
        because="With 1 + ℓ²s̄² > 0",
    )
    return proof.positive(
        "sine grows by g",
        at_next(s) ** 2 - GAIN**2 * s**2,
        given=_KNOWN,
        lemmas=[some, above, establish_spread(proof, LOW_LR, TURN, [TURN_IS]), spreads],
        relations=[*relations, SINE, ROOT, TURN_IS, GAIN_IS],
        cofactors=[*7 * [Integer(0)], -(s**2)],
        multiplier=[SPREADS],
        terms=[(1, [SPREAD * at_next(s) ** 2 - TURN**2 * s**2 >= 0], 1)],
        strict=False,
        because="this factor is g² = τ²/(1 + ℓ²s̄²).",
    )


def _establish_cap(proof: Proof) -> str:
    """N ≤ M while sin θ < s̄."""
    spent = proof.positive(
        "M admissible",
        SPENT,
        given=_KNOWN,
        multiplier=[BELOW_SBAR],
        terms=[(1, [ADMISSIBLE], 1)],
        strict=False,
        because="While sin θ < s̄,",
        main=False,
    )
    within = proof.conclusions[spent]
    room = proof.positive(
        "room at s̄",
        ROOM_AT,
        given=_KNOWN,
        lemmas=[spent],
        multiplier=[LATER_CAP > 0],
        terms=[(1, [within], 1), (1, [TOP > 0, PAYS > 0], 1)],
        because="and as M and VΓ are positive, so is Γ + s_0² − s̄²;",
        main=False,
    )
    return proof.positive(
        "N at most M",
        LATER_CAP - N,
        given=_KNOWN,
        lemmas=[spent, room],
        multiplier=[proof.conclusions[room]],
        terms=[(1, [within], 1), (1, [POTENTIAL], 1), (1, [N > 0, BELOW_SBAR], 1)],
        strict=False,
        because="While sin θ < s̄, N(Γ + s_0² − s̄²) ≤ N(Γ + s_0² − s²) ≤ VΓ ≤ M(Γ + s_0² − s̄²).",
    )


def _establish_low(proof: Proof) -> tuple[str, str]:
    """0 < c̄ − (c̄ − a_0)E ≤ a while sin θ < s̄."""
    some = proof.positive(
        "lower envelope positive, E > 0",
        SCALE_LOW,
        given=[POWER > 0, POWER <= 1, at_start(a) > 0, CBAR > 0],
        terms=[(1, [POWER <= 1, CBAR > 0], 1), (1, [POWER > 0, at_start(a) > 0], 1)],
        because="A mean of c̄ and a_0 is positive,",
        main=False,
    )
    none = proof.positive(
        "lower envelope positive, E = 0",
        SCALE_LOW,
        given=[-POWER >= 0, POWER >= 0, at_start(a) > 0, CBAR > 0],
        terms=[
            (1, [CBAR > 0], 1),
            (1, [-POWER >= 0, CBAR > 0], 1),
            (1, [POWER >= 0, at_start(a) > 0], 1),
        ],
        because="also where it is c̄.",
        main=False,
    )
    low = proof.cases("lower envelope positive", POWER > 0, some, none, "Either way")
    aligned = establish_aligned(proof, BELOW_SBAR)
    high = proof.positive(
        "scale above the lower envelope",
        a - SCALE_LOW,
        given=_KNOWN,
        lemmas=[aligned],
        relations=[UNIT_CIRCLE, CIRCLE_BAR],
        cofactors=[0, 0],
        terms=[(1, [ALONG], 1), (1, [c >= CBAR, POWER <= 1], 1)],
        strict=False,
        because="and as cos θ ≥ c̄, a ≥ c − (c − a_0)E ≥ c̄ − (c̄ − a_0)E.",
    )
    return low, high
