"""Classifies boxes of planar logistic runs in ball arithmetic; the verdicts are those of ``engine``.

The map has exponentials, which the float64 intervals here do not have: a box is a ball for each number.
What is said of a box is true of every instance in it, as every operation encloses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from derivations.logistic.model import box_map
from derivations.logistic.never_rises import never_rises
from verifier.arithmetic.arithmetics import BALLS
from verifier.arithmetic.balls import Ball, Undecided, positive, precision
from verifier.arithmetic.compile import compile_map
from verifier.studies.bounds import bounds_of
from verifier.studies.diagram.boxes import hull
from verifier.studies.diagram.engine import AT_ONCE, DELAYED, LATEST, NEVER_RISES, NOT_DECIDED
from verifier.studies.diagram.loop import PATIENCE
from verifier.studies.losses import LOGISTIC
from verifier.studies.onset import Restarted

BITS = 96
EVERY = 8
"""Whether the direction never rises from a state is asked at every so many steps."""

Floats = NDArray[np.float64]
Ends = tuple[float, float]
Row = tuple[int, list[int] | None]


@dataclass(frozen=True)
class Box:
    """All instances of a cell at one time; ``h`` stays as it is."""

    h: Ball
    c: Ball
    s: Ball
    alpha: Ball
    N: Ball

    def view(self, lam: Ball) -> SimpleNamespace:
        """The state as the claims see it."""
        return SimpleNamespace(c=self.c, s=self.s, alpha=self.alpha, N=self.N, lam=lam)


@lru_cache
def _step() -> Callable[..., Any]:
    arguments = (box_map.SCALE_LR, *box_map.STATE, box_map.middle)
    return compile_map(box_map.DEFINITIONS, arguments, box_map.OUTPUTS).bind(BALLS)


@lru_cache
def _start() -> Callable[..., Any]:
    return compile_map(box_map.START, box_map.START_PARAMETERS, box_map.STATE).bind(BALLS)


def enclosed(values: Sequence[Ends]) -> Box:
    """The box at time 0 of instances whose parameters lie between these ends."""
    h, *start = LOGISTIC.swapped(*(hull(*ends) for ends in values))
    return Box(h, *_start()(*start))


def advanced(box: Box) -> tuple[Box, Ball, Ball]:
    """The box one step later, and of this step: what is positive where the direction rises, and λ."""
    cosine, alpha, norm, turn, rise, lam = _step()(
        box.h, box.c, box.s, box.alpha, box.N, box.alpha.mid()
    )
    sine = box.s * abs(turn)
    # cos θ stays positive as long as it is decided to: then it is also √(1 − sin²θ).
    if positive(cosine) and positive(1 - sine**2):
        cosine = _narrower(cosine, (1 - sine**2).sqrt())
    return Box(box.h, cosine, sine, alpha, norm), rise, lam


def _narrower(one: Ball, other: Ball) -> Ball:
    """Both enclose the same numbers."""
    return one if one.rad() < other.rad() else other


def classify_rows(columns: Sequence[Floats], max_steps: int) -> list[Row]:
    """(verdict, onset window or None) of each box; ``columns`` has an array of shape (n, 2) a parameter."""
    return [classify([tuple(ends) for ends in box], max_steps) for box in zip(*columns, strict=True)]


def classify(values: Sequence[Ends], max_steps: int) -> Row:
    """(verdict, onset window or None) of one box, following it for at most ``max_steps`` steps."""
    with precision(BITS):
        return _classified(enclosed(values), max_steps)


def _classified(box: Box, max_steps: int) -> Row:
    possible: int | None = None
    for time in range(max_steps + 1):
        after, rise, lam = advanced(box)
        rises = positive(rise)
        if rises is None and (time == 0 or not box.alpha.is_finite()):
            break  # some rise at once and others do not, or the box has no end
        if rises is not False and possible is None:
            possible = time
        if rises:
            return _risen(possible, time)
        if possible is None and time % EVERY == 0 and never_rises(box.view(lam)) is True:
            return NEVER_RISES, None
        if possible is not None and time >= 4 * possible + PATIENCE:
            break
        if time == max_steps and possible is None:
            return _ahead(box, lam, time)
        box = after
    return NOT_DECIDED, None


def _risen(first: int | None, last: int) -> Row:
    if last == 0:
        return AT_ONCE, [0, 0]
    return (DELAYED, [first, last]) if first and last <= LATEST else (NOT_DECIDED, None)


def _ahead(box: Box, lam: Ball, time: int) -> Row:
    """What the bounds of the waiting time say of a box that has not risen up to ``time``."""
    try:
        lower, upper = Restarted(bounds_of(LOGISTIC)).window(box.h, box.view(lam))
    except Undecided:
        return NOT_DECIDED, None
    if lower is None:
        return NEVER_RISES, None
    return (NOT_DECIDED, None) if upper is None else _risen(time + max(1, lower), time + upper)
