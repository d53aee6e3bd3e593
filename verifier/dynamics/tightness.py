"""How tight the bounds are: every bound beside the certified truth, over the spread of instances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from statistics import median
from typing import Any

from derivations.bounds import ONSET_WINDOW
from verifier.claim import Status
from verifier.dynamics.bounded import OnsetBounds, edge_bounds, onset_bounds, said
from verifier.dynamics.instance import Instance
from verifier.dynamics.instances import SPREAD
from verifier.dynamics.run import Run
from verifier.dynamics.trajectory import MAX_BITS, Trajectory, certify

STEPS = 6500
"""Long enough for every edge of the spread to end."""
QUICK_STRIDE = 5
"""A quick report has every fifth instance."""


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
        if not self.trajectory.certified:
            return
        onset = self.trajectory.onset
        truth, unseen = (self.trajectory.steps, True) if onset is None else (onset, False)
        later, sooner = self.waiting.window
        for claim, lower in [*self.waiting.lowers.items(), (ONSET_WINDOW, later)]:
            yield Comparison(claim, lower, truth, below=True, open=unseen)
        for claim, upper in [*self.waiting.uppers.items(), (ONSET_WINDOW, sooner)]:
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
            f"{self.trajectory.instance}: {wrong.claim} gives {wrong.bound}, the truth is {wrong.truth}"
            for wrong in self.comparisons()
            if wrong.violated
        ]


def compare(instance: Instance, steps: int = STEPS, **bits: int) -> Row:
    """Certify the truth about one instance and evaluate every bound; ``bits`` go to ``certify``."""
    trajectory = certify(instance, steps, **bits)
    waiting = onset_bounds(Run(instance, trajectory.precision_bits))
    return Row(trajectory, waiting, tuple(edge_bounds(trajectory)))


def tabulate(instances: Iterable[Instance] = SPREAD, steps: int = STEPS, **bits: int) -> dict[str, Any]:
    """The table as plain JSON: a row for each instance, the median ratio by claim, and a status.

    ENCLOSED when every truth is certified and every bound is on its right side; REFUTED when one is
    not; INCONCLUSIVE when the truth could not be decided.
    """
    rows = [compare(instance, steps, **bits) for instance in instances]
    violations = [text for row in rows for text in row.violations()]
    certified = all(row.trajectory.certified for row in rows)
    decided = Status.ENCLOSED if certified else Status.INCONCLUSIVE
    return {
        "status": Status.REFUTED if violations else decided,
        "rows": [_plain(row) for row in rows],
        "median_ratio": _medians(rows),
        "violations": violations,
    }


def section(*, quick: bool, seed: int, precision: int) -> dict[str, Any]:
    """The table as a section of the report; it is the same for every ``seed``."""
    stride = QUICK_STRIDE if quick else 1
    return tabulate(SPREAD[::stride], bits=precision, max_bits=max(precision, MAX_BITS))


def _plain(row: Row) -> dict[str, Any]:
    instance, trajectory, waiting = row.trajectory.instance, row.trajectory, row.waiting
    return {
        "h": str(instance.h),
        "a0": str(instance.a0),
        "saturated_lr": str(1 / instance.N0),
        "theta0": str(instance.theta0),
        "certified": trajectory.certified,
        "precision_bits": trajectory.precision_bits,
        "onset": trajectory.onset,
        "lower": waiting.lower,
        "lower_by_claim": waiting.lowers,
        **waiting.uppers,
        ONSET_WINDOW: list(waiting.window),
        "restarted_at": waiting.restarted_at,
        "edges": [
            {"edge": list(edge)}
            | {comparison.claim: said(comparison.bound) for comparison in comparisons}
            for edge, comparisons in zip(trajectory.rising_edges, row.edge_comparisons(), strict=True)
        ],
    }


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
