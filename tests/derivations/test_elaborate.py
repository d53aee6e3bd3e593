"""What a derivation tells becomes steps of the kernel, which refuses what is told wrongly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from derivations.contents import CLAIMS
from derivations.proof.elaborate import RULES, elaborate
from tests.derivations.derived import certificate_of, elaborated, told_of
from tests.derivations.test_joins import FALSE as JOINS
from verifier.kernel import CertificateError, replay
from verifier.kernel.facts import Sequent


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_what_is_told_to_be_concluded_is_concluded(claim_id: str) -> None:
    """Each told conclusion is one of the theorem, in their order, as it is told."""
    theorem = elaborated(claim_id)
    if theorem is None:
        return
    built, names = theorem
    told = told_of(claim_id)
    assert len(names) == len(told["concludes"])
    steps = {step["name"]: step for step in told["steps"]}
    for told_name, name in zip(told["concludes"], names, strict=True):
        fact, step = built.facts.facts[name], steps[told_name]
        if step["rule"] == "positivity":
            assert isinstance(fact, Sequent)
            assert fact.then == (built.condition(step["target"], step["sign"]),)
        if step["rule"] in ("invariant", "at-every-time"):
            assert isinstance(fact, Sequent)
            assert fact.system is not None and fact.system.name == step["system"]


def test_no_step_of_a_certificate_can_be_spared() -> None:
    certificate = certificate_of("square.edge")
    replay(certificate)
    spared = [step["name"] for step in certificate["steps"] if step["name"] not in certificate["concludes"]]
    assert len(spared) > 10
    for name in spared:
        steps = [step for step in certificate["steps"] if step["name"] != name]
        with pytest.raises(CertificateError):
            replay(certificate | {"steps": steps})


FALSE: dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "identity": ("square.scale-invariance", lambda step: {"rhs": f"{step['rhs']} + 1"}),
    "positivity": ("square.rising-criterion", lambda step: {"target": f"-({step['target']})"}),
    "invariant": ("square.norm-growth", lambda step: {"invariants": [["-N", ">"]]}),
    "equations": ("square.update-maps", lambda step: {"equations": [f"{step['equations'][0]} + 1"]}),
    "growth": ("square.norm-growth", lambda step: {"direction": "<="}),
    "at-every-time": ("square.no-rising-edge", lambda step: {"assume": []}),
    "flow": ("logistic.sigmoid-bounds", lambda step: {"direction": "backward"}),
    "pointwise": ("logistic.sigmoid-bounds", lambda step: {"facts": step["facts"] * 2}),
    "one-value": (
        "logistic.rising-criterion",
        lambda step: {"points": [step["points"][0], ["-alpha*m_second", "g_first"]]},
    ),
    "average": (
        "logistic.no-rising",
        lambda step: {"family": step["family"] | {"each": step["family"]["each"][:1]}},
    ),
    "counting": ("square.self-stabilization", lambda step: {"cap": f"({step['cap']})/2"}),
    "logarithm": ("square.self-stabilization", lambda step: {"left": f"2*({step['left']})"}),
    "sustain": ("square.alignment-phase", lambda step: {"facts": step["facts"][:1]}),
    "tail": ("square.waiting-time-two-phase", lambda step: {"start": []}),
    "lasting": ("square.self-stabilization-log", lambda step: {"backwards": []}),
    "until": ("general.waiting-time-lower", lambda step: {"outside": step["inside"]}),
    "while-lasting": (
        "logistic.self-stabilization-log",
        lambda step: {"sequents": ["later steps, lambda at least nu"]},
    ),
    "sorted": ("square.self-stabilization-log", lambda step: {"counted": step["counted"][:1]}),
    "terminates": ("square.edge", lambda step: {"cap": f"({step['cap']})/2"}),
    "relay": ("square.edge", lambda step: {"before_ends": step["after_ends"]}),
    "exhaustion": ("square.edge", lambda step: {"growth_above_one": None}),
}
"""Of each told rule, a claim whose first step of this kind is told with a false field."""


@pytest.mark.parametrize("rule", sorted(RULES.keys() - {"consequence"} - JOINS.keys()))
def test_a_step_that_is_told_wrongly_is_refused(rule: str) -> None:
    claim_id, alter = FALSE[rule]
    told = told_of(claim_id)
    step = next(step for step in told["steps"] if step["rule"] == rule)
    step |= alter(step)
    with pytest.raises(CertificateError):
        elaborate(told)


@pytest.mark.parametrize(
    "false",
    [{"initial": []}, {"event": [["M", ">"]]}, {"held": []}],
    ids=["not begun", "too early", "ever"],
)
def test_what_lasts_from_an_event_on_has_begun_there(false: dict[str, Any]) -> None:
    """Without what the event says of the state, or of what lasts, nothing is known after it."""
    told = told_of("square.self-stabilization-log")
    step = next(step for step in told["steps"] if step["rule"] == "lasting" and step.get("event"))
    elaborate(told)
    step |= false
    with pytest.raises(CertificateError):
        elaborate(told)
