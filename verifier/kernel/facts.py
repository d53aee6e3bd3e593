"""What the kernel can have accepted: theorems, with what each says in full, and all of a replay.

``statement`` is a fact's canonical JSON form, the same however it was proved and in whatever order it was
written; its hash is what other certificates cite.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from verifier.kernel.atoms import Atom, listed, put_all, read_atoms, require_all, variables
from verifier.kernel.fields import CertificateError, refuse_if
from verifier.kernel.polynomials import polynomial_text, read_values
from verifier.kernel.rings import Ring
from verifier.kernel.systems import System

_SEQUENT = ("given", "then")
_ALONG = ("before", "given", "then")
_PART = ("start", "throughout", "during")


def _sides(fact: Any, keys: tuple[str, ...], ring: Ring) -> dict[str, Any]:
    return {key: listed(getattr(fact, key), ring) for key in keys}


@dataclass(frozen=True)
class Sequent:
    """For all real values of the variables: where all of ``given`` hold, so does each of ``then``."""

    given: tuple[Atom, ...]
    then: tuple[Atom, ...]

    def statement(self, ring: Ring) -> dict[str, Any]:
        return _sides(self, _SEQUENT, ring)


@dataclass(frozen=True)
class Along:
    """Along every run of ``system``: at every state (``at`` is "state") or every step ("step"),
    if ``before`` held at every earlier step and ``given`` hold there, so does each of ``then``.

    Variables that are none of the system's stand for any real numbers, the same throughout.
    """

    system: System
    at: str
    before: tuple[Atom, ...]
    given: tuple[Atom, ...]
    then: tuple[Atom, ...]

    def statement(self, ring: Ring) -> dict[str, Any]:
        return {"along": self.system.statement, "at": self.at} | _sides(self, _ALONG, ring)


@dataclass(frozen=True)
class Ends:
    """``system`` has no infinite run."""

    system: System

    def statement(self, ring: Ring) -> dict[str, Any]:
        return {"ends": self.system.statement}


@dataclass(frozen=True)
class Part:
    """Some stretches of a run of ``system`` are runs of ``into``.

    Let τ ≤ t be times of a run, τ = 0 if ``origin``; let ``start`` hold at the state at τ, ``throughout``
    at the states from τ to t, and ``during`` at the steps between them.  Then these states, with the value
    of ``values`` for each variable of ``into``, are a run of ``into``;
    ``frozen`` are its parameters, as polynomials of the state at τ.
    """

    system: System
    into: System
    origin: bool
    start: tuple[Atom, ...]
    throughout: tuple[Atom, ...]
    during: tuple[Atom, ...]
    values: dict[str, Any]
    frozen: dict[str, Any]

    def statement(self, ring: Ring) -> dict[str, Any]:
        entry = _sides(self, _PART, ring) | {"origin": self.origin}
        for key in ("values", "frozen"):
            entry[key] = {x: polynomial_text(value, ring) for x, value in getattr(self, key).items()}
        return entry | {"system": self.system.statement, "into": self.into.statement}


@dataclass(frozen=True)
class Within:
    """``fact`` holds of a run of the system that the last of ``parts`` leads into, wherever stretches of a
    run of the first one's ``system`` are runs of its ``into``, stretches of these of the next, and so on.
    """

    parts: tuple[Part, ...]
    fact: Along | Ends

    def statement(self, ring: Ring) -> dict[str, Any]:
        parts = [part.statement(ring) for part in self.parts]
        return {"within": parts, "fact": self.fact.statement(ring)}


Fact: TypeAlias = Sequent | Along | Ends | Part | Within
_Kind = TypeVar("_Kind", bound=Fact)


def citable(fact: Fact, ring: Ring) -> dict[str, Any]:
    """What others cite: of a fact along runs, the statement without the sequences that it does not mention.

    Sequences restrict nothing: a run of the system with more of them is one with fewer, and each run with
    fewer has exactly one sequence of each kind more.  So the fact holds of either if it holds of the other,
    and means the same, since it speaks of none of the sequences that differ.
    """
    if not isinstance(fact, Along):
        return fact.statement(ring)
    spoken = variables((*fact.before, *fact.given, *fact.then), ring)
    return fact.statement(ring) | {"along": fact.system.about(spoken)}


def read_fact(entry: Mapping[str, Any], ring: Ring, systems: Mapping[str, System]) -> Fact:
    """A fact from its canonical form; the systems that it is about must be among ``systems``."""

    def system(key: str, *spoken: frozenset[str]) -> System:
        for declared in systems.values():
            if entry[key] in (declared.statement, *map(declared.about, spoken)):
                return declared
        raise CertificateError("it is about a system that is not declared here")

    def atoms(keys: tuple[str, ...]) -> list[tuple[Atom, ...]]:
        return [read_atoms(entry, key, ring) for key in keys]

    if "along" in entry:
        before, given, then = atoms(_ALONG)
        spoken = variables((*before, *given, *then), ring)
        return Along(system("along", spoken), entry["at"], before, given, then)
    if "ends" in entry:
        return Ends(system("ends"))
    if "within" in entry:
        parts = tuple(read_fact(part, ring, systems) for part in entry["within"])
        return Within(parts, read_fact(entry["fact"], ring, systems))  # type: ignore[arg-type]
    if "into" in entry:
        values, frozen = (read_values(entry, key, ring) for key in ("values", "frozen"))
        start, throughout, during = atoms(_PART)
        ends = system("system"), system("into")
        return Part(*ends, entry["origin"], start, throughout, during, values, frozen)
    given, then = atoms(_SEQUENT)
    return Sequent(given, then)


def statement_hash(statement: Mapping[str, Any]) -> str:
    """SHA-256 of a statement in its canonical form."""
    text = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


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
