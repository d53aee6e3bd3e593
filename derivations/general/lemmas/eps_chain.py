"""Facts of a step that build on each other: which of them one needs, and in what order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sympy import Expr, Gt, Symbol

from derivations.proof import Proof, Term
from derivations.proof.elimination import positive_by_elimination


class Fact(NamedTuple):
    """A sequent: what is ``shown`` of a state or a step, times the ``multiplier``, is the sum of ``terms``.

    Relations are divided out in the order of their variables, if these are given.
    """

    name: str
    shown: Any
    terms: Sequence[Term]
    because: str
    relations: Sequence[Expr] | Mapping[Symbol, Expr] = ()
    multiplier: Sequence[Any] = ()

    @property
    def used(self) -> list[Any]:
        """The conditions that it rests on, each once."""
        return list(dict.fromkeys([*(x for _, known, _ in self.terms for x in known), *self.multiplier]))

    def add(self, proof: Proof) -> str:
        """Add the step; returns its name."""
        details: Any = {
            **{"terms": self.terms, "given": self.used, "multiplier": self.multiplier},
            **{"strict": isinstance(self.shown, Gt), "because": self.because},
        }
        target = self.shown.lhs - self.shown.rhs
        if isinstance(self.relations, Mapping):
            return positive_by_elimination(proof, self.name, target, relations=self.relations, **details)
        return proof.positive(self.name, target, relations=self.relations, **details)


def needed(facts: Iterable[Fact], shown: Any) -> list[str]:
    """The names of the facts by which ``shown`` follows, each after those that it rests on."""
    by_shown = {fact.shown: fact for fact in facts}
    names: list[str] = []

    def visit(condition: Any) -> None:
        fact = by_shown.get(condition)
        if fact is not None and fact.name not in names:
            for one in fact.used:
                visit(one)
            names.append(fact.name)

    visit(shown)
    return names
