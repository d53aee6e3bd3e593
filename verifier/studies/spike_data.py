"""The runs that the report draws: ``delayed-spike``, ``logistic-spike``, ``silent-window``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flint import arb

from derivations.logistic.lemmas.planar import LOSS
from derivations.notation import a, alpha, rho
from derivations.sigmoid.kappa import window
from derivations.square.decomposition import DIRECTIONAL_ERROR, SCALE_ERROR
from verifier.arithmetic.balls import Ball, Undecided, precision
from verifier.dynamics import Run, certify
from verifier.results.drawn import DrawnRun
from verifier.studies.bounded import onset_bounds
from verifier.studies.losses import Instance, LogisticInstance

EXCESS = ((SCALE_ERROR + DIRECTIONAL_ERROR) / rho**2).subs(alpha, rho * a).expand()
"""(R − R*)/ρ², from the loss decomposition."""

SQUARE = {"h": "0.005", "a0": "0.02", "saturated_lr": "3", "theta0": "0.1"}
"""The instance of the first figure: an ordinary one, with an onset at 216 and a spike at 662."""
SPIKE = {"h": "0.02", "alpha0": "0.1", "direction_lr": "4", "theta0": "0.1"}
SILENT = SPIKE | {"direction_lr": "3.3"}
"""Two logistic instances that differ only in η/‖w_0‖²: in the first the loss rises, in the second the
scale is through the window before that."""
STEPS, SPIKE_STEPS, SILENT_STEPS = 1000, 650, 900
_DIGITS = 6
_WINDOW_BITS = 40
"""Enough for the window of the scale, which is only drawn."""

Parameters = dict[str, str]
Points = dict[str, Any]
"""The value of each curve at one time."""


def delayed_spike(*, quick: bool, seed: int, precision: int) -> DrawnRun:
    """A certified run of the square loss; see ``run_data``.  Like the others, a section of the report."""
    return run_data(Instance.of(*SQUARE.values()), SQUARE, STEPS, precision, _square)


def logistic_spike(*, quick: bool, seed: int, precision: int) -> DrawnRun:
    """A certified run of the logistic loss, in which the loss rises."""
    return run_data(LogisticInstance.of(*SPIKE.values()), SPIKE, SPIKE_STEPS, precision, _logistic)


def silent_window(*, quick: bool, seed: int, precision: int) -> DrawnRun:
    """A certified run of the logistic loss, in which only the direction rises."""
    return run_data(LogisticInstance.of(*SILENT.values()), SILENT, SILENT_STEPS, precision, _logistic)


def run_data(
    instance: Instance | LogisticInstance,
    parameters: Parameters,
    steps: int,
    bits: int,
    points: Callable[[Run, int], Points],
) -> DrawnRun:
    """One run for ``verifier.report.spike_figure``; nothing about it is random.

    ``parameters`` are the texts that ``instance`` was made of.  The lists that hold the ``points`` at the
    times ``t`` are midpoints of enclosures, rounded for drawing; every integer is certified.
    """
    known = certify(instance, steps, bits=bits)
    run = Run(instance, known.precision_bits)
    times = list(_drawn_times(steps, (*known.rising_edges, *known.loss_rises)))
    with precision(run.bits):
        drawn = [points(run, t) for t in times]
    ahead = onset_bounds(run)
    sooner, later = ahead.best
    return DrawnRun(
        onset=known.onset,
        rising_edges=known.rising_edges,
        loss_rises=known.loss_rises,
        t=times,
        **{name: [point[name] for point in drawn] for name in drawn[0]},
        window=None if sooner is None or later is None else (sooner, later),
        window_from=ahead.restarted_at,
        steps=steps,
        certified=known.certified,
        precision_bits=known.precision_bits,
        instance=parameters,
    )


def _square(run: Run, t: int) -> Points:
    return {"log10_excess": _log10(run.evaluate(EXCESS, t)), **_direction(run, t)}


def _logistic(run: Run, t: int) -> Points:
    return {
        "loss": _rounded(run.evaluate(LOSS, t)),
        **_direction(run, t),
        "alpha": _rounded(run.state(t).alpha),
        "alpha_window": _scale_window(run.state(t).N),
    }


def _direction(run: Run, t: int) -> Points:
    return {"log10_sin": _log10(run.state(t).s), "lam": _rounded(run.state(t).lam)}


def _scale_window(N: Ball) -> list[float] | None:
    """The ends of {α : κ(α) > 2N}; None where it is empty, or too narrow to be told from empty."""
    try:
        ends = window(N, _WINDOW_BITS)
    except Undecided:
        return None
    return [_rounded(end) for end in ends] if ends else None


def _drawn_times(steps: int, events: Iterable[tuple[int, int | None]]) -> Iterable[int]:
    """Every fourth time up to ``steps``, and every time near the beginning or the end of an event."""
    ends = [end for event in events for end in event if end is not None]
    for t in range(steps + 1):
        if t % 4 == 0 or t == steps or any(abs(t - end) <= 20 for end in ends):
            yield t


def _log10(value: Ball) -> float:
    return _rounded(value.log() / arb(10).log())


def _rounded(value: Ball) -> float:
    """The midpoint to a few digits: the same number on every machine."""
    return float(value.str(_DIGITS, radius=False))
