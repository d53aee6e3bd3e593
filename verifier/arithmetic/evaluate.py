"""Evaluates any derived expression, so that a check never retypes a formula."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sympy import Dummy, Expr

from verifier.arithmetic.balls import Ball
from verifier.arithmetic.compile import CompiledMap, compile_map
from verifier.arithmetic.reals import Reals, reals_of

_VALUE = Dummy("value")


@lru_cache(maxsize=512)
def _program(expression: Expr) -> tuple[CompiledMap, dict[Reals, Callable[..., tuple[Any, ...]]]]:
    """The expression compiled, its symbols in order, and its functions by number system as they come."""
    symbols = sorted(expression.free_symbols, key=str)
    return compile_map({_VALUE: expression}, symbols, [_VALUE]), {}


def apply(expression: Expr, *values: Ball) -> Ball:
    """The expression with its symbols, in the order of their names, replaced by ``values``.

    At the current precision, in the number system of the values; one without symbols is a ball.
    """
    program, functions = _program(expression)
    reals = reals_of(*values)
    if reals not in functions:
        functions[reals] = program.bind(reals)
    value: Any = functions[reals](*values)[0]
    real: Ball = value if type(value) is reals.kind else reals.integer(value)
    return real


def evaluate(expression: Expr, values: Callable[[str], Ball]) -> Ball:
    """The same with each symbol replaced by ``values(name)``."""
    program, _ = _program(expression)
    return apply(expression, *(values(name) for name in program.arguments))
