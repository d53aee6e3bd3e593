"""The waiting time from below: the direction cannot rise before the scale had time to grow.

Statement
    If a_0 < 1, 2N_0 < 1 and h < 1, the onset T obeys T > ln((1 − a_0)/(1 − 2N_0)) / (−ln(1 − h)).
    Every later rise obeys it too.
Hypotheses
    Whitened data, η > 0, 0 < h < 1, α_0 > 0, c_0 > 0.  The bound is positive exactly when a_0 < 2N_0,
    that is λ_0 < 2.  For h = 1 the scale has no memory, and λ_0 ≤ 2 gives T ≥ 1 and no more; for
    2N_0 ≥ max(a_0, 1) there is no onset at all, by square.no-rising-edge.
Source
    [1], abstract: "a bound on the waiting time to directional onset"; this form is our derivation.
Argument
    A rise at t needs λ_t > 2 by square.rising-threshold, so a_t > 2N_t ≥ 2N_0, as the norm never falls.
    By square.scale-envelope a_t ≤ 1 − (1 − a_0)(1 − h)^t.  Hence (1 − h)^t (1 − a_0) < 1 − 2N_0; solve
    for t.  In the limit θ_0 → 0 all three inequalities are equalities.
Not verified
    Nothing.  The certificate is about a positive rising margin, λ cos 2θ > 2 cos θ, which a rise needs by
    square.rising-criterion.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Gt, fraction, log, solve

from derivations.direction import monotone_norm, rising_threshold
from derivations.direction.monotone_norm import GROWN
from derivations.direction.rising_threshold import RISING
from derivations.direction.system import UNIT_CIRCLE
from derivations.direction.waiting_time_lower import no_rise
from derivations.notation import N, a, at_start, c, e, h, lam, t, typeset
from derivations.proof import Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.square import cone_invariance, scale_envelope
from derivations.square.model.hypotheses import aligned_start, positive_scale, whitened
from derivations.square.model.system import LAMBDA, RUN
from derivations.square.no_rising_edge import SATURATED
from derivations.square.scale_envelope import POWER, RATIO, UPPER
from verifier.arithmetic.balls import (
    Ball,
    Undecided,
    Verdict,
    both,
    floor_of_lower,
    less_equal,
    positive,
)
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Hypothesis,
    Provenance,
    Run,
    Status,
    given,
)

LEAST: Expr = 2 * at_start(N)
"""The direction cannot rise with a scale of at most this."""


def _share_left() -> Expr:
    """(1 − h)^t at the time t when the upper envelope reaches ``LEAST``: (1 − 2N_0)/(1 − a_0)."""
    above, below = fraction(solve(Eq(UPPER.subs(RATIO**t, POWER), LEAST), POWER)[0])
    return (-above) / (-below)


SHARE: Expr = _share_left()
WAITING: Expr = log(SHARE) / log(RATIO)
"""The time at which the upper envelope reaches ``LEAST``."""
BY_ERROR: Expr = WAITING.subs(at_start(a), 1 - at_start(e))
"""``WAITING`` in terms of 1 − a_0, which keeps its digits when a_0 is close to 1."""
LEFT, RIGHT = 1 - at_start(a), 1 - LEAST
"""A rise at t needs (1 − h)^t · LEFT < RIGHT."""

WAITING_RUN = RUN.with_more("run", conditions=(h < 1,), initial=(at_start(a) < 1, LEAST < 1))
"""Runs to which the bound applies."""


def establish(proof: Proof, system: System) -> str:
    """Add (1 − h)^t (1 − a_0) < 1 − 2N_0 at every rising t; ``system`` is any that extends ``RUN``.

    Needs no sign of either side.  Returns the name of the statement about every time.
    """
    cone_invariance.establish(proof, system)
    monotone_norm.establish_norm(proof, system)
    envelope = scale_envelope.establish_upper(proof, system)
    fast = rising_threshold.establish(proof)
    kept = (1 - a) - POWER * LEFT >= 0
    sequent = proof.positive(
        f"{system.name}: a rise needs scale",
        RIGHT - POWER * LEFT,
        given=[RISING, c > 0, lam > 0, N > 0, GROWN, kept],
        lemmas=[fast],
        relations=[UNIT_CIRCLE, LAMBDA],
        terms=[(1, [kept], 1), (1, [N > 0, lam > 2], 1), (2, [GROWN], 1)],
        because="With E = (1 − h)^t, add up 1 − a ≥ E(1 − a_0), a − 2N = N(λ − 2) > 0 and 2N ≥ 2N_0.",
    )
    return proof.rule(
        "at-every-time", f"{system.name}: every rise is late", system,
        sequent=sequent, uses=[{"fact": envelope, "power": str(POWER)}], assume=[RISING],
        because="This holds at every t at which the direction rises.",
    )  # fmt: skip


def establish_logarithm(proof: Proof, system: System, late: str, name: str = "waiting time") -> str:
    """Add T > ``WAITING``, solved from the fact ``late`` of ``system``, which extends ``WAITING_RUN``."""
    return proof.rule(
        "logarithm", name, system,
        fact=late, power=str(POWER), ratio=RATIO, left=LEFT, right=RIGHT, shrinks=True,
        because="Solve for t: the logarithm is increasing, and ln(1 − h) < 0.",
    )  # fmt: skip


def derive() -> Proof:
    """Solve the envelope for t; certify that no rise comes before."""
    proof = Proof(CLAIM.id)
    proof.say("The upper envelope of the scale:", UPPER)
    proof.say("It reaches 2N_0, the least scale for a rise, when (1 − h)^t equals", SHARE)
    proof.say("so at the time", WAITING)
    run = proof.system(WAITING_RUN)
    late = establish(proof, run)
    proof.conclude(late, establish_logarithm(proof, run, late))
    return proof


def bound(scale_lr: Ball, x: Any) -> int | None:
    """A natural number ≤ T, the waiting time counted from state ``x``, for every state.

    ``scale_lr`` is h; ``x`` is a state of balls.  None when the direction never rises from x on; 0
    where λ > 2 leaves nothing to say.  Raises ``Undecided`` where the balls do not tell whether it does.
    """

    def value(name: str) -> Ball:
        return scale_lr if name == "h" else getattr(x, name.removesuffix("0"))

    if less_equal(evaluate(SATURATED, value), 2) is True:
        return None
    slow = less_equal(x.lam, 2)
    if slow is None:
        raise Undecided(f"whether {x.lam} is above 2")
    if not slow:
        return 0
    if both(positive(1 - scale_lr), positive(evaluate(RIGHT, value))) is not True:
        return 1
    return max(1, floor_of_lower(evaluate(BY_ERROR, value)) + 1)


def applies(run: Run) -> Verdict:
    """Whether the statement is about this run: a_0 < 1, 2N_0 < 1 and h < 1."""
    return both(positive(run.state(0).e), positive(run.evaluate(RIGHT)), positive(1 - run.h))


def holds(run: Run, extra: int = 0, slowdown: int = 1) -> Answer:
    """No rise before the bound; ``extra`` steps are added to it, or h in it divided by ``slowdown``."""
    earliest = bound(run.h / slowdown, run.state(0))
    return given(applies(run), lambda: no_rise(run, earliest, extra))


CLAIM = Claim(
    id="square.waiting-time-lower",
    title="the direction rises no sooner than the scale has grown",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        always(RIGHT > RATIO**t * LEFT, given=[RISING]),
        always(Gt(t, WAITING), given=[RISING]),
    ),
    hypotheses=(
        hypothesis(
            "a scale below its target and a saturation above the threshold",
            "For a_0 ≤ 1 ≤ 2N_0 the direction never rises, by square.no-rising-edge.  For a_0 ≥ 1 the "
            "scale is there: at (cos θ, sin θ, N, a) = (40/41, 9/41, 1/3, 1) the first step rises.",
            (at_start(a) < 1, LEAST < 1),
        ),
        hypothesis(
            "a scale learning rate below 1",
            "For h = 1 the scale has no memory, and λ_0 ≤ 2 gives T ≥ 1 and no more: from "
            "(12/13, 5/13, 2/5, 91/300), where λ_0 < 1, step 1 rises.",
            (h > 0, h < 1),
        ),
        whitened(
            "Σ = diag(1, 100), u = (1, 0), w = (1, 3/40), α = 4/125, η = 125/32: a_0 < 2N_0 = 4/5, "
            "yet the first step rises, from tan θ = 3/4 to 2025/518."
        ),
        positive_scale("At (4/5, 3/5, 2/5, −1/2) the first step rises, to sin θ' = 24/25."),
        aligned_start("At (−4/5, 3/5, 2/5, 1/2) the first step rises, to sin θ' = 24/25."),
        Hypothesis(
            "an effective learning rate below 2",
            typeset(at_start(a) < LEAST),
            "Not needed: for λ_0 ≥ 2 the bound is at most 0.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("one step more", {"extra": 1}),
                Alteration("h becomes h/2 in the bound", {"slowdown": 2}),
                Alteration("α_0 > 0 dropped", drop=frozenset({"a0 > 0"})),
                Alteration("c_0 > 0 dropped", drop=frozenset({"c0 > 0"})),
            ),
            lambda run: applies(run) is True and bool(bound(run.h, run.state(0))),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
