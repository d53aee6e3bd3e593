"""Whether the onset lies in a window."""

from __future__ import annotations

from collections.abc import Callable

from derivations.direction.waiting_time_upper import onset_by
from verifier.arithmetic.balls import Undecided
from verifier.claim import Answer, Run, every, never

LIMIT = 2000
"""How many steps of a run a check looks at."""


def unless_open(bound: Callable[[], int | None], otherwise: int | None, lenient: bool) -> int | None:
    """The bound, or ``otherwise`` where the balls leave it open; unless ``lenient`` that is raised."""
    try:
        return bound()
    except Undecided:
        if lenient:
            return otherwise
        raise


def onset_within(run: Run, lower: int | None, upper: int | None) -> Answer:
    """Whether lower ≤ T ≤ upper, looking at ``LIMIT`` steps; a lower of None says T is never.

    A lower bound of 0 says nothing, and no more does an upper one of None.
    """
    early = range(LIMIT if lower is None else min(lower, LIMIT))
    return every(never(run.rising(t) for t in early), onset_by(run, upper))
