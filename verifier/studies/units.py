"""What a run is given by in its own units, brought to the numbers without units that it depends on.

The formulas are solved from the relations by which ``square.unit-free``, ``general.batchnorm-eps`` and
``logistic.margin-space`` define these numbers; none is typed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sympy import Expr, Rational, Symbol, solve

from derivations.direction.data import norm
from derivations.general.lemmas.eps_gradient import SIZE, size
from derivations.general.lemmas.eps_step import UNITS as WITH_EPSILON
from derivations.general.model.epsilon import KEEPS, chi, eps_free
from derivations.logistic import margin_space
from derivations.notation import N, a, alpha, at_start, eta, r
from derivations.square.model.descent import LENGTH, UNIT, ell, w_o, w_q, w_u
from derivations.square.unit_free import WITHOUT_UNITS
from verifier.arithmetic.exact import is_accepted
from verifier.loss import Loss
from verifier.parameters import Parameter


def eliminated(wanted: Symbol, relations: Mapping[Symbol, Expr]) -> Expr:
    """``wanted``, solved for, and in it in order each variable by the relation that defines it.

    Of a variable that a relation gives up to its sign alone, the formula has even powers: any root serves.
    """
    formula: Expr = wanted
    for variable, relation in relations.items():
        formula = formula.subs(variable, solve(relation, variable)[-1])
    return formula.simplify().subs({x: at_start(x) for x in (alpha, norm)})


_ALONG_U = {w_u: norm, w_q: 0, w_o: 0}
"""A w of this norm: its length is what counts, not where it points."""
_NORM: dict[Symbol, Expr] = {N: WITHOUT_UNITS[N], r: LENGTH.subs(_ALONG_U), ell: UNIT}

SQUARE: dict[str, Expr] = {
    "a0": eliminated(a, {a: WITHOUT_UNITS[a]}),
    "N0": eliminated(N, _NORM),
    "eps_free0": eliminated(eps_free, {eps_free: KEEPS, chi: WITH_EPSILON[chi], size: SIZE, **_NORM}),
}
LOGISTIC: dict[str, Expr] = {
    "N0": eliminated(
        N, {N: WITHOUT_UNITS[N], r: margin_space.UNITS[norm], margin_space.unit: margin_space.UNITS[eta]}
    ),
}
"""By the field of an instance, its formula; a field that is not here is given as it is."""


@dataclass(frozen=True)
class TooFar(Exception):
    """A number without units is beyond what is accepted; ``given`` are the parameters it is made of."""

    parameter: Parameter
    given: tuple[Parameter, ...]


def without_units(loss: Loss, given: Mapping[Parameter, Fraction]) -> tuple[Fraction, ...]:
    """The values of the parameters of a loss, from those of its ``physical`` ones; raises ``TooFar``."""
    known = {parameter.field: parameter for parameter in given}
    values = []
    for parameter in loss.parameters:
        formula = loss.without_units.get(parameter.field, Symbol(parameter.field))
        of = {x: known[x.name] for x in formula.free_symbols}
        exact = formula.subs({x: Rational(*given[one].as_integer_ratio()) for x, one in of.items()})
        value = Fraction(int(exact.p), int(exact.q))
        if not is_accepted(value):
            raise TooFar(parameter, tuple(one for one in given if one in of.values()))
        values.append(parameter.swapped(value))
    return tuple(values)
