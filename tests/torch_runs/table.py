"""Trains every run of the table and forecasts it: what is stored, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict

import numpy as np

from tests.torch_runs.data import SEEN_BEFORE
from tests.torch_runs.settings import Setting, settings
from tests.torch_runs.training import Course, Seen, model, watch
from verifier.results.forecast import Forecast
from verifier.results.torch_runs import Predicted, TorchRun, TorchRuns
from verifier.studies.forecast.forecast import forecast

CONTROLS = {
    "without ε": {"bn_eps": 0.0},
    "no floor": {"dtype": "exact"},
    "the other format": {},
}
"""Forecasts that must fail, beside the right one."""


def forecasted(one: Setting, **changed: object) -> Forecast:
    """The forecast of a run from its data, rates and first weights."""
    t = one.training
    arguments = {
        "lr": t.lr, "scale_lr": t.scale_lr, "loss": t.loss, "gamma0": t.gamma0, "w0": one.w,
        "dtype": t.dtype, "bn_eps": t.eps, "momentum": t.momentum, "weight_decay": t.weight_decay,
        "steps": one.steps, "advise": False,
    }  # fmt: skip
    return forecast(one.data.inputs, one.data.targets, **arguments | changed)


def trained(one: Setting) -> Seen:
    """What stock PyTorch does."""
    network = model(one.training, one.data.inputs.shape[1], one.w)
    course = Course(one.training, one.data.inputs, one.data.targets, network)
    return watch(course, one.steps, general=not one.data.whitened)


def rows() -> Iterator[TorchRun]:
    """Every run of the table."""
    for one in settings():
        seen, found = trained(one), forecasted(one)
        other = {"float32": "float64", "float64": "float32"}[one.training.dtype]
        controls = {
            name: forecasted(one, **change or {"dtype": other}) for name, change in CONTROLS.items()
        }
        yield TorchRun(
            group=one.group,
            data_set=one.data_set,
            seen_before=one.data_set in SEEN_BEFORE,
            dtype=one.training.dtype,
            condition_number=float(np.round(found.condition_number, 3)),
            training={
                key: value for key, value in asdict(one.training).items() if key not in ("dtype", "loss")
            },
            loss=one.training.loss,
            steps=one.steps,
            onset=seen.onset,
            visible=seen.visible,
            slight=seen.slight,
            clear=seen.clear,
            peak=seen.peak,
            predicted=Predicted(
                found.onset, found.visible, found.loss_rise.slight, found.loss_rise.clear, found.peak
            ),
            controls={
                name: Predicted(x.onset, x.visible, x.loss_rise.slight, x.loss_rise.clear, x.peak)
                for name, x in controls.items()
            },
        )


def made(tell: Callable[[str], None] = print) -> TorchRuns:
    """The whole table; ``tell`` hears of each run."""
    import torch

    found = []
    for run in rows():
        found.append(run)
        step = None if run.predicted.visible is None else run.predicted.visible.step
        tell(f"{len(found)} {run.group} {run.data_set} {run.dtype}: seen {run.visible}, forecast {step}")
    return TorchRuns(torch.__version__.partition("+")[0], tuple(found))
