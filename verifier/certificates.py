"""Stored certificates: their one text, their names, and whether the kernel accepts them.

Nothing here imports SymPy: whoever doubts the derivations can still replay what they wrote.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from verifier.canonical import compact
from verifier.kernel import FORMAT, CertificateError, Replay, replay
from verifier.kernel.limits import require_shape
from verifier.kernel.rings import COUNTING, RINGS
from verifier.reading import Malformed, parse, read_text
from verifier.results.evidence import Accepted, Named
from verifier.results.record import plain
from verifier.statement.form import without_statement

FOLDER = "certificates"
"""The folder beside the report that holds one certificate a claim."""

LARGEST_FILE = 1 << 20
"""Bytes of a certificate; the largest so far has 74,000."""
_LONGEST_INDEX = 6
_FIELDS = {"claim": str, "variables": list, "systems": list, "steps": list, "concludes": list}


def name_of(claim_id: str) -> str:
    """The path of a claim's certificate relative to the report."""
    return f"{FOLDER}/{claim_id}.json"


def canonical(certificate: Mapping[str, Any]) -> str:
    """The one text of a certificate: sorted keys, one line a step and a system, a final newline."""
    return compact(certificate, sort_keys=True)


def digest(text: str) -> str:
    """The sha256 of a certificate's text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def account_of(accepted: Replay) -> Accepted:
    """What the kernel accepts: how many steps, in which rings, and what it concludes, as it prints it."""
    return Accepted(
        steps=len(accepted.facts),
        replays=tuple(RINGS),
        concludes=tuple(Named(name, str(accepted.facts[name])) for name in accepted.concludes),
        systems=tuple(Named(name, text) for name, text in accepted.systems_concluded().items()),
    )


def conclusion_of(accepted: Replay) -> str:
    """The sha256 of all that is concluded of this claim: what its table of contents holds it to."""
    account = account_of(accepted)
    said = {
        "claim": accepted.claim, "concludes": plain(account.concludes), "systems": plain(account.systems)
    }
    return digest(json.dumps(said, sort_keys=True, ensure_ascii=False, indent=1) + "\n")


def stated(contents: str) -> Mapping[str, str] | None:
    """For each claim that owes a certificate, the ``conclusion_of`` it, as the table of contents says.

    None when there is no such module, or it does not say.  One that is there and fails to be imported is
    an error like any other.
    """
    table = contents_of(contents)
    conclusions: Callable[[], Mapping[str, str]] | None = getattr(table, "conclusions", None)
    return conclusions() if conclusions else None


def stated_as(contents: str) -> Mapping[str, str]:
    """For each claim with a statement that is compared, its sha256, as the table of contents says."""
    statements: Callable[[], Mapping[str, str]] | None = getattr(contents_of(contents), "statements", None)
    return statements() if statements else {}


def contents_of(contents: str) -> ModuleType | None:
    """The table of contents; None only where it, or the package that it is in, is not there."""
    try:
        return import_module(contents)
    except ModuleNotFoundError as error:
        if not f"{contents}.".startswith(f"{error.name}."):
            raise
        return None


def accept(certificate: Any, claim_id: str) -> Replay:
    """Replay in every ring, but for the statement that it may come with.

    Raises ``CertificateError`` unless each accepts it, as of that claim.

    The ring that counts what it costs goes first, so that no other meets more than that.
    """
    accepted: Replay | None = None
    certificate = without_statement(certificate)
    for ring in sorted(RINGS, key=lambda name: name != COUNTING):
        try:
            accepted = replay(certificate, ring)
        except CertificateError as error:
            raise CertificateError(f"rejected ({ring}): {error}") from error
        except RecursionError as error:
            raise CertificateError(f"rejected ({ring}): nested too deeply") from error
        if accepted.claim != claim_id:
            raise CertificateError(f"it is about {accepted.claim!r}, not {claim_id}")
    if accepted is None:
        raise CertificateError("no ring has replayed it")
    return accepted


def read(path: Path) -> str:
    """The text of a certificate file.

    Raises ``Malformed`` unless it is the one text of a JSON value with a certificate's shape.
    """
    text = read_text(path, LARGEST_FILE)
    certificate = parse(path, text, parse_int=_index, parse_float=_no_float)
    if not isinstance(certificate, dict) or certificate.get("format") != FORMAT:
        raise Malformed(f"{path}: not a certificate of format {FORMAT}")
    for field, kind in _FIELDS.items():
        if not isinstance(certificate.get(field), kind):
            raise Malformed(f"{path}: field {field!r} is missing or malformed")
    try:
        require_shape(certificate)
    except CertificateError as error:
        raise Malformed(f"{path}: {error}") from error
    if canonical(certificate) != text:
        raise Malformed(f"{path}: not the text that the verifier writes for this certificate")
    return text


def _index(digits: str) -> int:
    """A number in a certificate counts its own conditions; all others are text."""
    if len(digits) > _LONGEST_INDEX:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _no_float(digits: str) -> Any:
    raise ValueError(f"{digits[:40]} is no whole number")
