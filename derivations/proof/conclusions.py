"""Writes ``conclusions.json``: what each claim's certificate concludes, as one sha256 a claim.

And ``statements.json``: what each claim says, likewise, so that ``check`` knows it without SymPy.

A change of a statement changes its line there, and so cannot pass unseen: the run and ``check`` hold every
certificate to it.  After such a change,

    python -m derivations.proof.conclusions                  derives every claim anew
    python -m derivations.proof.conclusions square.edge …    only these
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module

from derivations.contents import CLAIMS, CONCLUSIONS, STATEMENTS, conclusions, module_of, statements
from derivations.proof.arguments import Arguments
from derivations.proof.unproved import Unproved
from verifier.certificates import accept, conclusion_of
from verifier.kernel import CertificateError
from verifier.statement.form import FIELD, statement_sha256, unconcluded

DESCRIPTION = (
    "Derives claims anew, and writes what their certificates conclude to derivations/conclusions.json, one "
    "sha256 a claim, and what they state to derivations/statements.json.  The run and its check hold every "
    "certificate to these: after a change of a statement, its lines there have to be written again."
)
"""What ``--help`` says (Python may drop docstrings)."""


def concluded_by(claim_id: str) -> str | None:
    """The sha256 of what the claim's derivation concludes; None when it offers no certificate.

    Raises ``Unproved`` when that is not what the claim states.
    """
    claim = import_module(module_of(claim_id)).CLAIM
    proof = claim.derive()
    if not proof.steps:
        return None
    certificate = proof.certificate()
    accepted = accept(certificate, claim_id)
    if claim.canonical is not None:
        for wrong in unconcluded(accepted, {**certificate, FIELD: claim.canonical}):
            raise Unproved(f"{claim_id}: {wrong}")
    return conclusion_of(accepted)


def stated_by(claim_id: str) -> str | None:
    """The sha256 of what the claim states; None where that is only typed."""
    canonical = import_module(module_of(claim_id)).CLAIM.canonical
    return None if canonical is None else statement_sha256(canonical)


def write_statements(found: Mapping[str, str | None]) -> None:
    """Put these into the file, in paper order; a claim of which nothing is found has no line."""
    known = {**(statements() if STATEMENTS.exists() else {}), **found}
    kept = {claim: known[claim] for claim in CLAIMS if known.get(claim)}
    STATEMENTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def write(found: Mapping[str, str | None]) -> None:
    """Put these into the file, in paper order; claims of which nothing was found keep their line."""
    known = {**(conclusions() if CONCLUSIONS.exists() else {}), **found}
    kept = {claim: known[claim] for claim in CLAIMS if known.get(claim)}
    CONCLUSIONS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def main(chosen: Sequence[str]) -> int:
    """Derive the claims, and write what they conclude; ends with 2 for a claim that does not exist."""
    parser = Arguments("derivations.proof.conclusions", DESCRIPTION)
    parser.add_argument("claims", nargs="*", metavar="ID", help="only this claim (default: all of them)")
    claims: list[str] = parser.parse_args(chosen).claims or [*CLAIMS]
    for claim in claims:
        if claim not in CLAIMS:
            close = get_close_matches(claim, CLAIMS, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            parser.error(f"ID: no claim is called {claim!r}{hint}")
    try:
        found = {claim: concluded_by(claim) for claim in claims}
        write_statements({claim: stated_by(claim) for claim in claims})
        write(found)
    except (Unproved, CertificateError) as error:
        print(f"nothing is written: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
