"""Verifies claims and assembles the report: the data from which every form of it is rendered.

The report depends on the code and the settings alone, so that a second run writes the same bytes.  What
differs from run to run and machine to machine stands beside it, in ``run.json``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from verifier.canonical import canonical_json
from verifier.certificates import name_of
from verifier.claim import Status
from verifier.describe import describe, describe_evidence
from verifier.digest import digest_of
from verifier.environment import run_record
from verifier.evidence import Findings
from verifier.outcome import PARTS, summary
from verifier.pool import Collected, Progress, Settings, Task, collect, default_jobs
from verifier.registry import Registry
from verifier.results import plain
from verifier.sections import SECTIONS, Section
from verifier.signals import held_back
from verifier.store import A_REPORT, DIGEST, INTERRUPTED, REPORT, Staging

SCHEMA_VERSION = 2
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
) -> dict[str, Any]:
    """Verify ``claim_ids`` (all when empty) and whatever they rest on; return the report, and ``run``.

    The key ``run`` is the record of this run and no part of the report.  Both are written to ``output``,
    as report.json with its digest, and run.json, with the certificates, unless that is None.  After an
    interruption the report holds what was finished, and says so; nothing is written when that is no claim,
    and a more complete report stays: the new one is then written beside it.  ``published`` is told the
    directory that was written to.  Raises ``UnknownClaim`` and ``UnwritableOutput`` before any work is
    done, and ``TaskFailed``.
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
        return _written(report) | {"run": run_record(collected, jobs)}
    with held_back("the report is being written; a moment"), Staging(output, A_REPORT) as staging:
        collected = collect(tasks, settings, jobs, progress)
        report = _report(registry, chosen, collected, settings)
        run = run_record(collected, jobs)
        if report["claims"]:
            published(_publish(report, run, collected, staging))
    return _written(report) | {"run": run}


def _written(report: dict[str, Any]) -> dict[str, Any]:
    """The report as its JSON."""
    parts = {part: {name: plain(found) for name, found in report[part].items()} for part in PARTS}
    return report | parts


def _report(
    registry: Registry, chosen: Sequence[str], collected: Collected, settings: Settings
) -> dict[str, Any]:
    findings: dict[str, Findings] = {
        task: result.value for task, result in collected.results.items() if isinstance(task, str)
    }
    statuses = {name: found.status for name, found in findings.items()}
    claims = [
        _claim_entry(registry, found, registry.effective(name, statuses))
        for name, found in findings.items()
    ]
    report: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "settings": {
            "seed": settings.seed,
            "precision": settings.precision,
            "quick": settings.quick,
        },
        "interrupted": collected.interrupted,
        "unfinished": [name for name in chosen if name not in findings],
        "summary": summary(claims),
        "claims": claims,
    }
    for part in PARTS:
        report[part] = {
            task.name: result.value
            for task, result in collected.results.items()
            if isinstance(task, Section) and task.part == part and not result.lost
        }
    report["gaps"] = collected.gaps
    return report


def _claim_entry(registry: Registry, found: Findings, effective: Status) -> dict[str, Any]:
    return {
        **describe(registry.claim(found.claim), registry),
        "derivation": [*found.derivation],
        "status": found.status.value,
        "effective_status": effective.value,
        "evidence": [describe_evidence(piece) for piece in found.evidence],
    }


def _publish(
    report: dict[str, Any], run: dict[str, Any], collected: Collected, staging: Staging
) -> Path:
    for result in collected.results.values():
        if isinstance(result.value, Findings) and result.value.certificate is not None:
            staging.write(name_of(result.value.claim), result.value.certificate)
    staging.write(RUN, json.dumps(run, ensure_ascii=False, indent=1) + "\n")
    # Results first: whatever happens to the forms in which they are shown, they are there.
    staging.write(REPORT, canonical_json(report))
    report["gaps"] |= _shown(report, staging)
    staging.write(DIGEST, digest_of(report, staging.path).text)
    beside = INTERRUPTED if _says_less(report, A_REPORT.earlier(staging.output)) else None
    return staging.publish(beside)


def _shown(report: dict[str, Any], staging: Staging) -> dict[str, str]:
    """Render the report; what could not be drawn or rendered, with the reason."""
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
        staging.write(REPORT, canonical_json({**report, "gaps": report["gaps"] | gaps}))
    return gaps


def _says_less(report: dict[str, Any], earlier: Any) -> bool:
    """Whether a run that did not come to its end would replace a report that says more."""
    if earlier is None or not (report["interrupted"] or report["gaps"]):
        return False
    if not (earlier.get("interrupted") or earlier.get("gaps")):
        return True
    try:
        finished = {claim["id"] for claim in report["claims"]}
        return not {claim["id"] for claim in earlier["claims"]} <= finished
    except (TypeError, KeyError):
        return True
