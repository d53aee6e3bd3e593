"""Follows many cells in a compiled loop, some of them side by side.

The loop over the lanes has no branch, so that the compiler makes vector instructions of it, which advance
several cells at once; a lane whose cell has stopped stands still until the step is done, and then takes
the next cell.  Every cell goes through the same operations as alone, so that the numbers are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from verifier.batch.compiler import compiled

LANES = 32
"""Cells side by side: a multiple of what a vector holds, and few enough to stay in the nearest cache."""
_EXPONENT, _TIME, _POSSIBLE, _REASON, _ROWS = 10, 11, 12, 13, 14
"""Rows of the lanes, after the ends of h and of the state; whole numbers are floats here, and exact."""

Loop = Callable[..., None]


def lane_loop(step: Callable[..., Any], decide: Callable[..., Any]) -> Loop:
    """The loop of ``verifier.studies.diagram.loop`` over cells; plain Python, and slow, without numba."""
    advance, take, leave = _advance(step, decide), compiled(_take), compiled(_leave)

    def run(starts, last, leave_tiny, reasons, times, possibles, exponents, states):  # type: ignore[no-untyped-def]
        # A lane of nan stops at once, as undecided: so do the empty ones, until a cell is put there.
        lanes, cells = np.full((_ROWS, LANES), np.nan), np.full(LANES, -1)
        following, taken = True, 0
        while following:
            if not advance(lanes, last, leave_tiny):
                continue
            following = False
            for lane in range(LANES):
                if lanes[_REASON, lane] >= 0.0:
                    if cells[lane] >= 0:
                        leave(lanes, lane, cells[lane], reasons, times, possibles, exponents, states)
                        cells[lane] = -1
                    if taken < len(starts):
                        take(lanes, lane, starts[taken])
                        cells[lane] = taken
                        taken += 1
                following = following or cells[lane] >= 0

    result: Loop = compiled(run)
    return result


def _advance(step: Callable[..., Any], decide: Callable[..., Any]) -> Callable[..., Any]:
    """One step of every lane, unless its cell stops there; says whether any does."""

    def advance(lanes, last, leave_tiny):  # type: ignore[no-untyped-def]
        stopped = 0
        for i in range(LANES):
            h = lanes[0, i], lanes[1, i]
            c_lo, c_hi, s_lo, s_hi = lanes[2, i], lanes[3, i], lanes[4, i], lanes[5, i]
            e_lo, e_hi, N_lo, N_hi = lanes[6, i], lanes[7, i], lanes[8, i], lanes[9, i]
            state = c_lo, c_hi, s_lo, s_hi, e_lo, e_hi, N_lo, N_hi
            exponent, t = lanes[_EXPONENT, i], lanes[_TIME, i]
            after, next_exponent, rise = step(h, state, exponent)
            reason, possible = decide(t, last, leave_tiny, state, after[6:], rise, lanes[_POSSIBLE, i])
            goes_on = reason < 0
            # Written out: an index that varies would keep the compiler from making vectors.
            lanes[2, i], lanes[3, i] = (after[0] if goes_on else c_lo), (after[1] if goes_on else c_hi)
            lanes[4, i], lanes[5, i] = (after[2] if goes_on else s_lo), (after[3] if goes_on else s_hi)
            lanes[6, i], lanes[7, i] = (after[4] if goes_on else e_lo), (after[5] if goes_on else e_hi)
            lanes[8, i], lanes[9, i] = (after[6] if goes_on else N_lo), (after[7] if goes_on else N_hi)
            lanes[_EXPONENT, i] = next_exponent if goes_on else exponent
            lanes[_TIME, i] = t + 1.0 if goes_on else t
            lanes[_POSSIBLE, i], lanes[_REASON, i] = possible, reason
            stopped |= 0 if goes_on else 1
        return stopped > 0

    result: Callable[..., Any] = compiled(advance)
    return result


def _take(lanes, lane, start):  # type: ignore[no-untyped-def]
    """A cell enters a lane."""
    for end in range(10):
        lanes[end, lane] = start[end]
    lanes[_EXPONENT, lane], lanes[_TIME, lane], lanes[_POSSIBLE, lane] = 0.0, 0.0, -1.0


def _leave(lanes, lane, cell, reasons, times, possibles, exponents, states):  # type: ignore[no-untyped-def]
    """The cell of a lane has stopped: where, and why."""
    reasons[cell], times[cell] = int(lanes[_REASON, lane]), int(lanes[_TIME, lane])
    possibles[cell], exponents[cell] = int(lanes[_POSSIBLE, lane]), int(lanes[_EXPONENT, lane])
    for end in range(8):
        states[cell, end] = lanes[2 + end, lane]
