"""Every certificate, elaborated, is accepted by the smaller kernel, in both rings and with one meaning."""

from __future__ import annotations

import copy
import json

import pytest

from derivations.contents import CLAIMS
from derivations.proof.elaborate import elaborate
from tests.derivations.derived import certificate_of
from verifier.core import CertificateError, replay


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_both_rings_accept_every_step_and_read_the_same_statement(claim_id: str) -> None:
    told = certificate_of(claim_id)
    if told is None:
        return
    built = elaborate(copy.deepcopy(told))
    steps = {step["name"] for step in built.steps}
    assert steps >= set(told["concludes"])
    certificate = json.loads(json.dumps(built.certificate(told["concludes"][-1])))
    first, second = (replay(certificate, backend=ring) for ring in ("fractions", "flint"))
    assert first.sha256 == second.sha256


def test_a_step_that_is_told_wrongly_is_refused() -> None:
    told = copy.deepcopy(certificate_of("square.rising-criterion"))
    step = next(step for step in told["steps"] if step["rule"] == "positivity")
    step["target"] = f"-({step['target']})"
    with pytest.raises(CertificateError):
        elaborate(told)
