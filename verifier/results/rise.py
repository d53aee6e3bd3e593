"""What can be certain of when a direction rises."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Rise(StrEnum):
    """The verdict on a run, or on a whole box of runs."""

    NEVER = "never rises"
    DELAYED = "delayed onset"
    AT_ONCE = "rises at once"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Extent:
    """One side of a map: a parameter, by its name, and its range."""

    name: str
    low: float
    high: float

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {"name": self.name, "low": self.low, "high": self.high}
