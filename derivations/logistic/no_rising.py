"""No rise for the logistic loss: below which rate the direction cannot rise, from bounds of the margins.

Statement
    Let |αm| ≤ B for all samples, σ'_B = σ(B)σ(−B), and χ the slope of the regression of g on −m, so that
    λN = α(⟨g⟩ + cχ).  The direction does not rise if
    λ(λ cos 2θ − 2 cos θ) + (α/N)²c²(χ − ασ'_B)(α/4 − χ) ≤ 0,
    where the product is at most α²(1/4 − σ'_B)²/4.  In particular, for α > 0 and c ≥ 0, not if
    αc(⟨g⟩ + α/4)² ≤ 2N(⟨g⟩ + αcσ'_B).
Hypotheses
    Orthogonal rows, s ≠ 0, |αm| ≤ B, any signs of α and c.  For the second condition also α > 0 and c ≥ 0.
Source
    A step towards the logistic results that the abstract of [1] promises; our derivation.
Argument
    By logistic.rising-criterion the direction rises exactly when λ(λ cos 2θ − 2c) + (α/N)²c²ϱ > 0, and by
    logistic.alignment-sandwich ϱ ≤ (χ − ασ'_B)(α/4 − χ), which is largest in the middle between the two
    slopes.  For the second condition, (⟨g⟩ + cχ)² + ϱ ≤ (⟨g⟩ + α/4)² is the bound of the tangential step,
    and ⟨g⟩ + cχ ≥ ⟨g⟩ + αcσ'_B; so (N/α)² times the bracket, with cos 2θ ≤ c², is at most
    c²(⟨g⟩ + α/4)² − 2c(N/α)(⟨g⟩ + αcσ'_B).
    The two conditions leave room above λ cos 2θ = 2 cos θ, from which on the direction rises: with the
    margins 7/5, 1 and 1/5 and α = 5 it rises for N up to 0.476, above 0.432, where λ cos 2θ = 2 cos θ;
    with B = 7 the first condition excludes a rise from N = 2.15 on, the second from N = 40.7 on.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Expr, Le

from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import MOVES, RISES
from derivations.logistic.alignment_sandwich import (
    reach,
    written,
)
from derivations.logistic.lemmas.regression import (
    ALIGNMENT_BELOW,
    FLAT,
    PACE,
    RATE,
    REST_ABOVE,
    STEEP,
    STEPPED,
    establish_below,
    establish_flattest,
    establish_mean_margin,
    establish_rate,
    establish_rest_above,
    establish_steepest,
    establish_tangential,
)
from derivations.logistic.lemmas.samples import (
    BOUNDED,
    PULL_B,
    PULL_C,
    chi,
    from_means,
)
from derivations.logistic.model.hypotheses import (
    at_most_right_angle,
    bounded_margins,
    orthogonal_rows,
    positive_scale,
    unequal_margins,
)
from derivations.logistic.model.risk import g_mean
from derivations.logistic.rising_criterion import CHANGE, RISING, TIMES, establish_identity
from derivations.notation import N, alpha, at_next, c, k, lam, s
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from verifier.arithmetic.balls import both, positive
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

SHARP = Le(N**2 * lam * RISING_MARGIN + alpha**2 * c**2 * REST_ABOVE, 0, evaluate=False)
"""No rise, by what the regression can leave at most; times N²."""
SIMPLE = Le(alpha * c * (g_mean + STEEP * alpha) ** 2 - 2 * N * ALIGNMENT_BELOW, 0, evaluate=False)
"""No rise, by the tangential step."""
WIDEST: Expr = alpha**2 * (STEEP - FLAT) ** 2 / 4
"""The largest value of (χ − ασ'_B)(α/4 − χ)."""
SHARP_SIZE: Expr = alpha * (PACE**2 * (c**2 - s**2) + c**2 * REST_ABOVE) / (2 * c * PACE)
SIMPLE_SIZE: Expr = alpha * c * (g_mean + STEEP * alpha) ** 2 / (2 * ALIGNMENT_BELOW)
"""The N at which either condition is an equality: it holds from there on."""


def derive() -> Proof:
    """The sharp condition from the bracket, and the simple one from the two sandwich bounds."""
    proof = Proof(CLAIM.id)
    rising, rate, within = establish_identity(proof), establish_rate(proof), establish_mean_margin(proof)
    units, twice = [k > 0, N > 0, MOVES], [k > 0, k > 0, N > 0, N > 0]
    left = establish_rest_above(proof, within)
    sharp = from_means(
        proof, "no rise, sharp", -RISES.lhs, [rising, left],
        [(1, [MOVES, SHARP], 1), (1, [MOVES, left.condition], alpha * c)],
        given=[*units, SHARP], multiplier=twice, relations={at_next(s): RISING},
        because="So the bracket is at most the left side of the condition.",
    )  # fmt: skip
    widest = proof.positive(
        "widest gap", WIDEST - REST_ABOVE, terms=[(1, [], chi - alpha * (STEEP + FLAT) / 2)],
        strict=False, because="Of two factors with a given sum the product is largest if they are equal.",
    )  # fmt: skip
    size = establish_tangential(proof, establish_steepest(proof))
    below = establish_below(proof, establish_flattest(proof, within))
    simple = from_means(
        proof, "no rise, simple", -RISES.lhs, [rising, rate, size, below],
        [
            (1, [alpha > 0, c >= 0, MOVES, SIMPLE], 1),
            (1, [size.condition], alpha * c),
            (2, [alpha > 0, c >= 0, N > 0, below.condition], 1),
            (1, [], s**2 * alpha * PACE),
        ],
        given=[*units, alpha > 0, c >= 0, SIMPLE], multiplier=twice,
        relations={at_next(s): RISING, lam: RATE},
        because="With cos 2θ ≤ c², the tangential step bounds (⟨g⟩ + cχ)² + ϱ, and D bounds ⟨g⟩ + cχ.",
    )  # fmt: skip
    proof.conclude(widest, sharp.name, simple.name)
    return proof


def holds_sharp(run: Run, share: int = 1) -> Answer:
    """No rise at the N from which the sharp condition holds, over ``share``; margins of 0 and 1."""
    return every(*(_still(run, t, SHARP_SIZE, share) for t in TIMES))


def holds_simple(run: Run, share: int = 1) -> Answer:
    """No rise at the N from which the simple condition holds, over ``share``; margins of 0 and 1."""
    return every(*(_still(run, t, SIMPLE_SIZE, share) for t in TIMES))


def _still(run: Run, t: int, least: Expr, share: int) -> Answer:
    size = run.evaluate(written(least), t, B_bound=reach(run, t)) / share
    aligned = both(positive(run.state(t).c), positive(size))
    return given(aligned, lambda: positive(-run.evaluate(CHANGE, t, N=size)))


CLAIM = Claim(
    id="logistic.no-rising",
    title="a rate below which the direction cannot rise",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            at_next(s) ** 2 <= s**2, samples=BOUNDED, given=[SHARP], where=[*STEPPED, PULL_B, PULL_C]
        ),
        for_all(
            at_next(s) ** 2 <= s**2, samples=BOUNDED, given=[SIMPLE], where=[*STEPPED, PULL_B, PULL_C]
        ),
        for_all(REST_ABOVE <= WIDEST),
    ),
    hypotheses=(
        unequal_margins("On target sin θ stays 0."),
        bounded_margins(
            "With the margins 7/5 and 1/5, α = 2, N = 3/20 and B = 0 the left side of the first condition "
            "is below −4, yet sin²θ rises by more than 0.017."
        ),
        positive_scale(
            "With the margins 7/5 and 1/5, α = −1 and N = 1 its left side is negative and its right side "
            "positive, yet sin²θ rises by more than 0.29.",
            "for the second condition: positive scale",
        ),
        at_most_right_angle(
            "With the margins −7/5 and −1/5, α = 1 and N = 1 its left side is negative and its right side "
            "positive, yet sin²θ rises by more than 0.29.",
            "for the second condition: the angle is at most a right angle",
        ),
        orthogonal_rows(
            "Needed for the step of logistic.margin-space; the conditions are about that step."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("margins", holds_sharp, (Alteration("the threshold is divided by 2", {"share": 2}),)),
        Check("margins", holds_simple, (Alteration("the threshold is divided by 2", {"share": 2}),)),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
