"""What is known of σ and ℓ at all arguments, said of particular ones.

The results are sequents with ties: statements about any variables that obey the ties.  Every rule that
applies a sequent to a system asks that the system has these ties, at the states the sequent speaks of.
"""

from __future__ import annotations

import re
from typing import Any

from verifier.kernel.conditions import Condition, Flow, Sequent, read_condition
from verifier.kernel.errors import CertificateError
from verifier.kernel.expression import read_polynomial
from verifier.kernel.facts import Facts
from verifier.kernel.fields import listing, names, naming, only
from verifier.kernel.limits import TEXT, require
from verifier.kernel.rings import Ring
from verifier.kernel.ties import Tie, read_point, ties_of

_NAME = re.compile(r"\b[A-Za-z_][A-Za-z0-9_]*")


def pointwise(step: dict[str, Any], ring: Ring, facts: Facts) -> Sequent:
    """A flow fact at the given points, for the given parameters.

    The fact holds for all points and parameters, so also here; its assumptions and the order of its
    moving point and start are assumed.  Two facts that differ in the direction alone (and in what they
    assume) need no order: one of them applies.

    A point is a list of variables, or ``{"reflected": [z, g, …]}`` for the argument −z, where
    σ(−z) = e^{−z}/(1 + e^{−z}) = 1 − σ(z) and ℓ(−z) = ln(e^z(1 + e^{−z})) = ℓ(z) + z, or ``"zero"`` for
    the argument 0, where σ(0) = 1/2.
    """
    name = step["name"]
    cited = [facts.flow(fact) for fact in names(step, "facts")]
    if not cited or not _only_directions_differ(cited, ring):
        raise CertificateError(f"step {name!r}: cite one flow fact, or its two directions")
    places = listing(step, "points")
    replace: dict[str, str] = {}
    ties: list[Tie] = []
    if len(places) != len(cited[0].points):
        raise CertificateError(f"step {name!r}: one point for each of the fact's")
    for place, point in zip(places, cited[0].points, strict=True):
        replace |= dict(zip(point, _values(place, len(point), ring), strict=True))
        ties += _ties(place)
    replace |= _parameters(step, cited[0], ring)
    assumed = [read_condition([_put(p, replace), s], ring) for fact in cited for p, s in fact.assumed]
    if len(cited) == 1:
        assumed.append(_order(cited[0], replace, ring))
    assumed = [condition for condition in assumed if not _trivial(condition, ring)]
    given = tuple(condition for condition in assumed if condition.sign != "=")
    equal = [condition for condition in assumed if condition.sign == "="]
    target = _put(cited[0].target, replace)
    return Sequent(
        name,
        given,
        tuple(condition.polynomial for condition in equal),
        Condition(read_polynomial(target, ring), ">=", target),
        tuple(condition.text for condition in equal),
        tuple(dict.fromkeys(ties)),
    )


def reflection(step: dict[str, Any], ring: Ring, facts: Facts) -> Sequent:
    """σ(z) + σ(y) = 1 where z + y = 0; for one point alone, σ(z) = 1/2 where z = 0."""
    points = [read_point(entry, ring)[:2] for entry in listing(step, "points")]
    if len(points) not in (1, 2):
        raise CertificateError(f"step {step['name']!r}: a reflection is of one or two points")
    arguments, values = zip(*points, strict=True)
    relation = " + ".join(arguments)
    target = f"{' + '.join(values)} - 1" if len(points) == 2 else f"2*{values[0]} - 1"
    conclusion = Condition(read_polynomial(target, ring), "=", target)
    ties = tuple(tie for point in points for tie in ties_of(point))
    return Sequent(
        step["name"], (), (read_polynomial(relation, ring),), conclusion, (relation,), ties
    )


def _only_directions_differ(cited: list[Flow], ring: Ring) -> bool:
    if len(cited) == 1:
        return True
    one, *others = cited
    return all(
        {one.direction, other.direction} == {"forward", "backward"}
        and one.points == other.points
        and one.parameters == other.parameters
        and read_polynomial(one.target, ring) == read_polynomial(other.target, ring)
        for other in others
    )


def _values(place: Any, size: int, ring: Ring) -> list[str]:
    """What the variables of a point become there, as text."""
    if place == "zero" and size == 2:
        return ["(0)", "(1/2)"]
    reflected = isinstance(place, dict)
    only(place, ("reflected",), "a point")
    point = read_point(listing(place, "reflected") if reflected else place, ring)
    if len(point) != size:
        raise CertificateError(f"the point {place!r} should have {size} variables")
    if not reflected:
        return list(point)
    z, g, *loss = point
    return [f"(-{z})", f"(1 - {g})", *(f"({value} + {z})" for value in loss)]


def _ties(place: Any) -> list[Tie]:
    if place == "zero":
        return []
    return ties_of(tuple(place["reflected"] if isinstance(place, dict) else place))


def _parameters(step: dict[str, Any], fact: Flow, ring: Ring) -> dict[str, str]:
    """The polynomial that stands for each parameter of the fact."""
    chosen = naming(step, "parameters")
    if set(chosen) != set(fact.parameters):
        raise CertificateError(f"step {step['name']!r}: one polynomial for each of the fact's parameters")
    for polynomial in chosen.values():
        read_polynomial(polynomial, ring)
    return {name: f"({polynomial})" for name, polynomial in chosen.items()}


def _order(fact: Flow, replace: dict[str, str], ring: Ring) -> Condition:
    """The moving point is on its side of the start."""
    later, earlier = (point[0] for point in fact.points[:2])
    if fact.direction == "backward":
        later, earlier = earlier, later
    return read_condition([f"{replace[later]} - {replace[earlier]}", ">="], ring)


def _trivial(condition: Condition, ring: Ring) -> bool:
    """Whether the condition is one on a number, and holds: as −z ≥ 0 at the point 0."""
    if ring.variables_of(condition.polynomial):
        return False
    sign = ring.sign(condition.polynomial)
    return {">": sign > 0, ">=": sign >= 0, "=": sign == 0, "!=": sign != 0}[condition.sign]


def _put(polynomial: str, replace: dict[str, str]) -> str:
    """The text with every variable replaced at once."""
    longer = sum(len(replace.get(found.group(), "")) for found in _NAME.finditer(polynomial))
    require(len(polynomial) + longer, TEXT, "a polynomial of more letters")
    return _NAME.sub(lambda found: replace.get(found.group(), found.group()), polynomial)
