"""The parameters of one run, as exact rationals: what every check and every command starts from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Protocol


class Start(Protocol):
    """A run of any model: its scale learning rate h, and where it starts.

    ``model`` is a name of ``derivations.contents.MODELS``; ``start`` are the values of that model's
    ``START_PARAMETERS``, in that order.
    """

    model: ClassVar[str]

    @property
    def h(self) -> Fraction: ...

    @property
    def start(self) -> tuple[Fraction, ...]: ...


@dataclass(frozen=True)
class Instance:
    """One square-loss run: scale learning rate h, initial scale a_0, squared norm N_0 = 1/Λ, angle θ_0.

    All without units (``square.unit-free``); ``theta0`` is in radians.
    """

    h: Fraction
    a0: Fraction
    N0: Fraction
    theta0: Fraction
    model: ClassVar[str] = "square"

    @classmethod
    def of(cls, h: str, a0: str, saturated_lr: str, theta0: str) -> Instance:
        """An instance from decimal or p/q text, with Λ in place of N_0."""
        return cls(Fraction(h), Fraction(a0), 1 / Fraction(saturated_lr), Fraction(theta0))

    @property
    def start(self) -> tuple[Fraction, ...]:
        """(a_0, N_0, θ_0)."""
        return self.a0, self.N0, self.theta0

    def __str__(self) -> str:
        return f"h={self.h}, a0={self.a0}, Λ={1 / self.N0}, θ0={self.theta0}"


@dataclass(frozen=True)
class LogisticInstance:
    """One planar run of the logistic loss: h, scale α_0, squared norm N_0 = ‖w_0‖²/η, angle θ_0.

    All without units; ``theta0`` is in radians, and all margins are ≥ 0 where it is at most π/4.
    """

    h: Fraction
    alpha0: Fraction
    N0: Fraction
    theta0: Fraction
    model: ClassVar[str] = "logistic"

    @classmethod
    def of(cls, h: str, alpha0: str, direction_lr: str, theta0: str) -> LogisticInstance:
        """An instance from decimal or p/q text, with ν_0 = η/‖w_0‖² in place of N_0."""
        return cls(Fraction(h), Fraction(alpha0), 1 / Fraction(direction_lr), Fraction(theta0))

    @property
    def start(self) -> tuple[Fraction, ...]:
        """(α_0, N_0, θ_0)."""
        return self.alpha0, self.N0, self.theta0

    def __str__(self) -> str:
        return f"h={self.h}, α0={self.alpha0}, ν0={1 / self.N0}, θ0={self.theta0}"
