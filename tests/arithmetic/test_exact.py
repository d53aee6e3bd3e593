"""Numbers are read from text exactly, or refused with a message that shows the text."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.arithmetic.exact import exact_root, read_rational


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.005", Fraction(5, 1000)),
        (" 3 ", Fraction(3)),
        ("1e-8", Fraction(1, 10**8)),
        ("-3/7", Fraction(-3, 7)),
        ("+.5", Fraction(1, 2)),
        ("2.", Fraction(2)),
        ("1.5E2", Fraction(150)),
        ("0.1", Fraction(1, 10)),
    ],
)
def test_decimals_and_fractions_are_read_exactly(text: str, value: Fraction) -> None:
    """0.1 is one tenth, not the nearest float."""
    assert read_rational(text) == value


@pytest.mark.parametrize(
    ("text", "accepted"),
    [("1e-1000", True), ("-1e1000", True), ("0e99999", True), ("9e-1001", False), ("1.1e1000", False),
     ("0.0001e-999", False), ("1e-9999999999", False), ("1/" + "9" * 998, True)],
)  # fmt: skip
def test_size_decides_and_the_message_says_so(text: str, accepted: bool) -> None:
    """From 1e-1000 to 1e1000, and 0; beyond, the limit is named, at no cost."""
    if accepted:
        assert not read_rational(text) or abs(read_rational(text)) >= Fraction(1, 10**1000)
    else:
        with pytest.raises(ValueError, match="in size from 1e-1000 to 1e1000"):
            read_rational(text)


@given(st.fractions())
def test_a_fraction_is_read_back_from_its_own_text(value: Fraction) -> None:
    """Reading inverts writing."""
    assert read_rational(str(value)) == value


@pytest.mark.parametrize(
    "text",
    ["nan", "inf", "-inf", "abc", "1e999999", "", " ", "1/0", "1//2", "1 2", "0x10", "1_000",
     "1e", "--1", "1/2/3", "1.5/2", "٣", "½", "9" * 2000],
)  # fmt: skip
def test_anything_else_is_refused_with_a_message_that_shows_it(text: str) -> None:
    """The message names the text, shortened, or says that it is empty."""
    with pytest.raises(ValueError) as error:
        read_rational(text)

    message = str(error.value)
    assert text.strip()[:40] in message and "\n" not in message and len(message) < 120


@given(st.fractions(min_value=0, max_denominator=10**6))
def test_the_root_of_a_square_is_exact(root: Fraction) -> None:
    """√(x²) = x for rational x ≥ 0."""
    assert exact_root(root * root) == root


@pytest.mark.parametrize("value", [Fraction(2), Fraction(-1), Fraction(1, 3)])
def test_a_root_that_is_not_rational_is_refused(value: Fraction) -> None:
    """No rounding hides behind an exact root."""
    with pytest.raises(ValueError, match="not rational"):
        exact_root(value)
