"""Writes which facts are lemmas, and which claims rest on which, after a change of an argument.

    python -m derivations.proof.lemmas

derives every claim, and writes the hashes of what several of them use to ``elaborate/lemmas.json``, and the
claims on whose conclusions each one rests to ``derivations/citations.json``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from importlib import import_module

from derivations.contents import CITATIONS, CLAIMS, module_of
from derivations.proof.arguments import Arguments
from derivations.proof.elaborate.builder import Builder
from derivations.proof.elaborate.library import LEMMAS, certified, shared
from verifier.citations import below, rested_on
from verifier.claim import Status

DESCRIPTION = (
    "Derives every claim, and writes which facts are lemmas to derivations/proof/elaborate/lemmas.json, "
    "and which claims rest on which to derivations/citations.json."
)
"""What ``--help`` says (Python may drop docstrings)."""


def citations(
    theorems: Iterable[tuple[Builder, Sequence[str]]], among: Collection[str], whole: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """By claim, those on which it rests; of a lemma that is proved in several ways, by whichever.

    ``whole`` are the claims that are to be PROVED.
    """
    cites: dict[str, set[str]] = {}
    cited, concluded = dict[str, set[str]](), dict[str, set[str]]()
    for builder, concludes in theorems:
        own, made = certified(builder, concludes, among)
        cited[builder.claim] = {*own["cites"].values()}
        if builder.claim in whole:
            concluded[builder.claim] = {builder.hashes[name] for name in concludes}
        for sha256, lemma in made.items():
            cites.setdefault(sha256, set()).update(lemma["cites"].values())
    return rested_on({claim: below(roots, cites) for claim, roots in cited.items()}, concluded)


def main() -> None:
    """Derive every claim, and write both lists."""
    Arguments("derivations.proof.lemmas", DESCRIPTION).parse_args()
    claims = [import_module(module_of(claim)).CLAIM for claim in CLAIMS]
    proofs = (claim.derive() for claim in claims)
    theorems = [proof.elaborated() for proof in proofs if proof.steps]
    found = shared(theorems)
    LEMMAS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    whole = {claim.id for claim in claims if claim.wanted is Status.PROVED}
    rests = {claim: [*others] for claim, others in citations(theorems, found, whole).items()}
    CITATIONS.write_text(json.dumps(rests, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
