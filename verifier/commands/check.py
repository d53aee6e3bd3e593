"""Replays stored certificates with the proof kernel alone, in two independent rings, without SymPy.

Each must prove what its claim states, as the table of contents says; every claim that owes a certificate
must have one, unless --claim names some.  When report.json lies beside them, it must name each by its
sha256 and print its conclusions.

exit codes:
  0  every certificate that is owed is there, is accepted, and concludes what its claim states
  2  a file cannot be read, or is not a certificate in the one text that the verifier writes
  3  a certificate is missing, or rejected by the kernel (which proves nothing, and refutes nothing), or not
     its claim's, or not the one that the report names
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier.commands.options import Parser, UsageError, directory
from verifier.commands.terminal import write, write_json, write_rich
from verifier.outcome import Exit

if TYPE_CHECKING:
    from verifier.stored import Audit

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
    from verifier.reading import Malformed
    from verifier.stored import Directory

    folder = arguments.directory
    if not folder.is_dir():
        hint = "; name the DIR that a run has written" if folder == _DEFAULT else ""
        raise UsageError(f"DIR: {str(folder)!r} is not a directory here{hint}")
    try:
        audit = Directory(folder, arguments.claim).audit()
    except Malformed as error:
        raise UsageError(str(error)) from error
    if arguments.json:
        found = {"certificates": audit.rows, "missing": audit.missing, "all_accepted": audit.good}
        write_json(found)
    else:
        from verifier.commands.tables import certificates_table

        write_rich(certificates_table(audit.rows))
        write(_sentence(audit))
    return Exit.OK if audit.good else Exit.SHORT


def _sentence(audit: Audit) -> str:
    rows = audit.rows
    named = {
        "missing": audit.missing,
        "rejected": [row["claim"] for row in rows if not row["accepted"]],
        "not the claim's": [row["claim"] for row in rows if row["accepted"] and row["problem"]],
    }
    accepted = sum(bool(row["accepted"]) for row in rows)
    parts = [f"{accepted} of {len(rows)} certificates accepted in both rings"]
    parts += [f"{fault}: {', '.join(claims)}" for fault, claims in named.items() if claims]
    if audit.good:
        parts.append("each proves its claim" if len(rows) > 1 else "it proves its claim")
    return "; ".join(parts) + "."
