"""One run with the bounds that the claims give for it, as ``python -m verifier trace`` states it."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.results.agreement import Stretch
from verifier.results.record import Record, may_lack
from verifier.results.tightness import ActiveRange


@dataclass(frozen=True, slots=True)
class Waiting(Record):
    """Bounds of the onset; ``lower`` is None if there is none, ``upper`` if nothing bounds it."""

    lower: int | None
    upper: int | None


@dataclass(frozen=True, slots=True)
class EdgeBound(Record):
    """A rising edge, the best bound of its number of steps, and that of the norm alone, if there is one."""

    edge: Stretch
    bound: int | None
    norm_bound: int | None


@dataclass(frozen=True, slots=True)
class Trace(Record):
    """What is stated of a run; a run without margins has no ``active_margin``.

    ``arithmetic``, ``digits`` and ``agreed`` are those of a run in mpmath: the two precisions, and whether
    they have the same integers.
    """

    onset: int | None
    rising_edges: tuple[Stretch, ...]
    loss_rises: tuple[Stretch, ...]
    waiting_time: Waiting
    self_stabilization: tuple[EdgeBound, ...]
    min_log10_sin: float | None
    certified: bool
    precision_bits: int
    active_margin: ActiveRange | None = may_lack()
    arithmetic: str | None = may_lack()
    digits: tuple[int, int] | None = may_lack()
    agreed: bool | None = may_lack()
