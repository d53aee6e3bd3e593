"""The criterion: a claim is worth no more than those of whose conclusions its certificate cites one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from derivations.proof.elaborate import library
from tests.verifier import planted as planted_module
from tests.verifier.planted import CONTENTS, Verify, binomial, planted, resting
from tests.verifier.reports import KEPT, tallied
from verifier.certificates import accept, conclusion_of, name_of
from verifier.lemmas import Library, read_lemmas
from verifier.results.report import Report
from verifier.stored import Directory


@pytest.fixture
def cited(monkeypatch: pytest.MonkeyPatch) -> str:
    """The hash of what ``binomial`` proves, which is a lemma; b is said to rest on a."""
    (sha256,) = accept(binomial("a").certificate(), "a").citable
    monkeypatch.setattr(library, "lemmas", lambda: frozenset([sha256]))
    monkeypatch.setattr(planted_module, "CITATIONS", {"a": [], "b": ["a"]})
    return sha256


def worth(report: Report) -> list[tuple[str, str]]:
    """What each claim is worth, alone and with what it rests on."""
    return [(claim.status, claim.effective_status) for claim in report.claims]


def test_it_rests_on_what_it_cites(run: Verify, cited: str, tmp_path: Path) -> None:
    """Both are proved, the lemma is stored once, and to choose b is to verify a."""
    claims = planted("a", proof=binomial("a")), planted("b", proof=resting("b"))
    report = run(*claims, claim_ids=["b"], output=tmp_path)

    assert worth(report) == [("PROVED", "PROVED")] * 2
    assert [claim.depends_on for claim in report.claims] == [(), ("a",)]
    assert [*read_lemmas(tmp_path)] == [cited]
    for name in "ab":
        whole = json.loads((tmp_path / name_of(name)).read_text(encoding="utf-8"))
        assert [*whole["cites"].values()] == [cited]
    assert Directory(tmp_path, (), "no_contents_here").audit().faults == {}
    for name in ("digest.json", "lemmas.json"):
        (tmp_path / name).unlink()
    faults = Directory(tmp_path, (), "no_contents_here").audit().faults
    assert faults == {"lemmas.json": "it is not the one that report.json names"}


@pytest.fixture
def ran(run: Verify, cited: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The output of a run over both, whose table of contents says what they conclude."""
    run(planted("a", proof=binomial("a")), planted("b", proof=resting("b")), output=tmp_path)
    owed, library = {}, Library(read_lemmas(tmp_path))
    for name in "ab":
        whole = json.loads((tmp_path / name_of(name)).read_text(encoding="utf-8"))
        owed[name] = conclusion_of(accept(whole, name, library.cited_by(whole)))
    monkeypatch.setattr("verifier.said.written", lambda module: {})
    monkeypatch.setattr(sys.modules[CONTENTS], "conclusions", lambda: owed, raising=False)
    return tmp_path


def wrong(folder: Path, kept: str, **changed: Any) -> list[str | None]:
    """What is wrong with each certificate once the claims of the report are changed so."""
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    for claim in report["claims"]:
        claim |= changed.get(claim["id"], {})
    report["summary"] = tallied(report["claims"])
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    (folder / "digest.json").unlink(missing_ok=True)
    KEPT[kept](folder)
    found = Directory(folder, (), CONTENTS).audit()
    assert found.faults == {}
    return [row.problem for row in found.rows]


@pytest.mark.parametrize("kept", KEPT)
def test_worth_more_than_what_it_cites(ran: Path, kept: str) -> None:
    """However the report is kept, a claim has no effective status above that of one on which it rests."""
    file = "digest.json" if kept == "digest.json" else "report.json"
    lowered = {"effective_status": "CHECKED"}
    above = f"{file} has an effective status above that of a"
    for changed, said in (
        ({}, None), ({"a": lowered}, above), ({"a": lowered, "b": {"effective_status": "ENCLOSED"}}, above),
        ({"a": lowered, "b": lowered}, None),
    ):  # fmt: skip
        text = (ran / "report.json").read_text(encoding="utf-8")
        assert wrong(ran, kept, **changed) == [None, said]
        (ran / "report.json").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("kept", ["report.json", "both"])
def test_a_cited_claim_that_a_report_leaves_out(ran: Path, kept: str) -> None:
    """What a report says that a claim rests on has each claim of which its certificate cites something."""
    said = "it cites what a concludes, which report.json does not say"
    assert wrong(ran, kept, b={"depends_on": []}) == [None, said]


def test_a_forged_fact(run: Verify, cited: str) -> None:
    """What the cited claim is not, what rests on it is not either."""
    forged = planted("a", proof=binomial("a", target="x**2 + 2*x"))
    report = run(forged, planted("b", proof=resting("b")))

    assert worth(report) == [("INCONCLUSIVE", "INCONCLUSIVE"), ("PROVED", "INCONCLUSIVE")]


def test_a_citation_that_nobody_knows_of(
    run: Verify, cited: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To rest on a claim without saying so is to prove nothing."""
    monkeypatch.setattr(planted_module, "CITATIONS", {"a": [], "b": []})
    report = run(planted("a", proof=binomial("a")), planted("b", proof=resting("b")))

    assert worth(report) == [("PROVED", "PROVED"), ("INCONCLUSIVE", "INCONCLUSIVE")]
    (piece,) = [piece for piece in report.claims[1].evidence if piece.kind == "citations"]
    assert piece.summary == "it cites a, which the table of contents does not say"
