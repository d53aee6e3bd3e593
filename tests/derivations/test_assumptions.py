"""What certificates assume and their claims do not say.

Correctness criterion: nothing, for every claim; and each kind of assumption, slipped into an honest
certificate that the kernel still accepts, is listed, as is each that a hypothesis no longer says.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from sympy import Symbol

from derivations import assumptions
from derivations.assumptions import normalized, unstated, unused
from derivations.contents import CLAIMS, module_of
from derivations.notation import N, h
from tests.derivations.derived import certificate_of, proof_of
from verifier import cli
from verifier.claim import Claim
from verifier.kernel import replay

THEORIES = ("square", "logistic")
CERTIFIED = [claim_id for claim_id in CLAIMS if proof_of(claim_id).steps]


def claim_of(claim_id: str) -> Claim:
    """The claim of that id."""
    claim: Claim = import_module(module_of(claim_id)).CLAIM
    return claim


@pytest.mark.parametrize("claim_id", CERTIFIED)
def test_nothing_is_assumed_that_is_not_stated(claim_id: str) -> None:
    """Each system and sequent assumes what a hypothesis, a definition or the model says, and no more."""
    assert unstated(claim_of(claim_id), certificate_of(claim_id)) == []


@pytest.mark.parametrize("claim_id", CERTIFIED)
def test_nothing_is_stated_that_is_not_assumed(claim_id: str) -> None:
    """No condition of a hypothesis or definition excuses an assumption that nobody makes."""
    assert unused(claim_of(claim_id), certificate_of(claim_id)) == []


def in_system(key: str, entry: Any, name: str = "run") -> Callable[[Any], None]:
    """A further assumption of the system of that name."""

    def plant(certificate: Any) -> None:
        system = next(one for one in certificate["systems"] if one["name"] == name)
        system[key] = [*system[key], entry]

    return plant


def in_sequent(name: str, key: str, entry: Any) -> Callable[[Any], None]:
    """A further premise of the step of that name, used by nothing."""

    def plant(certificate: Any) -> None:
        step = next(one for one in certificate["steps"] if one["name"] == name)
        step[key] = [*step[key], entry]
        if key == "relations":
            step["cofactors"] = [*step["cofactors"], "0"]

    return plant


def with_norm(certificate: Any) -> None:
    """N and λ among the variables of every system, so that something can be said of them."""
    for system in certificate["systems"]:
        missing = {x: f"{x}_next" for x in ("N", "lam") if x not in system["next"]}
        system["next"] = {**system["next"], **missing}
        certificate["variables"] = sorted({*certificate["variables"], *missing, *missing.values()})


LATE, RISES = "square.waiting-time-lower", "direction rises, margin positive"
PLANTED = {
    "a bound of h": (LATE, in_system("conditions", ["1/2 - h", ">="]), "1/2 - h >= 0"),
    "a guard": (LATE, in_system("guards", ["1 - lam", ">="]), "1 - lam >= 0"),
    "a start": (LATE, in_system("initial", ["s0", ">"]), "s0 > 0"),
    "an equation within a state": (LATE, in_system("instant", "N - 1"), "N - 1 = 0"),
    "an equation of a step": (LATE, in_system("relations", "a_next - a"), "a_next - a = 0"),
    "a premise": ("square.rising-criterion", in_sequent(RISES, "given", ["c", ">"]), "c > 0"),
    "the norm of whitened data": (
        "square.scale-envelope",
        in_system("relations", "N_next - N*(lam**2*s**2 + 1)", "any turn of w"),
        "N_next - N*(lam**2*s**2 + 1) = 0",
    ),
    "an equation": ("square.rising-criterion", in_sequent(RISES, "relations", "lam - 3"), "lam - 3 = 0"),
}


@pytest.mark.parametrize("claim_id, plant, listed", PLANTED.values(), ids=PLANTED)
def test_a_planted_assumption_is_listed(claim_id: str, plant: Callable[[Any], None], listed: str) -> None:
    """The kernel accepts the certificate with one more assumption, and the list names it alone."""
    certificate = deepcopy(certificate_of(claim_id))
    with_norm(certificate)
    plant(certificate)
    replay(certificate)

    (found,) = unstated(claim_of(claim_id), certificate)
    assert found.endswith(f": {listed}")


@pytest.mark.parametrize("claim_id", ["square.waiting-time-lower", "logistic.active-margins"])
def test_a_dropped_hypothesis_is_missed(claim_id: str) -> None:
    """With a hypothesis taken away that says conditions, or that data are whitened, nobody says them."""
    claim = claim_of(claim_id)
    for dropped in claim.hypotheses:
        left = tuple(one for one in claim.hypotheses if one is not dropped)
        missed = unstated(replace(claim, hypotheses=left), certificate_of(claim_id))

        assert bool(missed) is bool(dropped.conditions or dropped.text == "whitened data"), dropped.text


def test_an_equation_may_name_something_once() -> None:
    """A new symbol is defined by one equation; a second one about it would say more."""
    certificate = deepcopy(certificate_of(LATE))
    certificate["variables"] += ["fresh", "fresh_next"]
    system = next(one for one in certificate["systems"] if one["name"] == "run")
    system["next"] = {**system["next"], "fresh": "fresh_next"}
    system["instant"] = [*system["instant"], "fresh - N"]
    named, twice = deepcopy(certificate), deepcopy(certificate)
    next(one for one in twice["systems"] if one["name"] == "run")["instant"].append("fresh - 1")

    assert unstated(claim_of(LATE), named) == []
    assert [text.rpartition(": ")[2] for text in unstated(claim_of(LATE), twice)] == [
        "fresh - N = 0",
        "fresh - 1 = 0",
    ]


def test_definitions_are_of_claims_and_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """No entry is left of a claim that is gone; ``explain`` prints the words with their conditions."""
    tables = [import_module(f"derivations.{theory}.definitions").DEFINITIONS for theory in THEORIES]

    assert {*tables[0], *tables[1]} <= {*CLAIMS}
    assert cli.main(["explain", "square.frozen-leap"]) == 0
    assert "    M ≥ ā/N_0:  M_lr > 0; M_lr*N0 >= abar" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["abar", "a < b < c", ""])
def test_a_definition_is_one_condition_or_more(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not a condition is refused by name."""
    monkeypatch.setattr(assumptions, "definitions", lambda claim_id: {"some words": text})

    with pytest.raises(ValueError, match="not a condition"):
        unstated(claim_of(LATE), certificate_of(LATE))


def test_conditions_are_compared_up_to_a_positive_factor() -> None:
    """2 − 2h ≥ 0 is 1 − h ≥ 0 and not h − 1 ≥ 0; an equation may change its sign."""
    assert normalized(2 - 2 * h, ">=") == normalized(1 - h, ">=") != normalized(h - 1, ">=")
    assert normalized(3 * N - 3 * h, "=") == normalized(h - N, "=")
    assert normalized(Symbol("x", real=True), ">") != normalized(Symbol("x", real=True), ">=")
