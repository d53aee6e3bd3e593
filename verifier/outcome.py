"""What a finished report amounts to: one sentence, and one exit code."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from verifier.claim import Status
from verifier.numbers import counted
from verifier.results import stated
from verifier.results.report import Report


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


def shortfalls(report: Report) -> dict[str, list[str]]:
    """Who failed: ``refuted``, ``inconclusive``, ``short`` of the wanted status, or a ``gap``."""
    status = {claim.id: claim.status for claim in report.claims}
    for part, name, found in report.sections():
        said, _ = stated(found)
        if said is not None:
            status[f"{part}: {name}"] = Status(said)
    failed = {
        "refuted": [name for name in status if status[name] is Status.REFUTED],
        "inconclusive": [name for name in status if status[name] is Status.INCONCLUSIVE],
    }
    failed["short"] = [
        claim.id
        for claim in report.claims
        if claim.effective_status.strength < claim.wanted.strength
        and claim.id not in failed["refuted"] + failed["inconclusive"]
    ]
    failed["gap"] = [name for name in report.gaps if name not in status]
    return failed


def exit_code(report: Report) -> Exit:
    """0, 1, 3 or 130, as the contract says."""
    failed = shortfalls(report)
    if report.interrupted:
        return Exit.INTERRUPTED
    if failed["refuted"]:
        return Exit.REFUTED
    return Exit.SHORT if failed["inconclusive"] or failed["short"] or failed["gap"] else Exit.OK


def sentence(report: Report) -> str:
    """The result in words that need no explanation."""
    failed = shortfalls(report)
    counts = ", ".join(f"{count} {status}" for status, count in report.summary.items())
    number = counted(len(report.claims), "claim")
    if not report.claims:
        return "Interrupted before any claim was finished."
    if report.interrupted:
        # A claim is short here only because something it rests on was not reached.
        failed["short"] = []
        number = f"Interrupted, {len(report.unfinished)} left unfinished.  Of {number} finished"
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
