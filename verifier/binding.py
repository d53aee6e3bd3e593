"""Whether an accepted certificate is one of its claim: not of nothing, and not of something else."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from verifier.certificates import conclusion_of
from verifier.kernel import Replay
from verifier.kernel.conditions import (
    Always,
    AtEveryTime,
    Bounded,
    Condition,
    Counted,
    Flow,
    Growth,
    Sequent,
    read_condition,
)
from verifier.kernel.rings import COUNTING, RINGS, Ring
from verifier.written import as_written

_WORD = re.compile(r"[A-Za-z_]\w*")
_HOLDS = {">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne}


def objections(
    accepted: Replay,
    variables: Sequence[str],
    shown: Mapping[str, Sequence[str]],
    stated: Mapping[str, str] | None,
    systems: Sequence[Mapping[str, Any]] = (),
) -> Iterator[str]:
    """Why the certificate, though the kernel accepts it, is no proof of its claim; nothing if it is one.

    ``variables`` are those of the certificate, ``shown`` the relations that the derivation says it
    concludes, and ``stated`` what the table of contents holds each claim to (None: it does not say).
    ``systems`` are those of the certificate.
    """
    for name in accepted.concludes:
        fact = accepted.facts[name]
        if says_nothing(fact, variables, systems):
            yield f"{name!r} says nothing: {fact}"
        if name in shown and _relation(fact) != [*shown[name]]:
            polynomial, sign = shown[name]
            yield f"{name!r} concludes {fact}, where the derivation shows {polynomial} {sign} 0"
    for name in shown:
        if name not in accepted.concludes:
            yield f"it does not conclude {name!r}"
    if stated is not None and stated.get(accepted.claim) != conclusion_of(accepted):
        yield "it does not conclude what the table of contents says (see derivations.proof.conclusions)"


def _relation(fact: Any) -> list[str] | None:
    """The polynomial and its sign that a fact between numbers, or between points, concludes."""
    match fact:
        case Sequent():
            return [fact.conclusion.text, fact.conclusion.sign]
        case Flow():
            return [fact.target, ">="]
    return None


def says_nothing(fact: Any, variables: Sequence[str], systems: Sequence[Mapping[str, Any]] = ()) -> bool:
    """Whether a fact is about no variable, repeats what it assumes, or has the same on both sides.

    So it is if it assumes something false of a number.  ``systems`` are those of the certificate: what one
    declares of every state, it need not show.  Polynomials are compared up to a factor, which must be
    positive in an inequality.  That a run ends, or is one of another system, always says something.
    """
    ring = RINGS[COUNTING](tuple(variables))
    match fact:
        case Sequent():
            given = [*fact.given, *(Condition(relation, "=", "") for relation in fact.relations)]
            said = [fact.conclusion]
        case Always():
            given, said = _declared(fact.system, ring, systems), [*fact.conditions]
        case AtEveryTime():
            given, said = [*fact.assumed, *_declared(fact.system, ring, systems)], [fact.conclusion]
        case Flow():
            given = [read_condition([*entry], ring) for entry in fact.assumed]
            said = [read_condition([fact.target, ">="], ring)]
        case Growth():
            return not _mentions(f"{fact.quantity}, {fact.ratio}", variables)
        case Counted():
            event = [condition.text for condition in fact.event]
            return not _mentions(", ".join([fact.quantity, fact.growth, fact.cap, *event]), variables)
        case Bounded():
            return not _mentions(fact.text.removeprefix(f"along {fact.system}"), variables)
        case _:
            return False
    if any(map(_false, given)):
        return True
    return all(_idle(one) or any(_gives(premise, one) for premise in given) for one in said)


def _mentions(text: str, variables: Sequence[str]) -> bool:
    return bool({*variables} & {*_WORD.findall(text)})


def _idle(said: Condition) -> bool:
    """Whether it compares numbers, or two sides that are the same as written (``verifier.written``).

    Multiplied out, both sides of every identity cancel.
    """
    cancels = said.sign == "=" and not _terms(said.polynomial)
    return not as_written(said.text) or (_number(said.polynomial) is not None and not cancels)


def _number(polynomial: Any) -> Fraction | None:
    """The number that it is once expanded, if it is one."""
    terms = _terms(polynomial)
    return None if any(any(exponents) for exponents in terms) else sum(terms.values(), Fraction())


def _false(said: Condition) -> bool:
    """Whether it compares a number with 0, and wrongly."""
    value = _number(said.polynomial)
    return value is not None and not _HOLDS[said.sign](value, 0)


def _gives(known: Condition, said: Condition) -> bool:
    """Whether ``said`` is ``known``, or weaker, up to a factor."""
    factor = _factor(known.polynomial, said.polynomial)
    if factor is None or (factor < 0 and known.sign != "="):
        return False
    return Condition(said.polynomial, known.sign, "").implies(said)


def _factor(known: Any, said: Any) -> Fraction | None:
    """The number that makes ``known`` into ``said``; None if none does."""
    before, after = _terms(known), _terms(said)
    if before.keys() != after.keys():
        return None
    factors = {after[exponents] / value for exponents, value in before.items()}
    return factors.pop() if len(factors) == 1 else None


def _terms(polynomial: Any) -> dict[tuple[int, ...], Fraction]:
    """The coefficients of a polynomial of either ring by exponents."""
    own = polynomial.terms  # FLINT's is a method
    pairs = own.items() if isinstance(own, dict) else polynomial.to_dict().items()
    return {tuple(exponents): Fraction(int(c.numerator), int(c.denominator)) for exponents, c in pairs}


def _declared(name: str, ring: Ring, systems: Sequence[Mapping[str, Any]]) -> list[Condition]:
    """What the system of that name says of every state."""
    return [
        read_condition(entry, ring)
        for system in systems
        if system["name"] == name
        for entry in [*system["conditions"], *([relation, "="] for relation in system["instant"])]
    ]
