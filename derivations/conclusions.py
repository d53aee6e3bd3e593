"""Writes ``conclusions.json``: what each claim's certificate concludes, as one sha256 a claim.

A change of a statement changes its line there, and so cannot pass unseen: the run and ``check`` hold every
certificate to it.  After such a change,

    python -m derivations.conclusions                  derives every claim anew
    python -m derivations.conclusions square.edge …    only these
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module

from derivations.contents import CLAIMS, CONCLUSIONS, conclusions, module_of
from verifier.certificates import accept, conclusion_of


def concluded_by(claim_id: str) -> str | None:
    """The sha256 of what the claim's derivation concludes; None when it offers no certificate."""
    proof = import_module(module_of(claim_id)).CLAIM.derive()
    return conclusion_of(accept(proof.certificate(), claim_id)) if proof.steps else None


def write(found: Mapping[str, str | None]) -> None:
    """Put these into the file, in paper order; claims of which nothing was found keep their line."""
    known = {**(conclusions() if CONCLUSIONS.exists() else {}), **found}
    kept = {claim: known[claim] for claim in CLAIMS if known.get(claim)}
    CONCLUSIONS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def main(chosen: Iterable[str]) -> int:
    """Derive the claims, and write what they conclude; 2 for a claim that does not exist."""
    claims = [*chosen] or [*CLAIMS]
    for claim in claims:
        if claim not in CLAIMS:
            print(f"no claim is called {claim!r}", file=sys.stderr)
            return 2
    write({claim: concluded_by(claim) for claim in claims})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
