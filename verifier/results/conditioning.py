"""The price of data that are not whitened: the onset beside its bound, against the condition number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from verifier.results import Result
from verifier.results.record import Record


@dataclass(frozen=True, slots=True)
class Onset(Record):
    """One run: the condition number of its data, its onset, and the least time of one by two claims.

    ``at_least`` is by the condition number, ``sharper`` by κ_max, and 0 where the claim says nothing;
    ``onset`` is None where it is not decided.
    """

    condition_number: str
    onset: int | None
    at_least: int
    sharper: int

    @property
    def violates(self) -> bool:
        """Whether the onset comes before a claim allows it."""
        return self.onset is not None and self.onset < max(self.at_least, self.sharper)


@dataclass(frozen=True, slots=True)
class Shared(Record):
    """What all runs are given by but their data; ``sine`` is that of the first angle."""

    h: str
    a0: str
    saturated_lr: str
    sine: str


@dataclass(frozen=True, slots=True)
class Curve(Record):
    """Runs on data of one ``dimension``, in order of their condition numbers.

    ``spread``: the target has a part along every eigenvector; else it is the flattest of them.
    """

    dimension: int
    spread: bool
    onsets: tuple[Onset, ...]


@dataclass(frozen=True, slots=True)
class Conditioning(Result):
    """All curves; runs differ in the data alone, ``settings`` are what they share.

    From the condition number ``vanishes`` on the first step rises where the target is the flattest
    eigenvector.
    """

    status: str
    summary: str
    settings: Shared
    vanishes: float
    curves: tuple[Curve, ...]
    violations: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            "status": str(self.status),
            "summary": self.summary,
            "settings": self.settings.plain(),
            "vanishes": self.vanishes,
            "curves": [curve.plain() for curve in self.curves],
            "violations": list(self.violations),
        }
