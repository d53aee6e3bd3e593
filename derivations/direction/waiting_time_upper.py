"""A positive margin makes the direction rise; whether a rise comes by a bound."""

from __future__ import annotations

from derivations.direction.rising_criterion import MOVES
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import RISES, ROOT, SINE
from derivations.notation import k, lam, symbol
from derivations.proof import Proof
from verifier.claim import Answer, Run

NORM_POWER = symbol("F", "F", "F", "G^t = (cos 2θ̄)^(−2t)")
LIMIT = 2000
"""How many steps of a run a check looks at."""


def establish_rise(proof: Proof) -> str:
    """Add: a positive margin makes the direction rise, off target; returns the step's name."""
    return proof.positive(
        "margin positive, direction rises",
        RISES.lhs,
        given=[lam > 0, MOVES, k > 0, RISING_MARGIN > 0],
        relations=[SINE, ROOT],
        multiplier=[k > 0, k > 0],
        terms=[(1, [lam > 0, MOVES, RISING_MARGIN > 0], 1)],
        because="which makes the direction rise, by the rising criterion.",
    )


def onset_by(run: Run, latest: int | None) -> Answer:
    """Whether the direction rises at some t ≤ ``latest``, looking at ``LIMIT`` steps; vacuous for None."""
    if latest is None:
        return Answer.VACUOUS
    onset = run.onset(min(latest + 1, LIMIT))
    return Answer.of(None if onset is None and latest >= LIMIT else onset is not None)
