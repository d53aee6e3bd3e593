"""Derives a claim: its argument line by line, its certificate, and what the kernel says of that."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from verifier.binding import objections
from verifier.certificates import accept, account_of, canonical, digest, name_of
from verifier.claim import Claim, Status
from verifier.kernel import CertificateError, replay
from verifier.kernel.rings import RINGS
from verifier.numbers import counted
from verifier.results.claims import Line
from verifier.results.evidence import CERTIFICATE, Evidence, Refused
from verifier.statement.facts import Facts
from verifier.statement.form import FIELD, unconcluded, without_statement


def derive(
    claim: Claim, stated: Mapping[str, str] | None = None
) -> tuple[tuple[Line, ...], str | None, Evidence | None]:
    """The argument line by line, the certificate as text, and what the kernel says of it."""
    try:
        proof = claim.derive()
    except ValueError as error:  # a proof that does not work out is no proof, and no defect of the tool
        failed = Evidence(CERTIFICATE, Status.INCONCLUSIVE, f"the derivation fails: {error}")
        return (), None, failed
    lines = lines_of(proof)
    if not proof.steps:
        owed = stated is not None and claim.id in stated
        missing = "no certificate, though the table of contents says what it concludes"
        return lines, None, Evidence(CERTIFICATE, Status.INCONCLUSIVE, missing) if owed else None
    certificate = proof.certificate()
    try:
        statement = claim.canonical
    except ValueError as error:
        return lines, None, Evidence(CERTIFICATE, Status.INCONCLUSIVE, f"no statement: {error}")
    if statement is not None:
        certificate[FIELD] = statement
    text = canonical(certificate)
    return lines, text, certificate_evidence(claim.id, text, proof.shown(), stated, proof.in_words)


def lines_of(proof: Any) -> tuple[Line, ...]:
    """The argument of a ``derivations.proof.Proof`` as it is printed."""
    return tuple(
        Line(line.text, tuple(line.formulas), tuple(line.plain), line.step) for line in proof.lines
    )


def certificate_evidence(
    claim_id: str,
    text: str,
    shown: Mapping[str, Sequence[str]],
    stated: Mapping[str, str] | None = None,
    in_words: Callable[[str], str] = str,
) -> Evidence:
    """PROVED when the kernel accepts the certificate in every ring, and it concludes what the claim says.

    Otherwise INCONCLUSIVE; for ``shown`` and ``stated`` see ``verifier.binding``.  ``in_words`` is how a
    derivation says what the kernel says.
    """
    said = partial(Evidence, CERTIFICATE, certificate=name_of(claim_id), sha256=digest(text))
    certificate = json.loads(text)
    try:
        accepted = accept(certificate, claim_id)
    except CertificateError as error:
        refused = f"no proof: {in_words(str(error))}"
        return said(Status.INCONCLUSIVE, refused)
    found = objections(accepted, certificate["variables"], shown, stated, certificate["systems"])
    wrong = "; ".join([*found, *islice(unconcluded(accepted, certificate), 1)])
    if wrong:
        return said(Status.INCONCLUSIVE, f"no proof of the claim: {wrong}")
    data = account_of(accepted)
    steps = counted(data.steps, "step")
    summary = f"{steps} accepted by the kernel, in both rings ({', '.join(RINGS)})"
    return said(Status.PROVED, summary, data=data)


def altered_statement(claim: Claim, certificate: str | None) -> Iterator[Evidence]:
    """Whether the comparison of an accepted certificate with the claim refuses each false variant of it."""
    if isinstance(claim.statement, str) or certificate is None:
        return
    own = json.loads(certificate)
    count, kept = claim.statement.refused(claim, Facts(replay(without_statement(own)), own))
    if kept:
        summary = f"the certificate is taken for one of a false statement: {kept[0]}"
        yield Evidence("statement", Status.INCONCLUSIVE, summary, data=Refused(count))
    else:
        refused = f"the certificate is refused for each of {counted(count, 'altered statement')}"
        yield Evidence("statement", Status.CHECKED, refused, data=Refused(count))
