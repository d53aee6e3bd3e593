"""The digest of a report: a line for each claim, section and file, from which a change of any can be seen.

It is what is kept of report.json where that is not: short enough that people read how it changed, and bound
by hashes to the whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

from verifier.canonical import canonical_json, compact
from verifier.certificates import name_of
from verifier.claim import Provenance, Status
from verifier.product import DIGEST, LEMMAS, REPORT
from verifier.reading import Malformed, parse, printable, read_bytes, read_text
from verifier.results import Found, stated
from verifier.results.claims import ClaimEntry
from verifier.results.record import Record, Unreadable, may_lack
from verifier.results.report import Made, Report, summary
from verifier.support import support

LARGEST_DIGEST = 1 << 20
"""Bytes; the digest so far has 30,000."""
_FORMS = (".md", ".html")
"""Of what every run writes: one that the digest does not name is of another run."""


@dataclass(frozen=True, slots=True)
class ClaimLine(Record):
    """One claim: what it is worth, what carries it, and the sha256 of certificate, entry and statement."""

    id: str
    provenance: Provenance
    status: Status
    effective_status: Status
    wanted: Status
    support: str
    certificate: str | None
    sha256: str
    statement_sha256: str | None = may_lack()

    @classmethod
    def of(cls, entry: ClaimEntry) -> Self:
        """The line for a claim of the report."""
        path = name_of(entry.id)
        own = [piece.sha256 for piece in entry.evidence if piece.certificate == path]
        return cls(
            id=entry.id,
            provenance=entry.provenance,
            status=entry.status,
            effective_status=entry.effective_status,
            wanted=entry.wanted,
            support=support(entry.evidence),
            certificate=own[0] if own else None,
            sha256=_sha256(canonical_json(entry)),
            statement_sha256=entry.statement_sha256,
        )


@dataclass(frozen=True, slots=True)
class SectionLine(Record):
    """One table, experiment or figure: what it states, if that is one text, and the sha256 of its data."""

    part: str
    name: str
    status: str | None
    summary: str | None
    sha256: str

    @classmethod
    def of(cls, part: str, name: str, found: Found) -> Self:
        """The line for a part of a report."""
        return cls(part, name, *stated(found), _sha256(canonical_json(found)))


@dataclass(frozen=True, slots=True)
class FileLine(Record):
    """One file beside the digest: report.json, another form of it, the lemmas, or a figure."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Digest(Record):
    """A whole digest; what comes before the lists is as in report.json."""

    schema_version: int
    settings: Made
    interrupted: bool
    unfinished: tuple[str, ...]
    gaps: Mapping[str, str]
    summary: Mapping[str, int]
    claims: tuple[ClaimLine, ...]
    sections: tuple[SectionLine, ...]
    files: tuple[FileLine, ...]

    @classmethod
    def of(cls, report: Report, files: tuple[FileLine, ...]) -> Self:
        """The digest of a report; ``ValueError`` for a number in it that no JSON can say."""
        return cls(
            schema_version=report.schema_version,
            settings=report.settings,
            interrupted=report.interrupted,
            unfinished=report.unfinished,
            gaps=report.gaps,
            summary={str(status): count for status, count in report.summary.items()},
            claims=tuple(map(ClaimLine.of, report.claims)),
            sections=tuple(SectionLine.of(*section) for section in report.sections()),
            files=files,
        )

    @property
    def text(self) -> str:
        """The one text that is written."""
        return compact(self)

    def faults(self, folder: Path, report: Report | None) -> Iterator[tuple[str, str]]:
        """What is not as the digest has it: files of ``folder``, and of ``report`` what it is made of.

        A file that is not there is none of these.  Each comes with the name of the file that is wrong.
        """
        named = {line.name: line.sha256 for line in self.files}
        for name in sorted({*named, *(path.name for path in folder.iterdir() if _always(path.name))}):
            if not os.path.lexists(folder / name):
                continue
            if name not in named:
                yield printable(name), f"{DIGEST} does not name it"
            elif _sha256(read_bytes(folder / name)) != named[name]:
                yield printable(name), f"it is not the one that {DIGEST} names"
        if report is not None:
            yield from ((DIGEST, f"{REPORT} says otherwise: {what}") for what in self._other(report))

    def _other(self, report: Report) -> Iterator[str]:
        try:
            true = Digest.of(report, self.files)
        except (ValueError, RecursionError):
            yield "which is not one that it could be made of"
            return
        if self != true:
            names = {line.id for line in {*self.claims} ^ {*true.claims}}
            names |= {line.name for line in {*self.sections} ^ {*true.sections}}
            yield printable(", ".join(sorted(names))) or "its head, or the order of its lines"


def digest_of(report: Report, folder: Path) -> Digest:
    """The digest of a report whose files lie in ``folder``."""
    names = (path.name for path in folder.iterdir() if path.suffix == ".svg" or _always(path.name))
    lines = (FileLine(name, _sha256((folder / name).read_bytes())) for name in sorted(names))
    return Digest.of(report, tuple(lines))


def _always(name: str) -> bool:
    return name in (REPORT, LEMMAS) or (name.startswith("report.") and name.endswith(_FORMS))


def read_digest(folder: Path) -> Digest | None:
    """The digest in ``folder``; None without one.

    Raises ``Malformed`` for what is no digest, or not in the one text of it, or contradicts itself.
    """
    path = folder / DIGEST
    if not os.path.lexists(path):
        return None
    text = read_text(path, LARGEST_DIGEST)
    try:
        digest = Digest.restored(parse(path, text))
    except Unreadable as error:
        raise Malformed(f"{path}: not a digest of this verifier: {printable(str(error))}") from error
    if digest.text != text or any(Path(line.name).name != line.name for line in digest.files):
        raise Malformed(f"{path}: not the text that the verifier writes for this digest")
    claims = [line.id for line in digest.claims]
    for claim in claims:
        if claims.count(claim) > 1:
            raise Malformed(f"{path}: the claim {printable(claim)!r} stands there twice")
    if digest.summary != summary(digest.claims):
        raise Malformed(f"{path}: its summary is not that of its claims")
    return digest


def _sha256(content: str | bytes) -> str:
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()
