"""The rules for sequents: algebra after Positivstellensatz; use, weaken and conjoin; cases; means."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from verifier.kernel.atoms import (
    Atom,
    Condition,
    Family,
    found,
    opposite,
    read_atoms,
    read_condition,
    read_simple,
    require_all,
    supposing,
)
from verifier.kernel.facts import Accepted, Sequent
from verifier.kernel.fields import CertificateError, listing, only, refuse_if, take, text
from verifier.kernel.polynomials import read_polynomial
from verifier.kernel.rings import Ring

_NONNEGATIVE = re.compile(r"[0-9]{1,1000}(/[1-9][0-9]{0,999})?")


def algebra(step: dict[str, Any], ring: Ring, facts: Accepted) -> Sequent:
    """``target sign 0`` where the given conditions hold, and the conclusions of cited sequents.

    Checked as ``multiplier·target = Σ weight·(product of conditions)·square² + Σ cofactor·equation`` with
    nonnegative rational weights and conditions > 0 or >= 0.  The multiplier is a product of conditions that
    exclude zero, and for an inequality are positive, so it may be divided out.  For an equality there are
    no terms.  The conclusion is strict if some term is: positive weight, conditions with >, and a square
    of what is known not to be 0.
    """
    sign, given = text(step, "sign"), read_atoms(step, "given", ring)
    refuse_if(sign not in (">", ">=", "="), f"an algebraic target has sign >, >= or =, not {sign!r}")
    known = facts.extended(given, listing(step, "lemmas"))
    target = read_polynomial(take(step, "target"), ring)
    total, strict = ring.constant(Fraction(0)), False
    for term in listing(step, "terms"):
        value, term_is_strict = _term(term, ring, known)
        total, strict = total + value, strict or term_is_strict
    refuse_if(sign == "=" and step["terms"], "a sum of nonnegative terms shows no equality")
    for pair in listing(step, "cofactors"):
        if not (isinstance(pair, list) and len(pair) == 2):
            raise CertificateError("a cofactor is [number of an equation, polynomial]")
        total = total + _pick(known, pair[0], ("=",)).polynomial * read_polynomial(pair[1], ring)
    multiplier = ring.constant(Fraction(1))
    for index in listing(step, "multiplier"):
        signs = (">", "!=") if sign == "=" else (">",)
        multiplier = multiplier * _pick(known, index, signs).polynomial
    refuse_if(not ring.is_zero(multiplier * target - total), "the sum of terms is not the target")
    refuse_if(sign == ">" and not strict, "no term is strictly positive")
    return Sequent(given, (Condition(target, sign, ring),))


def _term(term: Any, ring: Ring, known: list[Atom]) -> tuple[Any, bool]:
    """A nonnegative term, and whether it is positive."""
    only(term, ("weight", "factors", "square"), "a term")
    weight = take(term, "weight")
    if not isinstance(weight, str) or not _NONNEGATIVE.fullmatch(weight):
        raise CertificateError(f"weight {weight!r} is not a nonnegative rational")
    value, strict = ring.constant(Fraction(weight)), Fraction(weight) > 0
    for index in listing(term, "factors"):
        factor = _pick(known, index, (">", ">="))
        value, strict = value * factor.polynomial, strict and factor.sign == ">"
    square = read_polynomial(take(term, "square"), ring)
    ring.meter.spend(1 + len(known) // 16)
    return value * square * square, strict and found(Condition(square, "!=", ring), known)


def _pick(known: list[Atom], index: Any, signs: tuple[str, ...]) -> Condition:
    """The condition of that number, which must have one of the signs."""
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(known):
        raise CertificateError(f"no condition number {index!r}")
    atom = known[index]
    if not isinstance(atom, Condition) or atom.sign not in signs:
        raise CertificateError(f"condition {index} has none of the signs {' '.join(signs)}")
    return atom


def deduce(step: dict[str, Any], ring: Ring, facts: Accepted) -> Sequent:
    """What follows from ``given`` by the cited sequents, one after the other.

    A sequent holds for all reals, so with polynomials in place of its variables too.  Where its
    hypotheses are given, or concluded before, its conclusions hold.  What also needs what is supposed
    is concluded as an implication.
    """
    given, suppose = read_atoms(step, "given", ring), read_simple(step, "suppose", ring)
    known = facts.extended([*given, *suppose], listing(step, "lemmas"))
    then = read_atoms(step, "then", ring)
    require_all(then, known, "then", ring)
    return Sequent(given, supposing(suppose, then))


def cases(step: dict[str, Any], ring: Ring, facts: Accepted) -> Sequent:
    """One sequent where a condition holds, another where it does not, and the same conclusions."""
    given, then = read_atoms(step, "given", ring), read_atoms(step, "then", ring)
    split = read_condition(take(step, "split"), ring)
    for key, case in (("if", split), ("else", opposite(split))):
        sequent = facts.sequent(take(step, key))
        require_all(sequent.given, [*given, case], key, ring)
        require_all(then, [*given, *sequent.then], key, ring)
    return Sequent(given, then)


def average(step: dict[str, Any], ring: Ring, facts: Accepted) -> Sequent:
    """What holds at every sample of a family holds in the mean.

    The sequent concludes Q ⋈ 0 of a sample.  Q = Σ q_k·P_k + q, where the family has means of the P_k,
    and neither the q_k nor q mention a variable of a sample.  A mean over finitely many samples, at least
    one, is linear, keeps =, >= and >, and leaves constants as they are: Σ q_k·(mean of P_k) + q ⋈ 0.
    """
    given = read_atoms(step, "given", ring)
    families = [atom for atom in given if isinstance(atom, Family)]
    refuse_if(len(families) != 1, f"one family is given, not {len(families)}")
    (family,), inside = families, frozenset(families[0].samples)
    shared = [atom for atom in given if atom is not family and not atom.variables(ring) & inside]
    sequent = facts.sequent(take(step, "sample"))
    require_all(sequent.given, [*shared, *family.each], "of a sample", ring)
    factors = [read_polynomial(entry, ring) for entry in listing(step, "factors")]
    constant = read_polynomial(take(step, "constant"), ring)
    if any(ring.variables_of(factor) & inside for factor in [*factors, constant]):
        raise CertificateError("a factor mentions a variable of a sample")
    refuse_if(len(factors) != len(family.means), "one factor a mean")
    of_sample = of_means = constant
    for factor, (mean, of) in zip(factors, family.means, strict=True):
        of_sample, of_means = of_sample + factor * of, of_means + factor * mean
    said = next((atom for atom in sequent.then if isinstance(atom, Condition)), None)
    if said is None or said.sign == "!=" or not ring.is_zero(said.polynomial - of_sample):
        raise CertificateError("the sequent concludes no sign of the sum of these")
    return Sequent(given, (Condition(of_means, said.sign, ring),))
