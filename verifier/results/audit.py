"""What the stored certificates are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from verifier.results.record import Record, plain


@dataclass(frozen=True, slots=True)
class Row(Record):
    """One stored certificate of a ``claim``: what the kernel says of it, and the first ``problem``.

    ``in_report``: whether the files beside it name this one, None if they name none.  ``stated``: whether
    it concludes what the table of contents says, None if that says nothing.  ``steps`` is None unless it
    is accepted.
    """

    claim: str
    certificate: str
    sha256: str
    in_report: bool | None
    stated: bool | None
    accepted: bool
    steps: int | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Audit(Record):
    """The certificates one by one; claims whose certificate is owed and not there; what else is wrong.

    ``faults`` gives, for a claim that has no certificate, what the report cannot say of it, and what is
    wrong with a file beside the certificates.  These were held to their claims if ``claims_here``, else to
    nothing but the report.  ``compared`` are the files that say which certificate is whose: the report, its
    digest, both, or none.  They are ``partial`` if they have none of the missing claims at all, as after a
    run with --claim.
    """

    rows: tuple[Row, ...]
    missing: tuple[str, ...]
    faults: Mapping[str, str]
    claims_here: bool
    compared: tuple[str, ...]
    partial: bool

    @property
    def good(self) -> bool:
        """Whether every certificate that is owed is there, is accepted, and is one of its own claim."""
        sound = all(row.problem is None for row in self.rows)
        return sound and not self.missing and not self.faults

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            "certificates": plain(self.rows),
            "missing": plain(self.missing),
            "faults": plain(self.faults),
            "held_to": "claims" if self.claims_here else "report",
            "compared": plain(self.compared),
            "all_accepted": self.good,
        }
