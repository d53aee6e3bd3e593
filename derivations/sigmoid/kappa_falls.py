"""Where κ falls it falls for ever: κ'(x₀) ≤ 0 and x ≥ x₀ > 0 give κ'(x) ≤ 0 and κ(x) ≤ κ(x₀).

κ'(x) = g(1 − φ(x)) with g = σ(−x), φ(x) = x(1 − g)u(x) and u(x) = x(1 − 2g) − 1.  If φ(x₀) ≥ 1 then u(x₀)
is positive; and x, 1 − g and u do not fall from there on, so neither does φ.
"""

from __future__ import annotations

from sympy import Expr, Ge, Gt

from derivations.notation import alpha, plain
from derivations.proof import Condition, Proof
from derivations.sigmoid.chords import X0, Bound, X, given_at, lemma, v, x, x0
from derivations.sigmoid.facts import MONOTONE
from derivations.sigmoid.flow import Fact, Point
from derivations.sigmoid.kappa import KAPPA, SLOPE_FACTOR, g, in_g


def kappa_at(point: Point) -> Expr:
    """κ(−z) as a polynomial in z and σ(z)."""
    return in_g(KAPPA).subs({alpha: -point[0], g: point[1]}, simultaneous=True)


def falls_at(point: Point) -> Condition:
    """κ' is not positive at −z."""
    slope: Expr = in_g(SLOPE_FACTOR).subs({alpha: -point[0], g: point[1]}, simultaneous=True)
    return Ge(-slope, 0, evaluate=False)


def establish_falls_on(proof: Proof, point: Point, start: Point) -> str:
    """Add κ'(−z) ≤ 0 where z ≤ z₀ < 0 and κ'(−z₀) ≤ 0; return the step's name."""
    (z, value), (first, pull) = point, start
    name = f"κ falls on from −{plain(first)} to −{plain(z)}"
    if name in proof.conclusions:
        return name
    before, ahead, falls = Gt(-first, 0, evaluate=False), Ge(first - z, 0, evaluate=False), falls_at(start)
    signs = given_at([point, start])
    left, rest = Gt(1 - value, 0), Gt(1 - pull, 0)
    room, room_first = -z * (1 - 2 * value) - 1, -first * (1 - 2 * pull) - 1
    known = [before, ahead, falls, *signs]
    positive = proof.positive(
        f"{name}: u at first", room_first, given=known, multiplier=[before, rest],
        terms=[(1, [falls], 1), (1, [], 1)], because="As φ ≥ 1, u is positive at the start,", main=False,
    )  # fmt: skip
    below = proof.positive(
        f"{name}: g at first", 1 - 2 * pull, given=known, lemmas=[positive], multiplier=[before],
        terms=[(1, [room_first > 0], 1), (1, [], 1)], because="and so is 1 − 2g.", main=False,
    )  # fmt: skip
    increases = lemma(proof, MONOTONE, [start, point])
    fewer = proof.conclusions[increases]
    rises = proof.positive(
        f"{name}: u rises", room - room_first, given=known, lemmas=[positive, below, increases],
        terms=[(1, [ahead, 1 - 2 * pull > 0], 1), (2, [ahead, fewer], 1), (2, [before, fewer], 1)],
        strict=False, because="As σ increases, u does not fall from there on,", main=False,
    )  # fmt: skip
    more = proof.conclusions[rises]
    return proof.positive(
        name,
        falls_at(point).lhs,
        given=known,
        lemmas=[positive, below, increases, rises],
        terms=[
            (1, [falls], 1),
            (1, [ahead, left, room_first > 0], 1),
            (1, [ahead, left, more], 1),
            (1, [before, fewer, room_first > 0], 1),
            (1, [before, fewer, more], 1),
            (1, [before, rest, more], 1),
        ],
        strict=False,
        because="and φ = x(1 − g)u is a product of three numbers that do not fall.",
    )


def _rate(proof: Proof, name: str) -> str:
    steeper = establish_falls_on(proof, X, X0)
    order = Gt(x0 - x, 0, evaluate=False)
    return proof.positive(
        name, v * falls_at(X).lhs, given=[order, *_ASSUMED, *given_at([X, X0])], lemmas=[steeper],
        terms=[(1, [v > 0, falls_at(X)], 1)], strict=False,
        because="κ' has the sign of 1 − φ,",
    )  # fmt: skip


_ASSUMED = (Gt(-x0, 0, evaluate=False), falls_at(X0))
KAPPA_FALLS = Bound(
    "κ falls on",
    (Fact("κ falls on", kappa_at(X0) - kappa_at(X), (X, X0), "backward", _ASSUMED),),
    "so κ falls from there on.",
    (_rate,),
)
"""κ(−x) ≤ κ(−x₀) where x ≤ x₀ < 0 and κ'(−x₀) ≤ 0."""
