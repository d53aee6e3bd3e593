"""One run iterated in mpmath, without FLINT, and as many digits as its integers take.

It is an independent program for the same compiled map: other numbers, another loop, no balls.  It encloses
nothing.  A first pass at few digits shows how deep sin θ goes; the next has at least as many digits as
that, and twice as many as the first; then they are doubled until two passes in a row agree on every integer
that is reported.  Two that agree make an error of rounding unlikely, and prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from mpmath.libmp import dps_to_prec

from verifier.arithmetic.balls import Undecided, floor_of_lower, positive
from verifier.arithmetic.points import POINTS
from verifier.dynamics.active_margin import ActiveMargin
from verifier.dynamics.bounded import OnsetBounds, edge_bounds, onset_bounds
from verifier.dynamics.instance import Start
from verifier.dynamics.model import State, load_model
from verifier.dynamics.run import Run
from verifier.dynamics.trajectory import Stretch, Trajectory

FIRST_DIGITS = 30
GUARD_DIGITS = 15
"""How many digits 1 − sin θ keeps beyond those that sin θ takes."""
DEEPEST = 150
"""No more digits than this are spent on the depth alone: q and 1 − a are carried, so that a tiny sine has
as many digits as any other number, and what decides is whether two precisions agree."""
MOST_DIGITS = 1240
"""As many as the 4096 bits at which balls give up."""
_EXACT = 10**9


@dataclass(frozen=True)
class Reading:
    """What one precision says: the events of a run, and the bounds that the claims give for it."""

    trajectory: Trajectory
    waiting: OnsetBounds
    edges: tuple[dict[str, int | None], ...]

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
    """One run at two precisions, in decimal ``digits``; ``reading`` is the finer one.

    ``agreed`` says whether they have the same integers; if not, ``MOST_DIGITS`` were not enough.
    ``depth`` is the −log₁₀ of the least sin θ before the last event, rounded up.
    """

    reading: Reading
    digits: tuple[int, int]
    agreed: bool
    depth: int


def iterated(instance: Start, steps: int) -> Iterated:
    """Iterate ``instance`` with more digits until two precisions agree.

    Raises ``ValueError`` unless ``steps`` ≥ 1.
    """
    if steps < 1:
        raise ValueError(f"at least one step is needed, not {steps}")
    few, many = FIRST_DIGITS, 2 * FIRST_DIGITS
    first, depth = follow(instance, steps, few)
    many = max(many, min(GUARD_DIGITS + depth, DEEPEST))
    coarse = bounded(first)
    while True:
        further, depth = follow(instance, steps, many)
        fine = bounded(further)
        agreed = coarse.integers == fine.integers
        if agreed or 2 * many > MOST_DIGITS:
            return Iterated(fine, (few, many), agreed, depth)
        coarse, few, many = fine, many, 2 * many


def bounded(trajectory: Trajectory) -> Reading:
    """The run with the bounds that its own numbers give."""
    run = Run(trajectory.instance, trajectory.precision_bits, POINTS)
    return Reading(trajectory, onset_bounds(run), tuple(edge_bounds(trajectory)))


def follow(instance: Start, steps: int, digits: int) -> tuple[Trajectory, int]:
    """The events of the run at one precision, and the depth of its sine; see ``Iterated``.

    Raises ``Undecided`` where a number is not finite.
    """
    bits, model = dps_to_prec(digits), load_model(instance.model, POINTS)
    rising, losses = _Stretches(), _Stretches()
    with POINTS.precision(bits):
        h, state = POINTS.number(instance.h), model.start(instance)
        margins = ActiveMargin(bound=POINTS.number(0))
        size, least = len(state), POINTS.number(1)
        deepest = least
        for t in range(steps):
            outputs = model.step(h, *state)
            sine, rise, loss_step, *shown = outputs[size:]
            up, loss = positive(rise), positive(loss_step)
            if up is None or loss is None:
                raise Undecided(f"step {t} has no value with {digits} digits")
            least = least.min(abs(sine))
            happens = up and sine != 0
            rising.add(t, happens, state)
            losses.add(t, loss, state)
            if happens or loss:
                deepest = least
            if shown:
                margins.add(t, *shown)
            state = outputs[:size]
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
            min_sin=least,
            undecided=(),
            precision_bits=bits,
            active_margin=margins if shown else None,
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
    """The maximal stretches of times at which something happens, each with the state it starts from."""

    found: list[list[int]] = field(default_factory=list)
    starts: list[State] = field(default_factory=list)

    def add(self, t: int, happens: bool, state: State) -> None:
        """Whether it happens at time t."""
        if happens and self.found and self.found[-1][1] == t - 1:
            self.found[-1][1] = t
        elif happens:
            self.found.append([t, t])
            self.starts.append(state)

    def stretches(self, steps: int) -> Iterator[Stretch]:
        """(first, last) of each; last is None for what still goes on at the end."""
        for first, last in self.found:
            yield first, None if last == steps - 1 else last
