"""The cone of the logistic loss: cos θ and α stay positive.

Before onset no margin is negative either, and α grows (``establish_cone``).  After a rise, or above 45°,
margins may be negative and α may fall, but it stays positive too (``establish_always``).
"""

from __future__ import annotations

from sympy import Rational

from derivations.direction.before_onset import C_LOW, FALLS
from derivations.direction.cone import establish_cosine, establish_rate
from derivations.direction.rising_criterion import STILL, establish_falls, establish_not_rising
from derivations.direction.system import COSINE, ROOT, SINE, UNIT_CIRCLE
from derivations.logistic.model.system import (
    ACTIVE,
    BAR_CIRCLE,
    FAR,
    FAR_TIE,
    GAIN,
    HALF,
    LAMBDA,
    M_NEAR,
    MAGNITUDE,
    NEAR,
    NEAR_TIE,
    NEAREST,
    S_HIGH,
    SCALE,
    chi,
    g_far,
    g_near,
    sabs,
)
from derivations.notation import N, alpha, at_next, at_start, c, h, k, lam
from derivations.proof import Condition, Proof, System
from derivations.sigmoid.facts import CHORD_ABOVE_PRODUCT, lemma
from derivations.sigmoid.flow import Zero, hold

GROWING: tuple[Condition, ...] = (h > 0, ACTIVE, sabs >= 0, c > 0, g_far > 0, g_near > 0)
"""Where no margin is negative."""


def establish_gain(proof: Proof, system: System) -> str:
    """⟨gm⟩ > 0 where no margin is negative; returns the name of the sequent."""
    return proof.positive(
        f"{system.name}: gain",
        GAIN,
        given=[ACTIVE, sabs >= 0, c > 0, g_far > 0, g_near > 0],
        terms=[
            (HALF, [c > 0, g_far > 0], 1),
            (HALF, [sabs >= 0, g_far > 0], 1),
            (HALF, [ACTIVE, g_near > 0], 1),
        ],
        because="⟨gm⟩ is a mean of products of margins, none negative, and weights g > 0.",
    )


def establish_growing(proof: Proof, system: System) -> str:
    """α' > α where no margin is negative, with ``GROWING``; returns the name of the sequent."""
    return proof.positive(
        f"{system.name}: scale grows",
        at_next(alpha) - alpha,
        given=GROWING,
        lemmas=[establish_gain(proof, system)],
        relations=[SCALE],
        terms=[(1, [h > 0, GAIN > 0], 1)],
        because="α' = α + h⟨gm⟩ > α while no margin is negative,",
    )


def establish_cone(proof: Proof, system: System) -> None:
    """Add g > 0, c > 0, α > 0, margins ≥ 0 and λ > 0 at all times."""
    name = system.name
    signs, rate, cosine = _rate_and_cosine(proof, system)
    scale = establish_growing(proof, system)
    kept = proof.positive(
        f"{name}: scale stays positive",
        at_next(alpha),
        given=[alpha > 0, *GROWING],
        lemmas=[scale],
        relations=[SCALE],
        terms=[(1, [alpha > 0], 1), (1, [at_next(alpha) - alpha > 0], 1)],
        because="so α' > 0.",
    )
    active = _active(proof, system, rate, cosine, signs)
    start = None if ACTIVE in system.initial else _active_at_start(proof, system)
    proof.invariant(
        f"{name}: cone", system,
        {c > 0: (None, cosine), alpha > 0: (None, kept), ACTIVE: (start, active)},
        because="By induction c_t, α_t > 0 and no margin is negative, for all t.",
    )
    establish_rate(proof, system)


def _rate_and_cosine(proof: Proof, system: System) -> tuple[list[Condition], str, str]:
    """λ > 0 and c' > 0 where c, α > 0: what they assume, and the names of the two sequents."""
    name = system.name
    signs = [c > 0, alpha > 0, N > 0, chi >= 0, g_far > 0, g_near > 0]
    rate = proof.positive(
        f"{name}: λ positive",
        lam,
        given=signs,
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[
            (HALF, [alpha > 0, g_far > 0], 1),
            (HALF, [alpha > 0, g_near > 0], 1),
            (1, [c > 0, chi >= 0], alpha),
        ],
        because="λN = α(⟨g⟩ + αcχ) > 0.",
    )
    cosine = establish_cosine(proof, system, signs, [LAMBDA])
    return signs, rate, cosine


def _active(
    proof: Proof, system: System, rate: str, cosine: str, signs: list[Condition]
) -> str:
    """No margin is negative one step later."""
    falls = establish_no_rise(proof)
    divisor = proof.positive(
        f"{system.name}: c' + |s'| positive",
        at_next(c) + at_next(sabs),
        given=[*signs, k > 0, at_next(sabs) >= 0],
        lemmas=[rate, cosine],
        relations=[LAMBDA, COSINE],
        terms=[(1, [at_next(c) > 0], 1), (1, [at_next(sabs) >= 0], 1)],
        because="The far margin is positive after the step, so",
    )
    return proof.positive(
        f"{system.name}: margins stay active",
        at_next(c) - at_next(sabs),
        given=[*signs, k > 0, STILL, ACTIVE, sabs >= 0, at_next(sabs) >= 0],
        lemmas=[rate, cosine, falls, divisor],
        relations=[
            *(LAMBDA, COSINE, SINE, ROOT, UNIT_CIRCLE, system.after(UNIT_CIRCLE)),
            *(MAGNITUDE, system.after(MAGNITUDE)),
        ],
        multiplier=[at_next(c) + at_next(sabs) > 0],
        terms=[(2, [FALLS], 1), (1, [ACTIVE, c > 0], 1), (1, [ACTIVE, sabs >= 0], 1)],
        strict=False,
        because="c'² − s'² = (c² − s²) + 2(s² − s'²) ≥ 0 makes the near margin c' − |s'| ≥ 0.",
    )


def establish_no_rise(proof: Proof) -> str:
    """``FALLS`` for a step without a rise, on target or off it, unless it stands already."""
    name = "no rise, the sine does not grow"
    return name if name in proof.conclusions else establish_falls(proof)


def establish_still(proof: Proof) -> str:
    """``FALLS`` for a step whose rising margin is not positive, unless it stands already."""
    name = "margin not positive, direction does not rise"
    return name if name in proof.conclusions else establish_not_rising(proof)


def _active_at_start(proof: Proof, system: System) -> str:
    start = at_start(c)
    divisor = proof.positive(
        f"{system.name}: c_0 + |s_0| positive",
        start + sabs,
        given=[start >= C_LOW, C_LOW > 0, sabs >= 0],
        terms=[(1, [start >= C_LOW], 1), (1, [C_LOW > 0], 1), (1, [sabs >= 0], 1)],
        because="At time 0 the cosine is positive, so",
    )
    return proof.positive(
        f"{system.name}: margins active at the start",
        M_NEAR,
        given=[start >= C_LOW, C_LOW > 0, S_HIGH > 0, NEAREST >= 0, sabs >= 0],
        lemmas=[divisor],
        relations=[c - start, UNIT_CIRCLE, MAGNITUDE, BAR_CIRCLE],
        multiplier=[start + sabs > 0],
        terms=[
            (2, [], start - C_LOW),
            (4, [start >= C_LOW, C_LOW > 0], 1),
            (1, [NEAREST >= 0, C_LOW > 0], 1),
            (1, [NEAREST >= 0, S_HIGH > 0], 1),
        ],
        cofactors=[2 * start + c + sabs, -1, -1, 1],
        strict=False,
        because="c_0² − s_0² = 2(c_0² − cos²θ̄) + (cos²θ̄ − sin²θ̄) ≥ 0.",
    )


def establish_signs(proof: Proof, system: System) -> None:
    """Add c, α, λ > 0 to ``system``, any that extends ``PLANAR``."""
    establish_always(proof, system)
    establish_rate(proof, system)


def establish_always(proof: Proof, system: System) -> str:
    """Add c > 0 and α > 0 as invariants of ``system``, any that extends ``PLANAR``; return their name."""
    name = system.name
    near_half = [lemma(proof, CHORD_ABOVE_PRODUCT, [tie, Zero()]) for tie in (FAR_TIE, NEAR_TIE)]
    slow = hold(proof, system, *near_half)
    gain = proof.positive(
        f"{name}: gain against the scale",
        GAIN - c / 2 + alpha / 4,
        given=[*slow, alpha > 0],
        relations=[FAR, NEAR, UNIT_CIRCLE, MAGNITUDE],
        multiplier=[alpha > 0],
        terms=[(HALF, [condition], 1) for condition in slow],
        strict=False,
        because="σ is within |z|/4 of 1/2, so m(g − 1/2) ≥ −αm²/4 at every margin, and ⟨gm⟩ ≥ c/2 − α/4.",
    )
    scale = proof.positive(
        f"{name}: scale stays positive",
        at_next(alpha),
        given=[*slow, alpha > 0, c > 0, h > 0, h <= 2],
        lemmas=[gain],
        relations=[FAR, NEAR, UNIT_CIRCLE, MAGNITUDE, SCALE],
        terms=[
            (1, [h > 0, proof.conclusions[gain]], 1),
            (HALF, [h > 0, c > 0], 1),
            (Rational(1, 4), [alpha > 0, h <= 2], 1),
            (HALF, [alpha > 0], 1),
        ],
        cofactors=[0, 0, 0, 0, 1],
        because="So α' ≥ (1 − h/4)α + hc/2 > 0.",
    )
    _, _, cosine = _rate_and_cosine(proof, system)
    return proof.invariant(
        f"{name}: cone", system, {c > 0: (None, cosine), alpha > 0: (None, scale)},
        because="By induction c_t > 0 and α_t > 0 for all t.",
    )  # fmt: skip
