"""A claim in the words of its entry in the report."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from verifier.claim import Claim, Status
from verifier.evidence import Findings
from verifier.registry import Registry
from verifier.results.claims import Assumed, ClaimEntry, Described, Explained, Line, Listed
from verifier.results.evidence import Evidence
from verifier.statement.form import statement_sha256


def describe(claim: Claim, registry: Registry) -> Described:
    """Everything about a claim that does not depend on a verification."""
    return Described(
        id=claim.id,
        title=claim.title,
        provenance=claim.provenance,
        statement=claim.section("Statement"),
        statement_latex=claim.formula,
        certified_latex=None if claim.certified is None else claim.certified.latex,
        statement_sha256=None if claim.canonical is None else statement_sha256(claim.canonical),
        hypotheses=tuple(Assumed(one.text, one.latex, one.without) for one in claim.hypotheses),
        setting=claim.section("Hypotheses"),
        source=claim.section("Source"),
        argument=claim.section("Argument"),
        not_verified=claim.section("Not verified"),
        depends_on=tuple(registry.rests_on(claim.id)),
        checks_use=tuple(registry.used_besides(claim.id)),
        wanted=claim.wanted,
    )


def listed(claim: Claim, registry: Registry) -> Listed:
    """A claim as ``list`` shows it."""
    return Listed(claim.id, claim.title, claim.provenance, claim.wanted, tuple(registry.rests_on(claim.id)))


def explained(
    claim: Claim, registry: Registry, derivation: tuple[Line, ...], certified: Evidence | None
) -> Explained:
    """A claim with its derivation, and what the kernel says of its certificate, if it has one."""
    evidence = () if certified is None else (certified,)
    return Explained(**_words(claim, registry), derivation=derivation, evidence=evidence)


def entry(claim: Claim, registry: Registry, found: Findings, effective: Status) -> ClaimEntry:
    """A claim with what was found about it."""
    return ClaimEntry(
        **_words(claim, registry),
        derivation=found.derivation,
        status=found.status,
        effective_status=effective,
        evidence=found.evidence,
    )


def _words(claim: Claim, registry: Registry) -> dict[str, Any]:
    described = describe(claim, registry)
    return {field.name: getattr(described, field.name) for field in fields(described)}
