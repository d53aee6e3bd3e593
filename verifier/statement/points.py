"""What a sequent concludes and supposes, and what is supposed wherever a fact is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from verifier.sequences import Meaning
from verifier.sequences import variables as spoken
from verifier.statement.pieces import conditions
from verifier.statement.polynomials import Polynomials, Said
from verifier.statement.vocabulary import HERE, LASTING, REALS, START, Fact, Need, Samples, Tied


@dataclass
class Points:
    """Reads the concluded statement of this name, of which each polynomial is read in one ring."""

    read: Polynomials
    name: str
    reserved: frozenset[str]
    """the names that stand for sequences in a statement"""

    def _sequent(self, statement: Mapping[str, Any]) -> Iterator[Fact]:
        families = [atom for atom in statement["given"] if isinstance(atom, dict) and "samples" in atom]
        about, others = families[:1], [atom for atom in statement["given"] if atom not in families[:1]]
        given = [self._need(HERE, atom) for atom in conditions(others)]
        blank = Fact(self.name, REALS, (), (*given,), self._ties(others))
        samples = [self._samples(family) for family in about]
        yield from self._each(replace(blank, samples=samples[0] if samples else None), statement["then"])

    def _samples(self, family: Mapping[str, Any]) -> Samples | None:
        each = frozenset(self.read.said(*atom) for atom in conditions(family["each"]))
        means = frozenset((self.read.exact(mean), self.read.exact(of)) for mean, of in family["means"])
        return Samples(tuple(family["samples"]), each, self._ties(family["each"]), means)

    def _each(
        self, blank: Fact, then: Sequence[Any], put: Mapping[str, Any] | None = None
    ) -> Iterator[Fact]:
        """A fact for each condition that is concluded; one under a supposition needs that too."""
        for atom in then:
            given = atom.get("if", []) if isinstance(atom, dict) else []
            inner = atom["then"] if given else atom
            if isinstance(inner, list):
                needs = [self._need(HERE, one, put=put) for one in conditions(given)]
                ties = self._ties(given)
                said = (self.read.said(inner[0], inner[1], put),)
                yield replace(blank, said=said, needs=(*blank.needs, *needs), ties=blank.ties | ties)

    def _ties(self, atoms: Sequence[Any]) -> frozenset[Tied]:
        ties = [atom for atom in atoms if isinstance(atom, dict) and "tie" in atom]
        exact = self.read.exact
        return frozenset(
            Tied(atom["tie"], ", ".join(map(exact, atom["of"])), exact(atom["value"])) for atom in ties
        )

    def _need(
        self,
        place: str,
        atom: Any,
        state: Mapping[str, str] | None = None,
        put: Mapping[str, Any] | None = None,
    ) -> Need:
        """What is supposed; of the state at time 0 it may be said of the initial values."""
        if not isinstance(atom, list):  # what no statement can say
            return Need(place, (Said(str(atom), "holds"),), True)
        text, sign = atom
        state = state or {}
        variables = spoken(text)
        moving = bool(variables & {*state, *state.values()})
        own = self.read.said(text, sign, put)
        forms, general = [own], []
        if place == START and moving:
            forms = [self.read.said(text, sign, self._first(state))]
            general = [own]
        later = {x: x.removesuffix("_next") for x in variables if x.endswith("_next")}
        if later and not variables & {*later.values()}:
            there = {x: self.read.ring.variable(now) for x, now in later.items() if now in self.read.names}
            general.append(self.read.said(text, sign, {**(put or {}), **there}))
        return Need(place, tuple(forms), moving and place != START, tuple(general))

    def _first(self, state: Mapping[str, str]) -> dict[str, Any]:
        return {x: self.read.ring.variable(f"{x}0") for x in state}

    def _in(self, system: Mapping[str, Any], holds: str, needs: Sequence[Need] = ()) -> Fact:
        """A fact about the runs of a system, with what that supposes."""
        state = system["state"]
        asked = conditions([*system["always"], *system["step"]])
        lasting = [self._need(LASTING, x, state) for x in asked]
        start = [self._need(START, x, state) for x in conditions(system["start"])]
        ties = self._ties([atom for key in ("always", "step", "start") for atom in system[key]])
        return Fact(self.name, holds, (), (*needs, *lasting, *start), ties, systems=(system,))

    def _event(self, meaning: Meaning) -> frozenset[Said]:
        return frozenset(self.read.said(*one) for one in meaning.event)
