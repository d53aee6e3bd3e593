"""The conditions of the logistic loss in a phase diagram; see ``regions``.

``logistic.never-rises`` answers for the cells that never rise, ``logistic.precursor`` (not rising at 0, and
a finite bound of the waiting time) for those with a delayed onset; by ``logistic.restart`` the latter may
also be applied to the state after some steps without a rise.
"""

from __future__ import annotations

from types import SimpleNamespace

from derivations.logistic import precursor
from derivations.logistic.never_rises import never_rises
from verifier.arithmetic.balls import ball, positive
from verifier.dynamics.model import load_model
from verifier.loss import Start
from verifier.results.rise import Rise
from verifier.studies.diagram.regions import first_bounded

NEVER_RISES, PRECURSOR, RESTART = "logistic.never-rises", "logistic.precursor", "logistic.restart"
TRUTH = {NEVER_RISES: Rise.NEVER, PRECURSOR: Rise.DELAYED, RESTART: Rise.DELAYED}
"""Which verdict the condition of that name foretells."""


def holding(instance: Start) -> dict[str, bool]:
    """Which of the conditions hold, at the current precision."""
    model, rate = load_model(instance.loss), ball(instance.h)
    state = model.start(instance)
    never = never_rises(SimpleNamespace(**model.view(state))) is True
    still = not never and positive(model.direction(*state)[1]) is False
    at = first_bounded(model, rate, state, precursor.bound) if still else None
    return {NEVER_RISES: never, PRECURSOR: at == 0, RESTART: at is not None}
