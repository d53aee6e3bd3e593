"""Every claim, held to the same standard: its text, its certificate, its checks, its alterations.

The criterion: the kernel accepts each certificate and rejects it once the claim is nudged; no search finds
a counterexample to the claim, and every search finds one to each deliberately false variant.
"""

from __future__ import annotations

import subprocess
import sys
from copy import deepcopy
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivations.contents import CLAIMS, module_of
from derivations.proof.elaborate import elaborate
from derivations.proof.narrate import HEADINGS
from tests.derivations.derived import certificate_of, narrated, proof_of
from tests.kernel.mutation import bent
from tests.strategies import instances, logistic_instances
from verifier.binding import objections
from verifier.checks import FULL
from verifier.claim import Alteration, Answer, Check, Claim, Status
from verifier.domains import DOMAINS, Domain
from verifier.kernel import CertificateError, replay
from verifier.kernel.rings import RINGS
from verifier.registry import Registry
from verifier.search import judge, search, tried

_ROOT = Path(__file__).parents[2]


def _found() -> list[Claim]:
    """The claims that exist; that none is missing is a test of its own."""
    modules = [import_module(module_of(name)) for name in CLAIMS if find_spec(module_of(name))]
    return [module.CLAIM for module in modules if hasattr(module, "CLAIM")]


FOUND = _found()
EACH = pytest.mark.parametrize("claim", FOUND, ids=lambda claim: claim.id)
CHECKS = [
    pytest.param(check, id=f"{claim.id}-{number}")
    for claim in FOUND
    for number, check in enumerate(claim.checks)
]
ALTERED = [
    pytest.param(check, alteration, id=f"{claim.id}: {alteration.text}")
    for claim in FOUND
    for check in claim.checks
    for alteration in check.alterations
]


CERTIFIED = pytest.mark.parametrize(
    "claim_id", [claim.id for claim in FOUND if claim.wanted in (Status.PROVED, Status.ENCLOSED)]
)


def test_the_contents_are_complete() -> None:
    """Each entry of the table of contents is a module with a claim of that id, in that order."""
    assert [claim.id for claim in FOUND] == list(CLAIMS)


def test_claims_rest_on_earlier_claims() -> None:
    """A proof uses only claims that stand before it in the contents: no proof is circular."""
    registry = Registry()

    for number, name in enumerate(CLAIMS):
        assert registry.uses(name).proof <= set(CLAIMS[:number]), name


@EACH
def test_the_text_has_its_five_parts(claim: Claim) -> None:
    """The docstring has Statement, Hypotheses, Source, Argument, Not verified, in this order."""
    lines = claim.doc.splitlines()

    assert [line for line in lines if line in HEADINGS] == list(HEADINGS)
    assert all(claim.section(heading) for heading in HEADINGS)
    assert lines[0].strip() and claim.title and claim.statement


@EACH
def test_each_claim_can_fail(claim: Claim) -> None:
    """There is a check, and a false variant of it; or its statement is evaluated, and variants of that."""
    assert any(check.alterations for check in claim.checks) or claim.compared is not None


@EACH
def test_dropped_hypotheses_are_examined(claim: Claim) -> None:
    """For each hypothesis the claim says what happens without it."""
    for hypothesis in claim.hypotheses:
        assert hypothesis.without, f"{claim.id}: {hypothesis.text}"


@pytest.mark.parametrize("backend", RINGS)
@CERTIFIED
def test_the_kernel_accepts_the_certificate(claim_id: str, backend: str) -> None:
    """Both replays accept it, as a certificate of this claim."""
    accepted = replay(certificate_of(claim_id), backend=backend)

    assert accepted.claim == claim_id
    assert accepted.concludes


@EACH
def test_a_proved_claim_has_a_certificate(claim: Claim) -> None:
    """A claim that is meant to be PROVED offers a proof."""
    assert claim.wanted is not Status.PROVED or certificate_of(claim.id) is not None


NUDGED = {"target": "-({}) - 1", "lhs": "({}) + 1", "cap": "({}) / 3 - 1", "quantity": "({}) - 1"}
"""Fields in which a told step says what it proves, each with something that it does not prove."""


@CERTIFIED
def test_a_nudged_conclusion_is_rejected(claim_id: str) -> None:
    """Whatever the told steps that conclude say, it is not proved any more when it is off by a constant."""
    told = proof_of(claim_id).told()
    for number, step in enumerate(told["steps"]):
        if step["name"] not in told["concludes"]:
            continue
        for key in NUDGED.keys() & step.keys():
            if key == "quantity" and step.get("ratio") == "1":
                continue  # what never falls does not either when it is less by 1
            nudged = deepcopy(told)
            nudged["steps"][number][key] = NUDGED[key].format(step[key])
            with pytest.raises(CertificateError):
                elaborate(nudged)
                pytest.fail(f"accepted: {step['name']} with another {key}")


@CERTIFIED
def test_a_corrupted_argument_does_not_change_the_claim(claim_id: str) -> None:
    """With a step bent anywhere, the certificate is rejected or concludes the same of the same systems.

    What is of the wrong type is rejected wherever it stands; ``tests.kernel`` shows that on small ones.
    """
    whole = certificate_of(claim_id)
    honest, random = replay(whole).concludes, Random(claim_id)
    final = [number for number, step in enumerate(whole["steps"]) if step["name"] not in whole["concludes"]]
    for _ in range(4 if final else 0):
        number = random.choice(final)
        part, _ = bent({"steps": [whole["steps"][number]], "variables": whole["variables"]}, random)
        steps = [*whole["steps"][:number], *part["steps"], *whole["steps"][number + 1 :]]
        try:
            concludes = replay({**whole, "steps": steps}).concludes
        except CertificateError:
            continue
        assert concludes == honest


def sampled(domain: Domain) -> st.SearchStrategy[Any]:
    """Subjects from the domain's own sampler, by seed."""
    return st.integers(0, 2**32).map(lambda seed: domain.sample(Random(seed)))


subjects = {name: sampled(domain) for name, domain in DOMAINS.items()} | {
    "run": instances(),
    "logistic": logistic_instances(),
}


@pytest.mark.parametrize("check", CHECKS)
@given(data=st.data())
def test_no_counterexample(check: Check, data: st.DataObject) -> None:
    """No sample of the check's domain within the hypotheses contradicts the claim."""
    assert judge(check, data.draw(subjects[check.domain])) is not Answer.FAILS


@pytest.mark.parametrize("check", CHECKS)
def test_the_search_meets_the_premises(check: Check) -> None:
    """No sample is left undecided, and the share that holds, not vacuously, is the one that is owed."""
    found = search(check, seed=1, count=15)

    assert found.answers[Answer.FAILS] == found.answers[Answer.UNDECIDED] == 0
    assert found.answers[Answer.HOLDS] * FULL.searched >= FULL.least_searched * found.tried


@pytest.mark.parametrize("check", CHECKS)
def test_the_listed_instances_meet_the_premises(check: Check) -> None:
    """Where instances are listed, the check holds, not vacuously, on as many of them as it owes."""
    listed = DOMAINS[check.domain].spread()
    if listed is not None:
        found = tried(check, listed, most=len(listed), enough=0, least=FULL.least_instances)

        assert found.answers[Answer.FAILS] == found.answers[Answer.UNDECIDED] == 0
        assert found.answers[Answer.HOLDS] >= FULL.least_instances


@pytest.mark.parametrize("check, alteration", ALTERED)
def test_a_false_variant_is_refuted(check: Check, alteration: Alteration) -> None:
    """The same search finds a counterexample to the altered claim."""
    assert search(check, alteration=alteration).counterexample is not None


@EACH
def test_the_derivation_can_be_read(claim: Claim) -> None:
    """The printed derivation shows all parts, and the kernel rejects nothing."""
    text = narrated(claim.id)

    assert all(f"\n{heading}\n" in text for heading in HEADINGS)
    assert "REJECTED" not in text
    assert "accepted" in text or claim.wanted is Status.CHECKED


@pytest.mark.parametrize("claim_id", ["square.rising-criterion", "square.waiting-time-lower"])
def test_a_derivation_runs_alone(claim_id: str) -> None:
    """``python -m derivations.square.…`` prints the derivation and succeeds."""
    finished = subprocess.run(
        [sys.executable, "-m", module_of(claim_id)], capture_output=True, text=True, cwd=_ROOT, check=False
    )

    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.startswith(f"{claim_id}: ")


@EACH
def test_the_certificate_is_of_the_claim(claim: Claim) -> None:
    """It concludes facts that say something, and those which the argument shows."""
    proof = proof_of(claim.id)
    if not proof.steps:
        return
    accepted = replay(certificate_of(claim.id))

    assert [] == list(objections(accepted, proof.shown(), None))
