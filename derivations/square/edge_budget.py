"""The budget of a rising edge: while λ ≥ ν, turning from sin θ to s̄ costs the norm a bounded factor.

By square.rising-identity (N' − N)(λ cos 2θ − 2 cos θ) = λN'(sin²θ' − sin²θ).  With λ ≥ ν and sin θ < s̄
the bracket is at least λγ, γ = 1 − 2s̄² − 2/ν, so that N(γ + s_0² − sin²θ) never rises.  From a time on at
which the envelope of ``edge_envelope`` satisfies ``SETTLED`` and ``NARROW``, this keeps N ≤ M and λ ≥ ν
as long as sin θ < s̄.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Expr, Integer

from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s, sbar
from derivations.proof import Condition, Proof, System
from derivations.square import cone_invariance
from derivations.square.edge_envelope import (
    ABOVE_LOW,
    BELOW_P,
    BUDGET,
    CHOICE,
    GAMMA,
    GROWN,
    LATER_CAP,
    NORM_CAP,
    NU,
    ROOM,
    SCALE_LOW,
)
from derivations.square.rising_edge import (
    BELOW_SBAR,
    CBAR,
    CIRCLE_BAR,
    RISING,
    establish_aligned,
    establish_sine,
)
from derivations.square.rising_identity import RISING_MARGIN
from derivations.square.system import LAMBDA, NORM, ROOT, RUN, SCALE, SINE, UNIT_CIRCLE

SETTLED = SCALE_LOW >= NU * LATER_CAP
"""By its envelope, the scale has reached νM."""
NARROW = NORM_CAP * GAMMA <= LATER_CAP * ROOM
"""By its envelope, the norm leaves the budget for the rest of the way to s̄."""
FAST = lam >= NU
CAPPED = N <= LATER_CAP
HIGH = a >= NU * LATER_CAP
POTENTIAL = N * (GAMMA + at_start(s) ** 2 - s**2) <= LATER_CAP * ROOM
CAP_NEEDS: tuple[Condition, ...] = (N > 0, POTENTIAL, BELOW_SBAR, ROOM > 0)
"""What shows N ≤ M at a step."""

LATER = replace(RUN, tracked=(), initial=()).with_more(
    "later steps",
    parameters=(at_start(s), CBAR, sbar, NU, GAMMA, LATER_CAP),
    guards=(RISING, BELOW_SBAR),
    initial=(c > 0, a > 0, *CHOICE, GROWN, HIGH, POTENTIAL),
    instant=(CIRCLE_BAR, BUDGET),
)
"""The edge below s̄ from a time on at which the envelope is settled."""


def establish_handover(proof: Proof, first: System, later: System) -> str:
    """From any time with ``SETTLED`` and ``NARROW``, a run of ``first`` is one of ``later``.

    To be called before anything is established about ``later``.
    """
    high = proof.positive(
        "scale settled",
        a - NU * LATER_CAP,
        given=[ABOVE_LOW, SETTLED],
        terms=[(1, [ABOVE_LOW], 1), (1, [SETTLED], 1)],
        strict=False,
        because="At a time at which the envelope reaches νM, the scale has reached it.",
    )
    budget = proof.positive(
        "norm settled",
        POTENTIAL.rhs - POTENTIAL.lhs,
        given=[NARROW, BELOW_P, GAMMA > 0, N > 0, GROWN],
        terms=[(1, [NARROW], 1), (1, [BELOW_P, GAMMA > 0], 1), (1, [N > 0, GROWN], 1)],
        strict=False,
        because="If also Pγ ≤ M(γ + s_0² − s̄²), then N(γ + s_0² − s²) ≤ Nγ ≤ Pγ is at most that.",
    )
    shown = {HIGH: high, POTENTIAL: budget}
    return proof.rule(
        "tail", "first steps become later steps", first,
        into=later.name, start=[SETTLED, NARROW], throughout=[],
        initial=[shown.get(condition) for condition in later.initial],
        because="From then on the edge is a run of the second phase.",
    )  # fmt: skip


def establish_later(proof: Proof, system: System) -> str:
    """Add the cone, s² ≥ s_0², a ≥ νM and the potential to ``system``, which extends ``LATER``.

    Returns the name of the sequent λ ≥ ν, which holds at every step.
    """
    cone_invariance.establish(proof, system)
    establish_sine(proof, system)
    _establish_high(proof, system)
    fast = _establish_fast(proof, system)
    establish_potential(proof, system, fast, HIGH, [LAMBDA])
    return fast


def _establish_high(proof: Proof, system: System) -> None:
    step = proof.positive(
        f"{system.name}: scale stays high",
        system.after(a - NU * LATER_CAP),
        given=[h > 0, h <= 1, c > 0, CBAR > 0, BELOW_SBAR, HIGH, CBAR >= NU * LATER_CAP],
        lemmas=[establish_aligned(proof)],
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


def _establish_fast(proof: Proof, system: System) -> str:
    capped = proof.positive(
        f"{system.name}: N at most M",
        LATER_CAP - N,
        given=CAP_NEEDS,
        multiplier=[ROOM > 0],
        terms=[(1, [POTENTIAL], 1), (1, [N > 0, BELOW_SBAR], 1)],
        strict=False,
        because="While sin θ < s̄, N(γ + s_0² − s̄²) ≤ N(γ + s_0² − s²) ≤ M(γ + s_0² − s̄²).",
    )
    return proof.positive(
        f"{system.name}: λ at least ν",
        lam - NU,
        given=[*CAP_NEEDS, HIGH, NU > 0],
        lemmas=[capped],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(1, [HIGH], 1), (1, [NU > 0, CAPPED], 1)],
        strict=False,
        because="So λ = a/N ≥ νM/M.",
    )


def establish_potential(
    proof: Proof, system: System, fast: str, high: Condition, rate: Sequence[Expr] = ()
) -> None:
    """Add that N(γ + s_0² − sin²θ) never exceeds M(γ + s_0² − s̄²), where sin θ < s̄ and ``high`` holds.

    ``fast`` names the sequent λ ≥ ν, and ``rate`` are the relations that it uses.
    """
    name = system.name
    known: list[Condition] = [*CAP_NEEDS, lam > 0, k > 0, high, NU > 0]
    steep = proof.positive(
        f"{name}: margin at least λγ",
        RISING_MARGIN - lam * GAMMA,
        given=known,
        lemmas=[fast],
        relations=[*rate, UNIT_CIRCLE, BUDGET],
        multiplier=[NU > 0],
        terms=[
            (2, [NU > 0, lam > 0, BELOW_SBAR], 1),
            (2, [FAST], 1),
            (1, [NU > 0], 1 - c),
            (1, [NU > 0], s),
        ],
        strict=False,
        because="As cos 2θ ≥ 1 − 2s̄² and λ ≥ ν, λ cos 2θ − 2 cos θ ≥ λ(1 − 2s̄² − 2/ν) = λγ.",
    )
    relations = [*rate, UNIT_CIRCLE, BUDGET, SINE, ROOT, NORM]
    never_falls, _ = cone_invariance.establish_monotone_norm(proof, system)
    paid = at_next(N) * (at_next(s) ** 2 - s**2) - GAMMA * (at_next(N) - N)
    cost = proof.positive(
        f"{name}: what the norm may cost",
        paid,
        given=known,
        lemmas=[steep, never_falls],
        relations=relations,
        cofactors=[
            *(Integer(0) for _ in rate),
            Integer(0),
            Integer(0),
            N * lam * (k * at_next(s) + s * (1 - lam * c)),
            -N * lam * at_next(s) ** 2,
            lam * (at_next(s) ** 2 - s**2) - RISING_MARGIN,
        ],
        multiplier=[lam > 0],
        terms=[(1, [at_next(N) >= N, RISING_MARGIN - lam * GAMMA >= 0], 1)],
        strict=False,
        because="By square.rising-identity (N' − N)·(rising margin) = λN'(sin²θ' − sin²θ) exactly, hence",
    )
    step = proof.positive(
        f"{name}: potential falls",
        POTENTIAL.rhs - system.after(POTENTIAL.lhs),
        given=[*known, GROWN],
        lemmas=[never_falls, cost],
        relations=relations,
        terms=[(1, [POTENTIAL], 1), (1, [paid >= 0], 1), (1, [at_next(N) >= N, GROWN], 1)],
        strict=False,
        because="and N(γ + s_0² − sin²θ) falls in that step.",
    )
    proof.invariant(f"{name}: potential", system, {POTENTIAL: (None, step)},
                    because="Hence it never exceeds M(γ + s_0² − s̄²).")  # fmt: skip
