"""Replays one certificate from its JSON form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from verifier.kernel.facts import Accepted, Fact, citable, read_fact, statement_hash
from verifier.kernel.fields import (
    CertificateError,
    listing,
    names,
    naming,
    only,
    refuse_if,
    require_words,
    take,
    text,
    words,
)
from verifier.kernel.functions import axiom, flow
from verifier.kernel.limits import STEPS, SYSTEMS, VARIABLES, require, require_shape
from verifier.kernel.parts import inclusion, transfer
from verifier.kernel.rings import RINGS, Ring
from verifier.kernel.sequents import algebra, average, cases, deduce
from verifier.kernel.systems import read_system
from verifier.kernel.time import archimedes, consequence, decompose, invariant

FORMAT = "delayed-spike-certificate-2"
Library = Mapping[str, Mapping[str, Any]]
"""Accepted statements by their hash."""

_RULES: Mapping[str, tuple[Callable[[dict[str, Any], Ring, Accepted], Fact], str]] = {
    "algebra": (algebra, "given lemmas target sign terms cofactors multiplier"),
    "deduce": (deduce, "given suppose lemmas then"),
    "cases": (cases, "given split if else then"),
    "average": (average, "given sample factors constant"),
    "axiom": (axiom, "schema given"),
    "flow": (flow, "target moving from direction assumed start rate"),
    "invariant": (invariant, "system invariants start steps"),
    "consequence": (consequence, "system at before given suppose uses lemmas then"),
    "inclusion": (inclusion, "system into origin start throughout during values frozen uses lemmas"),
    "transfer": (transfer, "part fact"),
    "archimedes": (archimedes, "system power ratio base cap bounded"),
    "decompose": (decompose, "system event quiet quiet_ends after after_ends power ratio base cap bounded"),
}
"""Each rule and the fields of its steps, beside ``name`` and ``rule``."""
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
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

    citable: Mapping[str, Mapping[str, Any]]
    """what others may cite: each concluded statement by its hash"""


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
        require(len(listing(certificate, key)), most, f"{len(certificate[key]):,} {key}")
    variables = names(certificate, "variables")
    for variable in variables:
        if not _VARIABLE.fullmatch(variable):
            raise CertificateError(f"field 'variables': {variable!r} cannot be the name of a variable")
    refuse_if(not variables, "there must be at least one variable")
    ring: Ring = RINGS[backend](variables)
    facts = Accepted(ring)
    for entry in listing(certificate, "systems"):
        system = read_system(entry, ring)
        refuse_if(system.name in facts.systems, f"system {system.name!r} stands twice")
        facts.systems[system.name] = system
    cites = naming(certificate, "cites")
    require(len(cites), STEPS, f"{len(cites):,} citations")
    for name, sha256 in cites.items():
        facts.add(require_words(name, "a citation"), _cited(name, sha256, library or {}, facts))
    for step in listing(certificate, "steps"):
        accept(step, ring, facts)
    concludes = names(certificate, "concludes")
    for name in concludes:
        if name not in facts.facts or name in cites:
            raise CertificateError(f"concludes {name!r}, which no step establishes")
    refuse_if(not concludes, "it concludes nothing")
    theorem = {name: facts.facts[name].statement(ring) for name in concludes}
    systems = {name: system.statement for name, system in facts.systems.items()}
    said = (citable(facts.facts[name], ring) for name in concludes)
    by_hash = {statement_hash(statement): statement for statement in said}
    return Replay(words(certificate, "claim"), backend, dict(cites), theorem, systems, by_hash)


def _cited(name: str, sha256: str, library: Library, facts: Accepted) -> Fact:
    """The fact of that hash, in this certificate's variables; its systems are those declared alike."""
    if sha256 not in library or statement_hash(library[sha256]) != sha256:
        raise CertificateError(f"cites {name!r}, which has not been accepted")
    try:
        return read_fact(library[sha256], facts.ring, facts.systems)
    except CertificateError as error:
        raise CertificateError(f"cited {name!r}: {error}") from error


def accept(step: Any, ring: Ring, facts: Accepted) -> None:
    """Check one step, and record what it establishes."""
    name, rule = words(step, "name"), text(step, "rule")
    try:
        refuse_if(rule not in _RULES, f"unknown rule {rule!r}")
        apply, fields = _RULES[rule]
        only(step, {"name", "rule", *fields.split()}, "it")
        facts.add(name, apply(step, ring, facts))
    except CertificateError as error:
        raise CertificateError(f"step {name!r}: {error}") from error
