"""The criterion: each row says what was read, what was accepted, and the first thing that is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.build import term
from tests.verifier import planted as planted_module
from tests.verifier.planted import binomial, plant, planted
from tests.verifier.reports import NO_DATA, claim, save, spoiled
from verifier import stored
from verifier.certificates import accept, canonical, conclusion_of, digest, name_of
from verifier.lemmas import Library
from verifier.reading import Malformed
from verifier.results.audit import Audit, Row
from verifier.stored import Directory

TEXT = {name: canonical(binomial(name).certificate()) for name in "abc"}
OWED = {name: conclusion_of(accept(json.loads(TEXT[name]), name)) for name in "ab"}
"""The contents have the claims a, b and c, of which the last owes no certificate."""
NOBODY = "no_contents_here"
GOOD = Row(
    claim="a", certificate="certificates/a.json", sha256=digest(TEXT["a"]), in_report=None,
    stated=True, accepted=True, steps=1, problem=None,
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with the certificates of a and b."""
    monkeypatch.setattr(planted_module, "CONCLUSIONS", OWED)
    monkeypatch.setattr("verifier.said.written", lambda module: {})
    plant(monkeypatch, *map(planted, "abc"))
    (tmp_path / "certificates").mkdir()
    for name in "ab":
        (tmp_path / name_of(name)).write_text(TEXT[name])
    return tmp_path


def entry(name: str, **piece: Any) -> dict[str, Any]:
    """What a report has of a claim and its certificate."""
    own = {**NO_DATA, "kind": "certificate", "status": "PROVED", "certificate": name_of(name)}
    whole = json.loads(TEXT[name])
    account = Library({}).account(accept(whole, name), whole)
    own |= {"sha256": digest(TEXT[name]), "data": account.plain()}
    return claim(name, evidence=[own | piece])


def report(folder: Path, *claims: dict[str, Any]) -> None:
    """Write one of these claims."""
    save(folder, [*claims])


def audit(folder: Path, *claims: str, contents: str = planted_module.CONTENTS) -> Audit:
    """What the directory is worth."""
    return Directory(folder, claims, contents).audit()


def problems(found: Audit) -> list[str | None]:
    """What is wrong with each certificate."""
    return [row.problem for row in found.rows]


def test_good(folder: Path) -> None:
    """Accepted, concluding what is stated, and the one that the report names, where there is one."""
    found = audit(folder)
    assert found.rows[0] == GOOD
    assert [row.claim for row in found.rows] == ["a", "b"]
    report(folder, entry("a"), entry("b"))
    assert audit(folder).rows[0] == replace(GOOD, in_report=True)
    assert audit(folder, contents=NOBODY).rows[0] == replace(GOOD, in_report=True, stated=None)
    for one in (found, audit(folder), audit(folder, contents=NOBODY), audit(folder, "a")):
        assert one.good and one.missing == () and one.faults == {}
    assert [row.claim for row in audit(folder, "b").rows] == ["b"]


def test_what_it_was_held_to(folder: Path) -> None:
    """The claims, or else the report, or nothing."""
    held = [(one.claims_here, one.compared) for one in (audit(folder), audit(folder, contents=NOBODY))]
    report(folder, entry("a"), entry("b"))
    held += [(one.claims_here, one.compared) for one in (audit(folder), audit(folder, contents=NOBODY))]

    with_it = ("report.json",)
    assert held == [(True, ()), (False, ()), (True, with_it), (False, with_it)]


def test_a_certificate_that_is_rejected(folder: Path) -> None:
    """The kernel's words are the problem; nothing is said of what it would conclude."""
    text = canonical(spoiled("a", target="x**2"))
    (folder / name_of("a")).write_text(text)
    (row, _) = audit(folder).rows
    said = row.problem

    assert row == replace(
        GOOD, sha256=digest(text), accepted=False, steps=None, stated=None, problem=said
    )
    assert said is not None and said.startswith("rejected (fractions): step 'square': ")


def test_what_is_wrong_with_one_that_is_accepted(folder: Path) -> None:
    """Another statement, another claim's, another file than the report names, or other words there."""
    assert problems(audit(folder, contents=NOBODY)) == ["nothing here says what it should conclude"] * 2
    (folder / name_of("c")).write_text(TEXT["c"])
    assert problems(audit(folder)) == [None, None, "no claim of this name owes a certificate"]
    assert problems(audit(folder, "c")) == ["no claim of this name owes a certificate"]
    (folder / name_of("c")).unlink()

    report(folder, entry("a"))
    unnamed = "report.json does not name it under its claim"
    assert problems(audit(folder)) == [None, unnamed]
    assert problems(audit(folder, contents=NOBODY)) == [None, "nothing here says what it should conclude"]
    report(folder, entry("a"), entry("b", certificate=None))
    assert problems(audit(folder)) == [None, unnamed]
    report(folder, entry("a", sha256="0"), entry("b", data={}))
    other = ["it is not the one that report.json names", "report.json prints another account of it"]
    assert problems(audit(folder)) == other
    assert [row.in_report for row in audit(folder).rows] == [False, True]
    report(folder, entry("a", status="CHECKED"), entry("b"))
    assert problems(audit(folder)) == ["report.json says CHECKED of a certificate that is accepted", None]

    square = {"target": "x**2", "terms": [term(square="x")]}
    (folder / name_of("a")).write_text(canonical(spoiled("a", **square)))
    found = audit(folder)
    assert problems(found) == ["it concludes something else than the claim", None]
    assert [row.stated for row in found.rows] == [False, True]
    assert not found.good


def test_what_is_missing(folder: Path) -> None:
    """A certificate that the contents or the report owe; a report without all of them is one of a part."""
    (folder / name_of("b")).unlink()
    found = audit(folder)
    assert (found.missing, found.partial, found.good) == (("b",), False, False)
    report(folder, entry("a"))
    assert (audit(folder).missing, audit(folder).partial) == (("b",), True)
    report(folder, entry("a"), entry("b"))
    found = audit(folder)
    assert (found.missing, found.partial) == (("b",), False)
    assert found.faults == {"b": "report.json says PROVED, without a certificate of it"}
    assert audit(folder, contents=NOBODY).missing == ("b",)
    assert audit(folder, "a").missing == () and not audit(folder, "a").partial
    assert (audit(folder, "b").rows, audit(folder, "b").missing) == ((), ("b",))


def test_a_fault_alone(folder: Path) -> None:
    """A claim that owes no certificate, and of which the report says too much, is enough."""
    report(folder, entry("a"), entry("b"), entry("c") | {"evidence": []})
    found = audit(folder)

    assert found.faults == {"c": "report.json says PROVED, without a certificate of it"}
    assert problems(found) == [None, None] and found.missing == () and not found.good


def test_a_claim_that_nothing_knows(folder: Path, tmp_path: Path) -> None:
    """Asked for by name it is refused, and so is a directory without certificates."""
    for name in ("c", "d"):
        with pytest.raises(Malformed) as refused:
            audit(folder, "a", name)
        assert str(refused.value) == f"{folder}: no certificate of {name!r}, and no such claim owes one"
    with pytest.raises(Malformed, match=r"/none/certificates: No such file or directory$"):
        audit(tmp_path / "none")
    for name in "ab":
        (folder / name_of(name)).rename(folder / "certificates" / f"{name}.txt")
    with pytest.raises(Malformed) as refused:
        audit(folder)
    assert str(refused.value) == f"{folder}: no certificates/*.json"


def test_how_many_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many certificates as there may be, and anything beside them, but not one more."""
    monkeypatch.setattr(stored, "MOST_FILES", 2)
    (folder / "certificates" / "notes.txt").touch()
    assert audit(folder).good
    (folder / name_of("c")).write_text(TEXT["c"])
    with pytest.raises(Malformed) as refused:
        audit(folder)
    assert str(refused.value) == f"{folder}/certificates: more than 2 certificates"
