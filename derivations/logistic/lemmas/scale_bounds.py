"""The comparison of the scale with its two recursions, each by induction over the steps before onset."""

from __future__ import annotations

from sympy import Rational

from derivations.direction.before_onset import ALIGNED, C_LOW
from derivations.logistic.lemmas.arguments import known_at
from derivations.logistic.lemmas.before_onset import establish_before
from derivations.logistic.lemmas.pulls import (
    LEAST_AT,
    LEAST_TIE,
    UNIT_AT,
    UNIT_TIE,
    establish_jensen,
    establish_least,
    establish_unit,
    g_least,
    g_unit,
)
from derivations.logistic.lemmas.scale_envelope import (
    ABOVE,
    ABOVE_THERE,
    BELOW,
    HIGH,
    HIGH_AT,
    HIGH_RULE,
    HIGH_TIE,
    LOW,
    LOW_AT,
    LOW_RULE,
    LOW_TIE,
    slowest,
)
from derivations.logistic.model.system import (
    ACTIVE,
    BAR_CIRCLE,
    FAR,
    FAR_TIE,
    GAIN,
    HALF,
    NARROW,
    NEAR,
    NEAR_TIE,
    NEAREST,
    S_HIGH,
    SCALE,
    g_near,
    sabs,
)
from derivations.notation import alpha, at_start, c, h
from derivations.proof import Proof, System
from derivations.sigmoid.facts import CHORD_ABOVE, MONOTONE, lemma

QUARTER = Rational(1, 4)


def establish_lower(proof: Proof, system: System) -> str:
    """Add A ≤ α, in the form ``BELOW``; ``system`` extends ``FROM_BELOW``."""
    establish_before(proof, system, norm=False)
    convex = establish_jensen(proof, system)
    weaker = establish_unit(proof, system)
    steep = known_at(proof, system, CHORD_ABOVE, [NEAR_TIE, FAR_TIE])
    bound = slowest(alpha, g_unit)
    given = [
        *(convex, weaker, steep, alpha > 0, c > 0, sabs >= 0, ALIGNED, NARROW, S_HIGH > 0),
        g_unit > 0,
    ]
    gain = proof.positive(
        f"{system.name}: gain from below",
        GAIN - bound,
        given=given,
        relations=[FAR, NEAR],
        terms=[
            (HALF, [convex, c > 0], 1),
            (HALF, [steep, sabs >= 0], 1),
            (1, [weaker, c > 0], 1),
            (1, [ALIGNED, g_unit > 0], 1),
            (QUARTER, [alpha > 0, NARROW, S_HIGH > 0], 1),
            (QUARTER, [alpha > 0, NARROW, sabs >= 0], 1),
        ],
        strict=False,
        because="⟨gm⟩ ≥ cσ(−αc) − αs²/4 ≥ cos θ̄ σ(−α) − α sin²θ̄/4 = F(α).",
    )
    falls = lemma(proof, CHORD_ABOVE, [LOW_TIE, UNIT_TIE])
    rate = proof.conclusions[falls]
    after = system.after(BELOW.lhs)
    step = proof.positive(
        f"{system.name}: A against the scale, one step",
        after,
        given=[*given, BELOW, h > 0, h <= 2, c <= 1, C_LOW > 0],
        lemmas=[gain, falls],
        relations=[
            *(FAR, NEAR, SCALE, UNIT_AT, LOW_AT, BAR_CIRCLE),
            *(system.after(UNIT_AT), system.after(LOW_AT), LOW_RULE),
        ],
        terms=[
            (1, [h > 0, proof.conclusions[gain]], 1),
            (1, [h > 0, C_LOW > 0, rate], 1),
            (HALF, [BELOW, h <= 2], 1),
            (QUARTER, [BELOW, h > 0, c <= 1], 1),
            (QUARTER, [BELOW, h > 0, ALIGNED], 1),
            (QUARTER, [BELOW, h > 0], C_LOW),
        ],
        cofactors=[
            *(0, 0, 1, 1 - h * S_HIGH**2 / 4, h * S_HIGH**2 / 4 - 1),
            *(-h * BELOW.lhs / 4, -1, 1, -1),
        ],
        strict=False,
        because="x + hF(x) increases with x, so α' ≥ α + hF(α) ≥ A + hF(A) = A'.",
    )
    start = proof.positive(
        f"{system.name}: A against the scale, at the start",
        BELOW.lhs,
        given=[at_start(LOW) <= at_start(alpha)],
        relations=[UNIT_AT, LOW_AT, alpha - at_start(alpha), LOW - at_start(LOW)],
        terms=[(1, [at_start(LOW) <= at_start(alpha)], 1)],
        strict=False,
        because="At time 0 this is A_0 ≤ α_0.",
    )
    return proof.invariant(
        f"{system.name}: lower envelope", system, {BELOW: (start, step)},
        because="By induction z_A = −A_t ≥ −α_t = z₁, that is A_t ≤ α_t, for all t.",
    )  # fmt: skip


def establish_upper(proof: Proof, system: System) -> str:
    """Add α ≤ B and m_0α ≤ m_0B, ``ABOVE`` and ``ABOVE_THERE``; ``system`` extends ``FROM_ABOVE``."""
    establish_before(proof, system, norm=False)
    pull = establish_least(proof, system)
    increases = known_at(proof, system, MONOTONE, [NEAR_TIE, FAR_TIE])
    given = [pull, increases, ALIGNED, NARROW, ACTIVE, sabs >= 0, c > 0, c <= 1, g_near > 0]
    gain = proof.positive(
        f"{system.name}: gain from above",
        g_least - GAIN,
        given=given,
        terms=[
            (1, [pull], 1),
            (HALF, [c > 0, increases], 1),
            (HALF, [sabs >= 0, increases], 1),
            (1, [c <= 1, g_near > 0], 1),
        ],
        strict=False,
        because="⟨gm⟩ ≤ c⟨g⟩ ≤ g_− ≤ σ(−m_0α).",
    )
    falls = lemma(proof, CHORD_ABOVE, [LEAST_TIE, HIGH_TIE])
    given += [ABOVE, ABOVE_THERE, h > 0, h <= 2, NEAREST >= 0, C_LOW > 0, S_HIGH > 0]
    relations = [SCALE, LEAST_AT, HIGH_AT, HIGH_RULE]
    step = proof.positive(
        f"{system.name}: B against the scale, one step",
        system.after(ABOVE.lhs),
        given=given,
        lemmas=[gain, falls],
        relations=relations,
        terms=[
            (1, [h > 0, proof.conclusions[gain]], 1),
            (1, [h > 0, proof.conclusions[falls]], 1),
            (HALF, [ABOVE, h <= 2], 1),
            (QUARTER, [ABOVE, h > 0], 1),
            (QUARTER, [ABOVE, h > 0, c <= 1], 1),
            (QUARTER, [ABOVE, h > 0, ALIGNED], 1),
            (QUARTER, [ABOVE, h > 0, S_HIGH > 0], 1),
        ],
        cofactors=[-1, -h / 4, h / 4, 1],
        strict=False,
        because="x + hσ(−m_0x) increases with x, so α' ≤ α + hσ(−m_0α) ≤ B + hσ(−m_0B) = B',",
    )
    there = proof.positive(
        f"{system.name}: B against the scale at the least margin, one step",
        system.after(ABOVE_THERE.lhs),
        given=given,
        lemmas=[gain, falls, step],
        relations=[*relations, system.after(LEAST_AT), system.after(HIGH_AT)],
        terms=[(1, [NEAREST >= 0, system.after(ABOVE.lhs) >= 0], 1)],
        cofactors=[0, 0, 0, 0, 1, -1],
        strict=False,
        because="and m_0α' ≤ m_0B', as m_0 ≥ 0.",
    )
    first = [alpha - at_start(alpha), HIGH - at_start(HIGH)]
    above = at_start(HIGH) >= at_start(alpha)
    start = proof.positive(
        f"{system.name}: B against the scale, at the start",
        ABOVE.lhs,
        given=[above],
        relations=first,
        terms=[(1, [above], 1)],
        strict=False,
        because="At time 0 this is α_0 ≤ B_0.",
    )
    start_there = proof.positive(
        f"{system.name}: B against the scale at the least margin, at the start",
        ABOVE_THERE.lhs,
        given=[above, NEAREST >= 0],
        relations=[*first, LEAST_AT, HIGH_AT],
        terms=[(1, [above, NEAREST >= 0], 1)],
        cofactors=[-NEAREST, NEAREST, 1, -1],
        strict=False,
        because="And so is this, times m_0.",
    )
    return proof.invariant(
        f"{system.name}: upper envelope", system,
        {ABOVE: (start, step), ABOVE_THERE: (start_there, there)},
        because="By induction α_t ≤ B_t for all t.",
    )  # fmt: skip
