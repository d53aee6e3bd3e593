"""What is forecast of a training run, as ``python -m verifier forecast`` states it."""

from __future__ import annotations

from dataclasses import dataclass, field

from verifier.results.record import Record, key


@dataclass(frozen=True, slots=True)
class Moment(Record):
    """A step, and between which steps it lies with it: at least 95 of 100 runs that differ in rounding."""

    step: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class LossRise(Record):
    """When the loss is 1 % and 10 % above its least value so far; None where it will not be."""

    slight: Moment | None = field(metadata=key("1%"))
    clear: Moment | None = field(metadata=key("10%"))


@dataclass(frozen=True, slots=True)
class EffectiveRate(Record):
    """η α ρ/‖w‖_Σ² at the start, and with the same w once α has become ρ."""

    start: float
    saturated: float


@dataclass(frozen=True, slots=True)
class Advice(Record):
    """A change, as an option of the command line, and what is forecast with it."""

    change: str
    option: str
    onset: int | None
    visible: Moment | None
    loss_rise: LossRise


@dataclass(frozen=True, slots=True)
class Forecast(Record):
    """What is forecast; ``certified`` names the keys that a theorem or a run in ball arithmetic settles.

    ``peak`` is how high the loss gets above its least value before, as a ratio; ``ended`` the step at which
    the visible edge ends; ``share`` the share of the runs (rounding, or seeds) that have a visible spike;
    ``notes`` what a reader should know of the data and of the forecast.
    """

    rho: float
    condition_number: float
    regime: str
    effective_lr: EffectiveRate
    onset: int | None
    visible: Moment | None
    loss_rise: LossRise
    peak: float | None
    ended: int | None
    share: float
    largest_safe_lr: float
    advice: tuple[Advice, ...]
    certified: tuple[str, ...]
    steps: int
    dtype: str
    loss: str
    notes: tuple[str, ...]
