"""A certified phase diagram: every cell a box of instances with a proved verdict, or undecided.

Two of the four parameters span the diagram, the other two are fixed.  A grid of boxes is classified by
``verifier.studies.diagram.engine``; undecided boxes are divided into four until they cover less than a
stated share of the area, or a largest depth is reached.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from math import fsum
from typing import Any

import numpy as np

from verifier.batch.executor import Executor
from verifier.batch.results import Task
from verifier.studies.diagram.boxes import outward
from verifier.studies.diagram.diagram import VERDICTS, Axis, Cell, Phase
from verifier.studies.diagram.engine import NOT_DECIDED
from verifier.studies.diagram.regions import captured
from verifier.studies.losses import LOSSES

SCHEMA_VERSION = 1
_CHUNK = 256


def compute(
    phase: Phase,
    executor: Executor,
    *,
    progress: Callable[[int, float], None] = lambda depth, undecided: None,
) -> dict[str, Any]:
    """The diagram as plain JSON: settings, cells, and the share of the area of each verdict.

    Deterministic: it does not depend on how ``executor`` performs its tasks, nor on what it has stored.
    """
    (left_end, right_end), (low, high) = phase.x.ends(), phase.y.ends()
    total = (right_end - left_end) * (high - low)
    pending = _grid(phase)
    found: list[Cell] = []
    for depth in range(phase.max_depth + 1):
        cells = _classified(phase, pending, executor)
        found += [cell for cell in cells if cell.verdict != VERDICTS[NOT_DECIDED]]
        left = [cell for cell in cells if cell.verdict == VERDICTS[NOT_DECIDED]]
        share = fsum(cell.area for cell in left) / total
        progress(depth, share)
        if share <= phase.undecided or depth == phase.max_depth:
            found += left
            break
        pending = [part for cell in left for part in _quarters(cell)]
    return _report(phase, _merged(found), total, executor)


def _grid(phase: Phase) -> list[Cell]:
    columns = [float(x) for x in np.linspace(*phase.x.ends(), phase.grid + 1)]
    rows = [float(y) for y in np.linspace(*phase.y.ends(), phase.grid + 1)]
    return [
        Cell((0, column, row), x0, x1, y0, y1)
        for row, (y0, y1) in enumerate(pairwise(rows))
        for column, (x0, x1) in enumerate(pairwise(columns))
    ]


def _quarters(cell: Cell) -> list[Cell]:
    depth, column, row = cell.place
    x, y = (cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2
    sides_x, sides_y = ((cell.x0, x), (x, cell.x1)), ((cell.y0, y), (y, cell.y1))
    return [
        Cell((depth + 1, 2 * column + right, 2 * row + upper), *across, *up)
        for upper, up in enumerate(sides_y)
        for right, across in enumerate(sides_x)
    ]


def _merged(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, four quarters of the same verdict as one, if their onsets are within a factor of 2."""
    known = {cell.place: cell for cell in cells}
    for depth in range(max(cell.place[0] for cell in cells), 0, -1):
        corners = [p for p in known if p[0] == depth and p[1] % 2 == 0 and p[2] % 2 == 0]
        for _, column, row in corners:
            places = [(depth, column + right, row + upper) for upper in (0, 1) for right in (0, 1)]
            quarters = [known[place] for place in places if place in known]
            whole = _whole(quarters) if len(quarters) == 4 else None
            if whole is not None:
                for place in places:
                    del known[place]
                known[whole.place] = whole
    return list(known.values())


def _whole(quarters: Sequence[Cell]) -> Cell | None:
    first, last = quarters[0], quarters[-1]
    if any(cell.verdict != first.verdict for cell in quarters) or first.verdict == VERDICTS[NOT_DECIDED]:
        return None
    windows = [cell.onset for cell in quarters if cell.onset is not None]
    onset = [min(low for low, _ in windows), max(high for _, high in windows)] if windows else None
    if onset and onset[1] > 2 * onset[0]:
        return None
    depth, column, row = first.place
    place = (depth - 1, column // 2, row // 2)
    return Cell(place, first.x0, last.x1, first.y0, last.y1, first.verdict, onset)


def _classified(phase: Phase, cells: Sequence[Cell], executor: Executor) -> list[Cell]:
    boxes = [[cell.x0, cell.x1, cell.y0, cell.y1] for cell in cells]
    tasks = [_task(phase, boxes=boxes[first : first + _CHUNK]) for first in range(0, len(boxes), _CHUNK)]
    rows = [row for result in executor.perform(classify_boxes, tasks) for row in result]
    return [
        replace(cell, verdict=verdict, onset=onset)
        for cell, (verdict, onset) in zip(cells, rows, strict=True)
    ]


def _task(phase: Phase, **details: Any) -> Task:
    """Everything that the result of a task depends on, apart from the code."""
    return {
        "loss": phase.loss.name,
        "axes": [phase.x.name, phase.y.name],
        "fixed": {name: list(outward(value)) for name, value in phase.fixed.items()},
        "max_steps": phase.max_steps,
        **details,
    }


def classify_boxes(task: dict[str, Any]) -> list[list[Any]]:
    """The rows [verdict, onset window or None] of one task; runs in a worker."""
    loss = LOSSES[task["loss"]].loss
    bounds = np.array(task["boxes"], dtype=np.float64)
    ends = {name: np.tile(pair, (len(bounds), 1)) for name, pair in task["fixed"].items()}
    for column, name in enumerate(task["axes"]):
        ends[name] = bounds[:, 2 * column : 2 * column + 2]
    engine: Any = import_module(loss.cells)
    rows = engine.classify_rows([ends[parameter.name] for parameter in loss.parameters], task["max_steps"])
    return [[VERDICTS[verdict], onset] for verdict, onset in rows]


def _report(phase: Phase, cells: Sequence[Cell], total: float, executor: Executor) -> dict[str, Any]:
    ordered = sorted(cells, key=lambda cell: (cell.y0, cell.x0))
    area = {name: fsum(c.area for c in ordered if c.verdict == name) for name in VERDICTS.values()}
    shares = {name: covered / total for name, covered in area.items()}
    return {
        "schema_version": SCHEMA_VERSION,
        "x": _side(phase.x),
        "y": _side(phase.y),
        "fixed": {name: float(value) for name, value in sorted(phase.fixed.items())},
        "undecided_target": phase.undecided,
        "shares": shares,
        "reached": shares[VERDICTS[NOT_DECIDED]] <= phase.undecided,
        **captured(phase, ordered, executor),
        "cell_columns": ["x_low", "x_high", "y_low", "y_high", "verdict", "onset_lower", "onset_upper"],
        "cells": [[c.x0, c.x1, c.y0, c.y1, c.verdict, *(c.onset or (None, None))] for c in ordered],
    }


def _side(axis: Axis) -> dict[str, Any]:
    return {"name": axis.name, "low": float(axis.low), "high": float(axis.high)}
