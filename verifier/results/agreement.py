"""Every listed run in mpmath beside balls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from verifier.results import Result
from verifier.results.tightness import Window

Stretch = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Side:
    """What one arithmetic says of a run: its events, and the best bounds of the onset and of each edge.

    ``precision_bits`` are those of balls.
    """

    onset: int | None
    onset_bounds: Window
    rising_edges: tuple[Stretch, ...]
    edge_bounds: tuple[int | None, ...]
    loss_rises: tuple[Stretch, ...]
    precision_bits: int | None = None

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        bits = {} if self.precision_bits is None else {"precision_bits": self.precision_bits}
        return {
            "onset": self.onset,
            "onset_bounds": list(self.onset_bounds),
            "rising_edges": [list(edge) for edge in self.rising_edges],
            "edge_bounds": list(self.edge_bounds),
            "loss_rises": [list(stretch) for stretch in self.loss_rises],
            **bits,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One instance, by what it is given, followed for so many ``steps``.

    ``agreed``: mpmath with itself, at both precisions.  ``same``: mpmath with balls.  So many ``bounds``
    were put to the test in mpmath.
    """

    instance: Mapping[str, str]
    steps: int
    depth: int
    digits: tuple[int, ...]
    agreed: bool
    mpmath: Side
    balls: Side
    bounds: int
    bounds_hold: bool
    same: bool

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            **self.instance,
            "steps": self.steps,
            "depth": self.depth,
            "digits": list(self.digits),
            "agreed": self.agreed,
            "mpmath": self.mpmath.plain(),
            "balls": self.balls.plain(),
            "bounds": self.bounds,
            "bounds_hold": self.bounds_hold,
            "same": self.same,
        }


@dataclass(frozen=True, slots=True)
class Agreement(Result):
    """The table, with how many bounds of each kind were tested, and what is wrong in words."""

    status: str
    summary: str
    tested: Mapping[str, int]
    rows: tuple[Row, ...]
    violations: tuple[str, ...]
    differences: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            "status": str(self.status),
            "summary": self.summary,
            "tested": dict(self.tested),
            "rows": [row.plain() for row in self.rows],
            "violations": list(self.violations),
            "differences": list(self.differences),
        }
