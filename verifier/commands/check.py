"""Replays stored certificates with the proof kernel alone, in two independent rings, without SymPy.

When report.json lies beside them, their sha256 are compared with it.

exit codes:
  0  every certificate is accepted, and is the one that the report names
  2  a file cannot be read, or is not a certificate
  3  the kernel rejects a certificate (which proves nothing, and refutes nothing), or it is not the one
     that the report names
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from verifier.commands.options import Parser, UsageError, directory
from verifier.commands.terminal import write, write_json, write_rich
from verifier.outcome import Exit


def add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "directory",
        nargs="?",
        type=directory,
        default=Path("reports"),
        metavar="DIR",
        help="a directory written by the verifier (default: reports)",
    )
    parser.json()


def execute(arguments: Any) -> int:
    """Replay every certificate below DIR."""
    from verifier.certificates import Malformed

    try:
        texts, named = _read(arguments.directory)
    except Malformed as error:
        raise UsageError(str(error)) from error
    rows = [_check(path, text, named) for path, text in texts.items()]
    good = all(row["accepted"] and row["in_report"] is not False for row in rows)
    if arguments.json:
        write_json({"certificates": rows, "all_accepted": good})
    else:
        from verifier.commands.tables import certificates_table

        write_rich(certificates_table(rows))
        write(_sentence(rows))
    return Exit.OK if good else Exit.SHORT


def _read(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The text of every certificate by its relative path, and the sha256 that report.json gives it."""
    from verifier.certificates import FOLDER, Malformed, named_by, parse, read, read_text
    from verifier.store import REPORT

    if not folder.is_dir():
        raise UsageError(f"DIR: {str(folder)!r} is not a directory")
    texts = {f"{FOLDER}/{path.name}": read(path) for path in sorted((folder / FOLDER).glob("*.json"))}
    if not texts:
        raise UsageError(f"DIR: {str(folder)!r} holds no {FOLDER}/*.json")
    named: dict[str, str] = {}
    report = folder / REPORT
    if report.exists():
        try:
            named = dict(named_by(parse(report, read_text(report))))
        except (KeyError, TypeError, AttributeError) as error:
            raise Malformed(f"{report}: not a report of this verifier") from error
    for path in sorted(set(named) - set(texts)):
        raise Malformed(f"{folder / path}: missing, but {REPORT} names it")
    return texts, named


def _check(path: str, text: str, named: dict[str, str]) -> dict[str, Any]:
    """What the kernel says of one certificate; ``in_report`` is None when no report names it."""
    from verifier.certificates import accept, digest
    from verifier.kernel import CertificateError

    claim, sha256 = Path(path).stem, digest(text)
    in_report = named[path] == sha256 if path in named else None
    row = {"claim": claim, "certificate": path, "sha256": sha256, "in_report": in_report}
    try:
        accepted = accept(json.loads(text), claim)
    except CertificateError as error:
        return row | {"accepted": False, "steps": None, "problem": str(error)}
    return row | {"accepted": True, "steps": len(accepted.facts), "problem": None}


def _sentence(rows: list[dict[str, Any]]) -> str:
    rejected = [row["claim"] for row in rows if not row["accepted"]]
    changed = [row["claim"] for row in rows if row["in_report"] is False]
    parts = [f"{len(rows) - len(rejected)} of {len(rows)} certificates accepted in both rings"]
    parts += [f"rejected: {', '.join(rejected)}"] if rejected else []
    parts += [f"not the ones that report.json names: {', '.join(changed)}"] if changed else []
    return "; ".join(parts) + "."
