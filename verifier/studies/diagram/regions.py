"""Where the theorem's own conditions hold in a phase diagram, and how much of the truth they capture.

The conditions of a loss are decided in balls at the points of a regular raster: what they cover is a share
of points.  Its ``regions`` has them: ``TRUTH``, which verdict the condition of each name foretells, and
``holding``, which of them hold at one point.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from verifier.arithmetic.balls import Ball, Undecided, Verdict, positive, precision
from verifier.batch.executor import Executor
from verifier.dynamics.model import Model, State
from verifier.results.phase import Cell, Region
from verifier.results.rise import Rise
from verifier.studies.diagram.diagram import Axis, Phase
from verifier.studies.losses import LOSSES

RESTARTS = (0, 1, 2, 4, 8, 16, 32)
"""The times at whose states the delayed-onset condition is tried."""
Bound = Callable[[Ball, SimpleNamespace], int | None]
_BITS = 96


def regions(phase: Phase, cells: Sequence[Cell], executor: Executor) -> dict[str, Region]:
    """For each theorem where its condition holds, and how much of the true region that captures."""
    columns, rows = _midpoints(phase.x, phase.raster), _midpoints(phase.y, phase.raster)
    tasks = [
        {
            "loss": phase.loss.name,
            "axes": [phase.x.name, phase.y.name],
            "fixed": {name: str(value) for name, value in phase.fixed.items()},
            "x": [str(x) for x in columns],
            "y": str(y),
        }
        for y in rows
    ]
    lines = executor.perform(conditions, tasks)
    truth = _verdicts(cells, [float(x) for x in columns], [float(y) for y in rows])
    found = {}
    for name, rise in import_module(phase.loss.regions).TRUTH.items():
        marks = tuple(line[name] for line in lines)
        found[name] = Region(marks, _captured(marks, truth, rise))
    return found


def _captured(rows: Sequence[str], truth: Sequence[Sequence[Rise | None]], rise: Rise) -> float | None:
    """The share of points with the mark among those where this is the truth."""
    marks = [
        mark
        for row, true_row in zip(rows, truth, strict=True)
        for mark, true in zip(row, true_row, strict=True)
        if true is rise
    ]
    return marks.count("1") / len(marks) if marks else None


def _midpoints(axis: Axis, count: int) -> list[Fraction]:
    width = (axis.high - axis.low) / count
    return [axis.low + width * (k + Fraction(1, 2)) for k in range(count)]


def conditions(task: dict[str, Any]) -> dict[str, str]:
    """One row of the raster for each theorem; runs in a worker."""
    loss = LOSSES[task["loss"]].loss
    of_loss: Any = import_module(loss.regions)
    marks: dict[str, str] = dict.fromkeys(of_loss.TRUTH, "")
    with precision(_BITS):
        for x in task["x"]:
            values = {**task["fixed"], task["axes"][0]: x, task["axes"][1]: task["y"]}
            given = [Fraction(values[parameter.name]) for parameter in loss.parameters]
            for name, holds in of_loss.holding(LOSSES[loss.name].given(*given)).items():
                marks[name] += "1" if holds else "0"
    return marks


def first_bounded(model: Model, rate: Ball, state: State, bound: Bound) -> int | None:
    """The first of ``RESTARTS`` at whose state the waiting time is bounded from above.

    The direction must not rise before; where it certainly rises, at t > 0, the waiting time is known.
    """
    for time in range(RESTARTS[-1] + 1):
        rises = positive(model.direction(*state)[1])
        if rises is not False:
            return time if rises and time > 0 else None
        if time in RESTARTS:
            x = SimpleNamespace(**model.view(state))
            if bounded(bound, rate, x) is True:
                return time
        state = model.advance(rate, *state)
    return None


def bounded(bound: Bound, rate: Ball, x: SimpleNamespace) -> Verdict:
    """Whether there is a bound from state x; None where the balls do not tell."""
    try:
        return bound(rate, x) is not None
    except Undecided:
        return None


def _verdicts(
    cells: Sequence[Cell], columns: Sequence[float], rows: Sequence[float]
) -> list[list[Rise | None]]:
    """The verdict of the cell around each raster point; None where there is no cell."""
    found: list[list[Rise | None]] = [[None] * len(columns) for _ in rows]
    for cell in cells:
        inside = [k for k, x in enumerate(columns) if cell.x0 <= x < cell.x1]
        for line, y in enumerate(rows):
            if cell.y0 <= y < cell.y1:
                for k in inside:
                    found[line][k] = cell.verdict
    return found
