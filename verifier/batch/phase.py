"""A certified phase diagram: every cell a box of instances with a proved verdict, or undecided.

Two of the four parameters span the diagram, the other two are fixed.  A grid of boxes is classified by
``verifier.batch.engine``; undecided boxes are divided into four until they cover less than a stated share of
the area, or a largest depth is reached.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from verifier.batch.engine import AT_ONCE, DELAYED, NEVER_RISES, NOT_DECIDED, Boxes, classify
from verifier.batch.executor import ResultStore, execute

SCHEMA_VERSION = 1
PARAMETERS = {"scale_lr": "h", "scale0": "a0", "saturated_lr": "saturated_lr", "angle0": "theta0"}
"""Option name → field of ``Boxes``."""
VERDICTS = {
    NEVER_RISES: "never rises",
    DELAYED: "delayed onset",
    AT_ONCE: "rises at once",
    NOT_DECIDED: "undecided",
}
_CHUNK = 64


@dataclass(frozen=True)
class Axis:
    """One side of the diagram: a parameter and its range."""

    name: str
    low: float
    high: float

    def __post_init__(self) -> None:
        if self.name not in PARAMETERS:
            raise ValueError(f"unknown parameter {self.name!r}; there are {', '.join(PARAMETERS)}")
        if not self.low < self.high:
            raise ValueError(f"{self.name}: the range {self.low}:{self.high} is empty")


@dataclass(frozen=True)
class Phase:
    """What to compute: two axes, the values of the other two parameters, and when to stop."""

    x: Axis
    y: Axis
    fixed: dict[str, float]
    grid: int = 24
    undecided: float = 0.01
    max_depth: int = 8
    max_steps: int = 4000

    def __post_init__(self) -> None:
        named = [self.x.name, self.y.name, *self.fixed]
        if sorted(named) != sorted(PARAMETERS):
            raise ValueError(f"each of {', '.join(PARAMETERS)} once: as an axis, or with a fixed value")


@dataclass(frozen=True)
class Cell:
    """One box of the diagram and what is certain about all its instances."""

    x0: float
    x1: float
    y0: float
    y1: float
    verdict: str
    onset: list[int] | None = field(default=None)

    @property
    def area(self) -> float:
        """Its area in units of the axes."""
        return (self.x1 - self.x0) * (self.y1 - self.y0)


def compute(
    phase: Phase,
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    store: ResultStore | None = None,
    progress: Callable[[int, float], None] = lambda depth, undecided: None,
) -> dict[str, Any]:
    """The diagram as plain JSON: settings, cells, and the share of the area of each verdict.

    Deterministic: it does not depend on ``jobs``, ``scheduler`` or what ``store`` already holds.
    """
    total = (phase.x.high - phase.x.low) * (phase.y.high - phase.y.low)
    pending = _grid(phase)
    decided: list[Cell] = []
    for depth in range(phase.max_depth + 1):
        cells = _classified(phase, pending, jobs, scheduler, store)
        decided += [cell for cell in cells if cell.verdict != VERDICTS[NOT_DECIDED]]
        left = [cell for cell in cells if cell.verdict == VERDICTS[NOT_DECIDED]]
        share = sum(cell.area for cell in left) / total
        progress(depth, share)
        if share <= phase.undecided or depth == phase.max_depth:
            decided += left
            break
        pending = [part for cell in left for part in _quarters(cell)]
    return _report(phase, decided, total)


def _grid(phase: Phase) -> list[tuple[float, float, float, float]]:
    columns = [float(x) for x in np.linspace(phase.x.low, phase.x.high, phase.grid + 1)]
    rows = [float(y) for y in np.linspace(phase.y.low, phase.y.high, phase.grid + 1)]
    return [(x0, x1, y0, y1) for y0, y1 in pairwise(rows) for x0, x1 in pairwise(columns)]


def _quarters(cell: Cell) -> list[tuple[float, float, float, float]]:
    x, y = (cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2
    sides_x, sides_y = ((cell.x0, x), (x, cell.x1)), ((cell.y0, y), (y, cell.y1))
    return [(*across, *up) for up in sides_y for across in sides_x]


def _classified(
    phase: Phase,
    boxes: Sequence[tuple[float, float, float, float]],
    jobs: int,
    scheduler: str | None,
    store: ResultStore | None,
) -> list[Cell]:
    tasks = [
        {
            "schema_version": SCHEMA_VERSION,
            "axes": [phase.x.name, phase.y.name],
            "fixed": phase.fixed,
            "max_steps": phase.max_steps,
            "boxes": [list(box) for box in boxes[first : first + _CHUNK]],
        }
        for first in range(0, len(boxes), _CHUNK)
    ]
    results = execute(tasks, classify_boxes, jobs=jobs, scheduler=scheduler, store=store)
    verdicts = [row for result in results for row in result]
    return [Cell(*box, *row) for box, row in zip(boxes, verdicts, strict=True)]


def classify_boxes(task: dict[str, Any]) -> list[list[Any]]:
    """The rows [verdict, onset window or None] of one task; runs in a worker."""
    bounds = np.array(task["boxes"], dtype=np.float64)
    ends = {name: np.full((len(bounds), 2), value) for name, value in task["fixed"].items()}
    for column, name in enumerate(task["axes"]):
        ends[name] = bounds[:, 2 * column : 2 * column + 2]
    boxes = Boxes(**{field: ends[name] for name, field in PARAMETERS.items()})
    cells = classify(boxes, max_steps=task["max_steps"], jobs=1)
    rows = zip(cells.verdict, cells.onset_lower, cells.onset_upper, strict=True)
    return [
        [VERDICTS[int(verdict)], [int(lower), int(upper)] if upper >= 0 else None]
        for verdict, lower, upper in rows
    ]


def _report(phase: Phase, cells: Sequence[Cell], total: float) -> dict[str, Any]:
    ordered = sorted(cells, key=lambda cell: (cell.y0, cell.x0, cell.y1, cell.x1))
    shares = {
        verdict: sum(cell.area for cell in ordered if cell.verdict == verdict) / total
        for verdict in VERDICTS.values()
    }
    return {
        "schema_version": SCHEMA_VERSION,
        "x": asdict(phase.x),
        "y": asdict(phase.y),
        "fixed": phase.fixed,
        "undecided_target": phase.undecided,
        "shares": shares,
        "reached": shares[VERDICTS[NOT_DECIDED]] <= phase.undecided,
        "cells": [asdict(cell) for cell in ordered],
    }
