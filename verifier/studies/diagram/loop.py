"""Follows cells in interval arithmetic until something is certain about each.

A cell is a box of instances; every statement is about all of them at once.  Where numba is installed the
cells run as machine code, some of them side by side in vectors; without it all run side by side in arrays.
Both give the same numbers, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verifier.batch import arrays, rounding
from verifier.batch.compiler import HAVE_NUMBA, compiled
from verifier.studies.diagram.lanes import lane_loop
from verifier.studies.diagram.step import array_step, scalar_step

UNDECIDED, NEVER, RISES, TINY = 0, 1, 2, 3
"""Why a cell's loop stopped: nothing certain; no rise ever; all instances rise now; the angle is tiny."""

LARGE = 2.0**512
TINY_SINE = 1e-9
PATIENCE = 64
"""A cell some of whose instances may have risen at t is given up at 4t + PATIENCE: it is too wide."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Followed:
    """Where each of n cells stopped.

    ``reason``, ``time``, ``possible`` (the first time at which some instance may rise, or −1) and
    ``exponent`` have shape (n,).  ``state`` has shape (n, 8): the ends of cos θ, |sin θ|, e, N at ``time``;
    those of |sin θ| are to be multiplied by 2^exponent.
    """

    reason: Integers
    time: Integers
    possible: Integers
    exponent: Integers
    state: Floats

    @classmethod
    def empty(cls, count: int) -> Followed:
        """Room for ``count`` cells."""
        reason, time, possible, exponent = np.zeros((4, count), dtype=np.int64)
        return cls(reason, time, possible, exponent, np.zeros((count, 8)))


def follow(starts: Floats, steps: int, *, leave_tiny: bool = True) -> Followed:
    """Follow each cell for at most ``steps`` steps; ``leave_tiny`` stops when its angle is tiny.

    ``starts`` has shape (n, 10): the ends of h, cos θ, |sin θ|, e, N.  Releases the interpreter's lock.
    """
    found = Followed.empty(len(starts))
    run = compiled_loop() if HAVE_NUMBA else array_loop
    run(starts, steps, leave_tiny, found.reason, found.time, found.possible, found.exponent, found.state)
    return found


def _stop_conditions(
    operations: dict[str, Callable[..., Any]], finish: Callable[..., Any]
) -> Callable[..., Any]:
    """The function that decides at time t: (reason to stop or −1, possible)."""
    subtract, choose = operations["subtract"], operations["choose"]

    def decide(t, last, leave_tiny, state, next_norm, rise, possible):  # type: ignore[no-untyped-def]
        e_lo, e_hi, N_lo = state[4], state[5], state[6]
        rise_lo, rise_hi = rise
        # With nan every comparison is false, so a cell that is not ``known`` is never decided.
        known = (next_norm[1] < LARGE) & (rise_lo <= rise_hi)
        possible = choose((possible < 0) & known & (rise_hi > 0.0), t, possible)
        calm = known & (possible < 0)
        # No rise ever again: max(a, 1) ≤ 2N, with a = 1 − e; doubling is exact.
        _, a_hi = subtract(1.0, 1.0, e_lo, e_hi)
        never = calm & (2.0 * N_lo >= 1.0) & (2.0 * N_lo >= a_hi)
        tiny = calm & leave_tiny & (state[3] < TINY_SINE)
        narrow = (possible < 0) | ((possible > 0) & (t < 4 * possible + PATIENCE))
        reason = choose((t < last) & narrow & known, -1, UNDECIDED)
        reason = choose(tiny, TINY, reason)
        reason = choose(never, NEVER, reason)
        return choose(known & (rise_lo > 0.0), RISES, reason), possible

    result: Callable[..., Any] = finish(decide)
    return result


@lru_cache
def compiled_loop() -> Callable[..., None]:
    """The loop over cells as machine code; plain Python, and slow, where numba is not installed."""
    return lane_loop(scalar_step(), _stop_conditions(rounding.OPERATIONS, compiled))


def array_loop(
    starts: Floats,
    last: int,
    leave_tiny: bool,
    reasons: Integers,
    times: Integers,
    possibles: Integers,
    exponents: Integers,
    states: Floats,
) -> None:
    """The loop over time, all unfinished cells at once."""
    step, decide = array_step(), _stop_conditions(arrays.OPERATIONS, lambda function: function)
    cells = np.arange(len(starts))
    columns = np.ascontiguousarray(starts.T)
    h, state = tuple(columns[:2]), tuple(columns[2:])
    exponent, possible = np.zeros(len(cells), dtype=np.int64), np.full(len(cells), -1)
    with np.errstate(all="ignore"):
        for t in range(last + 1):
            after, next_exponent, rise = step(h, state, exponent)
            reason, possible = decide(t, last, leave_tiny, state, after[6:], rise, possible)
            stopped = reason >= 0
            if stopped.any():
                done, left = cells[stopped], ~stopped
                reasons[done], times[done], possibles[done] = reason[stopped], t, possible[stopped]
                exponents[done] = exponent[stopped]
                states[done] = np.stack(state, axis=1)[stopped]
                cells, possible, next_exponent = cells[left], possible[left], next_exponent[left]
                h, after = tuple(x[left] for x in h), tuple(x[left] for x in after)
            if not len(cells):
                break
            state, exponent = after, next_exponent
