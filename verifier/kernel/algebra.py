"""The two algebraic rules: an identity modulo relations, and a positivity certificate."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from verifier.kernel.conditions import Condition, Sequent, find, read_condition
from verifier.kernel.errors import CertificateError
from verifier.kernel.expression import read_polynomial
from verifier.kernel.fields import listing, names, only, take, text
from verifier.kernel.rings import Ring
from verifier.kernel.ties import Tie

_NONNEGATIVE = re.compile(r"[0-9]{1,1000}(/0*[1-9][0-9]{0,1000})?")


def identity(step: dict[str, Any], ring: Ring, sequents: dict[str, Sequent]) -> Sequent:
    """``lhs = rhs`` wherever the relations vanish.

    Checked as ``multiplier·(lhs − rhs) = Σ cofactor·relation`` in Q[variables].  The multiplier is a
    product of given conditions that exclude zero, so it may be divided out.
    """
    name = text(step, "name")
    given = _given(step, ring, sequents)
    relations, combination = _combination(step, ring)
    lhs = read_polynomial(text(step, "lhs"), ring)
    rhs = read_polynomial(text(step, "rhs"), ring)
    multiplier = _multiplier(step, ring, given, (">", "!="))
    if not ring.is_zero(multiplier * (lhs - rhs) - combination):
        raise CertificateError(f"step {name!r}: the two sides differ")
    conclusion = Condition(lhs - rhs, "=", f"{step['lhs']} - ({step['rhs']})")
    modulo, ties = tuple(step["relations"]), _ties(step, sequents)
    return Sequent(name, _own(step, given), relations, conclusion, modulo, ties)


def positivity(step: dict[str, Any], ring: Ring, sequents: dict[str, Sequent]) -> Sequent:
    """``target > 0`` or ``>= 0`` on a semialgebraic set (a Positivstellensatz certificate).

    Checked as ``multiplier·target = Σ weight·(product of given)·square² + Σ cofactor·relation`` with
    nonnegative rational weights.  The multiplier is a product of strictly positive given conditions.
    The conclusion is strict if some term is: positive weight, strictly positive factors, and a square
    that is 1 or a product of given conditions ``!= 0``.
    """
    name = text(step, "name")
    given = _given(step, ring, sequents)
    relations, combination = _combination(step, ring)
    target = read_polynomial(text(step, "target"), ring)
    sign = text(step, "sign")
    if sign not in (">", ">="):
        raise CertificateError(f"step {name!r}: a positivity target has sign > or >=, not {sign!r}")
    total, strict = ring.constant(Fraction(0)), False
    for term in listing(step, "terms"):
        value, term_is_strict = _term(name, term, ring, given)
        total, strict = total + value, strict or term_is_strict
    multiplier = _multiplier(step, ring, given, (">",))
    if not ring.is_zero(multiplier * target - total - combination):
        raise CertificateError(f"step {name!r}: the sum of terms is not the target")
    if sign == ">" and not strict:
        raise CertificateError(f"step {name!r}: no term is strictly positive")
    conclusion = Condition(target, sign, step["target"])
    modulo, ties = tuple(step["relations"]), _ties(step, sequents)
    return Sequent(name, _own(step, given), relations, conclusion, modulo, ties)


def _term(name: str, term: Any, ring: Ring, given: list[Condition]) -> tuple[Any, bool]:
    only(term, ("weight", "factors", "square"), f"a term of step {name!r}")
    weight = _weight(name, take(term, "weight"))
    value, strict = ring.constant(weight), weight > 0
    for index in listing(term, "factors"):
        factor = _pick(name, given, index)
        if factor.sign not in (">", ">="):
            raise CertificateError(f"step {name!r}: factor {index} has no sign")
        value, strict = value * factor.polynomial, strict and factor.sign == ">"
    square = read_polynomial(text(term, "square"), ring)
    nonzero = square == ring.constant(Fraction(1)) or any(
        known.sign in (">", "!=") and known.polynomial == square for known in given
    )
    return value * square * square, strict and nonzero


def _weight(name: str, entry: Any) -> Fraction:
    if not isinstance(entry, str) or not _NONNEGATIVE.fullmatch(entry):
        raise CertificateError(f"step {name!r}: weight {entry!r} is not a nonnegative rational")
    return Fraction(entry)


def _given(step: dict[str, Any], ring: Ring, sequents: dict[str, Sequent]) -> list[Condition]:
    """The step's own conditions, then the conclusions of the earlier sequents it cites."""
    name = text(step, "name")
    own = [read_condition(entry, ring) for entry in listing(step, "given")]
    relations = [read_polynomial(entry, ring) for entry in listing(step, "relations")]
    extended = list(own)
    for cited in names(step, "lemmas"):
        lemma = sequents.get(cited)
        if lemma is None:
            raise CertificateError(f"step {name!r}: unknown lemma {cited!r}")
        missing = [known for known in lemma.given if not find(known, extended)]
        if missing:
            raise CertificateError(f"step {name!r}: lemma {cited!r} needs {missing[0]}")
        if any(not any(r == own_relation for own_relation in relations) for r in lemma.relations):
            raise CertificateError(f"step {name!r}: lemma {cited!r} needs another relation")
        extended.append(lemma.conclusion)
    return extended


def _ties(step: dict[str, Any], sequents: dict[str, Sequent]) -> tuple[Tie, ...]:
    """What follows from a statement about values of σ and ℓ is about the same values."""
    return tuple(dict.fromkeys(tie for cited in step["lemmas"] for tie in sequents[cited].ties))


def _own(step: dict[str, Any], given: list[Condition]) -> tuple[Condition, ...]:
    return tuple(given[: len(step["given"])])


def _combination(step: dict[str, Any], ring: Ring) -> tuple[tuple[Any, ...], Any]:
    relations = tuple(read_polynomial(entry, ring) for entry in listing(step, "relations"))
    cofactors = [read_polynomial(entry, ring) for entry in listing(step, "cofactors")]
    if len(relations) != len(cofactors):
        raise CertificateError(f"step {step['name']!r}: one cofactor a relation")
    total = ring.constant(Fraction(0))
    for relation, cofactor in zip(relations, cofactors, strict=True):
        total = total + relation * cofactor
    return relations, total


def _multiplier(
    step: dict[str, Any], ring: Ring, given: list[Condition], signs: tuple[str, ...]
) -> Any:
    value = ring.constant(Fraction(1))
    for index in listing(step, "multiplier"):
        factor = _pick(step["name"], given, index)
        if factor.sign not in signs:
            raise CertificateError(f"step {step['name']!r}: multiplier {index} may vanish")
        value = value * factor.polynomial
    return value


def _pick(name: str, given: list[Condition], index: Any) -> Condition:
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(given):
        raise CertificateError(f"step {name!r}: no given condition number {index!r}")
    return given[index]
