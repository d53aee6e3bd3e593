"""Division by the relations of a step: finds its cofactors, or what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Integer, expand, reduced


@dataclass(frozen=True)
class Division:
    """``difference = Σ cofactor·relation + remainder``; ``rest_of`` divides another expression alike."""

    cofactors: tuple[Any, ...]
    remainder: Any
    rest_of: Callable[[Any], Any]


def divided(difference: Any, relations: Sequence[Any]) -> Division:
    """Divides in a few orders of the variables; the first without remainder wins, else the shortest one."""
    if difference == 0 or not relations:  # SymPy's ``reduced`` then returns no cofactors at all
        return Division((Integer(0),) * len(relations), difference, expand)
    symbols = sorted(
        set().union(difference.free_symbols, *(r.free_symbols for r in relations)),
        key=lambda symbol: (not symbol.name.endswith("_next"), symbol.name),
    )
    found: list[Division] = []
    for order in ("grevlex", "lex"):
        for generators in (symbols, symbols[::-1]):
            found.append(divided_in_order(difference, relations, generators, order))
            if found[-1].remainder == 0:
                return found[-1]
    return min(found, key=lambda one: number_of_terms(one.remainder))


def divided_in_order(
    difference: Any, relations: Sequence[Any], generators: Sequence[Any], order: str = "lex"
) -> Division:
    """Divides in this order of the variables alone."""
    cofactors, remainder = reduced(difference, list(relations), *generators, order=order)
    cofactors = cofactors or [Integer(0)] * len(relations)
    return Division(tuple(map(expand, cofactors)), remainder, _rest(relations, generators, order))


def number_of_terms(expression: Any) -> int:
    """Of an expression when it is multiplied out."""
    return len(expand(expression).as_ordered_terms())


def _rest(relations: Sequence[Any], generators: Sequence[Any], order: str) -> Callable[[Any], Any]:
    def rest_of(expression: Any) -> Any:
        expression = expand(expression)
        if expression == 0 or not expression.free_symbols <= {*generators}:
            return expression
        return reduced(expression, list(relations), *generators, order=order)[1]

    return rest_of
