"""The rules that put sequents together: use, weaken, conjoin; split a case; sum over samples."""

from __future__ import annotations

from typing import Any

from verifier.core.accepted import Accepted
from verifier.core.atoms import (
    Condition,
    Family,
    condition,
    opposite,
    read_atoms,
    read_condition,
    read_simple,
    require_all,
    supposing,
)
from verifier.core.errors import CertificateError
from verifier.core.expression import read_polynomial
from verifier.core.facts import Sequent
from verifier.core.fields import listing, take
from verifier.core.rings import Ring


def deduce(step: dict[str, Any], ring: Ring, facts: Accepted) -> Sequent:
    """What follows from ``given`` by the cited sequents, one after the other.

    A sequent holds for all reals, so with polynomials in place of its variables too.  Where its
    hypotheses are given, or concluded before, its conclusions hold.  What also needs what is supposed
    is concluded as an implication.
    """
    given, suppose = read_atoms(step, "given", ring), read_simple(step, "suppose", ring)
    known = facts.extended([*given, *suppose], listing(step, "lemmas"))
    then = read_atoms(step, "then", ring)
    require_all(then, known, f"step {step['name']!r}", ring)
    return Sequent(given, supposing(suppose, then))


def cases(step: dict[str, Any], ring: Ring, facts: Accepted) -> Sequent:
    """One sequent where a condition holds, another where it does not, and the same conclusions."""
    given, then = read_atoms(step, "given", ring), read_atoms(step, "then", ring)
    split = read_condition(take(step, "split"), ring)
    for key, case in (("if", split), ("else", opposite(split, ring))):
        sequent = facts.sequent(take(step, key))
        require_all(sequent.given, [*given, case], f"step {step['name']!r}, {key}", ring)
        require_all(then, [*given, *sequent.then], f"step {step['name']!r}, {key}", ring)
    return Sequent(given, then)


def average(step: dict[str, Any], ring: Ring, facts: Accepted) -> Sequent:
    """What holds at every sample of a family holds in the mean.

    The sequent concludes Q ⋈ 0 of a sample.  Q = Σ q_k·P_k + q, where the family has means of the P_k,
    and neither the q_k nor q mention a variable of a sample.  A mean over finitely many samples, at least
    one, is linear, keeps =, >= and >, and leaves constants as they are: Σ q_k·(mean of P_k) + q ⋈ 0.
    """
    name = step["name"]
    given = read_atoms(step, "given", ring)
    families = [atom for atom in given if isinstance(atom, Family)]
    if len(families) != 1:
        raise CertificateError(f"step {name!r}: one family is given, not {len(families)}")
    family = families[0]
    inside = frozenset(family.samples)
    shared = [atom for atom in given if atom is not family and not atom.variables(ring) & inside]
    sequent = facts.sequent(take(step, "sample"))
    require_all(sequent.given, [*shared, *family.each], f"step {name!r}, of a sample", ring)
    factors = [read_polynomial(entry, ring) for entry in listing(step, "factors")]
    constant = read_polynomial(take(step, "constant"), ring)
    if any(ring.variables_of(factor) & inside for factor in [*factors, constant]):
        raise CertificateError(f"step {name!r}: a factor mentions a variable of a sample")
    if len(factors) != len(family.means):
        raise CertificateError(f"step {name!r}: one factor a mean")
    of_sample = of_means = constant
    for factor, (mean, of) in zip(factors, family.means, strict=True):
        of_sample, of_means = of_sample + factor * of, of_means + factor * mean
    said = next((atom for atom in sequent.then if isinstance(atom, Condition)), None)
    if said is None or said.sign == "!=" or not ring.is_zero(said.polynomial - of_sample):
        raise CertificateError(f"step {name!r}: the sequent concludes no sign of the sum of these")
    return Sequent(given, (condition(of_means, said.sign, ring),))


