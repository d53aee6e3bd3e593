"""What carries a claim, counted: steps, runs and samples with the four answers, false variants."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from verifier.claim import Answer, Status
from verifier.domains import DOMAINS
from verifier.numbers import counted


def support(evidence: Sequence[Mapping[str, Any]]) -> str:
    """What carries a claim, in a few words; when something fails, only that."""
    return ", ".join(_supports(evidence))


def _supports(evidence: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    failing = [piece["summary"] for piece in evidence if not Status(piece["status"]).is_pass]
    if failing or not evidence:
        yield from failing or ["nothing"]
        return
    total: dict[str, int] = {}
    answers: dict[str, Counter[Answer]] = defaultdict(Counter)
    for piece in evidence:
        unit, count = _unit(piece["kind"], piece["data"])
        # Every check is tried on the same instances; all the rest adds up.
        listed = piece["kind"] == "instances"
        total[unit] = max(total.get(unit, 0), count) if listed else total.get(unit, 0) + count
        answers[unit].update({answer: piece["data"].get(answer, 0) for answer in Answer})
    for unit, count in total.items():
        given = "/".join(str(answers[unit][answer]) for answer in Answer)
        counts = f" ({given})" if answers[unit].total() else ""
        yield f"{counted(count, unit)}{counts}"


def _unit(kind: str, data: Mapping[str, Any]) -> tuple[str, int]:
    """What one piece of evidence counts, and how many."""
    match kind:
        case "certificate":
            return "step", data["steps"]
        case "instances":
            return DOMAINS[data["domain"]].noun, data["count"]
        case "search":
            return "sample", data["tried"]
        case "alteration":
            return "variant", 1
    return kind, 1
