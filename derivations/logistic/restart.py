"""Restart: both bounds of the onset may be applied from any later state.

Statement
    Planar.  If no step before τ rises and the state at τ satisfies the hypotheses of
    logistic.waiting-time-lower or logistic.precursor, then T ≥ τ + L, T ≤ τ + U with the bounds L and U
    that the claim gives for this state; so max_τ(τ + L_τ) ≤ T ≤ min_τ(τ + U_τ).  If for some τ ≤ T
    logistic.never-rises applies to the state at τ, the direction never rises.
Hypotheses
    Those of the claim that is applied, at the state at τ.
Source
    Extension; not in [1].
Argument
    The update does not depend on time: the states from τ on are a run, whose first state is the state at τ.
    As α and cos θ stay positive and no margin becomes negative before a rise (logistic.active-margins),
    the standing hypotheses hold there again.  The angle shrinks by a factor at each step, and both
    bounds become κ(α_t) against 2N as θ → 0, with α_t from the same recursion.  After some steps of
    iteration they mostly agree, and T is certified without iterating to T, however small h is.
Not verified
    The joining: the certificate has that from τ on a run is a run before onset, from any angle up to 45°.
    That each bound then holds, in the system of its claim, whose recursions and time begin anew at τ, is by
    hand.  That the two bounds come to agree is observed, not proved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derivations.direction.restart import Bound, Restarts, Window, onset_within
from derivations.logistic import precursor, waiting_time_lower
from derivations.logistic.lemmas.cone import establish_cone
from derivations.logistic.model.system import ACTIVE, BEFORE
from derivations.notation import alpha, at_start, c
from derivations.proof import Proof
from derivations.proof.narrate import main
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status

STRETCH = 64
"""A check restarts at these first times only."""

WHOLE = replace(BEFORE, name="whole run before onset", tracked=(), initial=(c > 0, alpha > 0, ACTIVE))
"""A run before onset, seen from any time."""


def derive() -> Proof:
    """From any time before a rise a run is one of those that all bounds are about."""
    proof = Proof(CLAIM.id)
    into, whole = proof.system(BEFORE), proof.system(WHOLE)
    establish_cone(proof, whole)
    now = {at_start(x): x for x in into.tracked}
    bounds = [condition.subs(now) for condition in into.initial]
    tail = proof.rule(
        "tail", f"{into.name}, from any time on", whole,
        into=into.name, start=[bound for bound in bounds if bound not in whole.initial], throughout=[],
        initial=[None] * len(bounds),
        because="From any time at which θ ≤ θ̄ ≤ 45°, the rest of the run is such a run.",
    )  # fmt: skip
    proof.conclude(tail)
    return proof


def _uppers(time: int, limit: int) -> Sequence[Bound]:
    """At times 0, 1, 2, 4, then every fourth, and the last."""
    return [precursor.bound] if time in (0, 1, 2, limit) or time % 4 == 0 else []


RESTARTS = Restarts(waiting_time_lower.bound, _uppers)


def window(run: Run, limit: int) -> Window:
    """(lower, upper, at) from restarts at the times 0 … limit, as ``Restarts.window`` says."""
    return RESTARTS.window(run, limit)


def holds(run: Run, elapsed: int = 1) -> Answer:
    """The onset lies in the window of the bounds; ``elapsed`` = 0 forgets the steps before a restart."""
    return onset_within(run, *RESTARTS.window(run, STRETCH, elapsed, seen=False)[:2])


CLAIM = Claim(
    id="logistic.restart",
    title="both bounds apply from any later state",
    provenance=Provenance.EXTENSION,
    wanted=Status.ENCLOSED,
    statement=(
        r"\max_{\tau \le T} (\tau + L_\tau) \le T \le \min_{\tau \le T} (\tau + U_\tau),\quad "
        r"L_\tau \text{ and } U_\tau \text{ the lower and upper bounds of } T "
        r"\text{ for a run from the state } (\theta_\tau, \alpha_\tau, N_\tau)"
    ),
    hypotheses=(
        Hypothesis(
            "no rise before the restart",
            r"\tau \le T",
            "After it the bounds are about a later rise.",
        ),
        Hypothesis(
            "the hypotheses of the bound, at the state of the restart",
            r"(\theta, \alpha, N)_\tau",
            "See the claim that is applied.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds,
            (Alteration("the steps before the restart are forgotten", {"elapsed": 0}),),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
