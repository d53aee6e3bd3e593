"""Self-stabilization of the logistic run: a rising edge ends, as each of its steps costs the norm a factor.

Statement
    Planar.  A rising edge that starts in a state with norm N and sine s ≠ 0 has at most
    K = 1 + ⌊ln(3/5N) / ln(1 + 4s²)⌋ steps; N < 3/5 at each of them.
Hypotheses
    0 < h ≤ 2, α_0 > 0, θ_0 < π/2.  The edge may start at any time: N, s are the values there.
Source
    Extension: the logistic counterpart of square.self-stabilization.
Argument
    A step rises at θ < 45° only (the rising threshold), so its margins are positive, whatever they were
    before.  Let x = α(c − |s|) and x̂ = α(c + |s|).  As xσ(−x) ≤ 3/10 for every x ≥ 0, and
    κ(x) = xσ(−x) + x²σ(x)σ(−x) ≤ 9/10, both from e^x ≥ 1 + x + x²/2 + x³/6:
    α⟨g⟩ cos 2θ ≤ (3/10)c and α²χ cos 2θ = x²χ + x(g_− − g_+) ≤ κ(x) for the chord slope χ ≤ g_−(1 − g_−) of
    the convex σ.  So λN cos 2θ = α(⟨g⟩ + αcχ) cos 2θ ≤ (6/5)c.  A rise needs λ cos 2θ > 2c, hence N < 3/5.
    It also needs λ > 2, and sin²θ grows along the edge, so that each step multiplies N by 1 + 4s² at least.
    Of n steps, n − 1 come before the last: N(1 + 4s²)^(n−1) < 3/5.
    The scale does not enter: α may grow for ever, but λN does not grow with it.
    The bound is weak when s is tiny: see logistic.self-stabilization-window and -log.
Not verified
    Nothing.  The certificate counts from the first state of the edge, where α, cos θ > 0 as along the whole
    run: the update does not depend on time.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Gt, floor, log

from derivations.direction.hypotheses import EDGE_OFF_TARGET
from derivations.direction.monotone_norm import establish_monotone_norm
from derivations.direction.rising_edge import edge_within, establish_sine, reader
from derivations.direction.rising_threshold import RISING
from derivations.direction.self_stabilization import (
    SAME_FOR_EVERY_ANGLE,
    SQUARE,
    Room,
    establish_count,
    most_steps,
)
from derivations.direction.system import MOVES
from derivations.logistic.lemmas.cone import establish_always, establish_signs
from derivations.logistic.lemmas.rising_edge import REACH_CAP, establish_room
from derivations.logistic.model.hypotheses import positive_start, scale_rate_at_most_two, two_groups
from derivations.logistic.model.system import PLANAR, g_far, g_near
from derivations.notation import N, alpha, at_start, c, lam, s
from derivations.proof import Proof, System
from derivations.proof.canonical import count
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.sigmoid.kappa import may_rise
from verifier.arithmetic.balls import Ball
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status

CEILING: Expr = REACH_CAP / 2
"""N stays below this at every rising step."""
CAPACITY: Expr = log(CEILING / N)
"""The logarithm of the factor by which N can still grow on an edge."""
LENGTH: Expr = 1 + floor(CAPACITY / log(1 + SQUARE))
EDGE = PLANAR.with_more(
    "rising edge", initial=(Gt(at_start(s) ** 2, 0, evaluate=False),), guards=(RISING,)
)
"""The steps of one rising edge, counted from its first state."""


def establish_edge(proof: Proof, system: System) -> str:
    """Add the cone, λ > 0 and s² ≥ s_0² > 0 to ``system``, which extends ``EDGE``.

    Returns the name of the sequent N' ≥ N.
    """
    name = system.name
    establish_signs(proof, system)
    establish_sine(proof, system)
    grown, first = s**2 >= at_start(s) ** 2, Gt(at_start(s) ** 2, 0, evaluate=False)
    off = proof.positive(
        f"{name}: off target",
        MOVES.lhs,
        given=[grown, first],
        terms=[(1, [grown], 1), (1, [first], 1)],
        because="An edge that starts off target stays off it:",
    )
    proof.rule(
        "consequence", f"{name}: off target, always", system, sequents=[off],
        because="so sin θ_t ≠ 0 for all t.",
    )  # fmt: skip
    never_falls, _ = establish_monotone_norm(proof, system)
    return never_falls


def derive() -> Proof:
    """What a rise needs of the norm, and the count of the steps that raise it."""
    proof = Proof(CLAIM.id)
    edge = proof.system(EDGE)
    never_falls = establish_edge(proof, edge)
    whole = establish_always(proof, proof.system(PLANAR))
    room = Room(CEILING, establish_room(proof))
    counted = establish_count(
        proof, edge, never_falls, "steps of the edge", at_start(s), [RISING], room
    )
    proof.conclude(counted, room.below, whole)
    return proof


def bound(scale_lr: Ball, x: Any, power: int = 2, share: int = 1) -> int:
    """K for the edge that starts at state ``x`` of balls, whatever the scale learning rate is.

    In deliberately false variants ``power`` replaces the exponent of s and ``share`` divides 3/5.
    Raises ``Undecided`` when the balls of ``x`` are too wide.
    """
    return most_steps(CAPACITY, reader(scale_lr, x), power, share)


def holds(run: Run, power: int = 2, share: int = 1) -> Answer:
    """The first rising edge has at most ``bound`` steps."""
    return edge_within(run, lambda start: bound(run.h, start, power, share))


CLAIM = Claim(
    id="logistic.self-stabilization",
    title="a rising edge ends",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            count - 1 < log(CEILING / at_start(N)) / log(1 + SQUARE.subs(s, at_start(s))),
            throughout=[RISING],
            words="for the number n of its steps",
        ),
        always(c > 0, alpha > 0),
        for_all(
            N < CEILING,
            given=[RISING, c > 0, lam > 0, alpha > 0, MOVES, g_far > 0, g_near > 0],
        ),
    ),
    hypotheses=(
        positive_start(
            "From α_0 = −1, N_0 = 1, θ_0 = 1/10 with h = 1/10 the first step rises, where K = −13.",
            "positive scale",
        ),
        hypothesis(
            "aligned at the start",
            "From α_0 = N_0 = 1, θ_0 = 3 with h = 1/10 the first step rises, where K = −6.",
            (at_start(c) > 0,),
        ),
        scale_rate_at_most_two(
            "It keeps the scale positive.  With h = 20 from α_0 = 4, N_0 = 1, θ_0 = 3/2 the next scale is "
            "below −4, and step 1 rises, where K = −5."
        ),
        two_groups(
            "For ξ = (−2, 1/2, 1/2, 1/2, 1/2), α_0 = 100, N_0 = 10, θ_0 = 23/50 all margins are positive "
            "and the first step rises, where K = −4."
        ),
        EDGE_OFF_TARGET,
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds,
            (
                SAME_FOR_EVERY_ANGLE,
                Alteration("3/5 becomes 3/20", {"share": 4}),
            ),
            may_rise,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
