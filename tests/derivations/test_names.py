"""Criterion: names in a certificate are the derivation's own names, spelled in ASCII and still distinct."""

from __future__ import annotations

import pytest

from derivations.contents import CLAIMS
from derivations.proof import Proof, System
from derivations.proof.names import in_ascii, spelled
from tests.derivations.derived import certificate_of, proof_of
from verifier.kernel import CertificateError


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("run: λ at most μ", "run, lambda at most mu"),
        ("α|m| ≤ B", "alpha abs(m) at most B"),
        ("|sin θ̄| > 45°", "abs(sin theta_bar) above 45 degrees"),
        ("1 + μ²L² below √(1 + 8N₀)", "1 + mu^2L^2 below sqrt(1 + 8N_0)"),
        ("σ' by 1/(6√3): (z₊, g₋), max|σ″|", "sigma' by 1/(6 sqrt 3), (z_plus, g_minus), max abs(sigma'')"),
        ("⟨gm⟩ in [ℓ, μ], ẑ ≥ −z", "mean(gm) in (ell, mu), z_hat at least -z"),
        ("product, <=", "product, at most"),
        ("already plain", "already plain"),
    ],
)  # fmt: skip
def test_names_are_spelled_in_ascii(said: str, written: str) -> None:
    """Greek letters, marks, powers and relations become words; plain names stay as they are."""
    assert spelled(said) == written
    assert spelled(written) == written


def test_a_letter_without_a_spelling_is_reported() -> None:
    """A name with a letter that has no spelling fails when the certificate is written, and says which."""
    with pytest.raises(ValueError, match="no ASCII spelling of '∶' in the name 'run∶ x'"):
        spelled("run\N{RATIO} x")


def test_polynomials_and_signs_stay_as_they_are() -> None:
    """Only names are spelled anew."""
    value = {"given": [["-x*(1 - h)**2 + 3/4", ">="], ["x", "!="], ["x", "="]], "n": [1, None, True]}
    assert in_ascii(value) == value


def test_two_names_with_one_spelling_are_refused() -> None:
    """Steps that only their Greek letters told apart are a duplicate for the kernel."""
    proof = Proof("toy")
    for name, weight in (("λ", 1), ("lambda", 2)):
        proof.positive(name, weight, terms=[(weight, [], 1)])
    proof.system(System("any", (), ()))
    proof._names.add("x")
    with pytest.raises(CertificateError, match="two told steps are called 'lambda'"):
        proof.certificate()


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_the_argument_names_the_steps_of_the_certificate(claim_id: str) -> None:
    """A line of the argument explains the step that is told under its name; a conclusion keeps its name."""
    proof = proof_of(claim_id)
    told = [step["name"] for step in proof.told()["steps"]]
    assert [line.step for line in proof.lines if line.step is not None] == told
    certificate = certificate_of(claim_id)
    if certificate:
        assert {*in_ascii(proof.concluded)} <= {step["name"] for step in certificate["steps"]}
