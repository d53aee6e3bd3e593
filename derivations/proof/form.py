"""How the pieces of a statement are put together, in LaTeX or in plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sympy import Eq, Expr, sympify

from derivations.printing import plain, typeset
from derivations.proof.canonical import Budget
from derivations.proof.family import Family

Relation: TypeAlias = Any
"""A SymPy relation; in ``where`` also a polynomial that is 0; in ``then`` also a ``Budget``."""
_SPACES = {ord(letter): None for letter in " ·{}"}
"""What makes no other symbol."""


@dataclass(frozen=True)
class Form:
    """How the pieces of a statement are put together in LaTeX, or in plain text.

    ``starred`` are premises of several parts, and ``common`` definitions of several, that are printed once.
    """

    latex: bool
    starred: tuple[Relation, ...] = ()
    common: tuple[Relation, ...] = ()

    @property
    def comma(self) -> str:
        return r",\ " if self.latex else ", "

    @property
    def implies(self) -> str:
        return r" \implies " if self.latex else " ⟹ "

    @property
    def iff(self) -> str:
        return r" \iff " if self.latex else " ⟺ "

    @property
    def between(self) -> str:
        return r";\qquad " if self.latex else ";  "

    def words(self, text: str) -> str:
        if not text:
            return ""
        return rf"\quad\text{{{text} }}" if self.latex else f"  {text} "

    def listed(self, relations: Iterable[Relation]) -> str:
        return self.comma.join(map(self.relation, relations))

    def premises(self, given: Sequence[Relation]) -> list[str]:
        """What is given, with a star for what is printed once."""
        own = [one for one in given if one not in self.starred]
        star = [self.star] if len(own) < len(given) else []
        return [*([self.listed(own)] if own else []), *star]

    @property
    def star(self) -> str:
        return r"(\ast)" if self.latex else "(∗)"

    def where(self, definitions: Iterable[Relation]) -> str:
        """What is defined for one part alone; what is printed like its symbol needs no words."""
        own = [one for one in definitions if one not in self.common and not self.is_plain(one)]
        return self.words("where") + self.listed(own) if own else ""

    def is_plain(self, one: Relation) -> bool:
        """Whether a symbol is printed as what it stands for."""
        return isinstance(one, Eq) and self.side(one.lhs) == self.side(one.rhs)

    def of_samples(self, family: Family) -> list[str]:
        """What is supposed of each sample; a mean is named where its symbol does not say what it is of."""
        left, right = (r"\langle ", r"\rangle") if self.latex else ("⟨", "⟩")
        each = [*(one for one in family.values if not self.is_plain(one)), *family.each]
        pairs = [(self.side(sympify(mean)), self.side(sympify(of))) for mean, of in family.means]
        means = [
            f"{left}{of}{right} = {mean}"
            for mean, of in pairs
            if mean.translate(_SPACES) != f"{left}{of}{right}".translate(_SPACES)
        ]
        return [self.words("for any samples with") + self.listed(each), *means]

    @property
    def last(self) -> list[str]:
        """What is printed once, after all parts."""
        starred = [self.star + self.words("stands for") + self.listed(self.starred)] if self.starred else []
        common = [one for one in self.common if not self.is_plain(one)]
        defined = [self.words("where") + self.listed(common)] if common else []
        return [*starred, *defined]

    def side(self, expression: Expr) -> str:
        return (typeset if self.latex else plain)(expression)

    def relation(self, relation: Relation) -> str:
        if isinstance(relation, Budget):
            return relation.shown(typeset if self.latex else plain, self.latex)
        printed = (typeset if self.latex else plain)(relation)
        return f"{printed} = 0" if isinstance(relation, Expr) else printed
