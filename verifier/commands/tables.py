"""The tables that the commands print."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from verifier.claim import Answer, Claim, Status
from verifier.domains import DOMAINS
from verifier.outcome import PARTS
from verifier.report.families import TITLES, by_family

_STYLE = {
    Status.PROVED: "green",
    Status.ENCLOSED: "cyan",
    Status.CHECKED: "yellow",
    Status.ASSUMED: "magenta",
    Status.INCONCLUSIVE: "bold yellow",
    Status.REFUTED: "bold red",
}


LEGEND = (
    "steps of a certificate that the kernel accepts; runs and data sets in ball arithmetic, and random "
    "samples, with how often a check answers holds/fails/undecided/vacuous on them; false variants that "
    "a search refutes"
)
"""What the last column of ``summary_table`` counts."""


def status_text(status: str) -> Text:
    """A status in its colour; the word alone says everything."""
    return Text(status, style=_STYLE[Status(status)])


def summary_table(report: Mapping[str, Any]) -> Table:
    """One row a claim: what it is, what it is worth, and why."""
    table = _table("claim", "provenance", "status", "effective", "supported by")
    for family, claims in by_family(report["claims"], lambda claim: str(claim["id"])):
        _head(table, family, len(claims))
        for claim in claims:
            table.add_row(
                claim["id"],
                claim["provenance"],
                status_text(claim["status"]),
                status_text(claim["effective_status"]),
                ", ".join(support(claim["evidence"])),
            )
    return table


def claims_table(claims: Iterable[Claim]) -> Table:
    """The claims in paper order with the status each is meant to reach."""
    table = _table("claim", "provenance", "wanted", "what it says")
    for family, members in by_family(claims, lambda claim: claim.id):
        _head(table, family, len(members))
        for claim in members:
            table.add_row(claim.id, claim.provenance, status_text(claim.wanted), claim.title)
    return table


def certificates_table(rows: Iterable[Mapping[str, Any]]) -> Table:
    """One row a stored certificate: what the kernel says of it, and whether it is its claim's."""
    table = _table("certificate", "steps", "kernel", "claim", "report")
    for row in rows:
        verdict = Text("accepted", "green") if row["accepted"] else Text("rejected", "bold red")
        claim = {True: Text("this", "green"), False: Text("not this", "bold red"), None: Text("-")}
        known = {True: "same sha256", False: "another sha256", None: "not mentioned"}[row["in_report"]]
        table.add_row(Text(row["claim"]), str(row["steps"] or "-"), verdict, claim[row["stated"]], known)
        if row["problem"] is not None:
            table.add_row("", "", Text(row["problem"], "bold red"))
    return table


def section_lines(report: Mapping[str, Any]) -> Iterator[str]:
    """One line for every part of the report that states a result of its own.

    A summary in several sentences, a list, is left to the report.
    """
    for part in PARTS:
        for name, section in report[part].items():
            summary = section.get("summary")
            said = summary if isinstance(summary, str) else None
            stated = [text for text in (section.get("status"), said) if text]
            if stated:
                yield f"{name}: {', '.join(stated)}"


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column in ("claim", "certificate", "status"))
    return table


def _head(table: Table, family: str, claims: int) -> None:
    """Part the claims of one loss from those of another; a family without a title is only parted."""
    table.add_section()
    if family in TITLES:
        table.add_row(Text(f"{TITLES[family]}: {claims} claim{'s' * (claims != 1)}", "bold"))


def support(evidence: list[dict[str, Any]]) -> Iterator[str]:
    """What carries a claim, in a few words; when something fails, only that."""
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
        yield f"{count} {unit}{'' if count == 1 else 's'}{counts}"


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
