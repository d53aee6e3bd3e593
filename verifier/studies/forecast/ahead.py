"""The forecast of a run with the logistic loss: it is run ahead, a few times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from verifier.results.forecast import EffectiveRate, Forecast
from verifier.studies.forecast.logistic import train
from verifier.studies.forecast.prepared import DataError
from verifier.studies.forecast.program import Floats
from verifier.studies.forecast.run import Run
from verifier.studies.forecast.summary import middle, moment_of, rises, step_of

BCE = "bce"
NUDGES = 5
"""Runs with bce that differ in the last bits of their first weights."""
BCE_STEPS = 2000
"""How far a run with bce is followed, if no length is given."""


def ahead(run: Run, progress: Callable[[str], None]) -> Forecast:
    """The forecast of a run with the logistic loss, which is run ahead."""
    data = run.data
    labels = data.targets
    if not np.isin(labels, (0, 1)).all():
        raise DataError("bce needs a target of 0 and 1")
    steps, found, rates = min(run.steps, BCE_STEPS), [], (0.0, 0.0)
    weights = (
        run.weights[: 2 * NUDGES] if len(run.weights) > 1 else _nudged(run.weights[0], data.inputs.dtype)
    )
    for number, w in enumerate(weights):
        progress(f"running ahead, {number + 1} of {len(weights)}")
        one = train(data.inputs, labels, w, run.scale, run.rates, steps)
        found.append(one.events)
        rates = (one.start, one.last) if number == 0 else rates
    return Forecast(
        rho=data.moments.rho,
        condition_number=data.condition_number,
        regime="general" if run.general else "whitened",
        effective_lr=EffectiveRate(*rates),
        onset=step_of(found, "onset"),
        visible=moment_of(found, "visible"),
        loss_rise=rises(found),
        peak=middle([one.peak for one in found if one.onset >= 0]),
        ended=step_of(found, "ended"),
        share=sum(one.visible >= 0 for one in found) / len(found),
        largest_safe_lr=None,
        advice=(),
        certified=(),
        steps=steps,
        dtype=run.dtype,
        loss=BCE,
        notes=(
            *data.notes,
            "bce: the run was run ahead on the data; onset is where lr times the largest eigenvalue of "
            "the Hessian in w exceeds 2(1 + momentum), a criterion and no theorem; visible is a rise of "
            "the loss by 1 %, and the interval is that of runs which differ in the last bit of their first "
            "weights",
        ),
    )


def _nudged(w: Floats, kind: Any) -> list[Floats]:
    """The weights, and some that are a last bit away from them."""
    rounded = w.astype(kind)
    bits = [np.random.default_rng(number).choice([-1, 0, 1], size=len(w)) for number in range(1, NUDGES)]
    return [w, *((rounded + np.spacing(rounded) * bit).astype(np.float64) for bit in bits)]
