"""Two independent rings of polynomials with rational coefficients.

``FractionRing`` is plain Python: a polynomial is a dictionary from exponent tuples to nonzero
``fractions.Fraction``, or ``int`` where one is whole, and counts what it costs.  ``FlintRing`` is FLINT's
``fmpq_mpoly``.  A certificate is replayed in both, in this order where it may be hostile.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import compress
from operator import add
from typing import Any, Protocol

from verifier.kernel.errors import CertificateError
from verifier.kernel.limits import BITS, DEGREE, TERMS, Meter, require


class Ring(Protocol):
    """What the kernel needs of a polynomial ring Q[names]."""

    names: tuple[str, ...]
    read: dict[Any, Any]
    """what ``verifier.kernel.expression`` has read so far, by text and renaming"""
    meter: Meter

    def variable(self, name: str) -> Any:
        """The variable; raises ``CertificateError`` if it is not declared."""
        ...

    def constant(self, value: Fraction) -> Any: ...

    def variables_of(self, polynomial: Any) -> frozenset[str]: ...

    def is_zero(self, polynomial: Any) -> bool: ...

    def derivative(self, polynomial: Any, name: str) -> Any:
        """The partial derivative by the variable ``name``."""
        ...

    def sign(self, constant: Any) -> int: ...

    def words(self, polynomial: Any) -> int:
        """About how many words of memory it takes."""
        ...


Coefficient = Fraction | int
"""A rational number; whole ones are mostly ``int``, which adds and multiplies many times faster."""


class FractionPolynomial:
    """A polynomial as a dictionary {exponents: coefficient}; no zero coefficient is kept.

    ``degree`` is at least its degree: that of the expression as it was written.
    """

    __slots__ = ("bits", "degree", "meter", "terms")

    def __init__(self, terms: dict[tuple[int, ...], Coefficient], meter: Meter, degree: int) -> None:
        self.terms = {exponents: value for exponents, value in terms.items() if value}
        self.meter, self.degree = meter, degree
        self.bits = meter.polynomial(self.terms)

    def __add__(self, other: FractionPolynomial) -> FractionPolynomial:
        total = dict(self.terms)
        for exponents, value in other.terms.items():
            total[exponents] = total.get(exponents, 0) + value
        return FractionPolynomial(total, self.meter, max(self.degree, other.degree))

    def __neg__(self) -> FractionPolynomial:
        negated = {exponents: -value for exponents, value in self.terms.items()}
        return FractionPolynomial(negated, self.meter, self.degree)

    def __sub__(self, other: FractionPolynomial) -> FractionPolynomial:
        return self + (-other)

    def __mul__(self, other: FractionPolynomial) -> FractionPolynomial:
        degree = self.degree + other.degree
        require(degree, DEGREE, f"a polynomial of degree {degree:,}")
        variables = len(next(iter(self.terms), ()))
        each = 8 + variables // 8 + (self.bits + other.bits) // 64
        self.meter.spend(len(self.terms) * len(other.terms) * each)
        product: dict[tuple[int, ...], Coefficient] = {}
        for left, x in self.terms.items():
            for right, y in other.terms.items():
                exponents = (*map(add, left, right),)
                value = product.get(exponents, 0) + x * y
                require(value.denominator.bit_length(), 2 * BITS, "a coefficient of more bits")
                product[exponents] = value
            require(len(product), 2 * TERMS, "a product of more terms")
        return FractionPolynomial(product, self.meter, degree)

    def __pow__(self, exponent: int) -> FractionPolynomial:
        size = len(next(iter(self.terms), ()))
        power = FractionPolynomial({(0,) * size: 1}, self.meter, 0)
        for _ in range(exponent):
            power = power * self
        return power

    def __eq__(self, other: object) -> bool:
        self.meter.spend(1)
        if not isinstance(other, FractionPolynomial) or len(self.terms) != len(other.terms):
            return False
        self.meter.spend(len(self.terms))
        return self.terms == other.terms

    __hash__ = None  # type: ignore[assignment]


class FractionRing:
    """Q[names] on ``fractions.Fraction``."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.read: dict[Any, Any] = {}
        self.meter = Meter()

    def variable(self, name: str) -> FractionPolynomial:
        if name not in self.names:
            raise CertificateError(f"undeclared variable {name!r}")
        exponents = tuple(int(name == other) for other in self.names)
        self.meter.spend(1 + len(self.names) // 8)
        return FractionPolynomial({exponents: 1}, self.meter, 1)

    def constant(self, value: Fraction) -> FractionPolynomial:
        whole = value.numerator if value.denominator == 1 else value
        return FractionPolynomial({(0,) * len(self.names): whole}, self.meter, 0)

    def variables_of(self, polynomial: FractionPolynomial) -> frozenset[str]:
        self.meter.spend(len(polynomial.terms) * (1 + len(self.names) // 16))
        return frozenset(
            name
            for exponents in polynomial.terms
            for name, exponent in zip(self.names, exponents, strict=True)
            if exponent
        )

    def is_zero(self, polynomial: FractionPolynomial) -> bool:
        return not polynomial.terms

    def derivative(self, polynomial: FractionPolynomial, name: str) -> FractionPolynomial:
        place = self.names.index(name)
        terms = {}
        for exponents, value in polynomial.terms.items():
            if exponents[place]:
                lower = (*exponents[:place], exponents[place] - 1, *exponents[place + 1 :])
                terms[lower] = value * exponents[place]
        return FractionPolynomial(terms, self.meter, polynomial.degree)

    def sign(self, constant: FractionPolynomial) -> int:
        value = next(iter(constant.terms.values()), 0)
        return (value > 0) - (value < 0)

    def words(self, polynomial: FractionPolynomial) -> int:
        return len(polynomial.terms) * (32 + len(self.names) + polynomial.bits // 32)


class FlintRing:
    """Q[names] on FLINT's sparse multivariate polynomials; FLINT is imported by the first of them."""

    def __init__(self, names: Sequence[str]) -> None:
        from flint import Ordering, fmpq, fmpq_mpoly_ctx

        self._rational = fmpq
        self.names = tuple(names)
        self.read: dict[Any, Any] = {}
        self.meter = Meter()
        self._context = fmpq_mpoly_ctx.get(self.names, Ordering.degrevlex)
        self._generators = dict(zip(self.names, self._context.gens(), strict=True))

    def variable(self, name: str) -> Any:
        if name not in self.names:
            raise CertificateError(f"undeclared variable {name!r}")
        return self._generators[name]

    def constant(self, value: Fraction) -> Any:
        return self._context.constant(self._rational(value.numerator, value.denominator))

    def variables_of(self, polynomial: Any) -> frozenset[str]:
        if polynomial == 0:  # its degrees are −1
            return frozenset()
        return frozenset(compress(self.names, polynomial.degrees()))

    def is_zero(self, polynomial: Any) -> bool:
        return bool(polynomial == 0)

    def derivative(self, polynomial: Any, name: str) -> Any:
        return polynomial.derivative(self.names.index(name))

    def sign(self, constant: Any) -> int:
        value = next(iter(constant.to_dict().values()), self._rational(0))
        return int(value > 0) - int(value < 0)

    def words(self, polynomial: Any) -> int:
        return 0  # counted in the other ring


COUNTING = "fractions"
"""The ring that counts what a replay costs, and refuses to go on at a limit."""
RINGS: dict[str, type[FractionRing] | type[FlintRing]] = {
    "flint": FlintRing,
    "fractions": FractionRing,
}
