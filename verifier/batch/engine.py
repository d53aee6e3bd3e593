"""Classifies many boxes of instances: never rises, delayed onset, rises at once, or undecided.

Float64 intervals do the bulk; a leap in balls (``square.frozen-leap``) closes an onset that is far away;
single instances that stay undecided are handed on to balls of 192, 384 … bits.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from math import inf, nextafter
from types import SimpleNamespace
from typing import Any

import numpy as np
from derivations.square import frozen_leap
from flint import arb
from numpy.typing import NDArray

from verifier.arithmetic.balls import Ball, ball, precision
from verifier.batch import loop
from verifier.batch.loop import NEVER, RISES, TINY, UNDECIDED
from verifier.dynamics.instance import Instance
from verifier.dynamics.model import load_model
from verifier.dynamics.onset import certify_onset, never_rises

__all__ = ["AT_ONCE", "DELAYED", "NEVER_RISES", "NOT_DECIDED", "Boxes", "Cells", "classify"]

NOT_DECIDED, NEVER_RISES, DELAYED, AT_ONCE = 0, 1, 2, 3
"""What is certain about a box, as in ``Cells.verdict``."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
_BALL_BITS = 96


@dataclass(frozen=True)
class Boxes:
    """n boxes of instances: for each parameter an array of shape (n, 2), its lower and upper ends.

    ``h``, ``a0`` and ``saturated_lr`` have no units, ``theta0`` is in radians.  The ends are taken as
    the exact values of the floats; equal ends make a single instance.
    """

    h: Floats
    a0: Floats
    saturated_lr: Floats
    theta0: Floats

    def __post_init__(self) -> None:
        for name in ("h", "a0", "saturated_lr", "theta0"):
            ends = getattr(self, name)
            if ends.ndim != 2 or ends.shape != (len(self.h), 2):
                raise ValueError(f"{name} must have shape ({len(self.h)}, 2), not {ends.shape}")
            if not np.all(np.isfinite(ends)) or not np.all(ends[:, 0] <= ends[:, 1]):
                raise ValueError(f"{name} must hold finite ends in order")
        limits = {"h": (self.h, 1.0), "a0": (self.a0, inf), "saturated_lr": (self.saturated_lr, inf)}
        for name, (ends, most) in limits.items():
            if not (np.all(ends > 0) and np.all(ends <= most)):
                raise ValueError(f"{name} must be positive" + (" and at most 1" if most == 1 else ""))
        if not (np.all(self.theta0 > 0) and np.all(self.theta0 < 1.5707963267948966)):
            raise ValueError("theta0 must be in (0, π/2)")

    @classmethod
    def points(cls, h: Any, a0: Any, saturated_lr: Any, theta0: Any) -> Boxes:
        """Single instances, one an entry of the (broadcast) arrays."""
        columns = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64).ravel() for x in (
            h, a0, saturated_lr, theta0
        )))  # fmt: skip
        return cls(*(np.stack([column, column], axis=1) for column in columns))

    def __len__(self) -> int:
        return len(self.h)


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
    follow = loop.build()
    size = max(1, -(-len(boxes) // (4 * jobs)))
    chunks = [range(first, min(first + size, len(boxes))) for first in range(0, len(boxes), size)]
    starts = [_start(boxes, index) for index in range(len(boxes))]

    def run(chunk: Iterable[int]) -> list[Any]:
        return [follow(starts[index], max_steps, True) for index in chunk]

    with ThreadPoolExecutor(jobs) as pool:
        followed = [result for part in pool.map(run, chunks) for result in part]
    rows = [_conclude(boxes, index, result) for index, result in enumerate(followed)]
    table = np.array(rows, dtype=np.int64).reshape(len(boxes), 5)
    return Cells(table[:, 0].astype(np.int8), *(table[:, column] for column in range(1, 5)))


def _start(boxes: Boxes, index: int) -> tuple[float, ...]:
    """h and the first state of a box as 12 float ends, enclosed by balls."""
    with precision(_BALL_BITS):
        h, a0, large, theta = (
            _hull(ends[index]) for ends in (boxes.h, boxes.a0, boxes.saturated_lr, boxes.theta0)
        )
        state = load_model("square").enclose(a0, 1 / large, theta)
        ends = [end for x in (h, *state) for end in _ends(x)]
    ends[0], ends[1] = float(boxes.h[index][0]), float(boxes.h[index][1])
    return tuple(ends)


def _hull(ends: Floats) -> Ball:
    return arb(float(ends[0])).union(arb(float(ends[1])))


def _ends(x: Ball) -> tuple[float, float]:
    """Floats below and above every number of ``x``."""
    return nextafter(float(x.lower()), -inf), nextafter(float(x.upper()), inf)


def _conclude(boxes: Boxes, index: int, result: Any) -> tuple[int, int, int, int, int]:
    """(verdict, onset_lower, onset_upper, steps, bits) of one box."""
    reason, time, possible, state, exponent = result
    if reason == NEVER:
        return NEVER_RISES, -1, -1, time, 53
    if reason == RISES:
        return _risen(possible, time, time, 53)
    if reason == TINY and exponent <= 0:
        found = _leap(boxes, index, time, state, exponent)
        if found is not None:
            return found
    return _escalate(boxes, index, time) if reason in (UNDECIDED, TINY) else (NOT_DECIDED, -1, -1, time, 53)


def _risen(lower: int, upper: int, steps: int, bits: int) -> tuple[int, int, int, int, int]:
    if upper == 0:
        return AT_ONCE, 0, 0, steps, bits
    if lower > 0:
        return DELAYED, lower, upper, steps, bits
    return NOT_DECIDED, -1, -1, steps, bits


def _leap(
    boxes: Boxes, index: int, time: int, state: tuple[float, ...], exponent: int
) -> tuple[int, int, int, int, int] | None:
    """The onset window of a box whose angle is tiny, by ``square.frozen-leap``."""
    with precision(_BALL_BITS):
        pairs = [arb(state[k]).union(arb(state[k + 1])) for k in range(0, 10, 2)]
        _, q, e, norm, r = pairs
        sine = (arb(state[3]) * arb(2) ** exponent / r).abs_upper()
        x = SimpleNamespace(e=e, a=1 - e, N=norm, s=arb(0).union(sine))
        if never_rises(x):
            return NEVER_RISES, -1, -1, time, _BALL_BITS
        lower, upper = frozen_leap.onset_window(_hull(boxes.h[index]), x)
    if upper is None:
        return None
    return _risen(max(time, time + lower), time + upper, time, _BALL_BITS)


def _escalate(boxes: Boxes, index: int, time: int) -> tuple[int, int, int, int, int]:
    """A single instance that float64 leaves undecided, in balls; a box is left to its subdivision."""
    columns = (boxes.h, boxes.a0, boxes.saturated_lr, boxes.theta0)
    if any(ends[index][0] != ends[index][1] for ends in columns):
        return NOT_DECIDED, -1, -1, time, 53
    h, a0, large, theta = (Fraction(float(ends[index][0])) for ends in columns)
    found = certify_onset(Instance(h, a0, 1 / large, theta))
    steps, bits = time + found.steps_iterated, found.precision_bits
    if not found.certified:
        return NOT_DECIDED, -1, -1, steps, bits
    if found.onset is None:
        return NEVER_RISES, -1, -1, steps, bits
    return _risen(found.onset, found.onset, steps, bits)
