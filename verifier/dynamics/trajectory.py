"""Follows one run for many steps in flat memory, and decides every event along it by enclosures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from types import SimpleNamespace

from verifier.arithmetic.balls import Ball, Undecided, Verdict, ball, positive, precision
from verifier.arithmetic.reals import Reals, reals_of
from verifier.dynamics.active_margin import ActiveMargin
from verifier.dynamics.milestones import Milestones
from verifier.dynamics.model import State, load_model
from verifier.dynamics.run import rises
from verifier.loss import Start

FIRST_BITS = 128
MAX_BITS = 4096
_MOST_BLUR = 2**16
_REPORTED = 1024

Stretch = tuple[int, int | None]
"""The first and last time of something that lasts; last is None when it goes on at the end."""


@dataclass(frozen=True)
class Trajectory:
    """What is certain about the steps t = 0 … steps − 1 of a run.

    An edge is listed only if it is decided where it begins and ends, and ``onset`` only if no earlier
    step is undecided.  ``edge_starts`` holds the state (as of ``Run.state``) where each listed edge
    begins, in balls of ``precision_bits``, and ``edge_parts`` some later states of each, by the number of
    steps before them (``Milestones``).  ``undecided`` are the stretches on which some event is
    not decided at that precision; the run is ``certified`` when there is none.  ``min_sin`` encloses
    the least sin θ_t over those times.  ``rise_in_doubt`` says whether it is undecided at some step whether
    the direction rises; ``active_margin`` speaks of the state at time ``steps`` as well; it is None for a
    loss without margins.  ``margin_to_onset`` is what it was at the onset, if that is certain and later
    than time 0.  With points in place of balls nothing is certain, and numbers are rounded.
    """

    instance: Start
    steps: int
    onset: int | None
    rising_edges: tuple[Stretch, ...]
    loss_rises: tuple[Stretch, ...]
    edge_starts: tuple[SimpleNamespace, ...]
    min_sin: Ball
    undecided: tuple[Stretch, ...]
    precision_bits: int
    edge_parts: tuple[Mapping[int, State], ...] = ()
    active_margin: ActiveMargin | None = None
    margin_to_onset: ActiveMargin | None = None
    rise_in_doubt: bool = False
    reals: Reals = field(default_factory=reals_of)

    @property
    def decided(self) -> bool:
        """Whether no comparison is left undecided; with points that proves nothing."""
        return not self.undecided

    @property
    def certified(self) -> bool:
        """Whether every comparison was decided by enclosures."""
        return self.reals.encloses and self.decided

    @property
    def min_log10_sin(self) -> Ball | None:
        """Encloses log₁₀ of the least sin θ_t; None when that is 0 or not separated from 0."""
        with self.reals.precision(self.precision_bits):
            return self.min_sin.log() / self.reals.number(10).log() if positive(self.min_sin) else None


def largest_precision(instance: Start, steps: int = 0) -> int:
    """How many bits are worth trying: more than usual for a parameter of hundreds of digits.

    So they are for many steps of a loss that blurs; there is an end to them.
    """
    numbers = (instance.h, *instance.start)
    size = max(max(x.numerator.bit_length(), x.denominator.bit_length()) for x in numbers)
    bits = MAX_BITS
    while bits < 4 * size or bits < min(instance.loss.blur * steps, _MOST_BLUR):
        bits *= 2
    return bits


def certify(
    instance: Start,
    steps: int,
    *,
    bits: int = FIRST_BITS,
    max_bits: int = MAX_BITS,
    progress: Callable[[int, int], None] = lambda steps, bits: None,
) -> Trajectory:
    """Follow ``instance`` for ``steps`` steps, doubling the precision until everything is decided.

    ``progress`` is told now and then how many steps have been followed, and at what precision.

    At ``max_bits`` what remains undecided is said, never guessed.  Raises ``ValueError`` unless
    ``steps`` ≥ 1 and 2 ≤ ``bits`` ≤ ``max_bits``.
    """
    if steps < 1:
        raise ValueError(f"at least one step is needed, not {steps}")
    if not 2 <= bits <= max_bits:
        raise ValueError(f"the precision must be between 2 and {max_bits} bits, not {bits}")
    while bits < max_bits:
        try:
            return _follow(instance, steps, bits, progress, strict=True)
        except Undecided:
            bits = min(2 * bits, max_bits)
    return _follow(instance, steps, bits, progress, strict=False)


@dataclass
class Stretches:
    """Gathers the maximal stretches of times with verdict True, from the verdicts in order.

    A stretch that begins or ends beside an undecided time is left out: its end is not known.
    ``first`` is the first True, if nothing before it is undecided; ``doubt`` says whether anything is;
    ``starts`` are the states where the stretches begin, and ``parts``, if it is known how to ``advance`` a
    state, those of ``Milestones`` within.
    """

    advance: Callable[[State], State] | None = None

    found: list[Stretch] = field(default_factory=list)
    starts: list[State] = field(default_factory=list)
    first: int | None = None
    doubt: bool = False
    parts: list[dict[int, State]] = field(default_factory=list)
    _open: tuple[int, State] | None = None
    _within: Milestones | None = None
    _before: Verdict = False

    def add(self, t: int, verdict: Verdict, state: State) -> None:
        """The verdict at time t, one more than last time."""
        if verdict is False is self._before:  # as at most times
            return
        if verdict:
            if self._before is False:
                self._open = t, state
                self._within = Milestones(self.advance) if self.advance else None
            if self._within:
                self._within.add(state)
            if self.first is None and not self.doubt:
                self.first = t
        else:
            self._close(t - 1, certain=verdict is False)
            self.doubt |= verdict is None
        self._before = verdict

    def finish(self) -> None:
        """No more verdicts: what is still going on has no last time."""
        self._close(None, certain=True)

    def _close(self, last: int | None, *, certain: bool) -> None:
        if self._open and certain:
            self.found.append((self._open[0], last))
            self.starts.append(self._open[1])
            if self._within:
                self.parts.append(self._within.parts())
        self._open = self._within = None


def _follow(
    instance: Start, steps: int, bits: int, progress: Callable[[int, int], None], *, strict: bool
) -> Trajectory:
    """One pass at a fixed precision; if strict, raises ``Undecided`` at the first undecided event."""
    model = load_model(instance.loss)
    losses, undecided = Stretches(), Stretches()
    margins, to_onset = ActiveMargin(), None
    with precision(bits):
        h = ball(instance.h)
        rising = Stretches(lambda state: model.advance(h, *state))
        state = model.start(instance)
        size, least = len(state), ball(1)
        for t in range(steps):
            outputs = model.step(h, *state)
            s, rise, loss_step, *shown = outputs[size:]
            direction, loss = rises(s, rise), positive(loss_step)
            in_doubt = direction is None or loss is None
            if in_doubt and strict:
                raise Undecided(f"an event at t = {t} with {bits} bits")
            rising.add(t, direction, state)
            losses.add(t, loss, state)
            undecided.add(t, in_doubt, state)
            least = least.min(abs(s))
            if shown:
                margins.add(t, *shown)
                to_onset = copy(margins) if t and rising.first == t else to_onset
            state = outputs[:size]
            if t % _REPORTED == _REPORTED - 1:
                progress(t + 1, bits)
        for stretches in (rising, losses, undecided):
            stretches.finish()
        _, _, _, *shown = model.step(h, *state)[size:]
        if shown:
            margins.add(steps, *shown)
        return Trajectory(
            instance,
            steps,
            onset=rising.first,
            rising_edges=tuple(rising.found),
            loss_rises=tuple(losses.found),
            edge_starts=tuple(SimpleNamespace(**model.view(start)) for start in rising.starts),
            edge_parts=tuple(rising.parts),
            min_sin=least,
            undecided=tuple(undecided.found),
            precision_bits=bits,
            active_margin=margins if shown else None,
            margin_to_onset=to_onset,
            rise_in_doubt=rising.doubt,
        )
