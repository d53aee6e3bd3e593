"""Algebra steps that an elaboration makes itself: sums of products of conditions, modulo equations.

The equations are solved for a variable each, ``x = value``, and eliminated one after the other: what is
left of a polynomial p is p with the value in place of x, and p − p[value/x] is divisible by x − value.
The quotients are the cofactors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from derivations.proof.elaborate.builder import Builder
from verifier.kernel import CertificateError
from verifier.kernel.atoms import Atom, Condition

_LONGEST = 40
"""Letters of a polynomial in the name of a step."""
Equations = Iterable[tuple[str, Any]]
"""Pairs (variable, value): ``variable = value``."""


def combined(
    b: Builder,
    name: str,
    target: Condition,
    terms: Sequence[Sequence[Condition]],
    equations: Equations = (),
    lemmas: Sequence[str] = (),
) -> str:
    """The target is a sum of products of conditions and a number, modulo the equations.

    A condition that a lemma concludes is taken from there, and the others are given.  For a target = 0,
    each term is one equation.  Raises ``CertificateError`` if something else is left.
    """
    concluded = [atom for lemma in lemmas for atom in b.then(lemma)]
    given: list[Atom] = []
    for condition in (condition for term in terms for condition in term):
        if not any(_serves(known, condition) for known in (*concluded, *given)):
            given.append(condition)
    for atom in (atom for lemma in lemmas for atom in b.given(lemma)):
        if not any(known.implies(atom) for known in given):
            given.append(atom)
    rest, quotients = target.polynomial, []
    for term in terms:
        product = b.ring.constant(Fraction(1))
        for condition in term:
            product = product * condition.polynomial
        rest = rest - product
    for x, value in equations:
        left = b.put(rest, {x: value})
        if left != rest:
            equation = b.equal(x, value)
            if not any(_serves(known, equation) for known in given):
                given.append(equation)
            quotients.append((equation, (rest - left) / equation.polynomial))
            rest = left
    if b.ring.variables_of(rest):
        raise CertificateError(f"{name}: {b.text(rest)} is left")
    known = [*given, *concluded]
    places = [[_place(condition, known) for condition in term] for term in terms]
    cofactors = [[_place(equation, known), quotient] for equation, quotient in quotients]
    made = [{"weight": "1", "factors": place, "square": "1"} for place in places]
    if target.sign == "=":
        made, cofactors = [], [*([place, "1"] for (place,) in places), *cofactors]
    if rest:
        made.append({"weight": str(rest.leading_coefficient()), "factors": [], "square": "1"})
    return b.emit(
        "algebra", name, given=given, lemmas=lemmas, target=target.polynomial, sign=target.sign,
        terms=made, cofactors=cofactors, multiplier=[],
    )  # fmt: skip


def rewritten(b: Builder, known: Condition, values: Mapping[str, Any]) -> str:
    """From a condition on some x, and equations x = value, to the same on the values."""
    equations = [(x, value) for x, value in values.items() if x in b.spoken(known)]
    moved = b.put(known, values)
    name = f"{b.text(moved.polynomial)[:_LONGEST]} at time 0"
    return combined(b, name, moved, [[known]], equations)


def _serves(known: Atom, wanted: Condition) -> bool:
    """Whether it can stand for the wanted one in a sum; an equation only for an equation."""
    alike = isinstance(known, Condition) and (known.sign == "=") == (wanted.sign == "=")
    return alike and known.implies(wanted)


def _place(wanted: Condition, known: Sequence[Atom]) -> int:
    return next(place for place, atom in enumerate(known) if _serves(atom, wanted))
