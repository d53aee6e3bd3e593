"""Certified logistic runs in the limit of a slow scale, against ``logistic.window-law``."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Integer

from derivations.logistic import window_law
from derivations.logistic.window_law import CLOCK, TOLERANCE
from derivations.notation import alpha
from verifier.arithmetic.balls import Ball, ball, floor_of_lower, floor_of_upper, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Status
from verifier.results.evidence import Evidence, Measured
from verifier.results.visible_rise import Outcome
from verifier.studies.experiments.crossing import Crossing, cross
from verifier.studies.experiments.plain import number
from verifier.studies.losses import LogisticInstance

_BITS = 128
_RATES = ("0.1", "0.05", "0.02", "0.01", "0.005", "0.002", "0.001")
_START, _ANGLE = "0.5", "0.01"
_BELOW, _ABOVE = "3.3", "3.8"
"""η/‖w_0‖² on either side of ν*(0.5)."""
_BESIDE = Fraction(1, 50)
"""How far from ν* two runs at the least rate are, which have to end differently."""
_TOLERANCE = Fraction(1, 100)
"""How far, relatively, the run of the least rate may be from the limit."""
_DECIMALS = 10**4
"""The bracket of ν* is rounded outwards to four decimals."""
_SCALES = ("0.05", "0.5", "1", "1.5")


def small_step_limit(*, quick: bool, seed: int, precision: int) -> Evidence:
    """Below ν* the growth over the window tends to J/h, above it the loss first rises at α_vis.

    ``quick`` leaves out the slowest scales; ``seed`` and ``precision`` do not matter.
    """
    rates = _RATES[:4] if quick else _RATES
    seen = _visible_scale()
    rows = [_row(rate, seen) for rate in rates]
    last = rows[-1]
    near = max(_off(last, "growth"), _off(last, "slow_time")) <= (5 if quick else 1) * _TOLERANCE
    # A false law must fail the same test, or the test says nothing.
    far = _off(last, "growth", "growth_without_weight") > 5 * _TOLERANCE
    beside = [cross(_instance(rates[-1], nu)).outcome for nu in _beside_critical()]
    sides = beside == [Outcome.SCALE, Outcome.LOSS]
    status = Status.CHECKED if near and far and sides else Status.INCONCLUSIVE
    summary = (
        f"h from {rates[0]} to {rates[-1]}: at η/‖w₀‖² = {_BELOW} h·ln of the growth is "
        f"{last['growth']:.4f}, by the law {last['growth_predicted']:.4f} (with weight 1 instead of "
        f"1 + e^α {last['growth_without_weight']:.4f}); at {_ABOVE} the loss first rises at "
        f"ht = {last['slow_time']:.3f}, by the law {last['slow_time_predicted']:.3f}; at ν* ∓ {_BESIDE} "
        "α leaves first, the loss rises"
    )
    return Evidence("experiment", status, summary, data=Measured(tuple(rows)))


def critical_values(*, quick: bool, seed: int, precision: int) -> Evidence:
    """ν*(α_0) in balls, and the bracket outside of which the sign of J is certain."""
    rows = [_critical_row(scale) for scale in (_SCALES[-1:] if quick else _SCALES)]
    summary = "ν*(α₀): " + "; ".join(
        f"{row['critical']} for α₀ = {row['alpha0']}, J < 0 below {row['negative_to']}, "
        f"J > 0 above {row['positive_from']}"
        for row in rows
    )
    return Evidence("experiment", Status.ENCLOSED, summary, data=Measured(tuple(rows)))


def _start() -> Ball:
    return ball(Fraction(_START))


def _visible_scale() -> Ball:
    with precision(_BITS):
        return window_law.visible_scale(ball(Fraction(_ABOVE)), _start())


def _instance(rate: str, direction_lr: Fraction | str) -> LogisticInstance:
    return LogisticInstance.of(rate, _START, str(direction_lr), _ANGLE)


def _row(rate: str, predicted: Ball) -> dict[str, Any]:
    below, above = (cross(_instance(rate, nu)) for nu in (_BELOW, _ABOVE))
    with precision(_BITS):
        h = ball(Fraction(rate))
        growth, J, unweighted = _growth(below, h)
        seen = above.loss_rise
        if seen is None:
            raise ArithmeticError(f"the loss does not rise for {above.instance}")
        return {
            "h": rate,
            "growth": number(growth),
            "growth_predicted": number(J),
            "growth_without_weight": number(unweighted),
            "loss_rise": seen.t,
            "slow_time": number(h * seen.t),
            "slow_time_predicted": number(_clock(predicted) - _clock(_start())),
            "alpha": number(seen.alpha),
            "alpha_predicted": number(predicted),
        }


def _growth(crossing: Crossing, h: Ball) -> tuple[Ball, Ball, Ball]:
    """h ln(tan θ/tan θ_0) at the end of the window; the same by the law, and by a false law."""
    if crossing.outcome is not Outcome.SCALE or crossing.closed is None:
        raise ArithmeticError(f"α does not leave the window first for {crossing.instance}")
    start, direction_lr = _start(), 1 / crossing.closed.N
    end = window_law.window_end(direction_lr)
    false = window_law.growth(direction_lr, start, end, TOLERANCE, slowness=Integer(1))
    change = crossing.closed.log_tangent - crossing.start.log_tangent
    return h * change, window_law.window_growth(direction_lr, start), false


def _clock(scale: Ball) -> Ball:
    return evaluate(CLOCK, {alpha.name: scale}.__getitem__)


def _beside_critical() -> tuple[Fraction, Fraction]:
    """A little below and above the bracket of ν*, as short decimals."""
    with precision(_BITS):
        low, high = (Fraction(str(round(float(end), 4))) for end in window_law.critical_bracket(_start()))
    return low - _BESIDE, high + _BESIDE


def _critical_row(scale: str) -> dict[str, Any]:
    with precision(_BITS):
        start = ball(Fraction(scale))
        low, high = window_law.critical_bracket(start)
        return {
            "alpha0": scale,
            "critical": window_law.critical(start).str(10, radius=False),
            "negative_to": floor_of_lower(low * _DECIMALS) / _DECIMALS,
            "positive_from": (floor_of_upper(high * _DECIMALS) + 1) / _DECIMALS,
        }


def _off(row: dict[str, Any], name: str, prediction: str = "") -> float:
    """How far the row's value is from its prediction, relatively."""
    predicted = row[prediction or f"{name}_predicted"]
    return abs(row[name] - predicted) / abs(predicted)
