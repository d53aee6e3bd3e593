"""Finds the cofactors of an identity the way one checks it by hand: one variable after the other.

General ideal membership needs Gröbner bases; the identities of a derivation do not, because each
relation is there to eliminate one variable.  Nothing here is trusted: the kernel expands the result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from sympy import QQ, Eq, Expr, Symbol, prod, sympify
from sympy.polys.fields import FracElement, FracField
from sympy.polys.rings import PolyElement

from derivations.proof import Condition, Proof, Term, Unproved
from derivations.proof.conditions import gap as gap_of
from derivations.proof.division import Division
from derivations.proof.unproved import does_not_reduce, readable


def identity_by_elimination(
    proof: Proof,
    name: str,
    lhs: Expr | int,
    rhs: Expr | int,
    relations: Mapping[Symbol, Expr],
    given: Sequence[Condition] = (),
    factor: Sequence[Condition] = (),
    lemmas: Sequence[str] = (),
    also: Sequence[Expr] = (),
    because: str = "",
) -> str:
    """Add ``lhs = rhs`` to ``proof``, each relation divided out in its variable, in order.

    Returns the step's name.  Denominators of the cofactors become the multiplier, so each must be a
    product of quantities whose sign is ``given``.  ``factor`` multiplies both sides first: conditions
    among ``given`` such as x + y > 0, where only x² − y² can be eliminated.  What ``lemmas`` conclude is
    known too, and not assumed; ``also`` are relations that only they assume.  Raises ``Unproved`` if a
    denominator has no sign, or if something is left over: then the identity is false, or the order of
    elimination is wrong.
    """
    concluded = [proof.conclusions[lemma] for lemma in lemmas]
    signs = [*given, *(condition for condition in concluded if not isinstance(condition, Eq))]
    gaps = [condition.lhs - condition.rhs for condition in (*factor, *signs)]
    used = sympify([lhs, rhs, *relations.keys(), *relations.values(), *gaps])
    field = FracField(sorted(set().union(*(e.free_symbols for e in used)), key=str), QQ)
    difference = field.from_expr(sympify((lhs - rhs) * prod(gaps[: len(factor)])))
    cofactors, left_over = _eliminate(field, difference, relations)
    if left_over:
        division = Division(
            tuple(cofactor.as_expr() for cofactor in cofactors),
            left_over.numer.as_expr(),
            lambda more: _eliminate(field, field.from_expr(sympify(more)), relations)[1].as_expr(),
        )
        modulo = [*relations.values()]
        raise does_not_reduce(
            name, division, target=lhs - rhs, relations=modulo, given=given, multiplier=factor
        )
    common = reduce(lambda x, y: x.lcm(y), (cofactor.denom for cofactor in cofactors), field.ring.one)
    multiplier, left = [*factor], common
    for condition, gap in zip(signs, gaps[len(factor) :], strict=True):
        divisor = field.ring.from_expr(gap)
        while not left.is_ground and not left.rem(divisor):
            multiplier.append(condition)
            left = left.quo(divisor)
    if not left.is_ground:
        below = readable(left.as_expr())
        hint = f"hint: it divides a cofactor, so add {below} > 0 to given=, or eliminate in another order"
        raise Unproved(f"step {name!r}: the sign of {below} is not given; {hint}")
    return proof.identity(
        name,
        lhs,
        rhs,
        because=because,
        given=given,
        relations=[*relations.values(), *also],
        cofactors=[*((cofactor * common / left).as_expr() for cofactor in cofactors), *(0 for _ in also)],
        multiplier=multiplier,
        lemmas=lemmas,
    )


def positive_by_elimination(
    proof: Proof, name: str, target: Expr, *, terms: Sequence[Term], relations: Mapping[Symbol, Expr],
    multiplier: Sequence[Condition] = (), **details: Any,
) -> str:  # fmt: skip
    """``proof.positive``, each relation divided out in its variable, in order.

    Returns the step's name.  Raises ``Unproved`` if something is left over, or if a cofactor has a
    denominator: then what it is multiplied by is to be among ``multiplier``.
    """
    sums = [w * prod(map(gap_of, known)) * square**2 for w, known, square in terms]
    difference = sympify(prod(map(gap_of, multiplier)) * target - sum(sums))
    used = [difference, *relations.keys(), *relations.values()]
    field = FracField(sorted(set().union(*(e.free_symbols for e in used)), key=str), QQ)
    cofactors, left_over = _eliminate(field, field.from_expr(difference), relations)
    if left_over:
        raise Unproved(f"step {name!r} does not come out: what is left is {readable(left_over.as_expr())}")
    if below := [cofactor.denom.as_expr() for cofactor in cofactors if not cofactor.denom.is_ground]:
        raise Unproved(f"step {name!r}: {readable(below[0])} divides a cofactor")
    return proof.positive(
        name, target, terms=terms, relations=[*relations.values()], multiplier=multiplier,
        cofactors=[cofactor.as_expr() for cofactor in cofactors], **details,
    )  # fmt: skip


def _eliminate(
    field: FracField, difference: FracElement, relations: Mapping[Symbol, Expr]
) -> tuple[list[FracElement], FracElement]:
    """Rational cofactors with ``difference = Σ cofactor·relation``, and what is left."""
    cofactors = []
    for variable, relation in relations.items():
        place = field.symbols.index(variable)
        divisor = field.ring.from_expr(relation)
        quotient, rest, factor = _divided(difference.numer, divisor, place)
        below = factor * difference.denom
        cofactors.append(_fraction(field, quotient, below))
        difference = _fraction(field, rest, below)
    return cofactors, difference


def _divided(
    polynomial: PolyElement, relation: PolyElement, place: int
) -> tuple[PolyElement, PolyElement, PolyElement]:
    """Polynomials with ``factor·polynomial = quotient·relation + rest``, the rest of lower degree.

    The factor is a power of the relation's leading coefficient: to divide by that at each power would be
    to find a greatest common divisor at each.
    """
    ring = polynomial.ring
    rest, divisor = _coefficients(polynomial, place), _coefficients(relation, place)
    degree = max(divisor)
    leading = divisor.pop(degree)
    quotient, factor, x = ring.zero, ring.one, ring.gens[place]
    for power in range(max(rest, default=0), degree - 1, -1):
        share = rest.pop(power, ring.zero)
        if not share:
            continue
        if leading.is_ground:
            share = share.quo_ground(leading.LC)
        else:
            quotient, factor = quotient * leading, factor * leading
            rest = {at: value * leading for at, value in rest.items()}
        quotient += share * x ** (power - degree)
        for lower, coefficient in divisor.items():
            at = lower + power - degree
            rest[at] = rest.get(at, ring.zero) - share * coefficient
    return quotient, sum((value * x**power for power, value in rest.items()), ring.zero), factor


def _fraction(field: FracField, above: PolyElement, below: PolyElement) -> FracElement:
    """The quotient in lowest terms."""
    if below.is_ground:
        return field(above.quo_ground(below.LC))
    return field.new(*above.cancel(below))


def _coefficients(polynomial: PolyElement, place: int) -> dict[int, PolyElement]:
    """The coefficients of a polynomial by powers of one variable."""
    split: dict[int, dict[tuple[int, ...], Any]] = {}
    for exponents, value in polynomial.terms():
        others = (*exponents[:place], 0, *exponents[place + 1 :])
        split.setdefault(exponents[place], {})[others] = value
    return {power: polynomial.ring.from_dict(terms) for power, terms in split.items()}
