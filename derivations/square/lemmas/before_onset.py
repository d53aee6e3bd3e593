"""Lemmas about the steps before onset, shared by the waiting-time claims.

Each function adds conditions that hold at all times along ``system``, which extends ``RUN`` and has
either the guard ``STILL`` (no step rises) or the guard ``SLOW`` with μ < 2 (no step can rise, since a
rise needs λ > 2 by square.rising-threshold).  The angle θ̄ ≥ θ_0 is an input; the results are monotone
in it, so that they may be applied from any state of which only a bound of the angle is known.
"""

from __future__ import annotations

from sympy import Expr

from derivations.direction.before_onset import C_LOW
from derivations.direction.circle import establish_at_most_one
from derivations.direction.system import ROOT
from derivations.notation import a, at_start, c, k, lam, s, symbol, t
from derivations.proof import Condition, Proof, System
from derivations.square import cone_invariance
from derivations.square.scale_envelope import LOWER, POWER, RATIO, establish_lower

A_LOW = symbol("a_low", r"\underline{a}", "a̲", "at most a_0")

SCALE_AT: Expr = LOWER.subs({RATIO**t: POWER, at_start(c): C_LOW, at_start(a): A_LOW})
"""A_t = cos θ̄ − (cos θ̄ − a̲)E with E = (1 − h)^t: the scale is at least this at time t."""
KEEPS_UP = POWER * (C_LOW - at_start(a)) - (C_LOW - a) >= 0
"""The lower envelope, with E = (1 − h)^t."""


def establish_basics(proof: Proof, system: System) -> None:
    """Add c, a, λ > 0, c ≤ 1 and k ≥ 1."""
    cone_invariance.establish(proof, system)
    name = system.name
    cosine = establish_at_most_one(proof, f"{name}: cosine at most 1")
    divisor = proof.positive(
        f"{name}: k + 1 positive",
        k + 1,
        given=[k > 0],
        terms=[(1, [k > 0], 1), (1, [], 1)],
        because="The norm grows by the factor k > 0, so",
    )
    factor = proof.positive(
        f"{name}: k at least 1",
        k - 1,
        given=[k > 0],
        lemmas=[divisor],
        relations=[ROOT],
        multiplier=[k + 1 > 0],
        terms=[(1, [], lam * s)],
        strict=False,
        because="and (k − 1)(k + 1) = λ²s² ≥ 0: no step shrinks the norm.",
    )
    proof.rule(
        "consequence", f"{name}: c ≤ 1 and k ≥ 1", system, sequents=[cosine, factor],
        because="Hence c_t ≤ 1 and k_t ≥ 1 for all t.",
    )  # fmt: skip


def establish_scale(proof: Proof, system: System) -> str:
    """Add cos θ̄ − a_t ≤ (1 − h)^t (cos θ̄ − a_0), a growth fact of ratio ``RATIO``; returns its name.

    This is the lower envelope of square.scale-envelope with θ̄ in place of θ_0; ``system`` has c ≥ cos θ̄.
    """
    return establish_lower(proof, system, C_LOW, "cos θ̄")


def establish_scale_at(proof: Proof) -> tuple[str, list[Condition]]:
    """a_t ≥ A_t, unless it stands already; returns the name of the sequent and what it assumes."""
    name, given = "scale from below", [KEEPS_UP, POWER >= 0, at_start(a) >= A_LOW]
    if name in proof.conclusions:
        return name, given
    proof.positive(
        name,
        a - SCALE_AT,
        given=given,
        terms=[(1, [KEEPS_UP], 1), (1, [POWER >= 0, at_start(a) >= A_LOW], 1)],
        strict=False,
        because="With E = (1 − h)^t and a̲ ≤ a_0 the scale is at least A_t = cos θ̄ − (cos θ̄ − a̲)E.",
    )
    return name, given
