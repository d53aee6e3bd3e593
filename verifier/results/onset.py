"""The onset of one run, or what is certain of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from verifier.results.record import Record

Window = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Onset(Record):
    """What is certified: ``onset`` (None with ``certified``: the direction never rises).

    Without ``certified`` nothing is claimed but ``window``, the bounds found (None where there is none).
    ``steps_iterated`` counts the steps of the map that were computed, over all precisions tried.
    """

    onset: int | None
    certified: bool
    steps_iterated: int
    precision_bits: int
    window: Window

    def plain(self) -> dict[str, Any]:
        """Its JSON, which has an onset or none: the window is said in words alone."""
        found: dict[str, Any] = Record.plain(self)
        del found["window"]
        return found
