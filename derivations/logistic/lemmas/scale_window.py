"""A stretch of a planar run with |sin θ| ≤ sin θ̄: the scale climbs through the window of the knife edge.

Unlike ``derivations.logistic.lemmas.before_onset`` nothing is supposed about rises: θ ≤ θ̄ < 45° at every
state of the stretch is all that the lower envelope of logistic.scale-envelope needs, and what a rise
needs of κ.
"""

from __future__ import annotations

from sympy import Ge

from derivations.direction.before_onset import ALIGNED, C_LOW
from derivations.direction.circle import establish_at_most_one, establish_sum
from derivations.direction.monotone_norm import establish_norm
from derivations.direction.system import UNIT_CIRCLE
from derivations.logistic.lemmas.arguments import establish_arguments
from derivations.logistic.lemmas.before_onset import establish_far_margin
from derivations.logistic.lemmas.cone import establish_always
from derivations.logistic.lemmas.pulls import (
    LEAST_AT,
    LEAST_TIE,
    MEAN_AT,
    MEAN_TIE,
    MOST_AT,
    MOST_TIE,
    OFF_TARGET,
    UNIT_AT,
    UNIT_TIE,
    establish_rate_above,
    establish_rate_below,
)
from derivations.logistic.lemmas.scale_bounds import establish_lower, establish_upper
from derivations.logistic.lemmas.scale_envelope import (
    HIGH,
    HIGH_AT,
    HIGH_RULE,
    HIGH_TIE,
    LOW,
    LOW_AT,
    LOW_RULE,
    LOW_TIE,
)
from derivations.logistic.model.system import (
    BAR_CIRCLE,
    M_NEAR,
    MAGNITUDE,
    NARROW,
    NEAREST,
    PLANAR,
    S_HIGH,
    sabs,
)
from derivations.logistic.never_rises import OPEN
from derivations.notation import alpha, at_start, c
from derivations.proof import Proof, System

STRETCH = PLANAR.with_more(
    "stretch below θ̄",
    state=(LOW, *MEAN_TIE, *UNIT_TIE, *LOW_TIE, *LEAST_TIE),
    tracked=(LOW,),
    sigma=(MEAN_TIE, UNIT_TIE, LOW_TIE, LEAST_TIE),
    parameters=(C_LOW, S_HIGH),
    conditions=(NARROW,),
    instant=(BAR_CIRCLE, MEAN_AT, UNIT_AT, LOW_AT, LEAST_AT),
    relations=(LOW_RULE,),
    initial=(
        at_start(LOW) <= at_start(alpha),
        C_LOW > 0,
        S_HIGH > 0,
        Ge(NEAREST, 0, evaluate=False),
        OPEN,
    ),
)
"""Consecutive states with |sin θ| ≤ sin θ̄, of a run that may rise or not, and the recursion A."""


CLIMB = STRETCH.with_more(
    "climb below θ̄",
    state=(HIGH, *HIGH_TIE, *MOST_TIE),
    tracked=(HIGH,),
    sigma=(HIGH_TIE, MOST_TIE),
    instant=(HIGH_AT, MOST_AT),
    relations=(HIGH_RULE,),
    initial=(at_start(HIGH) >= at_start(alpha),),
)
"""The same with the recursion B."""


def establish_climb(proof: Proof, system: System) -> tuple[str, str, str, str]:
    """Add A ≤ α ≤ B, and off target Ψ(α) ≤ λN ≤ κ(m̄α)/m̄²; ``system`` is ``CLIMB``.

    Returns the names of the four inequalities.
    """
    establish_margins(proof, system)
    widest = establish_far_margin(proof, system)
    proof.rule(
        "consequence", f"{system.name}: widest", system, sequents=[widest],
        because="Hence no margin exceeds cos θ̄ + sin θ̄.",
    )  # fmt: skip
    lower, upper = establish_lower(proof, system), establish_upper(proof, system)
    least, most = establish_rate_below(proof, system), establish_rate_above(proof, system)
    fast = proof.rule(
        "at-every-time", f"{system.name}: λ from below at every state", system,
        sequent=least.name, uses=[], assume=[OFF_TARGET],
        because="So λN ≥ Ψ(α) at every state of the stretch,",
    )  # fmt: skip
    slow = proof.rule(
        "at-every-time", f"{system.name}: λ from above at every state", system,
        sequent=most.name, uses=[], assume=[OFF_TARGET],
        because="and λNm̄² ≤ κ(m̄α).",
    )  # fmt: skip
    return lower, upper, fast, slow


def establish_margins(proof: Proof, system: System) -> None:
    """Add what ``establish_before`` adds before onset, here from |sin θ| ≤ sin θ̄; ``system`` knows that."""
    name = system.name
    establish_always(proof, system)
    total = establish_sum(proof, f"{name}: c + cos θ̄ positive", c, C_LOW)
    aligned = proof.positive(
        f"{name}: cosine at least cos θ̄",
        c - C_LOW,
        given=[c > 0, C_LOW > 0, NARROW, sabs >= 0, S_HIGH > 0],
        lemmas=[total],
        relations=[UNIT_CIRCLE, MAGNITUDE, BAR_CIRCLE],
        multiplier=[c + C_LOW > 0],
        terms=[(1, [NARROW, sabs >= 0], 1), (1, [NARROW, S_HIGH > 0], 1)],
        strict=False,
        because="c² − cos²θ̄ = sin²θ̄ − s² ≥ 0.",
    )
    active = proof.positive(
        f"{name}: margins active",
        M_NEAR,
        given=[c > 0, C_LOW > 0, NARROW, sabs >= 0, S_HIGH > 0, NEAREST >= 0],
        lemmas=[total, aligned],
        relations=[UNIT_CIRCLE, MAGNITUDE, BAR_CIRCLE],
        terms=[(1, [ALIGNED], 1), (1, [NARROW], 1), (1, [NEAREST >= 0], 1)],
        cofactors=[0, 0, 0],
        strict=False,
        because="So no margin is below cos θ̄ − sin θ̄ > 0.",
    )
    cosine = establish_at_most_one(proof, f"{name}: cosine at most 1")
    proof.rule(
        "consequence", f"{name}: margins", system,
        sequents=[f"{name}: λ positive", aligned, active, cosine],
        because="All this holds at every state of the stretch.",
    )  # fmt: skip
    establish_arguments(proof, system)
    establish_norm(proof, system)
