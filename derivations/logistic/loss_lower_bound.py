"""The loss from below: a misaligned direction costs at least a parabola in sin θ.

Statement
    Let R be the mean of ℓ(αm).  If |αm| ≤ B for all samples, with σ'_B = σ(B)σ(−B),
    ℓ(αc) + ½σ'_B α²s² ≤ R ≤ ℓ(αc) + α²s²/8.
Hypotheses
    ⟨m⟩ = c and ⟨m²⟩ = 1; any sign of α.  Only the lower bound needs |αm| ≤ B, and for α > 0 margins from 0
    to B/α are a case of it; it is not degenerate, as σ'_B > 0.
Source
    [1], abstract: a loss lower bound under a non-degeneracy condition, in an appendix; this form is our
    derivation.
Argument
    ℓ'' = σ', which lies between σ'_B and 1/4 on [−B, B].  So ℓ(αm), compared with its tangent at αc, is
    ℓ(αc) − σ(−αc)α(m − c) plus between ½σ'_B and 1/8 times α²(m − c)²; in the mean ⟨m − c⟩ = 0 and
    ⟨(m − c)²⟩ = s².  The mean c obeys |αc| ≤ B as each margin does.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Expr, Rational

from derivations.direction.data import risk
from derivations.logistic.alignment_sandwich import TIMES, reach, written
from derivations.logistic.lemmas.regression import FLAT, STEEP, establish_mean_margin
from derivations.logistic.lemmas.samples import (
    BOUNDED_LOSSES,
    END,
    LOSS_C,
    LOSSES,
    MIDDLE,
    PULL_B,
    PULL_C,
    SAMPLE,
    everywhere_in_the_mean,
    from_means,
    loss,
    loss_c,
)
from derivations.logistic.model.hypotheses import bounded_margins
from derivations.logistic.model.risk import m
from derivations.notation import alpha, c, s, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.sigmoid.facts import LOSS_ABOVE_PARABOLA, LOSS_BELOW_PARABOLA
from derivations.sigmoid.flow import Reflected
from derivations.sigmoid.functions import ell
from verifier.arithmetic.balls import Verdict, both, less_equal
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status, every

HALF = Rational(1, 2)
LOWER: Expr = loss_c + HALF * FLAT * alpha**2 * s**2
UPPER: Expr = loss_c + HALF * STEEP * alpha**2 * s**2
"""Bounds of R."""
POINTS = (
    Reflected((*SAMPLE, loss + alpha * m)),
    Reflected((*MIDDLE, loss_c + alpha * c)),
)
"""αm and αc, with ℓ there: ℓ(−z) = ℓ(z) + z."""


def derive() -> Proof:
    """Both parabolas in the mean."""
    proof = Proof(CLAIM.id)
    within = establish_mean_margin(proof, BOUNDED_LOSSES)
    below = everywhere_in_the_mean(
        proof, BOUNDED_LOSSES, LOSS_ABOVE_PARABOLA, (*POINTS, END), bounds=within
    )
    above = everywhere_in_the_mean(proof, LOSSES, LOSS_BELOW_PARABOLA, POINTS)
    bounds = [
        from_means(proof, name, bound, [mean], [(1, [mean.condition], 1)], because=because)
        for name, bound, mean, because in (
            ("R from below", risk - LOWER, below, "As ⟨m − c⟩ = 0 and ⟨(m − c)²⟩ = 1 − c² = s²:"),
            ("R from above", UPPER - risk, above, "Likewise:"),
        )
    ]  # fmt: skip
    proof.conclude(*(step.name for step in bounds))
    return proof


def holds(run: Run, below: int = 1, above: int = 1, share: int = 1) -> Answer:
    """Both bounds on states 0 and 1.

    The parabola is multiplied by ``below`` in the lower bound and divided by ``above`` in the upper one;
    B is divided by ``share``.
    """

    def at(t: int) -> Verdict:
        losses = [run.evaluate(ell(alpha * m), t, m=margin) for margin in run.state(t).m]
        x = sum(losses[1:], losses[0]) / len(losses)
        B = reach(run, t) / share
        values = {"B_bound": B, "loss_c": run.evaluate(ell(alpha * c), t)}
        lower = run.evaluate(written(loss_c + below * (LOWER - loss_c)), t, **values)
        upper = run.evaluate(loss_c + (UPPER - loss_c) / above, t, **values)
        return both(less_equal(lower, x), less_equal(x, upper))

    return every(*(at(t) for t in TIMES))


CLAIM = Claim(
    id="logistic.loss-lower-bound",
    title="what a misaligned direction costs at least",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(LOWER <= risk, samples=BOUNDED_LOSSES, where=[PULL_C, PULL_B, LOSS_C]),
        for_all(UPPER >= risk, samples=LOSSES, where=[PULL_C, LOSS_C]),
    ),
    hypotheses=(
        bounded_margins(
            "With the margins 7/5 and 1/5, α = 1 and B = 0, R is below 0.41 and the bound above 0.416.",
            "for the lower bound: bounded margins",
        ),
        Hypothesis(
            "positive scale",
            typeset(alpha > 0),
            "Not needed, and not supposed in the certificate.",
        ),
        Hypothesis(
            "normalized margins",
            r"\langle m\rangle = \cos\theta,\ \langle m^2\rangle = 1",
            "They are, by the definition of the margins and of θ: s² stands for ⟨m²⟩ − ⟨m⟩².",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "margins",
            holds,
            (
                Alteration("½σ'_B becomes σ'_B", {"below": 2}),
                Alteration("1/8 becomes 1/16", {"above": 2}),
                Alteration("σ'_B becomes σ'_{B/2}", {"share": 2}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
