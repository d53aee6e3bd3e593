"""Where each condition of a claim's definitions is assumed, and may be: ``scopes.json``.

Words such as "a step rises" make a case, and others are the numbers of a witness: the claim says them of
some of its systems and facts, and of no other.  The file has, for each claim, conditions by the places at
which they are assumed: a list of a system, or a fact.  What is assumed at another place is not stated
there (``derivations.proof.assumptions``), so that it takes a change of this file, which can be read.
After such a change,

    python -m derivations.proof.scopes                  derives every claim anew
    python -m derivations.proof.scopes square.edge …    only these
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from derivations.contents import CLAIMS, module_of
from derivations.proof.assumed import assumptions
from derivations.proof.said import Said, with_weaker, written
from derivations.proof.stated import conditions_of

SCOPES = Path(__file__).with_name("scopes.json")
_BETWEEN_PLACES, _BETWEEN_CONDITIONS = " | ", "; "


@cache
def scopes() -> Mapping[str, Mapping[str, str]]:
    """The file: by claim and places, the conditions that may be assumed there."""
    found: Mapping[str, Mapping[str, str]] = json.loads(SCOPES.read_text(encoding="utf-8"))
    return found


def assumable(claim_id: str) -> Mapping[str, frozenset[Said]]:
    """For each place of a claim, what its definitions say there, with all that is weaker.

    Only what is a condition of the claim's definitions counts, whatever the file says.
    """
    defined = {*conditions_of(claim_id)}
    places: dict[str, set[Said]] = {}
    for condition, place in allowed(claim_id):
        if condition in defined:
            places.setdefault(place, set()).update(with_weaker(written(condition)))
    return {place: frozenset(said) for place, said in places.items()}


def allowed(claim_id: str) -> Iterator[tuple[str, str]]:
    """Each condition that the file has for the claim, with each place where it may be assumed."""
    for places, conditions in scopes().get(claim_id, {}).items():
        for place in places.split(_BETWEEN_PLACES):
            for condition in conditions.split(_BETWEEN_CONDITIONS):
                yield condition, place


def found_in(claim_id: str, certificate: Any) -> set[tuple[str, str]]:
    """Each condition of the claim's definitions, with each place where ``certificate`` assumes it."""
    saying: dict[Said, list[str]] = {}
    for condition in conditions_of(claim_id):
        for said in with_weaker(written(condition)):
            saying.setdefault(said, []).append(condition)
    return {
        (condition, one.where)
        for one in assumptions(certificate)[0]
        for said in one.said
        for condition in saying.get(said, ())
    }


def grouped(pairs: Iterable[tuple[str, str]], order: Iterable[str]) -> dict[str, str]:
    """The same as the file has it: what is assumed at the same places stands together."""
    places: dict[str, set[str]] = {}
    for condition, place in pairs:
        places.setdefault(condition, set()).add(place)
    groups: dict[str, list[str]] = {}
    for condition in order:
        if condition in places:
            groups.setdefault(_BETWEEN_PLACES.join(sorted(places[condition])), []).append(condition)
    return {where: _BETWEEN_CONDITIONS.join(dict.fromkeys(said)) for where, said in groups.items()}


def main(chosen: Iterable[str]) -> int:
    """Derive the claims, and write what they assume where; 2 for a claim that does not exist."""
    claims = [*chosen] or [*CLAIMS]
    known = dict(scopes()) if SCOPES.exists() else {}
    for claim in claims:
        if claim not in CLAIMS:
            print(f"no claim is called {claim!r}", file=sys.stderr)
            return 2
        proof = import_module(module_of(claim)).CLAIM.derive()
        pairs = found_in(claim, proof.certificate()) if proof.steps else set()
        known[claim] = grouped(pairs, conditions_of(claim))
    kept = {claim: known[claim] for claim in CLAIMS if known.get(claim)}
    SCOPES.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
