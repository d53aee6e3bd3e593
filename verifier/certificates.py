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
from verifier.kernel.replay import Library
from verifier.kernel.rings import COUNTING, RINGS
from verifier.printed import systems_spoken
from verifier.reading import Malformed, parse, read_text
from verifier.statement.form import without_statement

FOLDER = "certificates"
"""The folder beside the report that holds one certificate a claim."""

LARGEST_FILE = 1 << 20
"""Bytes of a certificate; the largest so far has 140,000."""
_LONGEST_INDEX = 6
_FIELDS = {
    "claim": str, "variables": list, "cites": dict, "systems": list, "steps": list, "concludes": list
}  # fmt: skip


def name_of(claim_id: str) -> str:
    """The path of a claim's certificate relative to the report."""
    return f"{FOLDER}/{claim_id}.json"


def canonical(certificate: Mapping[str, Any]) -> str:
    """The one text of a certificate: sorted keys, one line a step and a system, a final newline."""
    return compact(certificate, sort_keys=True)


def digest(text: str) -> str:
    """The sha256 of a certificate's text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def conclusion_of(accepted: Replay) -> str:
    """The sha256 of all that is concluded of this claim: what its table of contents holds it to."""
    said = {"claim": accepted.claim, "concludes": accepted.concludes, "systems": systems_spoken(accepted)}
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


def accept(certificate: Any, claim_id: str, library: Library | None = None) -> Replay:
    """Replay in every ring, but for the statement that it may come with.

    ``library`` are the accepted statements that it may cite.  Raises ``CertificateError`` unless each ring
    accepts it, as of that claim.

    The ring that counts what it costs goes first, so that no other meets more than that.
    """
    accepted: list[Replay] = []
    certificate = without_statement(certificate)
    for ring in sorted(RINGS, key=lambda name: name != COUNTING):
        try:
            accepted.append(replay(certificate, library, ring))
        except CertificateError as error:
            raise CertificateError(f"rejected ({ring}): {error}") from error
        except RecursionError as error:
            raise CertificateError(f"rejected ({ring}): nested too deeply") from error
        if accepted[-1].claim != claim_id:
            raise CertificateError(f"it is about {accepted[-1].claim!r}, not {claim_id}")
    if not accepted or any(one.concludes != accepted[0].concludes for one in accepted):
        raise CertificateError("no ring has replayed it, or two to other conclusions")
    return accepted[-1]


def read(path: Path) -> str:
    """The text of a certificate file.

    Raises ``Malformed`` unless it is the one text of a JSON value with a certificate's shape.
    """
    text = read_text(path, LARGEST_FILE)
    certificate = parsed(path, text)
    require_certificate(path, certificate)
    if canonical(certificate) != text:
        raise Malformed(f"{path}: not the text that the verifier writes for this certificate")
    return text


def parsed(path: Path, text: str) -> Any:
    """The JSON of a file of certificates, whose numbers are counts."""
    return parse(path, text, parse_int=_index, parse_float=_no_float)


def require_certificate(path: Path, certificate: Any) -> None:
    """Raise ``Malformed`` unless it has a certificate's shape."""
    if not isinstance(certificate, dict) or certificate.get("format") != FORMAT:
        raise Malformed(f"{path}: not a certificate of format {FORMAT}")
    for field, kind in _FIELDS.items():
        if not isinstance(certificate.get(field), kind):
            raise Malformed(f"{path}: field {field!r} is missing or malformed")
    try:
        require_shape(certificate)
    except CertificateError as error:
        raise Malformed(f"{path}: {error}") from error


def _index(digits: str) -> int:
    """A number in a certificate counts its own conditions; all others are text."""
    if len(digits) > _LONGEST_INDEX:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _no_float(digits: str) -> Any:
    raise ValueError(f"{digits[:40]} is no whole number")
