"""A rising edge ends: how many steps the growing norm leaves it."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Gt, log

from derivations.direction.rising_edge import Reading, establish_threshold
from derivations.direction.rising_threshold import RISING
from derivations.direction.system import NORM, UNIT_CIRCLE
from derivations.notation import N, at_next, at_start, c, lam, plain, s
from derivations.proof import Condition, Proof, System
from verifier.arithmetic.balls import Ball, floor_of_upper
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Alteration

SQUARE: Expr = 4 * s**2
"""Each step of the edge multiplies N by more than 1 + 4s², with s at the start."""


@dataclass(frozen=True)
class Room:
    """A number above N at every rising step.

    ``below`` names the sequent that says so, ``positive`` that the number is positive; None for a number
    that is seen to be, or that a condition says to be.
    """

    cap: Expr
    below: str
    positive: str | None = None


def establish_count(
    proof: Proof,
    system: System,
    never_falls: str,
    name: str,
    least: Expr,
    event: list[Condition],
    room: Room,
) -> str:
    """N_0(1 + 4·least²)^(n−1) < cap for the n rising steps with ``event``, solved for n.

    At the event s² ≥ least², where ``least``² > 0 is a condition on parameters.  The cap is that of
    ``room``.
    """
    at_least = s**2 >= least**2
    factor = 1 + SQUARE.subs(s, least)
    grows = proof.positive(
        f"{name}: norm growth",
        at_next(N) - factor * N,
        given=[RISING, c > 0, lam > 0, N > 0, at_least],
        lemmas=[establish_threshold(proof)],
        relations=[NORM, UNIT_CIRCLE],
        terms=[
            (1, [N > 0], (lam - 2) * s),
            (4, [N > 0, lam > 2], s),
            (4, [N > 0, at_least], 1),
        ],
        strict=False,
        because=f"As λ > 2, N' = N(1 + λ²s²) ≥ N({plain(factor)}).",
    )
    above_one = proof.positive(
        f"{name}: growth above 1",
        factor - 1,
        given=[Gt(least**2, 0, evaluate=False)],
        terms=[(4, [Gt(least**2, 0, evaluate=False)], 1)],
        because="This factor is above 1",
    )
    positive = proof.positive(
        f"{name}: growth positive",
        factor,
        given=[Gt(least**2, 0, evaluate=False)],
        terms=[(1, [], 1), (4, [Gt(least**2, 0, evaluate=False)], 1)],
        because="and so positive.",
    )
    counted = proof.rule(
        "counting", f"{name}, counted", system,
        event=event, quantity=N, growth=factor, cap=room.cap,
        at_event=grows, otherwise=never_falls, below_cap=room.below, nonnegative=positive,
        because=f"Of n such steps, n − 1 come before the last, where N is still below {plain(room.cap)}.",
    )  # fmt: skip
    return proof.rule(
        "logarithm", name, system,
        fact=counted, ratio=factor, left=at_start(N), right=room.cap, shrinks=False,
        right_positive=room.positive, ratio_positive=positive, ratio_against_one=above_one,
        because="Solved for n:",
    )  # fmt: skip


def most_steps(capacity: Expr, read: Reading, power: int, share: int) -> int:
    """K = 1 + ⌊capacity/ln(1 + 4s²)⌋, at least the number of steps of an edge from the state that is read.

    ``capacity`` is the logarithm of the factor by which N can still grow.  In deliberately false variants
    ``power`` replaces the exponent of s, and ``share`` divides that factor.  Raises ``Undecided`` when the
    balls of the state are too wide.
    """
    growth: Ball = evaluate(SQUARE * s ** (power - 2), read).log1p()
    return 1 + floor_of_upper(evaluate(capacity - log(share), read) / growth)


SAME_FOR_EVERY_ANGLE = Alteration("1 + 4s² becomes 1 + 4, the same for every angle", {"power": 0})
