"""Evaluates any derived expression in balls, so that a check never retypes a formula."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flint import arb
from sympy import Dummy, Expr

from verifier.arithmetic.arithmetics import BALLS
from verifier.arithmetic.balls import Ball
from verifier.arithmetic.compile import compile_map

_VALUE = Dummy("value")


@lru_cache(maxsize=512)
def compiled(expression: Expr) -> tuple[tuple[str, ...], Callable[..., tuple[Any, ...]]]:
    """The expression's symbol names in order, and its function on balls."""
    symbols = sorted(expression.free_symbols, key=str)
    program = compile_map({_VALUE: expression}, symbols, [_VALUE])
    return program.arguments, program.bind(BALLS)


def evaluate(expression: Expr, values: Callable[[str], Ball]) -> Ball:
    """The expression with each symbol replaced by ``values(name)``, at the current precision."""
    names, function = compiled(expression)
    return arb(function(*(values(name) for name in names))[0])
