"""Conditions and expressions as a certificate writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

import sympy
from sympy import Eq, Ge, Gt, Le, Lt, Ne, sstr
from sympy.core.relational import Relational

Condition: TypeAlias = Any
"""A SymPy relational such as ``lam > 0``; its gap lhs − rhs (or rhs − lhs) carries the sign."""

_DECIDED = "SymPy decided it at once: write Ge(s**2, 0, evaluate=False), and Gt, Le, Lt, Eq likewise"
_MEANT = "one is a relational such as lam > 0"


@lru_cache(maxsize=4096)
def gap(condition: Condition) -> Any:
    """The expression whose sign the condition states: lhs − rhs, or rhs − lhs for < and ≤."""
    if not isinstance(condition, Relational):
        hint = _DECIDED if condition in (True, False) else _MEANT
        raise ValueError(f"{condition} is no condition; {hint}")
    if isinstance(condition, (Lt, Le)):
        return condition.rhs - condition.lhs
    return condition.lhs - condition.rhs


def sign(condition: Condition) -> str:
    """``>``, ``>=``, ``=`` or ``!=``: what the gap is to 0."""
    for kinds, found in (((Gt, Lt), ">"), ((Ge, Le), ">="), ((Eq,), "="), ((Ne,), "!=")):
        if isinstance(condition, kinds):
            return found
    raise ValueError(f"not a sign condition: {condition!r}")


def entry(condition: Condition) -> list[str]:
    """The gap as text, and its sign."""
    return [text(gap(condition)), sign(condition)]


def text(expression: Any) -> str:
    """An expression in the form that the kernel reads."""
    return _printed(sympy.sympify(expression))


@lru_cache(maxsize=4096)
def _printed(expression: Any) -> str:
    """A system's conditions and relations are printed in almost every step.

    For the kernel alone: SymPy's order, in which people read a formula, takes most of its printer's time.
    """
    try:
        return _sum(expression)
    except _NoPolynomial:
        return str(sstr(expression))


class _NoPolynomial(Exception):
    """An expression has something else in it than numbers, variables, sums, products and natural powers."""


def _sum(expression: Any) -> str:
    return " + ".join(map(_product, sympy.Add.make_args(expression)))


def _product(expression: Any) -> str:
    return "*".join(map(_power, sympy.Mul.make_args(expression)))


def _power(expression: Any) -> str:
    match expression:
        case sympy.Symbol(name=str(name)):
            return name
        case sympy.Integer(p=int(number)) if number >= 0:
            return str(number)
        case sympy.Rational(p=int(above), q=int(below)):
            return f"({above}/{below})" if below != 1 else f"({above})"
        case sympy.Pow(base=base, exp=sympy.Integer(p=int(power))) if power > 0:
            return f"{_power(base)}**{power}"
        case sympy.Add() | sympy.Mul():
            return f"({_sum(expression)})"
    raise _NoPolynomial(expression)


def as_json(value: Any) -> Any:
    """A value of a step, with all SymPy in it written as text."""
    if isinstance(value, Relational):
        return entry(value)
    if isinstance(value, sympy.Basic):
        return text(value)
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    return value
