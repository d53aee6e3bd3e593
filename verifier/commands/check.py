"""Replays stored certificates with the proof kernel alone, in two independent rings, without SymPy.

Each must conclude what the table of contents says of its claim; every claim that owes a certificate must
have one, unless --claim names some.  When report.json lies beside them, it must name each by its sha256
under its own claim, print its conclusions, and say PROVED of no other claim.  When its digest, digest.json,
lies there, with or without it, that must do so too, be the digest of that report, and name the files beside
it by their sha256.  LaTeX, and what checks, searches and experiments found, are not looked at.

exit codes:
  0  every certificate that is owed is there, is accepted, and is its claim's
  2  a file cannot be read, or is not a certificate in the one text that the verifier writes, or no report
     or digest
  3  a certificate is missing, or rejected by the kernel (which proves nothing, and refutes nothing), or not
     its claim's, or not the one that the report names; or the report says what cannot be of a claim
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier.commands.options import Parser, UsageError, directory
from verifier.commands.terminal import write, write_json, write_rich
from verifier.exits import Exit
from verifier.lines import columns, filled
from verifier.numbers import counted

if TYPE_CHECKING:
    from verifier.results.audit import Audit

_DEFAULT = Path("reports")


def add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "directory",
        nargs="?",
        type=directory,
        default=_DEFAULT,
        metavar="DIR",
        help="a directory written by the verifier (default: reports)",
    )
    parser.value("--claim", action="append", default=[], metavar="ID", help="only this claim (repeatable)")
    parser.json()


def execute(arguments: Any) -> int:
    """Replay every certificate below DIR."""
    from verifier.collecting import collecting_rarely
    from verifier.reading import Malformed
    from verifier.stored import Directory

    folder = arguments.directory
    if not folder.is_dir():
        hint = "; name the DIR that a run has written" if folder == _DEFAULT else ""
        raise UsageError(f"DIR: {str(folder)!r} is not a directory here{hint}")
    try:
        with collecting_rarely():
            audit = Directory(folder, arguments.claim).audit()
    except Malformed as error:
        raise UsageError(str(error)) from error
    if arguments.json:
        write_json(audit)
    else:
        from verifier.commands.tables import certificates_table

        write_rich(certificates_table(audit.rows))
        for text in _said(audit):
            write("\n".join(filled(text, then="    ", widest=columns())))
    return Exit.OK if audit.good else Exit.SHORT


def _said(audit: Audit) -> Iterator[str]:
    """What the table does not say, one text after the other."""
    for wrong, fault in audit.faults.items():
        yield f"{wrong}: {fault}"
    if audit.missing:
        yield f"missing: {', '.join(audit.missing)}"
    if audit.partial:
        yield (
            f"{audit.compared[-1]} has none of these claims, as after a run with --claim: then check what "
            "it has by --claim ID, once for each of its claims"
        )
    yield _sentence(audit)
    if audit.good:
        yield _vouched(audit)


def _sentence(audit: Audit) -> str:
    """How many there are of each kind; which they are, stands above."""
    rows = audit.rows
    accepted = sum(row.accepted for row in rows)
    numbers = {
        "missing": len(audit.missing),
        "rejected": len(rows) - accepted,
        "not of its claim": sum(bool(row.accepted and row.problem) for row in rows),
        "wrong in the report": len(audit.faults),
    }
    parts = [f"{accepted} of {counted(len(rows), 'certificate')} accepted in both rings"]
    parts += [f"{number} {fault}" for fault, number in numbers.items() if number]
    if audit.good:
        each = "each" if len(rows) > 1 else "it"
        if audit.claims_here:
            parts.append(f"{each} concludes what its claim asks of a certificate")
        else:
            parts.append(f"{each} concludes what the report says; the claims themselves are not here")
    return "; ".join(parts) + "."


def _vouched(audit: Audit) -> str:
    """What was compared, which parts of it are vouched for, and which are not."""
    from verifier.product import DIGEST, REPORT

    if not audit.compared:
        return "Nothing but these certificates is vouched for; there is no report here."
    whole = REPORT in audit.compared
    parts = ["these certificates"]
    parts += ["that each concludes the statement that it may come with"]
    parts += ["the conclusions printed with them"] * whole + ["that none is PROVED without one"]
    if audit.claims_here:
        said = "what is said of these claims in words" if whole else "which status each is meant to reach"
        parts.append(f"{said}, as in their sources")
    if DIGEST in audit.compared:
        parts.append(f"that the files here are those of {DIGEST}")
    return (
        f"{_compared(whole, DIGEST in audit.compared)}  Vouched for in the report: {'; '.join(parts)}.  "
        "Not vouched for: printed LaTeX, lists of hypotheses and derivations; what checks, searches and "
        "experiments found, and every status that rests on it."
    )


def _compared(whole: bool, digest: bool) -> str:
    """Whether the certificates were compared with all of the report, or with its digest alone."""
    from verifier.product import DIGEST, REPORT

    if not whole:
        return f"Compared with {DIGEST} alone: {REPORT}, which every run writes, is not here."
    return f"Compared with {REPORT} in full" + (f", and this with {DIGEST}." if digest else ".")
