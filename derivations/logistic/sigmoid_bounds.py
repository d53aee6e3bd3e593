"""Bounds of the logistic function and of the logistic loss: monotone, chords, tangents, Taylor.

Statement
    Let g = σ(x) and σ' = g(1 − g).  For all real x and x₀:
    σ increases, and each chord of σ has a slope between 0 and 1/4;
    for x, x₀ in [y, −y] it is at least σ'(y), and for x, x₀ ≤ y ≤ 0 at most σ'(y);
    σ(x) ≥ σ(x₀) + σ'(x₀)(x − x₀) for x₀ ≤ 0 and x ≤ −x₀;
    |σ'(x) − σ'(x₀)| ≤ |x − x₀|/(6√3) and |σ(x) − σ(x₀) − σ'(x₀)(x − x₀)| ≤ (x − x₀)²/(12√3);
    ℓ lies above its tangents, by at most (x − x₀)²/8, and by at least σ'(y)(x − x₀)²/2 for x, x₀ in
    [y, −y].
Hypotheses
    Only those in the statement.
Source
    Textbook facts, steps of the logistic claims; their proof by differential induction is ours.
Argument
    σ' = σ(1 − σ) and ℓ' = −(1 − σ), so the rate of a polynomial in x, σ(x) and ℓ(x) is again one.  A
    difference that vanishes at x = x₀ and whose rate has the sign of x − x₀ is ≥ 0.  The first bounds rest
    on 0 < σ' ≤ 1/4, as 1/4 − σ' = (σ − 1/2)²; the others on them, on σ(−x) = 1 − σ(x), and on
    |σ''| ≤ 1/(6√3), as 1/108 − σ''² = (σ' − 1/6)²(4σ' + 1/3).
Not verified
    Nothing.
"""

from __future__ import annotations

from functools import cache

from flint import arb
from sympy import Expr, Rational, Symbol, sqrt

from derivations.notation import alpha, c, s
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.sigmoid.chords import L0, L, v, v0, v_y, x, x0, y
from derivations.sigmoid.facts import (
    CHORD_ABOVE,
    CHORD_ABOVE_PRODUCT,
    CHORD_BELOW,
    CHORD_BELOW_PRODUCT,
    CHORD_LEFT,
    CHORD_LEFT_PRODUCT,
    LIPSCHITZ,
    LOSS_ABOVE_PARABOLA,
    LOSS_BELOW_PARABOLA,
    LOSS_CONVEX,
    MONOTONE,
    MONOTONE_PRODUCT,
    SLOPE_FALLS,
    SLOPE_RISES,
    SLOPES,
    TANGENT,
    TAYLOR_ABOVE,
    TAYLOR_BELOW,
    kap,
)
from derivations.sigmoid.functions import ell, sigma
from verifier.arithmetic.balls import less_equal
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status, every

ORDERED = (MONOTONE, CHORD_ABOVE, CHORD_BELOW, CHORD_LEFT, SLOPE_RISES, SLOPE_FALLS)
"""For x ≥ x₀."""
IN_EITHER_ORDER = (
    MONOTONE_PRODUCT,
    CHORD_ABOVE_PRODUCT,
    LIPSCHITZ,
    CHORD_BELOW_PRODUCT,
    SLOPES,
    CHORD_LEFT_PRODUCT,
    TANGENT,
    TAYLOR_ABOVE,
    TAYLOR_BELOW,
    LOSS_CONVEX,
    LOSS_ABOVE_PARABOLA,
    LOSS_BELOW_PARABOLA,
)
QUARTER, WHOLE = Rational(1, 4), Rational(1)
LARGEST_BEND = sqrt(3) / 18
"""1/(6√3), the largest |σ''|."""
NEAR, FAR = -alpha * (c - s), -alpha * (c + s)
"""The arguments of σ in the planar case: minus the two margins, times the scale; FAR ≤ NEAR ≤ 0."""


def derive() -> Proof:
    """Every bound, each from the sign of one rate."""
    proof = Proof(CLAIM.id)
    for bound in (*ORDERED, *IN_EITHER_ORDER):
        bound.establish(proof)
        proof.conclude(*(fact.name for fact in bound.facts))
    return proof


@cache
def _gaps(steepest: Rational, bend: Rational) -> tuple[Expr, ...]:
    """What must be ≥ 0 at the arguments of a planar state, in either order.

    ``steepest`` replaces the largest slope 1/4, ``bend`` is the share of the largest |σ''| that is used.
    """
    change = steepest - QUARTER
    extra = {
        CHORD_ABOVE_PRODUCT: change * (x - x0) ** 2,
        LIPSCHITZ: change * (x - x0) * (v - v0),
        LOSS_BELOW_PARABOLA: change * (x - x0) ** 2 / 2,
    }
    targets = [(bound, bound.facts[0].target + extra.get(bound, 0)) for bound in IN_EITHER_ORDER]
    return tuple(
        _at(target, one, other, NEAR if bound is CHORD_LEFT_PRODUCT else FAR, bend)
        for bound, target in targets
        for one, other in ((FAR, NEAR), (NEAR, FAR))
    )


def _at(target: Expr, one: Expr, other: Expr, end: Expr, bend: Rational) -> Expr:
    points: dict[Symbol, Expr] = {x: one, x0: other, y: end, kap: bend * LARGEST_BEND}
    values = {v: sigma(one), v0: sigma(other), v_y: sigma(end), L: ell(one), L0: ell(other)}
    replaced: Expr = target.xreplace(points | values)
    return replaced


def holds(run: Run, steepest: Rational = QUARTER, bend: Rational = WHOLE) -> Answer:
    """The bounds at the two arguments of state 0; see ``_gaps`` for the knobs."""
    zero = arb(0)
    return every(*(less_equal(zero, run.evaluate(gap)) for gap in _gaps(steepest, bend)))


CLAIM = Claim(
    id="logistic.sigmoid-bounds",
    title="bounds of the logistic function and its loss",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        *(
            for_all(fact.says, given=[fact.order, *fact.assumed])
            for bound in (*ORDERED, *IN_EITHER_ORDER)
            for fact in bound.facts
        ),
    ),
    hypotheses=(
        Hypothesis(
            "for the bounds with σ'(y) from below: both points in [y, −y]",
            r"y \le x, x_0 \le -y",
            "Needed: for y = −1, x₀ = 1, x = 2 the slope is 0.150, but σ'(y) = 0.197.",
        ),
        Hypothesis(
            "for the bound with σ'(y) from above: both points left of y ≤ 0",
            r"x, x_0 \le y \le 0",
            "Needed: for y = x₀ = 1, x = 0 the slope is 0.231, but σ'(y) = 0.197.",
        ),
        Hypothesis(
            "for the tangent: x₀ ≤ 0 and x ≤ −x₀",
            r"x_0 \le 0,\ x \le -x_0",
            "Needed: at x₀ = 2, x = 1 the tangent is at 0.776, but σ(x) = 0.731.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds,
            (
                Alteration("the largest slope 1/4 becomes 1/5", {"steepest": Rational(1, 5)}),
                Alteration("the largest |σ''| is halved", {"bend": Rational(1, 2)}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
