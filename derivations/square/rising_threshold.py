"""The rising threshold: how large the effective learning rate must be for the direction to rise.

Statement
    Below 45° the direction rises exactly when λ exceeds the threshold τ(θ) = 2 cos θ / cos 2θ.  The
    threshold increases with θ from τ(0) = 2, so a rise needs λ > 2.  At 45° and above there is no rise.
Hypotheses
    One step of the whitened square loss with c = cos θ > 0 and λ > 0; for "exactly when", s ≠ 0.
Source
    [1], abstract: "no-rising-edge and delayed-onset conditions"; this exact form is our derivation.
Argument
    By square.rising-criterion a rise means λ cos 2θ − 2 cos θ > 0; where cos 2θ > 0 solve for λ, and
    where cos 2θ ≤ 0 the left side is negative.  For two angles with cosines c > d > √½ the thresholds
    differ by 2(c − d)(2cd + 1) / ((2c² − 1)(2d² − 1)) > 0, and τ − 2 = 2(1 − c)(2c + 1)/(2c² − 1) ≥ 0.
    Without division: 2c − λ cos 2θ = c(2 − λ) + λ(2c + 1)(1 − c), so λ ≤ 2 leaves nothing to rise.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Eq, Le, Lt, cos, diff, simplify, sin

from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.rising_threshold import BELOW, DOUBLE_COSINE, RISING, THRESHOLD, establish
from derivations.direction.system import UNIT_CIRCLE
from derivations.notation import c, lam, s, symbol, theta
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, equivalent, for_all
from derivations.square.model.hypotheses import whitened
from verifier.claim import (
    Claim,
    Provenance,
    Status,
)

tau = symbol("tau", r"\tau", "τ", "the threshold of λ at an angle")
tau_wider = symbol("tau_wider", r"\tau_>", "τ₊", "the threshold at a wider angle")
d = symbol("d_cos", "d", "d", "a cosine less than c, that of a wider angle")


def derive() -> Proof:
    """Solve the margin for λ, then study the threshold as a function of the angle."""
    proof = Proof(CLAIM.id)
    polar = {c: cos(theta), s: sin(theta)}
    proof.say("The rising margin vanishes at", Eq(lam, THRESHOLD))
    slope = simplify(diff(THRESHOLD.subs(polar), theta))
    proof.say("with a derivative in θ that is positive from 0 to 45°:", slope)
    exact = _exactly_above(proof)
    increasing = proof.positive(
        "threshold increases with the angle",
        tau_wider - tau,
        given=[c > d, c > 0, d > 0, 2 * c**2 - 1 > 0, 2 * d**2 - 1 > 0],
        relations=[tau * (2 * c**2 - 1) - 2 * c, tau_wider * (2 * d**2 - 1) - 2 * d],
        multiplier=[2 * c**2 - 1 > 0, 2 * d**2 - 1 > 0],
        terms=[(4, [c > d, c > 0, d > 0], 1), (2, [c > d], 1)],
        because="Without calculus: for cosines c > d > √½ the thresholds, times both cos 2θ, differ by "
        "2(c − d)(2cd + 1) > 0.",
    )
    least = proof.positive(
        "threshold at least 2",
        tau - 2,
        given=[BELOW, c > 0],
        relations=[tau * DOUBLE_COSINE - 2 * c, UNIT_CIRCLE],
        multiplier=[BELOW],
        terms=[(2, [c > 0], 1 - c), (2, [c > 0], s), (1, [], 1 - c), (1, [], s)],
        strict=False,
        because="(τ − 2) cos 2θ = 2(1 − c)(2c + 1), which is 0 only at θ = 0.",
    )
    never = proof.positive(
        "no rise from 45° on",
        -RISING_MARGIN,
        given=[c > 0, lam > 0, Le(DOUBLE_COSINE, 0)],
        terms=[(2, [c > 0], 1), (1, [lam > 0, Le(DOUBLE_COSINE, 0)], 1)],
        because="From 45° on, cos 2θ ≤ 0 and the rising margin is negative: sin θ falls for all λ > 0.",
    )
    proof.conclude(*exact, increasing, least, establish(proof), never)
    return proof


def _exactly_above(proof: Proof) -> tuple[str, str]:
    """Below 45°: margin > 0 exactly when λ > τ."""
    defined = tau * DOUBLE_COSINE - 2 * c
    above = proof.positive(
        "a rise below 45° needs λ > τ",
        lam - tau,
        given=[BELOW, RISING],
        relations=[defined],
        multiplier=[BELOW],
        terms=[(1, [RISING], 1)],
        because="Below 45°, with τ cos 2θ = 2 cos θ, the rising margin is cos 2θ (λ − τ).",
    )
    rising = proof.positive(
        "λ > τ makes a rise below 45°",
        RISING_MARGIN,
        given=[BELOW, lam > tau],
        relations=[defined],
        terms=[(1, [BELOW, lam > tau], 1)],
        because="Conversely:",
    )
    return above, rising


CLAIM = Claim(
    id="square.rising-threshold",
    title="a rise needs an effective learning rate above 2",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        equivalent(RISING, lam > tau, given=[BELOW], where=[Eq(tau, THRESHOLD)]),
        for_all(tau >= 2, given=[BELOW], where=[Eq(tau, THRESHOLD)]),
        for_all(
            tau_wider > tau,
            given=[c > d, d > 0, 2 * c**2 > 1, 2 * d**2 > 1],
            where=[Eq(tau, 2 * c / (2 * c**2 - 1)), Eq(tau_wider, 2 * d / (2 * d**2 - 1))],
        ),
        for_all(lam > 2, given=[RISING]),
        for_all(Lt(RISING_MARGIN, 0), given=[s**2 >= c**2]),
    ),
    hypotheses=(
        hypothesis(
            "aligned: the angle is below a right angle",
            "At (cos θ, sin θ, λ) = (−4/5, 3/5, 5/4) the rising margin is 39/20: a rise with λ < 2.",
            (c > 0,),
        ),
        hypothesis(
            "positive effective learning rate",
            "At (cos θ, sin θ, λ) = (4/5, 3/5, −5/4) the direction rises to sin θ' = 24/25.",
            (lam > 0,),
        ),
        whitened(
            "Needed: for Σ = diag(1, 100), u = (1, 0), w = (1, 3/40), α = 1, η = 1/8, in the Σ-inner "
            "product, λ = 2/25, yet tan θ goes from 3/4 to 2025/518: a rise with λ < 2."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
)

if __name__ == "__main__":
    main(CLAIM)
