"""What is to be forecast."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.studies.forecast.course import Course, Rates, follow
from verifier.studies.forecast.prepared import Prepared
from verifier.studies.forecast.program import Floats


@dataclass(frozen=True)
class Run:
    """What is to be forecast: data, rates for half the mean squared error, first scale, and format."""

    data: Prepared
    rates: Rates
    scale: float
    weights: tuple[Floats, ...]
    dtype: str
    steps: int

    @property
    def single(self) -> bool:
        return self.dtype == "float32"

    @property
    def general(self) -> bool:
        return not self.data.whitened

    def followed(self, w: Floats, noise: Floats | None, seed: int, keep: bool = False) -> Course:
        """One run from ``w``, its rounding drawn from ``seed``."""
        return follow(
            self.data.moments, self.rates, (w, self.scale), self.steps, single=self.single,
            general=self.general, exact=self.dtype == "exact", noise=noise, seed=seed, keep=keep,
        )  # fmt: skip
