"""What has been accepted so far in one replay, looked up by name and by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from verifier.kernel.atoms import Atom, put_all, require_all
from verifier.kernel.facts import Along, Fact, Sequent
from verifier.kernel.fields import CertificateError, refuse_if
from verifier.kernel.polynomials import read_values
from verifier.kernel.rings import Ring
from verifier.kernel.systems import System

_Kind = TypeVar("_Kind", bound=Fact)


@dataclass
class Accepted:
    """The systems and facts of one certificate; a name is used once."""

    ring: Ring
    systems: dict[str, System] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)

    def add(self, name: str, fact: Fact) -> None:
        """Record ``fact``; what it says of all states or steps is known of its system from now on."""
        refuse_if(name in self.facts, f"step {name!r} stands twice")
        self.facts[name] = fact
        if isinstance(fact, Along) and not fact.before and not fact.given:
            known = fact.system.known_states if fact.at == "state" else fact.system.known_steps
            known.extend(fact.then)

    def system(self, name: Any) -> System:
        """A system of the certificate."""
        refuse_if(not isinstance(name, str) or name not in self.systems, f"unknown system {name!r}")
        return self.systems[name]

    def sequent(self, name: Any) -> Sequent:
        return self.find(name, Sequent)

    def find(self, name: Any, kind: type[_Kind]) -> _Kind:
        """An accepted fact of this kind."""
        fact = self.facts.get(name) if isinstance(name, str) else None
        if not isinstance(fact, kind):
            raise CertificateError(f"no accepted {kind.__name__.lower()} is named {name!r}")
        return fact

    def extended(self, given: Sequence[Atom], lemmas: Sequence[Any]) -> list[Atom]:
        """The given atoms and, one after the other, the conclusions of sequents whose hypotheses they are.

        A lemma is a name, or [name, {variable: polynomial}] for an instance.
        """
        known = list(given)
        for entry in lemmas:
            name, values = entry if isinstance(entry, list) and len(entry) == 2 else (entry, {})
            lemma = self.sequent(name)
            given_here, then = lemma.given, lemma.then
            if values:
                put = read_values({"values": values}, "values", self.ring)
                if not put.keys() <= set(self.ring.names):
                    raise CertificateError(f"lemma {name!r}: a value for an undeclared variable")
                given_here, then = put_all(given_here, put, self.ring), put_all(then, put, self.ring)
            require_all(given_here, known, f"lemma {name!r}", self.ring)
            self.ring.meter.spend(1 + len(then) // 4)
            known += then
        return known
