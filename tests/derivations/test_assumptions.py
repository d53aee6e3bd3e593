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

from derivations.contents import CLAIMS, conclusions
from derivations.proof import scopes
from derivations.proof.assumptions import unstated, unused
from tests.derivations.assuming import LATE, RISES, claim_of, in_sequent, in_system
from tests.derivations.derived import certificate_of
from verifier import cli
from verifier.kernel import replay

THEORIES = ("square", "logistic")
CERTIFIED = [*conclusions()]
"""Those that offer a certificate, as ``test_conclusions`` makes sure without any being derived here."""


@pytest.mark.parametrize("claim_id", CERTIFIED)
def test_nothing_is_assumed_that_is_not_stated(claim_id: str) -> None:
    """Each system and sequent assumes what a hypothesis, a definition or the model says, and no more."""
    assert unstated(claim_of(claim_id), certificate_of(claim_id)) == []


@pytest.mark.parametrize("claim_id", CERTIFIED)
def test_nothing_is_stated_that_is_not_assumed(claim_id: str) -> None:
    """No condition of a hypothesis or definition excuses an assumption that nobody makes (there)."""
    assert unused(claim_of(claim_id), certificate_of(claim_id)) == []


def with_norm(certificate: Any) -> None:
    """N and λ among the variables of every system, so that something can be said of them."""
    for system in certificate["systems"]:
        missing = {x: f"{x}_next" for x in ("N", "lam") if x not in system["next"]}
        system["next"] = {**system["next"], **missing}
        certificate["variables"] = sorted({*certificate["variables"], *missing, *missing.values()})


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


def test_definitions_are_of_claims_and_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """No entry is left of a claim that is gone; ``explain`` prints the words with their conditions."""
    tables = [import_module(f"derivations.{theory}.model.definitions").DEFINITIONS for theory in THEORIES]

    assert {*tables[0], *tables[1]} <= {*CLAIMS}
    assert cli.main(["explain", "square.frozen-leap"]) == 0
    assert "    M ≥ ā/N_0: M_lr > 0; M_lr*N0 >= abar" in capsys.readouterr().out
