"""Derives a claim: its argument line by line, its certificate, and what the kernel says of that."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from verifier.binding import objections
from verifier.certificates import accept, canonical, digest, name_of
from verifier.claim import Claim, Status
from verifier.kernel import CertificateError, Replay
from verifier.kernel.rings import RINGS
from verifier.lemmas import Certificates, Known, Library, proved_before
from verifier.numbers import counted
from verifier.results.claims import Line
from verifier.results.evidence import CERTIFICATE, Accepted, Evidence, Refused
from verifier.statement.facts import Facts
from verifier.statement.form import FIELD, unconcluded

_KNOWN: Known = {}
"""The lemmas that this process has replayed: claims share them."""


@dataclass(frozen=True)
class Derived:
    """The argument line by line, the certificate as text, its lemmas, and what the kernel says of it.

    ``accepted`` is the replay, where the kernel accepts the certificate, whatever it is one of.
    """

    lines: tuple[Line, ...] = ()
    certificate: str | None = None
    lemmas: Certificates = field(default_factory=dict)
    evidence: Evidence | None = None
    accepted: Replay | None = None


def derive(claim: Claim, stated: Mapping[str, str] | None = None) -> Derived:
    """All that the derivation of a claim gives; ``stated`` is as in ``verifier.binding``."""

    def without(summary: str, lines: tuple[Line, ...] = ()) -> Derived:
        return Derived(lines, evidence=Evidence(CERTIFICATE, Status.INCONCLUSIVE, summary))

    try:
        proof = claim.derive()
    except ValueError as error:  # a proof that does not work out is no proof, and no defect of the tool
        return without(f"the derivation fails: {error}")
    lines = lines_of(proof)
    if not proof.steps:
        owed = stated is not None and claim.id in stated
        missing = "no certificate, though the table of contents says what it concludes"
        return without(missing, lines) if owed else Derived(lines)
    try:
        certificate, own = proof.certificates()
    except CertificateError as error:
        return without(f"no proof: {proof.in_words(str(error))}", lines)
    try:
        statement = claim.canonical
    except ValueError as error:
        return without(f"no statement: {error}", lines)
    if statement is not None:
        certificate[FIELD] = statement
    text, lemmas = canonical(certificate), proved_before(own, _KNOWN)
    evidence, accepted = certificate_evidence(
        claim.id, text, lemmas, proof.shown(), stated, proof.in_words
    )
    return Derived(lines, text, lemmas, evidence, accepted)


def lines_of(proof: Any) -> tuple[Line, ...]:
    """The argument of a ``derivations.proof.Proof`` as it is printed."""
    return tuple(
        Line(line.text, tuple(line.formulas), tuple(line.plain), line.step) for line in proof.lines
    )


def certificate_evidence(
    claim_id: str,
    text: str,
    lemmas: Certificates,
    shown: Mapping[str, Sequence[str]],
    stated: Mapping[str, str] | None = None,
    in_words: Callable[[str], str] = str,
) -> tuple[Evidence, Replay | None]:
    """PROVED when the kernel accepts the certificate in every ring, and it concludes what the claim says.

    Otherwise INCONCLUSIVE; for ``shown`` and ``stated`` see ``verifier.binding``.  ``in_words`` is how a
    derivation says what the kernel says.  With it comes the replay, if the kernel accepts.
    """
    said = partial(Evidence, CERTIFICATE, certificate=name_of(claim_id), sha256=digest(text))
    certificate, library = json.loads(text), Library(lemmas, _KNOWN)
    try:
        library.prove()  # each may be published, also one that is idle here beside proofs from before
        accepted = accept(certificate, claim_id, library.cited_by(certificate))
    except CertificateError as error:
        return said(Status.INCONCLUSIVE, f"no proof: {in_words(str(error))}"), None
    found = objections(accepted, shown, stated)
    wrong = "; ".join([*found, *islice(unconcluded(accepted, certificate), 1)])
    if wrong:
        return said(Status.INCONCLUSIVE, f"no proof of the claim: {wrong}"), accepted
    data = library.account(accepted, certificate)
    return said(Status.PROVED, _summary(data), data=data), accepted


def _summary(data: Accepted) -> str:
    steps = counted(data.steps, "step")
    lemmas = f" on {counted(len(data.cites), 'lemma')}"
    return f"{steps}{lemmas * bool(data.cites)} accepted by the kernel, in both rings ({', '.join(RINGS)})"


def altered_statement(claim: Claim, accepted: Replay | None) -> Iterator[Evidence]:
    """Whether the comparison of an accepted certificate with the claim refuses each false variant of it."""
    if claim.compared is None or accepted is None:
        return
    count, kept = claim.compared.refused(claim, Facts(accepted))
    if kept:
        summary = f"the certificate is taken for one of a false statement: {kept[0]}"
        yield Evidence("statement", Status.INCONCLUSIVE, summary, data=Refused(count))
    else:
        refused = f"the certificate is refused for each of {counted(count, 'altered statement')}"
        yield Evidence("statement", Status.CHECKED, refused, data=Refused(count))
