"""What a derivation tells becomes steps of the smaller kernel, and its conclusions are joined."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from derivations.contents import CLAIMS
from derivations.proof.elaborate import RULES, elaborate
from tests.derivations.derived import certificate_of, elaborated
from verifier.kernel import CertificateError, replay
from verifier.kernel.facts import Along, Part, Sequent

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
    theorem = elaborated(claim_id)
    if theorem is None:
        return
    built, names = theorem
    ring, facts, concluded = built.ring, built.facts.facts, built.told["concludes"]
    assert {step["name"] for step in built.steps} >= set(concluded)
    assert len(names) == PARTS.get(claim_id, 1)
    assert claim_id in LED or not any(isinstance(facts[name], Part) for name in names)
    said = json.dumps([facts[name].statement(ring) for name in names])
    for name in concluded:
        fact = facts[name]
        if isinstance(fact, Sequent | Along):
            assert all(json.dumps(atom.json(ring)) in said for atom in fact.then)


def test_no_step_of_a_certificate_can_be_spared() -> None:
    built, names = elaborated("square.norm-growth") or pytest.fail("it offers a proof")
    certificate = json.loads(json.dumps(built.certificate(names[-1], names)))
    replay(certificate)
    spared = [step["name"] for step in certificate["steps"] if step["name"] not in names]
    assert len(spared) > 10
    for name in spared:
        steps = [step for step in certificate["steps"] if step["name"] != name]
        with pytest.raises(CertificateError):
            replay(certificate | {"steps": steps})


FALSE: dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "identity": ("square.scale-invariance", lambda step: {"rhs": f"{step['rhs']} + 1"}),
    "positivity": ("square.rising-criterion", lambda step: {"target": f"-({step['target']})"}),
    "invariant": ("square.norm-growth", lambda step: {"invariants": [["-N", ">"]]}),
    "equations": ("square.decomposition", lambda step: {"equations": [f"{step['equations'][0]} + 1"]}),
    "growth": ("square.norm-growth", lambda step: {"direction": "<="}),
    "at-every-time": ("square.no-rising-edge", lambda step: {"assume": []}),
    "flow": ("logistic.sigmoid-bounds", lambda step: {"direction": "backward"}),
    "pointwise": ("logistic.sigmoid-bounds", lambda step: {"facts": step["facts"] * 2}),
    "counting": ("square.self-stabilization", lambda step: {"cap": f"({step['cap']})/2"}),
    "logarithm": ("square.self-stabilization", lambda step: {"left": f"2*({step['left']})"}),
    "sustain": ("square.alignment-phase", lambda step: {"facts": step["facts"][:1]}),
    "tail": ("square.waiting-time-two-phase", lambda step: {"start": []}),
    "terminates": ("square.edge", lambda step: {"cap": f"({step['cap']})/2"}),
    "relay": ("square.edge", lambda step: {"before_ends": step["after_ends"]}),
    "exhaustion": ("square.edge", lambda step: {"growth_above_one": None}),
}
"""Of each told rule, a claim whose first step of this kind is told with a false field."""


@pytest.mark.parametrize("rule", sorted(RULES.keys() - {"consequence"}))
def test_a_step_that_is_told_wrongly_is_refused(rule: str) -> None:
    claim_id, alter = FALSE[rule]
    told = copy.deepcopy(certificate_of(claim_id))
    step = next(step for step in told["steps"] if step["rule"] == rule)
    step |= alter(step)
    with pytest.raises(CertificateError):
        elaborate(told)
