"""What a command publishes, and how an earlier result of it is recognised, of whichever version."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from verifier.certificates import FOLDER, name_of
from verifier.reading import Malformed, parse, read_text

REPORT = "report.json"
LEMMAS = "lemmas.json"
"""By the sha256 of its statement, the proof of each lemma that the certificates cite."""
DIGEST = "digest.json"
"""What is kept of the report where that is not; see ``verifier.digest``."""
INTERRUPTED = "interrupted"
"""The folder for what an interrupted run finished, where a more complete report lies already."""

_CERTIFICATE = re.compile(rf"{FOLDER}/[^/]+\.json")


@dataclass(frozen=True, slots=True)
class Product:
    """The files that a command publishes whatever comes out, and how an earlier result is recognised.

    That is by the ``keys`` of any of the ``main`` files, the most telling of which comes first.
    """

    main: tuple[str, ...]
    keys: frozenset[str]
    others: tuple[str, ...]

    def earlier(self, directory: Path) -> Any:
        """The JSON object of an earlier result in ``directory``; None when there is none of ours."""
        return next((found for _, found in self.earlier_files(directory)), None)

    def earlier_files(self, directory: Path) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each main file of an earlier result, with the JSON object in it."""
        for name in self.main:
            path = directory / name
            if kind_of(path) != "file":
                continue
            try:
                found = parse(path, read_text(path))
            except Malformed:
                continue
            if isinstance(found, dict) and set(found) >= self.keys:
                yield name, found


A_REPORT = Product(
    (DIGEST, REPORT),
    frozenset({"schema_version", "claims"}),
    ("report.md", "report.html", "run.json", LEMMAS),
)
A_DIAGRAM = Product(("phase.json",), frozenset({"schema_version", "cells"}), ("phase.svg",))


@dataclass(frozen=True, slots=True)
class Earlier:
    """What matters of an earlier report, or of its digest: whether it is ``complete``, and its claims.

    These are None where it does not say which they are: other versions may have written it.
    """

    complete: bool
    claims: frozenset[str] | None

    @classmethod
    def found_in(cls, directory: Path) -> Self | None:
        """That of the report in ``directory``; None when there is none of ours."""
        found = A_REPORT.earlier(directory)
        if found is None:
            return None
        claims: frozenset[str] | None = None
        with suppress(TypeError, KeyError):
            claims = frozenset(claim["id"] for claim in found["claims"])
        return cls(not (found.get("interrupted") or found.get("gaps")), claims)


def stored_certificates(directory: Path) -> set[str]:
    """The certificates that the report in ``directory``, or its digest, names: to be removed with it.

    Relative paths ``certificates/*.json`` of regular files, not through links; none without a report.
    """
    if kind_of(directory / FOLDER) != "directory":
        return set()
    named: set[str] = set()
    for name, found in A_REPORT.earlier_files(directory):
        with suppress(TypeError, KeyError, AttributeError, ValueError):
            named |= {*_NAMED_BY[name](found)}
    return {path for path in named if _CERTIFICATE.fullmatch(path) and kind_of(directory / path) == "file"}


def _named_by_report(report: Mapping[str, Any]) -> Iterator[str]:
    """Whatever a report names as a certificate."""
    for claim in report["claims"]:
        for piece in claim["evidence"]:
            if isinstance(piece["certificate"], str):
                yield piece["certificate"]


def _named_by_digest(digest: Mapping[str, Any]) -> Iterator[str]:
    """The same of the digest of a report."""
    for claim in digest["claims"]:
        if claim["certificate"] is not None:
            yield name_of(claim["id"])


_NAMED_BY = {REPORT: _named_by_report, DIGEST: _named_by_digest}


def kind_of(path: Path) -> str | None:
    """What is at ``path`` itself, links not followed; None when nothing is."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    kinds = {stat.S_IFREG: "file", stat.S_IFDIR: "directory", stat.S_IFLNK: "link"}
    return kinds.get(stat.S_IFMT(mode), "special file")
