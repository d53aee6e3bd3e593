"""Real training runs beside their forecasts, as reports show them: ``report["tables"]["torch-runs"]``."""

from __future__ import annotations

from verifier.results.torch_runs import Accuracy, Compared, RealRuns

EVENTS = {
    "onset": "onset", "visible": "visible step", "slight": "loss up by 1 %", "clear": "loss up by 10 %",
}  # fmt: skip
HEADS = (
    "runs of",
    "event",
    "runs",
    "it happened",
    "yes or no right",
    "median error",
    "largest",
    "within 3 %",
    "in the interval",
    "width",
)
RUN_HEADS = ("kind", "data", "format", "onset", "forecast", "visible", "forecast", "interval")
COUNTED = (
    "Errors are relative to the step that was seen. An interval is to hold 95 of 100 steps; its width is "
    "the median over the runs."
)
CONTROLLED = (
    "Forecasts that leave something out, which must fail: without BatchNorm's ε, without rounding, in the "
    "other format."
)


def story(data: RealRuns) -> str:
    """What was compared with what."""
    return (
        f"Stock PyTorch {data.torch}: Linear, BatchNorm1d and SGD on the full batch, half of the runs in "
        "float32 and half in float64, on data that scikit-learn and statsmodels ship and on synthetic "
        f"data. {len(data.runs)} runs were trained once and are stored; each was forecast from its data, "
        "rates and first weights (python -m verifier forecast). An angle is visible from sin θ = 0.05 on."
    )


def rows(data: RealRuns) -> list[list[str]]:
    """A row for each group of runs and event."""
    return [[one.group, EVENTS[one.event], *_numbers(one)] for one in data.accuracy]


def control_rows(data: RealRuns) -> list[list[str]]:
    """The same of the forecasts that must fail."""
    return [[one.forecast, EVENTS[one.event], *_numbers(one)] for one in data.controls]


def run_rows(data: RealRuns) -> list[list[str]]:
    """A row for each run."""
    return [[*map(_text, _row(one))] for one in data.runs]


def _row(one: Compared) -> list[object]:
    said = one.visible_forecast
    step, interval = (None, None) if said is None else (said.step, f"{said.low} to {said.high}")
    return [one.group, one.data_set, one.dtype, one.onset, one.onset_forecast, one.visible, step, interval]


def _numbers(one: Accuracy) -> list[str]:
    shares = [one.median, one.worst, one.near, one.covered, one.width]
    return [str(one.runs), str(one.happened), str(one.right), *map(_percent, shares)]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.3g} %"


def _text(value: object) -> str:
    return "–" if value is None else str(value)
