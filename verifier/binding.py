"""Whether an accepted certificate is one of its claim: not of nothing, and not of something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from verifier.certificates import conclusion_of
from verifier.kernel import Replay
from verifier.kernel.atoms import Atom, Condition, Implication, found, read_atoms
from verifier.kernel.rings import FlintRing, Ring
from verifier.kernel.systems import System, read_system
from verifier.printed import fact_text
from verifier.statement.expression import read_polynomial

_NAME = re.compile(r"\b[A-Za-z_]\w*")
_FALSE_NUMBERS = {">": (-1, 0), ">=": (-1,), "=": (-1, 1), "!=": (0,)}


def objections(
    accepted: Replay,
    shown: Mapping[str, Sequence[str]],
    stated: Mapping[str, str] | None,
) -> Iterator[str]:
    """Why the certificate, though the kernel accepts it, is no proof of its claim; nothing if it is one.

    ``shown`` are the relations that the derivation says it concludes, each a polynomial and its sign, and
    ``stated`` what the table of contents holds each claim to (None: it does not say).
    """
    for name, statement in accepted.concludes.items():
        if says_nothing(statement):
            yield f"{name!r} says nothing: {fact_text(statement, accepted.systems)}"
        if name in shown and not _concludes(statement, shown[name]):
            polynomial, sign = shown[name]
            says = fact_text(statement, accepted.systems)
            yield f"{name!r} concludes {says}, where the derivation shows {polynomial} {sign} 0"
    for name in shown:
        if name not in accepted.concludes:
            yield f"it does not conclude {name!r}"
    if stated is not None and stated.get(accepted.claim) != conclusion_of(accepted):
        yield "it does not conclude what the table of contents says (see derivations.proof.conclusions)"


def says_nothing(statement: Mapping[str, Any]) -> bool:
    """Whether a fact is about no variable, or repeats what it assumes.

    So it is if it assumes something false of a number.  What a system declares of every state and step, and
    how a sequence along it is defined, need not be shown.  That a run ends, or is one of another system,
    always says something.
    """
    if "fact" in statement:
        return says_nothing(statement["fact"])
    if "then" not in statement:
        return False
    ring = _ring(statement)
    given: list[Atom] = [*read_atoms(statement, "given", ring)]
    if "along" in statement:
        system = _system(statement["along"], ring)
        given += system.known(statement["at"])
    if any(isinstance(one, Condition) and one.number in _FALSE_NUMBERS[one.sign] for one in given):
        return True
    return all(_idle(one, given) for one in read_atoms(statement, "then", ring))


def _idle(said: Atom, given: Sequence[Atom]) -> bool:
    """Whether a conclusion compares numbers, or stands among what is given, here or as its own premise."""
    if isinstance(said, Implication):
        return found(said, given) or _idle(said.then, [*given, *said.given])
    return found(said, given) or (isinstance(said, Condition) and said.number is not None)


def _concludes(statement: Mapping[str, Any], shown: Sequence[str]) -> bool:
    """Whether it concludes this relation, up to a factor, and nothing else."""
    ring = _ring(statement, *shown)
    polynomial, sign = shown
    relation = Condition(read_polynomial(polynomial, ring), sign)
    then = read_atoms(statement, "then", ring) if "then" in statement else ()
    return len(then) == 1 and then[0].implies(relation) and relation.implies(then[0])


def _ring(statement: Mapping[str, Any], *texts: str) -> Ring:
    """Polynomials in all that could be a variable of these."""
    names = {*_NAME.findall(str([statement, *texts]))}
    after = {f"{x}_next" for x in statement.get("along", {}).get("ghosts", ())}
    return FlintRing(sorted(names | after))


def _system(statement: Mapping[str, Any], ring: Ring) -> System:
    return read_system({"name": "it", **statement}, ring)
