"""The waiting time from above at any angle: first the direction aligns, then the scale grows.

Statement
    Let m phases of K_1, …, K_m steps follow one another, each from the bounds that the one before gives
    (square.alignment-phase), and let U satisfy the condition of square.waiting-time-upper for the bounds
    θ̄ < π/4, a̲, N̄ of the state after the last.  Then T ≤ K_1 + … + K_m + U.
    In particular, with one phase while the upper envelope keeps λ ≤ μ = 1: N̄ = N_0 (2 − cos θ_0)²,
    tan(θ̄/2) = γ^K tan(θ_0/2) and a̲ = c_0 − (c_0 − a_0)(1 − h)^K.
Hypotheses
    Standing hypotheses, and sin θ_t ≠ 0 before the bound.  No bound of θ_0 but π/2.
Source
    Extension; not in [1].
Argument
    While the upper envelope keeps λ below μ < 2 nothing rises, and square.alignment-phase bounds the
    state reached by bounds of the state before.  The system is autonomous, so that from this state on the
    run is one to which the next phase applies, or square.waiting-time-upper; and both need no more than
    bounds of their initial state.
    Which phases are used is a matter of choice; here they have one step at first and then an eighth of the
    time passed.  No bound is found where the envelopes lead λ to 2 before the angle is small:
    for λ_0 near 2 or above at a large angle.  A few steps of iteration (square.restart) close that gap.
Not verified
    That the links are joined: each is certified (a phase, the tail of a run, the last phase); their number
    is arbitrary.  T ≤ K_1 + … + U says the last link backwards, as in square.waiting-time-upper.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Gt

from derivations.direction.before_onset import C_LOW, COS_DOUBLE_LOW
from derivations.direction.half_angle import LEAST_GAMMA
from derivations.direction.waiting_time_upper import NORM_POWER, onset_by
from derivations.notation import at_start, c, s, symbol, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.square import waiting_time_upper
from derivations.square.alignment_phase import Bounds, advance, establish_phase
from derivations.square.lemmas.autonomy import establish_tail
from derivations.square.lemmas.before_onset import SCALE_AT
from derivations.square.lemmas.phase_lemmas import UNGUARDED
from derivations.square.lemmas.waiting_time_upper import NEEDED_AT, first_surplus
from derivations.square.model.hypotheses import STANDING, WHITENED, below_45_degrees
from derivations.square.no_rising_edge import SATURATED
from derivations.square.scale_envelope import POWER, RATIO
from derivations.square.waiting_time_upper import WAITING_RUN
from verifier.arithmetic.balls import Ball, Doubts, less_equal
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status

LATE = symbol("U", "U", "U", "steps after the phases")
HIT_AFTER = Gt(SCALE_AT, NEEDED_AT, evaluate=False).subs(
    {POWER: RATIO**LATE, NORM_POWER: COS_DOUBLE_LOW ** (-2 * LATE)}
)
"""The condition of square.waiting-time-upper on U, for the bounds of the state after the phases."""
SINGLE_STEPS = 16
"""So many phases of one step come first."""
PART = 8
"""Afterwards a phase takes this part of the time passed."""
LATEST = 2**20
"""Phases end here at the latest."""
LIMIT = 2000
"""How many steps of a run a check looks at."""


def derive() -> Proof:
    """One phase, the bound after it, and that each may start from any state within its bounds."""
    proof = Proof(CLAIM.id)
    phase = establish_phase(proof)
    next_phase = establish_tail(proof, UNGUARDED)
    waiting = proof.system(WAITING_RUN)
    hit = waiting_time_upper.establish(proof, waiting)
    proof.conclude(*phase, next_phase, establish_tail(proof, waiting), hit)
    return proof


def bound(scale_lr: Ball, x: Any) -> int | None:
    """A natural number ≥ T, the waiting time counted from state ``x``; None if none is found.

    ``scale_lr`` is h; ``x`` is a state of balls.  Raises ``Undecided`` where these do not tell.
    """
    return after_phases(scale_lr, x)


def after_phases(
    scale_lr: Ball, x: Any, lazy: bool = False, tenths: int = 10, *, any_bound: bool = False
) -> int | None:
    """The best bound over how many phases are used; ``lazy`` and ``tenths`` are deliberate errors.

    ``any_bound`` is content with the first that is found, which tells whether there is one.

    With ``lazy`` the norm does not grow during the phases; ``tenths``/10 alters the factor 2 in 2c_0.
    Raises ``Undecided`` where none is found for want of precision.
    """
    doubts = Doubts()
    if doubts.certain(less_equal(evaluate(SATURATED, lambda name: getattr(x, name)), 2)):
        return None
    best: int | None = None
    for passed, state in phases(scale_lr, Bounds.of(x), doubts, lazy):
        if best is not None and passed >= best:
            break
        rest: int | None = None
        with doubts.noted():
            rest = first_surplus(scale_lr, state.c_low, state.a_low, state.N_high * tenths / 10)
        if rest is not None and (best is None or passed + rest < best):
            best = passed + rest
            if any_bound:
                break
    if best is None:
        doubts.settle()
    return best


def phases(
    scale_lr: Ball, state: Bounds, doubts: Doubts, lazy: bool = False
) -> Iterator[tuple[int, Bounds]]:
    """Steps passed and bounds of the state: at the start, and after each phase that is possible."""

    def after(steps: int) -> Bounds | None:
        with doubts.noted():
            return advance(scale_lr, state, steps, lazy)
        return None

    passed = 0
    yield passed, state
    while passed < LATEST:
        steps = 1 if passed < SINGLE_STEPS else passed // PART
        reached = after(steps)
        while reached is None and steps > 1:
            steps //= 2
            reached = after(steps)
        if reached is None:
            return
        passed, state = passed + steps, reached
        yield passed, state


def holds(run: Run, lazy: bool = False, tenths: int = 10) -> Answer:
    """The onset is at most the bound; the knobs are those of ``after_phases``."""
    return onset_by(run, after_phases(run.h, run.state(0), lazy, tenths))


CLAIM = Claim(
    id="square.waiting-time-two-phase",
    title="by when the direction has risen, from any angle",
    provenance=Provenance.EXTENSION,
    wanted=Status.ENCLOSED,
    statement=(
        r"T \le K + U \text{ if } 1 - (1 - a_0)(1-h)^k \le N_0\ (k < K) \text{ and } "
        + typeset(HIT_AFTER)
        + r"\text{ with } \bar\theta < \tfrac{\pi}{4},\ "
        r"\tan\tfrac{\bar\theta}{2} = \gamma^K \tan\tfrac{\theta_0}{2},\ "
        r"\underline{a} = \cos\theta_0 - (\cos\theta_0 - a_0)(1-h)^K,\ "
        r"\bar{N} = N_0 (2 - \cos\theta_0)^2,\ \gamma = \max\Bigl(0, "
        + typeset(LEAST_GAMMA.subs(C_LOW, at_start(c)))
        + r"\Bigr),\ \ell \bar{N} = \min_{k < K} "
        r"\bigl(\cos\theta_0 - (\cos\theta_0 - a_0)(1-h)^k\bigr) > 0;\quad "
        r"\text{with } m \text{ phases, } T \le K_1 + \dots + K_m + U"
    ),
    hypotheses=(
        WHITENED,
        STANDING,
        Hypothesis(
            "aligned start",
            typeset(at_start(c) > 0),
            "Then no θ̄ < π/2 is at least θ_0, and the claim says nothing: the scale may become negative, "
            "as with h = 1, a_0 = N_0 = 1, cos θ_0 = −3/5, where a_1 = −3/5.",
        ),
        Hypothesis(
            "the direction does not land exactly on target",
            typeset(s) + r" \ne 0",
            "As in square.waiting-time-upper: from (24/25, 7/25) with λ = 25/24 it lands there at once.",
        ),
        Hypothesis(
            "an angle below 45° after the phases",
            r"\bar\theta < \tfrac{\pi}{4}",
            "Above it cos 2θ̄ < 0, and the condition on U holds for every U, 0 among them: with K = 0 it "
            "would say that every run from above 45° rises at once.",
        ),
        below_45_degrees("Not needed."),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("the norm does not grow during the phases", {"lazy": True}),
                Alteration("2c_0 becomes 1.8c_0", {"tenths": 9}),
            ),
            lambda run: bound(run.h, run.state(0)) is not None,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
