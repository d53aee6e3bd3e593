"""The budget of a rising edge: while λ ≥ ν, turning from sin θ to s̄ costs the norm a bounded factor.

By ``rising_identity`` (N' − N)(λ cos 2θ − 2 cos θ) = λN'(sin²θ' − sin²θ).  With λ ≥ ν and sin θ < s̄ the
bracket is at least λγ, γ = 1 − 2s̄² − 2/ν, so that N(γ + s_0² − sin²θ) never rises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Expr, Integer

from derivations.direction import monotone_norm
from derivations.direction.edge_envelope import (
    BELOW_P,
    BUDGET,
    GAMMA,
    GROWN,
    LATER_CAP,
    NARROW,
    NU,
    ROOM,
)
from derivations.direction.rising_edge import BELOW_SBAR
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import NORM, ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, at_next, at_start, c, k, lam, s
from derivations.proof import Condition, Proof, System

FAST = lam >= NU
CAPPED = N <= LATER_CAP
POTENTIAL = N * (GAMMA + at_start(s) ** 2 - s**2) <= LATER_CAP * ROOM
CAP_NEEDS: tuple[Condition, ...] = (N > 0, POTENTIAL, BELOW_SBAR, ROOM > 0)
"""What shows N ≤ M at a step."""


@dataclass(frozen=True)
class High:
    """λN ≥ νM, as ``condition`` says it; from what is ``given``, by which ``lemmas`` and ``relations``."""

    condition: Condition
    given: tuple[Condition, ...]
    lemmas: tuple[str, ...] = ()
    relations: tuple[Expr, ...] = ()


def establish_budget(proof: Proof) -> str:
    """The potential at a time with N ≤ P and ``NARROW``; returns the step's name."""
    return proof.positive(
        "norm settled",
        POTENTIAL.rhs - POTENTIAL.lhs,
        given=[NARROW, BELOW_P, GAMMA > 0, N > 0, GROWN],
        terms=[(1, [NARROW], 1), (1, [BELOW_P, GAMMA > 0], 1), (1, [N > 0, GROWN], 1)],
        strict=False,
        because="If Pγ ≤ M(γ + s_0² − s̄²), then N(γ + s_0² − s²) ≤ Nγ ≤ Pγ is at most that.",
    )


def establish_potential(proof: Proof, system: System, fast: str, high: High) -> None:
    """Add that N(γ + s_0² − sin²θ) never exceeds M(γ + s_0² − s̄²), where sin θ < s̄ and ``high`` holds.

    ``fast`` names the sequent λ ≥ ν.
    """
    name, rate = system.name, high.relations
    known: list[Condition] = [*CAP_NEEDS, lam > 0, k > 0, *high.given, NU > 0]
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
    never_falls, _ = monotone_norm.establish_monotone_norm(proof, system)
    cost = establish_cost(proof, name, GAMMA, known, [steep, never_falls], [*rate, UNIT_CIRCLE, BUDGET])
    paid = proof.conclusions[cost]
    step = proof.positive(
        f"{name}: potential falls",
        POTENTIAL.rhs - system.after(POTENTIAL.lhs),
        given=[*known, GROWN],
        lemmas=[never_falls, cost],
        relations=relations,
        terms=[(1, [POTENTIAL], 1), (1, [paid], 1), (1, [at_next(N) >= N, GROWN], 1)],
        strict=False,
        because="and N(γ + s_0² − sin²θ) falls in that step.",
    )
    proof.invariant(f"{name}: potential", system, {POTENTIAL: (None, step)},
                    because="Hence it never exceeds M(γ + s_0² − s̄²).")  # fmt: skip


def establish_cost(
    proof: Proof,
    name: str,
    pays: Expr,
    known: Sequence[Condition],
    lemmas: Sequence[str],
    relations: Sequence[Expr],
) -> str:
    """Add pays·(N' − N) ≤ N'(sin²θ' − sin²θ) at a step whose rising margin is at least λ·``pays``.

    ``lemmas`` say that, and that N' ≥ N, where all that is ``known`` and the ``relations`` hold.  Returns
    the step's name.
    """
    return proof.positive(
        f"{name}: what the norm may cost",
        at_next(N) * (at_next(s) ** 2 - s**2) - pays * (at_next(N) - N),
        given=known,
        lemmas=lemmas,
        relations=[*relations, SINE, ROOT, NORM],
        cofactors=[
            *(Integer(0) for _ in relations),
            N * lam * (k * at_next(s) + s * (1 - lam * c)),
            -N * lam * at_next(s) ** 2,
            lam * (at_next(s) ** 2 - s**2) - RISING_MARGIN,
        ],
        multiplier=[lam > 0],
        terms=[(1, [at_next(N) >= N, RISING_MARGIN - lam * pays >= 0], 1)],
        strict=False,
        because="By the rising identity (N' − N)·(rising margin) = λN'(sin²θ' − sin²θ) exactly, hence",
    )


def establish_fast(proof: Proof, system: System, high: High) -> str:
    """Add λ ≥ ν where ``high`` and the potential hold; returns the step's name."""
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
        given=[*CAP_NEEDS, *high.given, NU > 0],
        lemmas=[*high.lemmas, capped],
        relations=high.relations,
        multiplier=[N > 0],
        terms=[(1, [high.condition], 1), (1, [NU > 0, CAPPED], 1)],
        strict=False,
        because="So λ ≥ νM/N ≥ ν.",
    )
