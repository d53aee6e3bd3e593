"""What one claim is said to be, in report.json and in its digest, and what of that cannot be.

Nothing is derived here, and no claim is imported: its words are read in its source.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import ModuleType
from typing import Any

from verifier.certificates import name_of
from verifier.claim import Provenance, Status
from verifier.reading import printable
from verifier.sources import section
from verifier.store import REPORT

_HEADINGS = {
    "statement": "Statement",
    "setting": "Hypotheses",
    "source": "Source",
    "argument": "Argument",
    "not_verified": "Not verified",
}
_CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Said:
    """What ``file`` says of one claim: ``entry`` is all of it, ``sha256`` that of its own certificate."""

    file: str
    entry: Mapping[str, Any]

    @property
    def names_one(self) -> bool:
        """Whether it has a certificate of its own."""
        return self.sha256 is not None

    @property
    def sha256(self) -> str | None:
        """Of the certificate that it has as this claim's."""
        found: str | None = self.entry["certificate"]
        return found

    def prints(self, facts: Mapping[str, Any]) -> bool:
        """Whether the conclusions that it prints, if it does, are these."""
        return True

    def faults(self, proved: bool, table: ModuleType | None) -> Iterator[str]:
        """What cannot be as it has it.

        ``proved``: whether a certificate was accepted as this claim's.  ``table`` is the table of contents,
        if there is one.
        """
        there = table is None or self.entry["id"] in table.CLAIMS
        if not there:
            yield f"{self.file} has a claim that does not exist"
        yield from self._unproved(proved)
        if table is not None and there:
            yield from self._reworded(written(table.module_of(self.entry["id"])))

    def _unproved(self, proved: bool) -> Iterator[str]:
        status, effective = self.entry["status"], self.entry["effective_status"]
        if Status.PROVED in (status, effective):
            if not proved:
                yield f"{self.file} says PROVED, without a certificate of it"
            if self.entry["wanted"] != Status.PROVED:
                yield f"{self.file} says PROVED, where less is meant to be reached"
            if status != Status.PROVED:
                yield f"{self.file} has an effective status above its own"

    def _reworded(self, source: Mapping[str, str] | None) -> Iterator[str]:
        if source is None:
            yield "its source is not here to compare the words with"
            return
        other = [key for key, said in source.items() if self.entry.get(key) != said]
        if other:
            yield f"{self.file} prints another {', '.join(other).replace('_', ' ')} than the source"


@dataclass(frozen=True)
class Reported(Said):
    """One claim of report.json; ``pieces`` are its certificates."""

    pieces: tuple[Mapping[str, Any], ...]

    @property
    def own(self) -> Mapping[str, Any] | None:
        """The evidence that names this claim's own certificate."""
        path = name_of(self.entry["id"])
        return next((piece for piece in self.pieces if piece["certificate"] == path), None)

    @property
    def names_one(self) -> bool:
        """Whether it has a certificate of its own, whichever."""
        return self.own is not None

    @property
    def sha256(self) -> str | None:
        """Of its own certificate."""
        return None if self.own is None else self.own["sha256"]

    def prints(self, facts: Mapping[str, Any]) -> bool:
        """Whether the conclusions that it prints are these."""
        return self.own is None or all(self.own["data"].get(key) == facts[key] for key in facts)

    def faults(self, proved: bool, table: ModuleType | None) -> Iterator[str]:
        """Beside what can be wrong in a digest too, certificates that are misplaced."""
        if len(self.pieces) > 1:
            yield f"{REPORT} has more than one certificate for it"
        for piece in self.pieces:
            yield from self._misplaced(piece)
        yield from super().faults(proved, table)

    def _misplaced(self, piece: Mapping[str, Any]) -> Iterator[str]:
        path = piece["certificate"]
        if path is None:
            yield f"{REPORT} has a certificate for it that is no file"
        elif path != name_of(self.entry["id"]):
            yield f"{REPORT} has {printable(path)} as its certificate"
        if piece["kind"] != _CERTIFICATE:
            yield f"{REPORT} has a certificate as {printable(str(piece['kind']))}"

    def _unproved(self, proved: bool) -> Iterator[str]:
        others = [piece for piece in self.entry["evidence"] if not is_certificate(piece)]
        if any(piece["status"] == Status.PROVED for piece in others):
            yield f"{REPORT} has it PROVED by evidence that is no certificate"
        if proved and self.own is not None and self.own["status"] != Status.PROVED:
            yield f"{REPORT} says {printable(str(self.own['status']))} of a certificate that is accepted"
        yield from super()._unproved(proved)


class Digested(Said):
    """One claim of a digest, which has few of its words."""

    def _reworded(self, source: Mapping[str, str] | None) -> Iterator[str]:
        kept = None if source is None else {key: source[key] for key in source if key in self.entry}
        yield from super()._reworded(kept)


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


def is_certificate(piece: Mapping[str, Any]) -> bool:
    return piece["kind"] == _CERTIFICATE or piece["certificate"] is not None
