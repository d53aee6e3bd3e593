"""Equations, each to be solved for any of its symbols that it determines, in balls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sympy import Expr, Symbol
from sympy.core.relational import Relational

from derivations.proof.evaluation.formulas import Formula, Nowhere, Values, degree, formula
from verifier.arithmetic.balls import Ball, ball

Solver = Callable[[Values, bool], Ball]
"""The value of a symbol, from those of the others; of two roots the lesser one if so asked."""
FIRST, SECOND = 1, 2


@dataclass(frozen=True, eq=False)
class Equation:
    """``expression`` is 0; ``defines`` is the name of a symbol that it is a definition of, as ``value``."""

    relation: Any
    expression: Expr
    names: frozenset[str]
    defines: str | None = None
    value: Expr | None = None

    def solver(self, name: str) -> tuple[int, Solver] | None:
        """How it gives this one of its symbols, the others being known, and how directly; None if not."""
        if name == self.defines and self.value is not None:
            return 0, _valued(formula(self.value))
        symbol = next(x for x in self.expression.free_symbols if x.name == name)
        if (of := _inverse(self.value, symbol)) is not None and self.defines is not None:
            return 3, _unmade(self.defines, of)
        order = degree(self.expression, symbol)
        if order not in (FIRST, SECOND):
            return None
        return order, _solved(formula(self.expression), name, order)


@lru_cache(maxsize=32768)
def equation(relation: Any) -> Equation:
    """A relation ``Eq``, or an expression that is 0."""
    if not isinstance(relation, Relational):
        return Equation(relation, relation, _names(relation))
    gap = relation.lhs - relation.rhs
    if isinstance(relation.lhs, Symbol) and relation.lhs not in relation.rhs.free_symbols:
        return Equation(relation, gap, _names(relation), relation.lhs.name, relation.rhs)
    return Equation(relation, gap, _names(relation))


def _names(expression: Any) -> frozenset[str]:
    return frozenset(x.name for x in expression.free_symbols)


def _valued(value: Formula) -> Solver:
    def given(values: Values, lesser: bool) -> Ball:
        return _finite(value.at(values))

    return given


def _inverse(value: Expr | None, symbol: Symbol) -> Symbol | None:
    """The argument, where the value is σ of this very symbol."""
    is_sigmoid = value is not None and type(value).__name__ == "sigma" and value.args[0] == symbol
    return symbol if is_sigmoid else None


def _unmade(defined: str, argument: Symbol) -> Solver:
    def given(values: Values, lesser: bool) -> Ball:
        value = values[defined]
        return _finite((value / (1 - value)).log())

    return given


def _solved(gap: Formula, name: str, order: int) -> Solver:
    """Of a polynomial of the first or second degree: its values at 0 and ±1 are its coefficients."""

    def given(values: Values, lesser: bool) -> Ball:
        at = [gap.at({**values, name: ball(x)}) for x in (-1, 0, 1)]
        slope = (at[2] - at[0]) / 2
        if order == FIRST:
            return _finite(-at[1] / slope)
        leading = (at[2] + at[0]) / 2 - at[1]
        middle = slope / (2 * leading)
        square = middle * middle - at[1] / leading
        if not square > 0:
            raise Nowhere(name)
        root = square.sqrt()
        return _finite(-middle - root if lesser else -middle + root)

    return given


def _finite(x: Ball) -> Ball:
    if not x.is_finite():
        raise Nowhere
    return x
