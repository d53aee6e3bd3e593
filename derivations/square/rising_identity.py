"""The rising identity: how the squared sine changes in one step.

Statement
    sin²θ' − sin²θ = λs²(λ cos 2θ − 2 cos θ) / (1 + λ²s²), with s = sin θ.
Hypotheses
    One step of the whitened square loss; no sign is needed.
Source
    A lemma of the onset conditions of [1]; our derivation.
Argument
    Insert sin θ' = s(1 − λc)/k, k² = 1 + λ²s², from square.angle-map.  Over k² the numerator is
    s²(1 − λc)² − s²(1 + λ²s²) = λs²(λ(c² − s²) − 2c), and c² − s² = cos 2θ.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Eq, factor, sqrt

from derivations.direction.angle_map import SIN_NEXT
from derivations.direction.norm_growth import GROWTH
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import ROOT, SINE
from derivations.notation import at_next, c, k, lam, s, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.square.model.hypotheses import whitened
from verifier.claim import Claim, Hypothesis, Provenance, Status


def establish(proof: Proof) -> str:
    """Add the identity, cleared of its denominator k² = 1 + λ²s²; return the step's name."""
    return proof.identity(
        "rising identity",
        (at_next(s) ** 2 - s**2) * k**2,
        lam * s**2 * RISING_MARGIN,
        relations=[SINE, ROOT],
        because="Over the common denominator k² = 1 + λ²s² this is an identity of polynomials.",
    )


def derive() -> Proof:
    """Square the sine of the next angle and factor the difference."""
    proof = Proof(CLAIM.id)
    proof.say("The sine after one step, from square.angle-map:", Eq(at_next(s), SIN_NEXT))
    change = factor((SIN_NEXT**2 - s**2).subs(k, sqrt(GROWTH)))
    proof.say("Its square minus the old one, factored:", change)
    proof.conclude(establish(proof))
    return proof


CLAIM = Claim(
    id="square.rising-identity",
    title="how the squared sine changes",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            Eq(at_next(s) ** 2 - s**2, lam * s**2 * RISING_MARGIN / k**2, evaluate=False),
            where=[Eq(k, sqrt(GROWTH))],
        ),
    ),
    hypotheses=(
        whitened(
            "Needed: at the counterexample of square.rising-threshold the left side is positive and the "
            "right side negative, as λ cos 2θ − 2 cos θ = −986/625."
        ),
        Hypothesis("positive rate, aligned", rf"{typeset(lam > 0)},\ {typeset(c > 0)}", "Not needed."),
    ),
    doc=__doc__ or "",
    derive=derive,
)

if __name__ == "__main__":
    main(CLAIM)
