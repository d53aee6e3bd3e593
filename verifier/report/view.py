"""What both the Markdown and the HTML report show of a report, in the form they show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from verifier.numbers import counted
from verifier.product import LEMMAS
from verifier.report.families import by_family
from verifier.report.runs import stretches
from verifier.report.wording import EXPERIMENTS, NAMES, WHITENED
from verifier.results.claims import ClaimEntry
from verifier.results.evidence import Accepted, Evidence, Named, Variant
from verifier.results.experiment import Experiment
from verifier.results.report import Report

_LONGEST_WITNESS = 160


def families(report: Report) -> list[tuple[str, list[tuple[int, ClaimEntry]]]]:
    """Each family of claims, and these with their numbers in the report, counted from 1."""
    return by_family(enumerate(report.claims, start=1), lambda numbered: numbered[1].id)


def certificates(report: Report) -> str:
    """How many steps the kernel has accepted, in a sentence; '' where it has accepted none."""
    count, steps = report.certified
    if not count or report.lemmas is None:
        return ""
    said = f"{counted(count, 'certificate')} of {counted(steps, 'step')}"
    return (
        f"The kernel accepts {said}; they cite {counted(report.lemmas.count, 'lemma')} of "
        f"{counted(report.lemmas.steps, 'step')}, each proved once, in {LEMMAS}."
    )


def used_by(report: Report) -> dict[str, list[str]]:
    """For each claim the claims that rest on it directly."""
    users: dict[str, list[str]] = {claim.id: [] for claim in report.claims}
    for claim in report.claims:
        for needed in claim.depends_on:
            users.setdefault(needed, []).append(claim.id)
    return users


def supporting(claim: ClaimEntry) -> list[Evidence]:
    """The evidence for the claim itself; see ``alterations`` for its false variants."""
    return [piece for piece in claim.evidence if not isinstance(piece.data, Variant)]


def alterations(claim: ClaimEntry) -> list[tuple[Evidence, Variant]]:
    """The evidence that a check can fail: false variants and the witness found against each."""
    return [(piece, piece.data) for piece in claim.evidence if isinstance(piece.data, Variant)]


def witness(piece: Evidence, variant: Variant) -> str:
    """The witness against a false variant, shortened; report.json has all of it."""
    text = piece.summary if variant.witness is None else variant.witness
    return text if len(text) <= _LONGEST_WITNESS else text[:_LONGEST_WITNESS].rstrip() + " …"


def concluded(claim: ClaimEntry) -> list[Named]:
    """The facts that its certificates conclude."""
    return [fact for piece in claim.evidence for fact in piece.concludes]


def systems(claim: ClaimEntry) -> list[Named]:
    """The transition systems that the concluded facts speak of."""
    return [system for piece in claim.evidence for system in piece.systems]


def cited(claim: ClaimEntry) -> list[str]:
    """The lemmas that its certificates cite, by the names that they have there."""
    accounts = [piece.data for piece in claim.evidence if isinstance(piece.data, Accepted)]
    return [name for account in accounts for name in account.cites]


def sentence_case(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def settings_rows(report: Report) -> list[tuple[str, str]]:
    """What the report depends on beside the code, one row each."""
    made = report.settings
    return [
        ("Seed of the searches", str(made.seed)),
        ("First precision", f"{made.precision} bits, raised where that does not decide"),
        ("Schema of report.json", str(report.schema_version)),
    ]


def experiment_introduction(name: str) -> str:
    """What an experiment is about; '' when nothing is written down."""
    return EXPERIMENTS.get(name, "")


def beside_whitened(report: Report, name: str) -> str:
    """What becomes of the run on data that are not whitened if they are; '' for any other experiment."""
    found = report.experiments.get(WHITENED.get(name, ""))
    if not isinstance(found, Experiment) or found.followed is None:
        return ""
    events = found.followed.reduced.events
    return (
        f"Whitened, the same data give an onset at {cell(events.onset)} and rises of the loss at "
        f"{stretches(events.loss_rises, '–') or 'no time'}."
    )


def experiment_facts(experiment: Experiment) -> list[tuple[str, list[tuple[str, str]]]]:
    """What an experiment states besides its series: groups of names and values, in words."""
    facts = {} if experiment.followed is None else experiment.followed.facts()
    return [(words(name), list(_facts(group))) for name, group in facts.items()]


def _facts(group: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in group.items():
        if isinstance(value, dict):
            yield from _facts(value, f"{prefix}{words(key)}: ")
        else:
            yield prefix + words(key), cell(value)


def words(key: str) -> str:
    """A key of report.json as the reports call it."""
    return NAMES.get(key, key.replace("_", " "))


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
