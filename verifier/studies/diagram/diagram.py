"""What a phase diagram is made of: two axes, fixed values, and cells with a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from verifier.loss import Loss
from verifier.results.phase import Cell
from verifier.results.rise import Extent, Rise
from verifier.studies.diagram.boxes import outward
from verifier.studies.diagram.engine import AT_ONCE, DELAYED, NEVER_RISES, NOT_DECIDED

VERDICTS = {
    NEVER_RISES: Rise.NEVER,
    DELAYED: Rise.DELAYED,
    AT_ONCE: Rise.AT_ONCE,
    NOT_DECIDED: Rise.UNDECIDED,
}
"""What the numbers of the engines mean."""


@dataclass(frozen=True)
class Axis:
    """One side of the diagram: a parameter and its range."""

    name: str
    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"{self.name}: the range {self.low}:{self.high} is empty")

    def ends(self) -> tuple[float, float]:
        """Floats that enclose the range."""
        return outward(self.low)[0], outward(self.high)[1]

    @property
    def side(self) -> Extent:
        """It as a result has it."""
        return Extent(self.name, float(self.low), float(self.high))


@dataclass(frozen=True)
class Phase:
    """What to compute: two axes, the values of the other two parameters, and when to stop.

    Axes and values go by the ``name`` of a parameter.  A value that is no float is enclosed by the floats
    next to it, so that the verdicts hold for it.
    ``grid`` cells a side at first, divided until the share ``undecided`` or ``max_depth`` is reached, each
    followed for at most ``max_steps``; ``raster`` points a side for the theorem's own conditions.
    """

    loss: Loss
    x: Axis
    y: Axis
    fixed: Mapping[str, Fraction]
    grid: int = 24
    undecided: float = 0.01
    max_depth: int = 10
    max_steps: int = 4000
    raster: int = 48

    def __post_init__(self) -> None:
        named = [self.x.name, self.y.name, *self.fixed]
        names = [parameter.name for parameter in self.loss.parameters]
        if sorted(named) != sorted(names):
            raise ValueError(f"each of {', '.join(names)} once: as an axis, or with a fixed value")


@dataclass(frozen=True)
class Box:
    """One box of the diagram and what is certain about all its instances.

    ``place`` is (depth, column, row) in the grid of that depth, of which the next has twice as many.
    """

    place: tuple[int, int, int]
    x0: float
    x1: float
    y0: float
    y1: float
    verdict: Rise = Rise.UNDECIDED
    onset: tuple[int, int] | None = None

    @property
    def area(self) -> float:
        """Its area in units of the axes."""
        return (self.x1 - self.x0) * (self.y1 - self.y0)

    @property
    def cell(self) -> Cell:
        """It as a result has it."""
        return Cell(self.x0, self.x1, self.y0, self.y1, self.verdict, self.onset)
