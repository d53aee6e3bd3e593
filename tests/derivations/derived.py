"""Derivations that tests share: one takes up to some seconds, and gives the same proof each time."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from derivations.contents import module_of
from derivations.proof import Proof


@cache
def proof_of(claim_id: str) -> Proof:
    """The derivation of a claim as it stands; a test that alters a formula derives it anew."""
    proof: Proof = import_module(module_of(claim_id)).CLAIM.derive()
    return proof


@cache
def certificate_of(claim_id: str) -> Any:
    """The certificate of a claim, or None for one that offers no proof; not to be changed in place."""
    proof = proof_of(claim_id)
    return proof.certificate() if proof.steps else None
