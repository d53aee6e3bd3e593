"""Polynomials with rational coefficients, on one of two independent arithmetics.

``FractionPolynomial`` is plain Python: a dictionary from exponent tuples to nonzero ``fractions.Fraction``,
which counts what it costs.  The other is FLINT's ``fmpq_mpoly``.  Both add, multiply, compare and are taken
apart in one way, FLINT's.  A certificate is replayed with each, in this order where it may be hostile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, compress
from operator import add
from typing import Any, TypeAlias

from verifier.kernel.fields import CertificateError, refuse_if
from verifier.kernel.limits import BITS, DEGREE, TERMS, Meter, require

Polynomial: TypeAlias = Any
Exponents: TypeAlias = tuple[int, ...]
Terms = Mapping[Exponents, Fraction]


class FractionPolynomial(dict[Exponents, Fraction]):
    """A polynomial as a dictionary {exponents: coefficient}; no zero coefficient is kept.

    ``degree`` is at least its degree: that of the expression as it was made.
    """

    __slots__ = ("bits", "degree", "meter")

    def __init__(self, terms: Terms, meter: Meter, degree: int) -> None:
        super().__init__(terms if all(terms.values()) else {e: x for e, x in terms.items() if x})
        self.meter, self.degree, self.bits = meter, degree, meter.polynomial(self)

    def _sum(self, terms: Iterable[tuple[Exponents, Fraction]], degree: int) -> FractionPolynomial:
        """The sum of these terms; one that grows too large is not gone on with."""
        require(degree, DEGREE, f"a polynomial of degree {degree:,}")
        total: dict[Exponents, Fraction] = {}
        for exponents, value in terms:
            if exponents in total:
                total[exponents] += value
                require(total[exponents].denominator.bit_length(), 2 * BITS, "a coefficient of more bits")
            else:
                total[exponents] = value
                if len(total) > 2 * TERMS:
                    raise CertificateError("too much: a polynomial of more terms")
        return FractionPolynomial(total, self.meter, degree)

    def __add__(self, other: FractionPolynomial) -> FractionPolynomial:
        return self._sum(chain(self.items(), other.items()), max(self.degree, other.degree))

    def __neg__(self) -> FractionPolynomial:
        return FractionPolynomial({e: -value for e, value in self.items()}, self.meter, self.degree)

    def __sub__(self, other: FractionPolynomial) -> FractionPolynomial:
        return self + (-other)

    def __mul__(self, other: FractionPolynomial) -> FractionPolynomial:
        each = 8 + self.meter.variables // 8 + (self.bits + other.bits) // 64
        self.meter.spend(len(self) * len(other) * each)
        pairs = ((tuple(map(add, e, f)), x * y) for e, x in self.items() for f, y in other.items())
        return self._sum(pairs, self.degree + other.degree)

    def __truediv__(self, number: Fraction) -> FractionPolynomial:
        quotients = {exponents: value / number for exponents, value in self.items()}
        return FractionPolynomial(quotients, self.meter, self.degree)

    def __eq__(self, other: object) -> bool:
        self.meter.spend(1 + len(self))
        return isinstance(other, FractionPolynomial) and super().__eq__(other)

    def to_dict(self) -> Terms:
        return self

    def degrees(self) -> Exponents:
        """The highest power of each variable."""
        self.meter.spend(len(self) * (1 + self.meter.variables // 16))
        return tuple(map(max, zip(*self, strict=True)))

    def leading_coefficient(self) -> Fraction:
        """Of the first term in some fixed order."""
        return self[max(self)]

    def derivative(self, place: int) -> FractionPolynomial:
        terms = {
            (*exponents[:place], exponents[place] - 1, *exponents[place + 1 :]): value * exponents[place]
            for exponents, value in self.items()
        }
        return FractionPolynomial(terms, self.meter, self.degree)

    def compose(self, images: Mapping[int, FractionPolynomial]) -> FractionPolynomial:
        """With polynomials in place of the variables at these places, all at once."""
        self.meter.spend(len(self) * (1 + self.meter.variables // 8))
        products = []
        for exponents, value in self.items():
            kept = [*exponents]
            for place in images:
                kept[place] = 0
            products.append(FractionPolynomial({tuple(kept): value}, self.meter, sum(kept)))
            for place, image in images.items():
                for _ in range(exponents[place]):
                    products[-1] = products[-1] * image
        terms = chain.from_iterable(product.items() for product in products)
        return self._sum(terms, max((product.degree for product in products), default=0))


class Ring:
    """Q[names], on plain fractions; ``read`` is what was read so far, ``meter`` what it may still cost."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names, self.places = tuple(names), {name: place for place, name in enumerate(names)}
        self.read: dict[Any, Any] = {}
        self.meter = Meter(len(self.names))
        self._zeros = (0,) * len(self.names)

    def of(self, terms: Terms) -> Any:
        """The polynomial with these coefficients."""
        return FractionPolynomial(terms, self.meter, max(map(sum, terms), default=0))

    def variable(self, name: str) -> Any:
        """The variable, as a polynomial; raises ``CertificateError`` if it is not declared."""
        refuse_if(name not in self.places, f"undeclared variable {name!r}")
        if name not in self.read:
            place = self.places[name]
            self.read[name] = self.of({(*self._zeros[:place], 1, *self._zeros[place + 1 :]): Fraction(1)})
        return self.read[name]

    def constant(self, value: Fraction | int) -> Any:
        return self.of({self._zeros: Fraction(value)})

    def variables_of(self, polynomial: Any) -> frozenset[str]:
        return frozenset(compress(self.names, polynomial.degrees())) if polynomial else frozenset()

    def put(self, polynomial: Any, values: Mapping[str, Any]) -> Any:
        """The polynomial with polynomials in place of some variables, all at once."""
        used = self.variables_of(polynomial)
        images = {self.places[name]: value for name, value in values.items() if name in used}
        return self._compose(polynomial, images) if images else polynomial

    def _compose(self, polynomial: Any, images: Mapping[int, Any]) -> Any:
        return polynomial.compose(images)


class FlintRing(Ring):
    """On FLINT's sparse multivariate polynomials; FLINT is imported by the first of them.

    Its numbers are FLINT's, which are compared, divided and printed like fractions.
    """

    def __init__(self, names: Sequence[str]) -> None:
        from flint import Ordering, fmpq, fmpq_mpoly_ctx

        super().__init__(names)
        self._number = fmpq
        self._context = fmpq_mpoly_ctx.get(self.names, Ordering.degrevlex)
        self._generators = self._context.gens()
        self.read.update(zip(self.names, self._generators, strict=True))

    def of(self, terms: Terms) -> Any:
        number = self._number
        return self._context.from_dict({e: number(x.numerator, x.denominator) for e, x in terms.items()})

    def _compose(self, polynomial: Any, images: Mapping[int, Any]) -> Any:
        whole = [*self._generators]
        for place, image in images.items():
            whole[place] = image
        return polynomial.compose(*whole)


COUNTING = "fractions"
"""The ring that counts what a replay costs, and refuses to go on at a limit."""
RINGS: dict[str, type[Ring]] = {"flint": FlintRing, "fractions": Ring}
