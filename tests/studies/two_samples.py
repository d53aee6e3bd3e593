"""The oracle of the planar logistic run: gradient descent on two samples, as it is defined.

It knows nothing of the derivation: two margins, their pulls σ(−αm), and so many digits that the
cancellation which the derived map avoids does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import mpmath

from verifier.studies.losses import LogisticInstance


@dataclass(frozen=True)
class Moment:
    """The margins M of the two samples in units of √η, and α."""

    margins: tuple[mpmath.mpf, mpmath.mpf]
    alpha: mpmath.mpf

    @property
    def size(self) -> mpmath.mpf:
        """√N."""
        return mpmath.sqrt(mean(M**2 for M in self.margins))

    @property
    def normalized(self) -> list[mpmath.mpf]:
        """m = M/√N."""
        return [M / self.size for M in self.margins]

    @property
    def pulls(self) -> list[mpmath.mpf]:
        """g = σ(−αm)."""
        return [1 / (1 + mpmath.exp(self.alpha * m)) for m in self.normalized]

    @property
    def risk(self) -> mpmath.mpf:
        """⟨ℓ(αm)⟩."""
        return mean(mpmath.log1p(mpmath.exp(-self.alpha * m)) for m in self.normalized)

    @property
    def sine(self) -> mpmath.mpf:
        """|sin θ|, half the distance of the two margins."""
        return abs(self.normalized[0] - self.normalized[1]) / 2

    def after(self, rate: mpmath.mpf) -> Moment:
        """One step of gradient descent in the margins and α."""
        slope = mean(g * m for g, m in zip(self.pulls, self.normalized, strict=True))
        first, second = (
            M + self.alpha / self.size * (g - slope * m)
            for M, g, m in zip(self.margins, self.pulls, self.normalized, strict=True)
        )
        return Moment((first, second), self.alpha + rate * slope)


def mean(values: Iterator[mpmath.mpf]) -> mpmath.mpf:
    first, second = values
    return (first + second) / 2


def number(value: Fraction) -> mpmath.mpf:
    return mpmath.mpf(value.numerator) / value.denominator


def moments(instance: LogisticInstance) -> Iterator[Moment]:
    """The run from the definition, at mpmath's precision."""
    size, angle = mpmath.sqrt(number(instance.N0)), number(instance.theta0)
    cosine, sine = mpmath.cos(angle), mpmath.sin(angle)
    moment = Moment((size * (cosine + sine), size * (cosine - sine)), number(instance.alpha0))
    while True:
        yield moment
        moment = moment.after(number(instance.h))
