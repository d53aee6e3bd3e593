"""Certifies the onset without iterating to it.

A short stretch of rigorous iteration makes the angle tiny.  From there until onset the direction does not
rise, so sin θ stays below its present value, and ``square.frozen-leap`` bounds every later λ_k from both
sides.  The first k at which each bound passes the threshold brackets the onset; when both give the same
k, that is the onset.  Where balls are too wide to tell, and not the angle too large, the next precision
is tried at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import SimpleNamespace

from derivations.square.lemmas import leap_enclosure
from verifier.arithmetic.balls import Ball, Undecided, ball, precision
from verifier.dynamics.instance import Instance
from verifier.dynamics.model import load_model
from verifier.dynamics.run import rises

FIRST_BITS = 192
MOST_BITS = 128 * FIRST_BITS
"""Decides whatever can be given on the command line, such as 1e-1000 beside its square."""
MAX_STEPS = 200_000
"""Steps iterated before giving up; a run that needs more has no tiny angle to leap from."""
_FIRST_ATTEMPT = 32
_REPORTED = 1024

Window = tuple[int, int | None]
Progress = Callable[[int, int], None]
"""Told now and then the number of steps iterated so far, and the precision in bits."""


@dataclass(frozen=True)
class Onset:
    """What is certified: ``onset`` (None with ``certified``: the direction never rises).

    Without ``certified`` nothing is claimed but ``window``, the bounds found (None where there is none).
    ``steps_iterated`` counts the steps of the map that were computed, over all precisions tried.
    """

    onset: int | None
    certified: bool
    steps_iterated: int
    precision_bits: int
    window: Window


def certify_onset(
    instance: Instance, max_steps: int = MAX_STEPS, progress: Progress = lambda steps, bits: None
) -> Onset:
    """The onset of ``instance``, by iteration to a tiny angle and one leap.

    At most ``max_steps`` steps of the map are computed, over all precisions together; no state is kept.
    """
    bits, search = sufficient_bits(instance, FIRST_BITS), _Search(instance, max_steps, progress)
    while True:
        progress(search.steps, bits)
        with precision(bits):
            onset, certified = search.attempt(bits)
        if certified or search.steps >= max_steps or bits >= MOST_BITS:
            window = search.window if onset is None else (onset, onset)
            return Onset(onset, certified, search.steps, bits, window)
        bits *= 2


def sufficient_bits(instance: Instance, bits: int) -> int:
    """``bits``, doubled until the onset of a run this slow can be told from its neighbours.

    It is about 1/h steps away, and comes from ln(1 − h), of which log₂(1/h) bits are lost.
    """
    needed = 2 * (1 / instance.h).__ceil__().bit_length() + FIRST_BITS // 2
    while bits < min(needed, MOST_BITS):
        bits *= 2
    return bits


class _Search:
    """One search for the onset: what several precisions share."""

    def __init__(self, instance: Instance, max_steps: int, progress: Progress) -> None:
        self._instance, self._max_steps, self._progress = instance, max_steps, progress
        self._model = load_model(instance.model)
        self.steps = 0
        self.window: Window = (0, None)

    def attempt(self, bits: int) -> tuple[int | None, bool]:
        """(onset, certified) at the present precision; not certified when the next one is to be tried.

        ``window`` then has what is known, and ``steps`` goes on to count.
        """
        h, state = ball(self._instance.h), self._model.start(self._instance)
        t, attempt = 0, _FIRST_ATTEMPT
        while True:
            verdict = rises(*self._model.direction(*state))
            if verdict is not False:
                return (t, True) if verdict else (None, False)
            self._narrow(t + 1, None)
            last = self.steps >= self._max_steps
            if t == attempt or last:
                attempt += max(_FIRST_ATTEMPT, t // 4)
                x = SimpleNamespace(**self._model.view(state))
                if never_rises(x):
                    return None, True
                if not self._leap(t, h, x):
                    return None, False
                if self.window[0] == self.window[1]:
                    return self.window[0], True
            if last:
                return None, False
            state = self._model.advance(h, *state)
            t, self.steps = t + 1, self.steps + 1
            if self.steps % _REPORTED == 0:
                self._progress(self.steps, bits)

    def _leap(self, t: int, h: Ball, x: SimpleNamespace) -> bool:
        """Narrow the window from state x at time t; False if a higher precision is what it takes."""
        window: tuple[int, int | None] | None = None
        with suppress(Undecided):
            window = leap_enclosure.onset_window(h, x)
        if window is None:
            return False
        lower, upper = window
        self._narrow(t + lower, None if upper is None else t + upper)
        return lower == upper or not leap_enclosure.is_blurred(h, x)

    def _narrow(self, lower: int, upper: int | None) -> None:
        known = self.window[1]
        highest = known if upper is None else upper if known is None else min(known, upper)
        self.window = max(lower, self.window[0]), highest


def never_rises(x: SimpleNamespace) -> bool:
    """Whether ``square.no-rising-edge`` applies to the state: max(a, 1) ≤ 2N."""
    return bool(x.a <= 2 * x.N) and bool(2 * x.N >= 1)
