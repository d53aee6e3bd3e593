"""Polynomials as they are written: a sum of terms, ``x**2 - 3/2*x*y + 1``.

A term is a number, variables and natural powers of these, with ``*`` between them.  Nothing else is read:
no parentheses, floats, calls or unknown names, so that each text is read once, from left to right.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from itertools import compress
from typing import Any, TypeAlias

from verifier.kernel.fields import CertificateError, take
from verifier.kernel.limits import DEGREE, DIGITS, TEXT, require
from verifier.kernel.rings import Ring

_SIGN = re.compile(r" ?([+-]) ?")
_TIMES = re.compile(r"(?<!\*)\*(?!\*)")
_NUMBER = re.compile(rf"[0-9]{{1,{DIGITS}}}(/[1-9][0-9]{{0,{DIGITS - 1}}})?")
_POWER = re.compile(r"[1-9][0-9]{0,2}")
_SHORT, _MANY = 250, 8_192
"""Letters of a text whose terms are kept for the next that reads it, and how many such texts."""
_Terms: TypeAlias = tuple[tuple[Fraction, tuple[tuple[str, int], ...]], ...]
"""Of each term its number, and its names with their powers."""


def read_polynomial(text: Any, ring: Ring) -> Any:
    """The polynomial that ``text`` denotes in ``ring``; raises ``CertificateError`` if it denotes none."""
    if not isinstance(text, str):
        raise CertificateError(f"a polynomial must be text, not {text!r}")
    ring.meter.spend(1)
    if text not in ring.read:
        require(len(text), TEXT, f"a polynomial of {len(text):,} letters")
        written = _kept(text) if len(text) <= _SHORT else _terms(text)
        ring.meter.spend(len(text) + len(written) * (32 + len(ring.names)))  # words of memory
        terms: dict[tuple[int, ...], Fraction] = {}
        for number, factors in written:
            exponents = [0] * len(ring.names)
            for name, power in factors:
                if name not in ring.places:
                    raise _unread(name, text)
                exponents[ring.places[name]] += power
            place = tuple(exponents)
            terms[place] = terms[place] + number if place in terms else number
        ring.read[text] = ring.of(terms)
    return ring.read[text]


def read_values(entry: Any, key: str, ring: Ring) -> dict[str, Any]:
    """The polynomials to be put for variables, from ``entry[key]``."""
    return {x: read_polynomial(text, ring) for x, text in take(entry, key, "Texts").items()}


def polynomial_text(polynomial: Any, ring: Ring) -> str:
    """The same polynomial written out, the same for every ring and order of its variables."""
    written = []
    ring.meter.spend(4)
    for exponents, value in polynomial.to_dict().items():
        powers = sorted(compress(zip(ring.names, exponents, strict=True), exponents))
        factors = [name if power == 1 else f"{name}**{power}" for name, power in powers]
        written.append((-sum(exponents), "*".join(factors), str(value)))
        ring.meter.spend(1 + (len(ring.names) + len(written[-1][1])) // 16)
    line = ""
    for _, monomial, value in sorted(written):
        sign, number = ("-", value[1:]) if value.startswith("-") else ("+", value)
        term = monomial if monomial and number == "1" else "*".join(filter(None, (number, monomial)))
        line += f" {sign} {term}" if line else sign.strip("+") + term
    return line or "0"


def _terms(text: str) -> _Terms:
    """The terms as they are written: the same for every ring, which only says where each name stands."""
    terms = []
    first, *rest = _SIGN.split(text)
    signed = [("+", first), *zip(rest[::2], rest[1::2], strict=True)]
    for sign, term in signed[1:] if text.startswith("-") else signed:
        factors, powers, degree = _TIMES.split(term), [], 0
        number = factors.pop(0) if _NUMBER.fullmatch(factors[0]) else "1"
        for factor in factors:
            name, raised, power = factor.partition("**")
            if raised and not _POWER.fullmatch(power):
                raise _unread(name, text)
            powers.append((name, int(power or 1)))
            degree += powers[-1][1]
        require(degree, DEGREE, f"a polynomial of degree {degree:,}")
        above, _, below = number.partition("/")
        terms.append((Fraction(int(sign + above), int(below or 1)), tuple(powers)))
    return tuple(terms)


_kept = lru_cache(maxsize=_MANY)(_terms)


def _unread(name: str, text: str) -> CertificateError:
    return CertificateError(f"{name[:40]!r} is no number or declared variable in {text[:200]!r}")
