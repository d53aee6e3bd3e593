"""What a finished report amounts to: one sentence, and one exit code."""

from __future__ import annotations

from dataclasses import dataclass, replace

from verifier.claim import Status
from verifier.exits import Exit
from verifier.numbers import counted
from verifier.results import stated
from verifier.results.report import Report

__all__ = ["Exit", "Shortfalls", "exit_code", "sentence", "shortfalls"]


@dataclass(frozen=True, slots=True)
class Shortfalls:
    """Who failed, each under the worst that can be said: claims by id, sections as ``part: name``.

    ``short`` are the claims below the status that they are meant to reach, ``gap`` is what is missing.
    """

    refuted: tuple[str, ...]
    inconclusive: tuple[str, ...]
    short: tuple[str, ...]
    gap: tuple[str, ...]

    def __str__(self) -> str:
        """In words; '' where nobody failed."""
        titles = {
            "refuted": self.refuted,
            "inconclusive": self.inconclusive,
            "short of what is owed": self.short,
            "missing": self.gap,
        }
        return "; ".join(f"{title}: {', '.join(names)}" for title, names in titles.items() if names)


def shortfalls(report: Report) -> Shortfalls:
    """Who failed in a report."""
    status = {claim.id: claim.status for claim in report.claims}
    for part, name, found in report.sections():
        said, _ = stated(found)
        if said is not None:
            status[f"{part}: {name}"] = Status(said)
    refuted = tuple(name for name in status if status[name] is Status.REFUTED)
    inconclusive = tuple(name for name in status if status[name] is Status.INCONCLUSIVE)
    return Shortfalls(
        refuted,
        inconclusive,
        short=tuple(
            claim.id
            for claim in report.claims
            if claim.effective_status.strength < claim.wanted.strength
            and claim.id not in (*refuted, *inconclusive)
        ),
        gap=tuple(name for name in report.gaps if name not in status),
    )


def exit_code(report: Report) -> Exit:
    """0, 1, 3 or 130, as the contract says."""
    failed = shortfalls(report)
    if report.interrupted:
        return Exit.INTERRUPTED
    if failed.refuted:
        return Exit.REFUTED
    return Exit.SHORT if failed.inconclusive or failed.short or failed.gap else Exit.OK


def sentence(report: Report) -> str:
    """The result in words that need no explanation."""
    failed = shortfalls(report)
    counts = ", ".join(f"{count} {status}" for status, count in report.summary.items())
    number = counted(len(report.claims), "claim")
    if not report.claims:
        return "Interrupted before any claim was finished."
    if report.interrupted:
        # A claim is short here only because something it rests on was not reached.
        failed = replace(failed, short=())
        number = f"Interrupted, {len(report.unfinished)} left unfinished.  Of {number} finished"
    failures = str(failed) or "none refuted, none inconclusive"
    return f"{number}: {counts}; {failures}."
