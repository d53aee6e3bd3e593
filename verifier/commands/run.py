"""Verifies the theorems on delayed loss spikes in batch-normalized linear models, and writes
report.json, its digest (digest.json), report.md, report.html and the certificates.  These depend on the
code, the seed, the precision and --quick alone; times, versions and commit go to run.json.  --json prints
one object: the report, and run.json under the key "run".

exit codes:
  0    every claim reached the status it is meant to reach
  1    a claim is refuted
  2    bad usage or input
  3    something is inconclusive, short of its status, or missing (a named gap)
  4    internal error
  130  interrupted; what was finished is kept, in DIR/interrupted when a more complete report lies in DIR
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier.commands.options import Parser, UsageError, directory, whole
from verifier.commands.terminal import note, write, write_json, write_rich
from verifier.lines import columns, filled

if TYPE_CHECKING:
    from verifier.results.report import Report, Run

LEAST_PRECISION, LARGEST_PRECISION = 32, 16384


def add_arguments(parser: Parser) -> None:
    parser.value(
        "--claim",
        action="append",
        default=[],
        metavar="ID",
        help="verify only this claim and what it rests on (repeatable)",
    )
    parser.add_argument("--quick", action="store_true", help="fewer instances and samples")
    parser.value(
        "--jobs",
        type=whole(1, 256),
        metavar="N",
        help="number of processes (default: 2, or 1 on a single processor)",
    )
    parser.value(
        "--precision",
        type=whole(LEAST_PRECISION, LARGEST_PRECISION),
        default=128,
        metavar="BITS",
        help="precision to start from; it is raised until every comparison is decided (default: 128)",
    )
    parser.value(
        "--seed", type=whole(0), default=0, metavar="N", help="seed of every random search (default: 0)"
    )
    parser.value(
        "--output",
        type=directory,
        default=Path("reports"),
        metavar="DIR",
        help="where to write the report (default: reports)",
    )
    parser.json()


def execute(arguments: Any) -> int:
    """Verify, write the report, print the summary."""
    from verifier.collecting import collecting_rarely
    from verifier.commands.progress import ProgressDisplay
    from verifier.outcome import exit_code
    from verifier.pool import Settings
    from verifier.registry import UnknownClaim
    from verifier.sections import SECTIONS
    from verifier.store import UnwritableOutput
    from verifier.verify import verify

    settings = Settings(arguments.quick, arguments.precision, arguments.seed)
    places: list[Path] = []
    try:
        with collecting_rarely(), ProgressDisplay() as progress:
            found = verify(
                arguments.claim,
                settings=settings,
                jobs=arguments.jobs,
                output=arguments.output,
                sections=() if arguments.claim else SECTIONS,
                progress=progress,
                published=places.append,
            )
    except UnknownClaim as error:
        raise UsageError(f"--claim: {error}") from error
    except UnwritableOutput as error:
        raise UsageError(f"--output: {error}") from error
    if arguments.json:
        write_json(found)
    else:
        _print(found.report)
    for place in places:
        if place != arguments.output:
            note(f"the more complete report in {arguments.output} stays; this one is in {place}")
        note(f"report: {place / 'report.html'}")
    note(_made(found.run))
    return exit_code(found.report)


def _print(report: Report) -> None:
    from verifier.commands.tables import LEGEND, section_lines, summary_table
    from verifier.outcome import sentence

    if report.claims:
        write_rich(summary_table(report), LEGEND, "")
    for line in section_lines(report):
        write("\n".join(filled(line, then="    ", widest=columns())))
    write("\n".join(filled(sentence(report), widest=columns())))


def _made(run: Run) -> str:
    """How long it took, and of which commit it was."""
    commit = f"commit {run.commit}" if run.commit else "no commit known"
    return f"run: {run.seconds:.0f} s, {run.cpu_seconds:.0f} s CPU, {commit}"
