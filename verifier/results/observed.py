"""What was seen of training, and proves nothing: runs under other rules than plain descent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from verifier.results import Result
from verifier.results.record import Record


@dataclass(frozen=True, slots=True)
class SeenRun(Record):
    """One run, in which w and α are moved by rules of these names, and targets are in some unit.

    Of a run whose direction does not rise the first rise and both λ at a rise are None.
    """

    w_by: str
    alpha_by: str
    eta: str
    target_unit: str
    largest_lam_seen: float
    first_rise: int | None
    lam_at_first_rise: float | None
    least_lam_rising: float | None
    steps_rising: int
    loss_rises: int
    loss_rises_alone: int


@dataclass(frozen=True, slots=True)
class Observed(Result):
    """The runs, and what they show in a sentence.  It has no status: nothing is decided by enclosures."""

    summary: str
    runs: tuple[SeenRun, ...]

    @property
    def table(self) -> list[dict[str, Any]]:
        """The runs by name of column."""
        return [run.plain() for run in self.runs]
