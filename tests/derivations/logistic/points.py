"""One state of a logistic run from exact margins, so that a counterexample is checked without rounding.

Everything is computed from its definition, sample by sample; what a derivation defines (χ, ϱ, λ) comes
from the relation that defines it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import arb
from sympy import Expr, Integer, Symbol, solve

from derivations.logistic.lemmas.regression import LAMBDA
from derivations.logistic.lemmas.samples import DEFINITIONS, chi, rest
from derivations.logistic.model.risk import D, g_g, g_m, g_mean
from derivations.logistic.rising_criterion import CHANGE
from derivations.notation import N, alpha, c, lam, s
from derivations.sigmoid.functions import ell, sigma
from verifier.arithmetic.balls import ball, less, precision
from verifier.arithmetic.evaluate import evaluate

BITS = 200


class Point:
    """Samples with the given margins, whose squares have the mean 1 exactly, at a scale and an N."""

    def __init__(self, margins: str, scale: str = "1", size: str = "1") -> None:
        exact = [Fraction(margin) for margin in margins.split()]
        if sum(x * x for x in exact) != len(exact):
            raise ValueError(f"the squares of {margins} do not have the mean 1")
        with precision(BITS):
            self.margins = [ball(x) for x in exact]
            cosine = ball(sum(exact, Fraction(0)) / len(exact))
            self.values = {alpha: ball(Fraction(scale)), N: ball(Fraction(size)), c: cosine}
            self.values[s] = (1 - cosine**2).sqrt()
            pulls = [self.at(sigma(-alpha * Symbol("m")), m=m) for m in self.margins]
            self.values[g_mean] = mean(pulls)
            self.values[g_m] = mean([g * m for g, m in zip(pulls, self.margins, strict=True)])
            self.values[g_g] = mean([g * g for g in pulls])
            for symbol, relation in ((D, DEFINITIONS[D]), (lam, LAMBDA), (chi, DEFINITIONS[g_m])):
                self.values[symbol] = self.at(solve(relation, symbol)[0])
            self.values[rest] = self.at(solve(DEFINITIONS[g_g], rest)[0])

    def at(self, expression: Expr | int, **more: Fraction | int | arb) -> arb:
        """A derived expression at this state."""
        known = {symbol.name: value for symbol, value in self.values.items()} | more
        with precision(BITS):
            balls = {name: x if isinstance(x, arb) else ball(x) for name, x in known.items()}
            return evaluate(Integer(1) * expression, balls.__getitem__)

    @property
    def risk(self) -> arb:
        """R, the mean of the losses."""
        return mean([self.at(ell(alpha * Symbol("m")), m=m) for m in self.margins])

    @property
    def rise(self) -> arb:
        """sin²θ' − sin²θ after one step."""
        growth = self.at(1 + (alpha / N) ** 2 * (g_g - g_m**2))
        return self.at(CHANGE) / growth


def mean(values: Sequence[arb]) -> arb:
    """The mean of some balls."""
    return sum(values, arb(0)) / len(values)


def above(x: arb, bound: str) -> bool:
    """Whether every number in the ball is above the bound, in decimals or p/q."""
    return less(ball(Fraction(bound)), x) is True


def below(x: arb, bound: str) -> bool:
    """Whether every number in the ball is below the bound."""
    return less(x, ball(Fraction(bound))) is True
