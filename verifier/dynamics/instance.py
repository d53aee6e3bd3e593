"""The unit-free parameters of one square-loss run, as exact rationals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Instance:
    """One run: scale learning rate h, initial scale a_0, squared norm N_0 = 1/Λ, angle θ_0.

    All without units (``square.unit-free``); ``theta0`` is in radians.
    """

    h: Fraction
    a0: Fraction
    N0: Fraction
    theta0: Fraction

    @classmethod
    def of(cls, h: str, a0: str, saturated_lr: str, theta0: str) -> Instance:
        """An instance from decimal or p/q text, with Λ in place of N_0."""
        return cls(Fraction(h), Fraction(a0), 1 / Fraction(saturated_lr), Fraction(theta0))

    def __str__(self) -> str:
        return f"h={self.h}, a0={self.a0}, Λ={1 / self.N0}, θ0={self.theta0}"
