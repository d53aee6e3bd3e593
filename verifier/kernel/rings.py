"""Two independent rings of polynomials with rational coefficients.

``FractionRing`` is plain Python: a polynomial is a dictionary from exponent tuples to nonzero
``fractions.Fraction``, and counts what it costs.  ``FlintRing`` is FLINT's ``fmpq_mpoly``.  A certificate
is replayed in both, in this order where it may be hostile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import compress
from operator import add
from typing import Any, TypeAlias

from verifier.kernel.fields import CertificateError
from verifier.kernel.limits import BITS, DEGREE, TERMS, Meter, require

Terms = Mapping[tuple[int, ...], Fraction]


class FractionPolynomial:
    """A polynomial as a dictionary {exponents: coefficient}; no zero coefficient is kept.

    ``degree`` is at least its degree: that of the expression as it was made.
    """

    __slots__ = ("bits", "degree", "meter", "terms")

    def __init__(self, terms: Terms, meter: Meter, degree: int) -> None:
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
        product: dict[tuple[int, ...], Fraction] = {}
        for left, x in self.terms.items():
            for right, y in other.terms.items():
                exponents = tuple(map(add, left, right))
                value = product[exponents] + x * y if exponents in product else x * y
                require(value.denominator.bit_length(), 2 * BITS, "a coefficient of more bits")
                product[exponents] = value
            require(len(product), 2 * TERMS, "a product of more terms")
        return FractionPolynomial(product, self.meter, degree)

    def __eq__(self, other: object) -> bool:
        self.meter.spend(1)
        if not isinstance(other, FractionPolynomial) or len(self.terms) != len(other.terms):
            return False
        self.meter.spend(len(self.terms))
        return self.terms == other.terms

    __hash__ = None  # type: ignore[assignment]


class _Named:
    """What both rings have: variables with their places, a meter, and ``read``, what was read so far."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names, self.places = tuple(names), {name: place for place, name in enumerate(names)}
        self.read: dict[Any, Any] = {}
        self.meter = Meter()
        self._zeros = (0,) * len(self.names)

    def place(self, name: str) -> int:
        """That of a variable; raises ``CertificateError`` if it is not declared."""
        if name not in self.places:
            raise CertificateError(f"undeclared variable {name!r}")
        return self.places[name]


class FractionRing(_Named):
    """Q[names] on ``fractions.Fraction``."""

    def of(self, terms: Terms) -> FractionPolynomial:
        """The polynomial with these coefficients."""
        return FractionPolynomial(terms, self.meter, max(map(sum, terms), default=0))

    def variable(self, name: str) -> FractionPolynomial:
        """The variable, as a polynomial."""
        place = self.place(name)
        self.meter.spend(1 + len(self.names) // 8)
        exponents = (*self._zeros[:place], 1, *self._zeros[place + 1 :])
        return FractionPolynomial({exponents: Fraction(1)}, self.meter, 1)

    def constant(self, value: Fraction) -> FractionPolynomial:
        return FractionPolynomial({self._zeros: value}, self.meter, 0)

    def variables_of(self, polynomial: FractionPolynomial) -> frozenset[str]:
        self.meter.spend(len(polynomial.terms) * (1 + len(self.names) // 16))
        return frozenset(name for exponents in polynomial.terms for name in compress(self.names, exponents))

    def is_zero(self, polynomial: FractionPolynomial) -> bool:
        return not polynomial.terms

    def derivative(self, polynomial: FractionPolynomial, name: str) -> FractionPolynomial:
        """The partial derivative by the variable ``name``."""
        place = self.places[name]
        terms = {}
        for exponents, value in polynomial.terms.items():
            if exponents[place]:
                lower = (*exponents[:place], exponents[place] - 1, *exponents[place + 1 :])
                terms[lower] = value * exponents[place]
        return FractionPolynomial(terms, self.meter, polynomial.degree)

    def leading(self, polynomial: FractionPolynomial) -> Fraction:
        """The coefficient of the first term in some fixed order; 0 of the zero polynomial."""
        return polynomial.terms[max(polynomial.terms)] if polynomial.terms else Fraction(0)

    def monic(self, polynomial: FractionPolynomial) -> FractionPolynomial:
        """The polynomial, which is not zero, over its leading coefficient."""
        leading = self.leading(polynomial)
        if leading == 1:
            return polynomial
        terms = {exponents: value / leading for exponents, value in polynomial.terms.items()}
        return FractionPolynomial(terms, self.meter, polynomial.degree)

    def put(
        self, polynomial: FractionPolynomial, values: Mapping[str, FractionPolynomial]
    ) -> FractionPolynomial:
        """The polynomial with polynomials in place of some variables, all at once."""
        places = [(self.places[name], value) for name, value in values.items() if name in self.places]
        self.meter.spend(len(polynomial.terms) * (1 + len(self.names) // 8))
        total: dict[tuple[int, ...], Fraction] = {}
        degree = 0
        for exponents, value in polynomial.terms.items():
            kept = list(exponents)
            for place, _ in places:
                kept[place] = 0
            term = FractionPolynomial({tuple(kept): value}, self.meter, sum(kept))
            for place, put in places:
                for _ in range(exponents[place]):
                    term = term * put
            degree = max(degree, term.degree)
            for key, more in term.terms.items():
                total[key] = total.get(key, 0) + more
                require(total[key].denominator.bit_length(), 2 * BITS, "a coefficient of more bits")
            require(len(total), 2 * TERMS, "a polynomial of more terms")
        return FractionPolynomial(total, self.meter, degree)

    def terms(self, polynomial: FractionPolynomial) -> Terms:
        return polynomial.terms

    def words(self, polynomial: FractionPolynomial) -> int:
        """About how many words of memory it takes."""
        return len(polynomial.terms) * (32 + len(self.names) + polynomial.bits // 32)


class FlintRing(_Named):
    """Q[names] on FLINT's sparse multivariate polynomials; FLINT is imported by the first of them.

    Its numbers are FLINT's, which are compared, divided and printed like fractions.
    """

    def __init__(self, names: Sequence[str]) -> None:
        from flint import Ordering, fmpq, fmpq_mpoly_ctx

        super().__init__(names)
        self._rational = fmpq
        self._context = fmpq_mpoly_ctx.get(self.names, Ordering.degrevlex)
        self._generators = self._context.gens()

    def of(self, terms: Terms) -> Any:
        number = self._rational
        return self._context.from_dict({e: number(x.numerator, x.denominator) for e, x in terms.items()})

    def variable(self, name: str) -> Any:
        return self._generators[self.place(name)]

    def constant(self, value: Fraction) -> Any:
        return self._context.constant(self._rational(value.numerator, value.denominator))

    def variables_of(self, polynomial: Any) -> frozenset[str]:
        if polynomial == 0:  # its degrees are −1
            return frozenset()
        return frozenset(compress(self.names, polynomial.degrees()))

    def is_zero(self, polynomial: Any) -> bool:
        return bool(polynomial == 0)

    def derivative(self, polynomial: Any, name: str) -> Any:
        return polynomial.derivative(self.places[name])

    def leading(self, polynomial: Any) -> Any:
        return polynomial.leading_coefficient() if polynomial != 0 else self._rational(0)

    def monic(self, polynomial: Any) -> Any:
        return polynomial / polynomial.leading_coefficient()

    def put(self, polynomial: Any, values: Mapping[str, Any]) -> Any:
        if self.variables_of(polynomial).isdisjoint(values):
            return polynomial
        images = [*self._generators]
        for name in values.keys() & self.places.keys():
            images[self.places[name]] = values[name]
        return polynomial.compose(*images)

    def terms(self, polynomial: Any) -> Any:
        return polynomial.to_dict()

    def words(self, polynomial: Any) -> int:
        return 0  # counted in the other ring


Ring: TypeAlias = FractionRing | FlintRing
COUNTING = "fractions"
"""The ring that counts what a replay costs, and refuses to go on at a limit."""
RINGS: dict[str, type[FractionRing] | type[FlintRing]] = {"flint": FlintRing, "fractions": FractionRing}
