"""The digest of a report: a line for each claim, section and file, from which a change of any can be seen.

It is what is kept of report.json where that is not: short enough that people read how it changed, and bound
by hashes to the whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from verifier.canonical import canonical_json, compact
from verifier.certificates import name_of
from verifier.outcome import PARTS, summary
from verifier.reading import Malformed, parse, printable, read_bytes, read_text
from verifier.results import Found, stated
from verifier.store import DIGEST, REPORT
from verifier.support import support

LARGEST_DIGEST = 1 << 20
"""Bytes; the digest so far has 30,000."""
_FORMS = (".md", ".html")
"""Of what every run writes: one that the digest does not name is of another run."""


@dataclass(frozen=True)
class ClaimLine:
    """One claim: what it is worth, what carries it, and the sha256 of its certificate and of its entry."""

    id: str
    provenance: str
    status: str
    effective_status: str
    wanted: str
    support: str
    certificate: str | None
    sha256: str

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> ClaimLine:
        """The line for an entry of report.json."""
        path = name_of(entry["id"])
        own = [piece["sha256"] for piece in entry["evidence"] if piece["certificate"] == path]
        said = {key: entry[key] for key in ("id", "provenance", "status", "effective_status", "wanted")}
        said |= {"support": support(entry["evidence"]), "certificate": own[0] if own else None}
        return cls(**said, sha256=_sha256(canonical_json(entry)))


@dataclass(frozen=True)
class SectionLine:
    """One table, experiment or figure: what it states, if that is one text, and the sha256 of its data."""

    part: str
    name: str
    status: str | None
    summary: str | None
    sha256: str

    @classmethod
    def of(cls, part: str, name: str, found: Found) -> SectionLine:
        """The line for a part of a report."""
        return cls(part, name, *stated(found), _sha256(canonical_json(found)))


@dataclass(frozen=True)
class FileLine:
    """One file beside the digest: report.json, another form of it, or a figure."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Digest:
    """A whole digest; what comes before the lists is as in report.json."""

    schema_version: Any
    settings: Any
    interrupted: Any
    unfinished: Any
    gaps: Any
    summary: Any
    claims: tuple[ClaimLine, ...]
    sections: tuple[SectionLine, ...]
    files: tuple[FileLine, ...]

    @classmethod
    def of(cls, report: Mapping[str, Any], files: tuple[FileLine, ...]) -> Digest:
        """The digest of a report; ``KeyError``, ``TypeError``, ``ValueError`` for what is none of ours."""
        return cls(
            **{key: report[key] for key in _HEAD},
            claims=tuple(map(ClaimLine.of, report["claims"])),
            sections=tuple(
                SectionLine.of(part, name, found) for part in PARTS for name, found in report[part].items()
            ),
            files=files,
        )

    @property
    def text(self) -> str:
        """The one text that is written."""
        return compact(asdict(self))

    def faults(self, folder: Path, report: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
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

    def _other(self, report: Mapping[str, Any]) -> Iterator[str]:
        try:
            true = Digest.of(report, self.files)
        except (KeyError, TypeError, ValueError, AttributeError):
            yield "which is not one that it could be made of"
            return
        if self != true:
            names = {line.id for line in {*self.claims} ^ {*true.claims}}
            names |= {line.name for line in {*self.sections} ^ {*true.sections}}
            yield printable(", ".join(sorted(names))) or "its head, or the order of its lines"


_HEAD = [field.name for field in fields(Digest)][:-3]


def digest_of(report: Mapping[str, Any], folder: Path) -> Digest:
    """The digest of a report whose files lie in ``folder``."""
    names = (path.name for path in folder.iterdir() if path.suffix == ".svg" or _always(path.name))
    lines = (FileLine(name, _sha256((folder / name).read_bytes())) for name in sorted(names))
    return Digest.of(report, tuple(lines))


def _always(name: str) -> bool:
    return name == REPORT or (name.startswith("report.") and name.endswith(_FORMS))


def read_digest(folder: Path) -> Digest | None:
    """The digest in ``folder``; None without one.

    Raises ``Malformed`` for what is no digest, or not in the one text of it, or contradicts itself.
    """
    path = folder / DIGEST
    if not os.path.lexists(path):
        return None
    text = read_text(path, LARGEST_DIGEST)
    found = parse(path, text)
    try:
        lists = {key: tuple(map(kind, found[key])) for key, kind in _LINES.items()}
        digest = Digest(**{**found, **lists})
        counted = summary([asdict(line) for line in digest.claims])
        same = digest.text == text
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed(f"{path}: not a digest of this verifier") from error
    if not same:
        raise Malformed(f"{path}: not the text that the verifier writes for this digest")
    claims = [line.id for line in digest.claims]
    for claim in claims:
        if claims.count(claim) > 1:
            raise Malformed(f"{path}: the claim {printable(claim)!r} stands there twice")
    if digest.summary != counted:
        raise Malformed(f"{path}: its summary is not that of its claims")
    return digest


def _line(kind: Any, optional: tuple[str, ...] = ()) -> Any:
    """Makes a line of its JSON; raises ``TypeError`` for another key, and for what is no text."""

    def read(found: Mapping[str, Any]) -> Any:
        for key, value in found.items():
            if not isinstance(value, str) and (value is not None or key not in optional):
                raise TypeError
        return kind(**found)

    return read


def _file(found: Mapping[str, Any]) -> FileLine:
    line: FileLine = _line(FileLine)(found)
    if Path(line.name).name != line.name:
        raise ValueError
    return line


_LINES = {
    "claims": _line(ClaimLine, ("certificate",)),
    "sections": _line(SectionLine, ("status", "summary")),
    "files": _file,
}


def _sha256(content: str | bytes) -> str:
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()
