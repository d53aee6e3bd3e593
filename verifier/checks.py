"""Tries the checks of a claim: on the listed instances, on random samples, and in their false variants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from textwrap import shorten
from typing import Any
from zlib import crc32

from verifier.claim import Answer, Check, Status
from verifier.domains import DOMAINS
from verifier.numbers import counted
from verifier.results.evidence import Evidence, OnInstances, OnSamples, Variant
from verifier.search import FIRST_BITS, CheckBreaks, Found, draw, search, tried


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tried, and how much of it must hold, not vacuously, to count as evidence.

    Of the listed instances every ``stride``-th is tried, then the others until the check holds on
    ``least_instances``; where none are listed, ``data_samples`` are drawn.  ``searched`` random samples
    are tried, and more, up to ``most_searched``, until the check holds on ``least_searched``.

    An alteration is searched for at most ``altered`` samples; the first counterexample ends it.  Of each
    check the first few ``alterations`` are tried (None: all).  What ``first_bits`` of precision do not
    decide is tried with more.
    """

    stride: int
    data_samples: int
    least_instances: int
    searched: int
    most_searched: int
    least_searched: int
    altered: int = 2000
    alterations: int | None = None
    first_bits: int = FIRST_BITS


FULL = Effort(
    stride=1, data_samples=6, least_instances=2, searched=60, most_searched=60, least_searched=20
)
QUICK = Effort(
    stride=8, data_samples=2, least_instances=1, searched=4, most_searched=40, least_searched=1,
    alterations=1,
)  # fmt: skip


def check_evidence(check: Check, effort: Effort, seed: int) -> Iterator[Evidence]:
    """One check on the fixed instances, on random samples, and in each of its false variants."""
    part = part_of(check)
    for kind, look in (("instances", _instances), ("search", _search)):
        try:
            piece = look(check, effort, seed)
        except CheckBreaks as error:
            piece = Evidence(kind, Status.INCONCLUSIVE, str(error))
        yield replace(piece, summary=f"{part}{piece.summary}")
    for alteration in check.alterations[: effort.alterations]:
        try:
            found = search(check, seed, effort.altered, alteration, effort.first_bits)
        except CheckBreaks as error:
            summary = f"{part}{alteration.text!r}: {error}"
            yield Evidence("alteration", Status.INCONCLUSIVE, summary, data=Variant(alteration.text))
            continue
        data = Variant(alteration.text, found.tried, found.witness)
        if found.counterexample is None:
            summary = (
                f"the check cannot fail: {alteration.text!r} survives {counted(found.tried, 'sample')}"
            )
            yield Evidence("alteration", Status.INCONCLUSIVE, summary, data=data)
        else:
            summary = f"false variant refuted, as it must be: {alteration.text}"
            yield Evidence("alteration", Status.CHECKED, summary, data=data)


def part_of(check: Check) -> str:
    """Which part of the claim a check is about: ``holds_from_45`` gives ``from 45: ``."""
    name = getattr(check.holds, "__name__", "").removeprefix("holds").replace("_", " ").strip()
    return f"{name}: " if name else ""


def _instances(check: Check, effort: Effort, seed: int) -> Evidence:
    domain = DOMAINS[check.domain]
    listed: Sequence[Any] | None = domain.spread()
    first: int | None = None
    if listed is None:
        # Other data than those of the search.
        drawn = draw(check, crc32(f"{seed} instances".encode()))
        subjects: Sequence[Any] = [*islice(drawn, effort.data_samples)]
    else:
        subjects = [x for start in range(effort.stride) for x in listed[start :: effort.stride]]
        first = len(listed[:: effort.stride])
    found = tried(
        check, subjects, most=len(subjects), enough=first, least=effort.least_instances,
        first_bits=effort.first_bits,
    )  # fmt: skip
    least, said = effort.least_instances, f"{counted(found.tried, domain.noun)}, in ball arithmetic"
    data = OnInstances(check.domain, found.tried, least, **found.counts, witness=found.witness)
    return _found("instances", Status.ENCLOSED, found, said, data)


def _search(check: Check, effort: Effort, seed: int) -> Evidence:
    found = tried(
        check, draw(check, seed), most=effort.most_searched, enough=effort.searched,
        least=effort.least_searched, first_bits=effort.first_bits,
    )  # fmt: skip
    said = counted(found.tried, "random sample")
    if check.likely is not None:
        said += ", three of four drawn where the premises are likely"
    data = OnSamples(found.tried, effort.least_searched, **found.counts, witness=found.witness)
    return _found("search", Status.CHECKED, found, said, data)


def _found(
    kind: str, worth: Status, found: Found, said: str, data: OnInstances | OnSamples
) -> Evidence:
    """What the answers are worth: ``worth`` if the check holds on enough and none is undecided.

    ``said`` is what was tried, in words.
    """
    if found.witness is not None:
        summary = f"false at {shorten(found.witness, 160, placeholder=' …')}"
        return Evidence(kind, Status.REFUTED, summary, data=data)
    counts = ", ".join(f"{answer} on {found.answers[answer]}" for answer in Answer)
    summary = f"{counts} of {said}"
    if data.undecided:
        return Evidence(kind, Status.INCONCLUSIVE, summary, data=data)
    if data.holds < data.least:
        return Evidence(kind, Status.INCONCLUSIVE, f"{summary}; at least {data.least} must hold", data=data)
    return Evidence(kind, worth, summary, data=data)
