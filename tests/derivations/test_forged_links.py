"""A link that is assumed in place of proved: the kernel accepts the sequent, and the statement refuses it.

The kernel refuses what cites the sequent, if anything does.

Correctness criterion: of each conclusion about means every lemma that it cites can be turned into an
assumption of the same words, or of stronger ones; the certificate is then one of another theorem, and the
comparison says so.  As what is concluded is one sequent, there is no other place for a link.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from importlib import import_module
from typing import Any

import pytest

from derivations.contents import module_of
from tests.derivations.derived import certificate_of
from verifier.kernel import CertificateError, replay
from verifier.statement.compared import objections
from verifier.statement.facts import Facts

CLAIMS = (
    "logistic.alignment-sandwich",
    "logistic.effective-lr",
    "logistic.loss-lower-bound",
    "logistic.margin-space",
    "logistic.no-rising",
    "logistic.rising-criterion",
    "square.decomposition",
    "square.gradients",
)


def refused(claim_id: str, certificate: Any) -> list[str]:
    """What the kernel, or else the claim's statement, says against the certificate."""
    try:
        accepted = replay(certificate)
    except CertificateError as error:
        return [str(error)]
    return [*objections(import_module(module_of(claim_id)).CLAIM.canonical, Facts(accepted))]


def concluding_by(certificate: Any, lemma: str) -> Any:
    """The same certificate, concluding what this step says."""
    return certificate | {"concludes": [lemma]}


def links(certificate: Any) -> Iterator[tuple[str, str]]:
    """Each concluded step of algebra, with each sequent that it cites.

    Not the axioms; nor what is concluded as well, and so may be assumed.
    """
    steps = {step["name"]: step for step in certificate["steps"]}
    for name in certificate["concludes"]:
        for lemma in steps[name].get("lemmas", ()):
            own = steps[lemma]["rule"] != "axiom" and lemma not in certificate["concludes"]
            if steps[name]["rule"] == "algebra" and own:
                yield name, lemma


def assuming(certificate: Any, name: str, lemma: str) -> Any:
    """The certificate in which that step assumes what the lemma concludes, and what the lemma assumes."""
    (fact,) = replay(concluding_by(certificate, lemma)).concludes.values()
    forged = deepcopy(certificate)
    (step,) = (one for one in forged["steps"] if one["name"] == name)
    cited = step["lemmas"]
    before = cited[: cited.index(lemma)]
    # The conditions of a step are counted: those given, then what each lemma concludes.
    shift = len(step["given"])
    concluded = {
        one: len(next(iter(replay(concluding_by(certificate, one)).concludes.values()))["then"])
        for one in cited
    }
    at = shift + sum(concluded[one] for one in before)
    moved = {at + i: shift + i for i in range(concluded[lemma])}
    moved |= {shift + i: shift + concluded[lemma] + i for i in range(at - shift)}
    for term in step["terms"]:
        term["factors"] = [moved.get(place, place) for place in term["factors"]]
    step["cofactors"] = [[moved.get(place, place), factor] for place, factor in step["cofactors"]]
    step["multiplier"] = [moved.get(place, place) for place in step["multiplier"]]
    step["given"] += fact["then"]
    cited.remove(lemma)
    return forged


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_a_link_that_is_assumed_is_refused(claim_id: str) -> None:
    """Each link in turn; the honest certificate is not refused."""
    certificate = certificate_of(claim_id)
    found = [*links(certificate)]
    assert refused(claim_id, certificate) == []
    assert found
    for name, lemma in found:
        assert refused(claim_id, assuming(certificate, name, lemma)), (name, lemma)


def test_half_of_the_slope_may_not_be_forged_by_an_assumption() -> None:
    """R ≥ ℓ(αc) + σ'_B α²s² follows if a mean with twice the parabola is assumed, which is false."""
    claim_id, name = "logistic.loss-lower-bound", "R from below"
    certificate = certificate_of(claim_id)
    (lemma,) = (cited for one, cited in links(certificate) if one == name)
    forged = assuming(certificate, name, lemma)
    steps = [
        json.loads(json.dumps(step).replace("1/2*alpha**2", "alpha**2")) if step["name"] == name else step
        for step in forged["steps"]
    ]
    twice = forged | {"steps": steps}
    assert replay(twice).concludes[name] != replay(certificate).concludes[name]
    assert "is not what the certificate concludes" in " ".join(refused(claim_id, twice))
