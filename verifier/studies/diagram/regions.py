"""Where the theorem's own conditions hold in a phase diagram, and how much of the truth they capture.

``square.no-rising-edge`` answers for the cells that never rise, ``square.delayed-onset`` (not rising at 0,
and a finite bound of ``square.waiting-time-upper``) for those with a delayed onset.  The conditions are
decided in balls at the points of a regular raster: what they cover is a share of points.  Since the system
is autonomous (``square.restart``), the second condition may also be applied to the state after some steps
without a rise; and ``square.waiting-time-two-phase`` bounds the waiting time where it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from derivations.square import no_rising_edge, waiting_time_two_phase, waiting_time_upper
from verifier.arithmetic.balls import Ball, Undecided, Verdict, ball, less_equal, positive, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.batch.executor import Executor
from verifier.dynamics.model import Model, State, load_model
from verifier.studies.diagram.diagram import Axis, Cell, Phase
from verifier.studies.losses import SQUARE, Instance

RESTARTS = (0, 1, 2, 4, 8, 16, 32)
"""The times at whose states the delayed-onset condition is tried."""
NO_RISING_EDGE, DELAYED_ONSET = "square.no-rising-edge", "square.delayed-onset"
TWO_PHASE, RESTART = "square.waiting-time-two-phase", "square.restart"
TRUTH = {
    NO_RISING_EDGE: "never rises",
    DELAYED_ONSET: "delayed onset",
    TWO_PHASE: "delayed onset",
    RESTART: "delayed onset",
}
"""Which verdict the condition of that name foretells."""
_BITS = 96


def captured(phase: Phase, cells: Sequence[Cell], executor: Executor) -> dict[str, Any]:
    """``captured``: the share of the true region where the condition of the theorem holds; ``regions``:

    for each theorem the rows (from low y to high y) of the raster as text, ``1`` where its condition
    holds at the midpoint.  The share is None for a region that the diagram does not have.
    """
    columns, rows = _midpoints(phase.x, phase.raster), _midpoints(phase.y, phase.raster)
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


def _midpoints(axis: Axis, count: int) -> list[Fraction]:
    width = (axis.high - axis.low) / count
    return [axis.low + width * (k + Fraction(1, 2)) for k in range(count)]


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
    instance = Instance.given(*(values[parameter.name] for parameter in SQUARE.parameters))
    model, rate = load_model(SQUARE), ball(instance.h)
    state = model.start(instance)
    x = SimpleNamespace(**model.view(state))
    saturated = evaluate(no_rising_edge.SATURATED, lambda name: getattr(x, name))
    never = less_equal(saturated, ball(2)) is True
    still = not never and positive(model.direction(*state)[1]) is False
    at = _first_bounded(model, rate, state) if still else None
    phases = at == 0 or (still and _bounded(waiting_time_two_phase.bound, rate, x) is True)
    return {NO_RISING_EDGE: never, DELAYED_ONSET: at == 0, TWO_PHASE: phases, RESTART: at is not None}


def _first_bounded(model: Model, rate: Ball, state: State) -> int | None:
    """The first of ``RESTARTS`` at whose state the waiting time is bounded from above.

    The direction must not rise before; where it certainly rises, at t > 0, the waiting time is known.
    """
    for time in range(RESTARTS[-1] + 1):
        rises = positive(model.direction(*state)[1])
        if rises is not False:
            return time if rises and time > 0 else None
        if time in RESTARTS:
            x = SimpleNamespace(**model.view(state))
            if _bounded(waiting_time_upper.bound, rate, x) is True:
                return time
        state = model.advance(rate, *state)
    return None


def _bounded(
    bound: Callable[[Ball, SimpleNamespace], int | None], rate: Ball, x: SimpleNamespace
) -> Verdict:
    try:
        return bound(rate, x) is not None
    except Undecided:
        return None


def _verdicts(cells: Sequence[Cell], columns: Sequence[float], rows: Sequence[float]) -> list[list[str]]:
    """The verdict of the cell around each raster point."""
    found = [[""] * len(columns) for _ in rows]
    for cell in cells:
        inside = [k for k, x in enumerate(columns) if cell.x0 <= x < cell.x1]
        for line, y in enumerate(rows):
            if cell.y0 <= y < cell.y1:
                for k in inside:
                    found[line][k] = cell.verdict
    return found
