"""What report.json says of each claim and its certificate, and what of that cannot be.

Nothing is derived here, and no claim is imported: its words are read in its source.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

from verifier.certificates import name_of
from verifier.claim import Provenance, Status
from verifier.outcome import summary
from verifier.reading import Malformed, parse, printable, read_text
from verifier.sources import section
from verifier.store import REPORT

LARGEST_REPORT = 8 << 20
"""Bytes; the report so far has 2.6 MB."""
MOST_ENTRIES = 1_000_000
"""Of the report; some 160,000 so far.  Each can take a hundred bytes of memory."""

_HEADINGS = {
    "statement": "Statement",
    "setting": "Hypotheses",
    "source": "Source",
    "argument": "Argument",
    "not_verified": "Not verified",
}
_CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Reported:
    """One claim of a report: ``entry`` is all that it says, ``pieces`` are its certificates."""

    entry: Mapping[str, Any]
    pieces: tuple[Mapping[str, Any], ...]

    @property
    def own(self) -> Mapping[str, Any] | None:
        """The evidence that names this claim's own certificate."""
        path = name_of(self.entry["id"])
        return next((piece for piece in self.pieces if piece["certificate"] == path), None)

    def faults(self, proved: bool, table: ModuleType | None) -> Iterator[str]:
        """What cannot be as the report has it.

        ``proved``: whether a certificate was accepted as this claim's.  ``table`` is the table of contents,
        if there is one.
        """
        if table is not None and self.entry["id"] not in table.CLAIMS:
            yield f"{REPORT} has a claim that does not exist"
        if len(self.pieces) > 1:
            yield f"{REPORT} has more than one certificate for it"
        for piece in self.pieces:
            yield from self._misplaced(piece)
        yield from self._unproved(proved)
        if table is not None and self.entry["id"] in table.CLAIMS:
            yield from self._reworded(written(table.module_of(self.entry["id"])))

    def _misplaced(self, piece: Mapping[str, Any]) -> Iterator[str]:
        path = piece["certificate"]
        if path is None:
            yield f"{REPORT} has a certificate for it that is no file"
        elif path != name_of(self.entry["id"]):
            yield f"{REPORT} has {printable(path)} as its certificate"
        if piece["kind"] != _CERTIFICATE:
            yield f"{REPORT} has a certificate as {printable(str(piece['kind']))}"

    def _unproved(self, proved: bool) -> Iterator[str]:
        status, effective = self.entry["status"], self.entry["effective_status"]
        others = [piece for piece in self.entry["evidence"] if not _is_certificate(piece)]
        if any(piece["status"] == Status.PROVED for piece in others):
            yield f"{REPORT} has it PROVED by evidence that is no certificate"
        if proved and self.own is not None and self.own["status"] != Status.PROVED:
            yield f"{REPORT} says {printable(str(self.own['status']))} of a certificate that is accepted"
        if Status.PROVED in (status, effective):
            if not proved:
                yield f"{REPORT} says PROVED, without a certificate of it"
            if self.entry["wanted"] != Status.PROVED:
                yield f"{REPORT} says PROVED, where less is meant to be reached"
            if status != Status.PROVED:
                yield f"{REPORT} has an effective status above its own"

    def _reworded(self, source: Mapping[str, str] | None) -> Iterator[str]:
        if source is None:
            yield "its source is not here to compare the words with"
            return
        other = [key.replace("_", " ") for key, said in source.items() if self.entry.get(key) != said]
        if other:
            yield f"{REPORT} prints another {', '.join(other)} than the source"


def written(module: str) -> dict[str, str] | None:
    """What the source of a claim says in words, by the keys of a report; None without its source.

    The parts of the docstring, and of ``CLAIM`` what stands there as it is: title, provenance, and the
    status to be reached.
    """
    package, *parts = module.split(".")
    try:
        text = files(package).joinpath(*parts[:-1], f"{parts[-1]}.py").read_text(encoding="utf-8")
    except (IndexError, ModuleNotFoundError, OSError):
        return None
    tree = ast.parse(text)
    docstring = ast.get_docstring(tree, clean=False) or ""
    return {key: section(docstring, heading) for key, heading in _HEADINGS.items()} | dict(_given(tree))


def _given(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="CLAIM")], value=ast.Call(keywords=keywords)):
                for keyword in keywords:
                    match keyword:
                        case ast.keyword(arg="title", value=ast.Constant(value=str(text))):
                            yield "title", text
                        case ast.keyword(arg="wanted", value=ast.Attribute(attr=name)):
                            yield "wanted", name
                        case ast.keyword(arg="provenance", value=ast.Attribute(attr=name)):
                            yield "provenance", Provenance[name].value


def reported(folder: Path) -> dict[str, Reported] | None:
    """What the report in ``folder`` says, by claim; None without a report.

    Raises ``Malformed`` for what is no report, or one that contradicts itself.
    """
    report = folder / REPORT
    if not os.path.lexists(report):
        return None
    text = read_text(report, LARGEST_REPORT)
    if sum(map(text.count, "[{,")) > MOST_ENTRIES:
        raise Malformed(f"{report}: more than {MOST_ENTRIES:,} entries")
    found = parse(report, text)
    said: dict[str, Reported] = {}
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
    return said


def _entry(entry: Any) -> Reported:
    """Raises ``KeyError`` or ``TypeError`` for what is no claim of a report."""
    words = [entry[key] for key in ("id", "status", "effective_status", "wanted")]
    pieces = entry["evidence"]
    if not isinstance(pieces, list) or not all(isinstance(word, str) for word in words):
        raise TypeError
    for piece in pieces:
        if not {"status", "kind", "sha256"} <= piece.keys() or not isinstance(piece["data"], dict):
            raise TypeError
    return Reported(entry, tuple(filter(_is_certificate, pieces)))


def _is_certificate(piece: Mapping[str, Any]) -> bool:
    return piece["kind"] == _CERTIFICATE or piece["certificate"] is not None


def _require_path(report: Path, path: Any) -> None:
    """A certificate is ``certificates/NAME.json``, whatever the claim: nothing elsewhere is one."""
    if path is not None and (not isinstance(path, str) or name_of(Path(path).stem) != path):
        raise Malformed(f"{report}: names the certificate {printable(str(path))!r}")
