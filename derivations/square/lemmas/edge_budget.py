"""The budget of a rising edge: while λ ≥ ν, turning from sin θ to s̄ costs the norm a bounded factor.

By the rising identity (N' − N)(λ cos 2θ − 2 cos θ) = λN'(sin²θ' − sin²θ).  With λ ≥ ν and sin θ < s̄
the bracket is at least λγ, γ = 1 − 2s̄² − 2/ν, so that N(γ + s_0² − sin²θ) never rises.  From a time on at
which the envelope of ``edge_envelope`` satisfies ``SETTLED`` and ``NARROW``, this keeps N ≤ M and λ ≥ ν
as long as sin θ < s̄.
"""

from __future__ import annotations

from dataclasses import replace

from derivations.direction.circle import CBAR, CIRCLE_BAR, establish_aligned
from derivations.direction.edge_budget import (
    POTENTIAL,
    High,
    establish_budget,
    establish_fast,
    establish_potential,
)
from derivations.direction.edge_envelope import BUDGET, GAMMA, GROWN, LATER_CAP, NARROW, NU
from derivations.direction.rising_edge import BELOW_SBAR, establish_sine, establish_was_below
from derivations.direction.system import UNIT_CIRCLE
from derivations.notation import a, at_start, c, h, s, sbar
from derivations.proof import Condition, Proof, System
from derivations.square import cone_invariance
from derivations.square.lemmas.edge_envelope import ABOVE_LOW, CHOICE, SCALE_LOW
from derivations.square.lemmas.rising_edge import RISING
from derivations.square.model.system import LAMBDA, RUN, SCALE

SETTLED = SCALE_LOW >= NU * LATER_CAP
"""By its envelope, the scale has reached νM."""
HIGH = a >= NU * LATER_CAP
FIRST_ON, LATER_ON = "first, below s̄", "later, below s̄"

LATER = replace(RUN, tracked=(), initial=()).with_more(
    "later steps",
    parameters=(at_start(s), CBAR, sbar, NU, GAMMA, LATER_CAP),
    guards=(RISING, BELOW_SBAR),
    initial=(c > 0, a > 0, *CHOICE, GROWN, HIGH, POTENTIAL),
    instant=(CIRCLE_BAR, BUDGET),
)
"""The edge below s̄ from a time on at which the envelope is settled."""


def establish_settled(proof: Proof) -> dict[Condition, str]:
    """Add what ``SETTLED`` and ``NARROW`` say of the state; the names of the sequents by what they show."""
    high = proof.positive(
        "scale settled",
        a - NU * LATER_CAP,
        given=[ABOVE_LOW, SETTLED],
        terms=[(1, [ABOVE_LOW], 1), (1, [SETTLED], 1)],
        strict=False,
        because="At a time at which the envelope reaches νM, the scale has reached it.",
    )
    return {HIGH: high, POTENTIAL: establish_budget(proof)}


def establish_phases(proof: Proof, edge: System, first: System, later: System) -> None:
    """Add what is known of both phases to the whole ``edge``, of its states with sin θ < s̄.

    ``edge`` has what ``first`` has but the guard sin θ < s̄; all that is established of the phases holds.
    """
    before = establish_was_below(proof)
    proof.rule(
        "lasting", FIRST_ON, edge, into=first.name, held=[BELOW_SBAR], backwards=[before],
        because="So all that holds in the first phase holds while sin θ < s̄,",
    )  # fmt: skip
    proof.rule(
        "lasting", LATER_ON, edge, into=later.name, held=[BELOW_SBAR], backwards=[before],
        event=[SETTLED, NARROW], initial=[*establish_settled(proof).values()],
        because="and all that holds in the later one, from the first time on at which it has begun.",
    )  # fmt: skip


def establish_later(proof: Proof, system: System) -> str:
    """Add the cone, s² ≥ s_0², a ≥ νM and the potential to ``system``, which extends ``LATER``.

    Returns the name of the sequent λ ≥ ν, which holds at every step.
    """
    cone_invariance.establish(proof, system)
    establish_sine(proof, system)
    _establish_high(proof, system)
    high = High(HIGH, (HIGH,), relations=(LAMBDA,))
    fast = establish_fast(proof, system, high)
    establish_potential(proof, system, fast, high)
    return fast


def _establish_high(proof: Proof, system: System) -> None:
    step = proof.positive(
        f"{system.name}: scale stays high",
        system.after(a - NU * LATER_CAP),
        given=[h > 0, h <= 1, c > 0, CBAR > 0, BELOW_SBAR, HIGH, CBAR >= NU * LATER_CAP],
        lemmas=[establish_aligned(proof, BELOW_SBAR)],
        relations=[SCALE, UNIT_CIRCLE, CIRCLE_BAR],
        terms=[
            (1, [h <= 1, HIGH], 1),
            (1, [h > 0, c >= CBAR], 1),
            (1, [h > 0, CBAR >= NU * LATER_CAP], 1),
        ],
        strict=False,
        because="a' is a mean of a ≥ νM and cos θ ≥ c̄ ≥ νM.",
    )
    proof.invariant(f"{system.name}: scale", system, {HIGH: (None, step)},
                    because="Hence a_t ≥ νM as long as sin θ < s̄.")  # fmt: skip
