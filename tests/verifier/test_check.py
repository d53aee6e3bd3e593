"""``check``: a stored certificate is accepted and is its claim's, or the exit code says no."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from derivations.contents import CLAIMS, conclusions, statements
from tests.derivations.derived import certificate_of, stored_of
from tests.kernel.build import along, certificate, step, system, term
from tests.verifier.planted import binomial
from tests.verifier.reports import (
    CHECKED,
    KEPT,
    TRIVIAL,
    Found,
    claim,
    every_way,
    problems,
    put,
    report,
    save,
    spoiled,
)
from verifier.certificates import accept, conclusion_of, name_of
from verifier.describe import describe
from verifier.registry import Registry
from verifier.said import written
from verifier.statement.form import statement_sha256
from verifier.stored import Directory

COMPARED = {
    None: [],
    "report.json": ["report.json"],
    "both": ["digest.json", "report.json"],
    "digest.json": ["digest.json"],
}


def test_good(folder: Path, found: Found, capsys: pytest.CaptureFixture[str]) -> None:
    """Good certificates of all claims that owe one are accepted, with a report, its digest, or neither."""
    for kept in (None, *KEPT):
        if kept is not None:
            report(folder)
            KEPT[kept](folder)
        code, printed = found(folder)
        assert (code, printed["compared"]) == (0, COMPARED[kept])
        assert "2 of 2 certificates accepted in both rings; each concludes" in capsys.readouterr().out
        assert [row["claim"] for row in printed["certificates"]] == ["a", "b"]
        assert all(row["stated"] and row["accepted"] for row in printed["certificates"])
    assert all(row["in_report"] for row in printed["certificates"])


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_the_projects_own_certificates_are_their_claims(
    claim_id: str, tmp_path: Path, found: Found
) -> None:
    """Each certificate as derived is held to its claim, the whole table of contents through."""
    assert (certificate_of(claim_id) is not None) == (claim_id in conclusions())
    if claim_id in conclusions():
        (tmp_path / "certificates").mkdir()
        put(tmp_path, claim_id, stored_of(claim_id))
        code, printed = found(tmp_path, "--claim", claim_id)
        assert (code, printed["missing"], problems(printed)) == (0, [], {})
        assert [row["stated"] for row in printed["certificates"]] == [True]


def test_most_claims_owe_a_certificate() -> None:
    """Those of which the table of contents says what it concludes."""
    assert len(conclusions()) > 50


RISING = "square.rising-criterion"


def without(stored: Any) -> None:
    del stored["statement"]


def with_less(stored: Any) -> None:
    stored["statement"] = {**stored["statement"], "hypotheses": []}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (without, "it comes without the statement"),
        (with_less, "it comes with another statement than the claim's"),
    ],
)
def test_a_certificate_without_its_statement(tmp_path: Path, change: Any, problem: str) -> None:
    """The statement that is stored with a certificate is the claim's, by the table of contents."""
    (tmp_path / "certificates").mkdir()
    stored = stored_of(RISING)
    put(tmp_path, RISING, stored)
    (row,) = Directory(tmp_path, [RISING]).audit().rows
    assert row.problem is None
    change(stored)
    put(tmp_path, RISING, stored)
    (row,) = Directory(tmp_path, [RISING]).audit().rows
    assert row.accepted and row.stated and row.problem == problem


def test_a_statement_that_is_not_concluded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the table of contents has its hash, it is compared with what the kernel has accepted."""
    (tmp_path / "certificates").mkdir()
    stored = stored_of(RISING)
    with_less(stored)
    put(tmp_path, RISING, stored)
    known = {**statements(), RISING: statement_sha256(stored["statement"])}
    monkeypatch.setattr("derivations.contents.statements", lambda: known)
    (row,) = Directory(tmp_path, [RISING]).audit().rows
    assert row.problem.startswith("part 1 of the statement: ")
    stored["statement"]["parts"] = [1]
    put(tmp_path, RISING, stored)
    known[RISING] = statement_sha256(stored["statement"])
    (row,) = Directory(tmp_path, [RISING]).audit().rows
    assert row.problem == "it has a statement that is none"


@pytest.mark.parametrize("kept", KEPT)
def test_a_report_of_another_statement(folder: Path, found: Found, kept: str) -> None:
    """What the report, or its digest, has as the hash of the statement is that of the certificate's."""
    report(folder)
    text = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    text["claims"][0]["statement_sha256"] = "0" * 64
    save(folder, text["claims"])
    KEPT[kept](folder)
    code, printed = found(folder)
    file = COMPARED[kept][0]
    assert (code, problems(printed)) == (3, {"a": f"{file} has another statement"})


@pytest.mark.parametrize("in_line", [True, False])
@pytest.mark.parametrize("kept", [None, *KEPT])
def test_another_statement(folder: Path, found: Found, kept: str | None, in_line: bool) -> None:
    """*1 > 0* in the place of a claim's certificate is refused, whatever the report says of it."""
    if kept is not None and not in_line:
        report(folder)
        KEPT[kept](folder)
    put(folder, "a", TRIVIAL | {"claim": "a"})
    if kept is not None and in_line:
        report(folder)
        KEPT[kept](folder)
    code, printed = found(folder)
    assert code == 3
    assert problems(printed) == {"a": "it concludes something else than the claim"}
    assert [row["accepted"] for row in printed["certificates"]] == [True, True]


@pytest.mark.parametrize(
    "changed",
    [
        {"concludes": ["first"]},
        {"concludes": ["first", "second", "third"]},
        {"systems": [{"always": [["x", ">"]]}]},
    ],
)
def test_conclusions_changed(
    folder: Path, found: Found, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    """A conclusion dropped or added, or a system that assumes more, is another statement."""
    names = ("first", "second", "third")
    steps = [step("algebra", name, target=f"{n + 1}*x**2", terms=[term(weight=str(n + 1), square="x")])
             for n, name in enumerate(names)]  # fmt: skip
    later = along("first along", "run", lemmas=["first"], then=[["x**2", ">="]])
    whole = certificate("x x_next", *steps, later, systems=(system("run", "x"),)) | {"claim": "a"}
    whole["concludes"] = ["first", "second", "first along"]
    if "systems" in changed:
        changed = {"systems": [whole["systems"][0] | changed["systems"][0]]}
    owed = {"b": conclusion_of(accept(binomial("b").certificate(), "b"))}
    owed["a"] = conclusion_of(accept(whole, "a"))
    monkeypatch.setattr("derivations.contents.conclusions", lambda: owed)
    put(folder, "a", whole)
    assert found(folder)[0] == 0

    put(folder, "a", whole | changed)
    report(folder)
    assert problems(found(folder)[1]) == {"a": "it concludes something else than the claim"}
    assert found(folder)[0] == 3


@every_way
def test_missing(folder: Path, found: Found, capsys: pytest.CaptureFixture[str], kept: str) -> None:
    """A certificate that is gone is exit code 3 and named, even if the report knows nothing of it."""
    nothing: dict[str, Any] = {"certificate": None, "sha256": None, "data": {}}
    for prepare in (lambda _: None, report, lambda place: report(place, a=nothing)):
        (folder / name_of("a")).unlink(missing_ok=True)
        prepare(folder)
        if (folder / "report.json").exists():
            KEPT[kept](folder)
        code, printed = found(folder)
        assert (code, printed["missing"]) == (3, ["a"])
        assert "missing: a" in capsys.readouterr().out


@every_way
def test_missing_from_a_report(folder: Path, found: Found, kept: str) -> None:
    """A certificate that only the report names is missing too."""
    report(folder, c={"certificate": "certificates/c.json", "sha256": "0" * 64, "data": {}})
    KEPT[kept](folder)
    code, printed = found(folder)
    assert (code, printed["missing"]) == (3, ["c"])


@every_way
def test_half_of_the_files_and_a_report_of_them(folder: Path, found: Found, kept: str) -> None:
    """A directory that a run of one claim wrote is complete for that claim, not for all."""
    (folder / name_of("b")).unlink()
    report(folder)
    KEPT[kept](folder)
    assert found(folder)[1]["missing"] == ["b"]
    assert found(folder, "--claim", "a")[0] == 0
    assert found(folder, "--claim", "a", "--claim", "b")[0] == 3


@every_way
def test_an_unknown_claim(folder: Path, found: Found, kept: str) -> None:
    """A good certificate of a claim that does not exist is exit code 3, in the report or not."""
    put(folder, "square.riemann-hypothesis", TRIVIAL | {"claim": "square.riemann-hypothesis"})
    for prepare in (lambda _: None, report, KEPT[kept]):
        prepare(folder)
        code, printed = found(folder)
        assert code == 3
        assert "no claim of this name" in problems(printed)["square.riemann-hypothesis"]


@pytest.mark.parametrize(
    "stored",
    [spoiled("a", target="x**2"), binomial("b").certificate(), TRIVIAL | {"claim": "a", "concludes": []}],
)
def test_rejected(folder: Path, found: Found, capsys: pytest.CaptureFixture[str], stored: Any) -> None:
    """A well-formed certificate that is false, empty or of another claim is exit code 3."""
    put(folder, "a", stored)
    code, printed = found(folder)
    assert code == 3
    assert [row["accepted"] for row in printed["certificates"]] == [False, True]
    assert "; 1 rejected." in capsys.readouterr().out


def test_claims_without_a_certificate(
    folder: Path, found: Found, capsys: pytest.CaptureFixture[str]
) -> None:
    """A claim that is only checked needs none; that it is checked is not vouched for."""
    report(folder)
    claims = json.loads((folder / "report.json").read_text(encoding="utf-8"))["claims"]
    for status in ("CHECKED", "REFUTED"):
        piece = {"kind": "search", "status": status}
        save(folder, [*claims, claim("c", piece, **dict.fromkeys(CHECKED, status))])
        code, printed = found(folder)
        assert (code, printed["faults"], printed["held_to"]) == (0, {}, "claims")
        assert "as in their sources. Not vouched for: printed LaTeX" in " ".join(
            capsys.readouterr().out.split()
        )


def test_words_are_read_in_the_source() -> None:
    """What a report prints in words is what the source says, which is not imported for that."""
    registry = Registry()
    for name in ("square.edge", "logistic.window-law"):
        read = written(f"derivations.{name.replace('-', '_')}")
        assert read is not None
        assert {"statement", "setting", "not_verified", "title", "wanted", "provenance"} <= read.keys()
        assert read.items() <= describe(registry.claim(name), registry).plain().items()
    assert written("derivations.square.nowhere") is None
