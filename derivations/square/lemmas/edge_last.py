"""The last steps of a rising edge: what is left of it once a lower bound L of sin θ is held fixed.

Each step then multiplies the norm by 1 + μ²L² at least, and keeps it below ā/μ, where
μ = 2√(1 − L²)/(1 − 2L²): so the steps that are left are counted as in square.self-stabilization.
"""

from __future__ import annotations

from sympy import Gt, Integer

from derivations.direction import monotone_norm
from derivations.direction.rising_edge import establish_rise
from derivations.direction.system import NORM, ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, a, abar, at_next, at_start, c, k, lam, s, symbol
from derivations.proof import Proof, System
from derivations.square import cone_invariance
from derivations.square.cone_invariance import CAP
from derivations.square.lemmas.edge_box import (
    ABOVE_SINE,
    CIRCLE_LOW,
    COS_DOUBLE,
    COS_LOW,
    EXCESS,
    NORM_FACTOR,
    SINE_LOW,
    THRESHOLD_IS,
    THRESHOLD_LOW,
    establish_low_threshold,
)
from derivations.square.lemmas.rising_edge import RISING
from derivations.square.model.system import LAMBDA, RUN

NORM_ROOM = symbol("B_room", "B", "B", "ā/μ, room for the norm")
LAST = RUN.with_more(
    "last steps",
    parameters=(abar, SINE_LOW, COS_LOW, THRESHOLD_LOW, NORM_ROOM),
    guards=(RISING,),
    initial=(
        *CAP,
        *(Gt(SINE_LOW**2, 0, evaluate=False), ABOVE_SINE.subs(s, at_start(s))),
        *(COS_LOW > 0, COS_DOUBLE > 0),
    ),
    instant=(CIRCLE_LOW, THRESHOLD_IS, THRESHOLD_LOW * NORM_ROOM - abar),
)
"""An edge of which sin θ_0 ≥ L is all that is used: L, μ and B = ā/μ stay the same."""


def establish_last(proof: Proof, system: System) -> str:
    """Bound the number of steps with one L; ``system`` is ``LAST``.  Returns the fact's name."""
    cone_invariance.establish(proof, system)
    cone_invariance.establish_cap(proof, system)
    never_falls, _ = monotone_norm.establish_monotone_norm(proof, system)
    stays = proof.positive(
        "sine stays above a fixed L",
        at_next(s) ** 2 - SINE_LOW**2,
        given=[RISING, lam > 0, k > 0, ABOVE_SINE],
        lemmas=[establish_rise(proof)],
        relations=[SINE, ROOT],
        cofactors=[Integer(0), Integer(0)],
        terms=[(1, [at_next(s) ** 2 - s**2 >= 0], 1), (1, [ABOVE_SINE], 1)],
        strict=False,
        because="A fixed L is kept as well.",
    )
    proof.invariant(f"{system.name}: sine above L", system, {ABOVE_SINE: (None, stays)}, because="Hence")
    above, least = establish_low_threshold(proof)
    circles = [UNIT_CIRCLE, CIRCLE_LOW, THRESHOLD_IS]
    known = [c > 0, lam > 0, COS_LOW > 0, COS_DOUBLE > 0, ABOVE_SINE]
    grows = proof.positive(
        "norm grows by 1 + μ²L²",
        at_next(N) - NORM_FACTOR * N,
        given=[*known, RISING, N > 0],
        lemmas=[above, least],
        relations=[*circles, NORM],
        cofactors=[*3 * [Integer(0)], Integer(1)],
        terms=EXCESS,
        strict=False,
        because="Each step multiplies the norm by 1 + μ²L² at least,",
    )
    room = NORM_ROOM * THRESHOLD_LOW - abar
    below = proof.positive(
        "norm below ā/μ",
        NORM_ROOM - N,
        given=[*known, RISING, N > 0, a <= abar],
        lemmas=[above, least],
        relations=[*circles, LAMBDA, room],
        cofactors=[*3 * [Integer(0)], Integer(-1), Integer(1)],
        multiplier=[THRESHOLD_LOW > 0],
        terms=[(1, [a <= abar], 1), (1, [lam > THRESHOLD_LOW, N > 0], 1)],
        because="and keeps it below a/μ ≤ ā/μ = B.",
    )
    some = Gt(SINE_LOW**2, 0, evaluate=False)
    above_one = proof.positive(
        "1 + μ²L² above 1",
        NORM_FACTOR - 1,
        given=[*known, some],
        lemmas=[least],
        relations=circles,
        cofactors=3 * [Integer(0)],
        terms=[(1, [THRESHOLD_LOW > 0, THRESHOLD_LOW > 0, some], 1)],
        because="The factor is above 1",
    )
    positive = proof.positive(
        "1 + μ²L² positive",
        NORM_FACTOR,
        terms=[(1, [], 1), (1, [], THRESHOLD_LOW * SINE_LOW)],
        because="and positive,",
    )
    capacity = proof.positive(
        "ā/μ positive",
        NORM_ROOM,
        given=[*known, abar >= 1],
        lemmas=[least],
        relations=[*circles, room],
        cofactors=[*3 * [Integer(0)], Integer(1)],
        multiplier=[THRESHOLD_LOW > 0],
        terms=[(1, [abar >= 1], 1), (1, [], 1)],
        because="and so is B.",
    )
    counted = proof.rule(
        "counting", "last steps, counted", system,
        event=[RISING], quantity=N, growth=NORM_FACTOR, cap=NORM_ROOM,
        at_event=grows, otherwise=never_falls, below_cap=below, nonnegative=positive,
        because="Of n such steps, n − 1 come before the last, where N is still below B.",
    )  # fmt: skip
    return proof.rule(
        "logarithm", "last steps", system,
        fact=counted, ratio=NORM_FACTOR, left=at_start(N), right=NORM_ROOM, shrinks=False,
        right_positive=capacity, ratio_positive=positive, ratio_against_one=above_one,
        because="Solved for n:",
    )  # fmt: skip
