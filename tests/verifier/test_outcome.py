"""The criterion: whatever did not reach its status is named, and counts in the exit code."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.verifier import reports
from verifier.outcome import Exit, Shortfalls, exit_code, sentence, shortfalls
from verifier.results.claims import ClaimEntry
from verifier.results.report import Report, summary


def claim(name: str, status: str, effective: str = "", wanted: str = "CHECKED") -> ClaimEntry:
    """An entry of a report."""
    said = {"status": status, "effective_status": effective or status, "wanted": wanted}
    return ClaimEntry.restored(reports.claim(name, evidence=[], **said))


def report(*claims: ClaimEntry, **more: Any) -> Report:
    """A finished report."""
    return replace(Report.restored(reports.whole([], tables={})), claims=claims, **more)


GOOD = claim("good", "PROVED", wanted="PROVED")
SHORT = claim("short", "PROVED", "CHECKED", "PROVED")
OPEN = claim("open", "INCONCLUSIVE")
FALSE = claim("false", "REFUTED")


def test_the_effective_status_is_counted() -> None:
    """Strongest first, whatever the order of the claims; a status that no claim has is left out."""
    claims = [FALSE, OPEN, SHORT, claim("checked", "CHECKED"), GOOD]

    assert [*summary(claims).items()] == [
        ("PROVED", 1),
        ("CHECKED", 2),
        ("INCONCLUSIVE", 1),
        ("REFUTED", 1),
    ]


def test_who_failed() -> None:
    """Claims and sections are named once each, under the worst that can be said of them."""
    tables = {"wrong": {"status": "REFUTED"}, "fine": {"status": "CHECKED"}}
    more = {
        "tables": tables,
        "experiments": {"vague": {"status": "INCONCLUSIVE"}},
        "figures": {"plain": {"points": []}},
        "gaps": {"tables: wrong": "half of it", "report.html": "no fonts"},
    }

    assert shortfalls(report(GOOD, SHORT, OPEN, FALSE, **more)) == Shortfalls(
        refuted=("false", "tables: wrong"),
        inconclusive=("open", "experiments: vague"),
        short=("short",),
        gap=("report.html",),
    )
    above = claim("above", "PROVED")
    assert shortfalls(report(GOOD, above)) == Shortfalls((), (), (), ())
    assert shortfalls(report(OPEN)).inconclusive == ("open",)


@pytest.mark.parametrize(
    ("whole", "code"),
    [
        (report(GOOD), Exit.OK),
        (report(GOOD, SHORT), Exit.SHORT),
        (report(GOOD, OPEN), Exit.SHORT),
        (report(GOOD, gaps={"report.html": "no fonts"}), Exit.SHORT),
        (report(OPEN, FALSE, SHORT), Exit.REFUTED),
        (report(GOOD, FALSE, interrupted=True), Exit.INTERRUPTED),
    ],
)
def test_the_exit_code(whole: Report, code: Exit) -> None:
    """One claim that fails is enough, and a refutation outweighs what is open."""
    assert exit_code(whole) is code


def test_the_codes_are_those_of_the_contract() -> None:
    """Scripts rely on the numbers."""
    assert {one.name: one.value for one in Exit} == {
        "OK": 0, "REFUTED": 1, "USAGE": 2, "SHORT": 3, "INTERNAL": 4, "INTERRUPTED": 130,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        (report(GOOD), "1 claim: 1 PROVED; none refuted, none inconclusive."),
        (
            report(GOOD, FALSE, replace(FALSE, id="worse"), OPEN, SHORT, gaps={"a": "", "b": ""}),
            "5 claims: 1 PROVED, 1 CHECKED, 1 INCONCLUSIVE, 2 REFUTED; refuted: false, worse;"
            " inconclusive: open; short of what is owed: short; missing: a, b.",
        ),
        (report(interrupted=True, unfinished=("a",)), "Interrupted before any claim was finished."),
        (
            report(SHORT, OPEN, interrupted=True, unfinished=("a", "b")),
            "Interrupted, 2 left unfinished.  Of 2 claims finished: 1 CHECKED, 1 INCONCLUSIVE;"
            " inconclusive: open.",
        ),
        (
            report(SHORT, interrupted=True, unfinished=("a",)),
            "Interrupted, 1 left unfinished.  Of 1 claim finished: 1 CHECKED;"
            " none refuted, none inconclusive.",
        ),
    ],
)
def test_the_sentence(whole: Report, said: str) -> None:
    """Each that failed is named; after an interruption no claim is short, as what it rests on may come."""
    assert sentence(whole) == said
