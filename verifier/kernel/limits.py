"""How much a certificate may cost: a small text can ask for gigabytes, and one from elsewhere may mean to.

Each bound is at least three times what the largest certificate of this project needs, which stands beside
it, and mostly ten times or more.  Work and room are counted, not timed, so that a verdict does not depend
on the machine.  Only plain fractions count as they compute; FLINT is given what they have been through.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import chain
from typing import Any

from verifier.kernel.fields import CertificateError

NESTING = 16  # 6
ENTRIES = 50_000  # 11,648
"""Of lists and objects, taken together."""
VARIABLES = 500  # 121
SYSTEMS = 50  # 6
STEPS = 1_500  # 393
"""And citations."""
TEXT = 40_000  # 6,124
"""Letters of a polynomial."""
DIGITS = 300  # 73
"""Of a number in a polynomial."""
DEGREE = 500  # 31
TERMS = 5_000  # 156
BITS = 4_000  # 242
"""Of a numerator or a denominator."""
SIZE = 4_000_000  # 163,176
"""Bits of a polynomial's coefficients over one denominator."""
WORK = 3_000_000  # 687,000
"""Some microseconds each, in plain fractions, or words of memory that a replay keeps."""


def require(number: int, most: int, what: str) -> None:
    """Refuse more than ``most``."""
    if number > most:
        raise CertificateError(f"too much: {what}, where {most:,} are the most")


def require_shape(certificate: Any) -> None:
    """Refuse a certificate nested too deeply, or with too many entries."""
    layer, entries = [certificate], 0
    for _ in range(NESTING):
        inner = (x.values() if isinstance(x, dict) else x for x in layer if isinstance(x, dict | list))
        layer = [*chain.from_iterable(inner)]
        entries += len(layer)
        require(entries, ENTRIES, "more entries of lists and objects")
    if any(isinstance(x, dict | list) for x in layer):
        raise CertificateError(f"too much: lists or objects within each other more than {NESTING} deep")


class Meter:
    """What one replay, with so many variables, may still spend."""

    def __init__(self, variables: int) -> None:
        self.work, self.variables = WORK, variables

    def spend(self, work: int) -> None:
        """Count work, or words of memory that stay taken; refuse to go on when it has been too much."""
        self.work -= work
        if self.work < 0:
            raise CertificateError(f"too much: more work than {WORK:,} operations")

    def polynomial(self, terms: Mapping[Any, Fraction]) -> int:
        """Count the work of having written these terms; refuse too large ones.  The bits of the largest."""
        largest = shared = 0
        for value in terms.values():
            above, below = value.as_integer_ratio()
            largest = max(largest, below.bit_length(), above.bit_length())
            shared += below.bit_length() - 1
        require(len(terms), TERMS, f"a polynomial of {len(terms):,} terms")
        require(largest, BITS, f"a coefficient of {largest:,} bits")
        require(len(terms) * (largest + shared), SIZE, "coefficients over one denominator with more bits")
        self.spend(1 + len(terms) * (1 + largest // 256))
        return largest
