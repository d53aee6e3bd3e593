"""How the angle grows on a rising edge of a planar run below s̄ = sin θ̄, and what that costs the norm.

In the ``FIRST`` steps λ ≤ u, as κ(m̄α) ≤ m̄²N_0u: |sin θ| grows by u − 1 at most, and N by 1 + u²S².
In the ``LATER`` ones λN ≥ Ψ(α) ≥ F ≥ νM.  The exact identity
(N' − N)(λ cos 2θ − 2 cos θ) = λN'(sin²θ' − sin²θ) keeps N ≤ M and so λ ≥ ν there, if it does so at the
start.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Ge

from derivations.direction import monotone_norm
from derivations.direction.before_onset import C_LOW
from derivations.direction.circle import CBAR
from derivations.direction.edge_budget import (
    POTENTIAL,
    High,
    establish_budget,
    establish_fast,
    establish_potential,
)
from derivations.direction.edge_envelope import (
    BUDGET,
    CAP_STARTS,
    CAP_STEPS,
    GAMMA,
    GROWN,
    LATER_CAP,
    LR_CAP,
    NARROW,
    NORM_CAP,
    NU,
    ROOM,
    SINE_CAP,
    establish_caps,
)
from derivations.direction.rising_edge import BELOW_SBAR, establish_sine, establish_was_below
from derivations.direction.rising_threshold import RISING
from derivations.logistic.lemmas.before_onset import establish_far_margin
from derivations.logistic.lemmas.cone import establish_growing
from derivations.logistic.lemmas.pulls import (
    KAPPA_LEAST,
    MEAN_AT,
    MEAN_TIE,
    MOST_AT,
    MOST_TIE,
    OFF_TARGET,
    PULL,
    UNIT_AT,
    UNIT_TIE,
    establish_rate_above,
    establish_rate_below,
)
from derivations.logistic.lemmas.scale_bounds import establish_lower, establish_upper
from derivations.logistic.lemmas.scale_envelope import (
    ABOVE,
    BELOW,
    HIGH,
    HIGH_AT,
    HIGH_RULE,
    HIGH_TIE,
    LOW,
)
from derivations.logistic.lemmas.scale_window import (
    BELOW_BAR,
    STRETCH,
    establish_margins,
    establish_narrow,
)
from derivations.logistic.model.system import BAR_CIRCLE, NEAREST, PLANAR, S_HIGH
from derivations.logistic.never_rises import OPEN
from derivations.notation import N, alpha, at_next, at_start, c, lam, s, sbar, symbol
from derivations.proof import Condition, Proof, System

FLOOR = symbol("F_floor", "F", "F", "at most Ψ(α) as long as |sin θ| < s̄, and never falling")
SAME: tuple[Expr, ...] = (S_HIGH - sbar, C_LOW - CBAR)
"""θ̄ is the angle of s̄ and c̄."""
AT_MOST_U = Ge(NEAREST**2 * at_start(N) * LR_CAP - KAPPA_LEAST, 0, evaluate=False)
"""κ(m̄α) ≤ m̄²N_0u."""
AT_MOST_PULL = Ge(PULL - FLOOR, 0, evaluate=False)
"""F ≤ Ψ(α)."""
SO_LONG = Ge((sbar**2 - s**2) * (PULL - FLOOR), 0, evaluate=False)
"""F ≤ Ψ(α) while |sin θ| < s̄, and F ≥ Ψ(α) once it is larger."""
NEVER_FALLS = at_next(FLOOR) >= FLOOR
SETTLED = FLOOR >= NU * LATER_CAP
FIRST_ON, LATER_ON = "first, below s̄", "later, below s̄"
CHOICE: tuple[Condition, ...] = (C_LOW > 0, S_HIGH > 0, OPEN, NU > 0, ROOM > 0)
"""What the chosen numbers θ̄, ν, γ must satisfy, and γ > 0."""

BEGINS = (at_start(LOW) <= at_start(alpha), at_start(HIGH) >= at_start(alpha), *CHOICE, GAMMA > 0)

FIRST = STRETCH.with_more(
    "first steps",
    conditions=(BELOW_SBAR, OFF_TARGET, AT_MOST_U),
    guards=(RISING,),
    state=(HIGH, *HIGH_TIE, *MOST_TIE, LR_CAP, SINE_CAP, NORM_CAP),
    tracked=(HIGH,),
    sigma=(HIGH_TIE, MOST_TIE),
    parameters=(CBAR, sbar),
    instant=(HIGH_AT, MOST_AT, *SAME),
    relations=(HIGH_RULE, *CAP_STEPS),
    initial=(at_start(HIGH) >= at_start(alpha), *CAP_STARTS),
)
"""The edge below s̄ from its first state, beside the recursions A and B, S and P."""
LATER = replace(PLANAR, tracked=(), initial=()).with_more(
    "later steps",
    state=(FLOOR, *MEAN_TIE, *UNIT_TIE, *MOST_TIE),
    sigma=(MEAN_TIE, UNIT_TIE, MOST_TIE),
    parameters=(at_start(s), at_start(N), CBAR, sbar, C_LOW, S_HIGH, NU, GAMMA, LATER_CAP),
    conditions=(BELOW_SBAR, OFF_TARGET),
    guards=(RISING, AT_MOST_PULL, NEVER_FALLS),
    initial=(c > 0, alpha > 0, *CHOICE, GROWN, monotone_norm.GROWN, POTENTIAL, SETTLED),
    instant=(BAR_CIRCLE, *SAME, BUDGET, MEAN_AT, UNIT_AT, MOST_AT),
)
"""The edge below s̄ from a time on at which F ≥ νM, and the norm leaves the budget."""


def establish_chosen(proof: Proof, system: System) -> None:
    """Add c̄ > 0 and s̄² > 0 to ``system``, which has ``BEGINS`` and ``SAME``."""
    cosine = proof.positive(
        "c̄ positive", CBAR, given=[C_LOW > 0], relations=SAME, terms=[(1, [C_LOW > 0], 1)],
        because="As c̄ = cos θ̄",
    )  # fmt: skip
    square = proof.positive(
        "s̄² positive", sbar**2, given=[S_HIGH > 0], relations=SAME,
        terms=[(1, [S_HIGH > 0, S_HIGH > 0], 1)], because="and s̄ = sin θ̄,",
    )  # fmt: skip
    proof.rule("consequence", f"{system.name}: chosen", system, sequents=[cosine, square])


def establish_first(proof: Proof, system: System) -> None:
    """Add A ≤ α ≤ B, λ ≤ u, |sin θ| ≤ |S| and N ≤ P to ``system``, which is ``FIRST``."""
    _establish_below(proof, system)
    establish_lower(proof, system)
    establish_upper(proof, system)
    establish_rate_below(proof, system)
    _establish_slow(proof, system)
    establish_caps(proof, system)


def establish_later(proof: Proof, system: System) -> str:
    """Add s² ≥ s_0², F ≥ νM and the potential to ``system``, which is ``LATER``.

    Returns the name of the sequent λ ≥ ν, which holds at every step.
    """
    _establish_below(proof, system)
    establish_sine(proof, system)
    kept = proof.positive(
        f"{system.name}: F stays at least νM",
        system.after(SETTLED.lhs - SETTLED.rhs),
        given=[SETTLED, NEVER_FALLS],
        terms=[(1, [SETTLED], 1), (1, [NEVER_FALLS], 1)],
        strict=False,
        because="F never falls.",
    )
    proof.invariant(f"{system.name}: F", system, {SETTLED: (None, kept)}, because="Hence F_t ≥ νM.")
    rate = establish_rate_below(proof, system)
    large = proof.conclusions[rate.name]
    high = proof.positive(
        f"{system.name}: λN at least νM",
        lam * N - NU * LATER_CAP,
        given=[*rate.given, AT_MOST_PULL, SETTLED],
        lemmas=[*rate.lemmas, rate.name],
        relations=rate.relations,
        terms=[(1, [large], 1), (1, [AT_MOST_PULL], 1), (1, [SETTLED], 1)],
        cofactors=[0] * len(rate.relations),
        strict=False,
        because="So λN ≥ Ψ(α) ≥ F ≥ νM.",
    )
    given = (*rate.given, AT_MOST_PULL, SETTLED)
    enough = High(proof.conclusions[high], given, (*rate.lemmas, rate.name, high), rate.relations)
    fast = establish_fast(proof, system, enough)
    establish_potential(proof, system, fast, enough)
    return fast


def establish_phases(proof: Proof, edge: System, first: System, later: System) -> tuple[str, ...]:
    """Add what is known of both phases to the whole ``edge``, of its states with |sin θ| < s̄.

    Returns the names of A ≤ α, α ≤ B and α' > α.
    """
    before = establish_was_below(proof)
    proof.rule(
        "lasting", FIRST_ON, edge, into=first.name, held=[BELOW_SBAR], backwards=[before],
        because="So all that holds in the first phase holds while |sin θ| < s̄,",
    )  # fmt: skip
    sides = (
        proof.positive(name, one.lhs, given=[one], terms=[(1, [one], 1)], strict=False, because=because)
        for name, one, because in (
            ("A at most α", BELOW, "A_t ≤ α_t,"),
            ("α at most B", ABOVE, "α_t ≤ B_t,"),
        )
    )
    climbs = tuple(
        proof.rule(
            "while-lasting", f"{name}, while below s̄", edge,
            lasting=FIRST_ON, assume=[], sequents=[name], because="as long as |sin θ| < s̄.",
        )
        for name in (*sides, establish_growing(proof, first))
    )  # fmt: skip
    so_long = proof.positive(
        "F at most Ψ",
        AT_MOST_PULL.lhs,
        given=[SO_LONG, BELOW_SBAR],
        multiplier=[BELOW_SBAR],
        terms=[(1, [SO_LONG], 1)],
        strict=False,
        because="While |sin θ| < s̄, F ≤ Ψ(α),",
    )
    proof.rule(
        "lasting", LATER_ON, edge, into=later.name, held=[BELOW_SBAR], backwards=[before, so_long],
        event=[SETTLED, NARROW], initial=[establish_budget(proof)],
        because="and all that holds in the later one, from the first time on at which it has begun.",
    )  # fmt: skip
    return climbs


def _establish_below(proof: Proof, system: System) -> None:
    """Add c ≥ cos θ̄ and what holds of margins within [m̄, m̂], as s² < s̄²."""
    name = system.name
    below = proof.positive(
        f"{name}: sine below sin θ̄",
        BELOW_BAR.rhs - BELOW_BAR.lhs,
        given=[BELOW_SBAR],
        relations=SAME,
        terms=[(1, [BELOW_SBAR], 1)],
        because="With s̄ = sin θ̄:",
        main=False,
    )
    proof.rule("consequence", f"{name}: below θ̄", system, sequents=[below])
    establish_narrow(proof, system)
    establish_margins(proof, system)
    widest = establish_far_margin(proof, system)
    proof.rule(
        "consequence", f"{name}: widest", system, sequents=[widest],
        because="Hence no margin exceeds cos θ̄ + sin θ̄.",
    )  # fmt: skip


def _establish_slow(proof: Proof, system: System) -> None:
    """Add 0 < λ ≤ u, as λNm̄² ≤ κ(m̄α)."""
    name, grown = system.name, monotone_norm.GROWN
    rate = establish_rate_above(proof, system)
    small = proof.conclusions[rate.name]
    given = [OPEN, *rate.given, AT_MOST_U, lam > 0, N > 0, at_start(N) > 0]
    zeros = [0] * len(rate.relations)
    positive = proof.positive(
        f"{name}: u positive",
        LR_CAP,
        given=given,
        lemmas=[*rate.lemmas, rate.name],
        relations=rate.relations,
        multiplier=[at_start(N) > 0, OPEN, OPEN],
        terms=[(1, [AT_MOST_U], 1), (1, [small], 1), (1, [lam > 0, N > 0, OPEN, OPEN], 1)],
        cofactors=zeros,
        because="m̄²N_0u ≥ κ(m̄α) ≥ λNm̄² > 0, and",
    )
    above = proof.positive(
        f"{name}: u at least λ",
        LR_CAP - lam,
        given=[*given, grown],
        lemmas=[*rate.lemmas, rate.name, positive],
        relations=rate.relations,
        multiplier=[N > 0, OPEN, OPEN],
        terms=[(1, [AT_MOST_U], 1), (1, [small], 1), (1, [LR_CAP > 0, grown], NEAREST)],
        cofactors=zeros,
        strict=False,
        because="as the norm never falls, λN ≤ N_0u ≤ Nu.",
    )
    proof.rule(
        "consequence", f"{name}: λ at most u", system, sequents=[positive, above],
        because="Hence 0 < λ_t ≤ u_t.",
    )  # fmt: skip
