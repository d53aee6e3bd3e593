"""What carries a claim, counted: steps, runs and samples with the four answers, false variants."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from verifier.claim import Answer
from verifier.domains import DOMAINS
from verifier.numbers import counted
from verifier.results.evidence import Accepted, Evidence, OnCases, OnInstances, OnSamples, Refused, Variant


def support(evidence: Sequence[Evidence]) -> str:
    """What carries a claim, in a few words; when something fails, only that."""
    return ", ".join(_supports(evidence))


def _supports(evidence: Sequence[Evidence]) -> Iterator[str]:
    failing = [piece.summary for piece in evidence if not piece.status.is_pass]
    if failing or not evidence:
        yield from failing or ["nothing"]
        return
    total: dict[str, int] = {}
    answers: dict[str, Counter[Answer]] = defaultdict(Counter)
    for piece in evidence:
        if isinstance(piece.data, Refused):  # about the comparison, and not what carries the claim
            continue
        unit, count = _unit(piece)
        # Every check is tried on the same instances; all the rest adds up.
        listed = isinstance(piece.data, OnInstances)
        total[unit] = max(total.get(unit, 0), count) if listed else total.get(unit, 0) + count
        answers[unit].update(piece.answers)
    for unit, count in total.items():
        given = "/".join(str(answers[unit][answer]) for answer in Answer)
        counts = f" ({given})" if answers[unit].total() else ""
        yield f"{counted(count, unit)}{counts}"


def _unit(piece: Evidence) -> tuple[str, int]:
    """What one piece of evidence counts, and how many."""
    match piece.data:
        case Accepted(steps=steps):
            return "step", steps
        case OnInstances(domain=domain, count=count):
            return DOMAINS[domain].noun if domain in DOMAINS else domain, count
        case OnSamples(tried=tried):
            return "sample", tried
        case OnCases(tried=tried):
            return "case", tried
        case Variant():
            return "variant", 1
    return piece.kind, 1
