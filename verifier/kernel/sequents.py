"""The rules for sequents: algebra after Positivstellensatz; use, weaken and conjoin; cases; means."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from verifier.kernel.atoms import Atom, Atoms, Condition, Family, Implication, Simples, Tie, found, opposite
from verifier.kernel.facts import Accepted, Sequent
from verifier.kernel.fields import CertificateError, Items, Pairs, only, refuse_if, take
from verifier.kernel.polynomials import read_polynomial
from verifier.kernel.rings import Polynomial, Ring
from verifier.kernel.systems import System, require_about


def algebra(
    facts: Accepted, given: Atoms, lemmas: Items, target: Polynomial, sign: str, terms: Items,
    cofactors: Pairs, multiplier: Items,
) -> Sequent:  # fmt: skip
    """``target sign 0`` where the given conditions hold, and the conclusions of cited sequents.

    Checked as ``multiplier·target = Σ weight·(product of conditions)·square² + Σ cofactor·equation`` with
    nonnegative rational weights and conditions > 0 or >= 0.  The multiplier is a product of conditions that
    exclude zero, and for an inequality are positive, so it may be divided out.  For an equality there are
    no terms.  The conclusion is strict if some term is: positive weight, conditions with >, and a square
    of what is known not to be 0.
    """
    refuse_if(sign not in (">", ">=", "="), f"an algebraic target has sign >, >= or =, not {sign!r}")
    refuse_if(sign == "=" and terms, "a sum of nonnegative terms shows no equality")
    known = facts.extended(given, lemmas)
    total, strict = facts.ring.constant(0), False
    for term in terms:
        value, term_is_strict = _term(term, facts.ring, known)
        total, strict = total + value, strict or term_is_strict
    for index, cofactor in cofactors:
        equation = _pick(known, index, ("=",))
        total = total + equation.polynomial * read_polynomial(cofactor, facts.ring)
    left = target
    for index in multiplier:
        left = left * _pick(known, index, (">", "!=") if sign == "=" else (">",)).polynomial
    refuse_if(left - total, "the sum of terms is not the target")
    refuse_if(sign == ">" and not strict, "no term is strictly positive")
    return Sequent(given, (Condition(target, sign),))


def _term(term: Any, ring: Ring, known: list[Atom]) -> tuple[Any, bool]:
    """A nonnegative term, and whether it is positive."""
    only(term, ("weight", "factors", "square"), "a term")
    weight = Fraction(take(term, "weight", "Weight"))
    value, strict = ring.constant(weight), weight > 0
    for index in take(term, "factors", "Items"):
        factor = _pick(known, index, (">", ">="))
        value, strict = value * factor.polynomial, strict and factor.sign == ">"
    square = read_polynomial(take(term, "square"), ring)
    ring.meter.spend(1 + len(known) // 16)
    return value * square * square, strict and found(Condition(square, "!="), known)


def _pick(known: list[Atom], index: Any, signs: tuple[str, ...]) -> Condition:
    """The condition of that number, which must have one of the signs."""
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(known):
        raise CertificateError(f"no condition number {index!r}")
    atom = known[index]
    if not isinstance(atom, Condition) or atom.sign not in signs:
        raise CertificateError(f"condition {index} has none of the signs {' '.join(signs)}")
    return atom


def deduce(
    facts: Accepted, along: Any, before: Atoms, given: Atoms, suppose: Simples, lemmas: Items, then: Atoms
) -> Sequent:
    """What follows from ``given`` by the cited sequents, one after the other.

    Where its hypotheses are given, or concluded before, the conclusions of a sequent hold.  ``along`` says
    of which system it is concluded, and whether at each state or at each step; there, all that is known of
    them is given too, and sequents about them may be cited.  What also needs what is supposed is concluded
    as an implication.
    """
    known, where = [*given, *suppose], dict[System, str]()
    system, at = None, ""
    if along is None:
        refuse_if(before, "there is no earlier step")
    else:
        only(along, ("system", "at"), "along")
        system, at = facts.system(take(along, "system")), take(along, "at", "str")
        refuse_if(at not in ("state", "step"), f"at is 'state' or 'step', not {at!r}")
        require_about(before, system.both, "before", facts.ring)
        later = frozenset(system.state.values()) if at == "state" else frozenset[str]()
        refuse_if(facts.spoken(*known, *then) & later, "it speaks of the next state")
        known, where = [*system.known(at), *known], {system: at}
    facts.require(then, facts.extended(known, lemmas, where, before), "then")
    if suppose:
        simple = tuple(atom for atom in then if isinstance(atom, Condition | Tie))
        refuse_if(len(simple) < len(then), "only conditions and ties are concluded under a supposition")
        then = tuple(Implication(suppose, atom) for atom in simple)
    return Sequent(given, then, system, at, before)


def cases(facts: Accepted, given: Atoms, split: Condition, holds: Any, fails: Any, then: Atoms) -> Sequent:
    """One sequent where a condition holds, another where it does not, and the same conclusions."""
    for sequent, case in ((holds, split), (fails, opposite(split))):
        facts.require(then, facts.extended([*given, case], [sequent]), "then")
    return Sequent(given, then)


def average(facts: Accepted, given: Atoms, sample: Any) -> Sequent:
    """What holds at every sample of a family holds in the mean.

    The sequent concludes Q ⋈ 0 of a sample.  Each term of Q is one without variables of a sample, times 1
    or a product P of such variables of which the family has the mean.  A mean over finitely many samples,
    at least one, is linear, keeps =, >= and >, and leaves constants as they are: so the sum is ⋈ 0 with the
    mean of each P in its place.
    """
    families = [atom for atom in given if isinstance(atom, Family)]
    refuse_if(len(families) != 1, f"one family is given, not {len(families)}")
    (family,), inside, ring = families, frozenset(families[0].samples), facts.ring
    shared = [atom for atom in given if atom is not family and not facts.spoken(atom) & inside]
    each = [*shared, *family.each]
    said = next((x for x in facts.extended(each, [sample])[len(each) :] if isinstance(x, Condition)), None)
    if said is None or said.sign == "!=":
        raise CertificateError("the sequent concludes no sign of a sample that a mean would keep")
    means, total = [(ring.constant(1), ring.constant(1)), *family.means], ring.constant(0)
    for exponents, number in said.polynomial.to_dict().items():
        of_sample = [power if x in inside else 0 for x, power in zip(ring.names, exponents, strict=True)]
        rest = tuple(power - mine for power, mine in zip(exponents, of_sample, strict=True))
        product = ring.of({tuple(of_sample): Fraction(1)})
        mean = next((mean for mean, of in means if of == product), None)
        refuse_if(mean is None, "the family has no mean of what a term says of a sample")
        total = total + ring.of({rest: number}) * mean
    return Sequent(given, (Condition(total, said.sign),))
