"""The formula of a hypothesis is printed from the conditions that certificates may assume by it."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest

from derivations.contents import CLAIMS, module_of
from derivations.notation import N, h, lam
from derivations.proof.hypothesis import formula, hypothesis
from verifier.claim import Claim


def _typed(claim: Claim) -> list[str]:
    """The hypotheses whose formula is not that of their conditions."""
    return [one.text for one in claim.hypotheses if one.conditions and one.latex != formula(one.conditions)]


def _claim(claim_id: str) -> Claim:
    claim: Claim = import_module(module_of(claim_id)).CLAIM
    return claim


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_no_formula_of_a_condition_is_typed(claim_id: str) -> None:
    assert _typed(_claim(claim_id)) == []


def test_a_formula_that_says_more_than_the_condition_is_found() -> None:
    claim = _claim("square.waiting-time-lower")
    rate = next(one for one in claim.hypotheses if one.latex == "0 < h < 1")
    weaker = tuple(replace(one, latex="0 < h < 100") if one is rate else one for one in claim.hypotheses)
    assert _typed(replace(claim, hypotheses=weaker)) == [rate.text]


def test_bounds_of_one_quantity_are_printed_as_a_range() -> None:
    assert formula((h > 0, h <= 1, N > 0)) == r"0 < h \le 1,\ N > 0"
    assert formula((h > 0, lam <= 1)) == r"h > 0,\ \lambda \leq 1"
    assert formula((h - lam,)) == r"h - \lambda = 0"


def test_a_hypothesis_without_a_condition_is_refused() -> None:
    with pytest.raises(ValueError, match="'of nothing' has no condition"):
        hypothesis("of nothing", "", ())
