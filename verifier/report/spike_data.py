"""The run that the report draws: ``report["figures"]["delayed-spike"]``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flint import arb

from derivations.notation import a, alpha, rho
from derivations.square.decomposition import DIRECTIONAL_ERROR, SCALE_ERROR
from verifier.arithmetic.balls import Ball, precision
from verifier.dynamics import Instance, Run, certify
from verifier.dynamics.bounded import onset_bounds

EXCESS = ((SCALE_ERROR + DIRECTIONAL_ERROR) / rho**2).subs(alpha, rho * a).expand()
"""(R − R*)/ρ², from the loss decomposition."""

DRAWN = {"h": "0.005", "a0": "0.02", "saturated_lr": "3", "theta0": "0.1"}
"""The instance of the figure: an ordinary one, with an onset at 216 and a spike at 662."""
STEPS = 1000
_DIGITS = 6


def delayed_spike(*, quick: bool, seed: int, precision: int) -> dict[str, Any]:
    """The drawn run with its certified events; see ``spike_figure_data``.  A section of the report."""
    del quick, seed  # there is only one such run, and nothing random about it
    return spike_figure_data(DRAWN, STEPS, precision)


def spike_figure_data(parameters: dict[str, str], steps: int, bits: int) -> dict[str, Any]:
    """One run for ``verifier.report.figures.spike_figure``, as plain JSON.

    ``parameters`` are the texts h, a0, saturated_lr, theta0.  The lists ``t``, ``log10_excess``,
    ``log10_sin``, ``lam`` hold midpoints of enclosures, rounded for drawing; every integer is certified.
    ``window`` is what the claims say of the onset from the states up to ``window_from`` alone.
    """
    instance = Instance.of(*parameters.values())
    known = certify(instance, steps, bits=bits)
    run = Run(instance, known.precision_bits)
    times = list(_drawn_times(steps, (*known.rising_edges, *known.loss_rises)))
    with precision(run.bits):
        curves = {
            "log10_excess": [_log10(run.evaluate(EXCESS, t)) for t in times],
            "log10_sin": [_log10(run.state(t).s) for t in times],
            "lam": [_rounded(run.state(t).lam) for t in times],
        }
    ahead = onset_bounds(run)
    return {
        "instance": parameters,
        "steps": steps,
        "onset": known.onset,
        "window": [*ahead.best] if None not in ahead.best else None,
        "window_from": ahead.restarted_at,
        "rising_edges": [[*edge] for edge in known.rising_edges],
        "loss_rises": [[*edge] for edge in known.loss_rises],
        "certified": known.certified,
        "precision_bits": known.precision_bits,
        "t": times,
        **curves,
    }


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
