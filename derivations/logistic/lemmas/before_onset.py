"""Lemmas about planar runs before onset, shared by the logistic claims about time.

Each function adds conditions that hold at all times along ``system``, which extends ``PLANAR`` and has
the guard ``STAYS`` (no step rises) and initially ``WITHIN``.  The angle θ̄ ≥ θ_0 is an input, as on the
square side: the results are monotone in it, so that they may be applied from any state of which only a
bound of the angle is known.
"""

from __future__ import annotations

from derivations.direction.before_onset import ALIGNED, C_LOW, establish_aligned
from derivations.direction.circle import establish_at_most_one, establish_sum
from derivations.direction.monotone_norm import establish_norm
from derivations.direction.system import UNIT_CIRCLE
from derivations.logistic.lemmas.arguments import establish_arguments
from derivations.logistic.lemmas.cone import establish_cone
from derivations.logistic.model.system import (
    ACTIVE,
    BAR_CIRCLE,
    FARTHEST,
    M_FAR,
    MAGNITUDE,
    NARROW,
    NEAREST,
    S_HIGH,
    SCALE,
    g_far,
    g_near,
    sabs,
)
from derivations.notation import alpha, at_next, at_start, c, h
from derivations.proof import Proof, System


def establish_before(proof: Proof, system: System, *, norm: bool = True) -> None:
    """Add everything below: the cone, the margins, the scale above its start, z ≤ 0.

    With ``norm`` also N ≥ N_0; without it the norm is bounded from above elsewhere.  Nothing happens
    where all this stands already.
    """
    if any(step["name"] == f"{system.name}: cone" for step in proof.steps):
        return
    establish_cone(proof, system)
    establish_margins(proof, system)
    establish_scale_rises(proof, system)
    establish_arguments(proof, system)
    if norm:
        establish_norm(proof, system)


def establish_margins(proof: Proof, system: System) -> None:
    """Add c ≥ cos θ̄, |s| ≤ sin θ̄ and c + |s| ≤ cos θ̄ + sin θ̄ at all times; ``system`` has the cone."""
    name = system.name
    establish_aligned(proof, system)
    sine_sum = proof.positive(
        f"{name}: sin θ̄ + |s| positive",
        S_HIGH + sabs,
        given=[S_HIGH > 0, sabs >= 0],
        terms=[(1, [S_HIGH > 0], 1), (1, [sabs >= 0], 1)],
        because="As sin θ̄ > 0,",
    )
    narrow = proof.positive(
        f"{name}: sine at most sin θ̄",
        S_HIGH - sabs,
        given=[ALIGNED, C_LOW > 0, S_HIGH > 0, sabs >= 0],
        lemmas=[sine_sum],
        relations=[UNIT_CIRCLE, MAGNITUDE, BAR_CIRCLE],
        multiplier=[S_HIGH + sabs > 0],
        terms=[(1, [], c - C_LOW), (2, [ALIGNED, C_LOW > 0], 1)],
        strict=False,
        because="sin²θ̄ − s² = c² − cos²θ̄ ≥ 0.",
    )
    proof.rule(
        "consequence", f"{name}: narrow", system, sequents=[narrow],
        because="Hence |s_t| ≤ sin θ̄ for all t.",
    )  # fmt: skip
    establish_sum(proof, f"{name}: c + cos θ̄ positive", c, C_LOW)
    widest = establish_far_margin(proof, system)
    cosine = establish_at_most_one(proof, f"{name}: cosine at most 1")
    proof.rule(
        "consequence", f"{name}: widest", system, sequents=[widest, cosine],
        because="Hence no margin exceeds cos θ̄ + sin θ̄, and c ≤ 1.",
    )  # fmt: skip


def establish_far_margin(proof: Proof, system: System) -> str:
    """c + |s| ≤ cos θ̄ + sin θ̄; the sum of c and cos θ̄ stands already.  Returns the step's name."""
    return proof.positive(
        f"{system.name}: far margin",
        FARTHEST - M_FAR,
        given=[c > 0, C_LOW > 0, NARROW, ACTIVE, NEAREST >= 0],
        lemmas=[f"{system.name}: c + cos θ̄ positive"],
        relations=[UNIT_CIRCLE, MAGNITUDE, BAR_CIRCLE],
        multiplier=[c + C_LOW > 0],
        terms=[(1, [NARROW, ACTIVE], 1), (1, [NARROW, NEAREST >= 0], 1)],
        strict=False,
        because="(c + cos θ̄)(cos θ̄ + sin θ̄ − c − |s|) = (sin θ̄ − |s|)(c − |s| + cos θ̄ − sin θ̄).",
    )


def establish_scale_rises(proof: Proof, system: System) -> None:
    """Add α_t ≥ α_0; ``system`` has the cone."""
    name = system.name
    start = proof.positive(
        f"{name}: scale at the start",
        alpha - at_start(alpha),
        relations=[alpha - at_start(alpha)],
        terms=[],
        strict=False,
        because="At time 0 this is an equality.",
    )
    grows = f"{name}: scale grows"
    step = proof.positive(
        f"{name}: scale above its start, one step",
        at_next(alpha) - at_start(alpha),
        given=[alpha >= at_start(alpha), h > 0, ACTIVE, sabs >= 0, c > 0, g_far > 0, g_near > 0],
        lemmas=[f"{name}: gain", grows],
        relations=[SCALE],
        terms=[(1, [alpha >= at_start(alpha)], 1), (1, [at_next(alpha) - alpha > 0], 1)],
        strict=False,
        because="The scale grows, so it stays above its start.",
    )
    proof.invariant(
        f"{name}: scale above its start", system, {alpha >= at_start(alpha): (start, step)},
        because="Hence α_t ≥ α_0 for all t.",
    )  # fmt: skip
