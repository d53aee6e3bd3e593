"""One certified run, as it is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from verifier.results import Result
from verifier.results.agreement import Stretch

Curve = Sequence[float]


@dataclass(frozen=True, slots=True)
class DrawnRun(Result):
    """The events of a run, and at the times ``t`` its curves, rounded for drawing.

    ``window`` is what the claims say of the onset from the states up to ``window_from`` alone.  A run of
    the square loss has ``log10_excess`` (of (R − R*)/ρ²), any other ``loss``; one of the logistic loss has
    the scale ``alpha`` too, and ``alpha_window``, the ends between which it must be for the direction to
    rise (None where it cannot).  On data that are not whitened ``steepest`` is λκ_max, of which 2 is the
    threshold in place of that of λ.  A curve that it has not is empty.  ``instance`` is what it was given
    by, as text.
    """

    onset: int | None
    rising_edges: Sequence[Stretch]
    loss_rises: Sequence[Stretch]
    t: Sequence[int]
    log10_sin: Curve
    lam: Curve
    log10_excess: Curve = ()
    loss: Curve = ()
    alpha: Curve = ()
    alpha_window: Sequence[Sequence[float] | None] = ()
    steepest: Curve = ()
    window: tuple[int, int] | None = None
    window_from: int = 0
    steps: int = 0
    certified: bool = False
    precision_bits: int = 0
    instance: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        curves: dict[str, Sequence[Any]] = {
            "log10_excess": self.log10_excess,
            "loss": self.loss,
            "log10_sin": self.log10_sin,
            "lam": self.lam,
            "alpha": self.alpha,
            "alpha_window": self.alpha_window,
            "steepest": self.steepest,
        }
        return {
            "instance": dict(self.instance),
            "steps": self.steps,
            "onset": self.onset,
            "window": None if self.window is None else list(self.window),
            "window_from": self.window_from,
            "rising_edges": [list(edge) for edge in self.rising_edges],
            "loss_rises": [list(stretch) for stretch in self.loss_rises],
            "certified": self.certified,
            "precision_bits": self.precision_bits,
            "t": list(self.t),
            **{name: list(values) for name, values in curves.items() if values},
        }
