"""The criterion: whatever a report says that cannot be is named, in words that tell what it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.verifier.reports import NO_DATA, WORDS, tallied, whole
from verifier import reported as module
from verifier.reading import Malformed
from verifier.reported import read_report, said_by
from verifier.said import written

OWN = {
    **NO_DATA, "kind": "certificate", "status": "PROVED", "certificate": "certificates/a.json",
    "sha256": "0",
}  # fmt: skip
SEARCH = OWN | {"kind": "search", "status": "CHECKED", "certificate": None, "sha256": None}
VARIANT = SEARCH | {"kind": "alteration"}
TABLE_OF = SEARCH | {"kind": "experiment"}
ENTRY = {
    **WORDS, "id": "a", "status": "PROVED", "effective_status": "PROVED", "wanted": "PROVED", "title": "A",
    "not_verified": "Nothing.", "statement": "a is so", "evidence": [SEARCH, OWN], "provenance": "step",
}  # fmt: skip
HAS = "report.json has"
SOURCE = {"title": "A", "not_verified": "Nothing.", "statement": "a is so"}
TABLE: Any = SimpleNamespace(CLAIMS=("a", "b"), module_of=lambda claim: f"claims.{claim}")


@pytest.fixture(autouse=True)
def source(monkeypatch: pytest.MonkeyPatch) -> None:
    """The source of the claim a says what ``SOURCE`` says."""
    monkeypatch.setattr("verifier.said.written", lambda name: SOURCE if name == "claims.a" else None)


def read(tmp_path: Path, *entries: Any, **more: Any) -> Any:
    """What is read of a report of these claims, each of which may be anything."""
    ranked = [one for one in entries if isinstance(one, dict) and one.get("effective_status")]
    found = {**whole([]), "summary": tallied(ranked), "claims": entries, **more}
    (tmp_path / "report.json").write_text(json.dumps(found))
    return read_report(tmp_path)


WORTH = "report.json has another status than its evidence is worth"


def faults(tmp_path: Path, proved: bool = True, table: Any = TABLE, **changed: Any) -> list[str]:
    """What cannot be in an entry that is changed so."""
    (one,) = said_by(read(tmp_path, ENTRY | changed)).values()
    return [*one.faults(proved, table)]


def test_good(tmp_path: Path) -> None:
    """A claim as it should be has no fault, with the table of contents or without."""
    assert faults(tmp_path) == faults(tmp_path, table=None) == []
    assert read_report(tmp_path / "nowhere") is None
    checked = dict.fromkeys(("status", "effective_status", "wanted"), "CHECKED")
    assert faults(tmp_path, proved=False, evidence=[SEARCH], **checked) == []
    refused = [OWN | {"status": "INCONCLUSIVE"}]
    assert faults(tmp_path, proved=False, evidence=refused, **checked) == [WORTH]
    inconclusive = dict.fromkeys(("status", "effective_status"), "INCONCLUSIVE")
    assert faults(tmp_path, proved=False, evidence=refused, **inconclusive) == []


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ({"certificate": None}, ["report.json has a certificate for it that is no file"]),
        ({"certificate": "certificates/b.json"}, [f"{HAS} certificates/b.json as its certificate"]),
        ({"kind": "experiment"}, ["report.json has a certificate as experiment", WORTH]),
        ({"status": "REFUTED"}, ["report.json says REFUTED of a certificate that is accepted", WORTH]),
    ],
)
def test_a_piece_that_cannot_be(tmp_path: Path, piece: dict[str, Any], said: list[str]) -> None:
    """A certificate that is no file, another claim's, of another kind, or said to be less than accepted."""
    assert faults(tmp_path, evidence=[SEARCH, OWN | piece]) == said


def test_evidence_that_cannot_be(tmp_path: Path) -> None:
    """Two certificates, and a proof by anything else."""
    twice = ["report.json has more than one certificate for it"]
    other = ["report.json has it PROVED by evidence that is no certificate"]

    assert faults(tmp_path, evidence=[OWN, OWN]) == twice
    assert faults(tmp_path, evidence=[OWN, SEARCH | {"status": "PROVED"}]) == other


@pytest.mark.parametrize(
    ("proved", "changed", "said"),
    [
        (False, {}, ["report.json says PROVED, without a certificate of it"]),
        (False, {"status": "CHECKED", "effective_status": "CHECKED"}, [WORTH]),
        (
            True,
            {"wanted": "ENCLOSED"},
            ["report.json says PROVED, where less is meant to be reached", WORTH],
        ),
        (True, {"status": "ENCLOSED"}, ["report.json has an effective status above its own", WORTH]),
        (True, {"effective_status": "ENCLOSED"}, []),
        (
            False,
            {"effective_status": "ENCLOSED"},
            ["report.json says PROVED, without a certificate of it"],
        ),
    ],
)
def test_a_status_that_cannot_be(
    tmp_path: Path, proved: bool, changed: dict[str, Any], said: list[str]
) -> None:
    """PROVED needs a certificate that is accepted, and that the claim is meant to be PROVED."""
    assert faults(tmp_path, proved, **changed) == said


def test_words_that_cannot_be(tmp_path: Path) -> None:
    """A claim that does not exist, or whose source says something else or is not there."""
    assert faults(tmp_path, id="z", evidence=[OWN | {"certificate": "certificates/z.json"}]) == [
        "report.json has a claim that does not exist"
    ]
    assert faults(tmp_path, id="b", evidence=[OWN | {"certificate": "certificates/b.json"}]) == [
        "its source is not here to compare the words with"
    ]
    assert faults(tmp_path, not_verified="", statement="P = NP") == [
        "report.json prints another not verified, statement than the source"
    ]
    assert faults(tmp_path, table=None, statement="P = NP") == []


def _without(entry: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != key}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        *((_without(ENTRY, key), f"the key '{key}' is missing") for key in ENTRY),
        (ENTRY | {"more": ""}, "the key 'more' is unknown"),
        *((ENTRY | {key: 7}, f"{key}: 7 in the place of a text") for key in ("id", "title", "statement")),
        *((ENTRY | {key: 7}, f"{key}: 7 is none of ") for key in ("status", "wanted", "provenance")),
        (ENTRY | {"status": "GREEN"}, "status: 'GREEN' is none of PROVED, ENCLOSED, "),
        (ENTRY | {"depends_on": "b"}, "depends_on: 'b' in the place of a list"),
        (ENTRY | {"hypotheses": [{"text": "", "latex": ""}]}, "0: the key 'without' is missing"),
        *((ENTRY | {"evidence": other}, "evidence: ") for other in ({}, "", None, [7], ["x"])),
        *((ENTRY | {"evidence": [_without(OWN, key)]}, f"0: the key '{key}' is missing") for key in OWN),
        (ENTRY | {"evidence": [OWN | {"data": []}]}, "0: data: a list in the place of an object"),
        (ENTRY | {"evidence": [OWN | {"certificate": 7}]}, "0: certificate: 7 in the place of a text"),
        (ENTRY | {"evidence": [OWN | {"data": {"steps": 1}}]}, "0: data: the key 'cites' is missing"),
        (ENTRY | {"evidence": [VARIANT | {"data": {"altered": "x", "tried": True}}]}, "tried: True in "),
        (ENTRY | {"evidence": [VARIANT | {"data": {"altered": "x", "tried": None}}]}, "tried: null, "),
        (ENTRY | {"evidence": [TABLE_OF | {"data": {"rows": {}}}]}, "rows: an object in the place of "),
        (ENTRY | {"evidence": [TABLE_OF | {"data": {"figure": None}}]}, "null, where nothing"),
        ("a", "'a' in the place of an object"),
        (7, "7 in the place of an object"),
    ],
)
def test_no_claim_of_a_report(tmp_path: Path, entry: Any, said: str) -> None:
    """Whatever lacks a part, or has another kind of thing in its place, is no report; it is said where."""
    with pytest.raises(Malformed) as refused:
        read(tmp_path, entry)

    told = str(refused.value)
    assert told.startswith(f"{tmp_path / 'report.json'}: not a report of this verifier: claims: 0: ")
    assert said in told


@pytest.mark.parametrize("key", whole([]))
def test_a_report_without_a_part(tmp_path: Path, key: str) -> None:
    """Each part must be there, and of its kind; the message names it."""
    for found, said in (
        (_without(whole([]), key), f"the key '{key}' is missing"),
        (whole([]) | {key: "x"}, f"{key}: 'x' in the place of "),
    ):
        (tmp_path / "report.json").write_text(json.dumps(found))
        with pytest.raises(Malformed) as refused:
            read_report(tmp_path)
        assert said in str(refused.value)


def test_a_report_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim twice, a summary of others, a path elsewhere: one line that names the file and what it is."""
    file = tmp_path / "report.json"

    def refused(*entries: Any, **more: Any) -> str:
        with pytest.raises(Malformed) as error:
            read(tmp_path, *entries, **more)
        return str(error.value)

    assert refused(ENTRY, ENTRY) == f"{file}: the claim 'a' stands there twice"
    none = f"{file}: not a report of this verifier"
    assert refused(ENTRY, summary={"PROVED": 2}) == f"{none}: its summary is not that of its claims"
    assert refused(x="X") == f"{none}: the key 'x' is unknown"
    assert refused(gaps={"\x1b[31m": 7}) == rf"{none}: gaps: \x1b[31m: 7 in the place of a text"
    assert len(refused(gaps={"a" * 10**6: "9" * 10**6, "b": 7})) < len(none) + 400
    assert len(refused(gaps="9" * 10**6)) < len(none) + 400
    for path in ("/etc/passwd", "a.json", "certificates/d/a.json"):
        elsewhere = ENTRY | {"evidence": [OWN | {"certificate": path}]}
        assert refused(elsewhere) == f"{file}: names the certificate {str(path)!r}"
    entries = sum(map(json.dumps(whole([])).count, "[{,"))
    monkeypatch.setattr(module, "MOST_ENTRIES", entries)
    assert read(tmp_path).claims == ()
    assert refused(x="X") == f"{file}: more than {entries} entries"
    monkeypatch.setattr(module, "LARGEST_REPORT", 10)
    assert "more than 10" in refused()


CLAIM = '''"""Title.

Statement
    It is *so* — for all x.

        indented
Not verified
    Nothing.
"""
from elsewhere import Claim, Provenance, Status

OTHER = Claim(title="other", wanted=Status.CHECKED)
CLAIM = Claim(
    id="a",
    title="A claim",
    wanted=Status.PROVED,
    provenance=Provenance.PAPER,
    doc=__doc__,
)
CLAIM.extra = 1
'''


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """What is read in a source, which nobody imports."""
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "planted_words" / "deep").mkdir(parents=True)
    for name in ("__init__.py", "top.py"):
        (tmp_path / "planted_words" / name).touch()

    def of(text: str) -> Any:
        (tmp_path / "planted_words" / "deep" / "claim.py").write_text(text, encoding="utf-8")
        return written("planted_words.deep.claim")

    return of


def test_words_in_a_source(sources: Callable[[str], Any]) -> None:
    """The parts of its docstring, and of CLAIM what stands there as it is."""
    nothing = {"statement": "", "setting": "", "source": "", "argument": "", "not_verified": ""}
    words = {"statement": "It is *so* — for all x.\n\nindented", "not_verified": "Nothing."}
    given = {"title": "A claim", "wanted": "PROVED", "provenance": "paper"}

    assert sources(CLAIM) == nothing | words | given
    assert sources("x = 1\nCLAIM = f()\nCLAIM = 7\n") == nothing
    assert sources("CLAIM = Claim(title=TITLE, wanted=7, provenance=None)") == nothing
    assert sources('"""\n    Statement\n        Indented as a whole.\n"""\n') == nothing
    assert sources("") == written("planted_words.top") == nothing
    for name in ("planted_words.deep.none", "planted_words", "no_words_here.claim"):
        assert written(name) is None


def test_whatever_the_locale_is() -> None:
    """A source is UTF-8, be the user's locale none."""
    name = "derivations.square.edge"
    program = f"from verifier.said import written; print(ascii(written({name!r})))"
    printed = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", program],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert printed.strip() == ascii(written(name))
    assert "\\u" in printed
