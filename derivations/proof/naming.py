"""Equations that only name something: a new symbol, by one equation that always gives it one value.

Such an equation needs no words if neither the model nor any hypothesis or definition of the claim speaks of
the symbol, if it contains it to the first degree, with a coefficient that is never 0, and if no other
equation of its system, or of its sequent, contains it but those that it serves.  A running sum is named by
two: one says where it starts, the other how it goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from sympy import Expr, Poly, Symbol, degree, factor_list, sympify

from derivations.proof.assumed import Assumed
from derivations.proof.said import Said, normalized
from derivations.proof.stated import base


def scopes_of(assumed: Iterable[Assumed]) -> Iterator[list[Assumed]]:
    """The equations among them that must name different things: of each sequent, and of each system."""
    scopes: dict[str, list[Assumed]] = {}
    for one in assumed:
        if one.polynomial_is_zero and one.names_things:
            scopes.setdefault(one.scope, []).append(one)
    return iter(scopes.values())


def naming(equations: Iterable[Assumed], spoken_of: set[str], known: set[Said]) -> set[Assumed]:
    """Those of one scope that only name something, the last that is named first.

    A symbol that no other equation contains is named by the one that does, and that equation says nothing
    of the rest.  In a system x, x at the start and x_next are one symbol.
    """
    left, named = [*equations], set[Assumed]()
    while True:
        about: dict[str, list[Assumed]] = {}
        for one in left:
            for x in {one.base(symbol) for symbol in one.polynomial.free_symbols}:
                about.setdefault(x, []).append(one)
        free = (x for x in about if base(x) not in spoken_of and _only_name(x, about[x], known))
        given = next(free, None)
        if given is None:
            return named
        named |= {*about[given]}
        left = [one for one in left if one not in named]


def _only_name(x: str, equations: list[Assumed], known: set[Said]) -> bool:
    """Whether they are one that gives x; or one that gives its next value, one its first, or both."""
    keys = sorted(one.key for one in equations)
    if len(equations) > 1 and keys != ["initial", "relations"]:
        return False
    return all(_gives(one, x, known) for one in equations)


def _gives(one: Assumed, x: str, known: set[Said]) -> bool:
    """Whether the equation has one solution x, whatever the rest is: by a coefficient that is never 0.

    What stays the same in a system is given only by what stays the same.
    """
    forms = [y for y in one.polynomial.free_symbols if one.base(y) == x]
    if one.key == "relations" and len(forms) > 1:
        forms = [y for y in forms if y.name.endswith("_next")]
    if len(forms) != 1 or not _linear(one.polynomial, forms[0]):
        return False
    moving = {*one.state, *(f"{y}_next" for y in one.state)}
    parameter = one.state and x not in one.state and one.key != "initial"
    if parameter and any(y.name in moving for y in one.polynomial.free_symbols):
        return False
    return _never_zero(_linear(one.polynomial, forms[0]), known)


@cache
def _linear(polynomial: Expr, x: Symbol) -> Expr:
    """The coefficient of x in a polynomial of the first degree in it; 0 in any other."""
    return Poly(polynomial, x).LC() if degree(polynomial, x) == 1 else sympify(0)


def _never_zero(coefficient: Expr, known: set[Said]) -> bool:
    """Whether each factor is a number other than 0, or said to be other than 0."""
    number, factors = factor_list(coefficient)
    return bool(number != 0) and all(normalized(factor, "!=") in known for factor, _ in factors)
