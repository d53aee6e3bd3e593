"""How tight the bounds are: every bound beside the certified truth, over the spreads of instances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from statistics import median
from typing import Any

from verifier.claim import Status
from verifier.dynamics.run import Run
from verifier.dynamics.trajectory import MAX_BITS, Trajectory, certify
from verifier.loss import Start
from verifier.numbers import readable
from verifier.results import tightness as results
from verifier.results.tightness import Tightness
from verifier.studies.bounded import OnsetBounds, edge_bounds, onset_bounds, said
from verifier.studies.bounds import bounds_of
from verifier.studies.losses import SQUARE, LogisticInstance
from verifier.studies.trace import active_range

STEPS = 6500
"""Long enough for every edge of the square spread to end, and for every logistic onset."""
QUICK_STRIDE = 5
"""A quick report has every fifth instance."""
DELAYED = tuple(
    LogisticInstance.of(*row.split())
    for row in """
    0.001  0.01   4     0.1
    0.002  0.02   3.05  1e-4
    0.002  0.1    3.5   0.3
    0.005  0.02   50    0.01
    0.005  1      3.2   1e-8
    0.01   0.001  10    0.78
    0.01   0.1    3.2   0.1
    0.02   0.1    3.3   0.1
    0.02   0.1    4     0.1
    0.02   0.5    2.5   0.02
    0.05   0.001  50    0.7
    0.05   0.3    6     1e-6
    0.1    0.05   30    0.001
    0.2    0.01   3.6   0.5
    0.5    0.01   6     0.2
    1      0.1    15    0.3
    2      0.001  5     0.1
    """.strip().splitlines()
)
"""h, α_0, ν_0, θ_0 of logistic runs that do not rise at once: near the knife edge, and far from it."""


@dataclass(frozen=True)
class Comparison:
    """One bound and the truth it is about, both in steps.

    ``truth`` is at least what it says when ``open``: the run was not followed to the end of it.  A bound
    of None from above says nothing; from ``below`` it says that there is no truth, as nothing ever rises.
    """

    claim: str
    bound: int | None
    truth: int
    below: bool = False
    open: bool = False

    @property
    def violated(self) -> bool:
        """Whether the bound is on the wrong side of the truth, which refutes the claim."""
        if self.below:
            return not self.open and (self.bound is None or self.bound > self.truth)
        return self.bound is not None and self.bound < self.truth

    @property
    def ratio(self) -> Fraction | None:
        """Bound / truth; None when there is no bound, or no positive truth to compare it with."""
        if self.bound is None or self.open or self.truth == 0:
            return None
        return Fraction(self.bound, self.truth)


@dataclass(frozen=True)
class Row:
    """One instance of the table: its certified trajectory and the bounds that the claims give for it."""

    trajectory: Trajectory
    waiting: OnsetBounds
    edges: tuple[dict[str, int | None], ...]

    def onset_comparisons(self) -> Iterator[Comparison]:
        """Every bound of the onset.  Without an onset in these steps, it is at least their number."""
        if not self.trajectory.decided:
            return
        onset = self.trajectory.onset
        truth, unseen = (self.trajectory.steps, True) if onset is None else (onset, False)
        later, sooner = self.waiting.window
        window = bounds_of(self.trajectory.instance.loss).window
        lowers, uppers = self.waiting.lowers, self.waiting.uppers
        if window is not None:
            lowers, uppers = lowers | {window: later}, uppers | {window: sooner}
        for claim, lower in lowers.items():
            yield Comparison(claim, lower, truth, below=True, open=unseen)
        for claim, upper in uppers.items():
            yield Comparison(claim, upper, truth, open=unseen)

    def edge_comparisons(self) -> Iterator[list[Comparison]]:
        """For each rising edge, the bounds of its number of steps."""
        for (first, last), bounds in zip(self.trajectory.rising_edges, self.edges, strict=True):
            end = self.trajectory.steps - 1 if last is None else last
            yield [
                Comparison(claim, bound, end - first + 1, open=last is None)
                for claim, bound in bounds.items()
            ]

    def comparisons(self) -> Iterator[Comparison]:
        """All of them."""
        yield from self.onset_comparisons()
        for comparisons in self.edge_comparisons():
            yield from comparisons

    def violations(self) -> list[str]:
        """What is wrong, in words; empty as long as every bound holds."""
        return [
            f"{self.trajectory.instance}: {wrong.claim} gives {shown(wrong.bound)}, "
            f"the truth is {readable(wrong.truth)}"
            for wrong in self.comparisons()
            if wrong.violated
        ]


def shown(bound: int | None) -> str:
    """A bound for people, whatever its size."""
    return "no bound" if bound is None else readable(bound)


def compare(instance: Start, steps: int = STEPS, **bits: Any) -> Row:
    """Certify the truth about one instance and evaluate every bound; ``bits`` go to ``certify``."""
    trajectory = certify(instance, steps, **bits)
    waiting = onset_bounds(Run(instance, trajectory.precision_bits))
    return Row(trajectory, waiting, tuple(edge_bounds(trajectory)))


def tabulate(instances: Iterable[Start], steps: int = STEPS, **bits: Any) -> Tightness:
    """The table: a row for each instance, the median ratio by claim, and a status.

    ENCLOSED when every truth is certified and every bound is on its right side; REFUTED when one is
    not; INCONCLUSIVE when the truth could not be decided.
    """
    rows = [compare(instance, steps, **bits) for instance in instances]
    violations = [text for row in rows for text in row.violations()]
    certified = all(row.trajectory.certified for row in rows)
    decided = Status.ENCLOSED if certified else Status.INCONCLUSIVE
    status = Status.REFUTED if violations else decided
    return Tightness(status, tuple(map(_found, rows)), _medians(rows), tuple(violations))


def section(*, quick: bool, seed: int, precision: int) -> Tightness:
    """The table of the square loss as a section of the report; it is the same for every ``seed``."""
    return _over(SQUARE.listed, quick, precision)


def logistic(*, quick: bool, seed: int, precision: int) -> Tightness:
    """The table of the logistic loss."""
    return _over(DELAYED, quick, precision)


def _over(spread: Sequence[Start], quick: bool, precision: int) -> Tightness:
    stride = QUICK_STRIDE if quick else 1
    return tabulate(spread[::stride], bits=precision, max_bits=max(precision, MAX_BITS))


def _found(row: Row) -> results.Row:
    trajectory, waiting = row.trajectory, row.waiting
    window = bounds_of(trajectory.instance.loss).window
    edges = zip(trajectory.rising_edges, row.edge_comparisons(), strict=True)
    return results.Row(
        instance=trajectory.instance.texts(),
        certified=trajectory.certified,
        precision_bits=trajectory.precision_bits,
        onset=trajectory.onset,
        lower=waiting.lower,
        lowers=waiting.lowers,
        uppers=waiting.uppers,
        windows={window: waiting.window} if window else {},
        restarted_at=waiting.restarted_at,
        active_margin=_active_margin(trajectory),
        edges=tuple(
            results.Edge(*edge, {one.claim: said(one.bound) for one in comparisons})
            for edge, comparisons in edges
        ),
    )


def _active_margin(trajectory: Trajectory) -> results.ActiveRange | None:
    """How large α times a margin becomes up to a later onset, or else up to the end; None for a loss
    without margins."""
    margin = trajectory.margin_to_onset or trajectory.active_margin
    return None if margin is None else active_range(margin, trajectory.precision_bits)


def _medians(rows: Iterable[Row]) -> dict[str, float | None]:
    """The median of bound / truth by claim and side; None when it is too large to say anything."""
    ratios: dict[str, list[Fraction]] = {}
    for row in rows:
        for comparison in row.comparisons():
            if comparison.ratio is not None:
                side = "lower" if comparison.below else "upper"
                ratios.setdefault(f"{comparison.claim} {side}", []).append(comparison.ratio)
    medians = {name: median(values) for name, values in ratios.items()}
    return {
        name: None if said(ceil(value)) is None else round(float(value), 3)
        for name, value in medians.items()
    }
