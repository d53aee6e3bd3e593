"""Whether an accepted certificate is one of its claim: not of nothing, and not of something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from verifier.certificates import conclusion_of
from verifier.kernel import Replay
from verifier.kernel.conditions import Sequent, find

_WORD = re.compile(r"[A-Za-z_]\w*")
_SIGN = re.compile(r"[<>=]")


def objections(
    accepted: Replay,
    variables: Sequence[str],
    shown: Mapping[str, Sequence[str]],
    stated: Mapping[str, str] | None,
) -> Iterator[str]:
    """Why the certificate, though the kernel accepts it, is no proof of its claim; nothing if it is one.

    ``variables`` are those of the certificate, ``shown`` the relations that the derivation says it
    concludes, and ``stated`` what the table of contents holds each claim to (None: it does not say).
    """
    for name in accepted.concludes:
        fact = accepted.facts[name]
        if says_nothing(fact, variables):
            yield f"{name!r} says nothing: {fact}"
        compared = name in shown and isinstance(fact, Sequent)
        if compared and [fact.conclusion.text, fact.conclusion.sign] != [*shown[name]]:
            polynomial, sign = shown[name]
            yield f"{name!r} concludes {fact.conclusion}, where the derivation shows {polynomial} {sign} 0"
    for name in shown:
        if name not in accepted.concludes:
            yield f"it does not conclude {name!r}"
    if stated is not None and stated.get(accepted.claim) != conclusion_of(accepted):
        yield "it does not conclude what the table of contents says (see derivations.conclusions)"


def says_nothing(fact: Any, variables: Sequence[str]) -> bool:
    """Whether a fact is about no variable, repeats what it assumes, or has the same on both sides."""
    known = set(variables)
    if not isinstance(fact, Sequent):
        said = str(fact)
        return bool(_SIGN.search(said)) and not known & set(_WORD.findall(said))
    conclusion = fact.conclusion
    left, _, right = conclusion.text.partition(" - (")
    return (
        not known & set(_WORD.findall(conclusion.text))
        or find(conclusion, fact.given)
        or right == f"{left})"
    )
