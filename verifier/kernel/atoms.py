"""What can be assumed or concluded of numbers: signs of polynomials, values of functions, and families.

An *atom* is one of four things.  Their JSON forms:

    condition    [polynomial, sign]                              polynomial > 0, >= 0, = 0 or != 0
    tie          {"tie": function, "of": [polynomials], "value": polynomial}
    implication  {"if": [conditions and ties], "then": condition or tie}
    family       {"samples": [variables], "each": [atoms], "means": [[mean, polynomial], ...]}

A family is a finite number of samples, at least one: values of the variables ``samples`` for which each
atom of ``each`` holds, and such that every ``mean`` is the mean of its polynomial over the samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from operator import is_
from typing import Any, TypeAlias

from verifier.kernel.fields import CertificateError, listing, names, only, take
from verifier.kernel.polynomials import polynomial_text, read_polynomial
from verifier.kernel.rings import Ring

SIGNS = {">": (">", ">=", "!="), ">=": (">=",), "=": ("=", ">="), "!=": ("!=",)}
"""Each sign, and those that it implies of the same polynomial."""
_TRUE = {">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1)}
"""The numbers' signs for which it is true."""
_OPPOSITE = {">": ">=", ">=": ">", "=": "!=", "!=": "="}
FUNCTIONS = {"sigma": 1, "softplus": 1, "power": 2, "ln": 1}
"""How many arguments: σ(z) = 1/(1 + e^{−z}), ℓ(z) = ln(1 + e^{−z}), ρ^n for natural n, ln x for x > 0."""

Values: TypeAlias = Mapping[str, Any]
"""Polynomials to be put in place of variables."""


@dataclass(frozen=True)
class Condition:
    """``polynomial sign 0``."""

    polynomial: Any
    sign: str
    ring: Ring = field(compare=False, repr=False)

    @cached_property
    def upright(self) -> bool:
        """Whether the leading coefficient is positive."""
        return bool(self.ring.leading(self.polynomial) > 0)

    @cached_property
    def monic(self) -> Any:
        """The polynomial over its leading coefficient, so that conditions are compared up to a factor."""
        return self.polynomial if self.ring.is_zero(self.polynomial) else self.ring.monic(self.polynomial)

    @cached_property
    def number(self) -> int | None:
        """The sign of the polynomial where it is a number."""
        if self.ring.variables_of(self.polynomial):
            return None
        return 0 if self.ring.is_zero(self.polynomial) else 1 if self.upright else -1

    def implies(self, other: Atom) -> bool:
        """Whether it is at least as strong: the same polynomial up to a factor of the right sign."""
        if not isinstance(other, Condition) or other.sign not in SIGNS[self.sign]:
            return False
        either = self.sign in ("=", "!=") or other.sign == "!="
        return (either or self.upright == other.upright) and bool(self.monic == other.monic)

    def put(self, values: Values, ring: Ring) -> Condition:
        return Condition(ring.put(self.polynomial, values), self.sign, ring)

    def variables(self, ring: Ring) -> frozenset[str]:
        return ring.variables_of(self.polynomial)

    @cached_property
    def text(self) -> str:
        return polynomial_text(self.polynomial, self.ring)

    def json(self, ring: Ring) -> Any:
        return [self.text, self.sign]


@dataclass(frozen=True)
class Tie:
    """``value = function(arguments)``, and the arguments are where the function is defined."""

    function: str
    arguments: tuple[Any, ...]
    value: Any

    def implies(self, other: Atom) -> bool:
        return bool(self == other)

    def put(self, values: Values, ring: Ring) -> Tie:
        arguments = tuple(ring.put(argument, values) for argument in self.arguments)
        return Tie(self.function, arguments, ring.put(self.value, values))

    def variables(self, ring: Ring) -> frozenset[str]:
        return _union(ring.variables_of(x) for x in (*self.arguments, self.value))

    def json(self, ring: Ring) -> Any:
        arguments = [polynomial_text(argument, ring) for argument in self.arguments]
        return {"tie": self.function, "of": arguments, "value": polynomial_text(self.value, ring)}


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

    def put(self, values: Values, ring: Ring) -> Implication:
        return Implication(tuple(x.put(values, ring) for x in self.given), self.then.put(values, ring))

    def variables(self, ring: Ring) -> frozenset[str]:
        return variables((*self.given, self.then), ring)

    def json(self, ring: Ring) -> Any:
        return {"if": listed(self.given, ring), "then": self.then.json(ring)}


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

    def put(self, values: Values, ring: Ring) -> Family:
        used = _union(map(ring.variables_of, values.values())) | set(values)
        if used & set(self.samples):
            raise CertificateError(f"{sorted(used & set(self.samples))[0]!r} is a variable of a sample")
        means = tuple((ring.put(mean, values), ring.put(of, values)) for mean, of in self.means)
        return Family(self.samples, put_all(self.each, values, ring), means)

    def variables(self, ring: Ring) -> frozenset[str]:
        """Those that it speaks of from outside."""
        inside = _union(ring.variables_of(polynomial) for pair in self.means for polynomial in pair)
        return (variables(self.each, ring) | inside) - set(self.samples)

    def json(self, ring: Ring) -> Any:
        means = [[polynomial_text(mean, ring), polynomial_text(of, ring)] for mean, of in self.means]
        return {"samples": list(self.samples), "each": listed(self.each, ring), "means": sorted(means)}


Simple: TypeAlias = Condition | Tie
Atom: TypeAlias = Simple | Implication | Family
condition = Condition


def opposite(atom: Condition) -> Condition:
    """What holds exactly where ``atom`` does not."""
    turned = atom.polynomial if atom.sign in ("=", "!=") else -atom.polynomial
    return Condition(turned, _OPPOSITE[atom.sign], atom.ring)


def found(atom: Atom, among: Sequence[Atom]) -> bool:
    """Whether some member of ``among`` implies ``atom``, or it is a true statement about a number."""
    if any(map(is_, among, repeat(atom))) or any(known.implies(atom) for known in among):
        return True
    return isinstance(atom, Condition) and atom.number in _TRUE[atom.sign]


def supposing(suppose: tuple[Simple, ...], then: tuple[Atom, ...]) -> tuple[Atom, ...]:
    """The conclusions, each under what is supposed; as they are if nothing is."""
    if not suppose:
        return then
    if not all(isinstance(atom, Condition | Tie) for atom in then):
        raise CertificateError("only conditions and ties are concluded under a supposition")
    return tuple(Implication(suppose, atom) for atom in then if isinstance(atom, Condition | Tie))


def require_all(wanted: Iterable[Atom], known: Sequence[Atom], what: str, ring: Ring) -> None:
    """Each of the atoms is among those known; else ``what`` is blamed."""
    for atom in wanted:
        size = _size(atom)
        ring.meter.spend(1 + (len(known) if size == 1 else size * sum(map(_size, known))) // 16)
        if not found(atom, known):
            raise CertificateError(f"{what}: {atom.json(ring)} is not given")


def _size(atom: Atom) -> int:
    """How many conditions and ties it has: what it takes to compare it with another is their product."""
    match atom:
        case Implication():
            return 1 + len(atom.given)
        case Family():
            return 1 + len(atom.each) + len(atom.means)
    return 1


def put_all(atoms: Iterable[Any], values: Values, ring: Ring) -> tuple[Any, ...]:
    """The atoms with polynomials in place of some of their variables, all at once."""
    return tuple(atom.put(values, ring) for atom in atoms)


def variables(atoms: Iterable[Atom], ring: Ring) -> frozenset[str]:
    """All those of which the atoms speak."""
    return _union(atom.variables(ring) for atom in atoms)


def read_atom(entry: Any, ring: Ring) -> Atom:
    """An atom from its JSON form."""
    if isinstance(entry, dict) and "tie" in entry:
        only(entry, ("tie", "of", "value"), "a tie")
        arguments = tuple(read_polynomial(text, ring) for text in listing(entry, "of"))
        if FUNCTIONS.get(str(entry["tie"])) != len(arguments):
            raise CertificateError(f"no function {entry['tie']!r} of {len(arguments)} arguments")
        return Tie(entry["tie"], arguments, read_polynomial(take(entry, "value"), ring))
    if isinstance(entry, dict) and "if" in entry:
        only(entry, ("if", "then"), "an implication")
        (then,) = read_simple({"then": [take(entry, "then")]}, "then", ring)
        return Implication(read_simple(entry, "if", ring), then)
    if isinstance(entry, dict):
        only(entry, ("samples", "each", "means"), "a family")
        samples = tuple(names(entry, "samples"))
        if not samples or not set(samples) <= set(ring.names):
            raise CertificateError("the variables of a sample must be declared, and at least one")
        return Family(samples, read_simple(entry, "each", ring), _means(entry, samples, ring))
    return read_condition(entry, ring)


def read_condition(entry: Any, ring: Ring) -> Condition:
    """A condition from its JSON form ``[polynomial, sign]``; the same one each time it is read."""
    if not (isinstance(entry, list) and len(entry) == 2 and entry[1] in tuple(SIGNS)):
        raise CertificateError(f"a condition is [polynomial, sign], not {entry!r}")
    polynomial, key = read_polynomial(entry[0], ring), tuple(entry)
    if key not in ring.read:
        ring.meter.keep(ring.words(polynomial))
        ring.read[key] = Condition(polynomial, entry[1], ring)
    condition: Condition = ring.read[key]
    return condition


def read_atoms(entry: Any, key: str, ring: Ring) -> tuple[Atom, ...]:
    """The atoms listed in ``entry[key]``."""
    return tuple(read_atom(item, ring) for item in listing(entry, key))


def read_simple(entry: Any, key: str, ring: Ring) -> tuple[Simple, ...]:
    """The conditions and ties listed in ``entry[key]``."""
    simple = []
    for atom in read_atoms(entry, key, ring):
        if not isinstance(atom, Condition | Tie):
            raise CertificateError(f"field {key!r} lists conditions and ties, not {atom.json(ring)!r}")
        simple.append(atom)
    return tuple(simple)


def _means(entry: Any, samples: tuple[str, ...], ring: Ring) -> tuple[tuple[Any, Any], ...]:
    means = []
    for pair in listing(entry, "means"):
        if not (isinstance(pair, list) and len(pair) == 2):
            raise CertificateError(f"a mean is [mean, polynomial], not {pair!r}")
        mean, of = (read_polynomial(text, ring) for text in pair)
        if ring.variables_of(mean) & set(samples):
            raise CertificateError(f"the mean {pair[0]!r} mentions a variable of a sample")
        means.append((mean, of))
    return tuple(means)


def listed(atoms: Iterable[Atom], ring: Ring) -> list[Any]:
    """Their JSON forms in an order of their own, each once."""
    entries = {str(entry): entry for entry in (atom.json(ring) for atom in atoms)}
    return [entries[key] for key in sorted(entries)]


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
