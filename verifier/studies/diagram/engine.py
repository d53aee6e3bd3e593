"""Classifies many boxes of instances: never rises, delayed onset, rises at once, or undecided.

Float64 intervals do the bulk; a leap in balls (``square.frozen-leap``) closes an onset that is far away;
single instances that stay undecided are handed on to balls of 192, 384 … bits.  Only the float64 part
runs in threads: the precision of the balls is global.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
from flint import arb
from numpy.typing import NDArray

from derivations.square.lemmas import leap_enclosure
from verifier.arithmetic.balls import Undecided, precision
from verifier.studies.diagram.boxes import BALL_BITS, Boxes, first_states, hull
from verifier.studies.diagram.loop import NEVER, RISES, TINY, Followed, follow
from verifier.studies.losses import Instance
from verifier.studies.onset import certify_onset, never_rises

__all__ = ["AT_ONCE", "DELAYED", "NEVER_RISES", "NOT_DECIDED", "Boxes", "Cells", "classify"]

NOT_DECIDED, NEVER_RISES, DELAYED, AT_ONCE = 0, 1, 2, 3
"""What is certain about a box, as in ``Cells.verdict``."""

FLOAT_BITS = 53
LATEST = 2**62
"""An onset that may be later than this is left undecided: the arrays hold 64-bit integers."""
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
_Row = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Cells:
    """What is certain about n boxes; all arrays have shape (n,).

    ``verdict`` is ``NEVER_RISES``, ``DELAYED``, ``AT_ONCE`` or ``NOT_DECIDED``.  For ``DELAYED`` and
    ``AT_ONCE`` every instance of the box has its onset (the first t with λ cos 2θ > 2 cos θ) within
    [onset_lower, onset_upper]; elsewhere both are −1.  ``steps`` counts the steps iterated, ``bits`` is the
    precision that decided, 53 for float64.  Instances that reach the target exactly (sin θ = 0) have no
    direction left to rise; their onset is that of the criterion.
    """

    verdict: NDArray[np.int8]
    onset_lower: Integers
    onset_upper: Integers
    steps: Integers
    bits: Integers


def classify(boxes: Boxes, *, max_steps: int = 20_000, jobs: int = 2) -> Cells:
    """Classify every box, iterating at most ``max_steps`` steps of each; ``jobs`` threads.

    The result does not depend on ``jobs``.  Raises ``ValueError`` unless both are at least 1.
    """
    if max_steps < 1 or jobs < 1:
        raise ValueError("max_steps and jobs must be at least 1")
    starts = first_states(boxes)
    parts = np.array_split(starts, min(4 * jobs, max(1, len(starts)))) if jobs > 1 else [starts]
    with ThreadPoolExecutor(jobs) as pool:
        followed = list(pool.map(lambda part: follow(part, max_steps), parts))
    places = [(found, row) for found in followed for row in range(len(found.time))]
    rows = [_conclude(boxes, index, *place) for index, place in enumerate(places)]
    table = np.array(rows, dtype=np.int64).reshape(len(boxes), 5)
    return Cells(table[:, 0].astype(np.int8), *(table[:, column] for column in range(1, 5)))


def classify_rows(columns: Sequence[Floats], max_steps: int) -> list[tuple[int, list[int] | None]]:
    """(verdict, onset window or None) of each box; the columns are the fields of ``Boxes``."""
    cells = classify(Boxes(*columns), max_steps=max_steps, jobs=1)
    rows = zip(cells.verdict, cells.onset_lower, cells.onset_upper, strict=True)
    return [
        (int(verdict), [int(lower), int(upper)] if upper >= 0 else None) for verdict, lower, upper in rows
    ]


def _conclude(boxes: Boxes, index: int, found: Followed, row: int) -> _Row:
    """(verdict, onset_lower, onset_upper, steps, bits) of one box."""
    reason, time = found.reason[row], int(found.time[row])
    if reason == NEVER:
        return NEVER_RISES, -1, -1, time, FLOAT_BITS
    if reason == RISES:
        lower = int(found.possible[row])
        decided = _risen(lower, time, time, FLOAT_BITS)
    else:
        decided = _leap(boxes, index, found, row) if reason == TINY else None
    if decided is None and boxes.is_point(index):
        decided = _escalate(boxes, index, time)
    return decided or (NOT_DECIDED, -1, -1, time, FLOAT_BITS)


def _risen(lower: int, upper: int, steps: int, bits: int) -> _Row | None:
    """The row of a box whose onset lies in [lower, upper]; None if it may be 0 or later, or too late."""
    if upper > LATEST:
        return None
    if upper == 0:
        return AT_ONCE, 0, 0, steps, bits
    return (DELAYED, lower, upper, steps, bits) if lower > 0 else None


def _leap(boxes: Boxes, index: int, found: Followed, row: int) -> _Row | None:
    """The onset window of a box whose angle is tiny and which has not risen, by ``square.frozen-leap``."""
    time, state, exponent = int(found.time[row]), found.state[row], int(found.exponent[row])
    with precision(BALL_BITS):
        e, norm = hull(*state[4:6]), hull(*state[6:8])
        sine = (arb(float(state[3])) * arb(2) ** exponent).abs_upper()
        x = SimpleNamespace(e=e, a=1 - e, N=norm, s=arb(0).union(sine))
        if never_rises(x):
            return NEVER_RISES, -1, -1, time, BALL_BITS
        try:
            lower, upper = leap_enclosure.onset_window(hull(*boxes.h[index]), x)
        except Undecided:
            return None
    if upper is None:
        return None
    # No instance rises at ``time``: that was certain before the loop stopped.
    return _risen(time + max(1, lower), time + upper, time, BALL_BITS)


def _escalate(boxes: Boxes, index: int, time: int) -> _Row | None:
    """A single instance that float64 leaves undecided, in balls; a box is left to its subdivision."""
    found = certify_onset(Instance.given(*boxes.point(index)))
    steps, bits = time + found.steps_iterated, found.precision_bits
    if not found.certified:
        return NOT_DECIDED, -1, -1, steps, bits
    if found.onset is None:
        return NEVER_RISES, -1, -1, steps, bits
    late = NOT_DECIDED, -1, -1, steps, bits
    return _risen(found.onset, found.onset, steps, bits) or late
