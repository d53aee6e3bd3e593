"""The criterion: a claim is worth no more than those of whose conclusions its certificate cites one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from derivations.proof.elaborate import library
from tests.verifier import planted as planted_module
from tests.verifier.planted import Verify, binomial, planted, resting
from verifier.certificates import accept, name_of
from verifier.lemmas import read_lemmas
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
