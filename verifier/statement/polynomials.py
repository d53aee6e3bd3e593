"""Sign conditions in one form: equal texts are equal conditions.

A polynomial is written out in monomials with coprime integer coefficients, so that two that differ by a
positive factor are one text; an equation, or ≠, up to any factor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import Any, NamedTuple

from verifier.kernel.rings import FlintRing
from verifier.statement.expression import read_polynomial

WEAKER = {">": (">", ">=", "!="), ">=": (">=",), "=": ("=", ">="), "!=": ("!=",)}
"""What each sign gives."""
EITHER = ("=", "!=")
"""Signs that a polynomial shares with its negative."""


class Said(NamedTuple):
    """``polynomial sign 0``, the polynomial in its one text."""

    polynomial: str
    sign: str

    def __str__(self) -> str:
        return f"{self.polynomial} {self.sign} 0"

    @property
    def with_weaker(self) -> Iterator[Said]:
        """This and all that it gives; an equation gives ≥ either way."""
        for weaker in WEAKER[self.sign]:
            yield Said(self.polynomial, weaker)
        if self.sign == "=":
            yield Said(negated(self.polynomial), ">=")


class Polynomials:
    """Reads the polynomials over some names."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(sorted({*names}))
        self.ring = FlintRing(self.names)
        self._said: dict[tuple[str, str], Said] = {}

    def said(self, text: str, sign: str, put: Mapping[str, Any] | None = None) -> Said:
        """The condition ``text sign 0``, with polynomials put for variables; else ``CertificateError``."""
        if put:
            return self.of(self.read(text, put), sign)
        if (text, sign) not in self._said:
            self._said[text, sign] = self.of(self.read(text), sign)
        return self._said[text, sign]

    def of(self, polynomial: Any, sign: str) -> Said:
        """The condition of a polynomial of the ring."""
        return Said(_written(self.terms(polynomial), self.names, sign in EITHER), sign)

    def exact(self, text: str, put: Mapping[str, Any] | None = None) -> str:
        """The one text of the polynomial itself, with no factor taken out."""
        return self.written(self.read(text, put))

    def written(self, polynomial: Any) -> str:
        """The same of a polynomial of the ring."""
        return _joined(self.terms(polynomial), self.names)

    def read(self, text: str, put: Mapping[str, Any] | None = None) -> Any:
        read = read_polynomial(text, self.ring)
        return self.ring.put(read, put) if put else read

    def variables(self, text: str) -> frozenset[str]:
        """The variables in it once it is multiplied out."""
        return self.ring.variables_of(self.read(text))

    @staticmethod
    def terms(polynomial: Any) -> dict[tuple[int, ...], Fraction]:
        """Its coefficients by exponents."""
        found = polynomial.to_dict()
        return {
            tuple(map(int, exponents)): Fraction(int(x.numerator), int(x.denominator))
            for exponents, x in found.items()
        }


def _written(terms: Mapping[tuple[int, ...], Fraction], names: Sequence[str], either: bool) -> str:
    """One text for all positive multiples of a polynomial; with ``either`` for the negative ones too."""
    if not terms:
        return "0"
    below = lcm(*(value.denominator for value in terms.values()))
    whole = {powers: value.numerator * (below // value.denominator) for powers, value in terms.items()}
    factor = gcd(*whole.values())
    if either and whole[_ordered(whole)[0]] < 0:
        factor = -factor
    return _joined({exponents: value // factor for exponents, value in whole.items()}, names)


def _joined(terms: Mapping[tuple[int, ...], Fraction | int], names: Sequence[str]) -> str:
    return "".join(_term(terms[e], e, names) for e in _ordered(terms)).removeprefix("+") or "0"


def _ordered(terms: Mapping[tuple[int, ...], Fraction | int]) -> list[tuple[int, ...]]:
    return sorted(terms, key=lambda exponents: (sum(exponents), exponents), reverse=True)


def _term(value: Fraction | int, exponents: tuple[int, ...], names: Sequence[str]) -> str:
    powers = [
        name if exponent == 1 else f"{name}**{exponent}"
        for name, exponent in zip(names, exponents, strict=True)
        if exponent
    ]
    size = [] if abs(value) == 1 and powers else [str(abs(value))]
    return ("-" if value < 0 else "+") + "*".join(size + powers)


@lru_cache(maxsize=65536)
def negated(text: str) -> str:
    """The negative of a polynomial in its one text."""
    signed = text if text.startswith("-") else f"+{text}"
    return signed.translate(str.maketrans("+-", "-+")).removeprefix("+")
