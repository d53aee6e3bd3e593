"""Restart: both bounds of the onset may be applied from any later state.

Statement
    Planar.  If no step before τ rises and the state at τ satisfies the hypotheses of
    logistic.waiting-time-lower or logistic.precursor, then T ≥ τ + L, T ≤ τ + U with the bounds L and U
    that the claim gives for this state, whose recursions and time begin anew at τ; so
    max_τ(τ + L_τ) ≤ T ≤ min_τ(τ + U_τ).  If for some τ ≤ T logistic.never-rises applies to the state at τ,
    no later step is the first to rise.  Of the angle at τ a bound θ̄ ≤ 45° is enough.
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
    (λN ≥ Ψ, with Ψ as in logistic.precursor.)
Not verified
    That the two bounds come to agree: this is observed, not proved.  What solves the inequalities for T is
    that of the claims that are applied; and so is a step from the target, sin θ_t = 0, which does not turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Eq, Gt

from derivations.direction.restart import Bound, Restarts, Window, onset_within
from derivations.direction.rising_criterion import STILL
from derivations.direction.rising_threshold import RISING
from derivations.logistic import never_rises, precursor, waiting_time_lower
from derivations.logistic.active_margins import CAP, CLOCK, clock
from derivations.logistic.lemmas.autonomy import establish_tail
from derivations.logistic.lemmas.pulls import KAPPA_LEAST, OFF_TARGET, z_least
from derivations.logistic.lemmas.scale_envelope import FROM_ABOVE, HIGH, HIGH_RULE, LOW_RULE
from derivations.logistic.lemmas.waiting_time_lower import ROOTED, root
from derivations.logistic.model.hypotheses import no_rise_so_far
from derivations.logistic.model.system import ANGLE, CIRCLE, NEAREST, WITHIN, sabs
from derivations.logistic.never_rises import BELOW_LARGEST, EDGE, OPEN, QUIET
from derivations.notation import N, alpha, at_next, at_start, c, h
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, anew
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status

STRETCH = 64
"""A check restarts at these first times only."""
BOUNDS = (*WITHIN,)
ROOT_IS = Eq(root**2, 1 + 8 * at_start(N))

TIMED = replace(ROOTED, name="timed run before onset")
BESIDE_B = FROM_ABOVE.with_more("run before onset, and B", initial=(OPEN,))
BETWEEN = replace(precursor.WAITING_RUN, name="run before onset, and A and B")


def derive() -> Proof:
    """From any time before a rise a run is one of those that a bound is about; so each holds from there."""
    proof = Proof(CLAIM.id)
    facts = (
        (TIMED, waiting_time_lower.establish, (CLOCK,)),
        (BESIDE_B, waiting_time_lower.establish_sharp, (HIGH_RULE,)),
        (BETWEEN, precursor.establish, (LOW_RULE, HIGH_RULE)),
        (QUIET, never_rises.establish, ()),
    )
    for system, establish, beside in facts:
        into = proof.system(system)
        part, fact = establish_tail(proof, into, beside), establish(proof, into)
        proof.conclude(proof.rule(
            "carry", f"{into.name}: its bound from any time on", into, part=part, fact=fact,
            because="So what is proved of such a run holds from that time on.",
        ))  # fmt: skip
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
    wanted=Status.PROVED,
    statement=Statement(
        anew(
            CAP > root - 1,
            given=[RISING, OFF_TARGET, *BOUNDS, root > 0, ROOT_IS, Eq(at_start(clock), 0)],
            where=[CIRCLE, Eq(at_next(clock), clock + 1)],
        ),
        anew(
            Gt(KAPPA_LEAST, 2 * at_start(N) * NEAREST**2, evaluate=False),
            given=[RISING, OFF_TARGET, *BOUNDS, OPEN, h <= 2, at_start(HIGH) >= at_start(alpha)],
            where=waiting_time_lower.BESIDE,
        ),
        anew(
            RISING,
            given=[precursor.HIT_AT, OFF_TARGET, h <= 2, *BOUNDS, *precursor.STARTS[len(ANGLE) :]],
            where=precursor.BESIDE,
        ),
        anew(
            STILL,
            given=[OFF_TARGET, *BOUNDS, OPEN, EDGE],
            throughout=[BELOW_LARGEST],
            where=[CIRCLE, Eq(z_least, -alpha * NEAREST)],
        ),
    ),
    hypotheses=(
        hypothesis(
            "a positive scale learning rate, and no negative margin at the start",
            "Needed as in the claims that are applied: for α_0 < 0 and a small angle the direction rises "
            "at step 0, as λ < 0; above 45° the scale may fall.",
            (h > 0, at_start(alpha) > 0, at_start(c) > 0, at_start(c) >= at_start(sabs)),
        ),
        no_rise_so_far("After a rise the bounds are about a later one."),
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
