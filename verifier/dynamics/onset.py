"""Certifies the onset without iterating to it.

A short stretch of rigorous iteration makes the angle tiny.  From there until onset the direction does not
rise, so sin θ stays below its present value, and ``square.frozen-leap`` bounds every later λ_k from both
sides.  The first k at which each bound passes the threshold brackets the onset; when both give the same
k, that is the onset.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from derivations.square import frozen_leap
from verifier.arithmetic.balls import precision
from verifier.dynamics.instance import Instance
from verifier.dynamics.run import Run

PRECISIONS = (192, 384, 768)
MAX_STEPS = 200_000
"""Steps iterated before giving up; a run that needs more has no tiny angle to leap from."""
_FIRST_ATTEMPT = 32


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
    window: tuple[int, int | None]


def certify_onset(instance: Instance, max_steps: int = MAX_STEPS) -> Onset:
    """The onset of ``instance``, by iteration to a tiny angle and one leap."""
    iterated, found = 0, Onset(None, False, 0, PRECISIONS[0], (0, None))
    for bits in PRECISIONS:
        found = _attempt(instance, bits, max_steps)
        iterated += found.steps_iterated
        if found.certified:
            break
    return Onset(found.onset, found.certified, iterated, found.precision_bits, found.window)


def _attempt(instance: Instance, bits: int, max_steps: int) -> Onset:
    run = Run(instance, bits)
    window: tuple[int, int | None] = (0, None)
    attempt = _FIRST_ATTEMPT
    for t in range(max_steps):
        rises = run.rising(t)
        if rises:
            return Onset(t, True, t, bits, (t, t))
        if rises is None:
            return Onset(None, False, t, bits, window)
        if t == attempt:
            attempt += max(_FIRST_ATTEMPT, t // 4)
            with precision(bits):
                x = run.state(t)
                if never_rises(x):
                    return Onset(None, True, t, bits, (t, None))
                window = _absolute(t, frozen_leap.onset_window(run.h, x))
            if window[0] == window[1]:
                return Onset(window[0], True, t, bits, window)
    return Onset(None, False, max_steps, bits, window)


def _absolute(t: int, window: tuple[int, int | None]) -> tuple[int, int | None]:
    lower, upper = window
    return t + lower, None if upper is None else t + upper


def never_rises(x: SimpleNamespace) -> bool:
    """Whether ``square.no-rising-edge`` applies to the state: max(a, 1) ≤ 2N."""
    return bool(x.a <= 2 * x.N) and bool(2 * x.N >= 1)
