"""Replays one certificate from its JSON form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any

from verifier.kernel.atoms import read_atoms, read_condition, read_simple
from verifier.kernel.facts import Accepted, Fact, Part, Sequent, read_sequent, statement_hash
from verifier.kernel.fields import CertificateError, only, refuse_if, take
from verifier.kernel.functions import axiom, flow
from verifier.kernel.limits import STEPS, SYSTEMS, VARIABLES, require, require_shape
from verifier.kernel.polynomials import read_polynomial, read_values
from verifier.kernel.rings import RINGS
from verifier.kernel.runs import ends, inclusion, invariant, transfer
from verifier.kernel.sequents import algebra, average, cases, deduce
from verifier.kernel.systems import read_system

FORMAT = "delayed-spike-certificate-3"
Library = Mapping[str, Mapping[str, Any]]
"""Accepted statements by their hash."""

_RULES: Mapping[str, Callable[..., Fact]] = {
    rule.__name__: rule
    for rule in (algebra, deduce, cases, average, axiom, flow, invariant, inclusion, transfer, ends)
}
_FIELDS = {
    name: {key: one.annotation for key, one in [*signature(rule).parameters.items()][1:]}
    for name, rule in _RULES.items()
}
"""The fields of each rule's steps, beside ``name`` and ``rule``: its parameters, each read by its type."""
_READERS: Mapping[str, Callable[[Any, str, Accepted], Any]] = {
    "Atoms": lambda step, key, facts: read_atoms(step, key, facts.ring),
    "Simples": lambda step, key, facts: read_simple(step, key, facts.ring),
    "Condition": lambda step, key, facts: read_condition(take(step, key), facts.ring),
    "Polynomial": lambda step, key, facts: read_polynomial(take(step, key), facts.ring),
    "Values": lambda step, key, facts: read_values(step, key, facts.ring),
    "System": lambda step, key, facts: facts.system(take(step, key)),
    "Part": lambda step, key, facts: facts.find(take(step, key), Part),
    "Sequent": lambda step, key, facts: facts.find(take(step, key), Sequent),
}
_TOP = ("format", "claim", "variables", "cites", "systems", "steps", "concludes")


@dataclass(frozen=True)
class Replay:
    """An accepted certificate: the claim it is about, what it cites, and the theorem that it concludes.

    The theorem says that all of ``concludes`` hold: facts, by name, as they are stated.
    """

    claim: str
    backend: str
    cites: Mapping[str, str]
    """the hash of each statement that it rests on, by the name that it has here"""
    concludes: Mapping[str, Mapping[str, Any]]
    systems: Mapping[str, Mapping[str, Any]]
    """the systems that it declares, by name, as they are stated"""

    @property
    def citable(self) -> Mapping[str, Mapping[str, Any]]:
        """What others may cite: each concluded statement by its hash."""
        return {statement_hash(statement): statement for statement in self.concludes.values()}


def replay(certificate: Any, library: Library | None = None, backend: str = "flint") -> Replay:
    """Check every step of ``certificate`` with exact rationals; return what it concludes.

    ``library`` holds the statements that it may cite.  ``backend`` is ``"flint"`` or ``"fractions"``.
    Raises ``CertificateError``, naming the step, if the certificate is malformed or any step fails; there
    is no partial acceptance.
    """
    require_shape(certificate)
    if take(certificate, "format") != FORMAT:
        raise CertificateError(f"unknown format {certificate['format']!r}, expected {FORMAT!r}")
    only(certificate, _TOP, "the certificate")
    for key, most in (("variables", VARIABLES), ("systems", SYSTEMS), ("steps", STEPS)):
        require(len(take(certificate, key, "Items")), most, f"{len(certificate[key]):,} {key}")
    ring = RINGS[backend](take(certificate, "variables", "Variables"))
    facts = Accepted(ring)
    for entry in take(certificate, "systems", "Items"):
        system = read_system(entry, ring)
        refuse_if(system.name in facts.systems, f"system {system.name!r} stands twice")
        facts.systems[system.name] = system
    cites = take(certificate, "cites", "Texts")
    require(len(cites), STEPS, f"{len(cites):,} citations")
    for name, sha256 in cites.items():
        facts.add(take({"cites": name}, "cites", "Words"), _cited(name, sha256, library or {}, facts))
    for step in take(certificate, "steps", "Items"):
        accept(step, facts)
    concludes = take(certificate, "concludes", "Names")
    for name in concludes:
        if name not in facts.facts or name in cites:
            raise CertificateError(f"concludes {name!r}, which no step establishes")
    refuse_if(not concludes, "it concludes nothing")
    theorem = {name: facts.facts[name].statement(ring) for name in concludes}
    systems = {name: system.about(system.both) for name, system in facts.systems.items()}
    return Replay(take(certificate, "claim", "Words"), backend, dict(cites), theorem, systems)


def _cited(name: str, sha256: str, library: Library, facts: Accepted) -> Sequent:
    """The sequent of that hash, in this certificate's variables; its systems are those declared alike."""
    if sha256 not in library or statement_hash(library[sha256]) != sha256:
        raise CertificateError(f"cites {name!r}, which has not been accepted")
    try:
        return read_sequent(library[sha256], facts.ring, facts.systems)
    except CertificateError as error:
        raise CertificateError(f"cited {name!r}: {error}") from error


def accept(step: Any, facts: Accepted) -> None:
    """Check one step, and record what it establishes."""
    name, rule = take(step, "name", "Words"), take(step, "rule", "str")
    try:
        refuse_if(rule not in _RULES, f"unknown rule {rule!r}")
        only(step, ("name", "rule", *_FIELDS[rule]), "it")
        fields = {}
        for key, kind in _FIELDS[rule].items():
            reader = _READERS.get(kind)
            fields[key] = reader(step, key, facts) if reader else take(step, key, kind)
        facts.add(name, _RULES[rule](facts, **fields))
    except CertificateError as error:
        raise CertificateError(f"step {name!r}: {error}") from error
