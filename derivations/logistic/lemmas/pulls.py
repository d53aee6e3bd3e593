"""How strongly the margins pull, and with what effective learning rate: bounds before onset.

Each function adds conditions that hold at all times along ``system``, which extends ``BEFORE``, has what
``establish_before`` adds, and further arguments of σ: at the mean margin c, at the margin 1, at the least
margin m_0 = cos θ̄ − sin θ̄, or at the largest m̂ = cos θ̄ + sin θ̄.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Expr, Ge, Gt

from derivations.direction.before_onset import ALIGNED, C_LOW
from derivations.logistic.lemmas.arguments import known_at
from derivations.logistic.model.system import (
    CHORD,
    FAR,
    FAR_TIE,
    FARTHEST,
    HALF,
    LAMBDA,
    M_FAR,
    M_NEAR,
    NARROW,
    NEAR,
    NEAR_TIE,
    NEAREST,
    S_HIGH,
    chi,
    g_far,
    g_near,
    sabs,
)
from derivations.notation import N, alpha, c, lam, plain, symbol
from derivations.proof import Condition, Proof, System
from derivations.sigmoid.facts import CHORD_BELOW, CHORD_LEFT, MONOTONE
from derivations.sigmoid.flow import Point, Zero
from derivations.sigmoid.kappa import KAPPA, g, in_g

z_mean = symbol("z_mean", "z_c", "z_c", "−αc, for the mean margin")
g_mean_at = symbol("g_mean_at", "g_c", "g_c", "σ(−αc)")
z_unit = symbol("z_unit", "z_1", "z₁", "−α, for the margin 1")
g_unit = symbol("g_unit", "g_1", "g₁", "σ(−α), for the margin 1")
z_least = symbol("z_least", "z_{m_0}", "zₘ", "−αm_0, for the least margin")
g_least = symbol("g_least", "g_{m_0}", "gₘ", "σ(−αm_0)")
z_most = symbol("z_most", r"\hat{z}", "ẑ", "−αm̂, for the largest margin")
g_most = symbol("g_most", r"\hat{g}", "ĝ", "σ(−αm̂)")
MEAN_TIE: Point = (z_mean, g_mean_at)
UNIT_TIE: Point = (z_unit, g_unit)
LEAST_TIE: Point = (z_least, g_least)
MOST_TIE: Point = (z_most, g_most)

MEAN_AT, UNIT_AT = z_mean + alpha * c, z_unit + alpha
LEAST_AT, MOST_AT = z_least + alpha * NEAREST, z_most + alpha * FARTHEST
OFF_TARGET = sabs > 0
"""sin θ ≠ 0.  On target λ plays no part in the step."""
KAPPA_LEAST: Expr = in_g(KAPPA).subs({alpha: -z_least, g: g_least}, simultaneous=True)
"""κ(m_0α), as a polynomial in z = −m_0α and σ(z)."""
PULL: Expr = alpha * (g_unit + alpha * C_LOW * g_most * (1 - g_most))
"""Ψ(α) = α(σ(−α) + α cos θ̄ σ'(αm̂)), at most λN."""
STEEPEST = Ge(g_near * (1 - g_near) - chi, 0, evaluate=False)
"""The chord is no steeper than σ at the near margin."""
FLATTEST = Ge(chi - g_far * (1 - g_far), 0, evaluate=False)
"""The chord is no flatter than σ at the far margin."""


def establish_order(
    proof: Proof, system: System, low: Point, high: Point, gap: Sequence[Condition], *at: Expr
) -> Condition:
    """Add z ≤ z' for arguments whose difference is α times the sum of ``gap``; ``at`` relates them to α."""
    ordered = Ge(high[0] - low[0], 0, evaluate=False)
    title = f"{system.name}: {plain(low[0])} at most {plain(high[0])}"
    if title in proof.conclusions:
        return ordered
    name = proof.positive(
        title,
        ordered.lhs,
        given=[alpha > 0, *gap],
        relations=at,
        terms=[(1, [alpha > 0, condition], 1) for condition in gap],
        strict=False,
        because="The larger the margin, the smaller the argument −αm.",
    )
    proof.rule("consequence", f"{name}, always", system, sequents=[name])
    return ordered


def establish_jensen(proof: Proof, system: System) -> Condition:
    """Add g_+ + g_− ≥ 2σ(−αc); ``system`` has ``MEAN_TIE`` and what ``establish_before`` adds."""
    establish_order(proof, system, FAR_TIE, MEAN_TIE, [sabs >= 0], FAR, MEAN_AT)
    establish_order(proof, system, MEAN_TIE, NEAR_TIE, [sabs >= 0], NEAR, MEAN_AT)
    chain = (FAR_TIE, MEAN_TIE, NEAR_TIE)
    right = known_at(proof, system, CHORD_BELOW, [NEAR_TIE, MEAN_TIE, MEAN_TIE], chain)
    left = known_at(proof, system, CHORD_LEFT, [MEAN_TIE, FAR_TIE, MEAN_TIE], chain)
    convex = Ge(FAR_TIE[1] + NEAR_TIE[1] - 2 * g_mean_at, 0, evaluate=False)
    title = f"{system.name}: mean of g"
    if title in proof.conclusions:
        return convex
    name = proof.positive(
        title,
        convex.lhs,
        given=[left, right],
        relations=[FAR, NEAR, MEAN_AT],
        terms=[(1, [left], 1), (1, [right], 1)],
        strict=False,
        because="σ is convex where its argument is not positive, so ⟨g⟩ ≥ σ(−αc), by the tangent there.",
    )
    proof.rule("consequence", f"{name}, always", system, sequents=[name])
    return convex


def establish_least(proof: Proof, system: System) -> Condition:
    """Add σ(z_−) ≤ σ(−m_0α), of which it returns the condition; ``system`` has ``LEAST_TIE``."""
    name = system.name
    chain = (NEAR_TIE, LEAST_TIE)
    if f"{name}: near margin at least m_0" in proof.conclusions:
        return known_at(proof, system, MONOTONE, [LEAST_TIE, NEAR_TIE], chain)
    nearest = proof.positive(
        f"{name}: near margin at least m_0",
        M_NEAR - NEAREST,
        given=[ALIGNED, NARROW],
        terms=[(1, [ALIGNED], 1), (1, [NARROW], 1)],
        strict=False,
        because="c ≥ cos θ̄ and |s| ≤ sin θ̄.",
    )
    reached = proof.positive(
        f"{name}: argument at m_0 not positive",
        -z_least,
        given=[alpha > 0, NEAREST >= 0],
        relations=[LEAST_AT],
        terms=[(1, [alpha > 0, NEAREST >= 0], 1)],
        strict=False,
        because="α > 0 and m_0 ≥ 0.",
    )
    proof.rule("consequence", f"{nearest}, always", system, sequents=[nearest, reached])
    establish_order(proof, system, NEAR_TIE, LEAST_TIE, [proof.conclusions[nearest]], NEAR, LEAST_AT)
    return known_at(proof, system, MONOTONE, [LEAST_TIE, NEAR_TIE], chain)


@dataclass(frozen=True)
class Rate:
    """A bound of λN that holds off target: the sequent's name, and what a step that cites it is given."""

    name: str
    given: tuple[Condition, ...]
    lemmas: tuple[str, ...]
    relations: tuple[Expr, ...]


def establish_pulls(proof: Proof, system: System) -> tuple[Condition, ...]:
    """Add what ``establish_rate_above`` needs of σ at the margins and at m_0; ``system`` has ``LEAST_TIE``.

    Returns: the chord no steeper than σ at the near margin, the far pull the smaller, the near one at most
    that at m_0, and these two at most 1/2.
    """
    pull = establish_least(proof, system)
    increases = known_at(proof, system, MONOTONE, [NEAR_TIE, FAR_TIE])
    chain = (NEAR_TIE, LEAST_TIE)
    half, half_least = (known_at(proof, system, MONOTONE, [Zero(), tie], chain) for tie in chain)
    above = known_at(proof, system, CHORD_LEFT, [NEAR_TIE, FAR_TIE, NEAR_TIE])
    return above, increases, pull, half, half_least


def establish_rate_above(proof: Proof, system: System) -> Rate:
    """λNm_0² ≤ κ(m_0α); ``system`` has ``LEAST_TIE``."""
    name = system.name
    above, increases, pull, half, half_least = establish_pulls(proof, system)
    given = (
        *(above, increases, pull, half, half_least, alpha > 0, OFF_TARGET, chi >= 0, g_least > 0),
        *(c <= 1, ALIGNED, S_HIGH > 0, NEAREST >= 0),
    )
    steep = proof.positive(
        f"{name}: chord no steeper than at the near margin",
        STEEPEST.lhs,
        given=[above, alpha > 0, OFF_TARGET],
        relations=[CHORD, FAR, NEAR],
        multiplier=[alpha > 0, OFF_TARGET],
        terms=[(HALF, [above], 1)],
        cofactors=[HALF, HALF * STEEPEST.lhs, -HALF * STEEPEST.lhs],
        strict=False,
        because="σ is convex where its argument is not positive, so χ ≤ g(1 − g) at the near margin.",
    )
    reach = alpha * NEAREST
    small = proof.positive(
        f"{name}: λ from above",
        KAPPA_LEAST - lam * N * NEAREST**2,
        given=given,
        lemmas=[steep],
        relations=[CHORD, FAR, NEAR, LAMBDA, LEAST_AT],
        terms=[
            *(
                (1, [alpha > 0, NEAREST >= 0, g_least > 0, part], 1)
                for part in (c <= 1, ALIGNED, S_HIGH > 0)
            ),
            (1, [alpha > 0, pull], NEAREST),
            (HALF, [alpha > 0, increases], NEAREST),
            (1, [pull, half_least], reach),
            (1, [pull, half], reach),
            (1, [STEEPEST], reach),
            (1, [chi >= 0, c <= 1], reach),
        ],
        strict=False,
        because="With x = m_0α, g = σ(−x): ⟨g⟩ ≤ g and cχ ≤ g(1 − g), so λNm_0² = m_0x⟨g⟩ + x²cχ ≤ κ(x).",
    )
    return Rate(small, given, (steep,), (CHORD, FAR, NEAR, LAMBDA, LEAST_AT))


def establish_rate_below(proof: Proof, system: System) -> Rate:
    """λN ≥ ``PULL``; ``system`` has ``MEAN_TIE``, ``UNIT_TIE`` and ``MOST_TIE``."""
    name = system.name
    convex = establish_jensen(proof, system)
    weaker = establish_unit(proof, system)
    establish_order(proof, system, MOST_TIE, FAR_TIE, [M_FAR <= FARTHEST], FAR, MOST_AT)
    chain = (MOST_TIE, FAR_TIE, NEAR_TIE)
    widest = known_at(proof, system, MONOTONE, [FAR_TIE, MOST_TIE], chain)
    half, half_most = (
        known_at(proof, system, MONOTONE, [Zero(), tie], chain) for tie in (FAR_TIE, MOST_TIE)
    )
    below = known_at(proof, system, CHORD_BELOW, [NEAR_TIE, FAR_TIE, FAR_TIE])
    flat = proof.positive(
        f"{name}: chord no flatter than at the far margin",
        FLATTEST.lhs,
        given=[below, alpha > 0, OFF_TARGET],
        relations=[CHORD, FAR, NEAR],
        multiplier=[alpha > 0, OFF_TARGET],
        terms=[(HALF, [below], 1)],
        cofactors=[-HALF, HALF * FLATTEST.lhs, -HALF * FLATTEST.lhs],
        strict=False,
        because="By the same convexity χ ≥ g(1 − g) at the far margin.",
    )
    given = (
        *(convex, weaker, widest, half, half_most, below, alpha > 0, OFF_TARGET, c > 0, ALIGNED),
        *(g_most > 0, Gt(1 - g_most, 0, evaluate=False)),
    )
    large = proof.positive(
        f"{name}: λ from below",
        lam * N - PULL,
        given=given,
        lemmas=[flat],
        relations=[CHORD, FAR, NEAR, LAMBDA],
        terms=[
            (HALF, [alpha > 0, convex], 1),
            (1, [alpha > 0, weaker], 1),
            (1, [c > 0, FLATTEST], alpha),
            (1, [c > 0, widest, half], alpha),
            (1, [c > 0, widest, half_most], alpha),
            (1, [ALIGNED, g_most > 0, Gt(1 - g_most, 0, evaluate=False)], alpha),
        ],
        strict=False,
        because="⟨g⟩ ≥ σ(−αc) ≥ σ(−α) and cχ ≥ cos θ̄ ĝ(1 − ĝ), ĝ = σ(−αm̂) at the largest margin.",
    )
    return Rate(large, given, (flat,), (CHORD, FAR, NEAR, LAMBDA))


def establish_unit(proof: Proof, system: System) -> Condition:
    """Add σ(−αc) ≥ σ(−α), of which it returns the condition; after ``establish_jensen``."""
    establish_order(proof, system, UNIT_TIE, MEAN_TIE, [c <= 1], UNIT_AT, MEAN_AT)
    return known_at(proof, system, MONOTONE, [MEAN_TIE, UNIT_TIE], (UNIT_TIE, MEAN_TIE, NEAR_TIE))
