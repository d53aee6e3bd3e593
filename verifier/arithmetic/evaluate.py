"""Evaluates any derived expression in balls, so that a check never retypes a formula."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flint import arb
from sympy import Expr

from verifier.arithmetic.balls import Ball
from verifier.arithmetic.compile import compile_map

_FUNCTIONS = {
    "Abs": abs,
    "Min": arb.min,
    "Max": arb.max,
    "log": arb.log,
    "exp": arb.exp,
    "cos": arb.cos,
    "sin": arb.sin,
    "tan": arb.tan,
}


@lru_cache(maxsize=512)
def compiled(expression: Expr) -> tuple[tuple[str, ...], Callable[..., tuple[Any, ...]]]:
    """The expression's symbol names in order, and its function on balls."""
    symbols = sorted(expression.free_symbols, key=lambda symbol: str(symbol))
    program = compile_map({"value": expression}, symbols)
    return program.arguments, program.bind(arb.sqrt, lambda p, q: arb(p) / q, **_FUNCTIONS)


def evaluate(expression: Expr, values: Callable[[str], Ball]) -> Ball:
    """The expression with each symbol replaced by ``values(name)``, at the current precision."""
    names, function = compiled(expression)
    return arb(function(*(values(name) for name in names))[0])
