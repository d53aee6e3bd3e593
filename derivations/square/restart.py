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
    That the two bounds come to agree: this is observed, not proved.
"""

from __future__ import annotations

from functools import partial

from derivations.direction.restart import onset_within, unless_open
from derivations.notation import N, a, at_start, h
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.square import waiting_time_lower, waiting_time_two_phase, waiting_time_upper
from derivations.square.lemmas.autonomy import establish_tail
from derivations.square.lemmas.phase_lemmas import UNGUARDED
from derivations.square.model.hypotheses import STANDING, WHITENED
from verifier.arithmetic.balls import Undecided
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
Window = tuple[int | None, int | None, int]


def derive() -> Proof:
    """From any time on a run is a run again; then the bounds, each in its own system."""
    proof = Proof(CLAIM.id)
    lower = proof.system(waiting_time_lower.WAITING_RUN)
    upper = proof.system(waiting_time_upper.WAITING_RUN)
    phase = proof.system(UNGUARDED)
    tails = [establish_tail(proof, system) for system in (lower, upper, phase)]
    late = waiting_time_lower.establish(proof, lower)
    hit = waiting_time_upper.establish(proof, upper)
    proof.conclude(*tails, late, hit)
    return proof


def window(run: Run, limit: int) -> Window:
    """(lower, upper, at): lower ≤ T ≤ upper, from restarts at the times 0 … limit.

    ``at`` is the first time from which the final window is known.  ``upper`` is None when no claim
    bounds T from above, and both are None when the direction is shown never to rise.  The search ends
    when both bounds agree, or when the enclosures of ``run`` no longer decide whether a step rises.
    """
    return _window(run, limit)


def _window(run: Run, limit: int, elapsed: int = 1, seen: bool = True) -> Window:
    """``window``; two options are for checks.

    ``elapsed`` = 0 forgets the steps before a restart, which is a deliberate error.  Without ``seen`` a
    rise that is met ends the search, but the window stays what the bounds make of it, and ``Undecided`` is
    raised for any bound that the balls leave open.
    """
    lower, at = 0, 0
    upper: int | None = None
    for time in range(limit + 1):
        least = unless_open(partial(waiting_time_lower.bound, run.h, run.state(time)), 0, seen)
        if least is None:
            return None, None, time
        most = _upper(run, time, seen)
        if elapsed * time + least > lower:
            lower, at = elapsed * time + least, time
        if most is not None and (upper is None or elapsed * time + most < upper):
            upper, at = elapsed * time + most, time
        rises = run.rising(time)
        if rises and seen:
            return time, time, time
        if rises is None and not seen:
            raise Undecided(f"rising at t = {time}")
        if lower == upper or rises is not False:
            break
    return lower, upper, at


def _upper(run: Run, time: int, lenient: bool) -> int | None:
    """The upper bound from one state; phases are tried where it gives none, at times 0, 1, 2, 4, 8 …"""
    claims = [waiting_time_upper.bound, waiting_time_two_phase.bound][: 1 + (time & (time - 1) == 0)]
    found = (unless_open(partial(bound, run.h, run.state(time)), None, lenient) for bound in claims)
    return next((most for most in found if most is not None), None)


def holds(run: Run, elapsed: int = 1) -> Answer:
    """The onset lies in the window of the bounds; ``elapsed`` = 0 forgets the steps before a restart."""
    return onset_within(run, *_window(run, STRETCH, elapsed, seen=False)[:2])


CLAIM = Claim(
    id="square.restart",
    title="every bound applies from any later state",
    provenance=Provenance.EXTENSION,
    wanted=Status.ENCLOSED,
    statement=(
        r"\max_{\tau \le T} (\tau + L_\tau) \le T \le \min_{\tau \le T} (\tau + U_\tau),\quad "
        r"L_\tau \text{ and } U_\tau \text{ the lower and upper bounds of } T "
        r"\text{ for a run from the state } (\theta_\tau, a_\tau, N_\tau)"
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
            r"(\theta, a, N)_\tau",
            "See the claim that is applied.",
            conditions=(h < 1, at_start(a) < 1, 2 * at_start(N) < 1),
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
