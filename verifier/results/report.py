"""The report: all that a verification found, and the record of the run, which is no part of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self

from verifier.claim import Status
from verifier.results import Found
from verifier.results.claims import ClaimEntry
from verifier.results.evidence import Accepted
from verifier.results.record import Record, Unreadable, may_lack, plain, restored

SCHEMA_VERSION = 2
PARTS = ("tables", "experiments", "figures")
"""The parts of a report that belong to no single claim; see ``verifier.sections``."""


@dataclass(frozen=True, slots=True)
class Made(Record):
    """What the report depends on beside the code."""

    seed: int
    precision: int
    quick: bool


@dataclass(frozen=True, slots=True)
class Lemmas(Record):
    """What the certificates cite: so many lemmas, of so many steps in all, in a file of this sha256."""

    count: int
    steps: int
    sha256: str


class Ranked(Protocol):
    """Whatever has an effective status."""

    @property
    def effective_status(self) -> Status: ...


def summary(claims: Iterable[Ranked]) -> dict[Status, int]:
    """How many claims have each *effective* status, strongest first; those that nobody has are left out."""
    count = Counter(claim.effective_status for claim in claims)
    return {status: count[status] for status in Status if count[status]}


@dataclass(frozen=True, slots=True)
class Report(Record):
    """Claims in paper order, parts by name, and ``gaps``: why something that was wanted is not there.

    ``unfinished`` are the claims that a run which was ``interrupted`` did not come to.  A part that was
    read is plain JSON.
    """

    schema_version: int
    settings: Made
    interrupted: bool
    unfinished: tuple[str, ...]
    claims: tuple[ClaimEntry, ...]
    tables: Mapping[str, Found]
    experiments: Mapping[str, Found]
    figures: Mapping[str, Found]
    gaps: Mapping[str, str]
    lemmas: Lemmas | None = None

    @property
    def certified(self) -> tuple[int, int]:
        """How many certificates are accepted, and their steps."""
        steps = [
            piece.data.steps
            for claim in self.claims
            for piece in claim.certificates
            if isinstance(piece.data, Accepted)
        ]
        return len(steps), sum(steps)

    @property
    def summary(self) -> dict[Status, int]:
        """How many claims have each effective status."""
        return summary(self.claims)

    def part(self, name: str) -> Mapping[str, Found]:
        """One of ``PARTS``."""
        found: Mapping[str, Found] = getattr(self, name)
        return found

    def sections(self) -> Iterator[tuple[str, str, Found]]:
        """Part, name and data of all that belongs to no single claim."""
        return ((part, name, found) for part in PARTS for name, found in self.part(part).items())

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            "schema_version": self.schema_version,
            "settings": plain(self.settings),
            "interrupted": self.interrupted,
            "unfinished": plain(self.unfinished),
            "summary": plain(self.summary),
            "claims": plain(self.claims),
            **{part: plain(self.part(part)) for part in PARTS},
            "gaps": plain(self.gaps),
            **({"lemmas": plain(self.lemmas)} if self.lemmas else {}),
        }

    @classmethod
    def restored(cls, found: Any) -> Self:
        """The report whose JSON ``found`` is; its summary must be that of its claims."""
        whole = restored(_Read, found)
        if whole.summary != summary(whole.claims):
            raise Unreadable("its summary is not that of its claims")
        parts = {part: getattr(whole, part) for part in PARTS}
        return cls(
            schema_version=whole.schema_version,
            settings=whole.settings,
            interrupted=whole.interrupted,
            unfinished=whole.unfinished,
            claims=whole.claims,
            gaps=whole.gaps,
            lemmas=whole.lemmas,
            **parts,
        )


@dataclass(frozen=True, slots=True)
class _Read(Record):
    """A report as it stands in its file."""

    schema_version: int
    settings: Made
    interrupted: bool
    unfinished: tuple[str, ...]
    summary: Mapping[str, int]
    claims: tuple[ClaimEntry, ...]
    tables: Mapping[str, Mapping[str, Any]]
    experiments: Mapping[str, Mapping[str, Any]]
    figures: Mapping[str, Mapping[str, Any]]
    gaps: Mapping[str, str]
    lemmas: Lemmas | None = may_lack()


@dataclass(frozen=True, slots=True)
class Run(Record):
    """The record of a run: seconds in all and of each claim and section, and the machine, without paths."""

    seconds: float
    cpu_seconds: float
    jobs: int
    versions: Mapping[str, str | None]
    ground_types: str
    platform: str
    commit: str | None
    tasks: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Verified(Record):
    """What a verification returns."""

    report: Report
    run: Run

    def plain(self) -> dict[str, Any]:
        """The JSON of the report, and the run under a key of its own."""
        return {**self.report.plain(), "run": self.run.plain()}
