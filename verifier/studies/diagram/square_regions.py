"""The conditions of the square loss in a phase diagram; see ``regions``.

``square.no-rising-edge`` answers for the cells that never rise, ``square.delayed-onset`` (not rising at 0,
and a finite bound of ``square.waiting-time-upper``) for those with a delayed onset.  Since the system is
autonomous (``square.restart``), the second condition may also be applied to the state after some steps
without a rise; and ``square.waiting-time-two-phase`` bounds the waiting time where it does not.
"""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

from derivations.square import no_rising_edge, waiting_time_two_phase, waiting_time_upper
from verifier.arithmetic.balls import ball, less_equal, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.dynamics.model import load_model
from verifier.loss import Start
from verifier.results.rise import Rise
from verifier.studies.diagram.regions import bounded, first_bounded

NO_RISING_EDGE, DELAYED_ONSET = "square.no-rising-edge", "square.delayed-onset"
TWO_PHASE, RESTART = "square.waiting-time-two-phase", "square.restart"
TRUTH = {
    NO_RISING_EDGE: Rise.NEVER,
    DELAYED_ONSET: Rise.DELAYED,
    TWO_PHASE: Rise.DELAYED,
    RESTART: Rise.DELAYED,
}
"""Which verdict the condition of that name foretells."""
_ANY_TWO_PHASE = partial(waiting_time_two_phase.after_phases, any_bound=True)
"""A bound of ``square.waiting-time-two-phase`` wherever it gives one, not the best one."""


def holding(instance: Start) -> dict[str, bool]:
    """Which of the conditions hold, at the current precision."""
    model, rate = load_model(instance.loss), ball(instance.h)
    state = model.start(instance)
    x = SimpleNamespace(**model.view(state))
    saturated = evaluate(no_rising_edge.SATURATED, lambda name: getattr(x, name))
    never = less_equal(saturated, ball(2)) is True
    still = not never and positive(model.direction(*state)[1]) is False
    at = first_bounded(model, rate, state, waiting_time_upper.bound) if still else None
    phases = at == 0 or (still and bounded(_ANY_TWO_PHASE, rate, x) is True)
    return {NO_RISING_EDGE: never, DELAYED_ONSET: at == 0, TWO_PHASE: phases, RESTART: at is not None}
