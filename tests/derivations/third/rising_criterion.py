"""The norm never falls, and the direction rises exactly where the margin is positive.

Statement
    N' ≥ N, and λ cos 2θ ≤ 2 cos θ ⟹ sin²θ' ≤ sin²θ, with the converse off target.
Hypotheses
    None beyond the model's.
Source
    A toy.
Argument
    That of every planar model.
Not verified
    Nothing.
"""

from __future__ import annotations

from derivations.direction import monotone_norm
from derivations.direction.rising_criterion import establish_not_rising, establish_rising
from derivations.proof import Proof
from tests.derivations.third import model
from verifier.claim import Claim, Provenance, Status


def derive() -> Proof:
    """All of it from the shared floor."""
    proof = Proof(CLAIM.id)
    run = proof.system(model.RUN)
    step, norm = monotone_norm.establish_monotone_norm(proof, run)
    proof.conclude(step, norm, establish_rising(proof), establish_not_rising(proof))
    return proof


CLAIM = Claim(
    id="third.rising-criterion",
    title="when the direction rises",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=r"\lambda \cos 2\theta \le 2 \cos\theta \implies \sin^2\theta' \le \sin^2\theta",
    hypotheses=(),
    doc=__doc__ or "",
    derive=derive,
)
