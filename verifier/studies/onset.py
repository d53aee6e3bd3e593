"""Certifies the onset without iterating to it.

A short stretch of rigorous iteration makes the angle tiny.  From there until onset the direction does not
rise, so sin θ stays below its present value, and ``square.frozen-leap`` bounds every later λ_k from both
sides.  The first k at which each bound passes the threshold brackets the onset; when both give the same
k, that is the onset.  A loss without such a leap (``Bounds.leap``) has its bounds of the waiting time
instead, which bracket the onset in the same way, and where they do not agree it is iterated to.
Where balls are too wide to tell, and not the angle too large, the next precision is tried at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from types import SimpleNamespace
from typing import Protocol

from derivations.square.lemmas import leap_enclosure
from verifier.arithmetic.balls import Ball, Undecided, ball, precision
from verifier.arithmetic.reals import working_bits
from verifier.dynamics.model import load_model
from verifier.dynamics.run import rises
from verifier.loss import Bounds, Loss, Start
from verifier.results.onset import Onset, Window
from verifier.studies.bounded import bound_of, least, most
from verifier.studies.bounds import bounds_of

FIRST_BITS = 192
MOST_BITS = 128 * FIRST_BITS
"""Decides whatever can be given on the command line, such as 1e-1000 beside its square."""
MAX_STEPS = 200_000
"""Steps iterated before giving up; a run that needs more has no tiny angle to leap from."""
_FIRST_ATTEMPT = 32
_REPORTED = 1024

Progress = Callable[[int, int], None]
"""Told now and then the number of steps iterated so far, and the precision in bits."""


def certify_onset(
    instance: Start, max_steps: int = MAX_STEPS, progress: Progress = lambda steps, bits: None
) -> Onset:
    """The onset of ``instance``, by iteration to a tiny angle and one leap, or to the onset itself.

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


def sufficient_bits(instance: Start, bits: int) -> int:
    """``bits``, doubled until the onset of a run this slow can be told from its neighbours.

    It is about 1/h steps away, and comes from ln(1 − h), of which log₂(1/h) bits are lost.
    """
    needed = 2 * (1 / instance.h).__ceil__().bit_length() + FIRST_BITS // 2
    while bits < min(needed, MOST_BITS):
        bits *= 2
    return bits


class _Outlook(Enum):
    """What a look ahead from one state says."""

    NEVER_RISES = auto()
    BLURRED = auto()
    """A higher precision is what it takes to say more."""
    OPEN = auto()
    """The window is what can be said; from a later state it may be narrower."""


class _Search:
    """One search for the onset: what several precisions share."""

    def __init__(self, instance: Start, max_steps: int, progress: Progress) -> None:
        self._instance, self._max_steps, self._progress = instance, max_steps, progress
        self._model, self._ahead = load_model(instance.loss), _ahead(instance.loss)
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
                found = self._look_ahead(t, h, x)
                if found is not _Outlook.OPEN:
                    return None, found is _Outlook.NEVER_RISES
                if self.window[0] == self.window[1]:
                    return self.window[0], True
            if last:
                return None, False
            state = self._model.advance(h, *state)
            t, self.steps = t + 1, self.steps + 1
            if self.steps % _REPORTED == 0:
                self._progress(self.steps, bits)

    def _look_ahead(self, t: int, h: Ball, x: SimpleNamespace) -> _Outlook:
        """Narrow the window from state x at time t."""
        try:
            lower, upper = self._ahead.window(h, x)
        except Undecided:
            return _Outlook.BLURRED
        if lower is None:
            return _Outlook.NEVER_RISES
        self._narrow(t + lower, None if upper is None else t + upper)
        blurred = lower != upper and self._ahead.is_blurred(h, x)
        return _Outlook.BLURRED if blurred else _Outlook.OPEN

    def _narrow(self, lower: int, upper: int | None) -> None:
        known = self.window[1]
        highest = known if upper is None else upper if known is None else min(known, upper)
        self.window = max(lower, self.window[0]), highest


class Ahead(Protocol):
    """What a loss has to look ahead from a state, of which it is known that it does not rise."""

    def window(self, h: Ball, x: SimpleNamespace) -> tuple[int | None, int | None]:
        """Bounds of the onset counted from state x; the first None: never.  Raises ``Undecided``."""

    def is_blurred(self, h: Ball, x: SimpleNamespace) -> bool:
        """Whether they are apart because the balls are wide."""


class Leap:
    """The square loss: ``square.frozen-leap``, which needs a tiny angle."""

    def window(self, h: Ball, x: SimpleNamespace) -> tuple[int | None, int | None]:
        return (None, None) if never_rises(x) else leap_enclosure.onset_window(h, x)

    def is_blurred(self, h: Ball, x: SimpleNamespace) -> bool:
        return leap_enclosure.is_blurred(h, x)


@dataclass(frozen=True)
class Restarted:
    """The bounds of the waiting time, from a later state."""

    bounds: Bounds

    def window(self, h: Ball, x: SimpleNamespace) -> tuple[int | None, int | None]:
        lower = most(_bound(claim, h, x, undecided=0) for claim in self.bounds.onset_from_below)
        if lower is None:
            return None, None
        return lower, least(_bound(claim, h, x) for claim in self.bounds.onset_from_above)

    def is_blurred(self, h: Ball, x: SimpleNamespace) -> bool:
        points = {name: value.mid() for name, value in vars(x).items()}
        with precision(2 * working_bits(h)):
            return self.window(h, SimpleNamespace(**points)) != self.window(h, x)


def _bound(claim: str, h: Ball, x: SimpleNamespace, undecided: int | None = None) -> int | None:
    try:
        return bound_of(claim)(h, x)
    except Undecided:
        return undecided


def _ahead(loss: Loss) -> Ahead:
    return Leap() if bounds_of(loss).leap else Restarted(bounds_of(loss))


def never_rises(x: SimpleNamespace) -> bool:
    """Whether ``square.no-rising-edge`` applies to the state: max(a, 1) ≤ 2N."""
    return bool(x.a <= 2 * x.N) and bool(2 * x.N >= 1)
