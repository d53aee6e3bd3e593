"""The bounds of the claims beside the certified truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verifier.results import Result
from verifier.results.record import Record

Window = tuple[int | None, int | None]
"""No sooner than the first, which is None if never, and no later than the second, None if that is open."""


@dataclass(frozen=True, slots=True)
class ActiveRange(Record):
    """How large α times a margin becomes, while none is negative: up to ``horizon``, at most ``bound``."""

    bound: float | None
    horizon: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """A rising edge, and by claim the bounds of its length; ``last`` is None if it was not seen to end."""

    first: int
    last: int | None
    bounds: Mapping[str, int | None]

    @property
    def length(self) -> int | None:
        """How many steps it has."""
        return None if self.last is None else self.last - self.first + 1

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {"edge": [self.first, self.last], **self.bounds}


@dataclass(frozen=True, slots=True)
class Row:
    """One instance, by what it is given: the truth, and by claim the bounds of it.

    ``lower`` is the best of ``lowers``; these, ``uppers`` and ``windows`` are about the onset, where only
    the windows use later states than the first, up to ``restarted_at``.  ``active_margin`` is None for a
    loss without margins.
    """

    instance: Mapping[str, str]
    certified: bool
    precision_bits: int
    onset: int | None
    lower: int | None
    lowers: Mapping[str, int | None]
    uppers: Mapping[str, int | None]
    windows: Mapping[str, Window]
    restarted_at: int
    active_margin: ActiveRange | None
    edges: tuple[Edge, ...]

    @property
    def never_rises(self) -> bool:
        """Whether a claim says that there is no onset."""
        return self.lower is None or any(sooner is None for sooner, _ in self.windows.values())

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        margin = {} if self.active_margin is None else {"active_margin": self.active_margin.plain()}
        return {
            **self.instance,
            "certified": self.certified,
            "precision_bits": self.precision_bits,
            "onset": self.onset,
            "lower": self.lower,
            "lower_by_claim": dict(self.lowers),
            **self.uppers,
            **{claim: list(window) for claim, window in self.windows.items()},
            "restarted_at": self.restarted_at,
            **margin,
            "edges": [edge.plain() for edge in self.edges],
        }


@dataclass(frozen=True, slots=True)
class Tightness(Result):
    """The table: a row for each instance, the median of bound / truth by claim and side, what is wrong."""

    status: str
    rows: tuple[Row, ...]
    median_ratio: Mapping[str, float | None]
    violations: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            "status": str(self.status),
            "rows": [row.plain() for row in self.rows],
            "median_ratio": dict(self.median_ratio),
            "violations": list(self.violations),
        }

    @property
    def edge_claims(self) -> tuple[str, ...]:
        """The claims that bound the length of a rising edge, from the state at its start."""
        return next((tuple(edge.bounds) for row in self.rows for edge in row.edges), ())

    def multiples(self) -> dict[tuple[str, str], list[float]]:
        """By side and claim, bound / truth over all instances where there are both."""
        found: dict[tuple[str, str], list[float]] = {}

        def collect(side: str, claim: str, bound: int | None, truth: int | None) -> None:
            values = found.setdefault((side, claim), [])
            if bound and truth:
                values.append(float(Fraction(bound, truth)))

        for row in self.rows:
            for claim, bound in row.lowers.items():
                collect("from below", claim, bound, row.onset)
            for claim, bound in row.uppers.items():
                collect("from above", claim, bound, row.onset)
            for claim, (_, later) in row.windows.items():
                collect("from above", claim, later, row.onset)
            for edge in row.edges:
                for claim, bound in edge.bounds.items():
                    collect("edge", claim, bound, edge.length)
        return found
