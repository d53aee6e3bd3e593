"""Derivations that tests share: one takes up to some seconds, and gives the same proof each time."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from derivations.contents import CLAIMS, module_of, shared
from derivations.proof import Proof
from derivations.proof.elaborate import Elaboration
from derivations.proof.elaborate.library import certified
from derivations.proof.narrate import narrate
from tests.derivations.calls import noted
from verifier.kernel import Replay, replay
from verifier.statement.form import FIELD

_CALLED: dict[str, frozenset[str]] = {}


def owners_for(claim_id: str) -> dict[str, str]:
    """By module, the claim to which it belongs, as the derivation of ``claim_id`` sees it."""
    found = {**shared(claim_id), **{module_of(claim): claim for claim in CLAIMS}}
    return {module: claim for module, claim in found.items() if find_spec(module)}


@cache
def proof_of(claim_id: str) -> Proof:
    """The derivation of a claim as it stands; a test that alters a formula derives it anew."""
    derive = import_module(module_of(claim_id)).CLAIM.derive
    owners = owners_for(claim_id)
    with noted([*owners]) as called:
        proof: Proof = derive()
    _CALLED[claim_id] = frozenset(owners[module] for module in called)
    return proof


def called_by(claim_id: str) -> frozenset[str]:
    """The other claims of whose modules a function was called in the derivation, as measured."""
    proof_of(claim_id)
    return _CALLED[claim_id] - {claim_id}


def stored_of(claim_id: str) -> Any:
    """The same as it is stored, with the statement of the claim if that is compared."""
    canonical = import_module(module_of(claim_id)).CLAIM.canonical
    statement = {} if canonical is None else {FIELD: canonical}
    return {**certificate_of(claim_id), **statement}


@cache
def certificate_of(claim_id: str) -> Any:
    """The certificate of a claim, with the proofs of all that it rests on, or None for one that offers no
    proof; not to be changed in place.
    """
    theorem = elaborated(claim_id)
    return json.loads(json.dumps(certified(*theorem, ())[0])) if theorem else None


def told_of(claim_id: str) -> Any:
    """What its derivation tells, or None; the caller's own."""
    proof = proof_of(claim_id)
    return proof.told() if proof.steps else None


@cache
def elaborated(claim_id: str) -> tuple[Elaboration, list[str]] | None:
    """The same in the kernel's rules, and the names of what the claim concludes; not to be changed."""
    proof = proof_of(claim_id)
    return proof.elaborated() if proof.steps else None


@cache
def citing() -> tuple[Any, ...]:
    """The certificates of all claims as they cite, and of the lemmas they cite; not to be changed."""
    lemmas: dict[str, Any] = {}
    claims = []
    for theorem in filter(None, map(elaborated, CLAIMS)):
        own, cited = certified(*theorem)
        claims.append(own)
        lemmas = cited | lemmas
    return tuple(json.loads(json.dumps([*lemmas.values(), *claims])))


@cache
def accepted_of(claim_id: str) -> Replay | None:
    """What the kernel has accepted of a claim; None for one that offers no proof."""
    certificate = certificate_of(claim_id)
    return None if certificate is None else replay(certificate)


@cache
def narrated(claim_id: str, full: bool = False) -> str:
    """The derivation as it is printed, the main steps or all, as wide as in a file."""
    claim = import_module(module_of(claim_id)).CLAIM
    return narrate(replace(claim, derive=lambda: proof_of(claim_id)), full)
