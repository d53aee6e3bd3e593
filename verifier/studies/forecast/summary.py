"""What many runs that differ in rounding, or in their first weights, have in common."""

from __future__ import annotations

import numpy as np

from verifier.results.forecast import LossRise, Moment
from verifier.studies.forecast.course import Events

SEEDS = 200
"""First weights, where neither they nor their seed is given."""
COVERED = 0.95


def rises(found: list[Events]) -> LossRise:
    return LossRise(moment_of(found, "slight"), moment_of(found, "clear"))


def steps_of(found: list[Events], name: str) -> list[int]:
    return [step for one in found if (step := getattr(one, name)) >= 0]


def step_of(found: list[Events], name: str) -> int | None:
    """The median step, if at least half of the runs have one."""
    steps = steps_of(found, name)
    return int(np.median(steps)) if 2 * len(steps) > len(found) else None


def middle(values: list[float]) -> float | None:
    return float(np.median(values)) if values else None


def moment_of(found: list[Events], name: str) -> Moment | None:
    """The median step with its interval, if at least half of the runs have one.

    The interval is that of all runs, one step wider: a real run is one more of its kind.
    """
    middle = step_of(found, name)
    if middle is None:
        return None
    steps = sorted(steps_of(found, name))
    if len(found) == 1:
        return Moment(middle, middle, middle)
    cut = int((1 - COVERED) / 2 * len(steps)) if len(found) == SEEDS else 0
    wider = 0 if len(found) == SEEDS else 1
    return Moment(middle, max(steps[cut] - wider, 0), steps[-1 - cut] + wider)
