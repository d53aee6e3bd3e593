"""What one claim is said to be, in report.json and in its digest, and what of that cannot be.

Nothing is derived here, and no claim is imported: its words are read in its source.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import ModuleType

from verifier.certificates import name_of
from verifier.claim import Provenance, Status, weakest
from verifier.digest import ClaimLine
from verifier.product import REPORT
from verifier.reading import printable
from verifier.results.claims import ClaimEntry
from verifier.results.evidence import CERTIFICATE, Accepted, Evidence, status_of
from verifier.sources import section

_HEADINGS = {
    "statement": "Statement",
    "setting": "Hypotheses",
    "source": "Source",
    "argument": "Argument",
    "not_verified": "Not verified",
}


@dataclass(frozen=True, slots=True)
class Said(ABC):
    """What ``file`` says of one claim."""

    file: str
    entry: ClaimEntry | ClaimLine

    @property
    @abstractmethod
    def names_one(self) -> bool:
        """Whether it has a certificate of its own, whichever."""

    @property
    @abstractmethod
    def sha256(self) -> str | None:
        """Of the certificate that it has as this claim's."""

    def prints(self, account: Accepted) -> bool:
        """Whether the account that it prints of it, if it does, is this one."""
        return True

    @property
    def rests_on(self) -> Collection[str] | None:
        """The claims on which it rests, as it says; None if it does not say."""
        return None

    def faults(self, proved: bool, table: ModuleType | None) -> Iterator[str]:
        """What cannot be as it has it.

        ``proved``: whether a certificate was accepted as this claim's.  ``table`` is the table of contents,
        if there is one.
        """
        there = table is None or self.entry.id in table.CLAIMS
        if not there:
            yield f"{self.file} has a claim that does not exist"
        yield from self._unproved(proved)
        if table is not None and there:
            yield from self._reworded(written(table.module_of(self.entry.id)))

    def _unproved(self, proved: bool) -> Iterator[str]:
        status, effective = self.entry.status, self.entry.effective_status
        if Status.PROVED in (status, effective):
            if not proved:
                yield f"{self.file} says PROVED, without a certificate of it"
            if self.entry.wanted is not Status.PROVED:
                yield f"{self.file} says PROVED, where less is meant to be reached"
        if effective.strength > status.strength:
            yield f"{self.file} has an effective status above its own"

    def _reworded(self, source: Mapping[str, str] | None) -> Iterator[str]:
        if source is None:
            yield "its source is not here to compare the words with"
            return
        other = [key for key, said in source.items() if getattr(self.entry, key, said) != said]
        if other:
            yield f"{self.file} prints another {', '.join(other).replace('_', ' ')} than the source"


@dataclass(frozen=True, slots=True)
class Reported(Said):
    """One claim of report.json."""

    entry: ClaimEntry

    @property
    def own(self) -> Evidence | None:
        """The evidence that names this claim's own certificate."""
        path = name_of(self.entry.id)
        return next((piece for piece in self.entry.certificates if piece.certificate == path), None)

    @property
    def names_one(self) -> bool:
        """Whether it has a certificate of its own, whichever."""
        return self.own is not None

    @property
    def sha256(self) -> str | None:
        """Of its own certificate."""
        return None if self.own is None else self.own.sha256

    def prints(self, account: Accepted) -> bool:
        """Whether the account of it that it prints is this one."""
        said = self.own
        return said is None or said.data == account

    @property
    def rests_on(self) -> Collection[str]:
        """The claims on which it rests."""
        return self.entry.depends_on

    def faults(self, proved: bool, table: ModuleType | None) -> Iterator[str]:
        """Beside what can be wrong in a digest too, certificates that are misplaced."""
        if len(self.entry.certificates) > 1:
            yield f"{REPORT} has more than one certificate for it"
        for piece in self.entry.certificates:
            yield from self._misplaced(piece)
        yield from Said.faults(self, proved, table)

    def _misplaced(self, piece: Evidence) -> Iterator[str]:
        if piece.certificate is None:
            yield f"{REPORT} has a certificate for it that is no file"
        elif piece.certificate != name_of(self.entry.id):
            yield f"{REPORT} has {printable(piece.certificate)} as its certificate"
        if piece.kind != CERTIFICATE:
            yield f"{REPORT} has a certificate as {printable(piece.kind)}"

    def _unproved(self, proved: bool) -> Iterator[str]:
        others = [piece for piece in self.entry.evidence if not piece.is_certificate]
        if any(piece.status is Status.PROVED for piece in others):
            yield f"{REPORT} has it PROVED by evidence that is no certificate"
        if proved and self.own is not None and self.own.status is not Status.PROVED:
            yield f"{REPORT} says {self.own.status} of a certificate that is accepted"
        yield from Said._unproved(self, proved)
        if self.entry.status is not weakest([self.entry.wanted, status_of(self.entry.evidence)]):
            yield f"{REPORT} has another status than its evidence is worth"


@dataclass(frozen=True, slots=True)
class Digested(Said):
    """One claim of a digest, which has few of its words."""

    entry: ClaimLine

    @property
    def names_one(self) -> bool:
        """Whether it has a certificate of its own."""
        return self.entry.certificate is not None

    @property
    def sha256(self) -> str | None:
        """Of that certificate."""
        return self.entry.certificate


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
    return _words(text)


@lru_cache
def _words(text: str) -> dict[str, str]:
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
