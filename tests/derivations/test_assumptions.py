"""What certificates assume and their claims do not say.

Correctness criterion: nothing, for every claim; and each kind of assumption, slipped into an honest
certificate that the kernel still accepts, is listed, as is each that a hypothesis no longer says.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sympy import Symbol

from derivations.contents import CLAIMS, conclusions, module_of
from derivations.notation import N, h
from derivations.proof import scopes, stated
from derivations.proof.assumptions import unstated, unstated_ties, unused
from derivations.proof.said import normalized
from tests.derivations.derived import certificate_of
from verifier import cli
from verifier.claim import Claim
from verifier.kernel import replay

THEORIES = ("square", "logistic")
CERTIFIED = [*conclusions()]
"""Those that offer a certificate, as ``test_conclusions`` makes sure without any being derived here."""


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
    """No condition of a hypothesis or definition excuses an assumption that nobody makes (there)."""
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


ELSEWHERE = {
    "the witness's rate": ("square.delayed-onset", in_system("initial", ["2*h - 1", "="], "waiting run")),
    "the witness's angle": (
        "square.delayed-onset",
        in_system("initial", ["10001*c_low - 9999", "="], "waiting run"),
    ),
    "the witness's start": ("square.delayed-onset", in_system("initial", ["10*a0 - 1", "="])),
    "no step rises": (
        "square.delayed-onset",
        in_system("guards", ["s**2*(2*c - lam*(c**2 - s**2))", ">="]),
    ),
    "a step rises": (
        "square.delayed-onset",
        in_system("guards", ["lam*(c**2 - s**2) - 2*c", ">"], "waiting run"),
    ),
    "an edge beyond an angle": (
        "square.self-stabilization-log",
        in_system("conditions", ["s**2 - sbar**2", ">="], "sorted edge"),
    ),
    "an edge within it": (
        "square.self-stabilization-log",
        in_system("guards", ["sbar**2 - s**2", ">"], "sorted edge"),
    ),
    "a premise, of every state": (
        "square.self-stabilization-log",
        in_system("conditions", ["lam - nu", ">="], "sorted edge"),
    ),
     "a case of a criterion": (
        "square.rising-criterion",
        in_sequent(RISES, "given", ["lam*(c**2 - s**2) - 2*c", ">"]),
    ),
    "below 45°, in a fact from there on": (
        "square.rising-threshold",
        in_sequent("no rise from 45 degrees on", "given", ["c**2 - s**2", ">"]),
    ),
}


@pytest.mark.parametrize("claim_id, plant", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_is_said_elsewhere_is_listed(claim_id: str, plant: Callable[[Any], None]) -> None:
    """The numbers of a witness and the cases of a claim are listed where the claim does not say them."""
    certificate = deepcopy(certificate_of(claim_id))
    plant(certificate)
    replay(certificate)

    assert len(unstated(claim_of(claim_id), certificate)) == 1


@pytest.mark.parametrize(
    "claim_id, case, fact",
    [
        (
            "square.rising-criterion",
            "s**2*(2*c - lam*(c**2 - s**2)) >= 0",
            "no rise, the sine does not grow",
        ),
        ("square.rising-threshold", "s**2 >= c**2", "no rise from 45 degrees on"),
        ("square.self-stabilization-log", "s**2 >= sbar**2", "steps above s_bar"),
    ],
)
def test_a_case_that_is_left_out_is_missed(claim_id: str, case: str, fact: str) -> None:
    """The other case stands in its own places, and does not stand for this one."""
    certificate = deepcopy(certificate_of(claim_id))
    certificate["concludes"].remove(fact)

    missed = unused(claim_of(claim_id), certificate)
    assert case in missed and f"{case} at fact {fact}" in missed


def test_the_file_of_scopes_says_nothing_by_itself() -> None:
    """A condition that is not among the claim's definitions is not stated, though the file has it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scopes, "scopes", lambda: {LATE: {"system run, conditions": "1/2 >= h"}})
        certificate = deepcopy(certificate_of(LATE))
        in_system("conditions", ["1/2 - h", ">="])(certificate)

        assert any(text.endswith(": 1/2 - h >= 0") for text in unstated(claim_of(LATE), certificate))
        assert "1/2 >= h at system run, conditions" in unused(claim_of(LATE), certificate)


def test_scopes_are_written_as_they_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``python -m derivations.proof.scopes`` leaves the file as it is, and refuses a claim that is none."""
    copy = tmp_path / "scopes.json"
    copy.write_text(scopes.SCOPES.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(scopes, "SCOPES", copy)

    assert scopes.main([LATE, "square.delayed-onset"]) == 0
    assert copy.read_text(encoding="utf-8") == Path(scopes.__file__).with_name("scopes.json").read_text(
        encoding="utf-8"
    )
    assert scopes.main(["square.riemann"]) == 2
    assert capsys.readouterr().err == "no claim is called 'square.riemann'\n"


def fresh(*names: str, **assumed: list[Any]) -> Callable[[Any], None]:
    """New variables of the first system that move, and what is assumed of them."""

    def plant(certificate: Any) -> None:
        system = certificate["systems"][0]
        system["next"] = {**system["next"], **{x: f"{x}_next" for x in names}}
        certificate["variables"] = sorted({*certificate["variables"], *system["next"].values(), *names})
        for key, entries in assumed.items():
            system[key] = [*system.get(key, []), *entries]

    return plant


def fresh_parameter(relation: str) -> Callable[[Any], None]:
    """A new variable ``foo`` of the first system that stays the same, with an equation."""

    def plant(certificate: Any) -> None:
        system = certificate["systems"][0]
        certificate["variables"] = sorted({*certificate["variables"], "foo"})
        system["parameters"] = [*system["parameters"], "foo"]
        system["instant"] = [*system["instant"], relation]

    return plant


def still(variable: str) -> Callable[[Any], None]:
    """A variable of the first system that does not move any more."""

    def plant(certificate: Any) -> None:
        system = certificate["systems"][0]
        system["next"] = {x: y for x, y in system["next"].items() if x != variable}
        system["parameters"] = [*system["parameters"], variable]

    return plant


def starting(variable: str, start: str) -> Callable[[Any], None]:
    """A variable of the first system that starts from another parameter."""

    def plant(certificate: Any) -> None:
        system = certificate["systems"][0]
        system["origin"] = {**system["origin"], variable: start}

    return plant


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


def test_definitions_are_of_claims_and_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """No entry is left of a claim that is gone; ``explain`` prints the words with their conditions."""
    tables = [import_module(f"derivations.{theory}.model.definitions").DEFINITIONS for theory in THEORIES]

    assert {*tables[0], *tables[1]} <= {*CLAIMS}
    assert cli.main(["explain", "square.frozen-leap"]) == 0
    assert "    M ≥ ā/N_0: M_lr > 0; M_lr*N0 >= abar" in capsys.readouterr().out


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
