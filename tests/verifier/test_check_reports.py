"""``check``: a report or a digest that says otherwise than the certificates and the claims is refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.verifier.reports import (
    CHECKED,
    KEPT,
    NO_DATA,
    Found,
    claim,
    every_way,
    problems,
    report,
    save,
)
from verifier.cli import main

REPLAYED = {"replays": ["flint", "fractions"], "concludes": [], "systems": []}
ACCEPTED = {"steps": 1, "cites": [], **REPLAYED}


@pytest.mark.parametrize(
    ("piece", "problem"),
    [
        ({"sha256": "0" * 64}, "it is not the one that report.json names"),
        ({"sha256": None}, "it is not the one that report.json names"),
        ({"certificate": None}, "report.json does not name it"),
        ({"data": {}}, "report.json prints another account of it"),
        ({"data": ACCEPTED | {"concludes": [{"name": "square", "text": "1 = 2"}]}}, "another account"),
    ],
)
def test_a_report_that_says_otherwise(folder: Path, found: Found, piece: Any, problem: str) -> None:
    """A report that names another certificate, or none, or prints something else, is exit code 3."""
    report(folder, a=piece)
    code, printed = found(folder)
    assert code == 3
    assert problem in problems(printed)["a"]


def _evidence(claims: list[Any]) -> None:
    claims[0]["evidence"], claims[1]["evidence"] = claims[1]["evidence"], claims[0]["evidence"]


def _renamed(claims: list[Any]) -> None:
    claims[0]["id"] = "c"


def _added(claims: list[Any], **changed: Any) -> None:
    claims.append(copy.deepcopy(claims[0]) | changed)


def _piece(claims: list[Any], **changed: Any) -> None:
    claims[0]["evidence"][0] |= changed


def _experiment(claims: list[Any]) -> None:
    nothing: dict[str, Any] = {"certificate": None, "sha256": None, "data": {}}
    claims.append(claim("c", nothing | {"kind": "experiment"}))


@every_way
@pytest.mark.parametrize(
    "forge",
    [
        _evidence,
        _renamed,
        _experiment,
        lambda claims: _added(claims, id="c"),
        lambda claims: _added(claims, id="c", evidence=[]),
        lambda claims: _added(claims, id="c", evidence=[], **CHECKED | {"effective_status": "PROVED"}),
        lambda claims: _added(claims, id="d", evidence=[], **CHECKED),
        lambda claims: _piece(claims, certificate=None),
        lambda claims: claims[0].update(wanted="ENCLOSED"),
        lambda claims: claims[0].update(status="CHECKED"),
        lambda claims: claims[0].update(status="CHECKED", effective_status="ENCLOSED"),
    ],
)
def test_a_forged_report(
    folder: Path, found: Found, forge: Callable[[list[Any]], None], kept: str
) -> None:
    """Whatever stands under another claim, or is PROVED without a certificate, is exit code 3.

    So it is if the digest is made of the forged report, and even if that is then no more there.
    """
    assert forged(folder, found, forge, kept) == 3


@every_way
@pytest.mark.parametrize(
    "forge",
    [
        lambda claims: claims[0]["evidence"].append(claims[1]["evidence"][0]),
        lambda claims: claims[0]["evidence"].append(claims[0]["evidence"][0]),
        lambda claims: _piece(claims, status="REFUTED"),
        lambda claims: _piece(claims, kind="experiment"),
        lambda claims: claims[0].update(statement="P = NP"),
        lambda claims: claims[1]["evidence"][1].update(status="REFUTED"),
        lambda claims: claims[1].update(status="CHECKED", effective_status="CHECKED"),
    ],
)
def test_what_only_a_report_says(
    folder: Path,
    found: Found,
    forge: Callable[[list[Any]], None],
    kept: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What a digest has no word of is exit code 3 where the report is there; elsewhere, that is said."""
    alone = kept == "digest.json"
    assert forged(folder, found, forge, kept) == (0 if alone else 3)
    said = " ".join(capsys.readouterr().out.split())
    assert ("Compared with digest.json alone: report.json, which every run writes, is not" in said) is alone
    assert "the conclusions printed with them" not in said and "in words" not in said


def forged(folder: Path, found: Found, forge: Callable[[list[Any]], None], kept: str) -> int:
    """The exit code after a good report is changed by ``forge``, and kept in that way."""
    report(folder)
    claims = json.loads((folder / "report.json").read_text(encoding="utf-8"))["claims"]
    claims[1]["evidence"].append(NO_DATA | {"kind": "search", "status": "CHECKED"})
    save(folder, claims)
    KEPT[kept](folder)
    assert found(folder)[0] == 0
    forge(claims)
    save(folder, claims)
    KEPT[kept](folder)
    return found(folder)[0]


@pytest.mark.parametrize("twice", [True, False])
def test_a_report_that_contradicts_itself(
    folder: Path, capsys: pytest.CaptureFixture[str], twice: bool
) -> None:
    """A claim that stands there twice, and a summary of other claims, are exit code 2."""
    report(folder)
    whole = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    if twice:
        save(folder, [*whole["claims"], whole["claims"][0]])
    else:
        (folder / "report.json").write_text(json.dumps(whole | {"summary": {"PROVED": 3}}))
    assert main(["check", str(folder)]) == 2
    assert ("twice" if twice else "its summary") in capsys.readouterr().err
