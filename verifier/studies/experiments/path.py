"""One run as it is compared: what is seen at each time, and when the direction and the loss rise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb

from verifier.arithmetic.balls import Ball

QUANTITIES = ("loss", "sine", "effective_lr", "scale", "squared_norm")
"""R, sin θ, λ, α and ‖w‖²: what each state of a path has, as balls."""


@dataclass(frozen=True)
class Path:
    """States 0 … T, and for t < T whether sin θ and the loss are larger at t + 1."""

    states: Sequence[Any]
    rising: Sequence[bool]
    loss_rises: Sequence[bool]

    @property
    def onset(self) -> int | None:
        """The first time at which the direction rises."""
        return self.rising.index(True) if True in self.rising else None

    def events(self) -> dict[str, Any]:
        """Onset, rising edges and loss rises, as plain JSON."""
        return {
            "onset": self.onset,
            "rising_edges": [[*edge] for edge in stretches(self.rising)],
            "loss_rises": [[*rise] for rise in stretches(self.loss_rises)],
        }

    def difference(self, other: Path, quantity: str) -> Ball:
        """The largest |x − y|/|y| over all times, x of this path and y of the other, rounded up."""
        worst = arb(0)
        for state, reference in zip(self.states, other.states, strict=True):
            x, y = getattr(state, quantity), getattr(reference, quantity)
            worst = worst.max((abs(x - y) / abs(y)).upper())
        return worst


def stretches(happens: Sequence[bool]) -> list[tuple[int, int | None]]:
    """The maximal stretches (first, last) of times at which it happens; last is None at the very end."""
    found: list[tuple[int, int | None]] = []
    before = False
    for t, now in enumerate(happens):
        if now and not before:
            found.append((t, None))
        elif before and not now:
            found[-1] = found[-1][0], t - 1
        before = now
    return found
