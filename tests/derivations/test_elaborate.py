"""Every certificate, elaborated and its conclusions joined, passes the smaller kernel in both rings."""

from __future__ import annotations

import copy
import json

import pytest

from derivations.contents import CLAIMS
from derivations.proof.elaborate import elaborate
from derivations.proof.joins import joined
from tests.derivations.derived import certificate_of
from verifier.core import CertificateError, replay
from verifier.core.facts import Along, Part, Sequent

PARTS = {
    "logistic.alignment-sandwich": 6,
    "logistic.effective-lr": 3,
    "logistic.loss-lower-bound": 3,
    "logistic.loss-rises-only-with-direction": 2,
    "logistic.margin-space": 5,
    "logistic.never-rises": 2,
    "logistic.no-rising": 4,
    "logistic.rising-criterion": 3,
    "logistic.scale-closed-form": 2,
    "logistic.scale-envelope": 2,
    "logistic.self-stabilization-log": 4,
    "logistic.self-stabilization-window": 2,
    "logistic.self-stabilization": 2,
    "logistic.waiting-time-lower": 2,
    "square.alignment-phase": 2,
    "square.cone-invariance": 4,
    "square.delayed-onset": 3,
    "square.delayed-spike": 3,
    "square.edge": 2,
    "square.loss-rises-only-with-direction": 2,
    "square.pre-onset-norm": 3,
    "square.restart": 3,
    "square.scale-envelope": 2,
    "square.self-stabilization-envelope": 5,
    "square.self-stabilization-log": 2,
    "square.waiting-time-two-phase": 4,
}
"""Theorems that still have several parts, about different systems; the others have one."""

LED = {"logistic.restart", "square.restart", "square.waiting-time-two-phase"}
"""Claims that say of some stretch that it is a run of another system, and leave what follows to others."""


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_a_theorem_has_no_more_parts_than_listed_and_says_all_that_was_concluded(claim_id: str) -> None:
    told = certificate_of(claim_id)
    if told is None:
        return
    built = elaborate(copy.deepcopy(told))
    ring, facts = built.ring, built.facts.facts
    assert {step["name"] for step in built.steps} >= set(told["concludes"])
    names = joined(built, told["concludes"])
    assert len(names) == PARTS.get(claim_id, 1)
    assert claim_id in LED or not any(isinstance(facts[name], Part) for name in names)
    said = json.dumps([facts[name].statement(ring) for name in names])
    for name in told["concludes"]:
        fact = facts[name]
        if isinstance(fact, Sequent | Along):
            assert all(json.dumps(atom.json(ring)) in said for atom in fact.then)
    certificate = json.loads(json.dumps(built.certificate(names[-1], names)))
    first, second = (replay(certificate, backend=backend) for backend in ("fractions", "flint"))
    assert first.sha256 == second.sha256


def test_a_step_that_is_told_wrongly_is_refused() -> None:
    told = copy.deepcopy(certificate_of("square.rising-criterion"))
    step = next(step for step in told["steps"] if step["rule"] == "positivity")
    step["target"] = f"-({step['target']})"
    with pytest.raises(CertificateError):
        elaborate(told)
