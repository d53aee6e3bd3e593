"""One run with the bounds that the claims give for it, in the form the command line prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from verifier.arithmetic.balls import Ball
from verifier.arithmetic.reals import reals_of
from verifier.arithmetic.rounding import float_above, float_below
from verifier.dynamics.active_margin import ActiveMargin
from verifier.dynamics.run import Run
from verifier.dynamics.trajectory import FIRST_BITS, Trajectory, certify, largest_precision
from verifier.loss import Start
from verifier.results.tightness import ActiveRange
from verifier.results.trace import EdgeBound, Trace, Waiting
from verifier.studies.bounded import (
    OnsetBounds,
    Promise,
    edge_bounds,
    edge_promises,
    is_sharp,
    onset_bounds,
    said,
)
from verifier.studies.bounds import bounds_of
from verifier.studies.iteration import iterated

Progress = Callable[[int, int], None]
_LATEST = 10**1200
"""No later onset is stated: its digits would be more than any that the parameters can lead to."""


@dataclass(frozen=True)
class Traced:
    """One run as it was followed, with its best bounds, and what is stated of it.

    ``settled`` says whether every integer is certified, or with mpmath that two precisions agree on it.
    """

    trajectory: Trajectory
    promises: tuple[Promise, ...]
    result: Trace
    settled: bool


def trace(instance: Start, steps: int) -> Trace:
    """What ``follow`` states of a run."""
    return follow(instance, steps).result


def follow(
    instance: Start, steps: int, progress: Progress = lambda steps, bits: None
) -> Traced:
    """Follow ``instance`` for ``steps`` steps in balls; ``progress`` is that of ``certify``.

    The precision is raised until every event is decided, and the bounds of the edges and the least sine are
    as narrow as they are printed.

    In ``result`` times count from 0.

    ``onset``, ``rising_edges``, ``loss_rises``, ``certified`` and ``precision_bits`` are those of the
    ``Trajectory``.  ``waiting_time`` bounds the onset of the whole run, not only of these steps: a null
    ``lower`` says that the direction never rises, a null ``upper`` that no claim gives a bound below
    1e1200; for parameters from 1e-1000 on an onset has fewer digits.
    ``self_stabilization`` bounds the number of steps of each edge: ``bound`` is the least of all claims,
    applied to the state where the edge begins or, where that says much more than was followed, to a state
    up to seven eighths of the way (a ``Promise``); ``norm_bound`` is that of the norm alone, from where the
    edge begins.  Either is null when it exceeds 1e300 or no claim gives it.
    ``min_log10_sin`` is rounded down, so that no sin θ_t is below 10 to that power, and null when the
    least sine is 0 or not enclosed to six decimals.  For the logistic loss,
    ``active_margin`` says that 0 ≤ α_t m ≤ ``bound`` for all margins m and all t ≤ ``horizon``, the last
    such time up to ``steps``; both are null when some margin is negative at the start or not decided, and
    the bound alone, which is rounded up, when it exceeds 1e300.  Raises
    ``ValueError`` unless ``steps`` ≥ 1.
    """
    bits, most_bits = FIRST_BITS, largest_precision(instance, steps)
    while True:
        trajectory = certify(instance, steps, bits=bits, max_bits=most_bits, progress=progress)
        progress(steps, trajectory.precision_bits)
        bounds = edge_bounds(trajectory)
        if trajectory.precision_bits >= most_bits or _is_sharp(trajectory, bounds):
            break
        bits = min(2 * trajectory.precision_bits, most_bits)
    waiting = onset_bounds(Run(instance, trajectory.precision_bits))
    promises = tuple(edge_promises(trajectory, bounds))
    result = _stated(trajectory, waiting, bounds, promises)
    return Traced(trajectory, promises, result, trajectory.certified)


def _is_sharp(trajectory: Trajectory, bounds: Sequence[Mapping[str, int | None]]) -> bool:
    """Whether more bits would add nothing to what is printed beside the events, which are decided."""
    sine = trajectory.min_sin
    if not sine.is_zero() and _lower_end(trajectory.min_log10_sin) is None:
        return False
    return is_sharp(trajectory, bounds)


def follow_in_mpmath(
    instance: Start, steps: int, progress: Progress = lambda steps, bits: None
) -> Traced:
    """The same in mpmath, without FLINT: ``result`` is of rounded numbers, and encloses nothing.

    It is never ``certified``.  ``digits`` are those of the last two precisions tried, ``agreed`` says that
    both have the same integers, and of a bound beyond 1e9 the same number of binary digits;
    ``precision_bits`` is the finer one.
    """
    found = iterated(instance, steps, progress)
    reading = found.reading
    agreed = found.agreed and found.coarse.best_edges == reading.best_edges
    trajectory = reading.trajectory if agreed else replace(reading.trajectory, rise_in_doubt=True)
    stated = _stated(trajectory, reading.waiting, reading.edges, reading.promises)
    result = replace(stated, arithmetic="mpmath", digits=found.digits, agreed=agreed)
    return Traced(trajectory, reading.promises, result, agreed)


def _stated(
    trajectory: Trajectory,
    waiting: OnsetBounds,
    bounds: Sequence[Mapping[str, int | None]],
    promises: Sequence[Promise],
) -> Trace:
    lower, upper = waiting.best
    norm_bound = bounds_of(trajectory.instance.loss).norm_bound
    edges = zip(trajectory.rising_edges, promises, bounds, strict=True)
    margin, bits = trajectory.active_margin, trajectory.precision_bits
    return Trace(
        onset=trajectory.onset,
        rising_edges=trajectory.rising_edges,
        loss_rises=trajectory.loss_rises,
        waiting_time=Waiting(lower, None if upper and upper > _LATEST else upper),
        self_stabilization=tuple(
            EdgeBound(edge, said(promise.bound), said(by_claim.get(norm_bound)) if norm_bound else None)
            for edge, promise, by_claim in edges
        ),
        min_log10_sin=_lower_end(trajectory.min_log10_sin),
        certified=trajectory.certified,
        precision_bits=bits,
        active_margin=None if margin is None else active_range(margin, bits),
    )


def active_range(margin: ActiveMargin, bits: int, digits: int = 6) -> ActiveRange:
    """The horizon, and the bound rounded up: as a decimal number it is a bound as well.

    The bound is None, though there is a horizon, when it is beyond 1e300.
    """
    if margin.horizon is None:
        return ActiveRange(None, None)
    with reals_of(margin.bound).precision(bits):
        return ActiveRange(float_above(margin.bound, digits), margin.horizon)


def _lower_end(x: Ball | None, digits: int = 6) -> float | None:
    """The lower end as a number to print; None when the ball is wider than what is printed."""
    if x is None or not x.rad() * 10**digits < 1:
        return None
    return float_below(x, digits)
