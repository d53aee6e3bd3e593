"""Real training runs beside their forecasts, as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from verifier.results import Result
from verifier.results.forecast import Moment
from verifier.results.record import Record


@dataclass(frozen=True, slots=True)
class Predicted(Record):
    """What was forecast of a run."""

    onset: int | None
    visible: Moment | None
    slight: Moment | None
    clear: Moment | None
    peak: float | None


@dataclass(frozen=True, slots=True)
class TorchRun(Record):
    """One run of stock PyTorch: its setting, what was seen, and what was forecast.

    ``seen_before`` says whether runs on these data were looked at while the forecast was written;
    ``controls`` are forecasts that leave something out.
    """

    group: str
    data_set: str
    seen_before: bool
    dtype: str
    condition_number: float
    training: Mapping[str, float]
    loss: str
    steps: int
    onset: int | None
    visible: int | None
    slight: int | None
    clear: int | None
    peak: float | None
    predicted: Predicted
    controls: Mapping[str, Predicted]


@dataclass(frozen=True, slots=True)
class TorchRuns(Record):
    """The table, and the version of PyTorch that made it."""

    torch: str
    runs: tuple[TorchRun, ...]


@dataclass(frozen=True, slots=True)
class Accuracy(Record):
    """How close forecasts of an ``event`` came in a ``group`` of runs, by one kind of ``forecast``.

    ``right``: in how many runs it was said rightly whether it happens.  ``median`` and ``worst`` are
    relative errors of the step where it was both said and seen, ``near`` the share of these
    within 3 %, ``covered`` the share of
    these with the step in the interval, ``width`` the median width of that over the step.
    """

    group: str
    event: str
    forecast: str
    runs: int
    happened: int
    right: int
    compared: int
    median: float | None
    worst: float | None
    near: float | None
    covered: float | None
    width: float | None


@dataclass(frozen=True, slots=True)
class Compared(Record):
    """One run: seen and forecast."""

    group: str
    data_set: str
    dtype: str
    onset: int | None
    onset_forecast: int | None
    visible: int | None
    visible_forecast: Moment | None


@dataclass(frozen=True, slots=True)
class RealRuns(Result):
    """The table of real runs as the report shows it: what was promised of it, and whether it holds."""

    status: str
    summary: str
    torch: str
    promises: tuple[str, ...]
    violations: tuple[str, ...]
    accuracy: tuple[Accuracy, ...]
    controls: tuple[Accuracy, ...]
    runs: tuple[Compared, ...]
