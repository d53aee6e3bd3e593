"""Whether the loss rises only where the direction does."""

from __future__ import annotations

from functools import partial

from derivations.direction.rising_criterion import rises
from verifier.claim import Alteration, Answer, Run, every, given

STEPS = 100
"""How many steps of a run a check looks at."""
CONVERSE = Alteration("directional rise ⇒ loss rise", {"converse": True})


def holds(run: Run, converse: bool = False) -> Answer:
    """At the first steps: where the loss rises, the direction does; ``converse`` asks the converse."""

    def step(t: int) -> Answer:
        if converse:
            return given(rises(run, t), partial(run.loss_rises, t))
        return given(run.loss_rises(t), partial(rises, run, t))

    return every(*(step(t) for t in range(STEPS)))
