"""Polynomials as a certificate writes them: what is one, what is not, and that both rings read it alike."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.kernel import CertificateError
from verifier.kernel.limits import DEGREE, DIGITS, TEXT
from verifier.kernel.polynomials import polynomial_text, read_polynomial
from verifier.kernel.rings import RINGS, Ring

NAMES = ("x", "y", "x_next")

terms = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 2)),
    st.fractions(-99, 99, max_denominator=30),
    max_size=6,
)


def _terms(polynomial: Any, ring: Any) -> dict[tuple[int, ...], Fraction]:
    return {e: Fraction(str(value)) for e, value in polynomial.to_dict().items()}


@given(terms)
def test_what_is_written_out_reads_back(coefficients: dict[tuple[int, ...], Fraction]) -> None:
    """From either ring the same text, which means the same polynomial, whatever the variables' order."""
    rings = [kind(NAMES) for kind in RINGS.values()]
    first, second = (polynomial_text(ring.of(coefficients), ring) for ring in rings)
    again = Ring(NAMES[::-1])
    assert first == second == polynomial_text(read_polynomial(first, again), again)
    for ring in rings:
        kept = {e: value for e, value in coefficients.items() if value}
        assert _terms(read_polynomial(first, ring), ring) == kept


@pytest.mark.parametrize("backend", RINGS)
@pytest.mark.parametrize(
    "text, terms",
    [
        ("0", {}),
        ("-0", {}),
        ("x - x", {}),
        ("007", {(0, 0, 0): 7}),
        ("2/4*x", {(1, 0, 0): Fraction(1, 2)}),
        ("x*x + x**2", {(2, 0, 0): 2}),
        ("-x_next**12*y", {(0, 1, 12): -1}),
        ("1-x+2*y", {(0, 0, 0): 1, (1, 0, 0): -1, (0, 1, 0): 2}),
    ],
)
def test_terms_are_added_up(text: str, terms: Any, backend: str) -> None:
    """In whatever order, and however often the same one comes."""
    ring = RINGS[backend](NAMES)
    assert _terms(read_polynomial(text, ring), ring) == terms


@pytest.mark.parametrize("backend", RINGS)
@pytest.mark.parametrize(
    "text",
    [
        "", " ", "1.5", "1e3", "1j", "0x", "z", "x y", "x +", "+x", "+ x", "- - x", "--x", "x + -y",
        "x - -1",
        "(x", "(x)", "(x + y)*x", "2(x)", "x, y", "x = y", "x == y", "x < y", "x // 2", "x/2", "x/y", "1/x",
        "1/0", "1/0*x", "1/-2", "1/2/3", "/2", "1/", "x*2", "2*3", "2*2*x", "x*", "*x", "x**", "x**y",
        "x**0",
        "x**-1", "x**1.5", "x**2**3", "x^2", "x***2", "2**3", "x**01", "x**1000", "x ** 2", "x * y", "2 *x",
        " x", "x ", "x  + y", "x +  y", "x\n", "x\n+ y", "x\t+ y", "x # y", "ｘ", "x̂", "²", "x**²", "٣",
        "x−y",
        "True", "None", "x()", "x.y", "x[0]", "'x'", "9" * 301, "1/" + "9" * 301, "_", "x_", "...", "\x00x",
        "x**250*y**251", "-", "+", "x+", "x--y",
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


@pytest.mark.parametrize("backend", RINGS)
@pytest.mark.parametrize(
    "text, message",
    [
        ("1" * (DIGITS + 1), "^'1{40}' is no number or declared variable in '1{200}'$"),
        ("x".ljust(TEXT + 1), "^too much: a polynomial of 40,001 letters, where 40,000 are the most$"),
        (f"x**{DEGREE}*y", "^too much: a polynomial of degree 501, where 500 are the most$"),
        ("x + z", r"^'z' is no number or declared variable in 'x \+ z'$"),
        ("x/2 - 1", "^'x/2' is no number or declared variable in 'x/2 - 1'$"),
        ("x**y", r"^'x' is no number or declared variable in 'x\*\*y'$"),
        ("(" * 300, r"^'\({40}' is no number or declared variable in '\({200}'$"),
    ],
)
def test_a_refusal_says_what_is_wrong(text: str, message: str, backend: str) -> None:
    """The message has the text, or its beginning, and which part of it is not one of a polynomial."""
    with pytest.raises(CertificateError, match=message):
        read_polynomial(text, RINGS[backend](NAMES))


def test_putting_is_simultaneous() -> None:
    """Swapping two names at once swaps them, and does not merge them."""
    for ring in (kind(NAMES) for kind in RINGS.values()):
        swap = {"x": ring.variable("y"), "y": ring.variable("x")}
        swapped = ring.put(read_polynomial("x - 2*y", ring), swap)

        assert swapped == read_polynomial("y - 2*x", ring)


def test_undeclared_variables_do_not_exist() -> None:
    """Asking a ring for a variable that was not declared is an error in both rings."""
    for kind in RINGS.values():
        with pytest.raises(CertificateError, match="undeclared"):
            kind(NAMES).variable("z")


def test_reading_has_its_price() -> None:
    """A text costs its letters, and the room for its terms, once; then a look-up."""
    ring = Ring(["x", "y"])
    text = "x + y - y + y - y"
    fresh = 1 + len(text) + 5 * (32 + 2) + 2
    work = ring.meter.work
    read = read_polynomial(text, ring)
    assert work - ring.meter.work == fresh
    assert read_polynomial(text, ring) is read
    assert work - ring.meter.work == fresh + 1
