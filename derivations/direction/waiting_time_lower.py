"""Whether no rise comes before a bound."""

from __future__ import annotations

from derivations.direction.rising_criterion import rises
from verifier.claim import Answer, Run, never

LIMIT = 1000
"""How many steps of a run a check looks at."""


def no_rise(run: Run, earliest: int | None, extra: int = 0) -> Answer:
    """Whether the direction rises at none of the ``LIMIT`` first steps before ``earliest`` + ``extra``.

    Vacuous where the bound is 0; for None, where another claim shows that no step rises, likewise.
    """
    if not earliest:
        return Answer.VACUOUS
    return never(rises(run, time) for time in range(min(LIMIT, earliest + extra)))
