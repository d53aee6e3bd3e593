"""What the ring of plain fractions counts as it computes, and where it refuses to go on.

The criterion: the figures are those of the documented formulas, worked out by hand, so that a cost left
out or a bound passed is noticed; without them a small certificate could ask for gigabytes.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from verifier.kernel import CertificateError
from verifier.kernel.limits import BITS, DEGREE, TERMS
from verifier.kernel.polynomials import read_polynomial
from verifier.kernel.rings import FlintRing, Ring

NAMES = [f"x{n}" for n in range(17)]


def spent(ring: Ring, what: Callable[[], Any]) -> int:
    """The work that it takes."""
    before = ring.meter.work
    what()
    return before - ring.meter.work


def test_each_operation_has_its_price() -> None:
    """With 17 variables, and 42 and 87 bits: 8 + 2 + 2 for each pair of terms of a product."""
    ring = Ring(NAMES)
    x, y = ring.variable("x0"), ring.variable("x16")
    p = x * ring.constant(Fraction(2**41)) + y
    q = ring.constant(Fraction(2**86))
    assert (p.bits, q.bits) == (42, 87)
    assert spent(ring, lambda: p * q) == 2 * 12 + 3
    assert spent(ring, lambda: q * p) == 2 * 12 + 3
    assert spent(ring, lambda: ring.variable("x3")) == 2
    assert spent(ring, lambda: ring.variable("x3")) == 0
    assert spent(ring, lambda: ring.constant(Fraction(3))) == 2
    assert spent(ring, lambda: p + p) == 3
    assert spent(ring, lambda: p - p) == 3 + 1
    assert spent(ring, lambda: p == p) == 1 + 2
    assert spent(ring, lambda: q == p) == 1 + 1
    assert spent(ring, lambda: ring.variables_of(p)) == 2 * 2
    sixteen = Ring(NAMES[:16])
    first = sixteen.variable("x0")
    assert spent(sixteen, lambda: sixteen.variables_of(first)) == 2
    assert spent(ring, lambda: ring.constant(Fraction(2**300))) == 1 + 2


def test_degrees_are_bounded() -> None:
    """The degree as it is written counts, even where the polynomial vanishes."""
    ring = Ring(["x", "y"])
    x, y = ring.variable("x"), ring.variable("y")
    most = read_polynomial(f"x**{DEGREE}", ring)
    assert (most.degree, (x * y + x).degree, (x - x).degree, (-x).degree) == (DEGREE, 2, 1, 1)
    assert read_polynomial("0", ring).degree == ring.constant(Fraction(1)).degree == 0
    with pytest.raises(CertificateError, match=r"^too much: a polynomial of degree 501, where 500 are"):
        most * x
    with pytest.raises(CertificateError, match="degree 501"):
        (most - most) * y
    assert most.derivative(0).degree == DEGREE
    assert most.derivative(0) == read_polynomial(f"{DEGREE}*x**{DEGREE - 1}", ring)
    assert most.derivative(1) == x - x


def test_a_product_is_bounded_while_it_grows() -> None:
    """Terms and denominators are held to twice the bounds of a polynomial before it is whole."""
    ring = Ring(["x", "y"])
    x, y = ring.variable("x"), ring.variable("y")
    side = int((2 * TERMS) ** 0.5) + 1
    row, column = (
        read_polynomial(" + ".join(f"{v}**{n}" for n in range(1, side)), ring) + x for v in ("x", "y")
    )
    with pytest.raises(CertificateError, match=r"^too much: a polynomial of more terms"):
        row * column
    p, q, r, s = (ring.constant(Fraction(1, n)) for n in (2**2500, 3**1577, 5**1077, 7**890))
    with pytest.raises(
        CertificateError, match=r"^too much: a coefficient of more bits, where 8,000 are the"
    ):
        (p * x + q * y) * (r * y + s * x)
    assert 2 * BITS == 8_000


@pytest.mark.parametrize("kind", [Ring, FlintRing])
def test_polynomials_are_compared_as_such(kind: Any) -> None:
    """Equal are those with the same terms, and none is equal to what is no polynomial."""
    ring = kind(["x", "y"])
    x, y = ring.variable("x"), ring.variable("y")
    assert x + y == y + x and x != y and x + y != x and x != x + x
    assert x != "x"
    assert not x - x
    assert read_polynomial("1/3*x*x - 2/6*y", ring) * ring.constant(Fraction(3)) == x * x - y
