"""Gentle steps pay for the norm with the sine: N(1 − ν(sin²θ_0 − sin²θ)) never exceeds N_0."""

from __future__ import annotations

from sympy import Expr, Ge

from derivations.direction.angle_map import SIN_NEXT
from derivations.direction.before_onset import MU, SLOW
from derivations.direction.rising_criterion import STAYS, establish_not_rising
from derivations.direction.rising_threshold import DOUBLE_COSINE
from derivations.direction.system import NORM, ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, at_next, at_start, c, k, lam, s, symbol
from derivations.proof import Proof, System

GAIN = symbol("nu_sine", r"\nu", "ν", "the weight of the sine in part (ii)")
SAVING: Expr = 1 - GAIN * (at_start(s) ** 2 - s**2)
"""N times this never rises on gentle steps."""
GENTLE = Ge(2 * GAIN * c - lam * (1 + GAIN * DOUBLE_COSINE), 0)
"""A step that costs little norm: λ(1 + ν cos 2θ) ≤ 2ν cos θ, for a weight ν > 0."""
MODERATE_GAIN: Expr = MU / (2 - MU)
SAVED = at_start(N) - N * SAVING >= 0
FELL = at_start(s) ** 2 - s**2 >= 0


def establish_saving(proof: Proof, system: System) -> str:
    """Add N(1 − ν(s_0² − s²)) ≤ N_0 to ``system``; returns its name.

    The system has λ > 0 and the guard ``GENTLE``.
    """
    gentle = proof.positive(
        "gentle steps have no positive margin",
        STAYS.rhs - STAYS.lhs,
        given=[GENTLE, GAIN > 0, lam > 0],
        multiplier=[GAIN > 0],
        terms=[(1, [GENTLE], 1), (1, [lam > 0], 1)],
        strict=False,
        because="ν(2c − λ cos 2θ) = (2νc − λ(1 + ν cos 2θ)) + λ ≥ 0.",
    )
    falls = establish_not_rising(proof)
    angle = proof.positive(
        "sine below its start, one step",
        system.after(FELL.lhs),
        given=[GENTLE, GAIN > 0, lam > 0, k > 0, FELL],
        lemmas=[gentle, falls],
        relations=[SINE, ROOT],
        terms=[(1, [FELL], 1), (1, [s**2 - system.after(s**2) >= 0], 1)],
        strict=False,
        because="So s_t² ≤ s_0² is kept,",
    )
    norm = proof.positive(
        "norm against the sine, one step",
        system.after(SAVED.lhs),
        given=[GENTLE, GAIN > 0, lam > 0, N > 0, FELL, SAVED],
        relations=[NORM, SINE, ROOT],
        terms=[
            (1, [SAVED], 1),
            (1, [N > 0, lam > 0, GENTLE], s),
            (1, [N > 0, lam > 0, lam > 0, GAIN > 0, FELL], s),
        ],
        cofactors=[
            -system.after(SAVING),
            -N * GAIN * (k * at_next(s) + k * SIN_NEXT),
            N * GAIN * at_next(s) ** 2,
        ],
        strict=False,
        because="and V − V' = Nλs²((2νc − λ(1 + ν cos 2θ)) + νλ(s_0² − s²)) ≥ 0.",
    )
    return proof.invariant(
        "norm against the sine",
        system,
        {
            FELL: (_zero_at_start(proof, "s_0² − s²", FELL.lhs), angle),
            SAVED: (_zero_at_start(proof, "N_0 − V", SAVED.lhs), norm),
        },
        because="By induction N_t(1 − ν(s_0² − s_t²)) ≤ N_0 for all t.",
    )


def _zero_at_start(proof: Proof, name: str, gap: Expr) -> str:
    return proof.positive(
        f"{name} at time 0",
        gap,
        relations=[at_start(s) - s, at_start(N) - N],
        terms=[],
        strict=False,
        because="At time 0 this is an equality.",
    )


def establish_gentle_steps(proof: Proof) -> tuple[str, str]:
    """Add the two conditions on λ alone that make a step gentle; returns both names."""
    uncrossed = proof.positive(
        "steps that do not cross the target are gentle with ν = 1",
        GENTLE.lhs.subs(GAIN, 1),
        given=[c > 0, lam * c <= 1],
        relations=[UNIT_CIRCLE],
        terms=[(2, [c > 0, lam * c <= 1], 1)],
        strict=False,
        because="2c − λ(1 + cos 2θ) = 2c(1 − λc).",
    )
    moderate = proof.positive(
        "steps with λ ≤ μ are gentle with ν = μ/(2 − μ)",
        GENTLE.lhs,
        given=[c > 0, c <= 1, lam > 0, SLOW, MU >= 1, MU < 2],
        relations=[UNIT_CIRCLE, GAIN * (2 - MU) - MU],
        multiplier=[MU < 2],
        terms=[
            (2, [SLOW, c > 0], 1),
            (2, [lam > 0, c <= 1, MU >= 1], 1),
            (2, [lam > 0, c <= 1, MU >= 1, c > 0], 1),
            (2, [lam > 0, c <= 1, c > 0], 1),
        ],
        strict=False,
        because="Times 2 − μ it is 2(μ − λ)c + 2λ(1 − c)(μ(1 + c) − 1) ≥ 0.",
    )
    return uncrossed, moderate
