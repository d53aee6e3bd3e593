"""Reads report.json and its digest: what they say of each claim and its certificate."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from verifier.certificates import name_of
from verifier.digest import Digest
from verifier.outcome import summary
from verifier.reading import Malformed, parse, printable, read_text
from verifier.said import Digested, Reported, Said, is_certificate
from verifier.store import DIGEST, REPORT

LARGEST_REPORT = 8 << 20
"""Bytes; the report so far has 2.6 MB."""
MOST_ENTRIES = 1_000_000
"""Of the report; some 160,000 so far.  Each can take a hundred bytes of memory."""


@dataclass(frozen=True)
class Report:
    """A report that was read: what it says of each claim, and all of it as it is."""

    claims: Mapping[str, Said]
    whole: Mapping[str, Any]


def digested(digest: Digest) -> dict[str, Said]:
    """What a digest says, by claim."""
    return {line.id: Digested(DIGEST, asdict(line)) for line in digest.claims}


def reported(folder: Path) -> Report | None:
    """What the report in ``folder`` says; None without a report.

    Raises ``Malformed`` for what is no report, or one that contradicts itself.
    """
    report = folder / REPORT
    if not os.path.lexists(report):
        return None
    text = read_text(report, LARGEST_REPORT)
    if sum(map(text.count, "[{,")) > MOST_ENTRIES:
        raise Malformed(f"{report}: more than {MOST_ENTRIES:,} entries")
    found = parse(report, text)
    said: dict[str, Said] = {}
    try:
        for entry in found["claims"]:
            one = _entry(entry)
            if one.entry["id"] in said:
                raise Malformed(f"{report}: the claim {printable(one.entry['id'])!r} stands there twice")
            for piece in one.pieces:
                _require_path(report, piece["certificate"])
            said[one.entry["id"]] = one
        counted = summary(found["claims"])
    except (KeyError, TypeError, AttributeError) as error:
        raise Malformed(f"{report}: not a report of this verifier") from error
    if found.get("summary") != counted:
        raise Malformed(f"{report}: its summary is not that of its claims")
    return Report(said, found)


def _entry(entry: Any) -> Reported:
    """Raises ``KeyError`` or ``TypeError`` for what is no claim of a report."""
    words = [entry[key] for key in ("id", "status", "effective_status", "wanted")]
    pieces = entry["evidence"]
    if not isinstance(pieces, list) or not all(isinstance(word, str) for word in words):
        raise TypeError
    for piece in pieces:
        if not {"status", "kind", "sha256"} <= piece.keys() or not isinstance(piece["data"], dict):
            raise TypeError
    return Reported(REPORT, entry, tuple(filter(is_certificate, pieces)))


def _require_path(report: Path, path: Any) -> None:
    """A certificate is ``certificates/NAME.json``, whatever the claim: nothing elsewhere is one."""
    if path is not None and (not isinstance(path, str) or name_of(Path(path).stem) != path):
        raise Malformed(f"{report}: names the certificate {printable(str(path))!r}")
