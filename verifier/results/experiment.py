"""Training on data beside the map of the theorems, both followed from the same start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from verifier.results import Result
from verifier.results.agreement import Stretch
from verifier.results.record import Record

Setting: TypeAlias = "int | float | str | Sequence[int | str]"
Point = tuple[int, float]
"""A time, and a number there."""


@dataclass(frozen=True, slots=True)
class Events(Record):
    """When the direction and the loss rise."""

    onset: int | None
    rising_edges: tuple[Stretch, ...]
    loss_rises: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Reduced:
    """The map of the theorems: its events, decided with so many bits."""

    events: Events
    precision_bits: int

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {**self.events.plain(), "precision_bits": self.precision_bits}


@dataclass(frozen=True, slots=True)
class Spike(Record):
    """Where the first rise of the loss starts and where it ends, with the loss there."""

    bottom: Point
    top: Point


@dataclass(frozen=True, slots=True)
class Active(Record):
    """From time ``since`` to ``horizon`` no margin is negative, nor α times one above ``bound``."""

    since: int
    bound: float | None
    horizon: int


@dataclass(frozen=True, slots=True)
class Least(Record):
    """The power of ten of a number at the time when it is least."""

    t: int
    log10: float


@dataclass(frozen=True, slots=True)
class Margins:
    """What training shows of the margins, and of the directions that they do not see.

    ``least_sine`` is that of sin θ.  No weight moves by more than ``outside`` beyond the span of the rows.
    """

    active: Active
    least_sine: Least
    outside: str


@dataclass(frozen=True, slots=True)
class Training:
    """Training from the raw data; bits that vary from step to step are (least, most).

    ``first_spike`` is None if the loss does not rise and fall again, ``margins`` if there are none.
    """

    events: Events
    precision_bits: int | tuple[int, int]
    first_spike: Spike | None
    margins: Margins | None = None

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        bits, spike, seen = self.precision_bits, self.first_spike, self.margins
        found = {
            **self.events.plain(),
            "precision_bits": list(bits) if isinstance(bits, tuple) else bits,
        }
        if seen is not None:
            found |= {"active_margin": seen.active.plain(), "least_sine": seen.least_sine.plain()}
        found["first_spike"] = None if spike is None else spike.plain()
        return found if seen is None else found | {"moved_outside_rows": seen.outside}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far training is from other paths, at most ``limit`` where it agrees, with the same events.

    ``apart`` is the largest relative difference at any of the times, by path and quantity.
    """

    limit: str
    times: int
    apart: Mapping[str, Mapping[str, str]]
    agrees: bool

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {"limit": self.limit, "times_compared": self.times, **self.apart, "agrees": self.agrees}


@dataclass(frozen=True, slots=True)
class Series:
    """Training at the times ``t``, to draw; a curve that it has not is empty.

    ``excess_loss`` is R − R*, ``nu`` is η/‖w‖², and ``steepest`` λκ_max, of which 2 is the threshold on
    data that are not whitened.
    """

    t: Sequence[int]
    loss: Sequence[float]
    log10_sin: Sequence[float]
    lam: Sequence[float]
    alpha: Sequence[float]
    excess_loss: Sequence[float] = ()
    nu: Sequence[float] = ()
    steepest: Sequence[float] = ()

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        curves: dict[str, Sequence[float]] = {
            "t": self.t,
            "loss": self.loss,
            "excess_loss": self.excess_loss,
            "log10_sin": self.log10_sin,
            "lam": self.lam,
            "alpha": self.alpha,
            "nu": self.nu,
            "steepest": self.steepest,
        }
        return {name: list(values) for name, values in curves.items() if values}


@dataclass(frozen=True, slots=True)
class Followed:
    """Both paths from start to end; ``settings`` are as given, and what they are in the theorems' units."""

    settings: Mapping[str, Setting]
    reduced: Reduced
    training: Training
    agreement: Comparison
    series: Series

    def facts(self) -> dict[str, dict[str, Any]]:
        """The JSON of all but the series."""
        return {
            "settings": dict(self.settings),
            "reduced": self.reduced.plain(),
            "training": self.training.plain(),
            "agreement": self.agreement.plain(),
        }


@dataclass(frozen=True, slots=True)
class Experiment(Result):
    """What came of it, in a sentence; ``followed`` is None where some event was left open."""

    status: str
    summary: str
    followed: Followed | None = None

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        said = {"status": str(self.status), "summary": self.summary}
        if self.followed is None:
            return said
        return {**said, **self.followed.facts(), "series": self.followed.series.plain()}
