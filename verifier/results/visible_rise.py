"""What becomes of the window of the scale: maps of certified runs, and single ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from verifier.results import Result
from verifier.results.record import Record


class Outcome(StrEnum):
    """What becomes of a window of α in which the direction may rise."""

    NEVER = "the direction never rises"
    SCALE = "the direction rises, and α leaves the window first"
    NORM = "the direction rises, and the norm closes the window first"
    LOSS = "the loss rises"


@dataclass(frozen=True, slots=True)
class Moment(Record):
    """A state along a run."""

    t: int
    alpha: float
    log10_sin: float


@dataclass(frozen=True, slots=True)
class Example:
    """One run by what it is given, followed to ``end`` with so many ``bits``.

    ``onset`` and ``loss_rise`` are the first states from which the direction and the loss rise, ``closed``
    the state after the last rise of the direction, ``largest`` the one of largest sin θ that a rise led to;
    each None where there is none.  ``height`` is the largest rise of the loss.  An ``outcome`` of None is
    undecided.
    """

    h: str
    alpha0: str
    nu: str
    theta0: str
    outcome: Outcome | None
    onset: Moment | None
    largest: Moment | None
    loss_rise: Moment | None
    closed: Moment | None
    height: float
    end: int
    bits: int

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            "h": self.h,
            "alpha0": self.alpha0,
            "nu": self.nu,
            "theta0": self.theta0,
            "outcome": _name(self.outcome),
            "onset": _plain(self.onset),
            "largest": _plain(self.largest),
            "loss_rise": _plain(self.loss_rise),
            "closed": _plain(self.closed),
            "height": self.height,
            "end": self.end,
            "bits": self.bits,
        }


@dataclass(frozen=True, slots=True)
class Panel:
    """The runs of one start: ``grid[i][j]`` is the outcome of the run with h[i] and ν_0 = nu[j].

    ``knife_edge`` is the ν below which no direction rises, ``critical`` a bracket of ν*, and from ``opens``
    on the window is open at the start.  ``law`` are points (ν_0, h) of the limit law, a curve to draw.
    """

    alpha0: str
    theta0: str
    h: Sequence[float]
    nu: Sequence[float]
    grid: tuple[tuple[Outcome | None, ...], ...]
    knife_edge: float
    critical: tuple[float, float]
    opens: float
    law: Sequence[tuple[float, float]]

    @property
    def outcomes(self) -> list[Outcome | None]:
        """Those of all its runs."""
        return [cell for row in self.grid for cell in row]

    def counts(self) -> dict[Outcome, int]:
        """How many runs have each outcome."""
        return {kind: self.outcomes.count(kind) for kind in Outcome}

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            "alpha0": self.alpha0,
            "theta0": self.theta0,
            "h": list(self.h),
            "nu": list(self.nu),
            "outcome": [[_name(cell) for cell in row] for row in self.grid],
            "counts": {kind.name: count for kind, count in self.counts().items()},
            "knife_edge": self.knife_edge,
            "critical": list(self.critical),
            "opens": self.opens,
            "law": [list(point) for point in self.law],
        }


@dataclass(frozen=True, slots=True)
class VisibleRise(Result):
    """The maps, a sentence for each, and single runs."""

    status: str
    panels: tuple[Panel, ...]
    sentences: tuple[str, ...]
    examples: tuple[Example, ...]

    @property
    def outcomes(self) -> list[Outcome | None]:
        """Those of the runs of all maps."""
        return [cell for panel in self.panels for cell in panel.outcomes]

    @property
    def undecided(self) -> int:
        """How many of these are undecided."""
        return self.outcomes.count(None)

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            "status": str(self.status),
            "outcomes": {kind.name: kind.value for kind in Outcome},
            "runs": len(self.outcomes),
            "undecided": self.undecided,
            "panels": [panel.plain() for panel in self.panels],
            "summary": list(self.sentences),
            "examples": [example.plain() for example in self.examples],
        }


def _name(outcome: Outcome | None) -> str | None:
    return None if outcome is None else outcome.name


def _plain(moment: Moment | None) -> dict[str, Any] | None:
    return None if moment is None else moment.plain()
