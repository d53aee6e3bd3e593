"""Polynomials as they are written: a sum of terms, ``x**2 - 3/2*x*y + 1``.

A term is a number, variables and natural powers of these, with ``*`` between them.  Nothing else is read:
no parentheses, floats, calls or unknown names, so that each text is read once, from left to right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from typing import Any

from verifier.kernel.fields import CertificateError, naming
from verifier.kernel.limits import DEGREE, DIGITS, TEXT, require
from verifier.kernel.rings import Ring

_SIGN = re.compile(r" ?([+-]) ?")
_TIMES = re.compile(r"(?<!\*)\*(?!\*)")
_NUMBER = re.compile(rf"[0-9]{{1,{DIGITS}}}(/[1-9][0-9]{{0,{DIGITS - 1}}})?")
_POWER = re.compile(r"[1-9][0-9]{0,2}")


def read_polynomial(text: Any, ring: Ring) -> Any:
    """The polynomial that ``text`` denotes in ``ring``; raises ``CertificateError`` if it denotes none."""
    if not isinstance(text, str):
        raise CertificateError(f"a polynomial must be text, not {text!r}")
    ring.meter.spend(1)
    if text not in ring.read:
        require(len(text), TEXT, f"a polynomial of {len(text):,} letters")
        ring.meter.spend(len(text))
        ring.read[text] = _read(text, ring)
        ring.meter.keep(len(text) // 8 + ring.words(ring.read[text]))
    return ring.read[text]


def read_values(entry: Any, key: str, ring: Ring) -> dict[str, Any]:
    """The polynomials to be put for variables, from ``entry[key]``."""
    return {x: read_polynomial(text, ring) for x, text in naming(entry, key).items()}


def polynomial_text(polynomial: Any, ring: Ring) -> str:
    """The same polynomial written out, the same for every ring and order of its variables."""
    written = []
    ring.meter.spend(4)
    for exponents, value in ring.terms(polynomial).items():
        powers = [(ring.names[place], power) for place, power in enumerate(exponents) if power]
        factors = [name if power == 1 else f"{name}**{power}" for name, power in sorted(powers)]
        written.append((-sum(exponents), "*".join(factors), str(value)))
        ring.meter.spend(1 + (len(ring.names) + len(written[-1][1])) // 16)
    line = ""
    for _, monomial, value in sorted(written):
        sign, number = ("-", value[1:]) if value.startswith("-") else ("+", value)
        term = monomial if monomial and number == "1" else "*".join(filter(None, (number, monomial)))
        line += f" {sign} {term}" if line else sign.strip("+") + term
    return line or "0"


def _read(text: str, ring: Ring) -> Any:
    terms: dict[tuple[int, ...], Any] = defaultdict(int)
    first, *rest = _SIGN.split(text)
    signed = [("+", first), *zip(rest[::2], rest[1::2], strict=True)]
    for sign, term in signed[1:] if text.startswith("-") else signed:
        factors = _TIMES.split(term)
        number = factors.pop(0) if _NUMBER.fullmatch(factors[0]) else "1"
        exponents, degree = [0] * len(ring.names), 0
        ring.meter.spend(1 + len(ring.names) // 16)
        for factor in factors:
            name, raised, power = factor.partition("**")
            if name not in ring.places or (raised and not _POWER.fullmatch(power)):
                raise CertificateError(f"{name[:40]!r} is no number or declared variable in {text[:200]!r}")
            exponents[ring.places[name]] += int(power or 1)
            degree += int(power or 1)
        require(degree, DEGREE, f"a polynomial of degree {degree:,}")
        above, _, below = number.partition("/")
        terms[tuple(exponents)] += Fraction(int(sign + above), int(below or 1))
    return ring.of(terms)
