"""What a certificate assumes by way of symbols, ties and starts of its own is listed all the same."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from sympy import Symbol

from derivations.notation import N, h
from derivations.proof import stated
from derivations.proof.assumptions import unstated, unstated_ties
from derivations.proof.said import normalized
from tests.derivations.assuming import LATE, claim_of, fresh, fresh_parameter, starting, still
from tests.derivations.derived import certificate_of
from verifier.kernel import replay

DISGUISED = {
    "c stays the same": (LATE, fresh("foo", instant=["foo - c"], relations=["foo_next - foo"])),
    "c stays the same, by a parameter": (LATE, fresh_parameter("foo - c")),
    "c starts from 1/7": (LATE, fresh("foo", instant=["foo - c"], initial=[["foo - 1/7", "="]])),
    "c is never 1/3": (LATE, fresh("foo", instant=["foo*(c - 1/3) - 1"])),
    "c = s": (LATE, fresh("foo", "bar", instant=["foo + bar - c", "foo + bar - s"])),
    "a = σ(N)": (LATE, fresh(sigma=[["N", "a"]])),
    "a = σ(N), for planar runs": ("logistic.waiting-time-lower", fresh(sigma=[["N", "alpha"]])),
    "a parameter is σ of another": (LATE, fresh(sigma=[["N0", "h"]])),
    "a = ℓ(N)": (LATE, fresh(softplus=[["N", "a"]])),
    "c = σ(foo)": (LATE, fresh("foo", sigma=[["foo", "c"]])),
    "λ stays the same": (LATE, still("lam")),
    "k stays the same": (LATE, still("k")),
    "λ starts from h": (LATE, starting("lam", "h")),
}


@pytest.mark.parametrize("claim_id, plant", DISGUISED.values(), ids=DISGUISED)
def test_an_assumption_in_disguise_is_listed(claim_id: str, plant: Callable[[Any], None]) -> None:
    """By way of new symbols, ties, starts and parameters nothing is assumed unseen."""
    certificate = deepcopy(certificate_of(claim_id))
    plant(certificate)
    replay(certificate)

    assert unstated(claim_of(claim_id), certificate)


@pytest.mark.parametrize(
    "function, pair, listed",
    [
        ("softplus", ["x", "L"], []),
        ("sigma", ["x", "L"], ["L = σ(x)"]),
        ("sigma", ["z_unit", "g_unit"], []),
        ("softplus", ["z_unit", "g_unit"], ["g_unit = ℓ(z_unit)"]),
    ],
)
def test_a_tie_is_of_one_function(function: str, pair: list[str], listed: list[str]) -> None:
    """L = ℓ(x) is stated, which does not say that L = σ(x)."""
    certificate = deepcopy(certificate_of("logistic.waiting-time-lower"))
    fresh(*pair, **{function: [pair]})(certificate)

    found = unstated_ties(claim_of("logistic.waiting-time-lower"), certificate)
    assert [text.rpartition(": ")[2] for text in found] == listed


def test_a_running_sum_is_named_by_its_start_and_its_step() -> None:
    """So is what another new symbol names; but not if it starts twice."""
    certificate = deepcopy(certificate_of(LATE))
    fresh(
        *("foo", "bar"),
        instant=["3*bar - c"],
        initial=[["foo", "="]],
        relations=["foo_next - foo - bar"],
    )(certificate)
    twice = deepcopy(certificate)
    fresh(initial=[["foo - c", "="]])(twice)

    assert unstated(claim_of(LATE), certificate) == []
    assert unstated(claim_of(LATE), twice)


def test_the_product_of_the_frozen_leap_is_of_a_norm_other_than_one() -> None:
    """Its β divides by 1 − N_0: without the words that say so, the equation of β is listed."""
    claim = claim_of("square.frozen-leap")
    words = {x: y for x, y in stated.definitions(claim.id).items() if not x.startswith("β")}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stated, "definitions", lambda claim_id: words)
        (found,) = unstated(claim, certificate_of(claim.id))

    assert found == "fact one factor: beta_leap*(1 - N0) - e0 = 0"
    assert "N_0 ≠ 1" in claim.section("Statement")


@pytest.mark.parametrize("text", ["abar", "a < b < c", ""])
def test_a_definition_is_one_condition_or_more(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not a condition is refused by name."""
    monkeypatch.setattr(stated, "definitions", lambda claim_id: {"some words": text})

    with pytest.raises(ValueError, match="not a condition"):
        unstated(claim_of(LATE), certificate_of(LATE))


def test_conditions_are_compared_up_to_a_positive_factor() -> None:
    """2 − 2h ≥ 0 is 1 − h ≥ 0 and not h − 1 ≥ 0; an equation may change its sign."""
    assert normalized(2 - 2 * h, ">=") == normalized(1 - h, ">=") != normalized(h - 1, ">=")
    assert normalized(3 * N - 3 * h, "=") == normalized(h - N, "=")
    assert normalized(Symbol("x", real=True), ">") != normalized(Symbol("x", real=True), ">=")
