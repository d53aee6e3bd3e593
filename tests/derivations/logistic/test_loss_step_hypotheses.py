"""What each hypothesis of the loss step's bound is for: the counterexamples that the claim states.

Correctness criterion: single steps with an arbitrary turn of the direction, evaluated in balls from the
derived loss and the derived step of the scale, break the bound as the hypotheses say.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from flint import arb
from sympy import Expr

from derivations.logistic.lemmas.planar import BY_GROUPS, LOSS
from derivations.logistic.loss_step_bound import FACTOR, PRICE, TAKEN
from derivations.logistic.margin_space import SCALE_NEXT
from derivations.logistic.model.risk import g_m
from derivations.notation import alpha, at_next, c, h, s
from verifier.arithmetic.balls import ball, precision
from verifier.arithmetic.evaluate import evaluate


class Turn(NamedTuple):
    """One step: what it does to the loss, the bound of that, and both sides of the price."""

    change: arb
    bound: arb
    paid: arb
    price: arb


def turn(rate: str, scale: str, before: tuple[str, str], after: tuple[str, str]) -> Turn:
    """A step from one cosine and sine to another, at rate h and scale α."""
    known = dict(zip((h, alpha, c, s), (rate, scale, *before), strict=True))
    known |= dict(zip((at_next(c), at_next(s)), after, strict=True))
    with precision(128):
        values = {symbol.name: ball(Fraction(text)) for symbol, text in known.items()}

        def at(expression: Expr) -> arb:
            return evaluate(expression, values.__getitem__)

        values[g_m.name] = at(BY_GROUPS[g_m])
        values[at_next(alpha).name] = at(SCALE_NEXT)
        later = LOSS.subs({x: at_next(x) for x in (alpha, c, s)}, simultaneous=True)
        price = at(PRICE)
        return Turn(at(later) - at(LOSS), at(TAKEN) - price, at(FACTOR * at_next(s) ** 2), price)


def test_the_direction_must_not_fall() -> None:
    """From sin θ = 3/5 to 0 at α = 1: R changes by more than −0.1, and the bound is below −0.3."""
    step = turn("1/100", "1", ("4/5", "3/5"), ("1", "0"))

    assert step.change * 10 > -1
    assert step.bound * 10 < -3


def test_the_scale_must_not_be_negative() -> None:
    """From θ = 0 to sin θ = 3/5 at α = −1/10: R changes by more than −0.013, the bound is below −0.02."""
    step = turn("1/100", "-1/10", ("1", "0"), ("4/5", "3/5"))

    assert step.change * 1000 > -13
    assert step.bound * 100 < -2


def test_the_cosine_must_not_be_negative_after_the_step() -> None:
    """From θ = 0 to cos θ = −12/13 at α = 1/5, h = 2: R rises by more than 0.7, though less is paid."""
    step = turn("2", "1/5", ("1", "0"), ("-12/13", "5/13"))

    assert step.change * 10 > 7
    assert step.paid * 100 < 26
    assert step.price * 10 > 3
    assert step.change <= step.bound
