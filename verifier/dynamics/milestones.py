"""Some states of an edge while it is followed, so that no part of it is followed again."""

from __future__ import annotations

from collections.abc import Callable

from verifier.dynamics.model import State

PARTS, TOLD = 8, (4, 6, 7)
"""Of an edge that is over, the states after so many eighths of it are told."""
MOST = 1024
"""An even number: no more states than this are kept, so that a long edge is followed in flat memory."""


class Milestones:
    """The states of an edge, in order: every one, and of a long edge every 2nd, 4th, … alone.

    ``advance`` takes a state to the next: where a state is told that was not kept, it is found from the one
    kept before it, in fewer than one of ``MOST`` / 2 parts of the steps of the edge.
    """

    def __init__(self, advance: Callable[[State], State]) -> None:
        self._advance = advance
        self._kept: list[State] = []
        self._stride, self._length = 1, 0

    def add(self, state: State) -> None:
        """The next state from which the edge rises."""
        if self._length % self._stride == 0:
            self._kept.append(state)
            if len(self._kept) > MOST:
                del self._kept[1::2]
                self._stride *= 2
        self._length += 1

    def parts(self) -> dict[int, State]:
        """By how many steps of the edge there are before it, each state to be told but the first."""
        return {after: self._state(after) for after in self._places()}

    def _places(self) -> list[int]:
        return sorted({self._length * part // PARTS for part in TOLD} - {0})

    def _state(self, after: int) -> State:
        place, steps = divmod(after, self._stride)
        state = self._kept[place]
        for _ in range(steps):
            state = self._advance(state)
        return state
