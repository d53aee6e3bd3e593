"""What the certificates in a directory are worth: each is replayed, and held to the claim it stands for.

That a certificate is accepted says that its conclusions are true, not that they are the claim's.  What a
claim's certificate concludes is known from the table of contents; without one, the report beside the
certificates is all there is to hold them to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.certificates import (
    FOLDER,
    accept,
    concluded,
    conclusion_of,
    contents_of,
    digest,
    read,
    stated,
)
from verifier.kernel import CertificateError
from verifier.reading import Malformed, printable
from verifier.registry import CONTENTS
from verifier.reported import reported
from verifier.store import REPORT

MOST_FILES = 1_000
"""Certificates of one directory; there are 55 so far."""


@dataclass(frozen=True)
class Audit:
    """The certificates one by one; claims whose certificate is owed and not there; what else is wrong.

    ``faults`` gives, for a claim that has no certificate, what the report cannot say of it.  Certificates
    were held to their claims if ``claims_here``, else to nothing but the report, if ``report_here``.  The
    report is ``partial`` if it has none of the missing claims at all, as after a run with --claim.
    """

    rows: tuple[Mapping[str, Any], ...]
    missing: tuple[str, ...]
    faults: Mapping[str, str]
    claims_here: bool
    report_here: bool
    partial: bool

    @property
    def good(self) -> bool:
        """Whether every certificate that is owed is there, is accepted, and is one of its own claim."""
        sound = all(row["problem"] is None for row in self.rows)
        return sound and not self.missing and not self.faults


class Directory:
    """The certificates below ``folder``, what its report says of them, and what their claims state.

    ``claims`` restricts everything to certificates of these ids.  Raises ``Malformed`` for a report that is
    none, when there is no certificate at all, and for a claim that nothing here knows.
    """

    def __init__(self, folder: Path, claims: Collection[str] = (), contents: str = CONTENTS) -> None:
        self.folder = folder
        names = {Path(name).stem: name for name in _names(folder)}
        self.table, self.stated, self.reported = contents_of(contents), stated(contents), reported(folder)
        said = self.reported or {}
        named = [claim for claim, one in said.items() if one.own is not None]
        self.owed = {*(self.stated or {}), *named}
        known = dict.fromkeys([*names, *(self.stated or {}), *said])
        for claim in claims:
            if claim not in names and claim not in self.owed:
                raise Malformed(f"{folder}: no certificate of {claim!r}, and no such claim owes one")
        self.claims = [claim for claim in known if not claims or claim in claims]
        self.names = {claim: name for claim, name in names.items() if claim in self.claims}

    def audit(self) -> Audit:
        """Read and replay every certificate.  Raises ``Malformed`` for a file that is none."""
        rows = [self._row(claim, name) for claim, name in self.names.items()]
        without = [claim for claim in self.claims if claim not in self.names]
        said = {claim: one for claim, one in (self.reported or {}).items() if claim in without}
        faults = {claim: next(one.faults(False, self.table), None) for claim, one in said.items()}
        wrong = {printable(claim): fault for claim, fault in faults.items() if fault is not None}
        here = self.stated is not None, self.reported is not None
        owed = [claim for claim in without if claim in self.owed]
        partial = self.reported is not None and not any(claim in self.reported for claim in owed)
        missing = tuple(printable(claim) for claim in owed)
        return Audit(tuple(rows), missing, wrong, *here, partial=partial and bool(owed))

    def _row(self, claim: str, name: str) -> dict[str, Any]:
        text = read(self.folder / name)
        sha256 = digest(text)
        reported = None if self.reported is None else self.reported.get(claim)
        said = None if reported is None else reported.own
        row: dict[str, Any] = {"claim": printable(claim), "certificate": printable(name), "sha256": sha256}
        row |= {"in_report": None if said is None else said["sha256"] == sha256, "stated": None}
        row |= {"accepted": False, "steps": None, "problem": None}
        try:
            accepted = accept(json.loads(text), claim)
        except CertificateError as error:
            return row | {"problem": printable(str(error))}
        row |= {"accepted": True, "steps": len(accepted.facts)}
        if self.stated is not None and claim in self.stated:
            row["stated"] = self.stated[claim] == conclusion_of(accepted)
        problem = next(self._problems(row, claim, said, concluded(accepted)), None)
        if problem is None and reported is not None:
            problem = next(reported.faults(True, self.table), None)
        return row | {"problem": problem}

    def _problems(
        self, row: Mapping[str, Any], claim: str, said: Any, facts: Mapping[str, Any]
    ) -> Iterator[str]:
        """Why an accepted certificate is not one of its claim."""
        if self.stated is not None and claim not in self.stated:
            yield "no claim of this name owes a certificate"
        if row["stated"] is False:
            yield "it concludes something else than the claim"
        if self.stated is None and said is None:
            yield "nothing here says what it should conclude"
        if self.reported is not None and said is None:
            yield f"{REPORT} does not name it under its claim"
        if row["in_report"] is False:
            yield f"it is not the one that {REPORT} names"
        if said is not None and any(said["data"].get(key) != facts[key] for key in facts):
            yield f"{REPORT} prints other conclusions"


def _names(folder: Path) -> list[str]:
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
