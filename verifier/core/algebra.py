"""The algebraic rule: a polynomial certificate for a sign, after Positivstellensatz."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from verifier.core.accepted import Accepted
from verifier.core.atoms import Atom, Condition, condition, read_atoms
from verifier.core.errors import CertificateError
from verifier.core.expression import read_polynomial
from verifier.core.facts import Sequent
from verifier.core.fields import listing, only, take, text
from verifier.core.rings import Ring

_NONNEGATIVE = re.compile(r"[0-9]{1,1000}(/0*[1-9][0-9]{0,1000})?")


def algebra(step: dict[str, Any], ring: Ring, facts: Accepted) -> Sequent:
    """``target sign 0`` where the given conditions hold, and the conclusions of cited sequents.

    Checked as ``multiplier·target = Σ weight·(product of conditions)·square² + Σ cofactor·equation`` with
    nonnegative rational weights and conditions > 0 or >= 0.  The multiplier is a product of conditions that
    exclude zero, and for an inequality are positive, so it may be divided out.  For an equality there are
    no terms.  The conclusion is strict if some term is: positive weight, conditions with >, and a square
    that is 1 or a condition with > or !=.
    """
    name, sign = step["name"], text(step, "sign")
    if sign not in (">", ">=", "="):
        raise CertificateError(f"step {name!r}: an algebraic target has sign >, >= or =, not {sign!r}")
    given = read_atoms(step, "given", ring)
    known = facts.extended(given, listing(step, "lemmas"))
    target = read_polynomial(take(step, "target"), ring)
    total, strict = ring.constant(Fraction(0)), False
    for term in listing(step, "terms"):
        value, term_is_strict = _term(name, term, ring, known)
        total, strict = total + value, strict or term_is_strict
    if sign == "=" and step["terms"]:
        raise CertificateError(f"step {name!r}: a sum of nonnegative terms shows no equality")
    for pair in listing(step, "cofactors"):
        if not (isinstance(pair, list) and len(pair) == 2):
            raise CertificateError(f"step {name!r}: a cofactor is [number of an equation, polynomial]")
        equation = _pick(name, known, pair[0], ("=",))
        total = total + equation.polynomial * read_polynomial(pair[1], ring)
    multiplier = ring.constant(Fraction(1))
    for index in listing(step, "multiplier"):
        signs = (">", "!=") if sign == "=" else (">",)
        multiplier = multiplier * _pick(name, known, index, signs).polynomial
    if not ring.is_zero(multiplier * target - total):
        raise CertificateError(f"step {name!r}: the sum of terms is not the target")
    if sign == ">" and not strict:
        raise CertificateError(f"step {name!r}: no term is strictly positive")
    return Sequent(given, (condition(target, sign, ring),))


def _term(name: str, term: Any, ring: Ring, known: list[Atom]) -> tuple[Any, bool]:
    only(term, ("weight", "factors", "square"), f"a term of step {name!r}")
    weight = take(term, "weight")
    if not isinstance(weight, str) or not _NONNEGATIVE.fullmatch(weight):
        raise CertificateError(f"step {name!r}: weight {weight!r} is not a nonnegative rational")
    value, strict = ring.constant(Fraction(weight)), Fraction(weight) > 0
    for index in listing(term, "factors"):
        factor = _pick(name, known, index, (">", ">="))
        value, strict = value * factor.polynomial, strict and factor.sign == ">"
    square = read_polynomial(take(term, "square"), ring)
    nonzero = square == ring.constant(Fraction(1)) or any(
        isinstance(atom, Condition) and atom.sign in (">", "!=") and atom.polynomial == square
        for atom in known
    )
    return value * square * square, strict and bool(nonzero)


def _pick(name: str, known: list[Atom], index: Any, signs: tuple[str, ...]) -> Condition:
    """The condition of that number, which must have one of the signs."""
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(known):
        raise CertificateError(f"step {name!r}: no condition number {index!r}")
    atom = known[index]
    if not isinstance(atom, Condition) or atom.sign not in signs:
        raise CertificateError(f"step {name!r}: condition {index} has none of the signs {' '.join(signs)}")
    return atom
