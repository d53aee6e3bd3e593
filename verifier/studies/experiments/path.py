"""One run as it is compared: what is seen at each time, and when the direction and the loss rise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb

from verifier.arithmetic.balls import Ball
from verifier.results.experiment import Events, Spike
from verifier.studies.stretches import stretches

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

    @property
    def events(self) -> Events:
        """Onset, rising edges and loss rises."""
        return Events(self.onset, stretches(self.rising), stretches(self.loss_rises))

    def first_spike(self, height: Callable[[Any], float]) -> Spike | None:
        """Where the first rise of the loss starts and ends, with the ``height`` of the state there.

        None if the loss does not rise, or does not fall again.
        """
        rises = self.events.loss_rises
        if not rises or rises[0][1] is None:
            return None
        first, after = rises[0][0], rises[0][1] + 1
        return Spike((first, height(self.states[first])), (after, height(self.states[after])))

    def difference(self, other: Path, quantity: str) -> Ball:
        """The largest |x − y|/|y| over all times, x of this path and y of the other, rounded up."""
        worst = arb(0)
        for state, reference in zip(self.states, other.states, strict=True):
            x, y = getattr(state, quantity), getattr(reference, quantity)
            worst = worst.max((abs(x - y) / abs(y)).upper())
        return worst
