"""The rising criterion on data that are not whitened: exact, in any dimension.

Statement
    For λ > 0: sin²θ' > sin²θ exactly when λ(c²G − (cB + A)²) > 2cA, and sin²θ' = sin²θ exactly when
    λ(c²G − (cB + A)²) = 2cA.
Hypotheses
    One step of gradient descent on the square loss, Σ ≻ 0, λ > 0.  Neither c > 0 nor s ≠ 0 is needed.
Source
    Our own.  For Σ = I it is square.rising-criterion: there A = G = s², B = 0, and the bracket is
    s²(λ cos 2θ − 2 cos θ).
Argument
    By general.update-map N'/N·cos²θ' = (c + λ(cB + A))² and N'/N = 1 + 2λB + λ²G > 0.  Hence
    N'/N·(sin²θ' − sin²θ) = c²(1 + 2λB + λ²G) − (c + λ(cB + A))² = λ·(λ(c²G − (cB + A)²) − 2cA).
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Eq, Expr, Ge, Gt

from derivations.direction.rising_criterion import NOT_WIDER
from derivations.direction.system import CIRCLES, RISES
from derivations.general.model.checked import Stepped, rises
from derivations.general.model.hypotheses import definite, positive_rate
from derivations.general.model.system import COSINE, ROOT, A, B, G
from derivations.notation import at_next, c, k, lam, s
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, equivalent
from derivations.square.model.risk import Sample
from verifier.arithmetic.balls import both, iff, positive
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Status, given

MARGIN: Expr = lam * (c**2 * G - (c * B + A) ** 2) - 2 * c * A
"""Its sign is that of a rise of the direction, for λ > 0."""
RISING = Gt(MARGIN, 0, evaluate=False)
NOT_RISING = Ge(-MARGIN, 0, evaluate=False)
TURN = (*CIRCLES, ROOT, COSINE)
"""How the direction turns in a step."""


def establish_positive(proof: Proof) -> str:
    """Add: where the margin is positive the direction rises (for λ > 0); returns the step's name."""
    return proof.positive(
        "margin positive, direction rises",
        RISES.lhs,
        given=[lam > 0, k > 0, RISING],
        relations=TURN,
        multiplier=[k > 0, k > 0],
        terms=[(1, [lam > 0, RISING], 1)],
        because="So where the margin is positive the direction rises,",
    )


def establish_rising(proof: Proof) -> str:
    """Add: where the direction rises the margin is positive (for λ > 0); returns the step's name."""
    return proof.positive(
        "direction rises, margin positive",
        MARGIN,
        given=[lam > 0, k > 0, RISES],
        relations=TURN,
        multiplier=[lam > 0],
        terms=[(1, [RISES, k > 0, k > 0], 1)],
        because="When the direction rises, λ·(margin) = k²(sin²θ' − sin²θ) > 0; λ > 0 divides out.",
    )


def establish_not_rising(proof: Proof) -> str:
    """Add: no rise where the margin is not positive (for λ > 0), once a proof; returns the step's name."""
    if (name := "margin not positive, direction does not rise") in proof.conclusions:
        return name
    return proof.positive(
        name,
        NOT_WIDER.lhs,
        given=[lam > 0, k > 0, NOT_RISING],
        relations=TURN,
        multiplier=[k > 0, k > 0],
        terms=[(1, [lam > 0, NOT_RISING], 1)],
        strict=False,
        because="If the margin is at most 0, then k²(sin²θ' − sin²θ) = λ·(margin) ≤ 0.",
    )


def derive() -> Proof:
    """Both directions, from the sign of one factored identity."""
    proof = Proof(CLAIM.id)
    proof.identity(
        "change of the sine",
        k**2 * RISES.lhs,
        lam * MARGIN,
        relations=TURN,
        because="With k² = N'/N and k cos θ' = c + λ(cB + A):",
    )
    forward = establish_positive(proof)
    steady = proof.identity(
        "margin zero, direction keeps its angle",
        RISES.lhs,
        0,
        given=[k > 0],
        relations=[*TURN, MARGIN],
        cofactors=[-(k**2), k**2, c**2, TURN[3] - 2 * k * at_next(c), lam],
        multiplier=[k > 0, k > 0],
        because="a margin of 0 keeps the squared sine;",
    )
    still = proof.identity(
        "direction keeps its angle, margin zero",
        MARGIN,
        0,
        given=[lam > 0],
        relations=[RISES.lhs, *TURN],
        cofactors=[k**2, k**2, -(k**2), -(c**2), 2 * k * at_next(c) - TURN[3]],
        multiplier=[lam > 0],
        because="and conversely, by the same identity read backwards.",
    )
    proof.conclude(forward, establish_rising(proof), steady, still)
    return proof


def holds(sample: Sample, threshold: int = 2, cauchy: bool = True) -> Answer:
    """The equivalence on one step from the raw data, by the cosines themselves.

    ``threshold`` replaces the 2 in 2cA; with ``cauchy`` false (cB + A)² is left out.
    """
    step = Stepped(sample)
    margin = MARGIN + (2 - threshold) * c * A + (0 if cauchy else lam * (c * B + A) ** 2)
    agree = iff(rises(step), positive(step.evaluate(margin)))
    return given(both(step.definite, positive(step.evaluate(lam))), lambda: agree)


CLAIM = Claim(
    id="general.rising-criterion",
    title="any covariance: when the direction rises",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        equivalent(Gt(at_next(s) ** 2, s**2), Gt(MARGIN, 0)),
        equivalent(Eq(at_next(s) ** 2, s**2), Eq(MARGIN, 0)),
    ),
    hypotheses=(
        definite("needed for ‖w‖_Σ > 0, and no more: neither ℓ nor L stands in it"),
        positive_rate(
            "At Σ = I, (cos θ, sin θ, λ) = (4/5, 3/5, −5/4) the margin is −351/500, yet sin θ' = 24/25."
        ),
        Hypothesis("off target, aligned", r"\sin\theta \ne 0,\ \cos\theta > 0", "Not needed."),
    ),
    doc=__doc__ or "",
    derive=derive,
    sought={3: (lam * (G * c**2 - (A + B * c) ** 2) - 2 * A * c,)},
    checks=(
        Check(
            "data",
            holds,
            (
                Alteration("threshold 2 becomes 3", {"threshold": 3}),
                Alteration("(cB + A)² is left out", {"cauchy": False}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
