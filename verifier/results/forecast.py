"""What is forecast of a training run, as ``python -m verifier forecast`` states it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

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
    largest_safe_lr: float | None
    advice: tuple[Advice, ...]
    certified: tuple[str, ...]
    steps: int
    dtype: str
    loss: str
    notes: tuple[str, ...]

    def _repr_html_(self) -> str:
        """The forecast as a table, for notebooks."""
        rows = [
            ("onset", _told(self.onset)),
            ("visible", _told(self.visible)),
            ("loss up by 1 %", _told(self.loss_rise.slight)),
            ("loss up by 10 %", _told(self.loss_rise.clear)),
            ("largest safe lr", _number(self.largest_safe_lr)),
            ("effective lr", f"{self.effective_lr.start:.4g} → {self.effective_lr.saturated:.4g}"),
            ("data", f"{self.regime}, ρ = {self.rho:.4g}, condition number {self.condition_number:.4g}"),
            ("certified", ", ".join(self.certified) or "nothing"),
            *(("note", note) for note in self.notes),
        ]
        cells = "".join(f"<tr><th>{escape(name)}</th><td>{escape(said)}</td></tr>" for name, said in rows)
        return f"<table>{cells}</table>"


def _number(value: float | None) -> str:
    return "not known" if value is None else f"{value:.4g}"


def _told(found: Moment | int | None) -> str:
    if found is None:
        return "no"
    return f"{found.step} ({found.low} to {found.high})" if isinstance(found, Moment) else str(found)
