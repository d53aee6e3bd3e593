"""A claim and its evidence as plain JSON: the entries of report.json."""

from __future__ import annotations

from typing import Any

from verifier.claim import Claim, Evidence
from verifier.registry import Registry


def describe(claim: Claim, registry: Registry) -> dict[str, Any]:
    """Everything about a claim that does not depend on a verification.

    ``depends_on`` are the claims that its status rests on; ``checks_use`` those that only its checks and
    experiments use.
    """
    return {
        "id": claim.id,
        "title": claim.title,
        "provenance": claim.provenance.value,
        "statement": claim.section("Statement"),
        "statement_latex": claim.statement,
        "hypotheses": [
            {"text": one.text, "latex": one.latex, "without": one.without} for one in claim.hypotheses
        ],
        "setting": claim.section("Hypotheses"),
        "source": claim.section("Source"),
        "argument": claim.section("Argument"),
        "not_verified": claim.section("Not verified"),
        "depends_on": [*registry.rests_on(claim.id)],
        "checks_use": [*registry.used_besides(claim.id)],
        "wanted": claim.wanted.value,
    }


def describe_evidence(piece: Evidence) -> dict[str, Any]:
    """One piece of evidence; a certificate is named by its path beside the report and its sha256."""
    return {
        "kind": piece.kind,
        "status": piece.status.value,
        "summary": piece.summary,
        "certificate": piece.certificate,
        "sha256": piece.sha256,
        "data": dict(piece.data),
    }
