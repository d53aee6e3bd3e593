"""What the kernel can have accepted: theorems, with what each says in full, and all of a replay.

``statement`` is a fact's canonical JSON form, the same however it was proved and in whatever order it was
written; its hash is what other certificates cite.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from verifier.kernel.atoms import Atom, Atoms, found, put, read_atoms, size_of, variables, written
from verifier.kernel.fields import CertificateError, Items, refuse_if
from verifier.kernel.polynomials import polynomial_text, read_values
from verifier.kernel.rings import Ring
from verifier.kernel.systems import System


@dataclass(frozen=True)
class Sequent:
    """For all real values of the variables: where all of ``given`` hold, so does each of ``then``.

    With a ``system``, along every run of it: at every state (``at`` is "state") or every step ("step"),
    if ``before`` held at every earlier step.  Variables that are none of the system's stand for any real
    numbers, the same throughout.
    """

    given: Atoms
    then: Atoms
    system: System | None = None
    at: str = ""
    before: Atoms = ()

    def variables(self, ring: Ring) -> frozenset[str]:
        return variables((*self.before, *self.given, *self.then), ring)

    def statement(self, ring: Ring) -> dict[str, Any]:
        """Of the system, without the sequences that it does not mention.

        Sequences restrict nothing: a run of the system with more of them is one with fewer, and each run
        with fewer has exactly one sequence of each kind more.  So it holds of either if it holds of the
        other, and means the same, since it speaks of none of the sequences that differ.
        """
        said: dict[str, Any] = {"given": written(self.given, ring), "then": written(self.then, ring)}
        if self.system is None:
            return said
        along = self.system.about(self.variables(ring))
        return said | {"along": along, "at": self.at, "before": written(self.before, ring)}


@dataclass(frozen=True)
class Ends:
    """``system`` has no infinite run."""

    system: System

    def statement(self, ring: Ring) -> dict[str, Any]:
        return {"ends": self.system.about(self.system.both)}


@dataclass(frozen=True)
class Part:
    """Some stretches of a run of ``system`` are runs of ``into``.

    Let τ ≤ t be times of a run, τ = 0 if ``origin``; let ``start`` hold at the state at τ, ``throughout``
    at the states from τ to t, and ``during`` at the steps between them.  Then these states are a run of
    ``into``, whose variables are variables of ``system``; ``frozen`` are its other parameters, as
    polynomials of the state at τ.
    """

    system: System
    into: System
    origin: bool
    start: tuple[Atom, ...]
    throughout: tuple[Atom, ...]
    during: tuple[Atom, ...]
    frozen: Mapping[str, Any]

    def statement(self, ring: Ring) -> dict[str, Any]:
        sides = {key: written(getattr(self, key), ring) for key in ("start", "throughout", "during")}
        frozen = {x: polynomial_text(value, ring) for x, value in self.frozen.items()}
        ends = {"system": self.system.about(self.system.both), "into": self.into.about(self.into.both)}
        return sides | ends | {"origin": self.origin, "frozen": frozen}


@dataclass(frozen=True)
class Within:
    """``fact``, about runs of the system that ``part`` leads into, holds of the stretches that are."""

    part: Part
    fact: Sequent

    def statement(self, ring: Ring) -> dict[str, Any]:
        return {"within": self.part.statement(ring), "fact": self.fact.statement(ring)}


Fact: TypeAlias = Sequent | Ends | Part | Within
_Kind = TypeVar("_Kind", bound=Fact)
Where: TypeAlias = Mapping[System, str]


def read_sequent(entry: Mapping[str, Any], ring: Ring, systems: Mapping[str, System]) -> Sequent:
    """A sequent from its canonical form, for nothing else is cited; a system must be among ``systems``."""
    refuse_if("then" not in entry, "only what holds of numbers, states or steps is cited")
    fact = Sequent(read_atoms(entry, "given", ring), read_atoms(entry, "then", ring))
    if "along" not in entry:
        return fact
    before = read_atoms(entry, "before", ring)
    for system in systems.values():
        fact = Sequent(fact.given, fact.then, system, entry["at"], before)
        if system.about(fact.variables(ring)) == entry["along"]:
            return fact
    raise CertificateError("it is about a system that is not declared here")


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
        if isinstance(fact, Sequent) and fact.system and not (fact.before or fact.given):
            fact.system.learn(fact.at, fact.then)

    def system(self, name: Any) -> System:
        """A system of the certificate."""
        refuse_if(not isinstance(name, str) or name not in self.systems, f"unknown system {name!r}")
        return self.systems[name]

    def find(self, name: Any, kind: type[_Kind]) -> _Kind:
        """An accepted fact of this kind."""
        fact = self.facts.get(name) if isinstance(name, str) else None
        if not isinstance(fact, kind):
            raise CertificateError(f"no accepted {kind.__name__.lower()} is named {name!r}")
        return fact

    def spoken(self, *parts: Any) -> frozenset[str]:
        """The variables of which these atoms or polynomials speak."""
        return variables(parts, self.ring)

    def require(self, wanted: Iterable[Atom], known: Sequence[Atom], what: str) -> None:
        """Each of the atoms is among those known; else ``what`` is blamed."""
        for atom in wanted:
            size = size_of(atom)
            self.ring.meter.spend(1 + (len(known) if size == 1 else size * sum(map(size_of, known))) // 16)
            if not found(atom, known):
                raise CertificateError(f"{what}: {written(atom, self.ring)} is not given")

    def extended(
        self, given: Atoms | list[Atom], lemmas: Items, where: Where | None = None, before: Atoms = ()
    ) -> list[Atom]:
        """The given atoms and, one after the other, the conclusions of sequents whose hypotheses they are.

        A lemma is a name, or [name, {variable: polynomial}] for an instance: what holds for all reals does
        so with polynomials in place of its variables.  One of a system must be about what is ``where``, at
        a state or a step of it, and suppose no more of the steps before than ``before``.
        """
        known = list(given)
        for entry in lemmas:
            name, values = entry if isinstance(entry, list) and len(entry) == 2 else (entry, {})
            lemma = self.find(name, Sequent)
            given_here, then = lemma.given, lemma.then
            if lemma.system is not None:
                here = (where or {}).get(lemma.system)
                refuse_if(values or here not in (lemma.at, "step"), f"{name!r} is about other states")
                self.require(lemma.before, before, "before")
            if values:
                images = read_values({"values": values}, "values", self.ring)
                refuse_if(images.keys() - self.ring.places.keys(), f"{name!r}: a value for no variable")
                given_here, then = put((given_here, then), images, self.ring)
            self.require(given_here, known, f"lemma {name!r}")
            self.ring.meter.spend(1 + len(then) // 4)
            known += then
        return known
