"""Polynomials as they are written: sorted and without what is neutral, but with nothing multiplied out.

Multiplied out, both sides of every identity are the same: (x + 1)² and x² + 2x + 1 no less than x and
x + 0.  Here a sum keeps its terms, each a number times powers of names and of sums, so that only the latter
pair becomes one.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

Term: TypeAlias = frozenset[tuple["str | Sum", int]]
"""Powers of names and of sums, each base once."""
Sum: TypeAlias = frozenset[tuple[Term, Fraction]]
"""Numbers other than 0 times terms, each term once."""

_ONE: Term = frozenset()


def as_written(text: str) -> Sum:
    """The polynomial that the kernel reads from ``text``, as it stands; empty where it is 0 at sight."""
    return _sum(ast.parse(text, mode="eval").body)


def _sum(node: ast.expr) -> Sum:
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _added(_sum(left), _sum(right), 1)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _added(_sum(left), _sum(right), -1)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _added(frozenset(), _sum(operand), -1)
        case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=int() as number)):
            return _added(frozenset(), _sum(left), Fraction(1, number))
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _multiplied(_sum(left), _sum(right))
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int() as exponent)):
            return _power(_sum(left), exponent)
        case ast.Name(id=name):
            return frozenset([(frozenset([(name, 1)]), Fraction(1))])
        case ast.Constant(value=int() as number):
            return frozenset([(_ONE, Fraction(number))]) if number else frozenset()
    raise ValueError(f"not a polynomial: {ast.unparse(node)}")


def _added(first: Sum, second: Sum, weight: int | Fraction) -> Sum:
    total = dict(first)
    for term, number in second:
        total[term] = total.get(term, Fraction(0)) + weight * number
    return frozenset((term, number) for term, number in total.items() if number)


def _factors(one: Sum) -> tuple[Mapping[str | Sum, int], Fraction]:
    """A sum of one term as its powers and its number; any other as one base, times 1."""
    if len(one) == 1:
        ((term, number),) = one
        return dict(term), number
    return {one: 1}, Fraction(1)


def _multiplied(first: Sum, second: Sum) -> Sum:
    if not (first and second):
        return frozenset()
    (powers, number), (others, times) = _factors(first), _factors(second)
    together = dict(powers)
    for base, exponent in others.items():
        together[base] = together.get(base, 0) + exponent
    return _product(together, number * times)


def _power(one: Sum, exponent: int) -> Sum:
    if not exponent:
        return frozenset([(_ONE, Fraction(1))])
    powers, number = _factors(one) if one else ({}, Fraction(0))
    if not number:
        return frozenset()
    return _product({base: exponent * power for base, power in powers.items()}, number**exponent)


def _product(powers: Mapping[str | Sum, int], number: Fraction) -> Sum:
    """A number times powers; if these are one sum alone, its terms."""
    match [*powers.items()]:
        case [(frozenset() as alone, 1)]:
            return frozenset((term, number * times) for term, times in alone)
    return frozenset([(frozenset(powers.items()), number)])
