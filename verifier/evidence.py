"""Gathers the evidence for one claim: its certificate, the instances, the hunt for counterexamples.

Every kind of evidence is worth one status.  A claim has the strongest of its evidence, unless any of
it is REFUTED or INCONCLUSIVE: that outweighs everything else.  Only a certificate proves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from zlib import crc32

from verifier.checks import FULL, QUICK, check_evidence, part_of
from verifier.claim import Claim, Status, weakest
from verifier.derived import altered_statement, derive
from verifier.evaluated import evaluated_statement
from verifier.lemmas import Certificates
from verifier.results.claims import Line
from verifier.results.evidence import Evidence, Variant, status_of
from verifier.sections import load


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found about one claim: the evidence, and the argument with its certificate as text.

    ``lemmas`` are those on which the certificate rests, and ``concludes`` the hashes of what it proves.

    ``declared`` is the status that the claim is meant to reach.  It is never given more: a certificate
    for a part of a claim that declares ENCLOSED does not make the claim PROVED.
    """

    claim: str
    declared: Status
    evidence: tuple[Evidence, ...]
    derivation: tuple[Line, ...]
    certificate: str | None
    lemmas: Certificates = field(default_factory=dict)
    concludes: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """What the evidence is worth together."""
        return weakest([self.declared, status_of(self.evidence)])


def investigate(
    claim: Claim,
    *,
    quick: bool,
    seed: int,
    precision: int,
    stated: Mapping[str, str] | None = None,
) -> Findings:
    """All evidence for ``claim``: deterministic in ``seed``.

    ``stated`` is what the table of contents says that the certificates conclude, if it does.
    """
    effort = replace(QUICK if quick else FULL, first_bits=precision)
    derived = derive(claim, stated)
    proved = derived.evidence
    evidence = [proved] if proved else []
    if not quick and proved and proved.status is Status.PROVED:
        evidence += altered_statement(claim, derived.accepted)
    if not (quick and claim.checks):  # what else shows that the claim could fail
        evidence += evaluated_statement(claim, seed, quick)
    for number, check in enumerate(claim.checks):
        # Independent of the other claims and of their order: adding one does not change the rest.
        own_seed = crc32(f"{seed} {claim.id} {number}".encode())
        evidence += check_evidence(check, effort, own_seed)
    evidence += [
        load(source)(quick=quick, seed=seed, precision=precision) for source in claim.experiments
    ]
    evidence += unchecked(claim)
    return Findings(
        claim=claim.id,
        declared=claim.wanted,
        evidence=tuple(evidence),
        derivation=derived.lines,
        certificate=derived.certificate,
        lemmas=derived.lemmas,
        concludes=tuple(derived.accepted.citable) if derived.accepted else (),
    )


def unchecked(claim: Claim) -> Iterator[Evidence]:
    """What is missing for anyone to see that the claim could fail: INCONCLUSIVE, whatever else there is.

    A claim that is meant to be CHECKED may rest on experiments alone; they show themselves that a false
    law fails; one that is evaluated, on that.
    """
    shown = claim.compared is not None or (claim.experiments and claim.wanted is Status.CHECKED)
    if not claim.checks and not shown:
        yield Evidence("check", Status.INCONCLUSIVE, "no check: nothing shows that the claim could fail")
    for check in claim.checks:
        if not check.alterations:
            summary = f"{part_of(check)}no false variant: nothing shows that the check could fail"
            yield Evidence("alteration", Status.INCONCLUSIVE, summary, data=Variant("nothing"))
