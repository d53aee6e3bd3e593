"""Conditions that can be compared: a polynomial up to a positive factor, and its sign.

An equation is compared up to any factor, and > gives ≥ and ≠.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from sympy import Expr, Ge, Gt, Le, Lt, Symbol, expand, sympify
from sympy.core.relational import Relational

WEAKER = {">": (">", ">=", "!="), ">=": (">=",), "=": ("=", ">="), "!=": ("!=",)}
"""What each sign gives."""

_RELATIONS = {">": Gt, ">=": Ge, "<": Lt, "<=": Le}
_RELATION, _NAME = re.compile(r"(>=|<=|>|<|=)"), re.compile(r"[A-Za-z_]\w*")

Said = tuple[Expr, str]
"""A polynomial, normalized, and its sign."""


@cache
def written(condition: str) -> Any:
    """``a >= b``, ``a < b`` or ``a = b`` as a relational, or as a polynomial that is 0."""
    sides = _RELATION.split(condition)
    if len(sides) != 3:
        raise ValueError(f"not a condition: {condition!r}")
    left, right = (_read(side) for side in (sides[0], sides[2]))
    return left - right if sides[1] == "=" else _RELATIONS[sides[1]](left, right, evaluate=False)


def _read(text: str) -> Expr:
    return sympify(text, locals={x: Symbol(x, real=True) for x in _NAME.findall(text)})


def with_weaker(entry: Any) -> Iterator[Said]:
    """A condition, or a polynomial that is 0, with all that it gives."""
    if not isinstance(entry, Relational):
        yield from weakened(sympify(entry), "=")
    elif entry.rel_op in ("<", "<="):
        yield from weakened(entry.rhs - entry.lhs, entry.rel_op.replace("<", ">"))
    else:
        yield from weakened(entry.lhs - entry.rhs, "=" if entry.rel_op == "==" else entry.rel_op)


def weakened(polynomial: Expr, sign: str) -> Iterator[Said]:
    return (normalized(polynomial, weaker) for weaker in WEAKER[sign])


@cache
def normalized(polynomial: Expr, sign: str) -> Said:
    """The polynomial up to a positive factor; for an equation or ≠ up to any."""
    _, primitive = expand(polynomial).primitive()
    if sign in ("=", "!=") and primitive.could_extract_minus_sign():
        primitive = -primitive
    return expand(primitive), sign


def stripped(polynomial: Expr) -> Expr:
    """The same of this state, if it is about the next one alone."""
    later = [x for x in polynomial.free_symbols if x.name.endswith("_next")]
    now = {x: Symbol(x.name.removesuffix("_next"), real=True) for x in later}
    return polynomial if polynomial.free_symbols & {*now.values()} else polynomial.subs(now)
