"""The rising criterion: the direction rises exactly when λ cos 2θ > 2 cos θ.

Statement
    For s ≠ 0 and λ > 0: sin²θ' > sin²θ exactly when λ cos 2θ > 2 cos θ, and sin²θ' = sin²θ exactly
    when λ cos 2θ = 2 cos θ.  On target too, sin²θ' ≤ sin²θ exactly when s²(λ cos 2θ − 2 cos θ) ≤ 0.
Hypotheses
    One step of the whitened square loss; s ≠ 0 and λ > 0.
Source
    [1], abstract: "no-rising-edge and delayed-onset conditions"; this exact form is our derivation.
Argument
    By square.rising-identity, (sin²θ' − sin²θ)·k² = λs²·(λ cos 2θ − 2 cos θ) with k² = 1 + λ²s² > 0.
    Since λs² > 0, the two brackets have the same sign.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Eq, Gt, Le

from derivations.direction.rising_criterion import (
    MOVES,
    STILL,
    _establish_still,
    establish_falls,
    establish_positive,
    establish_rising,
)
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import RISES, ROOT, SINE
from derivations.notation import at_next, c, k, lam, s
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, equivalent
from derivations.square.model.hypotheses import off_target, whitened
from verifier.arithmetic.balls import both, iff, positive
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status, given


def derive() -> Proof:
    """Both directions, from the sign of one factored identity."""
    proof = Proof(CLAIM.id)
    forward = establish_positive(
        proof, "If the rising margin is positive, so is k²(sin²θ' − sin²θ) = λs²·(rising margin)."
    )
    backward = establish_rising(proof)
    steady = proof.identity(
        "margin zero, direction keeps its angle",
        RISES.lhs,
        0,
        given=[k > 0],
        relations=[SINE, ROOT, RISING_MARGIN],
        multiplier=[k > 0, k > 0],
        because="A rising margin of 0 keeps the squared sine;",
    )
    still = proof.identity(
        "direction keeps its angle, margin zero",
        RISING_MARGIN,
        0,
        given=[lam > 0, MOVES],
        relations=[RISES.lhs, SINE, ROOT],
        multiplier=[lam > 0, MOVES],
        because="and conversely, by the same identity read backwards.",
    )
    proof.conclude(forward, backward, steady, still, establish_falls(proof), _establish_still(proof))
    return proof


def holds(run: Run, threshold: int = 2) -> Answer:
    """The equivalence on step 0; ``threshold`` replaces the 2 in 2 cos θ."""
    x = run.state(0)
    margin = run.evaluate(RISING_MARGIN + (2 - threshold) * c)
    equivalent = iff(positive(run.evaluate(RISES.lhs)), positive(margin))
    return given(both(positive(x.s), positive(x.lam)), lambda: equivalent)


CLAIM = Claim(
    id="square.rising-criterion",
    title="when the direction rises",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        equivalent(Gt(at_next(s) ** 2, s**2), Gt(RISING_MARGIN, 0)),
        equivalent(Eq(at_next(s) ** 2, s**2), Eq(RISING_MARGIN, 0)),
        equivalent(Le(at_next(s) ** 2, s**2), STILL),
    ),
    hypotheses=(
        off_target(
            "On target sin θ stays 0 at any λ, although the margin λ − 2 is positive for λ > 2.",
            "the direction is off target",
        ),
        hypothesis(
            "positive effective learning rate",
            "At (cos θ, sin θ, λ) = (4/5, 3/5, −5/4) the rising margin is −39/20, yet sin θ' = 24/25.",
            (lam > 0,),
        ),
        whitened(
            "Needed: at the counterexample of square.rising-threshold the rising margin is −986/625, yet "
            "the direction rises."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    sought={3: (lam * (c**2 - s**2) - 2 * c,)},
    checks=(Check("run", holds, (Alteration("threshold 2 becomes 3", {"threshold": 3}),)),),
)

if __name__ == "__main__":
    main(CLAIM)
