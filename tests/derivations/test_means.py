"""Means over any number of samples: what is told of each sample is concluded of the means, and no more.

Correctness criterion: the mean of a square is what a family says of its parts; what is not linear in the
means of the family, or not supposed of each sample, is refused.
"""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Le

from derivations.logistic.lemmas.samples import SAMPLES
from derivations.logistic.model.risk import g, g_m, m
from derivations.notation import alpha, c
from derivations.proof import Proof
from derivations.proof.family import Family
from verifier.kernel import CertificateError, replay

MARGINS = Family((m,), ((c, m), (1, m**2)))
BELOW = Le(m, 2)


def squared(proof: Proof) -> str:
    """(m − c)² ≥ 0."""
    return proof.positive("square", (m - c) ** 2, terms=[(1, [], m - c)], strict=False)


def concluded(proof: Proof, name: str) -> Any:
    """What the certificate concludes."""
    proof.conclude(name)
    return replay(proof.certificate(), backend="fractions").concludes[name]


def test_the_mean_of_a_square() -> None:
    """⟨(m − c)²⟩ = 1 − c² where ⟨m⟩ = c and ⟨m²⟩ = 1, so that c² ≤ 1 is concluded of every data set."""
    proof = Proof("test.means")
    found = concluded(proof, proof.average("mean square", MARGINS, squared(proof)))
    assert found["then"] == [["-c**2 + 1", ">="]]
    assert found["given"] == [{"samples": ["m"], "each": [], "means": [["1", "m**2"], ["c", "m"]]}]


def test_what_is_supposed_of_each_sample_is_that_of_the_mean() -> None:
    proof = Proof("test.means")
    below = proof.positive("below", 2 - m, given=[BELOW], terms=[(1, [BELOW], 1)], strict=False)
    found = concluded(proof, proof.average("mean below", MARGINS.having(BELOW), below))
    assert found["then"] == [["-c + 2", ">="]]


def test_what_is_not_supposed_of_each_sample_is_refused() -> None:
    """The family may have margins above 2."""
    proof = Proof("test.means")
    below = proof.positive("below", 2 - m, given=[BELOW], terms=[(1, [BELOW], 1)], strict=False)
    proof.conclude(proof.average("mean below", MARGINS, below))
    with pytest.raises(CertificateError, match="is not given"):
        proof.certificate()


def test_what_has_no_mean_in_the_family_is_refused() -> None:
    proof = Proof("test.means")
    cube = proof.positive("cube", m**4, terms=[(1, [], m**2)], strict=False)
    with pytest.raises(ValueError, match="no mean of"):
        proof.average("fourth moment", MARGINS, cube)


def test_another_mean_is_another_theorem() -> None:
    """⟨m²⟩ = 2 gives c² ≤ 2, and whatever rests on that assumes ⟨m²⟩ = 2."""
    proof = Proof("test.means")
    wider = Family((m,), ((c, m), (2, m**2)))
    mean = proof.average("mean square", wider, squared(proof))
    assert concluded(proof, mean)["then"] == [["-c**2 + 2", ">="]]
    proof.positive(
        "narrower", 2 - c**2, lemmas=[mean], terms=[(1, [proof.conclusions[mean]], 1)], strict=False
    )
    (family,) = concluded(proof, "narrower")["given"]
    assert family["means"] == [["2", "m**2"], ["c", "m"]]


@pytest.mark.parametrize("family", [SAMPLES, Family((m, g), SAMPLES.means)], ids=["sigma", "any number"])
def test_values_of_sigma_are_known_of_each_sample(family: Family) -> None:
    """0 < g is no assumption where g = σ(−αm), and is one where g is any number."""
    proof = Proof("test.means")
    pull = proof.positive("pull", g, given=[g > 0], terms=[(1, [g > 0], 1)])
    proof.conclude(proof.average("mean pull", family, pull))
    if family is SAMPLES:
        replay(proof.certificate())
    else:
        with pytest.raises(CertificateError, match="is not given"):
            proof.certificate()


def test_a_stronger_family_is_what_is_assumed() -> None:
    """Two means of a family and of a part of it: the larger one is assumed, once."""
    proof = Proof("test.means")
    below = proof.positive("below", 2 - m, given=[BELOW], terms=[(1, [BELOW], 1)], strict=False)
    names = [
        proof.average("mean square", MARGINS, squared(proof)),
        proof.average("mean below", MARGINS.having(BELOW), below),
    ]
    proof.positive(
        "both", 3 - c - c**2, lemmas=names,
        terms=[(1, [proof.conclusions[name]], 1) for name in names], strict=False,
    )  # fmt: skip
    (family,) = concluded(proof, "both")["given"]
    assert family["each"] == [["-m + 2", ">="]]


def test_what_a_lemma_concludes_is_not_assumed() -> None:
    """An equation that a cited identity shows is used from there."""
    proof = Proof("test.means")
    equation = g_m - 2 * c
    halves = proof.identity("twice", equation, 0, relations=[g_m - alpha, alpha - 2 * c])
    proof.positive(
        "sign", g_m, given=[c > 0], relations=[equation, g_m - alpha, alpha - 2 * c],
        cofactors=[1, 0, 0], lemmas=[halves], terms=[(2, [c > 0], 1)],
    )  # fmt: skip
    assumed = concluded(proof, "sign")["given"]
    assert sorted(assumed) == [["-alpha + g_m", "="], ["alpha - 2*c", "="], ["c", ">"]]
