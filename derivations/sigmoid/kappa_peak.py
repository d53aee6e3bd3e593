"""Where κ is largest, between two rational numbers, by certificate: the sign of κ' at both.

κ'(x) has the sign of P(x, g) = 1 + x(1 − g) − x²(1 − g)(1 − 2g), g = σ(−x).  For x ≥ 1 and g ≤ 1/2 it
grows with g: P(x, g) − P(x, b) = (g − b)(2x² − x − 2x²b + 2x²(1/2 − g)).  Rational bounds of g are those
of e^x by its Taylor polynomials at x and −x (derivations.sigmoid.exponential).
"""

from __future__ import annotations

from sympy import Expr, Rational, Symbol, floor

from derivations.notation import plain
from derivations.proof import Proof
from derivations.sigmoid.chords import lemma
from derivations.sigmoid.exponential import exponential_above, exponential_to_the_left, taylor
from derivations.sigmoid.facts import MONOTONE
from derivations.sigmoid.flow import Point, Reflected, Zero

LEFT, RIGHT = Rational(2029, 1000), Rational(203, 100)
"""κ rises up to the one, and falls from the other on."""
ORDER = 11
"""The order of the Taylor polynomials, odd."""


DIGITS = 10**12
"""Bounds of σ are multiples of its inverse."""


def establish_sign(
    proof: Proof, slope: Expr, scale: Symbol, point: Point, x: Rational, *, rises: bool
) -> str:
    """P ≥ 0 (``rises``) or −P > 0 for ``slope`` = P at ``scale`` = x ≥ 1, with the tied ``point`` (−x, g).

    Returns the step's name; it rests on z = −scale and scale = x.
    """
    z, pull = point
    relations = [z + scale, scale - x]
    negative = proof.positive(
        f"{plain(z)} at most 0", -z, relations=relations, terms=[(x, [], 1)], strict=False,
        because="As x > 0,", main=False,
    )  # fmt: skip
    half = lemma(proof, MONOTONE, [Zero(), point])
    bounded, bound = _bound(proof, scale, point, x, negative, rises=rises)
    known, less = proof.conclusions[bounded], proof.conclusions[half]
    value = slope.subs({scale: x, pull: bound}) * (1 if rises else -1)
    steep = 2 * x**2 - x - 2 * x**2 * bound
    if not (value > 0 and steep > 0):
        raise ValueError(f"the sign of κ' at {x} is not shown so")
    return proof.positive(
        f"sign of P at {x}",
        slope if rises else -slope,
        lemmas=[negative, half, bounded],
        relations=relations,
        terms=[(value, [], 1), (steep, [known], 1), (2 * x**2, [known, less], 1)],
        strict=not rises,
        because="So κ' has a sign there:",
    )


def _bound(
    proof: Proof, scale: Symbol, point: Point, x: Rational, negative: str, *, rises: bool
) -> tuple[str, Rational]:
    """A rational bound of g, from below or from above, and the name of the step that shows it."""
    z, pull = point
    shift = -x if rises else x
    grown = 1 + taylor(ORDER, shift)
    exact = 1 - 1 / grown if rises else 1 / grown
    bound = Rational(floor(exact * DIGITS) + (0 if rises else 1), DIGITS)
    if rises:
        cited = lemma(proof, exponential_to_the_left(ORDER), [point, Zero()])
    else:
        cited = lemma(proof, exponential_above(ORDER), [Reflected(point), Zero()])
    step = proof.positive(
        f"sigma bounded at {x}",
        (pull - bound) * (1 if rises else -1),
        lemmas=[negative, cited],
        relations=[z + scale, scale - x],
        terms=[(2 / grown, [proof.conclusions[cited]], 1), (abs(exact - bound), [], 1)],
        strict=False,
        because=f"By Taylor's polynomial of e^x of degree {ORDER},",
    )
    return step, bound
