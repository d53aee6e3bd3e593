"""When will this run spike: from data, rates and a number format to steps, with what stands behind each.

A run is followed through the moments of its data, again and again with other rounding; what is said of a
step is the median of these runs, and the interval holds at least 95 of 100.  The onset is certified where a
run in balls from the raw data agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from verifier.results.forecast import Advice, EffectiveRate, Forecast, LossRise
from verifier.studies.forecast.ahead import BCE, ahead
from verifier.studies.forecast.certified import certified_onset, within_reach
from verifier.studies.forecast.course import Events, Rates, states_of
from verifier.studies.forecast.figure import draw
from verifier.studies.forecast.initial import stock_weights
from verifier.studies.forecast.prepared import DataError, prepared
from verifier.studies.forecast.program import Floats
from verifier.studies.forecast.rounding import noise_of, states_taken
from verifier.studies.forecast.run import Run
from verifier.studies.forecast.summary import SEEDS, middle, moment_of, rises, step_of

DRAWS = 60
"""Runs that differ in their rounding alone."""
SETTLED = 10
"""A run is followed until the scale has had so many of its times 1/h to settle, if no length is given."""
SHORTEST, LONGEST = 200, 1_000_000
DTYPES = ("float32", "float64", "exact")
LOSSES = {"mse": 2.0, "half-mse": 1.0, BCE: 1.0}
"""By how much the gradient of each loss is that of half the mean squared error."""
Progress = Callable[[str], None]


def _silent(message: str) -> None:
    pass


def forecast(
    X: Any,
    y: Any,
    *,
    lr: float,
    scale_lr: float | None = None,
    loss: str = "mse",
    gamma0: float = 1.0,
    w0: Any = None,
    seed: int | None = None,
    whiten: bool = False,
    standardize: bool = False,
    dtype: str = "float32",
    bn_eps: float = 1e-5,
    momentum: float = 0.0,
    weight_decay: float = 0.0,
    steps: int | None = None,
    advise: bool = True,
    plot: Path | None = None,
    progress: Progress = _silent,
) -> Forecast:
    """Forecast full-batch SGD on Linear(d, 1, bias=False) → BatchNorm1d(1).

    ``X`` (n × d) and ``y`` (n): real arrays.  ``lr`` is the learning rate of w (η of the theory, for
    "half-mse"; 2·lr for "mse"), ``scale_lr`` that of BatchNorm's weight γ = α and bias (h), the same as
    ``lr`` if not given; ``gamma0`` the first γ.  ``w0`` (d) are the first weights, or ``seed`` draws those
    of PyTorch; without either, quantiles over 200 seeds are given.  ``dtype`` is the number format of the
    run, or "exact".  All steps are iterations, counted from 0; angles are measured in the norm of the
    covariance of X.  Without ``advise`` there is no advice, which takes longest; ``plot`` names a picture
    to write.

    Raises ``DataError`` (a ``ValueError``) for data or values of which no forecast can be made.
    """
    _refuse(dtype, loss, lr, scale_lr, gamma0, bn_eps, momentum, weight_decay, steps, w0, seed)
    single = dtype == "float32"
    progress("reading the moments of the data")
    data = prepared(X, y, single=single, whiten=whiten, standardize=standardize)
    factor = LOSSES[loss]
    rates = Rates(
        factor * lr,
        factor * (lr if scale_lr is None else scale_lr),
        bn_eps,
        momentum,
        weight_decay / factor,
    )
    count = data.inputs.shape[1]
    if w0 is not None:
        weights: tuple[Floats, ...] = (_first_weights(w0, count, single),)
    else:
        seeds = range(SEEDS) if seed is None else (seed,)
        weights = tuple(stock_weights(count, one, single=single) for one in seeds)
    settled = int(min(max(SETTLED * (1 - momentum) / rates.h, SHORTEST), LONGEST))
    scale = float(np.float32(gamma0)) if single else float(gamma0)
    run = Run(data, rates, scale, weights, dtype, settled if steps is None else steps)
    if loss == BCE:
        if plot is not None or dtype == "exact":
            raise DataError("of a run with bce there is no picture, and nothing in exact arithmetic")
        return ahead(run, progress)
    forecaster = Forecaster(run, loss, factor, progress)
    found = forecaster.result(lr, advise)
    if plot is not None:
        progress(f"drawing {plot}")
        draw(plot, found, forecaster.shown())
    return found


def _refuse(
    dtype: str, loss: str, lr: float, scale_lr: float | None, gamma0: float, bn_eps: float, momentum: float,
    weight_decay: float, steps: int | None, w0: Any, seed: int | None,
) -> None:  # fmt: skip
    if dtype not in DTYPES:
        raise DataError(f"dtype {dtype!r} is none of {', '.join(DTYPES)}")
    if loss not in LOSSES:
        raise DataError(f"loss {loss!r} is none of {', '.join(LOSSES)}")
    for name, value, least in (
        *(("lr", lr, 0.0), ("scale_lr", lr if scale_lr is None else scale_lr, 0.0)),
        *(("bn_eps", bn_eps, -1.0), ("weight_decay", weight_decay, -1.0), ("momentum", momentum, -1.0)),
    ):
        if not (np.isfinite(value) and value > least and (least == 0.0 or value >= 0)):
            raise DataError(
                f"{name} {value!r} is not a {'positive' if least == 0.0 else 'non-negative'} number"
            )
    if momentum >= 1:
        raise DataError(f"momentum {momentum!r} is not below 1")
    if not np.isfinite(gamma0):
        raise DataError(f"gamma0 {gamma0!r} is not a finite number")
    if steps is not None and not 1 <= steps <= LONGEST:
        raise DataError(f"steps {steps!r} is not from 1 to {LONGEST}")
    if w0 is not None and seed is not None:
        raise DataError("both w0 and seed are given: the first weights are one or the other")


def _first_weights(w0: Any, count: int, single: bool) -> Floats:
    try:
        given = np.asarray(w0, dtype=np.float64).reshape(-1)
    except (TypeError, ValueError) as error:
        raise DataError("w0 is not a list of numbers") from error
    if len(given) != count:
        raise DataError(f"w0 has {len(given)} numbers, and the data {count} columns that count")
    if not np.isfinite(given).all() or not given.any():
        raise DataError("w0 is zero or not finite")
    return given.astype(np.float32).astype(np.float64) if single else given


class Forecaster:
    """Follows the runs of one forecast and says what they have in common."""

    def __init__(self, run: Run, loss: str, factor: float, progress: Progress) -> None:
        self._run, self._loss, self._factor, self._progress = run, loss, factor, progress

    def shown(self) -> Floats:
        """One of the runs, step by step."""
        run = self._run
        return run.followed(run.weights[0], self._noise(run, run.weights[0]), 0, keep=True).steps

    def result(self, lr: float, advise: bool) -> Forecast:
        """The forecast, with advice if it is wanted; ``lr`` is the learning rate as it was given."""
        run = self._run
        self._progress("following the run")
        found = list(self._events(run))
        onset, certified = self._onset(found)
        visible, rise = moment_of(found, "visible"), rises(found)
        start, saturated = self._rates(run)
        safe = self._safe(lr, saturated)
        if run.rates.eps == 0 and run.rates.momentum == 0 and run.rates.decay == 0:
            certified = (*certified, "largest_safe_lr")
        return Forecast(
            rho=run.data.moments.rho,
            condition_number=run.data.condition_number,
            regime="general" if run.general else "whitened",
            effective_lr=EffectiveRate(start, saturated),
            onset=onset,
            visible=visible,
            loss_rise=rise,
            peak=middle([one.peak for one in found if one.onset >= 0]),
            ended=step_of(found, "ended"),
            share=sum(one.visible >= 0 for one in found) / len(found),
            largest_safe_lr=safe,
            advice=tuple(self._advice(safe)) if advise else (),
            certified=certified,
            steps=run.steps,
            dtype=run.dtype,
            loss=self._loss,
            notes=(*run.data.notes, *self._limited(), *self._masked(rise)),
        )

    def _events(self, run: Run) -> Iterator[Events]:
        """What happens in each of the runs that differ in rounding, or in their first weights."""
        if len(run.weights) > 1 or run.dtype == "exact":
            for number, w in enumerate(run.weights):
                yield run.followed(
                    w, self._noise(run, w) if number == 0 else self._last_noise, number
                ).events
            return
        noise = self._noise(run, run.weights[0])
        for number in range(DRAWS):
            yield run.followed(run.weights[0], noise, number).events

    _last_noise: Floats | None = None

    def _noise(self, run: Run, w: Floats) -> Floats | None:
        """What the rounding inside the gradient adds, at the states about the onset."""
        self._last_noise = None
        if run.dtype == "exact":
            return None
        plain = run.followed(w, None, 0).events
        if plain.onset < 0:
            return None
        taken = states_taken(run.data.inputs.size)
        self._progress("measuring the rounding of the gradient")
        states = states_of(
            run.data.moments,
            run.rates,
            (w, run.scale),
            max(plain.onset - taken // 2, 0),
            taken,
            single=run.single,
        )
        self._last_noise = noise_of(run.data.inputs, run.data.targets, states, run.rates.eta, run.rates.eps)
        return self._last_noise

    def _onset(self, found: list[Events]) -> tuple[int | None, tuple[str, ...]]:
        run = self._run
        onset = step_of(found, "onset")
        if len(run.weights) > 1:
            return onset, ()
        steps = run.steps if onset is None else onset + 1
        if not within_reach(run.data, steps):
            return onset, ()
        self._progress("certifying the onset in balls")
        exact = certified_onset(run.data, run.rates, run.weights[0], run.scale, steps)
        if run.dtype == "exact" and exact.decided and exact.step is not None:
            return exact.step, ("onset",)
        return onset, ("onset",) if exact.decided and exact.step == onset else ()

    def _rates(self, run: Run) -> tuple[float, float]:
        """The effective learning rate of the start (median over the seeds), and with α = ρ."""
        data = run.data.moments
        least = float(np.median([w @ data.covariance @ w for w in run.weights]))
        return run.rates.eta * run.scale * data.rho / least, run.rates.eta * data.rho**2 / least

    def _safe(self, lr: float, saturated: float) -> float:
        """The largest learning rate with no rising edge (``general.no-rising-edge``): for the least ‖w_0‖.

        η ρ max(α_0, ρ) L ≤ 2ℓ‖w_0‖₂²; for whitened data L = ℓ.
        """
        run = self._run
        data, values = run.data.moments, run.data.eigenvalues
        low, high = (1.0, 1.0) if run.data.whitened else (float(values[0]), float(values[-1]))
        least = min(
            float(w @ data.covariance @ w if run.data.whitened else low * (w @ w)) for w in run.weights
        )
        return 2 * least / (high * data.rho * max(abs(run.scale), data.rho)) / self._factor

    def _limited(self) -> Iterator[str]:
        """What float64 cannot tell of a run without rounding."""
        if self._run.dtype == "exact" and self._run.general:
            yield (
                "exact: on data that are not whitened angles are followed in float64, and smaller ones "
                "than 1e-17 are not told; only a certified onset is exact"
            )

    def _masked(self, rise: LossRise) -> Iterator[str]:
        """Whether the fall of BatchNorm's bias hides a rise of the loss."""
        run = self._run
        if run.data.moments.mean == 0 or rise.slight is not None:
            return
        centred = replace(run, data=replace(run.data, moments=replace(run.data.moments, mean=0.0)))
        if moment_of(list(self._events(centred)), "slight") is not None:
            yield (
                "the loss would rise by 1 % if the target were centred: while BatchNorm's bias learns its "
                "mean, that fall of the loss hides the spike"
            )

    def _advice(self, safe: float) -> Iterator[Advice]:
        """What to change, each with its own forecast."""
        run, factor = self._run, self._factor
        rho = run.data.moments.rho
        tried: list[tuple[str, str, Run]] = [
            (
                "the largest lr with no rising edge",
                f"--lr {safe:.4g} --scale-lr {run.rates.h / factor:.4g}",
                replace(run, rates=replace(run.rates, eta=safe * factor)),
            ),
            ("start γ at ρ", f"--gamma0 {rho:.4g}", replace(run, scale=_in_format(rho, run.single))),
            (
                "a tenth of the scale's rate",
                f"--scale-lr {run.rates.h / factor / 10:.4g}",
                replace(
                    run, rates=replace(run.rates, h=run.rates.h / 10), steps=min(10 * run.steps, LONGEST)
                ),
            ),
        ]
        targets = run.data.targets.astype(np.float64)
        spread = targets.std()
        if not (abs(targets.mean()) < 1e-6 * spread and abs(spread - 1) < 1e-6):
            scaled = run.data.with_targets((targets - targets.mean()) / spread)
            tried.append(("standardize the target", "", replace(run, data=scaled)))
        for change, option, other in tried:
            self._progress(f"what changes with: {change}")
            found = list(self._events(other))
            yield Advice(change, option, step_of(found, "onset"), moment_of(found, "visible"), rises(found))


def _in_format(value: float, single: bool) -> float:
    return float(np.float32(value)) if single else value


__all__ = ["DRAWS", "DTYPES", "LOSSES", "SEEDS", "DataError", "forecast"]
