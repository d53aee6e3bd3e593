"""Weight decay: a second road to a delayed rise, and the one steady state that is left.

Statement
    Let w' = (1 − ω)w − η∂R/∂w, and let α move as without decay.  Then N' = N((1 − ω)² + λ²s²),
    √(N'/N) cos θ' = (1 − ω)c + λs², and what is orthogonal to u is multiplied by 1 − ω − λc: the direction
    moves as without decay with λ̃ = λ/(1 − ω).  It rises exactly when λ cos 2θ > 2(1 − ω) cos θ.  A rise
    at a time t needs 1 − (1 − h)^t(1 − a_0) > 2N_0(1 − ω)^(2t + 1), and
    t > ln(2N_0(1 − ω)/ā)/(−2 ln(1 − ω)).
    At cos 2θ = 1 − ω, λ = 2 cos θ, N = ½ a step leaves N, α and cos θ as they are and flips the sign of
    sin θ; every state with cos θ > 0 at which N, α and cos θ stay is this one.
Hypotheses
    Whitened data, ω < 1, 0 < h ≤ 1, α_0 > 0, c_0 > 0; s ≠ 0 and λ > 0 for the criterion; ω > 0 for the time
    of a rise in steps, and for there being no other steady state.
Source
    Our own.  For ω = 0 the step is square.angle-map and square.norm-growth.
Argument
    Insert the gradients of square.gradients into w' = (1 − ω)w − ηG along w, b and any v orthogonal to b.
    With k² = N'/N, k²(sin²θ' − sin²θ) = λs²(λ cos 2θ − 2(1 − ω) cos θ).  For c > 0 a rise needs
    λ > 2(1 − ω), as in square.rising-threshold.  As N' ≥ (1 − ω)²N, N_t ≥ (1 − ω)^(2t) N_0; and a = λN is
    at most 1 − (1 − h)^t(1 − a_0), and at most ā.
    A state that stays has k = 1, a = c, ωc = λs², λ²s² = ω(2 − ω); hence λc = 2 − ω = 2c², and N = a/λ = ½.
Not verified
    Whether the steady state is approached, and how a run moves around it: neither that a run rises at all,
    nor how often.  It repels (general.weight-decay-repels); on certified runs spike follows spike.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Gt, Rational

from derivations.direction.data import norm, w_v
from derivations.direction.system import MOVES
from derivations.general.lemmas.decay_steady import HALF, establish_steady, establish_unique
from derivations.general.lemmas.decay_step import (
    FREE,
    MARGIN,
    PYTHAGORAS,
    RISING,
    b_w_next,
    establish_criterion,
    establish_free,
    establish_step,
    k_free,
    lam_free,
)
from derivations.general.lemmas.decay_waiting import (
    LEAST,
    SHRINKS,
    WAITING,
    establish_waiting,
)
from derivations.general.model.decay import ACROSS, GROWTH, KEPT, TURNED, omega
from derivations.general.model.decayed import Decayed
from derivations.notation import (
    N,
    a,
    abar,
    alpha,
    at_next,
    at_start,
    c,
    eta,
    k,
    lam,
    rho,
    s,
    t,
    typeset,
)
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, equivalent, for_all
from derivations.square.cone_invariance import CEILING
from derivations.square.gradients import GRADIENT_ALONG, slope
from derivations.square.model.hypotheses import (
    aligned_start,
    positive_scale,
    scale_rate_at_most_one,
    whitened,
)
from derivations.square.model.risk import Sample, b_v, b_w
from derivations.square.norm_growth import PRODUCTS, signal
from derivations.square.scale_envelope import RATIO
from verifier.arithmetic.balls import (
    Ball,
    ball,
    both,
    first_after,
    iff,
    less_equal,
    positive,
    precision,
    same,
)
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.exact import first_failure
from verifier.arithmetic.reals import reals_of
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Hypothesis,
    Provenance,
    Run,
    Status,
    every,
    given,
)

STEPS = 40
"""How many steps of a run a check looks at."""
DECAYS = tuple(Rational(1, x) for x in (3, 20, 100))


def derive() -> Proof:
    """The step from the gradients; the criterion; the norm and the scale along a run; what stays."""
    proof = Proof(CLAIM.id)
    steps = (*establish_step(proof), *establish_free(proof), *establish_criterion(proof))
    proof.conclude(*steps, *establish_waiting(proof), *establish_steady(proof), *establish_unique(proof))
    return proof


def bound(scale_lr: Ball, x: Any) -> int:
    """A natural number ≤ T, the waiting time counted from state ``x`` of a run with decay; 0 says nothing.

    ``scale_lr`` is h; ``x`` is a state of balls, with ω among them.  Raises ``Undecided`` where the balls
    do not tell whether the bound by ā says something.
    """

    def value(name: str) -> Ball:
        if name == "abar":
            return x.a.max(reals_of(x.a).number(1))
        return scale_lr if name == "h" else getattr(x, name.removesuffix("0"))

    by_cap = first_after(evaluate(WAITING, value))
    if not less_equal(x.a, 1):
        return by_cap
    room, least, share, kept = (
        evaluate(y, value) for y in (1 - at_start(a), LEAST, SHRINKS, RATIO)
    )  # fmt: skip

    def excluded(time: int) -> bool:
        return less_equal(1 - kept**time * room, least * share**time) is True

    return max(by_cap, first_failure(excluded))


def holds_in_runs(run: Run, extra: int = 0, kept: bool = True, capped: bool = True) -> Answer:
    """Every rise at the first steps is late, by the scale and by ā.

    ``extra`` steps later than stated; without ``kept`` the norm is taken to stay at N_0 at least; without
    ``capped`` a_0 stands for ā.
    """
    with precision(128):
        return every(*(_late(Decayed(run, decay), extra, kept, capped) for decay in DECAYS))


def _late(run: Decayed, extra: int, kept: bool, capped: bool) -> Answer:
    start = run.at(0)
    share = (1 - start["omega"]) ** 2 if kept else ball(1)
    least = 2 * (1 - start["omega"]) * start["N"]
    most = start["a"].max(ball(1)) if capped else start["a"]

    def late(t: int) -> Answer:
        left = least * share ** max(0, t - extra)
        scale = 1 - (1 - run.at(0)["h"]) ** max(0, t - extra) * (1 - start["a"])
        return given(run.rise(t), lambda: both(positive(most - left), positive(scale - left)))

    return every(*map(late, range(STEPS)))


def holds_on_data(
    sample: Sample, any_covariance: bool = False, free: bool = True, threshold: int = 2
) -> Answer:
    """One step from the raw data against the map, and the criterion by the cosines.

    ``any_covariance`` also tries data that are not whitened; without ``free`` the direction moves with λ in
    place of λ/(1 − ω); ``threshold`` replaces the 2 of the criterion.
    """
    if not (sample.whitened or any_covariance):
        return Answer.VACUOUS
    return every(*(_one_step(sample, decay, free, threshold) for decay in DECAYS))


def _one_step(sample: Sample, decay: Rational, free: bool, threshold: int) -> Answer:
    share = ball(decay)
    moved, scale = sample.descend(sample.w, sample.alpha)
    decayed = [x - share * ball(y) for x, y in zip(moved, sample.w, strict=True)]
    after = sample.view(decayed, scale)
    p_next, q_next, _ = sample.coordinates(decayed)
    r_now = sample.evaluate(N).sqrt()

    def value(expression: Expr) -> Ball:
        return sample.evaluate(expression, omega=share)

    turned, across = (x if free else x.subs(omega, 0) * KEPT for x in (TURNED, ACROSS))
    margin = MARGIN + (2 - threshold) * KEPT * c
    rises = positive(value(c**2) - after["c"] ** 2)
    return every(
        same(after["N"], value(N * GROWTH)),
        same(p_next, r_now * value(turned)),
        same(q_next, r_now * value(s * across)),
        given(positive(value(lam)), lambda: iff(rises, positive(value(margin)))),
    )


UNITS = (
    Eq(N, norm**2 / (eta * rho**2)), Eq(lam, eta * alpha * rho / norm**2), Eq(c, b_w / (rho * norm))
)  # fmt: skip
"""What N, λ and cos θ are of the weights."""

CLAIM = Claim(
    id="general.weight-decay",
    title="weight decay: the direction rises later, and one steady state is left",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            Eq(at_next(N), N * GROWTH, evaluate=False), given=[eta > 0, rho > 0, norm > 0],
            where=[*UNITS, PYTHAGORAS, *PRODUCTS.values()],
        ),
        for_all(
            Eq(k * at_next(c), TURNED, evaluate=False), given=[rho > 0, norm > 0],
            where=[
                *UNITS[1:], PRODUCTS[signal], Eq(b_w_next, KEPT * b_w - eta * signal),
                Eq(at_next(c), b_w_next / (rho * k * norm)),
            ],
        ),
        for_all(
            Eq(at_next(w_v), w_v * ACROSS, evaluate=False), given=[norm > 0],
            where=[
                *(*UNITS[1:], Eq(b_v, 0), Eq(slope, GRADIENT_ALONG)),
                Eq(at_next(w_v), KEPT * w_v - eta * slope),
            ],
        ),
        for_all(Eq(k_free**2, 1 + lam_free**2 * s**2), where=FREE),
        for_all(Eq(k_free * at_next(c), c + lam_free * s**2), where=FREE),
        for_all(Eq(k_free * at_next(s), s * (1 - lam_free * c)), where=FREE),
        equivalent(Gt(at_next(s) ** 2, s**2), Gt(MARGIN, 0), given=[lam > 0, MOVES]),
        equivalent(Eq(MARGIN, 0), Eq(at_next(s) ** 2, s**2), back=[lam > 0, MOVES]),
        always(abar > SHRINKS**t * LEAST, given=[RISING], where=[CEILING]),
        always(1 - RATIO**t * (1 - at_start(a)) > SHRINKS**t * LEAST, given=[RISING]),
        always(Gt(t, WAITING), given=[RISING], where=[CEILING]),
        for_all(
            *(Eq(at_next(x), x, evaluate=False) for x in (N, c, a)), Eq(at_next(s), -s, evaluate=False),
            where=[Eq(c**2 - s**2, KEPT), Eq(lam, 2 * c), Eq(N, HALF)],
        ),
        for_all(
            Eq(c**2 - s**2, KEPT), Eq(lam, 2 * c), Eq(N, HALF), Eq(a, c), given=[c > 0],
            where=[Eq(at_next(x), x, evaluate=False) for x in (N, c, a)],
        ),
    ),
    hypotheses=(
        whitened(
            "Needed: for Σ = diag(1, 100), u = (1, 0), w = (1, 3/40), α = 1, η = 1/16, ω = 1/2, where "
            "λ cos 2θ is below cos θ, the tangent of the angle goes from 3/4 to 2025/518."
        ),
        Hypothesis(
            "for the criterion: off target, positive effective learning rate",
            typeset(MOVES) + r",\ " + typeset(lam > 0),
            "On target sin θ stays 0 at any λ, although the margin is positive for λ > 2(1 − ω).  For "
            "ω = 1/2 at (cos θ, sin θ, λ) = (4/5, 3/5, −5/8) the margin is −39/40, yet sin θ' = 24/25.",
        ),
        hypothesis(
            "for the time of a rise in steps, and for the only steady state: a positive decay",
            "For ω = 0 (cos θ, sin θ, N, a) = (1, 0, 1, 1) is steady too.  For ω = −1/2, at (40/41, 9/41, "
            "1/4, 1), the bound is ln(3/4)/(−2 ln(3/2)) > 0, yet the first step rises.",
            (omega > 0,),
        ),
        hypothesis(
            "for λ̃ and the time of a rise: a decay below 1",
            "For ω = 1, λ̃ is λ/0 and the bound in steps the logarithm of 0; for ω = 3/2 it is that of "
            "−N_0/ā.  What a rise needs is then true of every step, as (1 − ω)^(2t + 1) ≤ 0 < 1 − "
            "(1 − h)^t(1 − a_0).  The step, the criterion and the steady state do not need it.",
            (omega < 1,),
        ),
        scale_rate_at_most_one(
            "For h = 3/2, ω = 1/10 from (24/25, 7/25, 3/4, 3/8) the bound is ln(27/20)/(−2 ln(9/10)) > 1, "
            "yet the scale overshoots, a_1 = 501/400, and step 1 rises."
        ),
        positive_scale(
            "For ω = 1/2 at (cos θ, sin θ, N, a) = (4/5, 3/5, 2, −5/4) the bound is 1/2, yet the first "
            "step rises, to sin θ' = 24/25."
        ),
        aligned_start(
            "For ω = 1/2 at (−4/5, 3/5, 2, 5/4) the bound is ln(8/5)/ln 4, yet the first step rises, to "
            "sin θ' = 24/25."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    sought={
        10: (lam * (c**2 - s**2) - 2 * c * (1 - omega),),
        15: (lam - 2 * c, N - Rational(1, 2), c**2 - s**2 - 1 + omega, a - c),
    },
    checks=(
        Check(
            "whitened",
            holds_on_data,
            (
                Alteration("Σ ≠ I", {"any_covariance": True}, frozenset({"whitened"})),
                Alteration("the direction moves with λ, not λ/(1 − ω)", {"free": False}),
                Alteration("2 becomes 3", {"threshold": 3}),
            ),
        ),
        Check(
            "run",
            holds_in_runs,
            (
                Alteration("one step more", {"extra": 1}),
                Alteration("the norm does not fall", {"kept": False}),
                Alteration("a_0 in place of ā", {"capped": False}),
                Alteration("α_0 > 0 dropped", drop=frozenset({"a0 > 0"})),
                Alteration("c_0 > 0 dropped", drop=frozenset({"c0 > 0"})),
                Alteration("h ≤ 1 dropped", drop=frozenset({"h <= 1"})),
            ),
        ),
    ),
    experiments=("verifier.studies.experiments.spike_period:table",),
)

if __name__ == "__main__":
    main(CLAIM)
