"""The no-rising regime on data that are not whitened: the condition number is the price.

Statement
    If ηρ·max(α_0, ρ)·L ≤ 2ℓ‖w_0‖₂², that is āL ≤ 2ℓX_0, then sin θ_{t+1} ≤ sin θ_t for all t, and the loss
    never rises.
Hypotheses
    Σ ≻ 0 with eigenvalues from ℓ to L, η > 0, 0 < h ≤ 1, α_0 > 0, c_0 > 0.
Source
    Our own.  For Σ = I it is square.no-rising-edge: then X_0 = 1/Λ, and the condition is āΛ ≤ 2.
Argument
    N ≥ ℓX by the spectrum, X never falls, and a ≤ ā: so λ_t L = a_t L/N_t ≤ āL/(ℓX_0) ≤ 2 at all times.
    Such a step is gentle, which keeps c_t > 0 (general.cone-invariance), and does not rise, as a rise needs
    λLc > 2 (general.rising-threshold).  By square.loss-step-identity the loss rises only with the
    direction.  What is not bounded here is N itself, which may fall: to ℓX_0 at the least.
Not verified
    Nothing.  That step t does not rise is said of its margin, which is not positive at any t: the same by
    general.rising-criterion, as λ_t > 0.
"""

from __future__ import annotations

from typing import Any

from sympy import Ge, Le, Max, Rational

from derivations.general.cone_invariance import (
    LONGER,
    establish_cosine,
    establish_gentle,
    establish_length,
    establish_rate,
    establish_scale,
)
from derivations.general.model.hypotheses import WITHOUT_ALIGNMENT, WITHOUT_SCALE, definite
from derivations.general.model.system import HELD, RUN, A, L, X, ell
from derivations.general.rising_criterion import MARGIN, NOT_RISING, TURN, establish_not_rising
from derivations.general.rising_threshold import SLOW, establish_slow
from derivations.notation import N, a, abar, at_next, at_start, c, h, k, lam, s
from derivations.proof import Proof, System
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.square.cone_invariance import CAP, CEILING, establish_cap
from derivations.square.loss_rises_only_with_direction import CLOSER, establish_closer
from derivations.square.loss_step_identity import LOSS_STEP
from derivations.square.model.hypotheses import aligned_start, positive_scale, scale_rate_at_most_one
from derivations.square.model.system import LAMBDA
from verifier.arithmetic.balls import both, less_equal, positive
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status, every, given, never

HALF = Rational(1, 2)
STEPS = 20
"""How many steps of a run a check looks at."""
AT_MOST_TWO = Ge(2 * ell * at_start(X) - L * abar, 0, evaluate=False)
"""āL ≤ 2ℓX_0."""
REGIME = RUN.with_more("saturated run", parameters=(abar,), initial=(*CAP, AT_MOST_TWO))
CAPPED = Ge(abar - a, 0, evaluate=False)
NO_LOSS_RISE = Ge(-LOSS_STEP, 0, evaluate=False)


def establish_saturated(proof: Proof) -> str:
    """Add λL ≤ 2 from āL ≤ 2ℓX_0; returns the step's name."""
    return proof.positive(
        "λL at most 2",
        SLOW.lhs,
        given=[N > 0, HELD, LONGER, ell > 0, L > 0, CAPPED, AT_MOST_TWO],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[
            (2, [HELD], 1),
            (2, [ell > 0, LONGER], 1),
            (1, [AT_MOST_TWO], 1),
            (1, [L > 0, CAPPED], 1),
        ],
        strict=False,
        because="N(2 − λL) = 2(N − ℓX) + 2ℓ(X − X_0) + (2ℓX_0 − āL) + L(ā − a).",
    )


def establish_loss(proof: Proof) -> str:
    """Add: where the direction does not rise, neither does the loss (c, c', a' > 0); the step's name."""
    given = [lam > 0, k > 0, NOT_RISING, c > 0, at_next(c) > 0]
    turns = establish_closer(proof, given, establish_not_rising(proof), TURN)
    return proof.positive(
        "no rise, loss does not rise",
        NO_LOSS_RISE.lhs,
        given=[*given, at_next(a) > 0, h > 0, h <= 1],
        lemmas=[turns],
        relations=TURN,
        terms=[
            (1, [at_next(a) > 0, CLOSER], 1),
            (HALF, [h > 0], a - c),
            (HALF, [h > 0, h <= 1], a - c),
        ],
        strict=False,
        because="Hence, by square.loss-step-identity, (R − R')/ρ² = a'(c' − c) + h(1 − h/2)(a − c)² ≥ 0.",
    )


def establish(proof: Proof, system: System) -> tuple[str, str]:
    """Add the cone and margin ≤ 0 at every time of ``system``, which extends ``REGIME``; both names."""
    name = system.name
    establish_length(proof, system)
    establish_cap(proof, system)
    saturated = establish_saturated(proof)
    proof.rule(
        "consequence", f"{name}: λL at every time", system, sequents=[saturated],
        because="Hence λ_t L ≤ 2 for all t.",
    )  # fmt: skip
    gentle = establish_gentle(proof)
    cosine = proof.together(
        f"{name}: cosine stays positive", at_next(c) > 0, [gentle, establish_cosine(proof)],
        "Such a step is gentle, and leaves the cosine positive;",
    )  # fmt: skip
    cone = proof.invariant(
        f"{name}: cone", system, {c > 0: (None, cosine), a > 0: (None, establish_scale(proof))},
        because="so by induction c_t > 0 and a_t > 0 for all t.",
    )  # fmt: skip
    proof.rule("consequence", f"{name}: λ", system, sequents=[establish_rate(proof)])
    margin = proof.rule(
        "consequence", f"{name}: margin", system, sequents=[establish_slow(proof)],
        because="Hence the rising margin is not positive at any t.",
    )  # fmt: skip
    return cone, margin


def derive() -> Proof:
    """λL is at most 2 for ever; the cone, the threshold and the criterion do the rest."""
    proof = Proof(CLAIM.id)
    run = proof.system(REGIME)
    cone, margin = establish(proof, run)
    never = proof.rule(
        "growth", "the direction never rises", run,
        quantity=s**2, ratio=c**0, direction="<=", step=establish_not_rising(proof),
        because="So sin²θ never rises, at any t.",
    )  # fmt: skip
    loss = proof.rule(
        "at-every-step", "the loss never rises", run, assume=[],
        sequents=[f"{run.name}: cosine stays positive", establish_scale(proof), establish_loss(proof)],
        because="Nor does the loss.",
    )  # fmt: skip
    proof.conclude(cone, margin, never, loss)
    return proof


def holds(run: Any, limit: int = 2, priced: bool = True) -> Answer:
    """No rise of the direction or the loss at the first steps, if āL ≤ ``limit``·ℓX_0.

    Without ``priced`` the condition is that for whitened data, ā ≤ ``limit``·N_0.
    """
    most = Max(1, at_start(a))
    room = limit * ell * at_start(X) - L * most if priced else limit * at_start(N) - most
    events = (
        both(positive(run.evaluate(lam * MARGIN, t)), positive(run.evaluate(A, t))) for t in range(STEPS)
    )
    return given(
        less_equal(0, run.evaluate(room)),
        lambda: every(never(events), never(run.loss_rises(t) for t in range(STEPS))),
    )


def may_rise(run: Any) -> bool:
    """Whether this claim leaves it open that the direction rises: āL > 2ℓX_0."""
    return less_equal(0, run.evaluate(2 * ell * at_start(X) - L * Max(1, at_start(a)))) is False


CLAIM = Claim(
    id="general.no-rising-edge",
    title="any covariance: no rise below saturation 2ℓ/L",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(c > 0, a > 0, Le(MARGIN, 0), given=[AT_MOST_TWO], where=[CEILING]),
        always(Le(s**2, at_start(s) ** 2), given=[AT_MOST_TWO], where=[CEILING]),
        always(Le(LOSS_STEP, 0), given=[AT_MOST_TWO], where=[CEILING]),
    ),
    hypotheses=(
        definite(
            "Needed, and so is the price: Σ = diag(1, 100), u = (1, 0), w = (1, 3/40), α = 1, η = 1/8 "
            "obeys the condition for whitened data, āΛ = 2/25 ≤ 2 in the data's norm, yet the tangent of "
            "the angle goes from 3/4 to 2025/518."
        ),
        scale_rate_at_most_one(
            "h = 3/2 from (cos θ, sin θ, N, a) = (12/13, 5/13, 1/2, 91/240) for Σ = I, where ā = 2N_0: the "
            "scale overshoots, λ_1 > 2, and step 1 rises."
        ),
        positive_scale(WITHOUT_SCALE),
        aligned_start(WITHOUT_ALIGNMENT),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "covariance",
            holds,
            (
                Alteration("the condition for whitened data, āΛ ≤ 2", {"priced": False}),
                Alteration("āL ≤ 3ℓX_0", {"limit": 3}),
                Alteration("h ≤ 1 dropped", drop=frozenset({"h <= 1"})),
                Alteration("c_0 > 0 dropped", drop=frozenset({"c0 > 0"})),
                Alteration("α_0 > 0 dropped", drop=frozenset({"a0 > 0"})),
            ),
            lambda run: not may_rise(run),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
