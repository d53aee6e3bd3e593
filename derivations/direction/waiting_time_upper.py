"""Whether a rise comes by a bound."""

from __future__ import annotations

from derivations.notation import symbol
from verifier.claim import Answer, Run

NORM_POWER = symbol("F", "F", "F", "G^t = (cos 2θ̄)^(−2t)")
LIMIT = 2000
"""How many steps of a run a check looks at."""


def onset_by(run: Run, latest: int | None) -> Answer:
    """Whether the direction rises at some t ≤ ``latest``, looking at ``LIMIT`` steps; vacuous for None."""
    if latest is None:
        return Answer.VACUOUS
    onset = run.onset(min(latest + 1, LIMIT))
    return Answer.of(None if onset is None and latest >= LIMIT else onset is not None)
