"""One run iterated in mpmath, without FLINT, and as many digits as its integers take.

It is an independent program for the same compiled map: other numbers, another loop, no balls.  It encloses
nothing.  A first pass at few digits shows how deep sin θ goes; the next has at least as many digits as
that, and twice as many as the first; then they are doubled until two passes in a row agree on every integer
that is reported, and neither has a step that is nearer to the threshold of a rise than half of its digits.
Two that agree make an error of rounding unlikely, and prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from mpmath.libmp import dps_to_prec

from verifier.arithmetic.balls import floor_of_lower, positive
from verifier.arithmetic.points import POINTS
from verifier.dynamics.active_margin import ActiveMargin
from verifier.dynamics.milestones import Milestones
from verifier.dynamics.model import State, load_model
from verifier.dynamics.run import Run
from verifier.dynamics.trajectory import Stretch, Trajectory
from verifier.loss import Start
from verifier.studies.bounded import OnsetBounds, Promise, edge_bounds, edge_promises, onset_bounds

FIRST_DIGITS = 30
GUARD_DIGITS = 15
"""How many digits 1 − sin θ keeps beyond those that sin θ takes."""
DEEPEST = 150
"""No more digits than this are spent on the depth alone: q and 1 − a are carried, so that a tiny sine has
as many digits as any other number, and what decides is whether two precisions agree."""
MOST_DIGITS = 1240
"""As many as the 4096 bits at which balls give up; more for a parameter that is written with more."""
_EXACT = 10**9
_REPORTED = 1024

Progress = Callable[[int, int], None]
"""Told now and then, and where a pass begins and ends, the number of its steps and its bits."""


@dataclass(frozen=True)
class Reading:
    """What one precision says: the events of a run, and the bounds that the claims give for it."""

    trajectory: Trajectory
    waiting: OnsetBounds
    edges: tuple[dict[str, int | None], ...]

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """The best bound of each edge, also from states within it."""
        return tuple(edge_promises(self.trajectory, self.edges))

    @property
    def best_edges(self) -> list[tuple[int | None, int]]:
        """The same as two precisions compare them."""
        return [(size(promise.bound), promise.after) for promise in self.promises]

    @property
    def integers(self) -> list[Any]:
        """All that two precisions must agree on; of a bound beyond 1e9 only its size."""
        run, waiting = self.trajectory, self.waiting
        margin = run.active_margin
        return [
            *(run.onset, run.rising_edges, run.loss_rises, margin and margin.horizon),
            *(list(map(size, bounds.values())) for bounds in (waiting.lowers, waiting.uppers, *self.edges)),
            list(map(size, waiting.window)),
        ]


@dataclass(frozen=True)
class Iterated:
    """One run at two precisions, in decimal ``digits``: ``coarse`` and, finer, ``reading``.

    ``agreed`` says whether they have the same integers, with no step in doubt; if not, ``MOST_DIGITS`` were
    not enough.  ``depth`` is the −log₁₀ of the least sin θ before the last event, rounded up.
    """

    coarse: Reading
    reading: Reading
    digits: tuple[int, int]
    agreed: bool
    depth: int


def iterated(
    instance: Start, steps: int, progress: Progress = lambda steps, bits: None
) -> Iterated:
    """Iterate ``instance`` with more digits until two precisions agree.

    Raises ``ValueError`` unless ``steps`` ≥ 1.
    """
    if steps < 1:
        raise ValueError(f"at least one step is needed, not {steps}")
    few, most = _scale(instance)
    first, depth = follow(instance, steps, few, progress)
    coarse, many = bounded(first), max(2 * few, min(GUARD_DIGITS + depth, DEEPEST))
    while True:
        further, depth = follow(instance, steps, many, progress)
        fine = bounded(further)
        agreed = coarse.integers == fine.integers and first.decided and further.decided
        if agreed or 2 * many > most:
            return Iterated(coarse, fine, (few, many), agreed, depth)
        first, coarse, few, many = further, fine, many, 2 * many


def _scale(instance: Start) -> tuple[int, int]:
    """How many digits to begin and to end with: enough for the parameters as they are written."""
    numbers = (instance.h, *instance.start)
    written = max(len(str(part)) for x in numbers for part in (x.numerator, x.denominator))
    few = max(FIRST_DIGITS, written + GUARD_DIGITS)
    return few, max(MOST_DIGITS, 8 * few)


def bounded(trajectory: Trajectory) -> Reading:
    """The run with the bounds that its own numbers give."""
    run = Run(trajectory.instance, trajectory.precision_bits, POINTS)
    return Reading(trajectory, onset_bounds(run), tuple(edge_bounds(trajectory)))


def follow(
    instance: Start, steps: int, digits: int, progress: Progress = lambda steps, bits: None
) -> tuple[Trajectory, int]:
    """The events of the run at one precision, and the depth of its sine; see ``Iterated``.

    ``undecided`` are the steps on which the margin of a rise, over λ if that is small, is less than half of
    the digits can tell, or some number is not finite.
    """
    bits, model = dps_to_prec(digits), load_model(instance.loss, POINTS)
    losses, doubts = _Stretches(), _Stretches()
    progress(0, bits)
    with POINTS.precision(bits):
        h, state = POINTS.number(instance.h), model.start(instance)
        rising = _Stretches(lambda state: model.advance(h, *state))
        margins = ActiveMargin(bound=POINTS.number(0))
        size, least = len(state), POINTS.number(1)
        deepest, told = least, POINTS.number(Fraction(1, 2 ** (bits // 2)))
        for t in range(steps):
            outputs = model.step(h, *state)
            sine, rise, loss_step, *shown = outputs[size:]
            up, loss = positive(rise), positive(loss_step)
            blurred = abs(rise) < told and not abs(rise) >= told * abs(model.view(state)["lam"])
            doubts.add(t, up is None or loss is None or blurred, state)
            least = least.min(abs(sine))
            happens = up is True and sine != 0
            rising.add(t, happens, state)
            losses.add(t, loss is True, state)
            if happens or loss:
                deepest = least
            if shown:
                margins.add(t, *shown)
            state = outputs[:size]
            if t % _REPORTED == _REPORTED - 1:
                progress(t + 1, bits)
        progress(steps, bits)
        _, _, _, *shown = model.step(h, *state)[size:]
        if shown:
            margins.add(steps, *shown)
        trajectory = Trajectory(
            instance,
            steps,
            onset=rising.found[0][0] if rising.found else None,
            rising_edges=tuple(rising.stretches(steps)),
            loss_rises=tuple(losses.stretches(steps)),
            edge_starts=tuple(SimpleNamespace(**model.view(start)) for start in rising.starts),
            edge_parts=tuple(rising.parts),
            min_sin=least,
            undecided=tuple(doubts.stretches(steps)),
            precision_bits=bits,
            active_margin=margins if shown else None,
            rise_in_doubt=bool(doubts.found),
            reals=POINTS,
        )
        return trajectory, _depth(deepest)


def size(bound: int | None) -> int | None:
    """The bound as it is compared: exactly below 1e9, beyond that by minus its number of binary digits."""
    return bound if bound is None or bound < _EXACT else -bound.bit_length()


def _depth(sine: Any) -> int:
    return -floor_of_lower(sine.log() / POINTS.number(10).log()) if sine > 0 else 0


@dataclass
class _Stretches:
    """The maximal stretches of times at which something happens, each with the state it starts from.

    If it is known how to ``advance`` a state, they have the ``parts`` of ``Milestones`` as well, the last
    one of which is complete when the ``stretches`` are told.
    """

    advance: Callable[[State], State] | None = None
    found: list[list[int]] = field(default_factory=list)
    starts: list[State] = field(default_factory=list)
    parts: list[dict[int, State]] = field(default_factory=list)
    _within: Milestones | None = None

    def add(self, t: int, happens: bool, state: State) -> None:
        """Whether it happens at time t."""
        if not happens:
            return
        if self.found and self.found[-1][1] == t - 1:
            self.found[-1][1] = t
        else:
            self._finish()
            self.found.append([t, t])
            self.starts.append(state)
            self._within = Milestones(self.advance) if self.advance else None
        if self._within:
            self._within.add(state)

    def _finish(self) -> None:
        if self._within:
            self.parts.append(self._within.parts())
        self._within = None

    def stretches(self, steps: int) -> Iterator[Stretch]:
        """(first, last) of each; last is None for what still goes on at the end."""
        self._finish()
        for first, last in self.found:
            yield first, None if last == steps - 1 else last
