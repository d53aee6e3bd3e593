"""A stretch of a planar run with |sin θ| ≤ sin θ̄: the scale climbs through the window of the knife edge.

Unlike ``derivations.logistic.lemmas.before_onset`` nothing is supposed about rises: θ ≤ θ̄ < 45° at every
state of the stretch is all that the envelopes of logistic.scale-envelope need, and the bounds of λ.
"""

from __future__ import annotations

from derivations.direction.before_onset import ALIGNED, C_LOW
from derivations.direction.circle import establish_at_most_one, establish_sum
from derivations.direction.monotone_norm import establish_norm
from derivations.direction.system import UNIT_CIRCLE
from derivations.logistic.lemmas.arguments import establish_arguments
from derivations.logistic.lemmas.cone import establish_always
from derivations.logistic.lemmas.pulls import (
    LEAST_AT,
    LEAST_TIE,
    MEAN_AT,
    MEAN_TIE,
    UNIT_AT,
    UNIT_TIE,
)
from derivations.logistic.lemmas.scale_envelope import (
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
from derivations.notation import alpha, at_start, c, s
from derivations.proof import Proof, System

BELOW_BAR = s**2 < S_HIGH**2
STRETCH = PLANAR.with_more(
    "stretch below θ̄",
    state=(LOW, *MEAN_TIE, *UNIT_TIE, *LOW_TIE, *LEAST_TIE),
    tracked=(LOW,),
    sigma=(MEAN_TIE, UNIT_TIE, LOW_TIE, LEAST_TIE),
    parameters=(C_LOW, S_HIGH),
    instant=(BAR_CIRCLE, MEAN_AT, UNIT_AT, LOW_AT, LEAST_AT),
    relations=(LOW_RULE,),
    initial=(at_start(LOW) <= at_start(alpha), C_LOW > 0, S_HIGH > 0, OPEN),
)
"""Consecutive states of a run that may rise or not, to which |sin θ| ≤ sin θ̄ is added; and A."""


def establish_narrow(proof: Proof, system: System) -> None:
    """Add |sin θ| ≤ sin θ̄, as s² < sin²θ̄."""
    name = system.name
    divisor = proof.positive(
        f"{name}: sin θ̄ + |s| positive",
        S_HIGH + sabs,
        given=[S_HIGH > 0, sabs >= 0],
        terms=[(1, [S_HIGH > 0], 1), (1, [sabs >= 0], 1)],
        because="As sin θ̄ > 0,",
    )
    narrow = proof.positive(
        f"{name}: sine at most sin θ̄",
        NARROW.rhs - NARROW.lhs,
        given=[BELOW_BAR, S_HIGH > 0, sabs >= 0],
        lemmas=[divisor],
        relations=[MAGNITUDE],
        multiplier=[S_HIGH + sabs > 0],
        terms=[(1, [BELOW_BAR], 1)],
        strict=False,
        because="sin²θ̄ − s² > 0, so",
    )
    proof.rule("consequence", f"{name}: narrow", system, sequents=[narrow])


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
