"""Expressions and relations of a statement, made ready to be evaluated in balls, and to be solved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sympy import Add, Eq, Expr, Ge, Gt, Integer, Le, Lt, Mul, Pow, Symbol
from sympy.core.relational import Relational

from derivations.symbols import called
from verifier.arithmetic.arithmetics import BALLS
from verifier.arithmetic.balls import Ball, Verdict, less, less_equal, same
from verifier.arithmetic.compile import compile_map

Values = Mapping[str, Ball]
_VALUE = called("value_of_formula")


class Nowhere(Exception):
    """No point: a root of a negative number, a division by 0, or nothing that satisfies what is asked."""


@dataclass(frozen=True, eq=False)
class Formula:
    """An expression, compiled; ``names`` are those of its symbols."""

    names: tuple[str, ...]
    function: Callable[..., tuple[Ball, ...]]

    def at(self, values: Values) -> Ball:
        """Its value there."""
        (value,) = self.function(*map(values.__getitem__, self.names))
        return value if type(value) is BALLS.kind else _as_ball(value)


def _as_ball(value: Any) -> Ball:
    """What an expression without symbols gives, as a ball."""
    return BALLS.integer(value)


@lru_cache(maxsize=32768)
def formula(expression: Expr) -> Formula:
    """Compiled once."""
    symbols = sorted(expression.free_symbols, key=str)
    program = compile_map({_VALUE: expression}, symbols, [_VALUE])
    return Formula(program.arguments, program.bind(BALLS))


@dataclass(frozen=True, eq=False)
class Sign:
    """A relation, to be judged: the sides, and which relation."""

    left: Formula
    right: Formula
    kind: type
    names: frozenset[str]
    of: Expr

    @property
    def is_positive(self) -> bool:
        """Whether it says of a symbol that it is positive, or not negative."""
        return self.kind in (Gt, Ge) and not self.right.names and isinstance(self.of, Symbol)

    def at(self, values: Values) -> Verdict:
        """Whether it holds there; None where the balls do not tell."""
        left, right = self.left.at(values), self.right.at(values)
        if self.kind in (Lt, Le):
            left, right = right, left
        if self.kind in (Gt, Lt):
            return less(right, left)
        alike = same(left, right)
        if self.kind in (Ge, Le):
            verdict = less_equal(right, left)
            return alike if verdict is None and alike else verdict
        return alike if alike is None or self.kind is Eq else not alike

    def gap(self, values: Values) -> Ball:
        """By how much it holds, or 0 for an equation that does."""
        gap = self.left.at(values) - self.right.at(values)
        return -gap if self.kind in (Lt, Le) else gap


@lru_cache(maxsize=32768)
def sign(relation: Any) -> Sign:
    """A relation; a bare expression is 0."""
    if not isinstance(relation, Relational):
        relation = Eq(relation, 0, evaluate=False)
    names = frozenset(x.name for x in relation.free_symbols)
    return Sign(formula(relation.lhs), formula(relation.rhs), type(relation), names, relation.lhs)


@lru_cache(maxsize=65536)
def degree(expression: Expr, symbol: Symbol) -> int | None:
    """Of a polynomial in the symbol; None for what is none, as it stands."""
    if symbol not in expression.free_symbols:
        return 0
    if expression == symbol:
        return 1
    parts = [degree(one, symbol) for one in expression.args]
    if isinstance(expression, Pow) and isinstance(expression.exp, Integer) and expression.exp > 0:
        return None if parts[0] is None else parts[0] * int(expression.exp)
    if None in parts or not isinstance(expression, (Add, Mul)):
        return None
    degrees = [one for one in parts if one is not None]
    return max(degrees) if isinstance(expression, Add) else sum(degrees)
