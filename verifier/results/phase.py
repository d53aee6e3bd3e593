"""A phase diagram: two sides, fixed values, and cells with a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from verifier.results import Result
from verifier.results.rise import Extent, Rise

SCHEMA_VERSION = 1
_CELL = ("x_low", "x_high", "y_low", "y_high", "verdict", "onset_lower", "onset_upper")


@dataclass(frozen=True, slots=True)
class Cell:
    """A box of runs in the units of the sides; ``onset`` encloses those of all, unless it is None."""

    x0: float
    x1: float
    y0: float
    y1: float
    verdict: Rise
    onset: tuple[int, int] | None = None

    def plain(self) -> list[Any]:
        """Its JSON: a row."""
        window = self.onset or (None, None)
        return [self.x0, self.x1, self.y0, self.y1, str(self.verdict), *window]


@dataclass(frozen=True, slots=True)
class Region:
    """Where the condition of a claim holds.

    ``rows`` are those of the raster from low y to high y, "1" where it holds at the midpoint.  ``captured``
    is the share of them among the points in cells of the verdict that it foretells; None without any.
    """

    rows: tuple[str, ...]
    captured: float | None


@dataclass(frozen=True, slots=True)
class Diagram(Result):
    """The diagram: ``shares`` are those of the area by verdict, ``regions`` go by claim.

    ``reached``: no more than the share ``undecided_target`` of the area is undecided.
    """

    x: Extent
    y: Extent
    fixed: Mapping[str, float]
    undecided_target: float
    shares: Mapping[Rise, float]
    reached: bool
    regions: Mapping[str, Region]
    cells: tuple[Cell, ...]

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            "schema_version": SCHEMA_VERSION,
            "x": self.x.plain(),
            "y": self.y.plain(),
            "fixed": dict(self.fixed),
            "undecided_target": self.undecided_target,
            "shares": {str(rise): share for rise, share in self.shares.items()},
            "reached": self.reached,
            "captured": {claim: region.captured for claim, region in self.regions.items()},
            "regions": {claim: list(region.rows) for claim, region in self.regions.items()},
            "cell_columns": list(_CELL),
            "cells": [cell.plain() for cell in self.cells],
        }
