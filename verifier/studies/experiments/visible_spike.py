"""Certified spikes: against plain iteration, and in the limit of a slow scale."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb

from derivations.square import entry_exit_law
from verifier.arithmetic.balls import Ball, ball, precision
from verifier.arithmetic.rounding import text_above
from verifier.claim import Status
from verifier.dynamics import Run
from verifier.dynamics.trajectory import certify
from verifier.results.evidence import Evidence, Measured
from verifier.studies.experiments.plain import number
from verifier.studies.losses import Instance
from verifier.studies.spike import Spike, certify_spike

LEVEL = Fraction(1, 20)
"""A sine that one can see on a plot."""
_BITS = 128
_COMPARED = (
    ("0.01", "0.02", "3", "0.1"),
    ("0.005", "0.02", "3", "0.1"),
    ("0.005", "0.1", "2.5", "0.7"),
    ("0.002", "0.05", "6", "1.2"),
    ("0.001", "0.02", "3", "0.00001"),
    ("0.001", "0.3", "4", "0.3"),
)
_STEPS = ("0.01", "0.001", "0.0001", "1e-5", "1e-6", "1e-7", "1e-8", "1e-9")
_SETTING = ("0.02", "3", "0.1")
_STEPS_OFF = 10
_STEP_DIGITS = 12
"""Enough for a time of billions of steps and two decimals."""
_ALIGNED = Fraction(1, 10**6)


def against_iteration(*, quick: bool, seed: int, precision: int) -> Evidence:
    """Every integer of a leaping certificate equals that of a run iterated step by step.

    ``quick`` takes the first two instances; ``seed`` and ``precision`` do not matter.
    """
    rows, agree, decided = [], True, True
    for row in _COMPARED[:2] if quick else _COMPARED:
        instance = Instance.of(*row)
        spike = certify_spike(instance, LEVEL)
        decided = decided and spike.certified and spike.edge_end is not None
        if spike.edge_end is None or spike.visible is None:
            continue
        run = certify(instance, spike.edge_end + 50)
        edge = (spike.onset, spike.edge_end)
        seen = _first_seen(instance, spike.visible)
        agree = agree and run.certified and edge in run.rising_edges and spike.visible[0] <= seen
        agree = agree and seen <= spike.visible[1] and spike.loss_rises in (*run.loss_rises, None)
        rows.append(_row(instance, spike))
    passed = Status.ENCLOSED if decided else Status.INCONCLUSIVE
    status = passed if agree else Status.REFUTED
    summary = f"onset, visible time, edge and loss rises equal plain iteration on {len(rows)} runs"
    return Evidence("experiment", status, summary, data=Measured(tuple(rows)))


def _first_seen(instance: Instance, window: tuple[int, int]) -> int:
    """The first t near the window with sin θ_t ≥ the level, by iteration from time 0."""
    run = Run(instance, 256)
    start = max(0, window[0] - 50)
    return next(t for t in range(start, window[1] + 50) if run.state(t).s * LEVEL.denominator >= 1)


def _row(instance: Instance, spike: Spike) -> dict[str, Any]:
    return {
        "instance": str(instance),
        "onset": spike.onset,
        "visible": list(spike.visible) if spike.visible else None,
        "edge_end": spike.edge_end,
        "steps_iterated": spike.steps_iterated,
        "steps_leapt": spike.steps_leapt,
    }


def small_step_limit(*, quick: bool, seed: int, precision: int) -> Evidence:
    """t_visible and τ/h differ by a few steps for every h down to 1e-9, and only for the true law."""
    rows = [_limit_row(h) for h in (_STEPS[:4] if quick else _STEPS)]
    near = all(abs(row["steps_off"]) <= _STEPS_OFF for row in rows)
    # A false law must fail the same test, or the test says nothing.
    far = abs(rows[-1]["altered_steps_off"]) > _STEPS_OFF
    status = Status.CHECKED if near and far else Status.INCONCLUSIVE
    worst, last = max(abs(row["steps_off"]) for row in rows), rows[-1]
    summary = (
        f"h from {rows[0]['h']} to {last['h']}: certified and predicted time differ by at most "
        f"{text_above(worst, 1)} steps, the last one in {last['visible']:,}; with 1 − a₀ left out of β, by "
        f"{abs(last['altered_steps_off']):,.0f}"
    )
    return Evidence("experiment", status, summary, data=Measured(tuple(rows), "small-step-limit"))


def _limit_row(h: str) -> dict[str, Any]:
    instance = Instance.of(h, *_SETTING)
    spike = certify_spike(instance, LEVEL)
    if spike.visible is None:
        raise ArithmeticError(f"no visible spike for {instance}")
    with precision(_BITS):
        norm = _aligned_norm(instance)
        tau = entry_exit_law.visible_time(1 / norm, 1 - ball(instance.a0))
        altered = entry_exit_law.visible_time(1 / norm, arb(1))
        seen, rate = spike.visible[0], ball(instance.h)
        return {
            "h": h,
            "visible": seen,
            "predicted": number(tau / rate, _STEP_DIGITS),
            "steps_off": number(seen - tau / rate),
            "altered_steps_off": number(seen - altered / rate, _STEP_DIGITS),
            "steps_iterated": spike.steps_iterated,
        }


def _aligned_norm(instance: Instance) -> Ball:
    """N once the angle is tiny, when it has stopped moving."""
    run, t = Run(instance, _BITS), 0
    while not run.state(t).s * _ALIGNED.denominator < 1:
        t += 1
    return run.state(t).N
