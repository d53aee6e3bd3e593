"""The window of the onset that bounds give from any state before it, and whether the onset lies in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from derivations.direction.waiting_time_upper import onset_by
from verifier.arithmetic.balls import Ball, Undecided
from verifier.claim import Answer, Run, every, never

LIMIT = 2000
"""How many steps of a run a check looks at."""
Bound = Callable[[Ball, Any], int | None]
"""A bound of the onset from one state, in steps after it, of the scale learning rate and the state."""
Window = tuple[int | None, int | None, int]


@dataclass(frozen=True)
class Restarts:
    """The bounds that may be applied from any state before a rise.

    ``lower`` is at most the onset, None where the direction never rises.  ``uppers(time, limit)`` are those
    to try at a time, each at least the onset or None, and of which the first that is not None counts;
    none means that no restart is made at that time.
    """

    lower: Bound
    uppers: Callable[[int, int], Sequence[Bound]]

    def window(self, run: Run, limit: int, elapsed: int = 1, seen: bool = True) -> Window:
        """(lower, upper, at): lower ≤ T ≤ upper, from restarts at the times 0 … limit.

        ``at`` is the first time from which the final window is known.  ``upper`` is None when no bound is
        known from above, and both are None when the direction is shown never to rise.  The search ends
        when both bounds agree, or when the enclosures of ``run`` no longer decide whether a step rises.

        Two options are for checks.  ``elapsed`` = 0 forgets the steps before a restart, which is a
        deliberate error.  Without ``seen`` a rise that is met ends the search, but the window stays what
        the bounds make of it, and ``Undecided`` is raised for any bound that the balls leave open.
        """
        lower, at = 0, 0
        upper: int | None = None
        for time in range(limit + 1):
            rises = run.rising(time)
            if rises and seen:
                return time, time, time
            if uppers := self.uppers(time, limit):
                least = unless_open(partial(self.lower, run.h, run.state(time)), 0, seen)
                if least is None:
                    return None, None, time
                most = _first(uppers, run, time, seen)
                if elapsed * time + least > lower:
                    lower, at = elapsed * time + least, time
                if most is not None and (upper is None or elapsed * time + most < upper):
                    upper, at = elapsed * time + most, time
            if rises is None and not seen:
                raise Undecided(f"rising at t = {time}")
            if lower == upper or rises is not False:
                break
        return lower, upper, at


def _first(bounds: Sequence[Bound], run: Run, time: int, lenient: bool) -> int | None:
    found = (unless_open(partial(bound, run.h, run.state(time)), None, lenient) for bound in bounds)
    return next((most for most in found if most is not None), None)


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
