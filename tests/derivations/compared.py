"""Claims beside what their certificates conclude, for the tests of statements."""

from __future__ import annotations

from importlib import import_module

from derivations.contents import module_of
from tests.derivations.derived import certificate_of
from verifier.claim import Claim
from verifier.kernel import replay
from verifier.statement.compared import objections
from verifier.statement.facts import Facts

UNSAID = "of which no part says anything"


def first_of(claim: Claim, facts: Facts) -> str:
    """What the comparison first objects to the parts of a claim, though they be not all of its parts."""
    found = objections(claim.canonical or {}, facts)
    return next((one for one in found if not one.endswith(UNSAID)), "")


def claim_of(claim_id: str) -> Claim:
    claim: Claim = import_module(module_of(claim_id)).CLAIM
    return claim


def facts_of(claim_id: str) -> Facts:
    return Facts(replay(certificate_of(claim_id)))
