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
from verifier.results.phase import Diagram
from verifier.results.rise import Rise
from verifier.studies.diagram.boxes import outward
from verifier.studies.diagram.diagram import VERDICTS, Box, Phase
from verifier.studies.diagram.regions import regions
from verifier.studies.losses import LOSSES

_CHUNK = 256


def compute(
    phase: Phase,
    executor: Executor,
    *,
    progress: Callable[[int, float], None] = lambda depth, undecided: None,
) -> Diagram:
    """The diagram: settings, cells, and the share of the area of each verdict.

    Deterministic: it does not depend on how ``executor`` performs its tasks, nor on what it has stored.
    """
    (left_end, right_end), (low, high) = phase.x.ends(), phase.y.ends()
    total = (right_end - left_end) * (high - low)
    pending = _grid(phase)
    found: list[Box] = []
    for depth in range(phase.max_depth + 1):
        cells = _classified(phase, pending, executor)
        found += [cell for cell in cells if cell.verdict is not Rise.UNDECIDED]
        left = [cell for cell in cells if cell.verdict is Rise.UNDECIDED]
        share = fsum(cell.area for cell in left) / total
        progress(depth, share)
        if share <= phase.undecided or depth == phase.max_depth:
            found += left
            break
        pending = [part for cell in left for part in _quarters(cell)]
    return _diagram(phase, _merged(found), total, executor)


def _grid(phase: Phase) -> list[Box]:
    columns = [float(x) for x in np.linspace(*phase.x.ends(), phase.grid + 1)]
    rows = [float(y) for y in np.linspace(*phase.y.ends(), phase.grid + 1)]
    return [
        Box((0, column, row), x0, x1, y0, y1)
        for row, (y0, y1) in enumerate(pairwise(rows))
        for column, (x0, x1) in enumerate(pairwise(columns))
    ]


def _quarters(cell: Box) -> list[Box]:
    depth, column, row = cell.place
    x, y = (cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2
    sides_x, sides_y = ((cell.x0, x), (x, cell.x1)), ((cell.y0, y), (y, cell.y1))
    return [
        Box((depth + 1, 2 * column + right, 2 * row + upper), *across, *up)
        for upper, up in enumerate(sides_y)
        for right, across in enumerate(sides_x)
    ]


def _merged(cells: Sequence[Box]) -> list[Box]:
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


def _whole(quarters: Sequence[Box]) -> Box | None:
    first, last = quarters[0], quarters[-1]
    if any(cell.verdict is not first.verdict for cell in quarters) or first.verdict is Rise.UNDECIDED:
        return None
    windows = [cell.onset for cell in quarters if cell.onset is not None]
    onset = (min(low for low, _ in windows), max(high for _, high in windows)) if windows else None
    if onset and onset[1] > 2 * onset[0]:
        return None
    depth, column, row = first.place
    place = (depth - 1, column // 2, row // 2)
    return Box(place, first.x0, last.x1, first.y0, last.y1, first.verdict, onset)


def _classified(phase: Phase, cells: Sequence[Box], executor: Executor) -> list[Box]:
    boxes = [[cell.x0, cell.x1, cell.y0, cell.y1] for cell in cells]
    tasks = [_task(phase, boxes=boxes[first : first + _CHUNK]) for first in range(0, len(boxes), _CHUNK)]
    rows = [row for result in executor.perform(classify_boxes, tasks) for row in result]
    return [
        replace(cell, verdict=Rise(verdict), onset=None if onset is None else (onset[0], onset[1]))
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
    return [[VERDICTS[verdict].value, onset] for verdict, onset in rows]


def _diagram(phase: Phase, boxes: Sequence[Box], total: float, executor: Executor) -> Diagram:
    ordered = sorted(boxes, key=lambda box: (box.y0, box.x0))
    shares = {rise: fsum(box.area for box in ordered if box.verdict is rise) / total for rise in Rise}
    cells = tuple(box.cell for box in ordered)
    return Diagram(
        x=phase.x.side,
        y=phase.y.side,
        fixed={name: float(value) for name, value in sorted(phase.fixed.items())},
        undecided_target=phase.undecided,
        shares=shares,
        reached=shares[Rise.UNDECIDED] <= phase.undecided,
        regions=regions(phase, cells, executor),
        cells=cells,
    )
