"""Evaluates the bounds that the claims prove, on the states of a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from derivations.bounds import BOUNDS, bound_of, window_of
from verifier.arithmetic.balls import Ball, Undecided, ball, precision
from verifier.dynamics.run import Run
from verifier.dynamics.trajectory import Trajectory

RESTARTS = {"square": 48, "logistic": 128}
"""The onset is bounded anew from some of this many first states, by model."""

_LARGEST_SAID = 10**300


@dataclass(frozen=True)
class OnsetBounds:
    """Bounds of the onset T, counted from time 0.

    ``lowers`` has bound ≤ T by claim, from state 0; None where the claim shows that the direction never
    rises.  ``uppers`` has T ≤ bound; None where a claim gives no bound.  ``window`` is the best of all
    restarts and ``restarted_at`` the time it was found from.
    """

    lowers: dict[str, int | None]
    uppers: dict[str, int | None]
    window: tuple[int | None, int | None]
    restarted_at: int

    @property
    def lower(self) -> int | None:
        """The largest lower bound from state 0; None when the direction never rises."""
        return most(self.lowers.values())

    @property
    def best(self) -> tuple[int | None, int | None]:
        """The largest lower and the smallest upper bound; (None, None) when the direction never rises."""
        lower = most([self.lower, self.window[0]])
        if lower is None:
            return None, None
        return lower, least([*self.uppers.values(), self.window[1]])


def onset_bounds(run: Run) -> OnsetBounds:
    """What the claims say about the onset of ``run``; what they cannot decide bounds nothing."""
    claims, x = BOUNDS[run.instance.model], run.state(0)
    lower, upper, at = _window(claims.window, run, RESTARTS[run.instance.model])
    return OnsetBounds(
        {claim: _bound(claim, run.h, x, run.bits, undecided=0) for claim in claims.onset_from_below},
        {claim: _bound(claim, run.h, x, run.bits) for claim in claims.onset_from_above},
        (lower, upper),
        at,
    )


def edge_bounds(trajectory: Trajectory) -> list[dict[str, int | None]]:
    """For each listed edge, the bound of its number of steps by each claim."""
    claims, bits = BOUNDS[trajectory.instance.model].edge_length, trajectory.precision_bits
    with precision(bits):
        h = ball(trajectory.instance.h)
    return [
        {claim: _bound(claim, h, start, bits) for claim in claims}
        for start in trajectory.edge_starts
    ]


def most(bounds: Iterable[int | None]) -> int | None:
    """The largest lower bound, 0 without any; None when one says that there is nothing to bound."""
    known = list(bounds)
    return None if None in known else max((bound for bound in known if bound is not None), default=0)


def least(bounds: Iterable[int | None]) -> int | None:
    """The smallest upper bound; None when there is none."""
    return min((bound for bound in bounds if bound is not None), default=None)


def said(bound: int | None) -> int | None:
    """The bound as a report states it: one beyond 1e300 says nothing, and few readers could hold it."""
    return bound if bound is not None and bound <= _LARGEST_SAID else None


def _window(claim: str, run: Run, restarts: int) -> tuple[int | None, int | None, int]:
    try:
        with precision(run.bits):
            return window_of(claim)(run, restarts)
    except Undecided:
        return 0, None, 0


def _bound(claim: str, h: Ball, x: Any, bits: int, undecided: int | None = None) -> int | None:
    try:
        with precision(bits):
            return bound_of(claim)(h, x)
    except Undecided:
        return undecided
