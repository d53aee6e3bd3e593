"""The waiting time from below: the direction cannot rise before the scale had time to grow.

Statement
    Planar, θ_0 ≤ π/4, and the direction off target.  The onset T obeys T > (2/h)(√(1 + 8N_0) − 1 − α_0).
    Sharper, for m_0 = cos θ_0 − |sin θ_0| > 0 and B of logistic.scale-envelope with B_0 = α_0:
    κ(m_0α_T) > 2m_0²N_0, where α_0 ≤ α_T ≤ B_T.  So T is at least the first t at which
    κ(m_0a) > 2m_0²N_0 for some a in [α_0, B_t]; if there is none, the direction never rises.
Hypotheses
    h > 0, and h ≤ 2 for the sharper form; α_0 > 0, margins that are not negative at the start.
Source
    [1], abstract: a "finite-horizon directional precursor" of the logistic loss; this bound is ours.
Argument
    A rise at T needs λ_T > 2 by the rising threshold, and up to T logistic.active-margins applies.
    There g ≤ 1/2 and no chord of σ is steeper than 1/4, so λN ≤ α(⟨g⟩ + αcχ) ≤ α/2 + α²/4.  With
    N_T ≥ N_0 this makes (1 + α_T)² > 1 + 8N_0, and α_T ≤ α_0 + hT/2.
    Sharper: λNm_0² ≤ κ(m_0α), as shown for logistic.never-rises, and α_T ≤ B_T.
    As θ_0 → 0 the second form becomes exact: B is then the recursion of α, and λN = κ(α).
Not verified
    Nothing of the two inequalities.  They are about a positive rising margin, λ cos 2θ > 2 cos θ, which a
    rise needs by the rising criterion; what follows from them says them backwards.  The number that
    ``bound`` returns solves them for T, with the inverse of κ from logistic.knife-edge and, after some
    steps, logistic.scale-closed-form.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Gt, sqrt

from derivations.direction.rising_criterion import STILL
from derivations.direction.rising_threshold import RISING
from derivations.direction.waiting_time_lower import no_rise
from derivations.logistic.active_margins import CAP, clock
from derivations.logistic.lemmas.arguments import establish_slope
from derivations.logistic.lemmas.envelope import Envelope
from derivations.logistic.lemmas.pulls import KAPPA_LEAST, OFF_TARGET, g_least, z_least
from derivations.logistic.lemmas.scale_envelope import FROM_ABOVE, HIGH, g_high, z_high
from derivations.logistic.lemmas.waiting_time_lower import ROOTED, WAITING, establish, establish_sharp, root
from derivations.logistic.model.hypotheses import active_start, positive_start, scale_rate_at_most_two
from derivations.logistic.model.system import ANGLE, CIRCLE, NEAR_FAR, NEAREST, chi
from derivations.logistic.never_rises import OPEN, never_rises
from derivations.notation import N, alpha, at_next, at_start, h, lam
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.sigmoid.functions import sigma
from derivations.sigmoid.kappa import inverse, peak
from verifier.arithmetic.balls import (
    Ball,
    Undecided,
    both,
    first_after,
    floor_of_lower,
    less,
    less_equal,
    positive,
)
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import working_bits
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status

BESIDE = (
    *(CIRCLE, Eq(z_least, -alpha * NEAREST), Eq(g_least, sigma(z_least)), Eq(z_high, -HIGH * NEAREST)),
    *(Eq(g_high, sigma(z_high)), Eq(at_next(HIGH), HIGH + h * g_high)),
)
"""The recursion B beside the run, and what κ is made of."""


def derive() -> Proof:
    """The simple bound in full; for the sharp one, what a rise needs and what the scale has at most."""
    proof = Proof(CLAIM.id)
    simple = proof.system(ROOTED)
    late = establish(proof, simple)
    proof.say("Solved for t, this is T above", WAITING)
    sharp = proof.system(FROM_ABOVE.with_more(FROM_ABOVE.name, initial=(OPEN,)))
    needed = establish_sharp(proof, sharp)
    whole = (f"{sharp.name}: {part}" for part in ("λ", "scale above its start", "upper envelope"))
    proof.conclude(late, needed, *whole, establish_slope(proof))
    return proof


def simple_bound(scale_lr: Ball, x: Any) -> int:
    """A natural number ≤ T by the first form alone; ``Undecided`` if only the balls make it 0."""
    return first_after(_waiting(scale_lr, x))


def _waiting(scale_lr: Ball, x: Any) -> Ball:
    known = {"h": scale_lr, "N0": x.N, "alpha0": x.alpha}
    return evaluate(WAITING, known.__getitem__)


def bound(scale_lr: Ball, x: Any, level: int = 2) -> int | None:
    """A natural number ≤ T, the waiting time counted from state ``x``.

    ``scale_lr`` is h; ``x`` is a state of balls with alpha, N, c, s, lam.  None when the direction never
    rises from x on; 0 where λ > 2, or an angle from 45° on, leaves nothing to say.  Raises ``Undecided``
    where the balls do not tell whether one does.  ``level`` replaces the 2 in 2m_0²N_0, for a deliberate
    error.
    """
    margin = x.c - x.s
    applies = both(positive(margin), positive(x.alpha), less_equal(x.lam, 2))
    if applies is None:
        raise Undecided("whether the state is one from which the direction does not rise at once")
    if not applies:
        return 0
    if never_rises(x) is True:
        return None
    simple = floor_of_lower(_waiting(scale_lr, x)) + 1
    return max(1, simple, _sharp_bound(scale_lr, x, level * margin**2 * x.N))


def _sharp_bound(scale_lr: Ball, x: Any, level: Ball) -> int:
    """By the second form; 1 where α is beyond the maximum of κ, or the level not known to be below it."""
    margin = x.c - x.s
    place, most = peak(level)
    if both(less(margin * x.alpha, place), less(level, most)) is not True:
        return 1
    return Envelope(scale_lr, x).earliest((inverse(level, working_bits(level)) / margin).lower())


def holds(run: Run, extra: int = 0, level: int = 2) -> Answer:
    """No rise before the bound; ``extra`` steps are added to it, ``level`` replaces the 2 in 2m_0²N_0."""
    return no_rise(run, bound(run.h, run.state(0), level), extra)


def holds_simple(run: Run, times: int = 1) -> Answer:
    """No rise before the bound of the first form, multiplied by ``times``."""
    return no_rise(run, times * simple_bound(run.h, run.state(0)))


CLAIM = Claim(
    id="logistic.waiting-time-lower",
    title="the direction rises no sooner than the scale has grown",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            CAP > root - 1,
            given=[RISING, *ANGLE, root > 0],
            throughout=[STILL],
            where=[
                *(CIRCLE, Eq(root, sqrt(1 + 8 * at_start(N)))),
                *(Eq(at_start(clock), 0), Eq(at_next(clock), clock + 1)),
            ],
        ),
        always(
            Gt(KAPPA_LEAST, 2 * at_start(N) * NEAREST**2, evaluate=False),
            given=[RISING, *ANGLE, OPEN, at_start(HIGH) >= at_start(alpha)],
            throughout=[STILL],
            where=BESIDE,
        ),
        always(
            *(lam > 0, alpha >= at_start(alpha), HIGH >= alpha, z_high <= z_least),
            given=[*ANGLE, OPEN, at_start(HIGH) >= at_start(alpha)],
            throughout=[STILL],
            where=BESIDE,
        ),
        for_all(chi >= 0, given=[NEAR_FAR]),
    ),
    hypotheses=(
        active_start(
            "Above 45° the scale may fall (logistic.active-margins); no counterexample to the first form "
            "was found there."
        ),
        positive_start("For α_0 < 0 and a small angle the direction rises at step 0, as λ < 0."),
        scale_rate_at_most_two(
            "The first form needs h > 0 only; the second rests on B of logistic.scale-envelope.",
            "for the second form: scale learning rate at most 2",
        ),
        hypothesis(
            "the direction is off target",
            "On target it does not rise at all.",
            (OFF_TARGET,),
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds,
            (
                Alteration("one step more", {"extra": 1}),
                Alteration("2m_0²N_0 becomes 3m_0²N_0", {"level": 3}),
            ),
            lambda run: bool(bound(run.h, run.state(0))),
        ),
        Check("logistic", holds_simple, (Alteration("the first form doubled", {"times": 2}),)),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
