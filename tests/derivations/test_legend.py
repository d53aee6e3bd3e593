"""Criterion: a printed derivation says what each of its symbols means, before it uses one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

import pytest

from derivations.contents import CLAIMS, module_of
from derivations.proof.legend import Entry, legend, letters, single
from derivations.proof.narrate import HEADINGS, narrate
from tests.derivations.derived import accepted_of, narrated, proof_of
from verifier.claim import Claim
from verifier.lines import width_of
from verifier.printed import concluded, systems_concluded

SUFFIXES = ("_next", "_t", "0", "1", "2")
"""What is added to a symbol's name for another time, or another run."""

DEFINED = r"X(_\w)?(\(\w+\))? =|[Ll]et X|for an? X |X as in|\w and X ="
"""Words by which a text says itself what it means by a letter."""


@pytest.fixture(params=CLAIMS)
def claim(request: pytest.FixtureRequest) -> Claim:
    """Each claim, derived once for all tests."""
    proof = proof_of(request.param)
    return replace(import_module(module_of(request.param)).CLAIM, derive=lambda: proof)


def test_symbols_are_explained(claim: Claim) -> None:
    """Whatever stands in a formula or in what the kernel prints is in the legend, which comes first."""
    proof = proof_of(claim.id)
    entries = legend(claim, proof, prose_of(claim), facts_of(claim))
    text = narrated(claim.id, full=True)

    assert [*unexplained(claim, entries)] == []
    assert text.index("\nSymbols\n") < text.index("\nStatement\n")
    assert all(entry.meaning and entry.head in text for entry in entries)
    assert not re.search(r"^ *\d+\. +\[", text, flags=re.MULTILINE)  # a step with its name alone
    heads = [entry.head for entry in entries]
    assert len({*heads}) == len(heads)


@pytest.mark.parametrize("claim", ["square.edge", "logistic.precursor"], indirect=True)
def test_a_missing_entry_is_noticed(claim: Claim) -> None:
    """The comparison bites: without the entry of any one letter in a formula, it is not explained."""
    entries = legend(claim, proof_of(claim.id), prose_of(claim), facts_of(claim))
    shown = {name for line in proof_of(claim.id).lines for name in line.names}
    wanted = [entry for entry in entries if entry.name in shown and single(entry.shown) == [entry.shown]]
    assert len(wanted) > 4
    for missing in wanted:
        assert [*unexplained(claim, [entry for entry in entries if entry != missing])], missing


def test_no_line_is_wider_than_the_terminal(claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 80 columns every line of every derivation has at most 80."""
    monkeypatch.setenv("COLUMNS", "80")
    for full in (False, True):
        lines = narrate(claim, full).splitlines()

        assert [line for line in lines if width_of(line) > 80] == []
        assert max(map(width_of, lines)) > 60


def prose_of(claim: Claim) -> list[str]:
    """What stands in words."""
    sections = [claim.section(heading) for heading in HEADINGS]
    return [claim.title, *sections, *(line.text for line in proof_of(claim.id).lines)]


def facts_of(claim: Claim) -> list[str]:
    """What the kernel prints."""
    accepted = accepted_of(claim.id)
    if accepted is None:
        return []
    return [*concluded(accepted).values(), *systems_concluded(accepted).values()]


def unexplained(claim: Claim, entries: list[Entry]) -> Iterator[str]:
    """What is read off the printed text, and not in the legend."""
    proof = proof_of(claim.id)
    forms = [unicodedata.normalize("NFC", entry.shown) for entry in entries]
    known = {letter for form in forms for letter in single(form)}
    groups = [form for form in sorted(forms, key=len, reverse=True) if not single(form)]
    for line in proof.lines:
        for formula in line.plain:
            rest = unicodedata.normalize("NFC", formula)
            for group in groups:
                rest = rest.replace(group, " ")
            defined = re.match(r"(\w)\([\w, ]+\) = ", rest)  # a formula that says what a function is
            new = {*letters(rest)} - known - ({defined[1]} if defined else set())
            yield from {f"{letter} in {formula}" for letter in new}
    names = {entry.name for entry in entries}
    variables = set(proof.told()["variables"])
    for name in {*re.findall(r"[A-Za-z]\w*", " ".join(facts_of(claim)))} & variables:
        once = {name, *(name.removesuffix(suffix) for suffix in SUFFIXES)}
        bases = once | {other.removesuffix(suffix) for other in once for suffix in SUFFIXES}
        matrix = f"entries of {name.rstrip('0123456789')}"
        if not names & {*bases, matrix}:
            yield f"{name} of the certificate"
    text = unicodedata.normalize("NFC", " ".join(prose_of(claim)))
    for letter in {found for found in letters(text) if found > "z"} - known - {"π"}:
        if not re.search(DEFINED.replace("X", letter), text):
            yield f"{letter} in words"
