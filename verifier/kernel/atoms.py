"""What can be assumed or concluded of numbers: signs of polynomials, values of functions, and families.

An *atom* is one of four things.  Their JSON forms:

    condition    [polynomial, sign]                              polynomial > 0, >= 0, = 0 or != 0
    tie          {"tie": function, "of": [polynomial], "value": polynomial}
    implication  {"if": [conditions and ties], "then": condition or tie}
    family       {"samples": [variables], "each": [atoms], "means": [[mean, polynomial], ...]}

A family is a finite number of samples, at least one: values of the variables ``samples`` for which each
atom of ``each`` holds, and such that every ``mean`` is the mean of its polynomial over the samples.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from operator import is_
from typing import Any, TypeAlias

from verifier.kernel.fields import CertificateError, only, refuse_if, take
from verifier.kernel.polynomials import polynomial_text, read_polynomial
from verifier.kernel.rings import Ring

SIGNS = {">": (">", ">=", "!="), ">=": (">=",), "=": ("=", ">="), "!=": ("!=",)}
"""Each sign, and those that it implies of the same polynomial."""
_TRUE = {">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1)}
"""The numbers' signs for which it is true."""
_OPPOSITE = {">": ">=", ">=": ">", "=": "!=", "!=": "="}
FUNCTIONS = ("sigma", "softplus", "ln")
"""σ(z) = 1/(1 + e^{−z}), ℓ(z) = ln(1 + e^{−z}), ln x for x > 0."""

Values: TypeAlias = Mapping[str, Any]
"""Polynomials to be put in place of variables."""


@dataclass(frozen=True)
class Condition:
    """``polynomial sign 0``."""

    polynomial: Any
    sign: str

    @cached_property
    def _form(self) -> tuple[Any, int]:
        """The polynomial over its leading coefficient, and the sign of that; 0 if there is none.

        So conditions are compared up to a factor.
        """
        if not self.polynomial:
            return self.polynomial, 0
        leading = self.polynomial.leading_coefficient()
        monic = self.polynomial if leading == 1 else self.polynomial / leading
        return monic, 1 if leading > 0 else -1

    @cached_property
    def number(self) -> int | None:
        """The sign of the polynomial where it is a number."""
        return None if self.polynomial and any(self.polynomial.degrees()) else self._form[1]

    def implies(self, other: Atom) -> bool:
        """Whether it is at least as strong: the same polynomial up to a factor of the right sign."""
        if not isinstance(other, Condition) or other.sign not in SIGNS[self.sign]:
            return False
        either = self.sign in ("=", "!=") or other.sign == "!="
        (mine, side), (theirs, other_side) = self._form, other._form
        return (either or side == other_side) and bool(mine == theirs)



@dataclass(frozen=True)
class Tie:
    """``value = function(of)``, and ``of`` is where the function is defined."""

    function: str
    of: Any
    value: Any

    def implies(self, other: Atom) -> bool:
        return bool(self == other)



@dataclass(frozen=True)
class Implication:
    """If all of ``given`` hold, so does ``then``."""

    given: tuple[Simple, ...]
    then: Simple

    def implies(self, other: Atom) -> bool:
        return (
            isinstance(other, Implication)
            and self.then.implies(other.then)
            and all(found(atom, other.given) for atom in self.given)
        )



@dataclass(frozen=True)
class Family:
    """Finitely many samples, at least one, that all obey ``each``; ``means`` are pairs (mean, of what)."""

    samples: tuple[str, ...]
    each: tuple[Simple, ...]
    means: tuple[tuple[Any, Any], ...]

    def implies(self, other: Atom) -> bool:
        return (
            isinstance(other, Family)
            and self.samples == other.samples
            and all(found(atom, self.each) for atom in other.each)
            and all(any(bool(pair == mine) for mine in self.means) for pair in other.means)
        )


Simple: TypeAlias = Condition | Tie
Atom: TypeAlias = Simple | Implication | Family
Atoms: TypeAlias = tuple[Atom, ...]
Simples: TypeAlias = tuple[Simple, ...]


def opposite(atom: Condition) -> Condition:
    """What holds exactly where ``atom`` does not."""
    turned = atom.polynomial if atom.sign in ("=", "!=") else -atom.polynomial
    return Condition(turned, _OPPOSITE[atom.sign])


def found(atom: Atom, among: Sequence[Atom]) -> bool:
    """Whether some member of ``among`` implies ``atom``, or it is a true statement about a number."""
    if any(map(is_, among, repeat(atom))) or any(known.implies(atom) for known in among):
        return True
    return isinstance(atom, Condition) and atom.number in _TRUE[atom.sign]


def size_of(atom: Atom) -> int:
    """How many conditions and ties it has: what it takes to compare it with another is their product."""
    match atom:
        case Implication():
            return 1 + len(atom.given)
        case Family():
            return 1 + len(atom.each) + len(atom.means)
    return 1


def put(part: Any, values: Values, ring: Ring) -> Any:
    """Atoms and polynomials, and tuples of these, with polynomials in place of variables, all at once."""
    match part:
        case tuple():
            return tuple(put(one, values, ring) for one in part)
        case Condition(polynomial, sign):
            return Condition(ring.put(polynomial, values), sign)
        case Tie(function, of, value):
            return Tie(function, ring.put(of, values), ring.put(value, values))
        case Implication(given, then):
            return Implication(put(given, values, ring), put(then, values, ring))
        case Family(samples, each, means):
            inside = {*values, *variables(tuple(values.values()), ring)} & {*samples}
            refuse_if(inside, f"{min(inside, default='')!r} is a variable of a sample")
            return Family(samples, put(each, values, ring), put(means, values, ring))
    return ring.put(part, values)


def variables(part: Any, ring: Ring) -> frozenset[str]:
    """All those of which atoms and polynomials, and tuples of these, speak from outside."""
    match part:
        case tuple():
            return frozenset().union(*(variables(one, ring) for one in part))
        case Condition(polynomial):
            return ring.variables_of(polynomial)
        case Tie(_, of, value) | Implication(of, value):
            return variables((of, value), ring)
        case Family(samples, each, means):
            return variables((each, means), ring) - {*samples}
    return ring.variables_of(part)


def written(part: Any, ring: Ring) -> Any:
    """The JSON form of an atom, or of a tuple of them: each once, in an order of their own."""
    match part:
        case tuple():
            entries = {str(entry): entry for entry in (written(one, ring) for one in part)}
            return [entries[key] for key in sorted(entries)]
        case Condition(polynomial, sign):
            return [polynomial_text(polynomial, ring), sign]
        case Tie(function, of, value):
            text, of_text = polynomial_text(value, ring), polynomial_text(of, ring)
            return {"tie": function, "of": [of_text], "value": text}
        case Implication(given, then):
            return {"if": written(given, ring), "then": written(then, ring)}
    means = sorted([polynomial_text(mean, ring), polynomial_text(of, ring)] for mean, of in part.means)
    return {"samples": [*part.samples], "each": written(part.each, ring), "means": means}


def read_atom(entry: Any, ring: Ring) -> Atom:
    """An atom from its JSON form."""
    if not isinstance(entry, dict):
        return read_condition(entry, ring)
    if "tie" in entry:
        only(entry, ("tie", "of", "value"), "a tie")
        of = [read_polynomial(text, ring) for text in (*take(entry, "of", "Items"), take(entry, "value"))]
        known = entry["tie"] in FUNCTIONS and len(of) == 2
        refuse_if(not known, f"no function {entry['tie']!r} of {len(of) - 1} arguments")
        return Tie(entry["tie"], *of)
    if "if" in entry:
        only(entry, ("if", "then"), "an implication")
        (then,) = read_simple({"then": [take(entry, "then")]}, "then", ring)
        return Implication(read_simple(entry, "if", ring), then)
    only(entry, ("samples", "each", "means"), "a family")
    samples, each = tuple(take(entry, "samples", "Names")), read_simple(entry, "each", ring)
    undeclared = not samples or not {*samples} <= ring.places.keys()
    refuse_if(undeclared, "the variables of a sample must be declared, and at least one")
    pairs = take(entry, "means", "Pairs")
    means = tuple((read_polynomial(mean, ring), read_polynomial(of, ring)) for mean, of in pairs)
    inside = variables(tuple(mean for mean, _ in means), ring) & {*samples}
    refuse_if(inside, "a mean mentions a variable of a sample")
    return Family(samples, each, means)


def read_condition(entry: Any, ring: Ring) -> Condition:
    """A condition from its JSON form ``[polynomial, sign]``; the same one each time it is read."""
    if not (isinstance(entry, list) and len(entry) == 2 and entry[1] in tuple(SIGNS)):
        raise CertificateError(f"a condition is [polynomial, sign], not {entry!r}")
    polynomial, key = read_polynomial(entry[0], ring), tuple(entry)
    if key not in ring.read:
        ring.read[key] = Condition(polynomial, entry[1])
    condition: Condition = ring.read[key]
    return condition


def read_atoms(entry: Any, key: str, ring: Ring) -> Atoms:
    """The atoms listed in ``entry[key]``."""
    return tuple(read_atom(item, ring) for item in take(entry, key, "Items"))


def read_simple(entry: Any, key: str, ring: Ring) -> Simples:
    """The conditions and ties listed in ``entry[key]``."""
    atoms = read_atoms(entry, key, ring)
    simple = tuple(atom for atom in atoms if isinstance(atom, Condition | Tie))
    refuse_if(len(simple) < len(atoms), f"field {key!r} lists more than conditions and ties")
    return simple
