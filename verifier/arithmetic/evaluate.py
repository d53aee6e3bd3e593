"""Evaluates any derived expression, so that a check never retypes a formula."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sympy import Dummy, Expr

from verifier.arithmetic.balls import Ball
from verifier.arithmetic.compile import CompiledMap, compile_map
from verifier.arithmetic.reals import reals_of

_VALUE = Dummy("value")
_MOST = 4096
"""As many expressions are remembered by identity; formulas of modules are far fewer."""


class _Formula:
    """An expression compiled once, and bound once to each number system that it is evaluated in."""

    __slots__ = ("_bound", "_program", "names")

    def __init__(self, program: CompiledMap) -> None:
        self.names = program.arguments
        self._program = program
        self._bound: dict[type[Any], Callable[..., tuple[Any, ...]]] = {}

    def __call__(self, *values: Ball) -> Ball:
        # Most often the first value is a number of the system, whose type then says which one it is.
        try:
            kind = type(values[0])
            function = self._bound[kind]
        except (IndexError, KeyError):
            reals = reals_of(*values)
            kind = reals.kind
            if kind not in self._bound:
                self._bound[kind] = self._program.bind(reals)
            function = self._bound[kind]
        value: Any = function(*values)[0]
        real: Ball = value if type(value) is kind else reals_of(*values).integer(value)
        return real


@lru_cache(maxsize=512)
def _compiled(expression: Expr) -> _Formula:
    symbols = sorted(expression.free_symbols, key=str)
    return _Formula(compile_map({_VALUE: expression}, symbols, [_VALUE]))


_known: dict[int, tuple[Expr, _Formula]] = {}
"""By the identity of an expression, which is kept with it: to compare expressions costs more than most
of them take to evaluate."""


def _formula(expression: Expr) -> _Formula:
    try:
        return _known[id(expression)][1]
    except KeyError:
        if len(_known) >= _MOST:
            _known.clear()
        formula = _compiled(expression)
        _known[id(expression)] = expression, formula
        return formula


def apply(expression: Expr, *values: Ball) -> Ball:
    """The expression with its symbols, in the order of their names, replaced by ``values``.

    At the current precision, in the number system of the values; one without symbols is a ball.
    """
    return _formula(expression)(*values)


def evaluate(expression: Expr, values: Callable[[str], Ball]) -> Ball:
    """The same with each symbol replaced by ``values(name)``."""
    formula = _formula(expression)
    return formula(*map(values, formula.names))
