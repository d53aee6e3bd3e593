"""What a certificate supposes at once: of each system's first step, and in each fact that it concludes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from verifier.formulas import spoken_in
from verifier.kernel import Replay
from verifier.sequences import terms

Terms = list[tuple[Fraction, list[tuple[str, int]]]]
"""A polynomial: numbers, and the powers that they are multiplied by."""
Rename = Mapping[str, str]
SAMPLES = ("_first", "_second")
"""A family of samples is witnessed by one of two: what their variables are called.

Where a fact has such names itself, that is one more equation; who obeys it is a witness all the same."""


class Tie(NamedTuple):
    """``value = function(arguments)``, all polynomials."""

    function: str
    arguments: tuple[Terms, ...]
    value: Terms


@dataclass
class Premises:
    """Signs of polynomials, polynomials that are 0, and ties, all of one point; ``where`` names them."""

    where: str
    conditions: list[tuple[Terms, str]] = field(default_factory=list)
    equations: list[Terms] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The variables of the point."""
        polynomials = [*(one for one, _ in self.conditions), *self.equations]
        polynomials += [one for tie in self.ties for one in (*tie.arguments, tie.value)]
        return sorted({name for one in polynomials for _, powers in one for name, _ in powers})

    def suppose(self, atoms: Iterable[Any], rename: Rename | None = None) -> Premises:
        """Also these, with variables renamed; of an implication, what it concludes."""
        for atom in atoms:
            if isinstance(atom, list):
                self._condition(read(atom[0], rename), atom[1])
            elif "tie" in atom:
                arguments = tuple(read(one, rename) for one in atom["of"])
                tie = Tie(atom["tie"], arguments, read(atom["value"], rename))
                self.ties += [tie] * (tie not in self.ties)
            elif "if" in atom:
                self.suppose([atom["then"]], rename)
            else:
                self._family(atom, rename or {})
        return self

    def _condition(self, polynomial: Terms, sign: str) -> None:
        """Equations among the conditions stand by themselves."""
        if sign == "=":
            self.equations.append(polynomial)
        else:
            self.conditions.append((polynomial, sign))

    def _family(self, atom: Mapping[str, Any], rename: Rename) -> None:
        """Two samples, each with what holds of all; a mean is half of what the two have together."""
        both = [{**rename, **{x: x + end for x in atom["samples"]}} for end in SAMPLES]
        for own in both:
            self.suppose(atom["each"], own)
        for mean, of in atom["means"]:
            half = [(-number / 2, powers) for own in both for number, powers in read(of, own)]
            self.equations.append([*read(mean, rename), *half])


def read(polynomial: str, rename: Rename | None = None) -> Terms:
    """A polynomial in its one text."""
    rename = rename or {}
    return [
        (Fraction(term.number) * (1 if term.added else -1),
         [(rename.get(name, name), power) for name, power in term.factors])
        for term in terms(polynomial)
    ]  # fmt: skip


def premises(accepted: Replay) -> Iterator[Premises]:
    """Those of each declared system, and of each fact that supposes something."""
    for name, system in accepted.systems.items():
        yield _step(Premises(f"system {name}"), system).suppose(system["start"])
    for name, fact in accepted.concludes.items():
        yield from _of_fact(f"fact {name}", fact)


def _of_fact(where: str, fact: Mapping[str, Any]) -> Iterator[Premises]:
    if "within" in fact:
        for number, part in enumerate([fact["within"], fact["fact"]], start=1):
            yield from _of_fact(f"{where}, {number}", part)
    elif "into" in fact:
        system, sides = fact["system"], ("start", "throughout", "during")
        if any(fact[side] for side in sides):
            yield _supposing(where, system, [atom for side in sides for atom in fact[side]], True)
    elif "along" in fact:
        if fact["given"] or fact["before"]:
            # At a time at which it holds, no further step need be made.
            yield _supposing(where, fact["along"], fact["given"], fact["at"] == "step")
    elif fact.get("given"):
        yield Premises(where).suppose(fact["given"])


def _supposing(where: str, system: Mapping[str, Any], given: Sequence[Any], at_step: bool) -> Premises:
    """A state of a run, or a step; of the start, what is said of parameters holds at every time."""
    there = _step(Premises(where), system) if at_step else Premises(where).suppose(system["always"])
    parameters = {*system["parameters"]}
    return there.suppose([x for x in system["start"] if spoken_in(x) <= parameters]).suppose(given)


def _step(stated: Premises, system: Mapping[str, Any]) -> Premises:
    """A state from which a step is made, and the next one."""
    always = stated.suppose(system["always"]).suppose(system["always"], system["state"])
    return always.suppose(system["step"])
