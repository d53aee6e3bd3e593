"""Runs on data of any covariance in mpmath beside balls: the same events, no bound on its wrong side.

As in ``verifier.studies.agreement`` the mpmath side does without FLINT and without the numbers of the
other: it iterates the same derived formula, and evaluates every bound from its own numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mpmath.libmp import dps_to_prec

from derivations.general import self_stabilization, waiting_time_lower
from derivations.general.no_rising_edge import may_rise
from verifier.arithmetic.balls import Undecided, Verdict, floor_of_lower, positive
from verifier.arithmetic.points import POINTS
from verifier.arithmetic.reals import Reals, reals_of
from verifier.claim import Status
from verifier.numbers import counted
from verifier.results.agreement import Agreement, Row, Side, Stretch
from verifier.studies.covariance import CovarianceInstance, CovarianceRun
from verifier.studies.stretches import stretches
from verifier.studies.turned import Start, Straight, plane, spread

STEPS, QUICK_STRIDE = 220, 3
FIRST_DIGITS, MOST_DIGITS = 30, 480
FIRST_BITS, MOST_BITS = 512, 4096
KINDS = ("from below", "edge", "loss rise")
"""What is put to the test: bounds of the onset, bounds of edges, that the loss rises only in edges."""


@dataclass(frozen=True)
class Course:
    """What one arithmetic says of a run at one precision, in bits.

    ``at_least`` is the least time of an onset, and None if a claim says that there is none.
    ``edge_bounds`` has None for an edge that is not acute at each of its steps, of which the claim says
    nothing.  ``doubtful`` says whether some event is not decided, or in points is nearer to its threshold
    than half of the digits tell.  ``least`` is the least sin θ up to the last event.
    """

    bits: int
    rising: tuple[Stretch, ...]
    loss_rises: tuple[Stretch, ...]
    at_least: int | None
    edge_bounds: tuple[int | None, ...]
    doubtful: bool
    depth: int

    @property
    def onset(self) -> int | None:
        """The first step at which the direction rises."""
        return self.rising[0][0] if self.rising else None

    @property
    def integers(self) -> tuple[Any, ...]:
        """All that two courses of one run must agree on."""
        return self.rising, self.loss_rises, self.at_least, self.edge_bounds

    def side(self, bits: int | None = None) -> Side:
        """The same for a table."""
        window = (self.at_least, None)
        return Side(self.onset, window, self.rising, self.edge_bounds, self.loss_rises, bits)

    def tests(self) -> Iterator[tuple[str, str | None]]:
        """Each bound or rise of the loss that says something: its kind, and what is wrong with it."""
        if self.at_least is None:
            yield KINDS[0], None if self.onset is None else f"an onset at {self.onset}, against a claim"
        elif self.at_least:
            early = self.onset is not None and self.onset < self.at_least
            yield KINDS[0], f"the onset {self.onset} comes before {self.at_least}" if early else None
        for (first, last), most in zip(self.rising, self.edge_bounds, strict=True):
            if most is not None and last is not None:
                long = last - first >= most
                yield KINDS[1], f"the edge {first}–{last} has more than {most} steps" if long else None
        within = {t for first, last in self.rising for t in _times(first, last)}
        for first, last in self.loss_rises:
            outside = {*_times(first, last)} - within
            yield KINDS[2], f"the loss rises outside every edge at {min(outside)}" if outside else None


def _times(first: int, last: int | None) -> range:
    return range(first, STEPS if last is None else last + 1)


def course(instance: CovarianceInstance, bits: int, reals: Reals) -> Course:
    """The first ``STEPS`` steps of a run."""
    run = CovarianceRun(instance, bits, reals)
    with reals.precision(bits):
        near = reals.number(Fraction(1, 2 ** (bits // 2)))
        ups = [run.rises(t) for t in range(STEPS)]
        losses = [run.loss_rises(t) for t in range(STEPS)]
        rising, loss_rises = (stretches([one is True for one in events]) for events in (ups, losses))
        last = max((t for t in range(STEPS) if ups[t] or losses[t]), default=0)
        least = min((run.view(t)["s"] for t in range(last + 1)), key=float)
        blurred = any(_is_near(run, t, near) for t in range(STEPS)) and not reals.encloses
        return Course(
            bits,
            rising,
            loss_rises,
            (waiting_time_lower.bound(run) or 0) if may_rise(run) else None,
            tuple(_most(run, *edge) for edge in rising),
            None in ups or None in losses or blurred,
            -floor_of_lower(least.log() / reals.number(10).log()),
        )


def _is_near(run: CovarianceRun, t: int, near: Any) -> bool:
    now, after = run.view(t)["s"], run.view(t + 1)["s"]
    return bool(abs(after - now) < near * now)


def _most(run: CovarianceRun, first: int, last: int | None) -> int | None:
    acute: list[Verdict] = [positive(run.view(t)["c"]) for t in _times(first, last)]
    return self_stabilization.bound(run, first) if all(acute) else None


def in_balls(instance: CovarianceInstance) -> Course:
    """The run in balls, with more bits until every event is decided, or there are no more."""
    bits = FIRST_BITS
    while True:
        try:
            found = course(instance, bits, reals_of())
        except Undecided:
            found = None
        if bits >= MOST_BITS or (found is not None and not found.doubtful):
            break
        bits *= 2
    if found is None:
        raise Undecided(f"a bound of {instance} with {bits} bits")
    return found


def in_points(instance: CovarianceInstance) -> tuple[Course, Course, tuple[int, int]]:
    """The run in mpmath, at the first two precisions in a row that agree, and their digits."""
    few = FIRST_DIGITS
    coarse = course(instance, dps_to_prec(few), POINTS)
    while True:
        fine = course(instance, dps_to_prec(2 * few), POINTS)
        agreed = coarse.integers == fine.integers and not coarse.doubtful and not fine.doubtful
        if agreed or 4 * few > MOST_DIGITS:
            return coarse, fine, (few, 2 * few)
        coarse, few = fine, 2 * few


@dataclass(frozen=True)
class Pair:
    """One listed run in both: what a table says that it is given by, and both sides."""

    texts: dict[str, str]
    balls: Course
    coarse: Course
    points: Course
    digits: tuple[int, int]

    @property
    def agreed(self) -> bool:
        """Whether mpmath agrees with itself, with no step in doubt."""
        settled = not self.coarse.doubtful and not self.points.doubtful
        return settled and self.coarse.integers == self.points.integers

    def differences(self) -> Iterator[str]:
        """Where the two disagree, in words, or one of them with itself."""
        if not self.agreed:
            yield f"mpmath differs between {self.digits[0]} and {self.digits[1]} digits"
        if self.balls.doubtful:
            yield "balls do not decide every step"
        names = ("rising edges", "loss rises", "bound of the onset", "bounds of edges")
        for name, ours, theirs in zip(names, self.points.integers, self.balls.integers, strict=True):
            if ours != theirs:
                yield f"{name}: {ours} in mpmath, {theirs} in balls"

    def row(self) -> Row:
        """The line of the table."""
        tests = [*self.points.tests()]
        return Row(
            instance=self.texts,
            steps=STEPS,
            depth=self.points.depth,
            digits=self.digits,
            agreed=self.agreed,
            mpmath=self.points.side(),
            balls=self.balls.side(self.balls.bits),
            bounds=sum(kind != KINDS[2] for kind, _ in tests),
            bounds_hold=not any(wrong for _, wrong in tests),
            same=not any(self.differences()),
        )


@dataclass(frozen=True)
class Listed:
    """A listed run: h, a_0, ‖w_0‖_Σ, and its data along the eigenvectors; all without units."""

    h: str
    a0: str
    size: str
    data: Straight

    @property
    def instance(self) -> CovarianceInstance:
        """The same as a run is given by it."""
        spectrum = tuple(x * x for x in self.data.deviations)
        return CovarianceInstance(
            Fraction(self.h), Fraction(self.a0), spectrum, tuple(self.data.weights), tuple(self.data.target)
        )

    def texts(self) -> dict[str, str]:
        """What a table says of it."""
        return {
            "h": self.h,
            "a0": self.a0,
            "saturated_lr": str(1 / Fraction(self.size) ** 2),
            "dimension": str(len(self.data.weights)),
            "condition_number": str(self.data.condition_number),
        }


def pair(listed: Listed) -> Pair:
    """A listed run in both arithmetics."""
    coarse, fine, digits = in_points(listed.instance)
    return Pair(listed.texts(), in_balls(listed.instance), coarse, fine, digits)


_NEAR, _TILTED, _WIDE = (
    (Fraction(399, 401), Fraction(40, 401)),
    (Fraction(99, 101), Fraction(20, 101)),
    (Fraction(3, 5), Fraction(4, 5)),
)
"""Cosine and sine of an angle."""
_PLANES = (
    ("0.02", "0.05", "4/7", _TILTED, "1"),
    ("0.02", "0.05", "4/7", _TILTED, "2"),
    ("0.05", "0.02", "1/2", _NEAR, "1.1"),
    ("0.05", "0.02", "1/2", _NEAR, "100"),
    ("0.1", "1.5", "3", _WIDE, "2"),
)
_SPREADS = (
    ("0.02", "0.05", "4/7", _TILTED, 3, "1.2"),
    ("0.02", "0.05", "4/7", _TILTED, 5, "1.7"),
    ("0.01", "0.05", "4/7", _TILTED, 10, "1.5"),
    ("0.1", "0.01", "1/2", _WIDE, 4, "1.35"),
    ("1", "0.3", "2", _NEAR, 3, "10"),
    ("0.05", "0.02", "4", _WIDE, 10, "3"),
)


def listed_runs() -> list[Listed]:
    """From whitened data to κ = 10,000; some that never rise, some that rise at once."""
    planes = [
        Listed(h, a0, size, plane(Start(Fraction(size), *angle), Fraction(root)))
        for h, a0, size, angle, root in _PLANES
    ]
    spreads = [
        Listed(h, a0, size, spread(Start(Fraction(size), *angle), dimension, Fraction(root)))
        for h, a0, size, angle, dimension, root in _SPREADS
    ]
    return planes + spreads


def tabulate(pairs: Sequence[Pair]) -> Agreement:
    """The table.

    CHECKED when every run has the same integers in both and nothing is violated in mpmath; REFUTED when
    something is; INCONCLUSIVE when there is a difference, or when one of ``KINDS`` was not put to the test.
    """
    tested = Counter(kind for one in pairs for kind, _ in one.points.tests())
    violated = tuple(
        f"in mpmath, {_named(one)}: {wrong}"
        for one in pairs
        if one.agreed
        for _, wrong in one.points.tests()
        if wrong
    )
    differences = tuple(f"{_named(one)}: {text}" for one in pairs for text in one.differences())
    complete = all(tested[kind] for kind in KINDS)
    passed = Status.CHECKED if complete and not differences else Status.INCONCLUSIVE
    return Agreement(
        Status.REFUTED if violated else passed,
        f"{counted(len(pairs), 'run')} in mpmath beside balls, "
        f"{counted(tested.total(), 'bound or loss rise', 'bounds and loss rises')}",
        {kind: tested[kind] for kind in KINDS},
        tuple(one.row() for one in pairs),
        violated,
        differences,
    )


def _named(one: Pair) -> str:
    return ", ".join(f"{key} = {value}" for key, value in one.texts.items())


def section(*, quick: bool, seed: int, precision: int) -> Agreement:
    """The table as a section of the report; it is the same for every ``seed`` and ``precision``."""
    del seed, precision
    return tabulate([pair(run) for run in listed_runs()[:: QUICK_STRIDE if quick else 1]])
