"""The waiting time from below on data that are not whitened.

Statement
    With N̂_0 = ℓ‖w_0‖₂²/(Lηρ²) = ℓX_0/L: if a_0 < 1, 2N̂_0 < 1 and h < 1, then every rise of the direction
    at a time t, and so the onset T, obeys t > ln((1 − a_0)/(1 − 2N̂_0)) / (−ln(1 − h)).  Every
    rise of the loss obeys it too.
Hypotheses
    Σ ≻ 0 with eigenvalues from ℓ to L, η > 0, 0 < h < 1, α_0 > 0, c_0 > 0.
Source
    Our own.  For Σ = I it is square.waiting-time-lower: then N̂_0 = N_0.
Argument
    As long as (1 − h)^t(1 − a_0) ≥ 1 − 2N̂_0, square.scale-envelope gives a_t ≤ 2N̂_0; and N_t ≥ ℓX_t ≥ ℓX_0,
    so that λ_t L ≤ 2.  Such a step does not rise (general.rising-threshold) and is gentle, so that c_t > 0
    goes on: by induction, since the condition, once broken, stays so.
Not verified
    Nothing.  The certificate is about a positive margin, which a rise has by general.rising-criterion where
    λ > 0, and so as long as it is early.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Ge, Gt, Rational, log

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.cone_invariance import (
    GENTLE,
    LONGER,
    establish_cone,
    establish_cosine,
    establish_gentle,
    establish_length,
    establish_rate,
    establish_scale,
)
from derivations.general.model.hypotheses import definite
from derivations.general.model.system import HELD, PULLED, RUN, SEEN, A, L, X, ell
from derivations.general.no_rising_edge import NO_LOSS_RISE, establish_loss
from derivations.general.rising_criterion import MARGIN, RISING
from derivations.general.rising_threshold import SLOW, THRESHOLD, establish, establish_slow
from derivations.notation import N, a, at_next, at_start, c, h, lam, s, t
from derivations.proof import Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.square.loss_rises_only_with_direction import LOSS_RISES
from derivations.square.model.hypotheses import aligned_start, positive_scale
from derivations.square.model.system import LAMBDA
from derivations.square.scale_envelope import POWER, RATIO, establish_upper
from verifier.arithmetic.balls import Undecided, both, floor_of_lower, less
from verifier.arithmetic.balls import positive as is_positive
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status, every, never

HALF = Rational(1, 2)
STEPS = 40
"""How many steps of a run a check looks at."""
LEFT: Expr = L * (1 - at_start(a))
RIGHT: Expr = L - 2 * ell * at_start(X)
"""A rise at t needs (1 − h)^t · LEFT < RIGHT."""
WAITING: Expr = log(RIGHT / LEFT) / log(RATIO)
EARLY = Ge(POWER * LEFT - RIGHT, 0, evaluate=False)
LATE = Gt(RIGHT - POWER * LEFT, 0, evaluate=False)
KEPT = Ge((1 - a) - POWER * (1 - at_start(a)), 0, evaluate=False)
LEFT_SIGN = Gt(1 - at_start(a), 0, evaluate=False)
POWER_SIGN = Ge(POWER, 0, evaluate=False)
ROOM = Gt(RIGHT, 0, evaluate=False)
WAITING_RUN = RUN.with_more("run", conditions=(h < 1,), initial=(LEFT_SIGN, ROOM))


def establish_slow_early(proof: Proof) -> str:
    """Add λL ≤ 2 as long as it is early; returns the step's name."""
    return proof.positive(
        "early, λL at most 2",
        SLOW.lhs,
        given=[N > 0, HELD, LONGER, ell > 0, L > 0, KEPT, EARLY],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(2, [HELD], 1), (2, [ell > 0, LONGER], 1), (1, [EARLY], 1), (1, [L > 0, KEPT], 1)],
        strict=False,
        because="N(2 − λL) = 2(N − ℓX) + 2ℓ(X − X_0) + (2ℓX_0 − aL), and early aL ≤ 2ℓX_0.",
    )


def establish_early(proof: Proof, system: System) -> str:
    """Add that it is gentle, and c, a > 0, as long as it is early; returns the name of the envelope."""
    establish_length(proof, system)
    envelope = establish_upper(proof, system)
    gentle = proof.system(system.with_more("gentle run", guards=(GENTLE,)))
    establish_cone(proof, gentle)
    earlier = proof.positive(
        "early before, if early after",
        EARLY.lhs,
        given=[EARLY.subs(POWER, at_next(POWER)), POWER_SIGN, LEFT_SIGN, h > 0, L > 0],
        relations=[at_next(POWER) - RATIO * POWER],
        terms=[
            (1, [EARLY.subs(POWER, at_next(POWER))], 1),
            (1, [h > 0, POWER_SIGN, LEFT_SIGN, L > 0], 1),
        ],
        strict=False,
        because="(1 − h)^t falls, so what is early was so before.",
    )
    slow = proof.together(
        "an early step is gentle", GENTLE, [establish_slow_early(proof), establish_gentle(proof)],
        "Then it is gentle,",
    )  # fmt: skip
    proof.rule(
        "lasting", "early", system, into=gentle.name, held=[EARLY], backwards=[earlier, slow],
        because="so c_t > 0 and a_t > 0 as long as it is early.",
    )  # fmt: skip
    return envelope


def establish_late(proof: Proof, system: System, envelope: str) -> str:
    """Add (1 − h)^t LEFT < RIGHT at every rising t; returns its name."""
    early = proof.positive(
        "early, a rise needs scale",
        LATE.lhs,
        given=[RISING, c > 0, a > 0, N > 0, L > 0, ell > 0, PULLED, SEEN, HELD, LONGER, KEPT],
        lemmas=[establish_rate(proof), establish(proof)],
        relations=[LAMBDA, UNIT_CIRCLE],
        terms=[
            (1, [L > 0, KEPT], 1),
            (1, [N > 0, THRESHOLD], 1),
            (HALF, [L > 0, a > 0], 1 - c),
            (HALF, [L > 0, a > 0], s),
            (2, [HELD], 1),
            (2, [ell > 0, LONGER], 1),
        ],
        because="Add up L(1 − a) ≥ (1 − h)^t·L(1 − a_0), aL ≥ aLc = NλLc > 2N and N ≥ ℓX ≥ ℓX_0.",
    )
    late = proof.positive("late", LATE.lhs, given=[LATE], terms=[(1, [LATE], 1)], because="Or it is late.")
    either = proof.rule(
        "until", "a rise is late", system,
        lasting="early", at="state", given=[RISING], inside=early, outside=late,
        because="In either case",
    )  # fmt: skip
    return proof.rule(
        "at-every-time", "every rise is late", system,
        sequent=either, uses=[{"fact": envelope, "power": str(POWER)}], assume=[RISING],
        because="This holds at every t at which the direction rises.",
    )  # fmt: skip


def establish_loss_late(proof: Proof, system: System, envelope: str) -> str:
    """Add the same where the loss rises, once ``establish_late`` is there; returns its name."""
    absurd = proof.positive(
        "a loss that rises and does not",
        LATE.lhs,
        given=[LOSS_RISES, NO_LOSS_RISE, EARLY],
        multiplier=[LOSS_RISES],
        terms=[(1, [NO_LOSS_RISE, EARLY], 1), (1, [NO_LOSS_RISE], 1), (1, [LOSS_RISES], 1)],
        because="Where it is early the loss does not rise;",
    )
    early = proof.together(
        "early, the loss does not rise",
        LATE,
        [
            *(establish_rate(proof), "early, λL at most 2", establish_slow(proof), establish_gentle(proof)),
            *(establish_cosine(proof), establish_scale(proof), establish_loss(proof), absurd),
        ],
        "for the step is gentle and does not rise.",
    )
    either = proof.rule(
        "until", "a loss rise is late", system,
        lasting="early", at="step", given=[LOSS_RISES], inside=early, outside="late",
        because="In either case",
    )  # fmt: skip
    return proof.rule(
        "at-every-step", "every loss rise is late", system,
        sequents=[either], uses=[{"fact": envelope, "power": str(POWER)}], assume=[LOSS_RISES],
        because="This holds at every t at which the loss rises.",
    )  # fmt: skip


def derive() -> Proof:
    """The cone as long as it is early; then a rise is late, or it needs more than it has."""
    proof = Proof(CLAIM.id)
    run = proof.system(WAITING_RUN)
    envelope = establish_early(proof, run)
    late = establish_late(proof, run, envelope)
    positive = proof.positive(
        "distance to 1 positive", LEFT, given=[L > 0, LEFT_SIGN], terms=[(1, [L > 0, LEFT_SIGN], 1)],
        because="As a_0 < 1 and L > 0,",
    )  # fmt: skip
    solved = proof.rule(
        "logarithm", "waiting time", run, left_positive=positive,
        fact=late, power=str(POWER), ratio=RATIO, left=LEFT, right=RIGHT, shrinks=True,
        because="Solve for t: the logarithm is increasing, and ln(1 − h) < 0.",
    )  # fmt: skip
    loss = establish_loss_late(proof, run, envelope)
    solved_for_loss = proof.rule(
        "logarithm", "waiting time of the loss", run, left_positive=positive,
        fact=loss, power=str(POWER), ratio=RATIO, left=LEFT, right=RIGHT, shrinks=True,
        because="Likewise solved.",
    )  # fmt: skip
    proof.conclude(late, solved, loss, solved_for_loss)
    return proof


def bound(run: Any, whitened: bool = False, slowdown: int = 1) -> int | None:
    """A natural number ≤ T; None where the statement is not about the run, by a_0 < 1, 2N̂_0 < 1, h < 1.

    In deliberately false variants ``whitened`` puts N_0 in place of N̂_0 and ``slowdown`` divides h.
    """
    least = 2 * (at_start(N) if whitened else ell * at_start(X) / L)
    share, rate = run.evaluate((1 - at_start(a)) / (1 - least)), run.h / slowdown
    below = (run.evaluate(1 - x) for x in (at_start(a), least))
    applies = both(*map(is_positive, below), less(run.h, 1))
    if applies is None:
        raise Undecided("whether the bound applies")
    if not applies:
        return None
    time = share.log() / -(1 - rate).log()
    return max(0, floor_of_lower(time) + 1)


def holds(run: Any, extra: int = 0, slowdown: int = 1, whitened: bool = False) -> Answer:
    """No rise of the direction or of the loss before the bound, as far as is looked.

    ``extra`` steps are added to it, h in it is divided by ``slowdown``, or N̂_0 becomes N_0.
    """
    earliest = bound(run, whitened, slowdown)
    if not earliest:
        return Answer.VACUOUS
    times = range(min(STEPS, earliest + extra))
    events = (both(*(is_positive(run.evaluate(x, t)) for x in (lam * MARGIN, A))) for t in times)
    return every(never(events), never(run.loss_rises(t) for t in times))


def likely(run: Any) -> bool:
    """Whether the bound is positive."""
    return bool(bound(run))


CLAIM = Claim(
    id="general.waiting-time-lower",
    title="any covariance: no rise before the scale has grown",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(RIGHT > RATIO**t * LEFT, given=[RISING]),
        always(Gt(t, WAITING), given=[RISING]),
        always(RIGHT > RATIO**t * LEFT, given=[LOSS_RISES]),
        always(Gt(t, WAITING), given=[LOSS_RISES]),
    ),
    hypotheses=(
        definite(
            "Needed, and so is the price: Σ = diag(1, 100), u = (1, 0), w = (1, 3/40), α = 4/125, η = "
            "125/32: a_0 < 2N_0 = 4/5, yet the first step rises, from tan θ = 3/4 to 2025/518."
        ),
        hypothesis(
            "a scale below its target and a saturation above the threshold",
            "For a_0 ≤ 1 ≤ 2N̂_0 the direction never rises, by general.no-rising-edge.  For a_0 ≥ 1 the "
            "scale is there: for Σ = I, at (cos θ, sin θ, N, a) = (40/41, 9/41, 1/3, 1) the first step "
            "rises.",
            (LEFT_SIGN, ROOM),
        ),
        hypothesis(
            "a scale learning rate below 1",
            "For h = 1 the scale has no memory: for Σ = I, from (12/13, 5/13, 2/5, 91/300), where λ_0 < 1, "
            "step 1 rises.",
            (h > 0, h < 1),
        ),
        positive_scale("For Σ = I, at (4/5, 3/5, 2/5, −1/2) the first step rises, to sin θ' = 24/25."),
        aligned_start("For Σ = I, at (−4/5, 3/5, 2/5, 1/2) the first step rises, to sin θ' = 24/25."),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "covariance",
            holds,
            (
                Alteration("one step more", {"extra": 1}),
                Alteration("the bound for whitened data, N_0 in place of N̂_0", {"whitened": True}),
                Alteration("h becomes h/2 in the bound", {"slowdown": 2}),
                Alteration("α_0 > 0 dropped", drop=frozenset({"a0 > 0"})),
                Alteration("c_0 > 0 dropped", drop=frozenset({"c0 > 0"})),
            ),
            likely,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
