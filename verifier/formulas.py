"""Polynomials and atoms of an accepted statement as they are printed, each variable by what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from verifier.sequences import (
    COUNT,
    EARLY,
    EVER,
    FIRST,
    LN,
    PRODUCT,
    TIME,
    Meaning,
    Term,
    meanings,
    terms,
    variables,
    written,
)

_FUNCTIONS = {"sigma": "σ", "softplus": "ℓ", "ln": "ln"}
_TURNED = {">": "<", ">=": "<=", "=": "=", "!=": "!="}
_EARLIER = {"t": "j", "τ": "j", "j": "i"}
"""A letter for the steps before a time."""
_WORD = re.compile(r"[^\W⁰¹²³⁴-⁹]+")


class Quotient(NamedTuple):
    """ln x − ln y, the two summands and the texts of x and y."""

    above: Term
    below: Term
    x: str
    y: str

    def text(self, turned: bool = False) -> str:
        """One logarithm; with ``turned``, of ln y − ln x."""
        above, below = (self.y, self.x) if turned else (self.x, self.y)
        return f"ln({_bracketed(above)}/{_bracketed(below)})"


class Formulas:
    """How formulas look: here as they are typed.  Another look has its own of these methods."""

    def symbol(self, name: str) -> str:
        """A variable."""
        return name

    def value(self, summands: Sequence[Term], page: Page) -> str:
        """A polynomial: numbers first, then what is added, then what is subtracted."""
        text = ""
        for term in sorted(summands, key=lambda one: (not one.added, bool(one.factors))):
            text += (" + " if term.added else " - ") if text else "" if term.added else "-"
            text += self._product(term, page)
        return text or "0"

    def relation(self, summands: Sequence[Term], sign: str, page: Page) -> str:
        """``polynomial sign 0``: what is added against what is subtracted."""
        if (quotient := self._quotient(summands, page)) is not None:
            rest = [one for one in summands if one not in quotient]
            if not any(one.added for one in rest):
                rest = [one._replace(added=True) for one in rest]
                return f"{self.value(rest, page)} {_TURNED[sign]} {quotient.text()}"
            return f"{self.value(rest, page)} {sign} {quotient.text(turned=True)}"
        left = [one for one in summands if one.added]
        right = [one._replace(added=True) for one in summands if not one.added]
        if not any(one.factors for one in left):
            left, right, sign = right, left, _TURNED[sign]
        return f"{self.value(left, page)} {sign} {self.value(right, page)}"

    def meant(self, meaning: Meaning, page: Page) -> str:
        """What a variable stands for; empty where that is 1."""
        if meaning.kind in (TIME, COUNT, EARLY):
            return self._often(meaning, page)
        if meaning.kind == EVER:
            return f"[1 if at some {page.over(meaning)}, else 0]"
        if meaning.kind == FIRST:
            return self._at_first(meaning.of, page)
        of = page.value(meaning.of)
        if meaning.kind == LN:
            return f"ln({of})"
        if meaning.kind == PRODUCT:
            return f"Π_({page.over(meaning)})({of})"
        return f"{_bracketed(of)}**{self._often(meaning, page)}"

    def _often(self, meaning: Meaning, page: Page) -> str:
        """The time, or how many of the steps so far were of some kind."""
        if meaning.event:
            return f"#({page.over(meaning)})"
        return f"({page.time} + 1)" if meaning.later else page.time

    def _at_first(self, polynomial: str, page: Page) -> str:
        if not all(map(page.first, variables(polynomial))):
            return f"({page.value(polynomial)} at time 0)"
        began = [
            term._replace(factors=tuple((page.first(x), power) for x, power in term.factors))
            for term in terms(polynomial)
        ]
        return "" if written(began) == "1" else _bracketed(self.value(began, page))

    def _product(self, term: Term, page: Page) -> str:
        factors = [] if term.number == "1" and term.factors else [term.number]
        for name, power in term.factors:
            meaning = page.meaning(name)
            text = self.symbol(name) if meaning is None else self.meant(meaning, page)
            if text:
                raised = "" if power == 1 else f"**{power}"
                factors.append(f"({text})**{power}" if raised and meaning else text + raised)
        return "*".join(factors) or "1"

    def _quotient(self, summands: Sequence[Term], page: Page) -> Quotient | None:
        """Where there is just one ln x, and one − ln y, beside other summands."""
        found: dict[bool, list[tuple[Term, str]]] = {True: [], False: []}
        for one in summands:
            meaning = page.meaning(one.factors[0][0]) if len(one.factors) == 1 else None
            if meaning and meaning.kind == LN and one.number == "1" and one.factors[0][1] == 1:
                found[one.added].append((one, meaning.of))
        if len(summands) == 2 or [len(found[True]), len(found[False])] != [1, 1]:
            return None
        ((above, x), (below, y)) = *found[True], *found[False]
        return Quotient(above, below, page.value(x), page.value(y))


class Page:
    """One text in the making: what the variables mean at the time that it speaks of.

    ``timed`` tells whether that time was spoken of, ``notes`` defines the sequences that go by their names.
    """

    def __init__(
        self,
        formulas: Formulas,
        system: Mapping[str, Any],
        time: str,
        logarithms: Mapping[str, Meaning] | None = None,
    ) -> None:
        self.formulas, self.time, self._system = formulas, time, system
        self._known = {**meanings(system), **(logarithms or {})}
        self.notes: dict[str, str] = {}
        self.timed = False

    def at(self, time: str) -> Page:
        """Another, of another time."""
        return Page(self.formulas, self._system, time)

    def where(self, *others: Page) -> str:
        """What is noted here and there, to stand at the end."""
        notes = self.notes | {name: note for one in others for name, note in one.notes.items()}
        return "".join(f"  where {note}" for note in notes.values())

    def listed(self, atoms: Iterable[Any]) -> str:
        """Atoms, with commas between them."""
        return ", ".join(map(self._atom, atoms))

    def value(self, polynomial: str) -> str:
        """A polynomial."""
        return self.formulas.value(terms(polynomial), self)

    def meaning(self, name: str) -> Meaning | None:
        """What to say for a variable; None if it goes by its name."""
        found = self._known.get(name)
        if found is None:
            for x, ghost in self._system["ghosts"].items():
                if name in (x, f"{x}_next") and x not in self.notes:
                    self._define(x, ghost)
        elif found.kind not in (FIRST, LN):
            self.timed = True
        return found

    def over(self, meaning: Meaning) -> str:
        """Over which steps a sum or a product is: ``j<t: s > 0``."""
        j = _EARLIER.get(self.time, "i")
        what = ": before " if meaning.kind == EARLY else ": "
        event = f"{what}{self.at(j).listed(map(list, meaning.event))}" * bool(meaning.event)
        return f"{j}{'<=' if meaning.later else '<'}{self.time}{event}"

    def first(self, name: str) -> str:
        """The name of a variable at time 0; empty where that would be another one's."""
        if name in self._system["parameters"]:
            return name
        began = f"{name}0"
        starts = [atom[0] for atom in self._system["start"] if isinstance(atom, list) and atom[1] == "="]
        taken = {*self._system["state"], *self._system["parameters"], *self._system["ghosts"]}
        return began if f"{name} - {began}" in starts or began not in taken else ""

    def _define(self, x: str, ghost: Mapping[str, Any]) -> None:
        self.notes[x] = ""
        page = self.at("j")
        page.notes = self.notes
        text = f"{x} is {page.value(ghost['start'])} at time 0 and becomes {page.value(ghost['next'])}"
        if "when" in ghost:
            text += f" at steps with {page.listed(ghost['when'])}, else {page.value(ghost['otherwise'])}"
        self.notes[x] = text

    def _atom(self, atom: Any) -> str:
        if isinstance(atom, list):
            return self.formulas.relation(terms(atom[0]), atom[1], self)
        if "tie" in atom:
            return f"{self.value(atom['value'])} = {_FUNCTIONS[atom['tie']]}({self.value(atom['of'][0])})"
        if "if" in atom:
            return f"[{self._atom(atom['then'])} if {' and '.join(map(self._atom, atom['if']))}]"
        samples = ", ".join(map(self.formulas.symbol, atom["samples"]))
        each = f", each with {self.listed(atom['each'])}" * bool(atom["each"])
        means = [f"{self.value(mean)} the mean of {self.value(of)}" for mean, of in atom["means"]]
        return f"[finitely many samples ({samples}){each}{'; ' * bool(means)}{', '.join(means)}]"


def _bracketed(text: str) -> str:
    return text if _WORD.fullmatch(text) else f"({text})"


def spoken_in(atom: Any) -> frozenset[str]:
    """The variables that an atom is about; those of a sample are its own."""
    if isinstance(atom, list):
        return variables(atom[0])
    if "tie" in atom:
        return frozenset[str]().union(*map(variables, [*atom["of"], atom["value"]]))
    if "if" in atom:
        return frozenset[str]().union(*map(spoken_in, [*atom["if"], atom["then"]]))
    inside = [*map(spoken_in, atom["each"]), *(variables(one) for pair in atom["means"] for one in pair)]
    return frozenset[str]().union(*inside) - {*atom["samples"]}
