"""One planar logistic run, followed until its window is behind it for good; every event decided by balls.

The end is certain: ``logistic.never-rises`` applies to the last state, so the direction does not rise
after it, and by ``logistic.loss-rises-only-with-direction`` neither does the loss.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace

from flint import arb

from derivations.logistic.never_rises import never_rises
from derivations.sigmoid.kappa import KAPPA, at
from verifier.arithmetic.balls import Ball, Undecided, Verdict, ball, less, positive, precision
from verifier.dynamics.model import State, load_model
from verifier.dynamics.run import rises
from verifier.results.visible_rise import Outcome
from verifier.studies.experiments.falling import falls, scores
from verifier.studies.losses import LOGISTIC, LogisticInstance

_BITS = (128, 512, 2048)
_LOOK = 4
"""At every so many steps it is asked whether the window is behind."""


@dataclass(frozen=True)
class Moment:
    """A state along a run: time, scale, sin θ > 0 and squared norm."""

    t: int
    alpha: Ball
    sine: Ball
    N: Ball

    @property
    def log_tangent(self) -> Ball:
        """ln tan θ."""
        return (self.sine / (1 - self.sine**2).sqrt()).log()


@dataclass(frozen=True)
class Crossing:
    """A whole run: what happened until the end, after which nothing rises.

    ``onset`` is the first state from which the direction rises, ``closed`` the state after its last
    rise, ``largest`` the one of largest sin θ that a rise led to, ``loss_rise`` the first from which the
    loss rises; each None where there is none.  ``height`` is the largest uninterrupted rise of R.
    """

    instance: LogisticInstance
    start: Moment
    onset: Moment | None
    closed: Moment | None
    largest: Moment | None
    loss_rise: Moment | None
    height: Ball
    end: Moment
    bits: int

    @property
    def outcome(self) -> Outcome:
        """The scale leaves first if, at the last state, κ(α) < 2N with the norm N of the onset.

        Raises ``Undecided`` when that is not certain.
        """
        if self.onset is None or self.closed is None:
            return Outcome.NEVER
        if self.loss_rise is not None:
            return Outcome.LOSS
        with precision(self.bits):
            left = less(at(KAPPA, self.closed.alpha), 2 * self.onset.N)
        if left is None:
            raise Undecided(f"what closes the window of {self.instance}")
        return Outcome.SCALE if left else Outcome.NORM


@lru_cache(maxsize=256)
def cross(instance: LogisticInstance, limit: int = 100_000) -> Crossing:
    """Follow ``instance`` to its end, with more bits where they are needed.

    A run that is asked for again, by the figure of another claim's evidence, is not followed again.
    Raises ``Undecided`` when 2048 bits do not decide an event, or the end is not reached in ``limit``
    steps.
    """
    for bits in _BITS:
        try:
            return _follow(instance, limit, bits)
        except Undecided:
            if bits == _BITS[-1]:
                raise
    raise Undecided(f"{instance}")


@dataclass
class _Record:
    """What has happened so far."""

    onset: Moment | None = None
    closed: Moment | None = None
    largest: Moment | None = None
    loss_rise: Moment | None = None
    height: Ball = field(default_factory=lambda: arb(0))
    rose: bool = False
    moved: bool = False
    """Whether the direction or the loss rose last; until it does again nothing changes here."""
    _climb: Ball = field(default_factory=lambda: arb(0))

    def add(self, here: Moment, direction: bool, climbs: Ball | None) -> None:
        """From ``here`` the direction rises or not, and the loss by so much; None: it does not."""
        if self.rose:
            self.closed = here
            if self.largest is None or here.sine.mid() > self.largest.sine.mid():
                self.largest = here
        if direction:
            self.onset = self.onset or here
        if climbs is not None:
            self.loss_rise = self.loss_rise or here
        self._climb = arb(0) if climbs is None else self._climb + climbs
        self.height = self.height.max(self._climb)
        self.rose, self.moved = direction, direction or climbs is not None


def _follow(instance: LogisticInstance, limit: int, bits: int) -> Crossing:
    """One pass at a fixed precision."""
    model, record = load_model(LOGISTIC), _Record()
    with precision(bits):
        h = ball(instance.h)
        state = model.start(instance)
        start, size = _moment(0, state), len(state)
        walked = model.walk(h, *state)
        known = scores(state, walked)
        for t in range(limit):
            following, (s, rise, *_) = walked[:size], walked[size:]
            walked = model.walk(h, *following)
            before, known = known, scores(following, walked)
            direction, climbs = rises(s, rise), None
            loss: Verdict = False
            if not falls(before, known):
                *_, change, _, _ = model.step(h, *state)
                loss = positive(change)
                climbs = change if loss else None
            if direction is None or loss is None:
                raise Undecided(f"an event at t = {t} of {instance}, with {bits} bits")
            looked = not direction and t % _LOOK == 0
            if looked or direction or loss or record.moved:
                here = _moment(t, state)
                record.add(here, direction, climbs)
            if looked and _is_over(here):
                return Crossing(
                    instance, start, record.onset, record.closed, record.largest, record.loss_rise,
                    record.height, here, bits,
                )  # fmt: skip
            state = following
    raise Undecided(f"{instance} is not over after {limit} steps")


def _moment(t: int, state: State) -> Moment:
    """The moment of a state (p, q, α, N, r) of ``derivations.logistic.model.run_map``."""
    _, q, alpha, N, r = state
    return Moment(t, alpha, abs(q / r), N)


def _is_over(here: Moment) -> bool:
    """Whether ``logistic.never-rises`` applies from here on."""
    cosine = (1 - here.sine**2).sqrt()
    return never_rises(SimpleNamespace(alpha=here.alpha, N=here.N, s=here.sine, c=cosine)) is True
