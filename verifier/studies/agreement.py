"""Every listed instance in mpmath beside balls: the same integers, and every bound on its right side.

The mpmath side does without FLINT and without the other side's numbers: it iterates the compiled map,
evaluates every bound from the derived formulas, and holds the one against the other.  Only then the two are
compared.  What mpmath finds is no enclosure, so that it never makes a claim certain; but a bound that its
numbers violate at two precisions is a witness, which anyone can replay, and refutes.  Where the two
arithmetics differ one of the programs is wrong, which leaves everything open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from verifier.claim import Status
from verifier.dynamics.trajectory import MAX_BITS, Stretch
from verifier.loss import Start
from verifier.numbers import counted
from verifier.results import agreement as results
from verifier.results.agreement import Agreement, Side
from verifier.studies.bounded import least, said
from verifier.studies.bounds import bounds_of
from verifier.studies.iteration import Iterated, iterated, size
from verifier.studies.losses import LOGISTIC, SQUARE
from verifier.studies.tightness import (
    QUICK_STRIDE,
    STEPS,
    Comparison,
    Row,
    compare,
    shown,
)
from verifier.studies.variants import VARIANTS, DecayedInstance, FedInstance, HeavyInstance

EVENTS = ("onset", "rising_edges", "loss_rises")
KINDS = ("from below", "from above", "edge", "loss rise")
"""What is put to the test: bounds of the onset, bounds of edges, and that the loss rises only in edges."""
VARIED = tuple(
    (kind.of(*row.split()[:5]), int(row.split()[5]))
    for kind, rows in (
        (
            DecayedInstance,
            """
            0.005  0.02   3    0.1   0.0001  700
            0.005  0.02   3    0.1   0.01    500
            0.05   0.01   1.5  0.5   0.02    300
            0.2    2      1    1e-3  0.1     200
            1      0.1    0.5  0.2   0.3     60
            """,
        ),
        (
            HeavyInstance,
            """
            0.02   0.3    5    0.7   0.001   400
            0.1    0.05   4    0.78  0.05    150
            0.5    0.001  9    0.3   0.2     40
            0.3    0.01   3    1.4   0.9     40
            """,
        ),
        (
            FedInstance,
            """
            0.005  0.02   3    0.1   0.0001  1000
            0.005  0.02   3    0.1   0.001   1000
            0.05   0.01   10   0.5   0.003   400
            0.1    3      0.6  0.5   0.01    200
            1      0.5    50   1.57  1e-6    40
            """,
        ),
    )
    for row in rows.strip().splitlines()
)
"""Runs with something besides: h, a_0, Λ, θ_0, then ω, β or ε̃, and how many steps are looked at."""
VARIED_KINDS = ("from below", "loss rise")


@dataclass(frozen=True)
class Pair:
    """One instance in mpmath and in balls."""

    points: Iterated
    balls: Row

    @property
    def row(self) -> Row:
        """The mpmath side, in the form of the other."""
        return row_of(self.points)

    def differences(self) -> Iterator[str]:
        """Where the two disagree, in words, or one of them with itself."""
        coarse, fine = self.points.digits
        if not self.points.agreed:
            yield f"mpmath differs between {coarse} and {fine} digits"
        if not self.balls.trajectory.certified:
            yield "balls do not decide every step"
        ours, theirs = self.row.trajectory, self.balls.trajectory
        for name in EVENTS:
            if getattr(ours, name) != getattr(theirs, name):
                yield f"{name}: {getattr(ours, name)} in mpmath, {getattr(theirs, name)} in balls"
        if _horizon(self.row) != _horizon(self.balls):
            yield f"active margins: up to {_horizon(self.row)} in mpmath, {_horizon(self.balls)} in balls"
        for own, other in zip(self.row.comparisons(), self.balls.comparisons(), strict=False):
            if _is_weaker(own, other):
                yield f"{own.claim}: {shown(own.bound)} in mpmath, {shown(other.bound)} in balls"


def row_of(points: Iterated) -> Row:
    """What mpmath alone says of an instance: its run, its bounds, and which of them it violates."""
    reading = points.reading
    return Row(reading.trajectory, reading.waiting, reading.edges)


def violations(row: Row) -> list[str]:
    """What mpmath refutes: a bound on the wrong side, or a loss that rises outside every edge."""
    trajectory = row.trajectory
    edges = [_times(edge, trajectory.steps) for edge in trajectory.rising_edges]
    claim = bounds_of(trajectory.instance.loss).loss_rises
    if claim is None:
        return row.violations()
    outside = [
        f"{trajectory.instance}: {claim}, but the loss rises at {stretch}"
        for stretch in trajectory.loss_rises
        if not any(set(_times(stretch, trajectory.steps)) <= set(edge) for edge in edges)
    ]
    return row.violations() + outside


def _times(stretch: Stretch, steps: int) -> range:
    first, last = stretch
    return range(first, steps if last is None else last + 1)


def _horizon(row: Row) -> int | None:
    margin = row.trajectory.active_margin
    return None if margin is None else margin.horizon


def _is_weaker(own: Comparison, other: Comparison) -> bool:
    """Whether mpmath's bound is not even as sharp as the certified one, which is rounded outwards.

    It may be sharper: balls take a function on a stretch at its worst, points at the ends.
    """
    if size(own.bound) == size(other.bound):
        return False
    if own.bound is None or other.bound is None:
        return (own.bound is None) is not own.below
    return own.bound < other.bound if own.below else own.bound > other.bound


def beside(spread: Iterable[Start], **bits: int) -> list[Pair]:
    """Each instance in both arithmetics; ``bits`` go to ``certify``."""
    pairs = []
    for instance in spread:
        steps = horizon(instance)
        pairs.append(Pair(iterated(instance, steps), compare(instance, steps, **bits)))
    return pairs


def horizon(instance: Start) -> int:
    """How many steps of the run are looked at."""
    return min(STEPS, ceil(instance.loss.memories / instance.h))


def tabulate(pairs: Sequence[Pair], kinds: Sequence[str] = KINDS) -> Agreement:
    """The table.

    CHECKED when every run has the same integers in both and nothing is violated in mpmath; REFUTED when
    something is; INCONCLUSIVE when there is a difference, or when one of the ``kinds`` was not put to the
    test.
    """
    tested: Counter[str] = Counter()
    for pair in pairs:
        tested.update(side for side, comparison in _sided(pair.row) if _is_test(comparison))
        if bounds_of(pair.row.trajectory.instance.loss).loss_rises:
            tested["loss rise"] += len(pair.row.trajectory.loss_rises)
    settled = [pair for pair in pairs if pair.points.agreed]
    violated = [f"in mpmath, {text}" for pair in settled for text in violations(pair.row)]
    differences = [
        f"{pair.balls.trajectory.instance}: {text}" for pair in pairs for text in pair.differences()
    ]
    complete = all(tested[kind] for kind in kinds)
    status = Status.CHECKED if complete and not differences else Status.INCONCLUSIVE
    return Agreement(
        status=Status.REFUTED if violated else status,
        summary=f"{counted(len(pairs), 'run')} in mpmath beside balls, "
        f"{counted(tested.total(), 'bound or loss rise', 'bounds and loss rises')}",
        tested={kind: tested[kind] for kind in kinds},
        rows=tuple(map(_found, pairs)),
        violations=tuple(violated),
        differences=tuple(differences),
    )


def square(*, quick: bool, seed: int, precision: int) -> Agreement:
    """The table of the square loss as a section of the report; it is the same for every ``seed``."""
    return _over(SQUARE.listed, quick, precision)


def logistic(*, quick: bool, seed: int, precision: int) -> Agreement:
    """The table of the logistic loss."""
    return _over(LOGISTIC.listed, quick, precision)


def variants(*, quick: bool, seed: int, precision: int) -> Agreement:
    """The table of runs of the square loss with weight decay, with momentum, or with BatchNorm's ε."""
    stride = QUICK_STRIDE if quick else 1
    steps = {instance: steps for instance, steps in VARIED[::stride]}
    bits = {"bits": precision, "max_bits": max(precision, MAX_BITS)}
    pairs = [Pair(iterated(one, count), compare(one, count, **bits)) for one, count in steps.items()]
    table = tabulate(pairs, VARIED_KINDS)
    none = {kind.loss.parameters[-1].key: "0" for kind in VARIANTS.values()}
    rows = (replace(row, instance={**none, **row.instance}) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _over(spread: Sequence[Start], quick: bool, precision: int) -> Agreement:
    stride = QUICK_STRIDE if quick else 1
    return tabulate(beside(spread[stride - 1 :: stride], bits=precision, max_bits=max(precision, MAX_BITS)))


def _sided(row: Row) -> Iterator[tuple[str, Comparison]]:
    for comparison in row.onset_comparisons():
        yield ("from below" if comparison.below else "from above"), comparison
    for comparisons in row.edge_comparisons():
        for comparison in comparisons:
            yield "edge", comparison


def _is_test(comparison: Comparison) -> bool:
    """Whether the bound says something about a truth that was seen to its end."""
    return bool(comparison.bound) and not comparison.open


def _found(pair: Pair) -> results.Row:
    points, ours = pair.points, pair.row
    return results.Row(
        instance=ours.trajectory.instance.texts(),
        steps=ours.trajectory.steps,
        depth=points.depth,
        digits=tuple(points.digits),
        agreed=points.agreed,
        mpmath=_side(ours),
        balls=replace(_side(pair.balls), precision_bits=pair.balls.trajectory.precision_bits),
        bounds=sum(_is_test(comparison) for comparison in ours.comparisons()),
        bounds_hold=not violations(ours),
        same=not any(pair.differences()),
    )


def _side(row: Row) -> Side:
    trajectory = row.trajectory
    return Side(
        onset=trajectory.onset,
        onset_bounds=row.waiting.best,
        rising_edges=tuple(trajectory.rising_edges),
        edge_bounds=tuple(said(least(bounds.values())) for bounds in row.edges),
        loss_rises=tuple(trajectory.loss_rises),
    )
