"""Real training runs beside their forecasts, as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
