"""Derivations that tests share: one takes up to some seconds, and gives the same proof each time."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from derivations.contents import CLAIMS, module_of
from derivations.proof import Proof
from tests.derivations.calls import noted

_CALLED: dict[str, frozenset[str]] = {}


@cache
def proof_of(claim_id: str) -> Proof:
    """The derivation of a claim as it stands; a test that alters a formula derives it anew."""
    derive = import_module(module_of(claim_id)).CLAIM.derive
    with noted([*map(module_of, CLAIMS)]) as called:
        proof: Proof = derive()
    _CALLED[claim_id] = frozenset(claim for claim in CLAIMS if module_of(claim) in called)
    return proof


def called_by(claim_id: str) -> frozenset[str]:
    """The other claims of whose modules a function was called in the derivation, as measured."""
    proof_of(claim_id)
    return _CALLED[claim_id] - {claim_id}


@cache
def certificate_of(claim_id: str) -> Any:
    """The certificate of a claim, or None for one that offers no proof; not to be changed in place."""
    proof = proof_of(claim_id)
    return proof.certificate() if proof.steps else None
