"""Follows single runs or boxes for a number of steps and says how small sin θ becomes.

Memory does not grow with the number of steps; sin θ is carried with an exponent of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import inf, nextafter
from typing import Any

import numpy as np
from flint import arb
from numpy.typing import NDArray

from verifier.arithmetic.balls import precision
from verifier.batch import arrays, rounding
from verifier.batch.compiler import HAVE_NUMBA, compiled
from verifier.studies.diagram.boxes import BALL_BITS, Boxes, first_states
from verifier.studies.diagram.step import array_step, scalar_step

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Trajectories:
    """What is certain about the states 0 … steps of n boxes; all arrays have shape (n,).

    Every instance of a box has its first rise at or after ``onset_lower`` (−1: none rises in these steps)
    and at or before ``onset_upper`` (−1: not known to rise in these steps).  The least sin θ over these
    states has its logarithm to base 10 within [min_log10_sin_lower, min_log10_sin_upper]; the lower end is
    −inf where a run may reach the target exactly, or where float64 no longer says anything.
    """

    onset_lower: Integers
    onset_upper: Integers
    min_log10_sin_lower: Floats
    min_log10_sin_upper: Floats


def trajectories(boxes: Boxes, steps: int) -> Trajectories:
    """Follow every box for ``steps`` steps; raises ``ValueError`` unless ``steps`` is at least 1."""
    if steps < 1:
        raise ValueError("steps must be at least 1")
    starts = first_states(boxes)
    columns = over_cells(starts, steps) if HAVE_NUMBA else over_arrays(starts, steps)
    first, certain, low, low_exponent, high, high_exponent = columns
    with precision(BALL_BITS):
        lower = [_log10(m, n, upper=False) for m, n in zip(low, low_exponent, strict=True)]
        upper = [_log10(m, n, upper=True) for m, n in zip(high, high_exponent, strict=True)]
    return Trajectories(first, certain, np.array(lower), np.array(upper))


def _recorder(operations: dict[str, Callable[..., Any]], step: Any, finish: Any) -> Callable[..., Any]:
    """Follows one cell, or arrays of cells: the same text serves both."""
    choose, split = operations["choose"], operations["split"]

    def smaller(mantissa, exponent, least, least_exponent):  # type: ignore[no-untyped-def]
        # Mantissas are in [1/2, 1), or 0, which is less than everything.
        below = (exponent < least_exponent) | ((exponent == least_exponent) & (mantissa < least))
        below = ((mantissa == 0.0) | below) & (least > 0.0)
        return choose(below, mantissa, least), choose(below, exponent, least_exponent)

    smaller = finish(smaller)

    def record(h, state, exponent, first, certain, steps):  # type: ignore[no-untyped-def]
        low, low_at = split(state[2])
        high, high_at = split(state[3])
        for t in range(steps + 1):
            mantissa, shift = split(choose(state[2] > 0.0, state[2], 0.0))  # nan says no more than 0
            low, low_at = smaller(mantissa, shift + exponent, low, low_at)
            mantissa, shift = split(choose(state[3] > 0.0, state[3], 1.0))  # and no less than 1
            high, high_at = smaller(mantissa, shift + exponent, high, high_at)
            state, exponent, rise = step(h, state, exponent)
            calm, rises = rise[1] <= 0.0, rise[0] > 0.0
            first = choose((first >= 0) | calm, first, t)
            certain = choose((certain < 0) & rises, t, certain)
        return first, certain, low, low_at, high, high_at

    result: Callable[..., Any] = finish(record)
    return result


@lru_cache
def _compiled() -> Callable[..., None]:
    record = _recorder(rounding.OPERATIONS, scalar_step(), compiled)

    def run(starts, steps, numbers, ends):  # type: ignore[no-untyped-def]
        for cell in range(len(starts)):
            s = starts[cell]
            state = (s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9])
            first, certain, low, low_at, high, high_at = record((s[0], s[1]), state, 0, -1, -1, steps)
            numbers[cell, 0], numbers[cell, 1] = first, certain
            numbers[cell, 2], numbers[cell, 3] = low_at, high_at
            ends[cell, 0], ends[cell, 1] = low, high

    result: Callable[..., None] = compiled(run)
    return result


def over_cells(starts: Floats, steps: int) -> tuple[Any, ...]:
    numbers, ends = np.zeros((len(starts), 4), dtype=np.int64), np.zeros((len(starts), 2))
    _compiled()(starts, steps, numbers, ends)
    return numbers[:, 0], numbers[:, 1], ends[:, 0], numbers[:, 2], ends[:, 1], numbers[:, 3]


def over_arrays(starts: Floats, steps: int) -> tuple[Any, ...]:
    record = _recorder(arrays.OPERATIONS, array_step(), lambda function: function)
    columns = tuple(np.ascontiguousarray(starts.T))
    none = np.full(len(starts), -1)
    with np.errstate(all="ignore"):
        result: tuple[Any, ...] = record(columns[:2], columns[2:], none + 1, none, none, steps)
    return result


def _log10(mantissa: float, exponent: int, *, upper: bool) -> float:
    """A float on the safe side of log10(mantissa·2^exponent)."""
    if mantissa == 0:
        return -inf
    value = (arb(float(mantissa)).log() + int(exponent) * arb(2).log()) / arb(10).log()
    end = float(value.upper() if upper else value.lower())
    return nextafter(end, inf if upper else -inf)
