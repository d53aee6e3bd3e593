"""Boxes of instances, and the enclosure of their first states by float64 ends."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf, nextafter
from typing import Any

import numpy as np
from flint import arb
from numpy.typing import NDArray

from derivations.square.model import interval_map
from verifier.arithmetic.arithmetics import BALLS
from verifier.arithmetic.balls import Ball, precision
from verifier.arithmetic.compile import compile_map
from verifier.studies.losses import SQUARE

Floats = NDArray[np.float64]

BALL_BITS = 96
_start = compile_map(interval_map.START, interval_map.START_PARAMETERS, interval_map.STATE).bind(BALLS)
_LARGEST_ANGLE = 1.5707963267948966
"""The largest float below π/2."""


@dataclass(frozen=True)
class Boxes:
    """n boxes of instances: for each parameter an array of shape (n, 2), its lower and upper ends.

    ``h``, ``a0`` and ``saturated_lr`` have no units, ``theta0`` is in radians.  The ends are taken as
    the exact values of the floats; equal ends make a single instance.
    """

    h: Floats
    a0: Floats
    saturated_lr: Floats
    theta0: Floats

    def __post_init__(self) -> None:
        for name in ("h", "a0", "saturated_lr", "theta0"):
            ends = getattr(self, name)
            if ends.ndim != 2 or ends.shape != (len(self.h), 2):
                raise ValueError(f"{name} must have shape ({len(self.h)}, 2), not {ends.shape}")
            if not np.all(np.isfinite(ends)) or not np.all(ends[:, 0] <= ends[:, 1]):
                raise ValueError(f"{name} must hold finite ends in order")
        limits = {"h": (self.h, 1.0), "a0": (self.a0, inf), "saturated_lr": (self.saturated_lr, inf)}
        for name, (ends, most) in limits.items():
            if not (np.all(ends > 0) and np.all(ends <= most)):
                raise ValueError(f"{name} must be positive" + (" and at most 1" if most == 1 else ""))
        if not (np.all(self.theta0 > 0) and np.all(self.theta0 <= _LARGEST_ANGLE)):
            raise ValueError("theta0 must be in (0, π/2)")

    @classmethod
    def points(cls, h: Any, a0: Any, saturated_lr: Any, theta0: Any) -> Boxes:
        """Single instances, one an entry of the (broadcast) arrays."""
        columns = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64).ravel() for x in (
            h, a0, saturated_lr, theta0
        )))  # fmt: skip
        return cls(*(np.stack([column, column], axis=1) for column in columns))

    def __len__(self) -> int:
        return len(self.h)

    def is_point(self, index: int) -> bool:
        """Whether the box is a single instance."""
        return all(ends[index][0] == ends[index][1] for ends in self._columns())

    def point(self, index: int) -> tuple[Fraction, ...]:
        """(h, a_0, Λ, θ_0) of the lower corner, exactly."""
        return tuple(Fraction(float(ends[index][0])) for ends in self._columns())

    def _columns(self) -> tuple[Floats, ...]:
        return self.h, self.a0, self.saturated_lr, self.theta0


def first_states(boxes: Boxes) -> Floats:
    """The ends of h, cos θ, |sin θ|, e, N at time 0, of shape (n, 10); not for use in several threads."""
    table = np.empty((len(boxes), 10))
    with precision(BALL_BITS):
        for row, *box in zip(table, boxes.h, boxes.a0, boxes.saturated_lr, boxes.theta0, strict=True):
            row[:2] = box[0]
            _, *start = SQUARE.swapped(*(hull(*ends) for ends in box))
            row[2:] = [end for x in _start(*start) for end in _ends(x)]
    return table


def hull(low: float, high: float) -> Ball:
    """A ball around everything between two floats."""
    return arb(float(low)).union(arb(float(high)))


def _ends(x: Ball) -> tuple[float, float]:
    """Floats below and above every number of ``x``."""
    return nextafter(float(x.lower()), -inf), nextafter(float(x.upper()), inf)


def outward(value: Fraction) -> tuple[float, float]:
    """The nearest floats around an exact number; twice the same if it is a float itself."""
    near = float(value)
    if Fraction(near) == value:
        return near, near
    return (near, nextafter(near, inf)) if Fraction(near) < value else (nextafter(near, -inf), near)
