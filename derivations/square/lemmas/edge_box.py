"""The comparison recursion of a rising edge, and the box in which the state of a rising step must lie.

A step from sin θ_t ≥ L_t reaches sin θ_{t+1} ≥ min(s̄_t, g_t sin θ_t): either sin θ_t ≥ s̄_t already, or
the gain of ``edge_gain`` applies.  So L_{t+1} = max(L_t, min(s̄_t, g_tL_t)) is a lower bound again.  And
where sin θ_t ≥ L_t, a rise needs 2L_t² < 1 and λ > μ_t = 2√(1 − L_t²)/(1 − 2L_t²), so that N_t ≥ n_t with
n_{t+1} = n_t(1 + μ_t²L_t²), n_0 = N_0.
"""

from __future__ import annotations

from sympy import Eq, Expr, Integer

from derivations.direction.edge_envelope import establish_start
from derivations.direction.rising_edge import establish_rise, establish_turn
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import NORM, UNIT_CIRCLE
from derivations.notation import N, at_next, at_start, c, lam, s, sbar, symbol
from derivations.proof import Proof, System, Term
from derivations.square.lemmas.edge_envelope import (
    BELOW_HIGH,
    SCALE_HIGH,
    establish_envelope,
)
from derivations.square.lemmas.edge_gain import GAIN, GAINING, PREMISES, RELATIONS, establish_reached
from derivations.square.lemmas.edge_moving import establish_moving, establish_scale
from derivations.square.lemmas.rising_edge import RISING
from derivations.square.model.system import LAMBDA

SINE_LOW = symbol("L_sine", "L", "L", "at most the sine of a step of the edge")
NORM_LOW = symbol("n_low", "n", "n", "at most the squared norm of a step of the edge")
COS_LOW = symbol("c_L", "c_{L}", "c_L", "√(1 − L²)")
THRESHOLD_LOW = symbol("mu_low", r"\mu", "μ", "the threshold at the sine L, at most λ")
REACHED = symbol("K_reached", "K", "K", "at most s̄² and g²L²")
KEPT = symbol("v_kept", "v", "v", "a weight of a mean, in [0, 1]")
ABOVE_SINE = SINE_LOW**2 <= s**2
COS_DOUBLE: Expr = 1 - 2 * SINE_LOW**2
"""cos 2θ where sin θ = L."""
CIRCLE_LOW: Expr = COS_LOW**2 + SINE_LOW**2 - 1
THRESHOLD_IS: Expr = THRESHOLD_LOW * COS_DOUBLE - 2 * COS_LOW
NORM_FACTOR: Expr = 1 + THRESHOLD_LOW**2 * SINE_LOW**2
NORM_LOW_NEXT: Expr = NORM_LOW * NORM_FACTOR
NORM_LOW_STEP: Expr = at_next(NORM_LOW) - NORM_LOW_NEXT

WITHIN_SBAR, WITHIN_GAIN = sbar**2 >= REACHED, GAIN**2 * SINE_LOW**2 >= REACHED
SINE_LOW_STEP: Expr = at_next(SINE_LOW) ** 2 - KEPT * SINE_LOW**2 - (1 - KEPT) * REACHED
"""L'² is L² (v = 1) or K ≤ min(s̄², g²L²) (v = 0)."""

EXCESS: tuple[Term, ...] = (
    (1, [N > 0, ABOVE_SINE], lam),
    (1, [N > 0], SINE_LOW * (lam - THRESHOLD_LOW)),
    (2, [N > 0, lam > THRESHOLD_LOW, THRESHOLD_LOW > 0], SINE_LOW),
)
"""N(λ²s² − μ²L²) as a sum of nonnegative terms, where λ > μ > 0 and s² ≥ L²."""

COMPARED = GAINING.with_more(
    "compared edge",
    state=(SINE_LOW, REACHED, KEPT),
    conditions=(WITHIN_SBAR, WITHIN_GAIN, KEPT >= 0, KEPT <= 1),
    initial=(Eq(SINE_LOW - at_start(s), 0),),
    relations=(SINE_LOW_STEP,),
)
"""The whole edge beside L_t, where s̄ and g may change with every step."""

BOXED = COMPARED.with_more(
    "boxed edge",
    state=(NORM_LOW, COS_LOW, THRESHOLD_LOW),
    conditions=(COS_LOW > 0, COS_DOUBLE > 0),
    initial=(Eq(NORM_LOW - at_start(N), 0),),
    instant=(CIRCLE_LOW, THRESHOLD_IS),
    relations=(NORM_LOW_STEP,),
)
"""The same as long as 2L_t² < 1, beside μ_t and n_t."""


def establish_comparison(proof: Proof, system: System) -> str:
    """Add sin²θ_t ≥ L_t² to ``system``, which extends ``COMPARED``, with all it rests on.

    Returns the fact's name.
    """
    establish_envelope(proof, system)
    establish_scale(proof, system)
    establish_moving(proof, system)
    reached = establish_reached(proof, ABOVE_SINE, (WITHIN_SBAR, WITHIN_GAIN))
    step = proof.positive(
        f"{system.name}: sine above L, one step",
        system.after(s**2 - SINE_LOW**2),
        given=[*PREMISES, ABOVE_SINE, WITHIN_SBAR, WITHIN_GAIN, KEPT >= 0, KEPT <= 1],
        lemmas=[establish_rise(proof), reached],
        relations=[*RELATIONS, SINE_LOW_STEP],
        cofactors=[*(0 for _ in RELATIONS), Integer(-1)],
        terms=[
            (1, [KEPT >= 0, at_next(s) ** 2 - s**2 >= 0], 1),
            (1, [KEPT >= 0, ABOVE_SINE], 1),
            (1, [KEPT <= 1, proof.conclusions[reached]], 1),
        ],
        strict=False,
        because="If L' = L, sin θ' ≥ sin θ ≥ L'; otherwise sin θ' ≥ min(s̄, gL) ≥ L'.",
    )
    start = proof.identity(
        f"{system.name}: L at the start",
        s**2,
        SINE_LOW**2,
        relations=[s - at_start(s), SINE_LOW - at_start(s)],
        because="At time 0,",
    )
    return proof.invariant(
        f"{system.name}: sine above L", system, {ABOVE_SINE: (start, step)},
        because="Hence |sin θ_t| ≥ L_t on the edge.",
    )  # fmt: skip


def establish_turned(proof: Proof, system: System) -> str:
    """Nothing rises once 2L² ≥ 1; ``system`` is ``COMPARED``.  Returns the fact's name."""
    establish_comparison(proof, system)
    wide = 2 * SINE_LOW**2 >= 1
    never = proof.positive(
        "no rise where 2L² ≥ 1",
        -RISING_MARGIN,
        given=[c > 0, lam > 0, ABOVE_SINE, wide],
        relations=[UNIT_CIRCLE],
        terms=[(2, [c > 0], 1), (2, [lam > 0, ABOVE_SINE], 1), (1, [lam > 0, wide], 1)],
        because="From 45° on nothing rises.",
    )
    return proof.rule(
        "at-every-time", "the edge has ended where 2L² ≥ 1", system,
        sequent=never, uses=[], assume=[wide],
        because="So the edge has ended once 2L_t² ≥ 1.",
    )  # fmt: skip


def establish_box(proof: Proof, system: System) -> str:
    """At a rising step 1 − (1 − a_0)E > μn; ``system`` is ``BOXED``.  Returns the fact's name."""
    establish_comparison(proof, system)
    above, least = establish_low_threshold(proof)
    circles = [UNIT_CIRCLE, CIRCLE_LOW, THRESHOLD_IS]
    known = [c > 0, lam > 0, COS_LOW > 0, COS_DOUBLE > 0, ABOVE_SINE]
    low = N >= NORM_LOW
    step = proof.positive(
        "norm above n, one step",
        system.after(N - NORM_LOW),
        given=[*known, RISING, N > 0, low],
        lemmas=[above, least],
        relations=[*circles, NORM, NORM_LOW_STEP],
        cofactors=[*3 * [Integer(0)], Integer(1), Integer(-1)],
        terms=[
            (1, [low], 1),
            (1, [low], THRESHOLD_LOW * SINE_LOW),
            *EXCESS,
        ],
        strict=False,
        because="So N' = N(1 + λ²s²) ≥ n(1 + μ²L²) = n'.",
    )
    start = establish_start(proof, system, low, "n at the start")
    proof.invariant("norm above n", system, {low: (start, step)}, because="Hence N_t ≥ n_t on the edge.")
    fits = proof.positive(
        "scale above μn",
        SCALE_HIGH - THRESHOLD_LOW * NORM_LOW,
        given=[*known, RISING, N > 0, low, BELOW_HIGH],
        lemmas=[above, least],
        relations=[*circles, LAMBDA],
        cofactors=[*3 * [Integer(0)], Integer(-1)],
        terms=[
            (1, [BELOW_HIGH], 1),
            (1, [lam > THRESHOLD_LOW, N > 0], 1),
            (1, [THRESHOLD_LOW > 0, low], 1),
        ],
        because="A rising step needs 1 − (1 − a_0)E ≥ a = λN > μN ≥ μn.",
    )
    return proof.rule(
        "at-every-step", "a rising step fits the box", system, facts=[], sequents=[fits], assume=[],
        because="So the edge has ended once 1 − (1 − a_0)E_t ≤ μ_tn_t.",
    )  # fmt: skip


def establish_low_threshold(proof: Proof) -> tuple[str, str]:
    """λ > μ at a rising step with sin θ ≥ L, and μ > 0; the names of both, added once a proof."""
    above_name, least_name = "λ above μ", "μ positive"
    if least_name in proof.conclusions:
        return above_name, least_name
    circles = [UNIT_CIRCLE, CIRCLE_LOW, THRESHOLD_IS]
    known = [c > 0, lam > 0, COS_LOW > 0, COS_DOUBLE > 0, ABOVE_SINE]
    divisor = proof.positive(
        "c + c_L positive",
        c + COS_LOW,
        given=[c > 0, COS_LOW > 0],
        terms=[(1, [c > 0], 1), (1, [COS_LOW > 0], 1)],
        because="Both cosines are positive.",
    )
    less_aligned = proof.positive(
        "c at most c_L",
        COS_LOW - c,
        given=known,
        lemmas=[divisor],
        relations=circles,
        multiplier=[c + COS_LOW > 0],
        terms=[(1, [ABOVE_SINE], 1)],
        strict=False,
        because="As sin θ ≥ L, cos θ is at most c_L = √(1 − L²).",
    )
    above = proof.positive(
        above_name,
        lam - THRESHOLD_LOW,
        given=[*known, RISING],
        lemmas=[less_aligned, establish_turn(proof)],
        relations=circles,
        multiplier=[COS_DOUBLE > 0],
        terms=[
            (1, [RISING], 1),
            (2, [COS_LOW >= c, lam * c > 1], 1),
            (2, [COS_LOW >= c, lam > 0, COS_LOW > 0], 1),
        ],
        because="λ cos 2θ − 2 cos θ is positive, and more so at the angle with sine L.",
    )
    least = proof.positive(
        least_name,
        THRESHOLD_LOW,
        given=known,
        relations=circles,
        multiplier=[COS_DOUBLE > 0],
        terms=[(2, [COS_LOW > 0], 1)],
        because="Below 45° μ is positive.",
    )
    return above, least
