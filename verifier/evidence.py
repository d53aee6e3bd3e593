"""Gathers the evidence for one claim: its certificate, the instances, the hunt for counterexamples.

Every kind of evidence is worth one status.  A claim has the strongest of its evidence, unless any of
it is REFUTED or INCONCLUSIVE: that outweighs everything else.  Only a certificate proves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from textwrap import shorten
from typing import Any
from zlib import crc32

from verifier.binding import objections
from verifier.certificates import accept, canonical, concluded, digest, name_of
from verifier.claim import Answer, Check, Claim, Evidence, Status, weakest
from verifier.domains import DOMAINS
from verifier.kernel import CertificateError
from verifier.kernel.rings import RINGS
from verifier.numbers import counted
from verifier.search import FIRST_BITS, CheckBreaks, Found, draw, search, tried
from verifier.sections import load


@dataclass(frozen=True)
class Effort:
    """How much is tried, and how much of it must hold, not vacuously, to count as evidence.

    Of the listed instances every ``stride``-th is tried, then the others until the check holds on
    ``least_instances``; where none are listed, ``data_samples`` are drawn.  ``searched`` random samples
    are tried, and more, up to ``most_searched``, until the check holds on ``least_searched``.

    An alteration is searched for at most ``altered`` samples; the first counterexample ends it.  Of each
    check the first few ``alterations`` are tried (None: all).  What ``first_bits`` of precision do not
    decide is tried with more.
    """

    stride: int
    data_samples: int
    least_instances: int
    searched: int
    most_searched: int
    least_searched: int
    altered: int = 2000
    alterations: int | None = None
    first_bits: int = FIRST_BITS


FULL = Effort(
    stride=1, data_samples=6, least_instances=2, searched=60, most_searched=60, least_searched=20
)
QUICK = Effort(
    stride=8, data_samples=2, least_instances=1, searched=4, most_searched=40, least_searched=1,
    alterations=1,
)  # fmt: skip


@dataclass(frozen=True)
class Findings:
    """What was found about one claim: the evidence, and the argument with its certificate as text.

    ``declared`` is the status that the claim is meant to reach.  It is never given more: a certificate
    for a part of a claim that declares ENCLOSED does not make the claim PROVED.
    """

    claim: str
    declared: Status
    evidence: tuple[Evidence, ...]
    derivation: tuple[dict[str, Any], ...]
    certificate: str | None

    @property
    def status(self) -> Status:
        """What the evidence is worth together."""
        return weakest([self.declared, status_of(self.evidence)])


def status_of(evidence: Iterable[Evidence]) -> Status:
    """The strongest status, unless one does not pass; without any evidence, INCONCLUSIVE."""
    evidence = [*evidence]
    statuses = [piece.status for piece in evidence]
    if not statuses or not all(status.is_pass for status in statuses):
        return weakest([*statuses, Status.INCONCLUSIVE])
    return max(map(worth, evidence), key=lambda status: status.strength)


def worth(piece: Evidence) -> Status:
    """The status of one piece; whatever is no certificate with a digest is worth at most ENCLOSED."""
    certified = piece.kind == "certificate" and piece.sha256 is not None
    return piece.status if certified else weakest([piece.status, Status.ENCLOSED])


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
    derivation, certificate, proved = derive(claim, stated)
    evidence = [proved] if proved else []
    for number, check in enumerate(claim.checks):
        # Independent of the other claims and of their order: adding one does not change the rest.
        own_seed = crc32(f"{seed} {claim.id} {number}".encode())
        evidence += check_evidence(check, effort, own_seed)
    evidence += [
        load(source)(quick=quick, seed=seed, precision=precision) for source in claim.experiments
    ]
    evidence += unchecked(claim)
    return Findings(claim.id, claim.wanted, tuple(evidence), derivation, certificate)


def unchecked(claim: Claim) -> Iterator[Evidence]:
    """What is missing for anyone to see that the claim could fail: INCONCLUSIVE, whatever else there is.

    A claim that is meant to be CHECKED may rest on experiments alone; they show themselves that a false
    law fails.
    """
    if not claim.checks and not (claim.experiments and claim.wanted is Status.CHECKED):
        yield Evidence("check", Status.INCONCLUSIVE, "no check: nothing shows that the claim could fail")
    for check in claim.checks:
        if not check.alterations:
            summary = f"{_part(check)}no false variant: nothing shows that the check could fail"
            yield Evidence("alteration", Status.INCONCLUSIVE, summary, data={"altered": "nothing"})


def derive(
    claim: Claim, stated: Mapping[str, str] | None = None
) -> tuple[tuple[dict[str, Any], ...], str | None, Evidence | None]:
    """The argument line by line, the certificate as text, and what the kernel says of it."""
    try:
        proof = claim.derive()
    except ValueError as error:  # a proof that does not work out is no proof, and no defect of the tool
        failed = Evidence("certificate", Status.INCONCLUSIVE, f"the derivation fails: {error}")
        return (), None, failed
    lines = tuple(
        {"text": line.text, "formulas": [*line.formulas], "plain": [*line.plain], "step": line.step}
        for line in proof.lines
    )
    if not proof.steps:
        owed = stated is not None and claim.id in stated
        missing = "no certificate, though the table of contents says what it concludes"
        return lines, None, Evidence("certificate", Status.INCONCLUSIVE, missing) if owed else None
    text = canonical(proof.certificate())
    return lines, text, certificate_evidence(claim.id, text, proof.shown(), stated, proof.in_words)


def certificate_evidence(
    claim_id: str,
    text: str,
    shown: Mapping[str, Sequence[str]],
    stated: Mapping[str, str] | None = None,
    in_words: Callable[[str], str] = str,
) -> Evidence:
    """PROVED when the kernel accepts the certificate in every ring, and it is one of the claim.

    Otherwise INCONCLUSIVE; for ``shown`` and ``stated`` see ``verifier.binding``.  ``in_words`` is how a
    derivation says what the kernel says.
    """
    stored: dict[str, Any] = {"certificate": name_of(claim_id), "sha256": digest(text)}
    certificate = json.loads(text)
    try:
        accepted = accept(certificate, claim_id)
    except CertificateError as error:
        refused = f"no proof: {in_words(str(error))}"
        return Evidence("certificate", Status.INCONCLUSIVE, refused, **stored)
    found = objections(accepted, certificate["variables"], shown, stated, certificate["systems"])
    wrong = "; ".join(found)
    if wrong:
        return Evidence("certificate", Status.INCONCLUSIVE, f"no proof of the claim: {wrong}", **stored)
    data = {"steps": len(accepted.facts), "replays": list(RINGS), **concluded(accepted)}
    steps = counted(len(accepted.facts), "step")
    summary = f"{steps} accepted by the kernel, in both rings ({', '.join(RINGS)})"
    return Evidence("certificate", Status.PROVED, summary, data=data, **stored)


def check_evidence(check: Check, effort: Effort, seed: int) -> Iterator[Evidence]:
    """One check on the fixed instances, on random samples, and in each of its false variants."""
    part = _part(check)
    for kind, look in (("instances", _instances), ("search", _search)):
        try:
            piece = look(check, effort, seed)
        except CheckBreaks as error:
            piece = Evidence(kind, Status.INCONCLUSIVE, str(error))
        yield replace(piece, summary=f"{part}{piece.summary}")
    for alteration in check.alterations[: effort.alterations]:
        data: dict[str, Any] = {"altered": alteration.text}
        try:
            found = search(check, seed, effort.altered, alteration, effort.first_bits)
        except CheckBreaks as error:
            summary = f"{part}{alteration.text!r}: {error}"
            yield Evidence("alteration", Status.INCONCLUSIVE, summary, data=data)
            continue
        data["tried"] = found.tried
        if found.counterexample is None:
            summary = (
                f"the check cannot fail: {alteration.text!r} survives {counted(found.tried, 'sample')}"
            )
            yield Evidence("alteration", Status.INCONCLUSIVE, summary, data=data)
        else:
            summary = f"false variant refuted, as it must be: {alteration.text}"
            witness = str(found.counterexample)
            yield Evidence("alteration", Status.CHECKED, summary, data=data | {"witness": witness})


def _part(check: Check) -> str:
    """Which part of the claim a check is about: ``holds_from_45`` gives ``from 45: ``."""
    name = getattr(check.holds, "__name__", "").removeprefix("holds").replace("_", " ").strip()
    return f"{name}: " if name else ""


def _instances(check: Check, effort: Effort, seed: int) -> Evidence:
    domain = DOMAINS[check.domain]
    listed: Sequence[Any] | None = domain.spread()
    first: int | None = None
    if listed is None:
        # Other data than those of the search.
        drawn = draw(check, crc32(f"{seed} instances".encode()))
        subjects: Sequence[Any] = [*islice(drawn, effort.data_samples)]
    else:
        subjects = [x for start in range(effort.stride) for x in listed[start :: effort.stride]]
        first = len(listed[:: effort.stride])
    found = tried(
        check, subjects, most=len(subjects), enough=first, least=effort.least_instances,
        first_bits=effort.first_bits,
    )  # fmt: skip
    tries = {"domain": check.domain, "count": found.tried}
    said = f"{counted(found.tried, domain.noun)}, in ball arithmetic"
    return _found("instances", Status.ENCLOSED, found, effort.least_instances, said, tries)


def _search(check: Check, effort: Effort, seed: int) -> Evidence:
    found = tried(
        check, draw(check, seed), most=effort.most_searched, enough=effort.searched,
        least=effort.least_searched, first_bits=effort.first_bits,
    )  # fmt: skip
    said = counted(found.tried, "random sample")
    if check.likely is not None:
        said += ", three of four drawn where the premises are likely"
    return _found("search", Status.CHECKED, found, effort.least_searched, said, {"tried": found.tried})


def _found(
    kind: str, worth: Status, found: Found, least: int, said: str, tries: dict[str, Any]
) -> Evidence:
    """What the answers are worth: ``worth`` if the check holds on enough and none is undecided.

    ``said`` and ``tries`` are what was tried, in words and as data.
    """
    data = {**tries, "least": least, **found.counts}
    if found.counterexample is not None:
        return _refuted(kind, found.counterexample, data)
    counts = ", ".join(f"{answer} on {found.answers[answer]}" for answer in Answer)
    summary = f"{counts} of {said}"
    if found.answers[Answer.UNDECIDED]:
        return Evidence(kind, Status.INCONCLUSIVE, summary, data=data)
    if found.answers[Answer.HOLDS] < least:
        return Evidence(kind, Status.INCONCLUSIVE, f"{summary}; at least {least} must hold", data=data)
    return Evidence(kind, worth, summary, data=data)


def _refuted(kind: str, subject: Any, data: dict[str, Any]) -> Evidence:
    witness = str(subject)
    summary = f"false at {shorten(witness, 160, placeholder=' …')}"
    return Evidence(kind, Status.REFUTED, summary, data=data | {"witness": witness})
