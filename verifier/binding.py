"""Whether an accepted certificate is one of its claim: not of nothing, and not of something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from verifier.certificates import conclusion_of
from verifier.kernel import Replay
from verifier.kernel.conditions import Always, Condition, Sequent, read_condition
from verifier.kernel.rings import COUNTING, RINGS
from verifier.written import as_written

_WORD = re.compile(r"[A-Za-z_]\w*")
_SIGN = re.compile(r"[<>=]")


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
        compared = name in shown and isinstance(fact, Sequent)
        if compared and [fact.conclusion.text, fact.conclusion.sign] != [*shown[name]]:
            polynomial, sign = shown[name]
            yield f"{name!r} concludes {fact.conclusion}, where the derivation shows {polynomial} {sign} 0"
    for name in shown:
        if name not in accepted.concludes:
            yield f"it does not conclude {name!r}"
    if stated is not None and stated.get(accepted.claim) != conclusion_of(accepted):
        yield "it does not conclude what the table of contents says (see derivations.conclusions)"


def says_nothing(fact: Any, variables: Sequence[str], systems: Sequence[Mapping[str, Any]] = ()) -> bool:
    """Whether a fact is about no variable, repeats what it assumes, or has the same on both sides.

    Both sides are the same if they are so as written, without multiplying out (``verifier.written``).
    Nothing is said either under the premise that a number other than 0 is 0.  ``systems`` are those
    of the certificate: what one declares of every state, it need not show.  Polynomials are compared up to
    a factor, which must be positive in an inequality.
    """
    if isinstance(fact, Always):
        given = _declared(fact.system, variables, systems)
        return all(
            _is_zero_at_sight(said) or any(_gives(one, said) for one in given) for said in fact.conditions
        )
    known = set(variables)
    if not isinstance(fact, Sequent):
        text = str(fact)
        return bool(_SIGN.search(text)) and not known & set(_WORD.findall(text))
    conclusion = fact.conclusion
    return (
        not known & set(_WORD.findall(conclusion.text))
        or any(map(_constant, (conclusion.polynomial, *fact.relations)))
        or any(_gives(premise, conclusion) for premise in fact.given)
        or any(_gives(Condition(relation, "=", ""), conclusion) for relation in fact.relations)
        or _is_zero_at_sight(conclusion)
    )


def _is_zero_at_sight(said: Condition) -> bool:
    """Whether it says ``x = x + 0``, or the like: both sides are the same without multiplying out."""
    return not as_written(said.text)


def _constant(polynomial: Any) -> bool:
    """Whether it is a number other than 0 once expanded; both sides of an identity may well cancel."""
    terms = _terms(polynomial)
    return bool(terms) and not any(any(exponents) for exponents in terms)


def _gives(known: Condition, said: Condition) -> bool:
    """Whether ``said`` is ``known``, or weaker, up to a factor."""
    factor = _factor(known.polynomial, said.polynomial)
    if factor is None or (factor < 0 and known.sign not in ("=", "!=")):
        return False
    return Condition(said.polynomial, known.sign, "").implies(said)


def _factor(known: Any, said: Any) -> Fraction | None:
    """The number that makes ``known`` into ``said``; None if none does."""
    before, after = _terms(known), _terms(said)
    if not before or before.keys() != after.keys():
        return None
    factors = {after[exponents] / value for exponents, value in before.items()}
    return factors.pop() if len(factors) == 1 else None


def _terms(polynomial: Any) -> dict[tuple[int, ...], Fraction]:
    """The coefficients of a polynomial of either ring by exponents."""
    own = getattr(polynomial, "terms", None)
    pairs = own.items() if isinstance(own, dict) else polynomial.to_dict().items()
    return {tuple(exponents): Fraction(int(c.numerator), int(c.denominator)) for exponents, c in pairs}


def _declared(name: str, variables: Sequence[str], systems: Sequence[Mapping[str, Any]]) -> list[Condition]:
    """What the system of that name says of every state."""
    ring = RINGS[COUNTING](tuple(variables))
    entries: list[Any] = []
    for system in systems:
        if system["name"] == name:
            entries += [*system["conditions"], *([relation, "="] for relation in system["instant"])]
    return [read_condition(entry, ring) for entry in entries]
