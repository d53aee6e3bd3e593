"""Evaluates the bounds that the claims prove, on the states of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from derivations.contents import module_of
from verifier.arithmetic.balls import Ball, Undecided
from verifier.arithmetic.reals import reals_of
from verifier.dynamics.milestones import PARTS
from verifier.dynamics.model import State, load_model
from verifier.dynamics.run import Run
from verifier.dynamics.trajectory import Stretch, Trajectory
from verifier.studies.bounds import bounds_of

Bound = Callable[[Any, Any], int | None]
"""(h, state) ↦ a bound in steps counted from the state, as balls in and rounded the safe way out."""
Window = Callable[[Any, int], tuple[int | None, int | None, int]]
"""(run, limit) ↦ the best bounds of the onset over restarts at times up to limit, and which time."""

_LARGEST_SAID = 10**300
_EDGE_BITS = 256
_COUNTED = 10**9
"""As many steps may be run; of a bound beyond that only its size is read."""
_UNKNOWN = Undecided, ZeroDivisionError
"""What is raised where the numbers are no good: a ball divided by 0 is no number, a point raises."""


def bound_of(claim_id: str) -> Bound:
    """The numeric bound that the claim proves; the claim is imported only now."""
    bound: Bound = import_module(module_of(claim_id)).bound
    return bound


def window_of(claim_id: str) -> Window:
    """The window of the onset that the claim proves."""
    window: Window = import_module(module_of(claim_id)).window
    return window


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
    loss, x = run.instance.loss, run.state(0)
    claims = bounds_of(loss)
    lower, upper, at = _window(claims.window, run, loss.restarts)
    return OnsetBounds(
        {claim: _bound(claim, run.h, x, run.bits, undecided=0) for claim in claims.onset_from_below},
        {claim: _bound(claim, run.h, x, run.bits) for claim in claims.onset_from_above},
        (lower, upper),
        at,
    )


def edge_bounds(trajectory: Trajectory) -> list[dict[str, int | None]]:
    """For each listed edge, the bound of its number of steps by each claim, from where it begins."""
    with trajectory.reals.precision(trajectory.precision_bits):
        h = trajectory.reals.number(trajectory.instance.h)
    return [_edge(trajectory, h, start) for start in trajectory.edge_starts]


@dataclass(frozen=True)
class Promise:
    """An edge has at most ``bound`` steps (None: no claim gives a bound), as its state shows ``after``
    so many of its steps."""

    bound: int | None
    after: int = 0


def edge_promises(
    trajectory: Trajectory, bounds: Sequence[Mapping[str, int | None]]
) -> list[Promise]:
    """The best bound of each listed edge, of which ``bounds`` has those from where it begins.

    Where they are far above the number of steps that were followed, the claims are also applied to a few
    later states of the edge, which were kept when it was followed: the update does not depend on time, so
    what begins there is an edge as well.  A later state counts if that gains an eighth.
    """
    edges = zip(trajectory.rising_edges, trajectory.edge_parts, bounds, strict=True)
    return [_promise(trajectory, *edge) for edge in edges]


def _promise(
    trajectory: Trajectory,
    edge: Stretch,
    parts: Mapping[int, State],
    bounds: Mapping[str, int | None],
) -> Promise:
    first, last = edge
    length = (trajectory.steps - 1 if last is None else last) - first + 1
    best = Promise(least(bounds.values()))
    model = load_model(trajectory.instance.loss, trajectory.reals)
    with trajectory.reals.precision(trajectory.precision_bits):
        h = trajectory.reals.number(trajectory.instance.h)
        for after, state in parts.items():
            if best.bound is not None and best.bound * PARTS <= length * (PARTS + 1):
                break
            later = least(_edge(trajectory, h, SimpleNamespace(**model.view(state))).values())
            if later is not None and (
                best.bound is None or (after + later) * PARTS <= best.bound * (PARTS - 1)
            ):
                best = Promise(after + later, after)
    return best


def _edge(trajectory: Trajectory, h: Ball, start: Any) -> dict[str, int | None]:
    """The bounds from one state; in balls at a moderate precision first.

    Of a tiny sine that may leave a bound that is true and says nothing, so that the precision is raised, up
    to that of the state, until it no longer matters and the best bound is one that can be run.
    """
    claims, most_bits = bounds_of(trajectory.instance.loss).edge_length, trajectory.precision_bits
    bits = min(most_bits, _EDGE_BITS) if trajectory.reals.encloses else most_bits
    found, before = {claim: _bound(claim, h, start, bits) for claim in claims}, None
    while bits < most_bits and (before != found or not _is_counted(found)):
        bits, before = min(2 * bits, most_bits), found
        found = {claim: least([before[claim], _bound(claim, h, start, bits)]) for claim in claims}
    return found


def _is_counted(bounds: Mapping[str, int | None]) -> bool:
    best = least(bounds.values())
    return best is not None and best <= _COUNTED


def is_sharp(trajectory: Trajectory, bounds: Sequence[Mapping[str, int | None]]) -> bool:
    """Whether ``bounds``, of where each edge begins, are what its state without its radii gives.

    If not, the balls are too wide, and a higher precision says more: by more than a step, or of a bound
    that is not run by more than the digits that are read.
    """
    model, bits = load_model(trajectory.instance.loss), 2 * trajectory.precision_bits
    claims = bounds_of(trajectory.instance.loss).edge_length
    with trajectory.reals.precision(bits):
        h = trajectory.reals.number(trajectory.instance.h)
        points = [
            SimpleNamespace(**model.view(tuple(x.mid() for x in model.state_of(start))))
            for start in trajectory.edge_starts
        ]
    for by_claim, point in zip(bounds, points, strict=True):
        best = said(least(by_claim.values()))
        aim = said(least(_bound(claim, h, point, bits) for claim in claims))
        if aim is not None and (best is None or best - aim > 1 + aim // _COUNTED):
            return False
    return True


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


def _window(claim: str | None, run: Run, restarts: int) -> tuple[int | None, int | None, int]:
    if claim is None:
        return 0, None, 0
    try:
        with run.reals.precision(run.bits):
            return window_of(claim)(run, restarts)
    except _UNKNOWN:
        return 0, None, 0


def _bound(claim: str, h: Ball, x: Any, bits: int, undecided: int | None = None) -> int | None:
    try:
        with reals_of(h).precision(bits):
            return bound_of(claim)(h, x)
    except _UNKNOWN:
        return undecided
