"""The effective learning rate: near the target it is κ(α)/N, with an explicit remainder.

Statement
    λ = (α/N)D/s².  Let κ(α) = ασ(−α) + α²σ(α)σ(−α) and δ = max|m − c|, which is sin θ times max|ξ|.  Then
    |λ − κ(α)/N| ≤ (α³/N)(s² + cδ)/(6√3(1 + c)),
    so λ → κ(α)/N as the margins come together.  In the planar case the remainder is of second order:
    |λ − κ(α)/N| ≤ (α³s²/N)(1/(6√3) + αc/48).
Hypotheses
    Orthogonal rows, α > 0, c ≥ 0, s ≠ 0.  No bound of the margins is needed.  For the second bound
    |m − c| = sin θ for all samples, which is ξ = ±1.
Source
    [1], abstract: the "knife-edge regime" of logistic regression; public descriptions give ηαρ/‖w‖² for the
    square loss.  κ and the remainder are our derivation.
Argument
    Expand σ at the aligned point −α: g = σ(−α) − ασ'(α)(m − 1) + r with |r| ≤ α²(m − 1)²/(12√3).  As
    ⟨(m − 1)²⟩ = 2(1 − c), the mean ⟨g⟩ is σ(−α) + ασ'(α)(1 − c) up to α²(1 − c)/(6√3).  As ⟨m − c⟩ = 0 and
    ⟨(m − 1)(m − c)⟩ = s², the slope χ = −⟨g(m − c)⟩/s² is ασ'(α) up to δ/s² times the same.  In
    D/s² = ⟨g⟩ + cχ the two terms with σ'(α) add up to ασ'(α), for every c; and s² = (1 − c)(1 + c).
    In the planar case ⟨ξ³⟩ = 0, so σ''(−αc) drops out of χ: expand at −αc to the second order, with 1/8
    for the third derivative, and move from −αc to −α.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Eq, Expr, Le, Rational, sqrt

from derivations.direction.system import MOVES
from derivations.logistic.alignment_sandwich import TIMES
from derivations.logistic.lemmas.planar_rate import LIMIT_PACE, PLANAR
from derivations.logistic.lemmas.planar_rate import REMAINDER as PLANAR_REMAINDER
from derivations.logistic.lemmas.planar_rate import establish as establish_planar
from derivations.logistic.lemmas.regression import PACE, RATE, RATE_IS, establish_rate
from derivations.logistic.lemmas.samples import (
    ALIGNED,
    PULL_1,
    PULL_C,
    SAMPLE,
    SAMPLES,
    Known,
    everywhere_in_the_mean,
    from_means,
    g_1,
    in_the_mean,
)
from derivations.logistic.model.hypotheses import (
    at_most_right_angle,
    orthogonal_rows,
    positive_scale,
    two_groups,
)
from derivations.logistic.model.risk import m
from derivations.notation import N, alpha, c, lam, s, symbol
from derivations.proof import Proof
from derivations.proof.conditions import gap
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.sigmoid.facts import KAPPA, TAYLOR_ABOVE, TAYLOR_BELOW, kap, lemma
from derivations.sigmoid.functions import sigma
from verifier.arithmetic.balls import less_equal, positive
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Provenance,
    Run,
    Status,
    every,
    given,
)

HALF = Rational(1, 2)
delta = symbol("delta_max", r"\delta", "δ", "the largest |m − c|")
WORST: Expr = 1 / (6 * sqrt(3))
"""The largest |σ''|."""
REMAINDER: Expr = kap * alpha**2 * (s**2 + c * delta) / (1 + c)
"""A bound of |D/s² − κ(α)/α|, where ``kap`` is 1/(6√3)."""

TANGENT_LR: Expr = g_1 + alpha * g_1 * (1 - g_1)
"""κ(α)/α."""
CAP: Expr = kap * alpha**2 * (s**2 + c * delta)
PLANAR_CAP: Expr = kap * alpha**2 * s**2 + alpha**3 * c * s**2 / 48
WITHIN_DELTA = (Le(m - c, delta), Le(c - m, delta))
NEAR = SAMPLES.having(*WITHIN_DELTA)
"""|m − c| ≤ δ."""


def derive() -> Proof:
    """Two expansions for each side, their sum, and λ; then the planar case."""
    proof = Proof(CLAIM.id)
    above, below = (
        lemma(proof, bound, (SAMPLE, ALIGNED), {kap: kap}) for bound in (TAYLOR_ABOVE, TAYLOR_BELOW)
    )
    rate = establish_rate(proof)
    sides = (_one_side(proof, rate, 1, above, below), _one_side(proof, rate, -1, below, above))
    proof.say("In the plane the second derivative of σ drops out of the regression.")
    proof.conclude(*sides, *establish_planar(proof, rate))
    return proof


def _one_side(proof: Proof, rate: Known, side: int, bound: str, other: str) -> str:
    """±(λ − κ(α)/N) ≤ remainder; ``bound`` bounds ±(σ − its tangent) at −α, and ``other`` ∓."""
    which = "above" if side > 0 else "below"
    nearer, farther = WITHIN_DELTA
    fact, opposite = proof.conclusions[bound], proof.conclusions[other]
    pull = everywhere_in_the_mean(
        proof, SAMPLES, TAYLOR_ABOVE if side > 0 else TAYLOR_BELOW, (SAMPLE, ALIGNED), {kap: kap}
    )
    tilt = in_the_mean(
        proof, NEAR, f"slope from {which}",
        HALF * (fact.lhs * gap(nearer) + opposite.lhs * gap(farther)),
        [(HALF, [fact, nearer], 1), (HALF, [opposite, farther], 1)],
        "the remainder times m − c is at most the parabola times δ",
        lemmas=[bound, other], given=[*WITHIN_DELTA, *KAPPA[:1]], relations={kap: 108 * kap**2 - 1},
    )  # fmt: skip
    pace = from_means(
        proof,
        f"D/s² from {which}",
        (1 + c) * REMAINDER - side * (1 + c) * (PACE - LIMIT_PACE),
        [pull, tilt],
        [
            (1, [MOVES, pull.condition], 1),
            (1, [MOVES, c >= 0, pull.condition], 1),
            (1, [c >= 0, tilt.condition], 1),
            (1, [tilt.condition], c),
        ],
        given=[MOVES, c >= 0],
        multiplier=[MOVES],
        because="Together, times 1 + c, with D/s² = ⟨g⟩ + cχ:",
    )
    return from_means(
        proof, f"λ from {which}",
        (1 + c) * alpha * REMAINDER - side * (1 + c) * (lam * N - alpha * LIMIT_PACE), [rate, pace],
        [(1, [alpha > 0, pace.condition], 1)], given=[alpha > 0], relations={lam: RATE},
        because="and times α:",
    ).name  # fmt: skip


def holds(run: Run, share: int = 1, of_slope: int = 1) -> Answer:
    """The first bound on states 0 and 1.

    The remainder is divided by ``share``, and σ'(α) in κ(α) by ``of_slope``.
    """
    return every(*(_close(run, t, REMAINDER / share, of_slope) for t in TIMES))


def holds_planar(run: Run, share: int = 1) -> Answer:
    """The second bound on states 0 and 1 of a planar run; the remainder is divided by ``share``."""
    return every(*(_close(run, t, PLANAR_REMAINDER / share) for t in TIMES))


def _close(run: Run, t: int, remainder: Expr, of_slope: int = 1) -> Answer:
    x = run.state(t)
    limit = g_1 + (LIMIT_PACE - g_1) / of_slope
    off, most = (
        run.evaluate(
            expression.subs(kap, WORST), t,
            g_1=run.evaluate(sigma(-alpha), t), delta_max=(x.m_max - x.c).max(x.c - x.m_min),
        )
        for expression in (lam - alpha / N * limit, alpha / N * remainder)
    )  # fmt: skip
    return given(positive(x.c), lambda: less_equal(abs(off), most))


CLAIM = Claim(
    id="logistic.effective-lr",
    title="the effective learning rate near the target",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            N * lam * (1 + c) <= alpha * ((1 + c) * TANGENT_LR + CAP),
            N * lam * (1 + c) >= alpha * ((1 + c) * TANGENT_LR - CAP),
            samples=NEAR,
            given=[kap > 0],
            where=[PULL_1, Eq(108 * kap**2, 1), RATE_IS],
        ),
        for_all(
            N * lam <= alpha * (TANGENT_LR + PLANAR_CAP),
            N * lam >= alpha * (TANGENT_LR - PLANAR_CAP),
            samples=PLANAR,
            given=[kap > 0],
            where=[PULL_1, PULL_C, Eq(108 * kap**2, 1), RATE_IS],
        ),
    ),
    hypotheses=(
        positive_scale("For α < 0 the right side is negative, the left side not."),
        at_most_right_angle(
            "With the margins −7/5 and −1/5 the right side is negative, the left side not."
        ),
        two_groups(
            "With nine margins 111/109, one 89/109, α = 1 and N = 1, λ − κ(α) is above 0.007 and the "
            "second bound below 0.0005.",
            "for the second bound: planar",
        ),
        hypothesis(
            "not all margins are equal",
            "Needed for λ to be defined.",
            (s**2 > 0,),
        ),
        orthogonal_rows(
            "Not needed for the inequality; for λ to be the rate of the step, by logistic.margin-space."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "margins",
            holds,
            (
                Alteration("12√3 becomes 24√3", {"share": 2}),
                Alteration("κ(α) becomes ασ(−α) + ½α²σ'(α)", {"of_slope": 2}),
            ),
        ),
        Check("logistic", holds_planar, (Alteration("the remainder is divided by 4", {"share": 4}),)),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
