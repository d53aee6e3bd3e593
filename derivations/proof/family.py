"""Finitely many samples, at least one, and means over them: what is linear in them has a mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sympy import Eq, Expr, Poly, Symbol, expand, prod, sympify

from derivations.proof.conditions import Condition, entry, text

FUNCTIONS = {"sigma": "sigma", "ell": "softplus"}
"""The functions of a symbol that a statement may name, and what the kernel calls them."""


@dataclass(frozen=True)
class Family:
    """Any number of samples, at least one, for each of which ``values`` and ``each`` hold.

    ``samples`` are the variables of one sample; ``values`` say which of them is σ or ℓ of what:
    ``Eq(g, sigma(-alpha * m))``.  ``means`` are pairs (mean, of): a number, or what denotes it, and a
    monomial in the variables of a sample.
    """

    samples: tuple[Symbol, ...]
    means: tuple[tuple[Any, Expr], ...]
    values: tuple[Eq, ...] = ()
    each: tuple[Condition, ...] = ()

    def having(self, *each: Condition, values: tuple[Eq, ...] = ()) -> Family:
        """The same of samples with which more is supposed."""
        return replace(self, each=(*self.each, *each), values=(*self.values, *values))

    def mean(self, polynomial: Any) -> Expr:
        """The mean of a polynomial; ``ValueError`` where the family has no mean of one of its terms."""
        return _mean(self, sympify(polynomial))

    def entry(self) -> dict[str, Any]:
        """The family as a certificate writes it."""
        return {
            "samples": [x.name for x in self.samples],
            "each": [*map(tie_entry, self.values), *map(entry, self.each)],
            "means": [[text(mean), text(of)] for mean, of in self.means],
        }


@lru_cache(maxsize=1024)
def _mean(family: Family, polynomial: Expr) -> Expr:
    known = {sympify(of): sympify(mean) for mean, of in family.means} | {sympify(1): sympify(1)}
    parts = []
    for powers, factor in Poly(polynomial, *family.samples).terms():
        monomial = prod(x**power for x, power in zip(family.samples, powers, strict=True))
        if monomial not in known:
            raise ValueError(f"no mean of {monomial} is known")
        parts.append(factor * known[monomial])
    return expand(sum(parts))


def tie_entry(value: Eq) -> dict[str, Any]:
    """``Eq(g, sigma(x))`` or ``Eq(L, ell(x))``, of expressions, as a certificate writes it."""
    return {
        "tie": FUNCTIONS[type(value.rhs).__name__],
        "of": [text(value.rhs.args[0])],
        "value": text(value.lhs),
    }
