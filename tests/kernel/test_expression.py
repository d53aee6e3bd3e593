"""The polynomial grammar: what is a polynomial, what is not, and that both rings read it alike."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from verifier.kernel import CertificateError
from verifier.kernel.expression import read_polynomial
from verifier.kernel.rings import RINGS, FractionPolynomial

NAMES = ("x", "y", "x_next")


def _terms(polynomial: Any) -> dict[tuple[int, ...], Fraction]:
    """The polynomial as {exponents: coefficient}, whatever ring it is from."""
    if isinstance(polynomial, FractionPolynomial):
        return polynomial.terms
    terms = polynomial.to_dict().items()
    return {tuple(map(int, e)): Fraction(int(v.p), int(v.q)) for e, v in terms}


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
def test_rings_agree_with_each_other_and_with_sympy(text: str) -> None:
    """A random polynomial has the same coefficients in both rings and in SymPy."""
    try:
        read = {name: _terms(read_polynomial(text, ring(NAMES))) for name, ring in RINGS.items()}
    except CertificateError as error:
        assert "exponent" in str(error) or "not allowed" in str(error)
        return
    expected = sympy.Poly(sympy.sympify(text), *sympy.symbols(NAMES), domain="QQ")
    terms = {e: Fraction(int(v.p), int(v.q)) for e, v in expected.terms() if v != 0}

    assert read["flint"] == read["fractions"] == terms


@given(polynomials, polynomials)
def test_arithmetic_agrees(left: str, right: str) -> None:
    """Reading a sum or a product is adding or multiplying what was read, in both rings."""
    for ring in (kind(NAMES) for kind in RINGS.values()):
        try:
            x, y = read_polynomial(left, ring), read_polynomial(right, ring)
            total = read_polynomial(f"({left}) + ({right})", ring)
            product = read_polynomial(f"({left}) * ({right})", ring)
        except CertificateError:
            return

        assert total == x + y
        assert product == x * y
        assert ring.is_zero(total - x - y)
        assert ring.variables_of(product) <= ring.variables_of(x) | ring.variables_of(y)


@pytest.mark.parametrize("backend", RINGS)
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
def test_everything_else_is_rejected(text: str, backend: str) -> None:
    """Text outside the grammar raises the kernel's own error, in both rings, and never another."""
    with pytest.raises(CertificateError):
        read_polynomial(text, RINGS[backend](NAMES))


@pytest.mark.parametrize("value", [None, True, 1, 1.5, [], ["x"], {"x": 1}, b"x", Fraction(1)])
def test_only_text_is_read(value: Any) -> None:
    """A polynomial that is not text is rejected, even if it is a number."""
    with pytest.raises(CertificateError, match="must be text"):
        read_polynomial(value, RINGS["flint"](NAMES))


def test_renaming_is_simultaneous() -> None:
    """Swapping two names in one renaming swaps them, and does not merge them."""
    for ring in (kind(NAMES) for kind in RINGS.values()):
        swapped = read_polynomial("x - 2*y", ring, {"x": "y", "y": "x"})

        assert swapped == read_polynomial("y - 2*x", ring)


def test_undeclared_variables_do_not_exist() -> None:
    """Asking a ring for a variable that was not declared is an error in both rings."""
    for kind in RINGS.values():
        with pytest.raises(CertificateError, match="undeclared"):
            kind(NAMES).variable("z")
