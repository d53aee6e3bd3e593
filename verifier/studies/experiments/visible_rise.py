"""What becomes of the window on certified logistic runs: the evidence of ``logistic.visible-rise``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from flint import arb

from derivations.logistic import window_law
from derivations.sigmoid.kappa import KAPPA, at, kappa_maximum
from verifier.arithmetic.balls import Ball, Undecided, ball, precision
from verifier.arithmetic.rounding import float_above, float_below, text_above, text_below
from verifier.claim import Status
from verifier.dynamics import Run
from verifier.results.evidence import Evidence, Measured
from verifier.results.visible_rise import Example, Moment, Outcome, Panel, VisibleRise
from verifier.studies.experiments import crossing
from verifier.studies.experiments.crossing import Crossing, cross
from verifier.studies.experiments.plain import number, shortened
from verifier.studies.losses import LogisticInstance

_BITS = 128
_EXAMPLES = (
    ("0.05", "0.5", "3", "0.01"),
    ("0.05", "0.5", "3.1", "0.01"),
    ("0.01", "0.5", "3.5", "0.01"),
    ("0.001", "0.5", "3.5", "0.01"),
    ("0.01", "0.5", "3.6", "0.01"),
    ("0.001", "0.5", "3.6", "0.01"),
    ("0.2", "0.5", "3.6", "0.01"),
    ("2", "0.5", "4", "0.01"),
    ("0.02", "0.5", "5", "0.01"),
    ("0.02", "0.5", "5", "1e-8"),
    ("0.02", "0.5", "8", "0.01"),
    ("0.02", "0.5", "8", "1e-8"),
    ("0.2", "0.5", "7", "0.3"),
    ("0.02", "0.5", "20", "0.01"),
    ("0.01", "0.05", "3.4", "0.01"),
    ("0.01", "0.05", "3.8", "0.01"),
    ("0.01", "1.5", "3.05", "0.01"),
    ("0.01", "1.5", "3.3", "0.01"),
)
"""h, α_0, η/‖w_0‖², θ_0."""
_PANELS = (("0.5", "0.01", "16"), ("0.5", "1e-8", "8"), ("0.5", "0.3", "24"), ("0.05", "0.01", "6"))
"""α_0, θ_0 and the largest η/‖w_0‖² of the four maps."""
_SCALE_LRS = (Fraction("0.01"), Fraction(2), 18)
"""Least and largest h of each map, and how many, evenly on a logarithmic scale."""
_LEAST, _ACROSS = Fraction("2.8"), 28
"""The least η/‖w_0‖², and how many."""
_LAW_END, _LAW_POINTS = 12, 24
_STILL, _ALIGNED_BY = Fraction(1, 10**30), 400
_COARSE = 20
"""Quadrature for a curve that is only drawn aims at 2^−20."""
_SHORT = ("0.03", "0.01", "0.003", "0.001")
_THRESHOLD = "8.08"
"""η/‖w_0‖² with λ_0 = 2 to three digits, at α_0 = ½ and a small angle."""
_HALVINGS = 7
_SPREAD = 1.3
"""How far apart the multiples of h^(−1/3) may be."""


def outcomes(*, quick: bool, seed: int, precision: int) -> Evidence:
    """Which of the four each listed run is, for all time; ``quick`` takes every fourth run."""
    runs = _examples(_EXAMPLES[::4] if quick else _EXAMPLES)
    found = [run.outcome for run in runs]
    counts = "; ".join(f"{found.count(kind)} × {kind}" for kind in Outcome)
    status = Status.INCONCLUSIVE if None in found else Status.ENCLOSED
    data = Measured(tuple(run.plain() for run in runs))
    return Evidence("experiment", status, f"{len(runs)} runs to their end: {counts}", data=data)


def short_delay(*, quick: bool, seed: int, precision: int) -> Evidence:
    """Runs that start on the threshold: how small the angle has to be for the loss to rise.

    ln(√h/s) is found to be a multiple of h^(−1/3); ``quick`` takes the two largest h.
    """
    rows = [_short_delay_row(rate) for rate in (_SHORT[:2] if quick else _SHORT)]
    multiples = [row["multiple"] for row in rows]
    logs = [row["log"] for row in rows]
    follows = max(multiples) / min(multiples) < _SPREAD
    # A constant logarithm must fail the same test, or the test says nothing.
    constant = max(logs) / min(logs) < _SPREAD
    status = Status.CHECKED if follows and not constant else Status.INCONCLUSIVE
    summary = "starting on λ = 2 the loss rises or not according to sin θ₀, with a change at " + "; ".join(
        f"{row['sine']:.1e} for h = {row['h']}" for row in rows
    )
    summary += f"; ln(√h/s) is {min(multiples):.2f} to {max(multiples):.2f} times h^(−1/3)"
    return Evidence("experiment", status, summary, data=Measured(tuple(rows)))


def section(*, quick: bool, seed: int, precision: int) -> VisibleRise:
    """The map: the outcome of one certified run for each η/‖w_0‖² and h, at four starts."""
    panels = tuple(_panel(*start) for start in _PANELS)
    undecided = any(None in panel.outcomes for panel in panels)
    return VisibleRise(
        Status.INCONCLUSIVE if undecided else Status.ENCLOSED,
        panels,
        sentences=tuple(map(_sentence, panels)),
        examples=_examples(_EXAMPLES),
    )


def _sentence(panel: Panel) -> str:
    counts = "; ".join(f"{kind} in {count}" for kind, count in panel.counts().items())
    low, high = panel.critical
    return (
        f"α₀ = {panel.alpha0}, θ₀ = {panel.theta0}, {len(panel.outcomes)} runs: {counts}.  In the limit "
        f"h → 0 the loss rises where η/‖w‖² is above ν* once the direction is aligned, "
        f"{text_below(low, 3)} < ν* < {text_above(high, 3)}."
    )


def _examples(rows: Sequence[tuple[str, str, str, str]]) -> tuple[Example, ...]:
    return tuple(_example(cross(LogisticInstance.of(*row)), row) for row in rows)


def _example(run: Crossing, names: tuple[str, str, str, str]) -> Example:
    return Example(
        *names,
        outcome=_outcome(run),
        onset=_moment(run.onset),
        largest=_moment(run.largest),
        loss_rise=_moment(run.loss_rise),
        closed=_moment(run.closed),
        height=number(run.height),
        end=run.end.t,
        bits=run.bits,
    )


def _moment(moment: crossing.Moment | None) -> Moment | None:
    if moment is None:
        return None
    with precision(_BITS):
        decades = number(moment.sine.log() / arb(10).log())
        return Moment(moment.t, number(moment.alpha), decades)


def _outcome(run: Crossing) -> Outcome | None:
    try:
        return run.outcome
    except Undecided:
        return None


def _short_delay_row(rate: str) -> dict[str, Any]:
    """The angle between LOSS and NORM, by bisection of its logarithm; its ends are certified runs."""
    half = math.log10(Fraction(rate)) / 2
    low, high = -14.0, half - 1

    def outcome(decades: float) -> Outcome | None:
        angle = f"{10**decades:.6e}"
        return _outcome(cross(LogisticInstance.of(rate, "0.5", _THRESHOLD, angle)))

    if (outcome(low), outcome(high)) != (Outcome.LOSS, Outcome.NORM):
        raise ArithmeticError(f"no change from LOSS to NORM for h = {rate}")
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if outcome(middle) is Outcome.LOSS else (low, middle)
    log = (half - (low + high) / 2) * math.log(10)
    return {
        "h": rate,
        "sine": shortened(10 ** ((low + high) / 2)),
        "between": [shortened(10**low), shortened(10**high)],
        "log": shortened(log),
        "multiple": shortened(log * float(rate) ** (1 / 3)),
    }


def _panel(scale: str, angle: str, largest: str) -> Panel:
    rates, lrs = _spaced(*_SCALE_LRS), _spaced(_LEAST, Fraction(largest), _ACROSS)
    start, theta = Fraction(scale), Fraction(angle)
    with precision(_BITS):
        edge = 2 / kappa_maximum(_BITS)[1]
        opens = 2 / at(KAPPA, ball(start))
    least, most = _critical(start)
    low, high = float_below(least), float_above(most)
    if low is None or high is None:
        raise ArithmeticError(f"no bracket of ν* for α_0 = {scale}")
    runs = ((LogisticInstance.given(h, start, nu, theta) for nu in lrs) for h in rates)
    return Panel(
        scale,
        angle,
        h=[float(rate) for rate in rates],
        nu=[float(nu) for nu in lrs],
        grid=tuple(tuple(_outcome(cross(run)) for run in row) for row in runs),
        knife_edge=number(edge),
        critical=(low, high),
        opens=number(opens),
        law=_law(start, theta, float(opens)),
    )


@lru_cache
def _critical(scale: Fraction) -> tuple[Ball, Ball]:
    """The bracket of ν*(α_0), which several panels share."""
    with precision(_BITS):
        low, high = window_law.critical_bracket(ball(scale))
    return low, high


def _spaced(least: Fraction, largest: Fraction, count: int) -> list[Fraction]:
    """Numbers of four digits, evenly on a logarithmic scale."""
    ratio = float(largest / least) ** (1 / (count - 1))
    return [Fraction(f"{float(least) * ratio**i:.4g}") for i in range(count)]


def _law(scale: Fraction, angle: Fraction, opens: float) -> list[tuple[float, float]]:
    """Points (ν_0, h) of J(ν, α_0) = h ln(√h/sin θ_0), from below threshold; a curve to draw."""
    lrs = _spaced(Fraction("3.1"), Fraction(f"{min(0.95 * opens, _LAW_END):.4g}"), _LAW_POINTS)
    gains = [(_gain(scale, angle, nu), float(nu)) for nu in lrs]
    known, at_lrs = zip(*sorted(gain for gain in gains if math.isfinite(gain[0])), strict=True)
    points = []
    for rate in (float(rate) for rate in _spaced(*_SCALE_LRS[:2], 2 * _LAW_POINTS)):
        needed = rate * math.log(math.sqrt(rate) / math.sin(angle))
        if known[0] < needed < known[-1]:
            points.append((shortened(float(np.interp(needed, known, at_lrs))), rate))
    return points


def _gain(scale: Fraction, angle: Fraction, nu: Fraction) -> float:
    """J, with the norm after alignment: that of a run whose scale hardly moves."""
    still = Run(LogisticInstance.given(_STILL, scale, nu, angle), _BITS)
    with precision(_BITS):
        aligned = (1 / still.state(_ALIGNED_BY).N).mid()
        if not aligned * kappa_maximum(_BITS)[1] > 2:
            return -math.inf
        return float(window_law.window_growth(aligned, ball(scale), _COARSE))
