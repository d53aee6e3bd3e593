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
    [1]: the knife-edge regime of logistic regression; κ and the remainder are our derivation.
Argument
    Expand σ at the aligned point −α: g = σ(−α) − ασ'(α)(m − 1) + r with |r| ≤ α²(m − 1)²/(12√3).  As
    ⟨(m − 1)²⟩ = 2(1 − c), the mean ⟨g⟩ is σ(−α) + ασ'(α)(1 − c) up to α²(1 − c)/(6√3).  As ⟨m − c⟩ = 0 and
    ⟨(m − 1)(m − c)⟩ = s², the slope χ = −⟨g(m − c)⟩/s² is ασ'(α) up to δ/s² times the same.  In
    D/s² = ⟨g⟩ + cχ the two terms with σ'(α) add up to ασ'(α), for every c; and s² = (1 − c)(1 + c).
    In general the order is right: χ − ασ'(α) is ½α²σ''(α)s⟨ξ³⟩ up to s².  In the planar case ⟨ξ³⟩ = 0;
    expand at −αc to the second order, with 1/8 for the third derivative, and move from −αc to −α.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Expr, Ge, Ne, Rational, sqrt

from derivations.logistic.alignment_sandwich import CURVED, TIMES
from derivations.logistic.chords import everywhere
from derivations.logistic.kappa import KAPPA as LIMIT
from derivations.logistic.model import m
from derivations.logistic.planar_rate import LIMIT_PACE
from derivations.logistic.planar_rate import REMAINDER as PLANAR_REMAINDER
from derivations.logistic.planar_rate import establish as establish_planar
from derivations.logistic.regression import PACE, RATE, establish_rate
from derivations.logistic.samples import (
    ALIGNED,
    MOVES,
    SAMPLE,
    from_means,
    g_1,
    in_the_mean,
    z_1,
)
from derivations.logistic.sigmoid import sigma
from derivations.logistic.sigmoid_facts import TAYLOR_ABOVE, TAYLOR_BELOW, kap
from derivations.narrate import main
from derivations.notation import N, alpha, c, lam, s, typeset
from derivations.proof import Proof
from derivations.square.model import symbol
from verifier.arithmetic.balls import Verdict, both, implies, less_equal, positive
from verifier.claim import Alteration, Check, Claim, Hypothesis, Provenance, Run, Status

HALF = Rational(1, 2)
delta = symbol("delta", r"\delta")
"""δ, the largest |m − c|."""
WORST: Expr = 1 / (6 * sqrt(3))
"""The largest |σ''|."""
REMAINDER: Expr = kap * alpha**2 * (s**2 + c * delta) / (1 + c)
"""A bound of |D/s² − κ(α)/α|, where ``kap`` is 1/(6√3)."""

NEAR = CURVED.with_more(
    "samples with |m − c| ≤ δ",
    parameters=[delta, z_1, g_1],
    conditions=(delta + m - c >= 0, delta - m + c >= 0),
    instant=[z_1 + alpha],
    sigma=[ALIGNED],
)


def derive() -> Proof:
    """The two expansions, their sum, and λ."""
    proof = Proof(CLAIM.id)
    system = proof.system(NEAR)
    points = (SAMPLE, ALIGNED)
    facts = [everywhere(proof, system, bound, points, {kap: kap}) for bound in (TAYLOR_ABOVE, TAYLOR_BELOW)]
    farther, nearer = system.conditions[-2:]
    proof.conclude(establish_rate(proof))
    for name, above, below in (("above", *facts), ("below", *facts[::-1])):
        pull = in_the_mean(
            proof, system, f"pull from {name}", above.lhs, [(1, [above], 1)],
            "each sample adds what is ≥ 0",
        )
        tilt = in_the_mean(
            proof, system, f"slope from {name}", HALF * (above.lhs * nearer.lhs + below.lhs * farther.lhs),
            [(HALF, [above, nearer], 1), (HALF, [below, farther], 1)],
            "the remainder times m − c is at most the parabola times δ",
        )
        side = 1 if name == "above" else -1
        gap = REMAINDER * (1 + c) - side * (PACE - LIMIT_PACE) * (1 + c)
        bound = from_means(
            proof, f"D/s² from {name}", gap, [pull, tilt],
            [
                (1, [MOVES, pull.condition], 1),
                (1, [MOVES, c >= 0, pull.condition], 1),
                (1, [c >= 0, tilt.condition], 1),
                (1, [tilt.condition], c),
            ],
            given=[MOVES, c >= 0], multiplier=[MOVES],
            because="Together, times 1 + c, with D/s² = ⟨g⟩ + cχ:",
        )
        rate = from_means(
            proof, f"λ from {name}",
            alpha * REMAINDER * (1 + c) - side * (lam * N - alpha * LIMIT_PACE) * (1 + c), [bound],
            [(1, [alpha > 0, bound.condition], 1)], given=[alpha > 0], relations={lam: RATE},
            because="and times α:",
        )
        proof.conclude(bound.name, rate.name)
    proof.say("In the plane the second derivative of σ drops out of the regression.")
    proof.conclude(*establish_planar(proof))
    return proof


def holds(run: Run, share: int = 1, of_slope: int = 1) -> Verdict:
    """The first bound on states 0 and 1.

    The remainder is divided by ``share``, and σ'(α) in κ(α) by ``of_slope``.
    """
    return both(*(_close(run, t, REMAINDER / share, of_slope) for t in TIMES))


def holds_planar(run: Run, share: int = 1) -> Verdict:
    """The second bound on states 0 and 1 of a planar run; the remainder is divided by ``share``."""
    return both(*(_close(run, t, PLANAR_REMAINDER / share) for t in TIMES))


def _close(run: Run, t: int, remainder: Expr, of_slope: int = 1) -> Verdict:
    x = run.state(t)
    limit = g_1 + (LIMIT_PACE - g_1) / of_slope
    off, most = (
        run.evaluate(
            expression.subs(kap, WORST), t,
            g_1=run.evaluate(sigma(-alpha), t), delta=(x.m_max - x.c).max(x.c - x.m_min),
        )
        for expression in (lam - alpha / N * limit, alpha / N * remainder)
    )  # fmt: skip
    return implies(positive(x.c), less_equal(abs(off), most))


CLAIM = Claim(
    id="logistic.effective-lr",
    title="the effective learning rate near the target",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=(
        rf"\left|{typeset(lam)} - \frac{{\kappa(\alpha)}}{{{typeset(N)}}}\right| \le "
        rf"{typeset(alpha / N * REMAINDER.subs(kap, WORST))},\quad \kappa(\alpha) = {typeset(LIMIT)},"
        rf"\qquad \xi = \pm 1 \implies "
        rf"\left|{typeset(lam)} - \frac{{\kappa(\alpha)}}{{{typeset(N)}}}\right| "
        rf"\le {typeset(alpha / N * PLANAR_REMAINDER.subs(kap, WORST))}"
    ),
    hypotheses=(
        Hypothesis(
            "positive scale", typeset(alpha > 0), "For α < 0 the right side is negative, the left side not."
        ),
        Hypothesis(
            "the angle is at most a right angle",
            typeset(Ge(c, 0)),
            "With the margins −7/5 and −1/5 the right side is negative, the left side not.",
        ),
        Hypothesis(
            "for the second bound: planar",
            r"\xi_i = \pm 1",
            "With nine margins 111/109, one 89/109, α = 1 and N = 1, λ − κ(α) is above 0.007 and the second "
            "bound below 0.0005.",
        ),
        Hypothesis("not all margins are equal", typeset(Ne(s, 0)), "Needed for λ to be defined."),
        Hypothesis(
            "orthogonal rows",
            r"\langle x_i, x_j\rangle = n\delta_{ij}",
            "Not needed for the inequality; for λ to be the rate of the step, by logistic.margin-space.",
        ),
    ),
    depends_on=("logistic.alignment-sandwich", "logistic.sigmoid-bounds"),
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
