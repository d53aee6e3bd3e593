"""The grammar of told polynomials: what is one, and what is not."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from verifier.kernel import CertificateError
from verifier.kernel.limits import DIGITS, TEXT
from verifier.kernel.rings import FlintRing
from verifier.statement.expression import read_polynomial

NAMES = ("x", "y", "x_next")


polynomials = st.recursive(
    st.sampled_from(NAMES) | st.integers(0, 10**6).map(str),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda t: f"-({t})"),
        st.tuples(inner, st.integers(0, 4)).map(lambda t: f"({t[0]})**{t[1]}"),
        st.tuples(inner, st.integers(1, 99)).map(lambda t: f"({t[0]})/{t[1]}"),
    ),
    max_leaves=8,
)


@given(polynomials)
def test_what_is_read_is_what_sympy_reads(text: str) -> None:
    """A random polynomial has the same coefficients in SymPy."""
    try:
        read = read_polynomial(text, FlintRing(NAMES)).to_dict()
    except CertificateError as error:
        assert "exponent" in str(error) or "not allowed" in str(error)
        return
    expected = sympy.Poly(sympy.sympify(text), *sympy.symbols(NAMES), domain="QQ")

    assert {e: Fraction(str(v)) for e, v in read.items()} == {
        e: Fraction(int(v.p), int(v.q)) for e, v in expected.terms() if v != 0
    }


@given(polynomials, polynomials)
def test_arithmetic_agrees(left: str, right: str) -> None:
    """Reading a sum or a product is adding or multiplying what was read."""
    ring = FlintRing(NAMES)
    try:
        x, y = read_polynomial(left, ring), read_polynomial(right, ring)
        total = read_polynomial(f"({left}) + ({right})", ring)
        product = read_polynomial(f"({left}) * ({right})", ring)
    except CertificateError:
        return

    assert (total, product) == (x + y, x * y)
    assert ring.variables_of(product) <= ring.variables_of(x) | ring.variables_of(y)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "1.5", "1e3", "1j", "0x", "z", "x y", "x +", "(x", "x)", "x, y", "x = y", "x == y",
        "x < y", "x if y else 1", "x @ y", "x // 2", "x % 2", "x ^ 2", "~x", "+x", "not x", "x and y",
        "True", "None", "False", "x*True", "x**True", "x/True", "x/0", "x/y", "1/x", "x/(1 + 1)",
        "x/-2", "x**y", "x**-1", "x**(1 + 1)", "x**0.5", "x**65", "x**2**3", "2**2**9", "x**10**10",
        "(x**8)**9", "((x**4)**4)**5", "((2**64)**2)*x", "abs(x)", "x()", "x.y", "x[0]", "[x]", "{x}",
        "(x, y)", "'x'", "f'x'", "lambda: x", "(x := y)", "x;y", "__import__('os')", "x # y", "x\n",
        "(x\n+ y)", "x\\\n+ y", "x\t+ y", "\x0cx", "ｘ", "x̂", "²", "x−y", "...", "*x", "await x",
        "9" * 5000, "(" * 300 + "x" + ")" * 300, "-" * 5000 + "x", "x" + "+x" * 20000,
    ],
)  # fmt: skip
def test_everything_else_is_rejected(text: str) -> None:
    """Text outside the grammar raises the kernel's own error, and never another."""
    with pytest.raises(CertificateError):
        read_polynomial(text, FlintRing(NAMES))


@pytest.mark.parametrize("value", [None, True, 1, 1.5, [], ["x"], {"x": 1}, b"x", Fraction(1)])
def test_only_text_is_read(value: Any) -> None:
    """A polynomial that is not text is rejected, even if it is a number."""
    with pytest.raises(CertificateError, match="must be text"):
        read_polynomial(value, FlintRing(NAMES))


@pytest.mark.parametrize(
    "text, message",
    [
        ("x = y", "^not allowed in a polynomial: a character of 'x = y'$"),
        ("2x", "^not allowed in a polynomial: a number with letters in '2x'$"),
        ("1" * (DIGITS + 1), "^too much: a number of more than 300 digits in a polynomial$"),
        ("x".ljust(TEXT + 1), "^too much: a polynomial of 40,001 letters, where 40,000 are the most$"),
        ("x + z", r"^undeclared variable 'z' in 'x \+ z'$"),
        ("-z", "^undeclared variable 'z' in '-z'$"),
        ("z**2", r"^undeclared variable 'z' in 'z\*\*2'$"),
        ("z/2", "^undeclared variable 'z' in 'z/2'$"),
        ("z - x", "^undeclared variable 'z' in 'z - x'$"),
        ("x/y", "^not allowed in a polynomial: 'x / y' in 'x/y'$"),
        ("x // 2", "^not allowed in a polynomial: 'x // 2' in 'x // 2'$"),
        ("x" + " x" * 200, f"^not a polynomial: '{'x' + ' x' * 99 + ' '}'$"),
        (1, "^a polynomial must be text, not 1$"),
    ],
)
def test_a_refusal_says_what_is_wrong(text: Any, message: str) -> None:
    """The message has the text, or its beginning, and which part of it is not one of a polynomial."""
    with pytest.raises(CertificateError, match=message):
        read_polynomial(text, FlintRing(NAMES))


def test_the_longest_and_the_largest_are_read() -> None:
    """Exactly at the bounds on letters, digits and exponents, a polynomial is read as what it says."""
    ring = FlintRing(NAMES)
    x = ring.variable("x")
    one = ring.constant(Fraction(1))
    for text, value in (
        ("x".ljust(TEXT), x),
        ("9" * DIGITS, ring.constant(Fraction(10**DIGITS - 1))),
        ("x**64", x**64),
        ("(x**8)**8", x**64),
        ("(x**1)**64", x**64),
        ("(x**64)**1", x**64),
        ("(x**64)**0", one),
        ("(x**0)**64", one),
        ("x**0", one),
        ("(-x)**3/1", -(x**3)),
        ("-x**2/2 - -x", -(x * x) * ring.constant(Fraction(1, 2)) + x),
    ):
        assert read_polynomial(text, ring) == value
    for base in ("x**33", "-x**33", "x/2 + x**33", "x**33/2", "x - x**33", "x**33*x", "(x**2)**17"):
        text = f"({base})**2"
        with pytest.raises(CertificateError, match="not allowed in a polynomial"):
            read_polynomial(text, ring)
