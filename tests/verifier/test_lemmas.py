"""The criterion: a lemma is proved once, and nothing rests on one that is not proved, or on itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.build import Json, certificate, step, term
from tests.verifier.reports import Found, problems, put, report, save
from verifier import lemmas
from verifier.certificates import accept, conclusion_of
from verifier.citations import below, rested_on
from verifier.cli import main
from verifier.kernel import CertificateError, replay
from verifier.lemmas import LEMMAS, Library, merged, proved_before, read_lemmas, text_of
from verifier.reading import Malformed

X = ["x", ">"]


def proved(name: str, *steps: Json, cites: dict[str, str] | None = None) -> tuple[str, Json]:
    """A lemma, and the sha256 of its statement, which its name ends in; what it cites is not looked at."""
    whole = certificate("x y", *steps, cites=cites or {})
    library = {sha256: STATEMENTS[sha256] for sha256 in (cites or {}).values()}
    ((sha256, statement),) = replay(whole, library).citable.items()
    STATEMENTS[sha256] = statement
    return sha256, whole | {"claim": f"lemma.{name}.{sha256[:8]}"}


STATEMENTS: dict[str, Any] = {}
SQUARE = step("algebra", "square", target="x**2", terms=[term(square="x")])
FIRST, SQUARE_LEMMA = proved("square", SQUARE)
MORE = step("algebra", "more", target="x**2 + 1", sign=">", lemmas=["square"], terms=[term(0), term()])
SECOND, MORE_LEMMA = proved("more", MORE, cites={"square": FIRST})
BOTH = {FIRST: SQUARE_LEMMA, SECOND: MORE_LEMMA}


def claim_of(name: str, *cited: str) -> Json:
    """The certificate of a claim that 3x² ≥ 0, and rests on what it cites by hash."""
    third = step("algebra", "third", target="3*x**2", terms=[term(weight="3", square="x")])
    return certificate("x y", third, cites={f"cited {n}": one for n, one in enumerate(cited)}, claim=name)


def test_each_is_replayed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many certificates cite it, in as many libraries as share what is known."""
    seen: list[str] = []

    def counted(whole: Any, claim: str, library: Any) -> Any:
        seen.append(claim)
        return accept(whole, claim, library)

    monkeypatch.setattr(lemmas, "accept", counted)
    known: dict[str, Any] = {}
    for library in (Library(BOTH, known), Library(BOTH, known)):
        for cited in ((SECOND,), (FIRST, SECOND), (FIRST,)):
            whole = claim_of("a", *cited)
            assert {*library.cited_by(whole)} == {*cited}
            accept(whole, "a", library.cited_by(whole))
    assert seen == [SQUARE_LEMMA["claim"], MORE_LEMMA["claim"]]


def test_only_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lemma that is not cited may be false."""
    false = SQUARE_LEMMA | {"steps": [SQUARE | {"target": "x"}]}
    library = Library({FIRST: SQUARE_LEMMA, "0" * 64: false})

    assert accept(claim_of("a", FIRST), "a", library.cited_by(claim_of("a", FIRST)))
    assert library.idle([claim_of("a", FIRST)]) == [false["claim"]]


def test_all_that_may_be_published_is_proved() -> None:
    """One that is false is refused though nothing cites it."""
    false = SQUARE_LEMMA | {"steps": [SQUARE | {"target": "x"}]}
    Library(BOTH).prove()

    with pytest.raises(CertificateError, match=r"^its lemma"):
        Library({**BOTH, "0" * 64: false}).prove()


def test_a_second_proof_of_what_is_known_is_not_needed() -> None:
    """The first is taken, with what it rests on; another text in the place of the first is replayed."""
    known: dict[str, Any] = {}
    Library(BOTH, known).prove()
    other = MORE_LEMMA | {"cites": {}, "steps": []}
    false = SQUARE_LEMMA | {"steps": [SQUARE | {"target": "x"}]}

    assert proved_before({SECOND: other}, known) == BOTH
    assert proved_before({SECOND: other}, {}) == {SECOND: other}
    with pytest.raises(CertificateError, match=r"^its lemma"):
        Library({FIRST: false}, known).prove()


FALSE: dict[str, tuple[str, dict[str, Json]]] = {
    "not there": (rf"^its lemma {FIRST} is not there$", {}),
    "below not there": ("is rejected: its lemma .* is not there", {SECOND: MORE_LEMMA}),
    "false": (
        r"is rejected \(fractions\): step 'square': ",
        BOTH | {FIRST: SQUARE_LEMMA | {"steps": [SQUARE | {"target": "x"}]}},
    ),
    "of another statement": ("something else than its sha256", {FIRST: MORE_LEMMA | SQUARE_LEMMA | {
        "steps": [SQUARE | {"target": "4*x**4", "terms": [term(square="2*x**2")]}]
    }}),
    "of more": ("something else than its sha256", BOTH | {FIRST: SQUARE_LEMMA | {
        "steps": [SQUARE, SQUARE | {"name": "four", "target": "4*x**4", "terms": [term(square="2*x**2")]}],
        "concludes": ["square", "four"],
    }}),
    "on itself": ("in a circle: lemma.square", {FIRST: SQUARE_LEMMA | {"cites": {"again": FIRST}}}),
    "in a circle": ("in a circle: lemma.* -> lemma.* -> lemma", BOTH | {
        FIRST: SQUARE_LEMMA | {"cites": {"more": SECOND}}
    }),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_nothing_rests_on_what_is_not_proved(name: str) -> None:
    """The certificate that cites it is refused, with the reason, again and again."""
    message, found = FALSE[name]
    library = Library(found)
    cited = SECOND if SECOND in found else FIRST
    for _ in range(2):
        with pytest.raises(CertificateError, match=message):
            library.cited_by(claim_of("a", cited))


def test_of_two_proofs_the_first(tmp_path: Path) -> None:
    """Merged, they are what the certificates need, in one text, which is read as it was written."""
    other = SQUARE_LEMMA | {"cites": {"more": SECOND}}
    found = merged([BOTH, {FIRST: other}], [claim_of("a", SECOND)])

    assert dict(found) == BOTH
    assert dict(merged([BOTH], [claim_of("a", FIRST)])) == {FIRST: SQUARE_LEMMA}
    (tmp_path / LEMMAS).write_text(text_of(found))
    assert read_lemmas(tmp_path) == json.loads(text_of(found)) == BOTH
    assert text_of({}) == "{\n\n}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]\n", "not an object"),
        (json.dumps(BOTH), "not the text"),
        (text_of(dict(reversed(sorted(BOTH.items())))).replace("{\n", "{\n\n", 1), "not the text"),
        (text_of({FIRST: SQUARE_LEMMA | {"claim": "square.edge"}}), "is called 'square.edge'"),
        (text_of({FIRST: SQUARE_LEMMA | {"claim": f"lemma.square.{SECOND[:8]}"}}), "is called"),
        (text_of({FIRST: SQUARE_LEMMA | {"steps": 1}}), "'steps' is missing or malformed"),
        (text_of({"": SQUARE_LEMMA}), "is called"),
        (text_of({FIRST: SQUARE_LEMMA | {"statement": {}}}), "has a statement of a claim"),
        (f'{{\n"{FIRST}":1,\n"{FIRST}":2\n}}\n', "stands twice"),
        ("{" + '"a":[' * 100_000, "not JSON"),
        ('{"a":1234567}', "a number of 7 digits"),
    ],
)  # fmt: skip
def test_no_lemmas(tmp_path: Path, text: str, said: str) -> None:
    """What is not the one text of lemmas, each under its hash and a name of its own, is refused."""
    (tmp_path / LEMMAS).write_text(text)
    with pytest.raises(Malformed, match=said):
        read_lemmas(tmp_path)


def test_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file there are at most so many."""
    monkeypatch.setattr(lemmas, "MOST_LEMMAS", 1)
    (tmp_path / LEMMAS).write_text(text_of(BOTH))
    with pytest.raises(Malformed, match="more than 1 lemmas"):
        read_lemmas(tmp_path)


def _stored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificates of a, which rests on both lemmas, and of b."""
    a = claim_of("a", SECOND)
    put(folder, "a", a)
    (folder / LEMMAS).write_text(text_of(BOTH))
    from derivations import contents

    owed = contents.conclusions() | {"a": conclusion_of(accept(a, "a", Library(BOTH).cited_by(a)))}
    monkeypatch.setattr(contents, "conclusions", lambda: owed)


def test_check_of_lemmas(folder: Path, found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    """Good ones are accepted; one that is false, gone or idle is exit code 3, and none that is unread."""
    _stored(folder, monkeypatch)
    report(folder)
    assert found(folder)[0] == 0

    false = BOTH | {FIRST: SQUARE_LEMMA | {"steps": [SQUARE | {"target": "x"}]}}
    for spoiled, said in ((false, "rejected (fractions): step 'square'"), ({}, "is not there")):
        (folder / LEMMAS).write_text(text_of(spoiled))
        save(folder, json.loads((folder / "report.json").read_text())["claims"])
        code, printed = found(folder)
        assert code == 3 and [*problems(printed)] == ["a"] and said in problems(printed)["a"]
        assert found(folder, "--claim", "b")[0] == 0
    (folder / LEMMAS).write_text(text_of(BOTH))
    put(folder, "a", claim_of("a", FIRST))
    report(folder)
    code, printed = found(folder)
    assert (code, printed["faults"]) == (3, {LEMMAS: f"no certificate here cites {MORE_LEMMA['claim']}"})
    assert found(folder, "--claim", "a")[0] == 0
    (folder / LEMMAS).write_text("nothing")
    assert main(["check", str(folder)]) == 2


@pytest.mark.parametrize("other", [{"count": 3}, {"steps": 3}, {"sha256": "0" * 64}, None])
def test_what_a_report_says_of_lemmas(
    folder: Path, found: Found, monkeypatch: pytest.MonkeyPatch, other: Any
) -> None:
    """How many they are, of how many steps, and their sha256; one that is silent is of another run."""
    _stored(folder, monkeypatch)
    report(folder)
    whole = json.loads((folder / "report.json").read_text())
    assert found(folder)[0] == 0
    lemmas = None if other is None else whole["lemmas"] | other
    kept = {key: value for key, value in whole.items() if key != "lemmas"}
    (folder / "report.json").write_text(json.dumps(kept | ({"lemmas": lemmas} if lemmas else {})))
    code, printed = found(folder)
    assert (code, printed["faults"]) == (3, {LEMMAS: "it is not the one that report.json names"})


def test_what_a_claim_rests_on() -> None:
    """Those before it of whose conclusions it cites one; the first that concludes it is the owner."""
    cited = {"a": {"1"}, "b": {"2", "9"}, "c": {"1", "2"}, "d": {"3", "9"}}
    concluded = {"a": {"2"}, "b": {"1"}, "c": {"1", "2", "3"}, "d": {"9"}}

    assert rested_on(cited, concluded) == {"a": (), "b": ("a",), "c": ("a", "b"), "d": ("c",)}
    assert below(["a"], {"a": ["b", "c"], "b": ["a"], "d": ["a"]}) == {"a", "b", "c"}
