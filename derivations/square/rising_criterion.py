"""The rising criterion: the direction rises exactly when λ cos 2θ > 2 cos θ.

Statement
    For s ≠ 0 and λ > 0: sin²θ' > sin²θ exactly when λ cos 2θ > 2 cos θ, and sin²θ' = sin²θ exactly
    when λ cos 2θ = 2 cos θ.
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

from sympy import Eq, Gt, Ne

from derivations.narrate import main
from derivations.notation import at_next, c, k, lam, s, typeset
from derivations.proof import Proof
from derivations.square.rising_identity import RISING_MARGIN
from derivations.square.system import RISES, ROOT, SINE
from verifier.arithmetic.balls import Verdict, both, iff, positive
from verifier.claim import Alteration, Check, Claim, Hypothesis, Provenance, Run, Status

MOVES = Gt(s**2, 0, evaluate=False)


def derive() -> Proof:
    """Both directions, from the sign of one factored identity."""
    proof = Proof(CLAIM.id)
    state = [lam > 0, MOVES, k > 0]
    forward = proof.positive(
        "margin positive, direction rises",
        RISES.lhs,
        given=[*state, RISING_MARGIN > 0],
        relations=[SINE, ROOT],
        multiplier=[k > 0, k > 0],
        terms=[(1, [lam > 0, MOVES, RISING_MARGIN > 0], 1)],
        because="If the margin is positive, so is k²(sin²θ' − sin²θ) = λ·s²·margin.",
    )
    backward = proof.positive(
        "direction rises, margin positive",
        RISING_MARGIN,
        given=[*state, RISES],
        relations=[SINE, ROOT],
        multiplier=[lam > 0, MOVES],
        terms=[(1, [RISES], k)],
        because="Conversely λ·s²·margin = (sin²θ' − sin²θ)·k² > 0, and λs² may be divided out.",
    )
    steady = proof.identity(
        "margin zero, direction keeps its angle",
        RISES.lhs,
        0,
        given=[k > 0],
        relations=[SINE, ROOT, RISING_MARGIN],
        multiplier=[k > 0, k > 0],
        because="A zero margin keeps the sine; the converse is the same identity read backwards.",
    )
    still = proof.identity(
        "direction keeps its angle, margin zero",
        RISING_MARGIN,
        0,
        given=[lam > 0, MOVES],
        relations=[RISES.lhs, SINE, ROOT],
        multiplier=[lam > 0, MOVES],
    )
    proof.conclude(forward, backward, steady, still)
    return proof


def holds(run: Run, threshold: int = 2) -> Verdict:
    """The equivalence on step 0; ``threshold`` replaces the 2 in 2 cos θ."""
    x = run.state(0)
    if both(positive(x.s), positive(x.lam)) is not True:
        return True
    margin = run.evaluate(RISING_MARGIN + (2 - threshold) * c)
    return iff(positive(run.evaluate(RISES.lhs)), positive(margin))


CLAIM = Claim(
    id="square.rising-criterion",
    title="when the direction rises",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=(
        typeset(Gt(at_next(s) ** 2, s**2)) + r"\iff " + typeset(Gt(RISING_MARGIN, 0, evaluate=False))
    ),
    hypotheses=(
        Hypothesis("the direction is off target", typeset(Ne(s, 0)), "s = 0 is a fixed direction"),
        Hypothesis("positive effective learning rate", typeset(Gt(lam, 0))),
    ),
    depends_on=("square.rising-identity",),
    doc=__doc__ or "",
    derive=derive,
    checks=(Check("run", holds, (Alteration("threshold 2 becomes 3", {"threshold": 3}),)),),
)

if __name__ == "__main__":
    main(CLAIM)
