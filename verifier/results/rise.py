"""What can be certain of when a direction rises."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.results.record import Record


class Rise(StrEnum):
    """The verdict on a run, or on a whole box of runs."""

    NEVER = "never rises"
    DELAYED = "delayed onset"
    AT_ONCE = "rises at once"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Extent(Record):
    """One side of a map: a parameter, by its name, and its range."""

    name: str
    low: float
    high: float
