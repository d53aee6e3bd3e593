"""Evaluates what a claim prints: its own relations, at points and along runs that checks are tried on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from verifier.claim import Answer, Claim, Status
from verifier.domains import DOMAINS, Domain
from verifier.numbers import counted
from verifier.results.evidence import EVALUATION, Evidence, OnCases, Variant

_DOMAINS = {"whitened": "run", "square": "run", "planar": "logistic", "general": "covariance"}
"""By the model of a claim, the domain of its runs; of any other model there are none."""
_FEW = 4
"""So many cases of each part are tried in a quick run."""


class Told:
    """A run of a subject, which tells the quantities of its states by name."""

    def __init__(self, domain: Domain, subject: Any, bits: int) -> None:
        self._run, self._title = domain.concrete(subject, bits), str(subject)

    def told(self, time: int) -> Mapping[str, Any]:
        """The quantities of the state at a time."""
        quantities: Mapping[str, Any] = self._run.told(time)
        return quantities

    def __str__(self) -> str:
        return self._title


def told_run(model: str, random: Random, number: int, bits: int) -> Told | None:
    """A listed run for every other number, else a random one; one in three breaks a standing hypothesis."""
    if model not in _DOMAINS:
        return None
    domain = DOMAINS[_DOMAINS[model]]
    listed = domain.spread()
    if listed and number % 2:
        return Told(domain, random.choice(listed), bits)
    drop = [random.choice(sorted(domain.standing))] if random.randrange(3) == 0 else []
    return Told(domain, domain.sample(random, frozenset(drop)), bits)


def evaluated_statement(claim: Claim, seed: int, quick: bool = False) -> Iterator[Evidence]:
    """What the claim's relations answer on the cases of its parts, and a false variant that they refute.

    ``quick`` tries few cases, on which not every part need be seen to hold.
    """
    if claim.compared is None:
        return
    found = claim.compared.evaluated(claim, told_run, str(seed), _FEW if quick else None)
    counts = {answer.value: found.answers.get(answer, 0) for answer in Answer}
    tried = sum(counts.values())
    data = OnCases(found.parts, tried, **counts, witness=found.witness)
    said = ", ".join(f"{answer} on {count}" for answer, count in counts.items())
    summary = f"its own relations: {said} of {counted(tried, 'case')} of {counted(found.parts, 'part')}"
    status = Status.CHECKED
    if found.witness is not None:
        status, summary = Status.REFUTED, f"its own relations are false at {found.witness}"
    elif data.undecided or not data.holds or (found.missed and not quick):
        status = Status.INCONCLUSIVE
        summary += f"; no case of part {', '.join(map(str, found.missed))}" if found.missed else ""
    yield Evidence(EVALUATION, status, summary, data=data)
    yield _bites(found.variant, found.tried)


def _bites(variant: str | None, tried: int) -> Evidence:
    if variant is None:
        summary = "the statement cannot fail: no false variant of it is seen to"
        return Evidence("alteration", Status.INCONCLUSIVE, summary, data=Variant("the statement"))
    summary = f"false variant refuted, as it must be: {variant}"
    return Evidence("alteration", Status.CHECKED, summary, data=Variant(variant, tried))
