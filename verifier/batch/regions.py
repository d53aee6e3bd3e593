"""Where the theorem's own conditions hold in a phase diagram, and how much of the truth they capture.

``square.no-rising-edge`` answers for the cells that never rise, ``square.delayed-onset`` (not rising at 0,
and a finite bound of ``square.waiting-time-upper``) for those with a delayed onset.  The conditions are
decided in balls at the points of a regular raster: what they cover is a share of points.  Since the system
is autonomous, the second condition may also be applied to the state after some steps without a rise, which
captures far more; that is the third region.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, Protocol

from derivations.square import no_rising_edge, waiting_time_upper

from verifier.arithmetic.balls import Ball, Undecided, ball, less_equal, positive, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.batch.executor import Executor
from verifier.dynamics.model import Model, State, load_model

RESTARTS = (1, 2, 4, 8, 16, 32)
NO_RISING_EDGE, DELAYED_ONSET = "square.no-rising-edge", "square.delayed-onset"
RESTARTED = f"{DELAYED_ONSET} within {RESTARTS[-1]} steps"
TRUTH = {
    NO_RISING_EDGE: "never rises",
    DELAYED_ONSET: "delayed onset",
    RESTARTED: "delayed onset",
}
"""Which verdict the condition of that name foretells."""
RASTER = 60
_BITS = 96


class _Axis(Protocol):
    name: str
    low: Fraction
    high: Fraction


class _Phase(Protocol):
    x: Any
    y: Any
    fixed: Mapping[str, Fraction]


class _Cell(Protocol):
    x0: float
    x1: float
    y0: float
    y1: float
    verdict: str


def captured(phase: _Phase, cells: Sequence[_Cell], executor: Executor) -> dict[str, Any]:
    """``captured``: the share of the true region where the condition of the theorem holds; ``regions``:

    for each theorem the rows (from low y to high y) of the raster as text, ``1`` where its condition
    holds at the midpoint.  The share is None for a region that the diagram does not have.
    """
    columns, rows = _midpoints(phase.x), _midpoints(phase.y)
    tasks = [
        {
            "axes": [phase.x.name, phase.y.name],
            "fixed": {name: str(value) for name, value in phase.fixed.items()},
            "x": [str(x) for x in columns],
            "y": str(y),
        }
        for y in rows
    ]
    lines = executor.perform(conditions, tasks)
    regions = {name: [line[name] for line in lines] for name in TRUTH}
    truth = _verdicts(cells, [float(x) for x in columns], [float(y) for y in rows])
    shares: dict[str, float | None] = {}
    for name, verdict in TRUTH.items():
        marks = [
            mark
            for line, true_line in zip(regions[name], truth, strict=True)
            for mark, true in zip(line, true_line, strict=True)
            if true == verdict
        ]
        shares[name] = marks.count("1") / len(marks) if marks else None
    return {"captured": shares, "regions": regions}


def _midpoints(axis: _Axis) -> list[Fraction]:
    width = (axis.high - axis.low) / RASTER
    return [axis.low + width * (k + Fraction(1, 2)) for k in range(RASTER)]


def conditions(task: dict[str, Any]) -> dict[str, str]:
    """One row of the raster for each theorem; runs in a worker."""
    marks: dict[str, str] = dict.fromkeys(TRUTH, "")
    with precision(_BITS):
        for x in task["x"]:
            values = {**task["fixed"], task["axes"][0]: x, task["axes"][1]: task["y"]}
            for name, holds in _conditions({key: Fraction(text) for key, text in values.items()}).items():
                marks[name] += "1" if holds else "0"
    return marks


def _conditions(values: Mapping[str, Fraction]) -> dict[str, bool]:
    model, rate = load_model("square"), ball(values["scale_lr"])
    state = model.enclose(
        ball(values["scale0"]), ball(1 / values["saturated_lr"]), ball(values["angle0"])
    )
    x = SimpleNamespace(**model.view(state))
    saturated = evaluate(no_rising_edge.SATURATED, lambda name: getattr(x, name))
    never = less_equal(saturated, ball(2)) is True
    at = None if never else _first_bounded(model, rate, state)
    return {NO_RISING_EDGE: never, DELAYED_ONSET: at == 0, RESTARTED: at is not None}


def _first_bounded(model: Model, rate: Ball, state: State) -> int | None:
    """The first time, 0 or in ``RESTARTS``, at whose state the waiting time is bounded from above."""
    for time in range(RESTARTS[-1] + 1):
        rises = positive(model.direction(*state)[1])
        if rises is not False:
            return None if time == 0 else time if rises else None
        if time == 0 or time in RESTARTS:
            try:
                if waiting_time_upper.bound(rate, SimpleNamespace(**model.view(state))) is not None:
                    return time
            except Undecided:
                return None
        state = model.advance(rate, *state)
    return None


def _verdicts(cells: Sequence[_Cell], columns: Sequence[float], rows: Sequence[float]) -> list[list[str]]:
    """The verdict of the cell around each raster point."""
    found = [[""] * len(columns) for _ in rows]
    for cell in cells:
        inside = [k for k, x in enumerate(columns) if cell.x0 <= x < cell.x1]
        for line, y in enumerate(rows):
            if cell.y0 <= y < cell.y1:
                for k in inside:
                    found[line][k] = cell.verdict
    return found
