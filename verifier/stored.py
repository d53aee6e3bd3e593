"""What the certificates in a directory are worth: each is replayed, and held to the claim it stands for.

That a certificate is accepted says that its conclusions are true, not that they are the claim's.  What a
claim's certificate concludes is known from the table of contents; without one, the report beside the
certificates is all there is to hold them to.  Where the report is kept as its digest alone, that says which
certificate is whose, and what each claim is worth.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from verifier.certificates import (
    FOLDER,
    accept,
    conclusion_of,
    contents_of,
    digest,
    read,
    stated,
    stated_as,
)
from verifier.citations import rested_on
from verifier.claim import Status
from verifier.digest import read_digest
from verifier.kernel import CertificateError, Replay
from verifier.lemmas import Library, counted, read_lemmas
from verifier.product import DIGEST, LEMMAS, REPORT
from verifier.reading import Malformed, printable
from verifier.registry import CONTENTS
from verifier.reported import read_report, said_by
from verifier.results.audit import Audit, Row
from verifier.results.report import Report
from verifier.said import Said
from verifier.statement.form import FIELD, statement_sha256, unconcluded

MOST_FILES = 1_000
"""Certificates of one directory; there are 55 so far."""


class Directory:
    """The certificates below ``folder``, what its report says of them, and what their claims state.

    ``claims`` restricts everything to certificates of these ids.  Raises ``Malformed`` for a report or
    digest that is none, when there is no certificate at all, and for a claim that nothing here knows.
    """

    def __init__(self, folder: Path, claims: Collection[str] = (), contents: str = CONTENTS) -> None:
        self.folder = folder
        names = {Path(name).stem: name for name in _certificates(folder)}
        self.table, self.stated = contents_of(contents), stated(contents)
        self.stated_as = stated_as(contents)
        self.library = Library(read_lemmas(folder))
        self.certificates: dict[str, Mapping[str, Any]] = {}
        self.replays: dict[str, tuple[Replay, set[str]]] = {}
        """by claim, its accepted certificate, and the hashes of all that this rests on"""
        self.digest, self.report = read_digest(folder), read_report(folder)
        self.said: dict[str, Mapping[str, Said]] = {}
        if self.digest is not None:
            self.said[DIGEST] = said_by(self.digest)
        if self.report is not None:
            self.said[REPORT] = said_by(self.report)
        said = [pair for claims_said in self.said.values() for pair in claims_said.items()]
        named = [claim for claim, one in said if one.names_one]
        self.owed = {*(self.stated or {}), *named}
        known = dict.fromkeys([*names, *(self.stated or {}), *(claim for claim, _ in said)])
        for claim in claims:
            if claim not in names and claim not in self.owed:
                raise Malformed(f"{folder}: no certificate of {claim!r}, and no such claim owes one")
        self.chosen = bool(claims)
        self.claims = [claim for claim in known if not claims or claim in claims]
        self.names = {claim: name for claim, name in names.items() if claim in self.claims}

    def audit(self) -> Audit:
        """Read and replay every certificate.  Raises ``Malformed`` for a file that is none."""
        rows = [self._row(claim, name) for claim, name in self.names.items()]
        rows = self._held_to_citations(rows)
        without = [claim for claim in self.claims if claim not in self.names]
        faults = {printable(claim): next(self._faults(claim, False), None) for claim in without}
        wrong = {claim: fault for claim, fault in faults.items() if fault is not None}
        if self.digest is not None:
            wrong |= self.digest.faults(self.folder, self.report)
        if self.report is not None and self._miscounted(self.report):
            wrong[LEMMAS] = f"it is not the one that {REPORT} names"
        if not self.chosen and (idle := self._idle()):
            wrong[LEMMAS] = f"no certificate here cites {', '.join(idle[:3])}" + ", …" * (len(idle) > 3)
        owed = [claim for claim in without if claim in self.owed]
        known = any(claim in said for claim in owed for said in self.said.values())
        missing = tuple(printable(claim) for claim in owed)
        here, partial = self.stated is not None, bool(self.said and owed and not known)
        return Audit(tuple(rows), missing, wrong, here, tuple(self.said), partial)

    def _miscounted(self, report: Report) -> bool:
        """Whether the report says otherwise of the lemmas here; one that names none may be of no run."""
        found = counted(self.library.lemmas)
        return found != report.lemmas if report.lemmas else found.count > 0

    def _held_to_citations(self, rows: Sequence[Row]) -> list[Row]:
        """The rows, with a problem where one cites a claim on which nothing says that it rests.

        So there is where one is said to be worth more than what it cites.  A digest does not say what a
        claim rests on: there the citations alone tell.
        """
        order = [*(self.table.CLAIMS if self.table is not None else self.claims)]
        certified = [claim for claim in order if claim in self.replays]
        found = rested_on(
            {claim: self.replays[claim][1] for claim in certified},
            {claim: self.replays[claim][0].citable for claim in certified if self._is_whole(claim)},
        )
        problems: dict[str, str] = {}
        for claim, others in found.items():
            for file, said in self.said.items():
                known = said[claim].rests_on if claim in said else None
                if known is not None and (unsaid := [one for one in others if one not in known]):
                    problems[claim] = f"it cites what {unsaid[0]} concludes, which {file} does not say"
                if claim in said and (over := next(_overrated(said, claim, others), None)):
                    problems.setdefault(claim, over)
        return [replace(row, problem=row.problem or problems.get(row.claim)) for row in rows]

    def _is_whole(self, claim: str) -> bool:
        """Whether its certificate is to conclude all that it says, as the report or its digest has it."""
        among = [said[claim].entry.wanted for said in self.said.values() if claim in said]
        return Status.PROVED in among

    def _faults(self, claim: str, proved: bool) -> Iterator[str]:
        """What the report, or its digest, has of a claim and cannot."""
        for said in self.said.values():
            if claim in said:
                yield from said[claim].faults(proved, self.table)
                yield from _overrated(said, claim, said[claim].rests_on or ())

    def _idle(self) -> list[str]:
        """The names of lemmas on which no certificate here rests, whatever else is wrong with them."""
        return self.library.idle(self.certificates[claim] for claim in self.names)

    def _row(self, claim: str, name: str) -> Row:
        text = read(self.folder / name)
        certificate = self.certificates[claim] = json.loads(text)
        sha256 = digest(text)
        named = [said[claim].sha256 for said in self.said.values() if self._names(said, claim)]
        row = Row(
            claim=printable(claim),
            certificate=printable(name),
            sha256=sha256,
            in_report={*named} == {sha256} if named else None,
            stated=None,
            accepted=False,
            steps=None,
            problem=None,
        )
        try:
            accepted = accept(certificate, claim, self.library.cited_by(certificate))
        except CertificateError as error:
            return replace(row, problem=printable(str(error)))
        self.replays[claim] = accepted, self.library.under(certificate)
        row = replace(row, accepted=True, steps=len(certificate["steps"]))
        if self.stated is not None and claim in self.stated:
            row = replace(row, stated=self.stated[claim] == conclusion_of(accepted))
        problem = next(self._problems(row, claim, accepted, certificate), None)
        problem = problem or next(self._otherwise(claim, accepted, certificate), None)
        return replace(row, problem=problem or next(self._faults(claim, True), None))

    def _problems(
        self, row: Row, claim: str, accepted: Replay, certificate: Mapping[str, Any]
    ) -> Iterator[str]:
        """Why an accepted certificate is not one of its claim."""
        if self.stated is not None and claim not in self.stated:
            yield "no claim of this name owes a certificate"
        if row.stated is False:
            yield "it concludes something else than the claim"
        if self.stated is None and not self._names(self.said.get(REPORT, {}), claim):
            yield "nothing here says what it should conclude"
        for file, said in self.said.items():
            if not self._names(said, claim):
                yield f"{file} does not name it under its claim"
            elif said[claim].sha256 != row.sha256:
                yield f"it is not the one that {file} names"
            elif file == REPORT and not said[claim].prints(self.library.account(accepted, certificate)):
                yield f"{file} prints another account of it"

    def _otherwise(self, claim: str, accepted: Replay, certificate: Mapping[str, Any]) -> Iterator[str]:
        """Where the statement that it comes with is not the claim's, or not what it concludes."""
        own = statement_sha256(certificate[FIELD]) if FIELD in certificate else None
        if self.table is not None and self.stated_as.get(claim) != own:
            other = "it comes with another statement than the claim's"
            yield other if own else "it comes without the statement"
        yield from (printable(wrong) for wrong in unconcluded(accepted, certificate))
        for file, said in self.said.items():
            if claim in said and said[claim].entry.statement_sha256 != own:
                yield f"{file} has another statement"

    @staticmethod
    def _names(said: Mapping[str, Said], claim: str) -> bool:
        return claim in said and said[claim].names_one


def _overrated(said: Mapping[str, Said], claim: str, others: Iterable[str]) -> Iterator[str]:
    """Whether it is said to be worth more than one of the claims on which it rests."""
    entry = said[claim].entry
    for other in others:
        its = said[other].entry.effective_status if other in said else Status.INCONCLUSIVE
        if entry.effective_status.strength > max(its.strength, Status.INCONCLUSIVE.strength):
            yield f"{said[claim].file} has an effective status above that of {printable(other)}"


def _certificates(folder: Path) -> list[str]:
    """The relative paths of the certificates in order; as a rule their claims in alphabetical order."""
    found: list[str] = []
    try:
        with os.scandir(folder / FOLDER) as entries:
            for entry in entries:
                if entry.name.endswith(".json"):
                    found.append(f"{FOLDER}/{entry.name}")
                if len(found) > MOST_FILES:
                    raise Malformed(f"{folder / FOLDER}: more than {MOST_FILES:,} certificates")
    except OSError as error:
        raise Malformed(f"{folder / FOLDER}: {error.strerror}") from error
    if not found:
        raise Malformed(f"{folder}: no {FOLDER}/*.json")
    return sorted(found)
