"""The knife-edge map: single runs over the first scale and the learning rate of the direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from verifier.results import Result
from verifier.results.record import Record
from verifier.results.rise import Extent, Rise

Bounds = tuple[int | None, int | None]
"""No sooner than the first, which is None if never, and no later than the second, None if that is open."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One run, that of its cell's midpoint.

    ``onset``, ``last_rise`` and ``loss_rise`` are the first and the last step at which the direction rises
    and the first at which the loss does.  ``open`` counts the steps with an open window, and between the
    two numbers of ``horizon`` an aligned scale would spend in it.  ``lower`` and ``upper`` bound the onset
    from the first state, the next two from a later one, up to ``restarted_at``.  None where it is not
    known, or there is none.
    """

    column: int
    row: int
    verdict: Rise
    onset: int | None
    last_rise: int | None
    loss_rise: int | None
    open: int | None
    horizon: tuple[int, int] | None
    lower: int | None
    upper: int | None
    restart_lower: int | None
    restart_upper: int | None
    restarted_at: int

    @property
    def windows(self) -> tuple[Bounds, Bounds]:
        """What is foretold of the onset, from the first state and from restarts."""
        return (self.lower, self.upper), (self.restart_lower, self.restart_upper)

    def plain(self) -> list[Any]:
        """Its JSON: a row."""
        row = [getattr(self, name) for name in _COLUMNS]
        return [list(value) if isinstance(value, tuple) else value for value in row]


_COLUMNS = tuple(field.name for field in fields(Cell))


@dataclass(frozen=True, slots=True)
class Captured:
    """In ``held`` of the ``true`` cells of the verdicts that a condition foretells it holds."""

    held: int
    true: int


@dataclass(frozen=True, slots=True)
class Region:
    """Where the condition of a claim holds: a text a row, with "1" for a cell where it does."""

    rows: tuple[str, ...]
    captured: Captured

    def holds(self, cell: Cell) -> bool:
        """Whether it holds in the cell."""
        return self.rows[cell.row][cell.column] == "1"


@dataclass(frozen=True, slots=True)
class Map:
    """The runs of one scale learning rate and first angle; ``regions`` go by claim."""

    scale_lr: float
    angle0: float
    regions: Mapping[str, Region]
    cells: tuple[Cell, ...]

    def counts(self) -> dict[Rise, int]:
        """How many cells have each verdict."""
        found = [cell.verdict for cell in self.cells]
        return {rise: found.count(rise) for rise in Rise}

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        captured = ((claim, region.captured) for claim, region in self.regions.items())
        return {
            "scale_lr": self.scale_lr,
            "angle0": self.angle0,
            "counts": {str(rise): count for rise, count in self.counts().items()},
            "regions": {claim: list(region.rows) for claim, region in self.regions.items()},
            "captured": {claim: [of.held, of.true] for claim, of in captured},
            "cells": [cell.plain() for cell in self.cells],
        }


@dataclass(frozen=True, slots=True)
class Constants(Record):
    """The digits of the scale at which κ is largest, of κ there, and of the knife edge 2/κ."""

    scale: str
    kappa: str
    edge: str


@dataclass(frozen=True, slots=True)
class KnifeEdge(Result):
    """The maps, of ``size`` × ``size`` cells each.

    ``threshold`` are points of the curve above which an aligned direction rises from the start.
    ``sentences`` say what the maps show, and ``contradictions`` where a run is not as claims foretell.
    """

    status: str
    x: Extent
    y: Extent
    size: int
    constants: Constants
    threshold: Sequence[tuple[float, float]]
    maps: tuple[Map, ...]
    contradictions: tuple[str, ...]
    sentences: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            "status": str(self.status),
            "x": self.x.plain(),
            "y": self.y.plain(),
            "cells": self.size,
            "constants": self.constants.plain(),
            "threshold": [list(point) for point in self.threshold],
            "cell_columns": list(_COLUMNS),
            "maps": [one.plain() for one in self.maps],
            "contradictions": list(self.contradictions),
            "summary": list(self.sentences),
        }
