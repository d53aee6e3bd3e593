"""The course of one planar run of the logistic loss: everything that is ever going to happen, in balls.

A run is followed until ``logistic.never-rises`` or ``logistic.sharp-edge`` holds at the state reached.
From there on the direction never rises, hence neither does the loss, by
``logistic.loss-rises-only-with-direction``; and the window stays shut.  So what was counted is counted for
all time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from derivations.logistic import never_rises, sharp_edge
from derivations.sigmoid.kappa import KAPPA, at
from verifier.arithmetic.balls import Undecided, Verdict, ball, less, positive, precision
from verifier.dynamics.model import Model, State, load_model
from verifier.dynamics.run import rises
from verifier.results.rise import Rise
from verifier.studies.experiments.falling import falls, scores
from verifier.studies.losses import LogisticInstance

NEVER_RISES, SHARP_EDGE = "logistic.never-rises", "logistic.sharp-edge"
BITS = (96, 192, 384)
LIMIT = 4000
_SETTLED: Mapping[str, Callable[[Any], Verdict]] = {
    NEVER_RISES: never_rises.never_rises,
    SHARP_EDGE: sharp_edge.never_rises,
}


@dataclass
class Course:
    """What is certain of one run.

    ``onset``, ``last_rise`` and ``loss_rise`` are the first and the last step at which the direction rises
    and the first at which the loss does; ``open`` counts the times with κ(α_t) > 2N_t.  From ``settled`` on
    the direction never rises, nor is the window open again; it is None where that was not reached.
    ``foretold`` are the claims whose condition holds at the start.
    """

    onset: int | None = None
    last_rise: int | None = None
    loss_rise: int | None = None
    open: int = 0
    settled: int | None = None
    foretold: tuple[str, ...] = ()

    @property
    def verdict(self) -> Rise:
        """What is certain of the direction."""
        if self.onset is not None:
            return Rise.DELAYED if self.onset else Rise.AT_ONCE
        return Rise.UNDECIDED if self.settled is None else Rise.NEVER


def follow(instance: LogisticInstance) -> Course:
    """The course of one run, at a precision that decides every event of it, if there is one."""
    for bits in BITS:
        try:
            return _follow(instance, bits)
        except Undecided:
            continue
    return Course()


def _follow(instance: LogisticInstance, bits: int) -> Course:
    model: Model = load_model(instance.loss)
    course = Course()
    with precision(bits):
        h = ball(instance.h)
        state: State = model.start(instance)
        size, walked = len(state), model.walk(h, *state)
        known = scores(state, walked)
        for t in range(LIMIT):
            x = _seen(state)
            is_open = _decided(less(2 * x.N, at(KAPPA, x.alpha)), t)
            # While the window is open, a rise is not excluded.
            shown = [] if is_open else [name for name, holds in _SETTLED.items() if holds(x)]
            if shown:
                course.settled = t
                course.foretold += tuple(shown) if t == 0 else ()
                break
            following, (s, rise, *_) = walked[:size], walked[size:]
            if _decided(rises(s, rise), t):
                course.onset = t if course.onset is None else course.onset
                course.last_rise = t
            walked = model.walk(h, *following)
            before, known = known, scores(following, walked)
            if course.loss_rise is None and not falls(before, known):
                _, _, loss_step, *_ = model.step(h, *state)[size:]
                course.loss_rise = t if _decided(positive(loss_step), t) else None
            course.open += is_open
            state = following
    return course


def _seen(state: State) -> SimpleNamespace:
    """What ends a course is told from: α, N, cos θ and |sin θ| of a state (p, q, α, N, r)."""
    p, q, alpha, N, r = state
    return SimpleNamespace(alpha=alpha, N=N, c=p / r, s=abs(q / r))


def _decided(verdict: Verdict, t: int) -> bool:
    if verdict is None:
        raise Undecided(f"an event at t = {t}")
    return verdict
