"""What a finished report amounts to: one sentence, and one exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from verifier.claim import Status
from verifier.numbers import counted
from verifier.results import stated

PARTS = ("tables", "experiments", "figures")
"""The parts of a report that belong to no single claim; see ``verifier.sections``."""


class Exit(IntEnum):
    """Exit codes of every command; see the command line's contract in the README."""

    OK = 0
    """every claim reached its status"""
    REFUTED = 1
    """some claim is refuted"""
    USAGE = 2
    """bad usage or input"""
    SHORT = 3
    """something is inconclusive, or short of the status it is meant to reach"""
    INTERNAL = 4
    """a defect of this program"""
    INTERRUPTED = 130
    """interrupted; what was finished is kept"""


def summary(claims: list[dict[str, Any]]) -> dict[str, int]:
    """How many claims have each *effective* status, strongest first; those that nobody has are left out."""
    count = Counter(claim["effective_status"] for claim in claims)
    return {status.value: count[status] for status in Status if count[status]}


def shortfalls(report: Mapping[str, Any]) -> dict[str, list[str]]:
    """Who failed: ``refuted``, ``inconclusive``, ``short`` of the wanted status, or a ``gap``."""
    claims = {claim["id"]: claim for claim in report["claims"]}
    status = {name: Status(claim["status"]) for name, claim in claims.items()}
    for part in PARTS:
        for name, section in report.get(part, {}).items():
            said, _ = stated(section)
            if said is not None:
                status[f"{part}: {name}"] = Status(said)
    failed = {
        "refuted": [name for name in status if status[name] is Status.REFUTED],
        "inconclusive": [name for name in status if status[name] is Status.INCONCLUSIVE],
    }
    failed["short"] = [
        name
        for name, claim in claims.items()
        if Status(claim["effective_status"]).strength < Status(claim["wanted"]).strength
        and name not in failed["refuted"] + failed["inconclusive"]
    ]
    failed["gap"] = [name for name in report.get("gaps", {}) if name not in status]
    return failed


def exit_code(report: Mapping[str, Any]) -> Exit:
    """0, 1, 3 or 130, as the contract says."""
    failed = shortfalls(report)
    if report["interrupted"]:
        return Exit.INTERRUPTED
    if failed["refuted"]:
        return Exit.REFUTED
    return Exit.SHORT if failed["inconclusive"] or failed["short"] or failed["gap"] else Exit.OK


def sentence(report: Mapping[str, Any]) -> str:
    """The result in words that need no explanation."""
    claims, failed = report["claims"], shortfalls(report)
    counts = ", ".join(f"{count} {status}" for status, count in summary(claims).items())
    number = counted(len(claims), "claim")
    if not claims:
        return "Interrupted before any claim was finished."
    if report["interrupted"]:
        # A claim is short here only because something it rests on was not reached.
        failed["short"] = []
        number = f"Interrupted, {len(report['unfinished'])} left unfinished.  Of {number} finished"
    failures = "; ".join(_failing(failed)) or "none refuted, none inconclusive"
    return f"{number}: {counts}; {failures}."


def _failing(failed: Mapping[str, list[str]]) -> list[str]:
    titles = {
        "refuted": "refuted",
        "inconclusive": "inconclusive",
        "short": "short of what is owed",
        "gap": "missing",
    }
    return [f"{titles[kind]}: {', '.join(names)}" for kind, names in failed.items() if names]
