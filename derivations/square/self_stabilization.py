"""Self-stabilization: a rising edge ends by itself, because each of its steps costs the norm a factor.

Statement
    A rising edge that starts in a state with scale a, norm N and sine s ≠ 0 has at most
    K = 1 + ⌊ln(ā/2N) / ln(1 + 4s²)⌋ steps, where ā = max(a, 1).
Hypotheses
    Standing hypotheses.  The edge may start at any time: a, N, s are the values there.
Source
    [1], abstract: "self-stabilization of the rising edge within finitely many iterations"; this exact
    form is our derivation.
Argument
    On the edge sin²θ grows, so it stays at least s².  A rise needs λ > 2 (square.rising-threshold), so
    each step multiplies the norm by 1 + λ²sin²θ ≥ 1 + 4s².  And λ = a/N > 2 with a ≤ ā keeps N below
    ā/2 at every step of the edge.  Of n steps, n − 1 come before the last: N(1 + 4s²)^(n−1) < ā/2.
    The bound is weak when s is tiny (1e-67 is ordinary at onset): see square.self-stabilization-log and
    square.self-stabilization-envelope.
Not verified
    Nothing.  A rising step of the certificate is one of positive margin, λ cos 2θ > 2 cos θ, which off
    target is the same by square.rising-criterion.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Gt, Lt, Max, Rational, floor, log

from derivations.direction import monotone_norm
from derivations.direction.hypotheses import EDGE_OFF_TARGET
from derivations.direction.rising_edge import edge_within, establish_sine, reader
from derivations.direction.self_stabilization import (
    SAME_FOR_EVERY_ANGLE,
    SQUARE,
    establish_count,
    most_steps,
)
from derivations.notation import N, a, abar, at_start, s
from derivations.proof import Proof, System
from derivations.proof.canonical import count
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.square import cone_invariance
from derivations.square.cone_invariance import CAP
from derivations.square.lemmas.rising_edge import CEILING, RISING, half_cap
from derivations.square.model.hypotheses import (
    WHITENED,
    aligned_start,
    positive_start,
    scale_rate_at_most_one,
)
from derivations.square.model.system import RUN
from derivations.square.no_rising_edge import may_rise
from verifier.arithmetic.balls import Ball
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status

HALF = Rational(1, 2)
CAPACITY: Expr = log(CEILING / (2 * N))
"""The logarithm of the factor by which N can still grow on an edge."""
LENGTH: Expr = 1 + floor(CAPACITY / log(1 + SQUARE))
EDGE = RUN.with_more(
    "rising edge",
    parameters=(abar,),
    initial=(*CAP, Gt(at_start(s) ** 2, 0, evaluate=False)),
    guards=(RISING,),
)
"""The steps of one rising edge, counted from its first state."""


def establish_edge(proof: Proof, system: System) -> str:
    """Add the cone, a ≤ ā and s² ≥ s_0² to ``system``, which extends ``EDGE``.

    Returns the name of the sequent N' ≥ N.
    """
    cone_invariance.establish(proof, system)
    cone_invariance.establish_cap(proof, system)
    establish_sine(proof, system)
    never_falls, _ = monotone_norm.establish_monotone_norm(proof, system)
    return never_falls


def derive() -> Proof:
    """One step of the edge, then the count of its steps."""
    proof = Proof(CLAIM.id)
    edge = proof.system(EDGE)
    never_falls = establish_edge(proof, edge)
    name, first = "steps of the edge", at_start(s)
    counted = establish_count(proof, edge, never_falls, name, first, [RISING], half_cap(proof, name))
    proof.conclude(counted)
    return proof


def bound(h: Ball, x: Any, power: int = 2, share: int = 1) -> int:
    """K for the edge that starts at state ``x``: it has at most that many steps.

    In deliberately false variants ``power`` replaces the exponent of s and ``share`` divides ā/2N.
    Raises ``Undecided`` when the balls of ``x`` are too wide.
    """
    return most_steps(CAPACITY, reader(h, x), power, share)


def holds(run: Run, power: int = 2, share: int = 1) -> Answer:
    """The first rising edge has at most ``bound`` steps."""
    return edge_within(run, lambda start: bound(run.h, start, power, share))


CLAIM = Claim(
    id="square.self-stabilization",
    title="a rising edge ends",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            Lt(count - 1, log(abar / (2 * at_start(N))) / log(1 + SQUARE.subs(s, at_start(s)))),
            throughout=[RISING],
            where=[Eq(abar, Max(1, at_start(a)))],
            words="for the number n of its steps",
        ),
    ),
    hypotheses=(
        WHITENED,
        scale_rate_at_most_one(
            "With h = 3/2, a_0 = 3, N_0 = 1, (cos θ_0, sin θ_0) = (3/5, 4/5) the state at t = 1 is "
            "a = −3/5, N = 169/25, sin θ = −16/65: it rises, where K = −11."
        ),
        positive_start(
            "From a = −5/4, N = 1, (cos θ, sin θ) = (4/5, 3/5) the direction rises, where K = 0."
        ),
        aligned_start(
            "From a = N = 1, (cos θ, sin θ) = (−4/5, 3/5) the direction rises, where K = 0.",
            "aligned at the start",
        ),
        EDGE_OFF_TARGET,
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                SAME_FOR_EVERY_ANGLE,
                Alteration("ā/2 becomes ā/4", {"share": 2}),
            ),
            may_rise,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
