"""Restart: every waiting-time bound may be applied from any later state.

Statement
    If no step before τ rises and the state at τ satisfies the hypotheses of square.waiting-time-lower,
    square.waiting-time-upper or square.waiting-time-two-phase, then T ≥ τ + L, T ≤ τ + U with the bounds L
    and U that the claim gives for this state; so max_τ(τ + L_τ) ≤ T ≤ min_τ(τ + U_τ).
    For U it is enough that of the state at τ bounds θ ≤ θ̄, a ≥ a̲, N ≤ N̄ are known, for instance from
    rigorous iteration.
Hypotheses
    Those of the claim that is applied, at the state at τ.
Source
    Extension; not in [1].
Argument
    The update does not depend on time: the states from τ on are a run, whose first state is the state at
    τ.  As p and a stay positive (square.cone-invariance), the standing hypotheses hold there again.
    While θ_t is large the bounds at time 0 are loose; but θ_t shrinks by a factor at each step, and both
    bounds become exact as θ → 0.  After a short stretch of iteration the lower and the upper bound of T
    mostly agree, and T is certified without iterating to T.
Not verified
    That the two bounds come to agree: this is observed, not proved.  Phases that begin at τ:
    square.waiting-time-two-phase has them begin at time 0, and here only the other two bounds are carried
    to τ.  T ≤ τ + U reads a certified step backwards, as there.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Eq, Gt

from derivations.direction.before_onset import COS_DOUBLE_LOW, STEP_CAP
from derivations.direction.restart import Bound, Restarts, Window, onset_within
from derivations.direction.rising_criterion import STILL
from derivations.direction.rising_threshold import RISING
from derivations.direction.system import MOVES
from derivations.notation import a, at_next, at_start, h, s, t, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, anew
from derivations.square import waiting_time_lower, waiting_time_two_phase, waiting_time_upper
from derivations.square.lemmas.autonomy import establish_tail
from derivations.square.model.hypotheses import STANDING, WHITENED
from derivations.square.waiting_time_lower import LEAST, WAITING
from derivations.square.waiting_time_upper import REACHED
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Hypothesis,
    Provenance,
    Run,
    Status,
)

STRETCH = 24
"""A check restarts at these first times only."""


def derive() -> Proof:
    """From any time on a run is a run again; so each bound holds from there."""
    proof = Proof(CLAIM.id)
    lower = proof.system(waiting_time_lower.WAITING_RUN)
    from_below = establish_tail(proof, lower)
    late = waiting_time_lower.establish(proof, lower)
    solved = waiting_time_lower.establish_logarithm(proof, lower, late)
    hit = waiting_time_upper.establish_rise(proof)
    from_above = establish_tail(proof, waiting_time_upper.BOUNDED_RUN)
    carried = [
        proof.rule("carry", f"{name}, from any time on", run, part=part, fact=fact, because=because)
        for name, run, part, fact, because in (
            ("waiting time", lower, from_below, solved, "So every rise is as much later,"),
            ("rise", waiting_time_upper.BOUNDED_RUN, from_above, hit, "and the next one by that bound."),
        )
    ]
    proof.conclude(*carried)
    return proof


def _uppers(time: int, limit: int) -> Sequence[Bound]:
    """At every time; phases are tried where the bound gives none, at times 0, 1, 2, 4, 8 …"""
    return [waiting_time_upper.bound, waiting_time_two_phase.bound][: 1 + (time & (time - 1) == 0)]


RESTARTS = Restarts(waiting_time_lower.bound, _uppers)


def window(run: Run, limit: int) -> Window:
    """(lower, upper, at) from restarts at the times 0 … limit, as ``Restarts.window`` says."""
    return RESTARTS.window(run, limit)


def holds(run: Run, elapsed: int = 1) -> Answer:
    """The onset lies in the window of the bounds; ``elapsed`` = 0 forgets the steps before a restart."""
    return onset_within(run, *RESTARTS.window(run, STRETCH, elapsed, seen=False)[:2])


CLAIM = Claim(
    id="square.restart",
    title="every bound applies from any later state",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        anew(Gt(t, WAITING), given=[RISING, h < 1, at_start(a) < 1, LEAST < 1]),
        anew(
            at_next(s) ** 2 > s**2,
            given=[*REACHED, MOVES],
            throughout=[STILL],
            where=[Eq(STEP_CAP, 1 / COS_DOUBLE_LOW**2)],
        ),
    ),
    hypotheses=(
        WHITENED,
        STANDING,
        Hypothesis(
            "no rise before the restart",
            r"\tau \le T",
            "After it the bounds are about a later rise: with h = 1/20, a_0 = 1/100, Λ = 10, θ_0 = 1/2 the "
            "onset is 5, the first edge ends with step 12, and from state 13 the next rise is at 57.",
        ),
        Hypothesis(
            "the hypotheses of the bound, at the state of the restart",
            ",\\ ".join(map(typeset, (h < 1, at_start(a) < 1, LEAST < 1))),
            "See the claim that is applied.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (Alteration("the steps before the restart are forgotten", {"elapsed": 0}),),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
