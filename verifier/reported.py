"""Reads report.json and its digest: what they say of each claim and its certificate."""

from __future__ import annotations

import os
from pathlib import Path

from verifier.certificates import name_of
from verifier.digest import Digest
from verifier.product import DIGEST, REPORT
from verifier.reading import Malformed, parse, printable, read_text
from verifier.results.record import Unreadable
from verifier.results.report import Report
from verifier.said import Digested, Reported, Said

LARGEST_REPORT = 8 << 20
"""Bytes; the report so far has 2.6 MB."""
MOST_ENTRIES = 1_000_000
"""Of the report; some 160,000 so far.  Each can take a hundred bytes of memory."""


def said_by(read: Digest | Report) -> dict[str, Said]:
    """What a digest or a report says, by claim."""
    if isinstance(read, Digest):
        return {line.id: Digested(DIGEST, line) for line in read.claims}
    return {entry.id: Reported(REPORT, entry) for entry in read.claims}


def read_report(folder: Path) -> Report | None:
    """The report in ``folder``; None without one.

    Raises ``Malformed`` for what is no report, or one that contradicts itself.
    """
    path = folder / REPORT
    if not os.path.lexists(path):
        return None
    text = read_text(path, LARGEST_REPORT)
    if sum(map(text.count, "[{,")) > MOST_ENTRIES:
        raise Malformed(f"{path}: more than {MOST_ENTRIES:,} entries")
    try:
        report = Report.restored(parse(path, text))
    except Unreadable as error:
        raise Malformed(f"{path}: not a report of this verifier: {printable(str(error))}") from error
    claims: set[str] = set()
    for entry in report.claims:
        if entry.id in claims:
            raise Malformed(f"{path}: the claim {printable(entry.id)!r} stands there twice")
        claims.add(entry.id)
        for piece in entry.certificates:
            _require_path(path, piece.certificate)
    return report


def _require_path(report: Path, path: str | None) -> None:
    """A certificate is ``certificates/NAME.json``, whatever the claim: nothing elsewhere is one."""
    if path is not None and name_of(Path(path).stem) != path:
        raise Malformed(f"{report}: names the certificate {printable(path)!r}")
