"""What both the Markdown and the HTML report show of a report's JSON, in the form they show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from verifier.report.families import by_family
from verifier.report.runs import stretches
from verifier.report.wording import EXPERIMENTS, NAMES, STATUS_MEANING

Entry = Mapping[str, Any]

_LONGEST_WITNESS = 160


def counts(report: Entry) -> dict[str, int]:
    """How many claims have each status, strongest first."""
    return {status: report["summary"][status] for status in STATUS_MEANING if report["summary"].get(status)}


def families(report: Entry) -> list[tuple[str, list[tuple[int, Entry]]]]:
    """Each family of claims, and these with their numbers in the report, counted from 1."""
    return by_family(enumerate(report["claims"], start=1), lambda numbered: str(numbered[1]["id"]))


def used_by(report: Entry) -> dict[str, list[str]]:
    """For each claim the claims that rest on it directly."""
    users: dict[str, list[str]] = {claim["id"]: [] for claim in report["claims"]}
    for claim in report["claims"]:
        for needed in claim["depends_on"]:
            users.setdefault(needed, []).append(claim["id"])
    return users


def supporting(claim: Entry) -> list[Entry]:
    """The evidence for the claim itself; see ``alterations`` for its false variants."""
    return [piece for piece in claim["evidence"] if piece["kind"] != "alteration"]


def alterations(claim: Entry) -> list[Entry]:
    """The evidence that a check can fail: false variants and the witness found against each."""
    return [piece for piece in claim["evidence"] if piece["kind"] == "alteration"]


def witness(piece: Entry) -> str:
    """The witness against a false variant, shortened; report.json has all of it."""
    text: str = piece["data"].get("witness", piece["summary"])
    return text if len(text) <= _LONGEST_WITNESS else text[:_LONGEST_WITNESS].rstrip() + " …"


def concluded(claim: Entry) -> list[Entry]:
    """The facts (``name``, ``text``) that its certificates conclude."""
    return [fact for piece in claim["evidence"] for fact in piece["data"].get("concludes", ())]


def systems(claim: Entry) -> list[Entry]:
    """The transition systems (``name``, ``text``) that the concluded facts speak of."""
    return [system for piece in claim["evidence"] for system in piece["data"].get("systems", ())]


def sentence_case(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def settings_rows(report: Entry) -> list[tuple[str, str]]:
    """What the report depends on beside the code, one row each."""
    made = report["settings"]
    return [
        ("Seed of the searches", str(made["seed"])),
        ("First precision", f"{made['precision']} bits, raised where that does not decide"),
        ("Schema of report.json", str(report["schema_version"])),
    ]


def experiment_introduction(name: str) -> str:
    """What an experiment is about; '' when nothing is written down."""
    return EXPERIMENTS.get(name, "")


def experiment_facts(experiment: Entry) -> list[tuple[str, list[tuple[str, str]]]]:
    """What an experiment states besides its series: groups of names and values, in words."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for name, group in experiment.items():
        if isinstance(group, dict) and name != "series":
            groups.append((words(name), list(_facts(group))))
    return groups


def _facts(group: Entry, prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in group.items():
        if isinstance(value, dict):
            yield from _facts(value, f"{prefix}{words(key)}: ")
        else:
            yield prefix + words(key), cell(value)


def words(key: str) -> str:
    """A key of report.json as the reports call it."""
    return NAMES.get(key, key.replace("_", " "))


def rows_of(piece: Entry) -> list[Entry]:
    """The table that a piece of evidence brings with it, if any: rows with the same columns."""
    rows: list[Entry] = piece["data"].get("rows", [])
    return rows


def cell(value: Any) -> str:
    """One value of a table in few characters; a list of pairs is one of stretches of time."""
    if isinstance(value, list):
        pairs = bool(value) and all(isinstance(item, list) for item in value)
        return stretches(value, "–") if pairs else ", ".join(map(_said, value)) or "none"
    return _said(value)


def _said(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
