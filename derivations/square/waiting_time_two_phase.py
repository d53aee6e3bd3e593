"""The waiting time from above at any angle: first the direction aligns, then the scale grows.

Statement
    Beside a run let bounds move: φ, b̲, b̅, V with θ_0 ≤ φ_0, b̲_0 ≤ a_0 ≤ b̅_0, N̲ ≤ N_0 and
    N_0 (2 − μ_0 cos θ_0)² ≤ V_0.  A step is a phase if for its ℓ > 0, 0 < μ < 2, M̄ and γ in [0, 1]
    b̅ ≤ μN̲,  b̲ ≥ ℓM̄,  M̄(2 − μ)² ≥ V,  γ ≥ μ − 1,  γ(1 + ℓ(1 − cos φ)) ≥ 1 − ℓ cos φ,
    and the next bounds have b̲' ≤ (1 − h)b̲ + h cos φ, b̅' ≥ (1 − h)b̅ + h, tan(φ'/2) ≥ γ tan(φ/2), φ' < π/2,
    μ' in [μ, 2) and V' ≥ V ((2 − μ' cos φ')/(2 − μ cos φ'))².
    As long as all steps are phases, θ ≤ φ, b̲ ≤ a ≤ b̅, N ≥ N̲ and N(2 − μ cos θ)² ≤ V.  And if all steps up
    to some time K are, let at that time φ ≤ θ̄ < π/4, a̲ ≤ b̲ and V ≤ N̄(2 − μ)², and let U satisfy the
    condition of square.waiting-time-upper for θ̄, a̲, N̄.  Then, if no step from K on rises before K + U,
    step K + U does: T ≤ K + U.
    A phase of several steps as in square.alignment-phase is several such steps with the same ℓ, μ, γ, M̄; so
    with phases of K_1, …, K_m steps T ≤ K_1 + … + K_m + U.  With one, while the upper envelope keeps
    λ ≤ μ = 1: N̄ = N_0 (2 − cos θ_0)², tan(θ̄/2) = γ^K tan(θ_0/2) and a̲ = c_0 − (c_0 − a_0)(1 − h)^K.
Hypotheses
    Standing hypotheses, and sin θ_t ≠ 0 at the bound.  No bound of θ_0 but π/2.
Source
    Extension; not in [1].
Argument
    While b̅ ≤ μN̲ keeps λ ≤ μ < 2 nothing rises, and one step of square.alignment-phase bounds the next state
    by bounds of this one.  The system is autonomous, so that from time K on the run is one to which
    square.waiting-time-upper applies; and that needs no more than bounds of its initial state.  In the
    formulas o is any number that never rises, and is positive as long as the steps are phases.
    Which phases are used is a matter of choice; here they have one step at first and then an eighth of the
    time passed.  No bound is found where the envelopes lead λ to 2 before the angle is small:
    for λ_0 near 2 or above at a large angle.  A few steps of iteration (square.restart) close that gap.
Not verified
    The closed form of the bounds through a phase of several steps: that cos θ̄ − (cos θ̄ − a̲)(1 − h)^k,
    1 − (1 − ā)(1 − h)^k and γ^k tan(θ̄/2), θ̄ being the angle at the start of the phase, move as asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq

from derivations.direction.before_onset import C_LOW, COS_DOUBLE_LOW, STEP_CAP
from derivations.direction.rising_criterion import STILL
from derivations.direction.system import MOVES
from derivations.direction.waiting_time_upper import onset_by
from derivations.notation import at_next, at_start, c, s, typeset
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, anew
from derivations.square import waiting_time_upper
from derivations.square.alignment_phase import Bounds, advance
from derivations.square.lemmas.moving_bounds import (
    BOUNDS,
    CHOSEN,
    INSIDE,
    LASTS,
    MOVING,
    NEVER_RISES,
    ONLY_WHILE,
    PHASE_BOUNDS,
    establish,
    establish_last,
)
from derivations.square.lemmas.waiting_time_upper import first_surplus
from derivations.square.model.hypotheses import STANDING, WHITENED, below_45_degrees
from derivations.square.no_rising_edge import SATURATED
from derivations.square.waiting_time_upper import REACHED as WITHIN
from verifier.arithmetic.balls import Ball, Doubts, less_equal
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status

SINGLE_STEPS = 16
"""So many phases of one step come first."""
PART = 8
"""Afterwards a phase takes this part of the time passed."""
LATEST = 2**20
"""Phases end here at the latest."""


def first(bound: Any) -> Any:
    """The same of the values at time 0."""
    start = {x: at_start(x) for x in MOVING.state}
    return bound.func(*(side.subs(start, simultaneous=True) for side in bound.args), evaluate=False)


STEP = Eq(STEP_CAP, 1 / COS_DOUBLE_LOW**2)
SURPLUS = WITHIN[0]
PHASES_SO_FAR = first(LASTS > 0)
INSIDE_THERE = tuple(map(first, INSIDE))
"""Of the time from which the rest is counted."""


def derive() -> Proof:
    """Bounds that move through the phases, and the bound of the onset after them."""
    proof = Proof(CLAIM.id)
    hit = waiting_time_upper.establish_rise(proof)
    establish(proof)
    after = establish_last(proof)
    rises = proof.rule(
        "carry", "a rise after the phases", MOVING, part=after, fact=hit,
        because="So it rises by the bound of the waiting time, counted from there.",
    )  # fmt: skip
    proof.conclude(PHASE_BOUNDS, rises)
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
    wanted=Status.PROVED,
    statement=Statement(
        always(*BOUNDS, given=[LASTS > 0], where=[STEP]),
        anew(
            at_next(s) ** 2 > s**2,
            given=[PHASES_SO_FAR, *INSIDE_THERE, C_LOW > 0, COS_DOUBLE_LOW > 0, SURPLUS, MOVES],
            throughout=[STILL],
            where=[STEP],
        ),
    ),
    hypotheses=(
        WHITENED,
        STANDING,
        hypothesis(
            "bounds of the start",
            "They are what the phases begin with, and any state has some. ",
            tuple(first(bound) for bound in BOUNDS),
        ),
        hypothesis(
            "bounds that move by phases of one step, as long as o > 0",
            "These conditions say what a phase is; without all of them the bounds need not be any.",
            (*CHOSEN, *ONLY_WHILE, NEVER_RISES),
        ),
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
    unseen={
        2: "bounds that move, chosen at random, hardly ever reach the condition by the very step at which "
        "the direction rises; the check of the claim computes them"
    },
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
