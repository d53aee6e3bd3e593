"""The knife-edge map over α_0 and η/‖w_0‖²: what becomes of the direction, how long the window is open.

Each cell is one planar run, that of its midpoint, with its course from the first step to the last; see
``verifier.studies.experiments.course``.  Points, not boxes: between them the map says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any

from derivations.logistic import knife_edge, precursor, restart, waiting_time_lower
from derivations.logistic.window_law import CLOCK
from derivations.sigmoid.kappa import KAPPA, at, window
from verifier.arithmetic.balls import Undecided, ball, floor_of_lower, floor_of_upper, precision
from verifier.claim import Status
from verifier.dynamics import Run
from verifier.studies.experiments.course import (
    AT_ONCE,
    DELAYED,
    NEVER,
    NEVER_RISES,
    SHARP_EDGE,
    UNDECIDED,
    VERDICTS,
    Course,
    follow,
)
from verifier.studies.experiments.plain import number
from verifier.studies.losses import LogisticInstance

SETTINGS = (
    (Fraction(1, 10), Fraction(1, 100)),
    (Fraction(1, 50), Fraction(1, 100)),
    (Fraction(1, 50), Fraction(1, 10)),
)
"""(h, θ_0) of each map."""
CELLS = 20
SCALES = Fraction(0), Fraction(4)
DIRECTION_LRS = Fraction(12, 5), Fraction(27, 5)
"""The ranges of α_0 and of ν_0 = η/‖w_0‖², and the cells on each side."""
COLUMNS = (
    "column", "row", "verdict", "onset", "last_rise", "loss_rise", "open", "horizon",
    "lower", "upper", "restart_lower", "restart_upper", "restarted_at",
)  # fmt: skip
BITS = 96
RESTARTS = 16
"""How many steps are iterated for the bounds from a later state."""
PRECURSOR, RESTART = "logistic.precursor", "logistic.restart"
FORETOLD = {
    NEVER_RISES: (NEVER,),
    SHARP_EDGE: (NEVER,),
    PRECURSOR: (DELAYED, AT_ONCE),
    RESTART: (DELAYED, AT_ONCE),
}
"""For each claim whose condition is tried: the verdicts that it foretells."""
_CURVE = 96


def section(quick: bool, seed: int, precision: int) -> dict[str, Any]:
    """The maps for each (h, θ_0) as plain JSON; none of the arguments matters."""
    return compute(SETTINGS, CELLS)


def compute(settings: Sequence[tuple[Fraction, Fraction]], cells: int) -> dict[str, Any]:
    """A map of ``cells`` × ``cells`` runs for each (h, θ_0), the curve to draw, and what to say of them."""
    maps = [_map(h, theta0, cells) for h, theta0 in settings]
    broken = [text for one in maps for text in contradictions(one)]
    decided = not any(one["counts"][UNDECIDED] for one in maps)
    found = Status.ENCLOSED if decided else Status.INCONCLUSIVE
    return {
        "status": (Status.REFUTED if broken else found).value,
        "x": {"name": "scale0", "low": float(SCALES[0]), "high": float(SCALES[1])},
        "y": {"name": "direction_lr", "low": float(DIRECTION_LRS[0]), "high": float(DIRECTION_LRS[1])},
        "cells": cells,
        "constants": dict(zip(("scale", "kappa", "edge"), knife_edge.constants(22).values(), strict=True)),
        "threshold": _threshold(),
        "cell_columns": list(COLUMNS),
        "maps": maps,
        "contradictions": broken,
        "summary": [_summary(one) for one in maps],
    }


def _map(h: Fraction, theta0: Fraction, cells: int) -> dict[str, Any]:
    rows: list[list[Any]] = []
    regions: dict[str, list[str]] = {claim: [] for claim in FORETOLD}
    for row, nu in enumerate(_midpoints(DIRECTION_LRS, cells)):
        marks = dict.fromkeys(FORETOLD, "")
        for column, alpha0 in enumerate(_midpoints(SCALES, cells)):
            instance = LogisticInstance.given(h, alpha0, nu, theta0)
            course, known = follow(instance), forecast(instance)
            rows.append([column, row, *_entries(instance, course), *known])
            holds = {*course.foretold, *_bounding(known)}
            for claim in FORETOLD:
                marks[claim] += "1" if claim in holds else "0"
        for claim, text in marks.items():
            regions[claim].append(text)
    verdicts = [row[2] for row in rows]
    return {
        "scale_lr": float(h),
        "angle0": float(theta0),
        "counts": {verdict: verdicts.count(verdict) for verdict in VERDICTS},
        "regions": regions,
        "captured": {claim: _captured(rows, regions[claim], claim) for claim in FORETOLD},
        "cells": rows,
    }


def forecast(instance: LogisticInstance) -> list[int | None]:
    """The window [lower, upper] of the onset from the first state, then from restarts, the last at a time.

    ``upper`` is None where nothing bounds the onset from above, both where it is known to be none.  A bound
    that the enclosures leave open bounds nothing: the onset is at 0 or later.
    """
    run = Run(instance, BITS)
    with precision(BITS):
        first = run.state(0)
        known: list[int | None] = [0, None, 0, None, 0]
        with suppress(Undecided):
            known[0] = waiting_time_lower.bound(run.h, first)
        with suppress(Undecided):
            known[1] = precursor.bound(run.h, first)
        with suppress(Undecided):
            known[2:] = restart.window(run, RESTARTS)
        return known


def _bounding(known: Sequence[int | None]) -> list[str]:
    """The claims that bound the onset from above."""
    _, upper, _, later, _ = known
    return [claim for claim, most in ((PRECURSOR, upper), (RESTART, later)) if most is not None]


def _captured(rows: Sequence[Sequence[Any]], marks: Sequence[str], claim: str) -> list[int]:
    """In how many cells the condition holds, of how many whose verdict it foretells."""
    true = [marks[row][column] for column, row, verdict, *_ in rows if verdict in FORETOLD[claim]]
    return [true.count("1"), len(true)]


def _midpoints(ends: tuple[Fraction, Fraction], cells: int) -> list[Fraction]:
    width = (ends[1] - ends[0]) / cells
    return [ends[0] + width * (k + Fraction(1, 2)) for k in range(cells)]


def _entries(instance: LogisticInstance, course: Course) -> list[Any]:
    settled = course.settled is not None
    return [
        course.verdict,
        course.onset,
        course.last_rise if settled else None,
        course.loss_rise,
        course.open if settled else None,
        horizon(instance),
    ]


def horizon(instance: LogisticInstance) -> list[int] | None:
    """How many steps α is in its window while it moves as aligned, at the first norm: between two integers.

    The slow time of ``logistic.window-law`` from max(α_on, α_0) to α_off, over h; None if α_0 is past the
    window, or there is none.
    """
    with precision(BITS):
        start = ball(instance.alpha0)
        ends = window(ball(instance.N0), BITS)
        if ends is None or not start < ends[1]:
            return None
        steps = (at(CLOCK, ends[1]) - at(CLOCK, ends[0].max(start))) / ball(instance.h)
        return [floor_of_lower(steps), floor_of_upper(steps) + 1]


def contradictions(one: Mapping[str, Any]) -> list[str]:
    """Where the runs of a map contradict what is claimed of them; there should be no such place."""
    found = []
    for cell in one["cells"]:
        column, row, verdict, onset, _, loss_rise, _, _, *known = cell
        place = f"column {column}, row {row}"
        for claim, verdicts in FORETOLD.items():
            if one["regions"][claim][row][column] == "1" and verdict not in (*verdicts, UNDECIDED):
                found.append(f"{place}: the condition of {claim} holds, but: {verdict}")
        if onset is not None and not (_within(onset, *known[:2]) and _within(onset, *known[2:4])):
            found.append(f"{place}: the onset {onset} is outside of its window")
        if loss_rise is not None and verdict == NEVER:
            found.append(f"{place}: the loss rises at {loss_rise}, though the direction never does")
    return found


def _within(onset: int, lower: int | None, upper: int | None) -> bool:
    """Whether there may be an onset at that time."""
    return lower is not None and lower <= onset and (upper is None or onset <= upper)


def _threshold() -> list[list[float]]:
    """Points (α, 2/κ(α)) of the curve above which an aligned direction is above threshold."""
    points = []
    with precision(BITS):
        for k in range(1, _CURVE + 1):
            scale = SCALES[0] + (SCALES[1] - SCALES[0]) * Fraction(k, _CURVE)
            level = 2 / at(KAPPA, ball(scale))
            if level < 2 * ball(DIRECTION_LRS[1]):
                points.append([float(scale), number(level)])
    return points


def _summary(one: Mapping[str, Any]) -> str:
    """What the map shows, in words."""
    counts, late = one["counts"], [cell for cell in one["cells"] if cell[2] == DELAYED]
    seen = sum(cell[5] is not None for cell in late)
    spent = [cell[6] / cell[7][1] for cell in late if cell[6] and cell[7]]
    exact = sum(cell[10] == cell[11] == cell[3] for cell in late)
    rising, never = one["captured"][PRECURSOR], one["captured"][NEVER_RISES]
    return (
        f"For h = {one['scale_lr']:g} and θ_0 = {one['angle0']:g} the direction rises after a delay in "
        f"{counts[DELAYED]} cells, at once in {counts[AT_ONCE]}, never in {counts[NEVER]}, and "
        f"{counts[UNDECIDED]} are undecided. The condition of {PRECURSOR} holds at the start in "
        f"{rising[0]} of the {rising[1]} cells where the direction rises, that of {NEVER_RISES} in "
        f"{never[0]} of the {never[1]} where it never does. Restarts within {RESTARTS} steps foretell the "
        f"onset exactly in {exact} of the {len(late)} delayed cells. In {seen} of these the loss rises. A "
        f"delayed cell has its window open for {min(spent, default=0):.0%} to {max(spent, default=0):.0%} "
        "of the time that an aligned scale would spend in it."
    )
