"""What the kernel can have accepted: theorems, each with what it says in full.

``statement`` is a fact's canonical JSON form, the same however it was proved and in whatever order it was
written; its hash is what other certificates cite.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from verifier.core.atoms import Atom, all_shown, listed, read_atoms
from verifier.core.errors import CertificateError
from verifier.core.expression import polynomial_text, read_polynomial
from verifier.core.rings import Ring
from verifier.core.systems import System


@dataclass(frozen=True)
class Sequent:
    """For all real values of the variables: where all of ``given`` hold, so does each of ``then``."""

    given: tuple[Atom, ...]
    then: tuple[Atom, ...]

    def statement(self, ring: Ring) -> dict[str, Any]:
        return {"given": listed(self.given, ring), "then": listed(self.then, ring)}

    def shown(self, ring: Ring) -> str:
        return f"{all_shown(self.given, ring) or 'for all reals'} ⊢ {all_shown(self.then, ring)}"


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
        sides = {key: listed(getattr(self, key), ring) for key in ("before", "given", "then")}
        return {"along": self.system.statement(ring), "at": self.at} | sides

    def shown(self, ring: Ring) -> str:
        before = f" before which every step had {all_shown(self.before, ring)}" if self.before else ""
        given = f"{all_shown(self.given, ring)} ⊢ " if self.given else ""
        return f"along {self.system.name}, at every {self.at}{before}: {given}{all_shown(self.then, ring)}"


@dataclass(frozen=True)
class Ends:
    """``system`` has no infinite run."""

    system: System

    def statement(self, ring: Ring) -> dict[str, Any]:
        return {"ends": self.system.statement(ring)}

    def shown(self, ring: Ring) -> str:
        return f"{self.system.name} has no infinite run"


_SUPPOSED = ("start", "throughout", "during")


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
        entry: dict[str, Any] = {key: listed(getattr(self, key), ring) for key in _SUPPOSED}
        for key in ("values", "frozen"):
            entry[key] = {x: polynomial_text(value, ring) for x, value in getattr(self, key).items()}
        systems = {key: getattr(self, key).statement(ring) for key in ("system", "into")}
        return entry | systems | {"origin": self.origin}

    def shown(self, ring: Ring) -> str:
        start = f" with {all_shown(self.start, ring)}" if self.start else ""
        lasting = all_shown((*self.throughout, *self.during), ring)
        during = f", as long as {lasting}" if lasting else ""
        frozen = "".join(f", {x} = {polynomial_text(v, ring)} there" for x, v in self.frozen.items())
        since = "the start" if self.origin else "any time"
        return f"along {self.system.name}, from {since}{start}{during}: a run of {self.into.name}{frozen}"


@dataclass(frozen=True)
class Within:
    """``fact``, about the system that ``part`` leads into, holds of those stretches."""

    part: Part
    fact: Fact

    def statement(self, ring: Ring) -> dict[str, Any]:
        return {"within": self.part.statement(ring), "fact": self.fact.statement(ring)}

    def shown(self, ring: Ring) -> str:
        return f"{self.part.shown(ring)}; {self.fact.shown(ring)}"


Fact: TypeAlias = Sequent | Along | Ends | Part | Within


def read_fact(entry: Mapping[str, Any], ring: Ring, systems: Mapping[str, System]) -> Fact:
    """A fact from its canonical form; the systems that it is about must be among ``systems``."""

    def system(key: str) -> System:
        for declared in systems.values():
            if declared.statement(ring) == entry[key]:
                return declared
        raise CertificateError("it is about a system that is not declared here")

    def atoms(*keys: str) -> list[tuple[Atom, ...]]:
        return [read_atoms(entry, key, ring) for key in keys]

    def polynomials(key: str) -> dict[str, Any]:
        return {x: read_polynomial(text, ring) for x, text in entry[key].items()}

    if "along" in entry:
        before, given, then = atoms("before", "given", "then")
        return Along(system("along"), entry["at"], before, given, then)
    if "ends" in entry:
        return Ends(system("ends"))
    if "within" in entry:
        part = read_fact(entry["within"], ring, systems)
        return Within(part, read_fact(entry["fact"], ring, systems))  # type: ignore[arg-type]
    if "into" in entry:
        values, frozen = polynomials("values"), polynomials("frozen")
        start, throughout, during = atoms(*_SUPPOSED)
        ends = system("system"), system("into")
        return Part(*ends, entry["origin"], start, throughout, during, values, frozen)
    given, then = atoms("given", "then")
    return Sequent(given, then)


def statement_hash(statement: Mapping[str, Any]) -> str:
    """SHA-256 of a statement in its canonical form."""
    text = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
