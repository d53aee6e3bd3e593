"""Division by the relations of a step: finds its cofactors, or what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sympy import QQ, Integer, expand
from sympy.polys.rings import PolyElement, PolyRing


@dataclass(frozen=True)
class Division:
    """``difference = Σ cofactor·relation + remainder``; ``rest_of`` divides another expression alike."""

    cofactors: tuple[Any, ...]
    remainder: Any
    rest_of: Callable[[Any], Any]


@lru_cache(maxsize=4096)  # what one claim rests on, others do as well
def divided(difference: Any, relations: tuple[Any, ...]) -> Division:
    """Divides in a few orders of the variables; the first without remainder wins, else the shortest one."""
    if not relations:
        return Division((), _multiplied_out(difference), expand)
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
    return _divided_in_order(difference, tuple(relations), tuple(generators), order)


@lru_cache(maxsize=4096)
def _divided_in_order(
    difference: Any, relations: tuple[Any, ...], generators: tuple[Any, ...], order: str
) -> Division:
    ring = _ring(generators, order)
    divisors = [_polynomial(relation, ring) for relation in relations]

    def rest_of(expression: Any) -> Any:
        if not expression.free_symbols <= {*generators}:
            return expand(expression)
        return _polynomial(expression, ring).div(divisors)[1].as_expr()

    quotients, rest = _polynomial(difference, ring).div(divisors)
    if not quotients:  # what SymPy says where there is nothing to divide
        return Division((Integer(0),) * len(relations), rest.as_expr(), rest_of)
    return Division(tuple(quotient.as_expr() for quotient in quotients), rest.as_expr(), rest_of)


def number_of_terms(expression: Any) -> int:
    """Of an expression when it is multiplied out."""
    return len(expand(expression).as_ordered_terms())


def _multiplied_out(expression: Any) -> Any:
    symbols = tuple(sorted(expression.free_symbols, key=str))
    if not symbols or not expression.is_polynomial(*symbols):
        return expand(expression)
    return _polynomial(expression, _ring(symbols, "lex")).as_expr()


@lru_cache(maxsize=4096)
def _ring(generators: tuple[Any, ...], order: str) -> PolyRing:
    return PolyRing(generators, QQ, order)


@lru_cache(maxsize=4096)
def _polynomial(expression: Any, ring: PolyRing) -> PolyElement:
    return ring.from_expr(expression)
