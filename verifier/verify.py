"""Verifies claims and assembles the report: the data from which every form of it is rendered.

The report depends on the code and the settings alone, so that a second run writes the same bytes.  What
differs from run to run and machine to machine stands beside it, in ``run.json``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from verifier.canonical import canonical_json, indented
from verifier.certificates import name_of
from verifier.citations import rested_on
from verifier.claim import Status
from verifier.describe import entry
from verifier.digest import digest_of
from verifier.environment import run_record
from verifier.evidence import Findings
from verifier.lemmas import Certificates, Library, counted, merged, text_of
from verifier.pool import Collected, Progress, Settings, Task, collect, default_jobs
from verifier.product import A_REPORT, DIGEST, INTERRUPTED, LEMMAS, REPORT, Earlier
from verifier.registry import Registry
from verifier.results import Found
from verifier.results.evidence import Evidence
from verifier.results.report import PARTS, SCHEMA_VERSION, Made, Report, Run, Verified
from verifier.sections import SECTIONS, Section
from verifier.signals import held_back
from verifier.store import Staging

RUN = "run.json"
"""Times, versions, platform and commit: beside the report, and no part of it."""


def verify(
    claim_ids: Sequence[str] = (),
    *,
    settings: Settings | None = None,
    jobs: int | None = None,
    output: Path | None = None,
    sections: Sequence[Section] = SECTIONS,
    progress: Progress = lambda finished: None,
    published: Callable[[Path], None] = lambda place: None,
) -> Verified:
    """Verify ``claim_ids`` (all when empty) and whatever they rest on; return the report and the run.

    Both are written to ``output``, as report.json with its digest, and run.json, with the certificates,
    unless that is None.  After an interruption the report holds what was finished, and says so; nothing is
    written when that is no claim, and a more complete report stays: the new one is then written beside it.
    ``published`` is told the directory that was written to.  Raises ``UnknownClaim`` and
    ``UnwritableOutput`` before any work is done, and ``TaskFailed``.
    """
    settings = settings or Settings()
    registry = Registry(settings.contents)
    chosen = registry.closure(claim_ids or registry.ids)
    wanted = [section for section in sections if section.in_quick or not settings.quick]
    tasks: list[Task] = [*wanted, *chosen]
    jobs = jobs or default_jobs()
    if output is None:
        collected = collect(tasks, settings, jobs, progress)
        report = _report(registry, chosen, collected, settings)
        return Verified(report, run_record(collected, jobs))
    with held_back("the report is being written; a moment"), Staging(output, A_REPORT) as staging:
        collected = collect(tasks, settings, jobs, progress)
        report = _report(registry, chosen, collected, settings)
        run = run_record(collected, jobs)
        if report.claims:
            report, place = _publish(report, run, collected, staging)
            published(place)
    return Verified(report, run)


def _report(
    registry: Registry, chosen: Sequence[str], collected: Collected, settings: Settings
) -> Report:
    findings = {found.claim: found for found in _held_to_citations(_findings(collected), registry)}
    statuses = {name: found.status for name, found in findings.items()}
    parts: dict[str, dict[str, Found]] = {part: {} for part in PARTS}
    for task, result in collected.results.items():
        if isinstance(task, Section) and not result.lost:
            parts[task.part][task.name] = result.value
    return Report(
        schema_version=SCHEMA_VERSION,
        settings=Made(settings.seed, settings.precision, settings.quick),
        interrupted=collected.interrupted,
        unfinished=tuple(name for name in chosen if name not in findings),
        claims=tuple(
            entry(registry.claim(name), registry, found, registry.effective(name, statuses))
            for name, found in findings.items()
        ),
        gaps=collected.gaps,
        lemmas=counted(_lemmas([*findings.values()])),
        **parts,
    )


def _findings(collected: Collected) -> list[Findings]:
    """What was found about each claim, in paper order."""
    return [result.value for task, result in collected.results.items() if isinstance(task, str)]


def _held_to_citations(findings: Sequence[Findings], registry: Registry) -> Iterator[Findings]:
    """INCONCLUSIVE is what cites a conclusion of a claim on which nothing says that it rests."""
    certified = [found for found in findings if found.certificate is not None]
    library = Library(_lemmas(certified))
    cited = {found.claim: library.under(json.loads(str(found.certificate))) for found in certified}
    whole = [found for found in certified if registry.claim(found.claim).wanted is Status.PROVED]
    rests = rested_on(cited, {found.claim: found.concludes for found in whole})
    for found in findings:
        others = {*rests.get(found.claim, ())} - {*registry.rests_on(found.claim)}
        if others:
            summary = f"it cites {', '.join(sorted(others))}, which the table of contents does not say"
            more = Evidence("citations", Status.INCONCLUSIVE, summary)
            found = replace(found, evidence=(*found.evidence, more))
        yield found


def _lemmas(findings: Sequence[Findings]) -> Certificates:
    """The lemmas on which the certificates rest, each once."""
    certificates = [json.loads(found.certificate) for found in findings if found.certificate is not None]
    return merged((found.lemmas for found in findings), certificates)


def _publish(
    report: Report, run: Run, collected: Collected, staging: Staging
) -> tuple[Report, Path]:
    """The report as it was published, with what could not be shown of it, and where."""
    certified = [found for found in _findings(collected) if found.certificate is not None]
    for found in certified:
        staging.write(name_of(found.claim), str(found.certificate))
    staging.write(LEMMAS, text_of(_lemmas(certified)))
    staging.write(RUN, indented(run))
    # Results first: whatever happens to the forms in which they are shown, they are there.
    staging.write(REPORT, canonical_json(report))
    report = _shown(report, staging)
    staging.write(DIGEST, digest_of(report, staging.path).text)
    beside = INTERRUPTED if _says_less(report, Earlier.found_in(staging.output)) else None
    return report, staging.publish(beside)


def _shown(report: Report, staging: Staging) -> Report:
    """Render the report; to it is added what could not be drawn or rendered, with the reason."""
    gaps: dict[str, str] = {}

    def render(folder: Path) -> None:
        from verifier.report.render import write_report

        gaps.update(write_report(report, folder) or {})

    try:
        staging.fill(render)
    except OSError:
        raise
    except Exception as error:
        gaps = {"report.html and report.md": f"not rendered: {type(error).__name__}: {error}"}
        staging.write(REPORT, canonical_json(_with(report, gaps)))
    return _with(report, gaps)


def _with(report: Report, gaps: dict[str, str]) -> Report:
    return replace(report, gaps={**report.gaps, **gaps})


def _says_less(report: Report, earlier: Earlier | None) -> bool:
    """Whether a run that did not come to its end would replace a report that says more."""
    if earlier is None or not (report.interrupted or report.gaps):
        return False
    if earlier.complete or earlier.claims is None:
        return True
    return not earlier.claims <= {claim.id for claim in report.claims}
