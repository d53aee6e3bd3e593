"""Lemmas: what several certificates cite, each with the certificate that proves it, in one file.

A lemma is known by the sha256 of its statement, by which it is cited.  Nothing here imports SymPy.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, TypeAlias

from verifier.certificates import accept, canonical, digest, parsed, require_certificate
from verifier.citations import below
from verifier.kernel import CertificateError, Replay
from verifier.kernel.fields import take
from verifier.kernel.replay import Library as Statements
from verifier.kernel.rings import RINGS
from verifier.printed import concluded, systems_concluded
from verifier.product import LEMMAS
from verifier.reading import Malformed, printable, read_text
from verifier.results.evidence import Accepted, Named
from verifier.results.report import Lemmas
from verifier.statement.form import FIELD

LARGEST_LEMMAS = 8 << 20
"""Bytes; so far 440,000."""
MOST_LEMMAS = 5_000
"""So far 386."""
_SHA256 = 64
Certificates: TypeAlias = Mapping[str, Mapping[str, Any]]
"""By the sha256 of its statement, the certificate of a lemma."""
Known: TypeAlias = dict[str, tuple[Mapping[str, Any], Replay]]
"""The same, with the replay of each."""


class Library:
    """Lemmas, each replayed once: when it is first cited, after those that it cites.

    ``known`` are certificates with their replays by the hash of what they prove, to be used and added to:
    what a certificate proves depends on nothing else, as what it cites is in it by hash.
    """

    def __init__(self, lemmas: Certificates, known: Known | None = None) -> None:
        self.lemmas = lemmas
        self._known = known
        self._statements: dict[str, Mapping[str, Any]] = {}
        self._refused: dict[str, str] = {}

    def cited_by(self, certificate: Mapping[str, Any]) -> Statements:
        """The statements that it cites.  Raises ``CertificateError`` if one of them is not proved here."""
        cites = cited(certificate)
        for sha256 in self._ordered(cites):
            self._replay(sha256)
        for sha256 in cites:
            if sha256 in self._refused:
                raise CertificateError(f"its lemma {self._refused[sha256]}")
        return {sha256: self._statements[sha256] for sha256 in cites}

    def prove(self) -> None:
        """Replay every lemma.  Raises ``CertificateError`` if one is not proved."""
        for sha256 in self._ordered(self.lemmas):
            self._replay(sha256)
        for reason in self._refused.values():
            raise CertificateError(f"its lemma {reason}")

    def under(self, certificate: Mapping[str, Any]) -> set[str]:
        """The hashes of all that it cites, directly or not, as far as they stand here."""
        return below(cited(certificate), self._cites) & self.lemmas.keys()

    def idle(self, certificates: Iterable[Mapping[str, Any]]) -> list[str]:
        """The names of the lemmas on which none of these rests."""
        used = set[str]().union(*map(self.under, certificates))
        return [self._name(sha256) for sha256 in self.lemmas if sha256 not in used]

    def account(self, accepted: Replay, certificate: Mapping[str, Any]) -> Accepted:
        """What is written of an accepted certificate."""
        return Accepted(
            steps=len(certificate["steps"]),
            replays=tuple(RINGS),
            cites=tuple(sorted(accepted.cites)),
            concludes=_named(concluded(accepted)),
            systems=_named(systems_concluded(accepted)),
        )

    @cached_property
    def _cites(self) -> dict[str, list[str]]:
        """What each lemma cites."""
        return {sha256: cited(lemma) for sha256, lemma in self.lemmas.items()}

    def _ordered(self, roots: Iterable[str]) -> Iterator[str]:
        """All that these rest on, and these, each after what it cites."""
        unknown = [sha256 for sha256 in roots if sha256 not in self._statements]
        graph = {sha256: self._cites.get(sha256, []) for sha256 in sorted(below(unknown, self._cites))}
        try:
            yield from TopologicalSorter(graph).static_order()
        except CycleError as error:
            names = " -> ".join(self._name(sha256) for sha256 in error.args[1][::-1])
            raise CertificateError(f"its lemmas cite each other in a circle: {names}") from error

    def _replay(self, sha256: str) -> None:
        if sha256 in self._statements or sha256 in self._refused:
            return
        name = self._name(sha256)
        if sha256 not in self.lemmas:
            self._refused[sha256] = f"{name} is not there"
            return
        try:
            self._statements[sha256] = self._proved(sha256, self.lemmas[sha256])
        except CertificateError as error:
            self._refused[sha256] = f"{name} is {error}"

    def _proved(self, sha256: str, lemma: Mapping[str, Any]) -> Mapping[str, Any]:
        for other in cited(lemma):
            if other in self._refused:
                raise CertificateError(f"rejected: its lemma {self._refused[other]}")
        before, accepted = (self._known or {}).get(sha256, (None, None))
        if accepted is None or before != lemma:
            library = {other: self._statements[other] for other in cited(lemma)}
            accepted = accept(lemma, str(lemma["claim"]), library)
        citable = accepted.citable
        if [*citable] != [sha256]:
            raise CertificateError("rejected: it concludes something else than its sha256 says")
        if self._known is not None:
            self._known.setdefault(sha256, (lemma, accepted))
        return citable[sha256]

    def _name(self, sha256: str) -> str:
        return printable(str(self.lemmas[sha256]["claim"] if sha256 in self.lemmas else sha256[:_SHA256]))


def proved_before(lemmas: Certificates, known: Known) -> Certificates:
    """The lemmas with those proofs that are ``known``, and all that these rest on.

    So a second proof of what is known, which ``merged`` would leave out, is not replayed either.
    """
    found = dict(lemmas)
    left = [*lemmas]
    while left:
        sha256 = left.pop()
        if sha256 in known:
            found[sha256] = known[sha256][0]
            left += [other for other in cited(found[sha256]) if other not in found]
    return found


def cited(certificate: Mapping[str, Any]) -> list[str]:
    """The hashes that a certificate cites, each once."""
    return [*dict.fromkeys(take(certificate, "cites", "Texts").values())]


def _named(texts: Mapping[str, str]) -> tuple[Named, ...]:
    return tuple(Named(name, text) for name, text in texts.items())


def merged(lemmas: Iterable[Certificates], certificates: Iterable[Mapping[str, Any]]) -> Certificates:
    """The lemmas that these certificates rest on; of two proofs of a statement, the first.

    What is first cites what is first as well: no circle comes of it.
    """
    first: dict[str, Mapping[str, Any]] = {}
    for found in lemmas:
        first |= {sha256: lemma for sha256, lemma in found.items() if sha256 not in first}
    library = Library(first)
    needed = set[str]().union(*(library.under(certificate) for certificate in certificates))
    return {sha256: first[sha256] for sha256 in sorted(needed)}


def text_of(lemmas: Certificates) -> str:
    """The one text of the lemmas: by hash, in order, each in the text of a certificate."""
    entries = (f'"{sha256}":{canonical(lemmas[sha256])[:-1]}' for sha256 in sorted(lemmas))
    return "{\n" + ",\n".join(entries) + "\n}\n"


def counted(lemmas: Certificates) -> Lemmas:
    """What a report says of them."""
    steps = sum(len(lemma["steps"]) for lemma in lemmas.values())
    return Lemmas(len(lemmas), steps, digest(text_of(lemmas)))


def read_lemmas(folder: Path) -> Certificates:
    """The lemmas in ``folder``; none without their file.

    Raises ``Malformed`` for what is none, or not in the one text, or has a name that a claim could have.
    """
    path = folder / LEMMAS
    if not os.path.lexists(path):
        return {}
    text = read_text(path, LARGEST_LEMMAS)
    lemmas = parsed(path, text)
    if not isinstance(lemmas, dict):
        raise Malformed(f"{path}: not an object of lemmas")
    if len(lemmas) > MOST_LEMMAS:
        raise Malformed(f"{path}: more than {MOST_LEMMAS:,} lemmas")
    for sha256, lemma in lemmas.items():
        require_certificate(path, lemma)
        name = lemma["claim"]
        if FIELD in lemma:  # nothing reads it there
            raise Malformed(f"{path}: the lemma {printable(name)!r} has a statement of a claim")
        if not (name.startswith("lemma.") and name.endswith(f".{sha256[:8]}") and sha256):
            raise Malformed(f"{path}: the lemma {sha256[:8]!r} is called {printable(name)!r}")
    if text_of(lemmas) != text:
        raise Malformed(f"{path}: not the text that the verifier writes for these lemmas")
    return lemmas
