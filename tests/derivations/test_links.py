"""What a claim's certificate proves in several steps is not taken from one that assumes a step between.

Correctness criterion: in each concluded step, a cited fact is cut out, and what it concludes is assumed in
its place, as it is or changed to something false.  The kernel accepts both, as they are true implications;
the comparison with the statement refuses them.  And where the link stays but says more than it shows, the
kernel refuses.  The claims are those that once left such a step to the reader.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from derivations.contents import module_of
from tests.derivations.derived import certificate_of
from verifier.kernel import CertificateError, Replay, replay
from verifier.statement.compared import objections
from verifier.statement.facts import Facts

CLAIMS = (
    *("logistic.alignment-sandwich", "logistic.effective-lr", "logistic.no-rising"),
    *("logistic.margin-space", "logistic.rising-criterion", "logistic.loss-lower-bound"),
    *("square.unit-free", "square.update-maps", "square.decomposition", "square.gradients"),
    "square.no-rising-edge",
)

MEANT = ("w is always seen",)
"""Concluded steps whose link concludes what its symbols mean: that N > 0."""


def wrong(claim_id: str, accepted: Replay) -> str:
    """What the comparison first says of a certificate."""
    canonical = import_module(module_of(claim_id)).CLAIM.canonical
    return next(objections(canonical, Facts(accepted)), "")


def links(certificate: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each concluded step with the first fact that it cites, if that is made here of no axiom."""
    made = {step["name"]: step for step in certificate["steps"]}
    for step in (made[name] for name in certificate["concludes"]):
        cited = made.get(str((step.get("lemmas") or step.get("at_step") or [""])[0]))
        if cited and cited["rule"] in ("algebra", "deduce", "average"):
            yield step, cited


def instead(certificate: Any, step: dict[str, Any], changed: dict[str, Any]) -> Any:
    """The certificate with one step changed."""
    steps = [changed if one is step else one for one in certificate["steps"]]
    return {**certificate, "steps": steps}


def cut(certificate: Any, step: dict[str, Any], assumed: list[Any]) -> Any:
    """The same with something assumed in place of the first fact cited: of an invariant, of its system."""
    if "at_step" not in step:
        changed = {**step, "given": [*step["given"], *assumed], "lemmas": step["lemmas"][1:]}
        return instead(certificate, step, changed)
    systems = [
        {**system, "step": [*system["step"], *assumed]} if system["name"] == step["system"] else system
        for system in certificate["systems"]
    ]
    changed = {**step, "at_step": step["at_step"][1:]}
    return {**instead(certificate, step, changed), "systems": systems}


def concluded(certificate: Any, name: str) -> list[Any]:
    """What the step of that name concludes."""
    accepted = replay({**certificate, "concludes": [name]})
    return json.loads(json.dumps(accepted.concludes[name]["then"]))


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_what_is_assumed_in_place_of_a_link_is_refused(claim_id: str) -> None:
    """As the link concludes it, and off by one."""
    certificate = certificate_of(claim_id)
    assert wrong(claim_id, replay(certificate)) == ""
    refused = 0
    for step, cited in links(certificate):
        then = concluded(certificate, cited["name"])
        shifted = [[f"{atom[0]} + 1", atom[1]] if isinstance(atom, list) else atom for atom in then]
        for assumed in (then, shifted):
            try:
                accepted = replay(cut(certificate, step, assumed))
            except CertificateError:
                continue
            first = wrong(claim_id, accepted)
            assert "is concluded only under" in first or step["name"] in MEANT, step["name"]
            refused += first != ""
    assert refused


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_a_link_that_says_more_than_it_shows_is_refused(claim_id: str) -> None:
    """Its conclusion is off by one where it is made."""
    certificate = certificate_of(claim_id)
    for _, cited in links(certificate):
        if cited["rule"] == "algebra":
            more = {**cited, "target": f"{cited['target']} - 1"}
            with pytest.raises(CertificateError):
                replay(instead(certificate, cited, more))
