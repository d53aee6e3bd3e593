"""A printed bound is on its side of every number in the ball: compared with exact rationals."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from verifier.arithmetic.balls import ball, precision
from verifier.arithmetic.rounding import float_above, float_below, size_above, text_above, text_below

RATIONALS = st.fractions(max_denominator=10**30) | st.builds(
    lambda digits, exponent: digits * Fraction(10) ** exponent,
    st.integers(-(10**25), 10**25),
    st.integers(-400, 260),
)


@given(RATIONALS)
def test_bounds_are_on_their_side_as_floats_and_as_printed(exact: Fraction) -> None:
    """Both the float and its decimal text, as JSON has it, bound the number; and they are not far off."""
    with precision(200):
        x = ball(exact)
        below, above = float_below(x), float_above(x)
    if abs(exact) > 10**300:
        return
    assert below is not None and above is not None
    for end in (Fraction(below), Fraction(json.dumps(below))):
        assert end <= exact
    for end in (Fraction(above), Fraction(json.dumps(above))):
        assert end >= exact
    assert above - below <= 2.1e-6 + 1e-15 * abs(above)


def test_rounding_to_the_nearest_would_be_noticed() -> None:
    """Of a hundred roots, every other one is printed on the wrong side by a rounding to the nearest."""
    wrong = 0
    with precision(200):
        for n in range(2, 102):
            root, nearest = arb(n).sqrt(), Fraction(repr(round(float(arb(n).sqrt()), 6)))
            above = float_above(root)
            assert above is not None and Fraction(repr(above)) ** 2 >= n
            wrong += nearest**2 < n
    assert 30 < wrong < 70


def test_both_ends_of_a_wide_ball() -> None:
    """A ball is bounded by its ends, not by its midpoint."""
    wide = arb(3) / 4 + arb(0, 0.25)
    assert float_below(wide) in (0.5, 0.499999) and float_above(wide) in (1.0, 1.000001)


@pytest.mark.parametrize("x", [arb("nan"), arb("inf"), arb(10) ** 301, arb(10) ** 30000])
def test_no_bound_is_stated_beyond_1e300(x: arb) -> None:
    """What no float holds, and what is not finite, is None."""
    assert float_above(x) is None


def test_next_to_zero() -> None:
    """However close to 0 a number is, the bounds are on their side of it."""
    tiny = arb(2) ** -(10**6)
    assert float_above(tiny) == 1e-6 and float_below(tiny) == 0
    assert float_above(-tiny) == 0 and float_below(-tiny) == -1e-6
    assert float_above(arb(0)) == float_below(arb(0)) == 0


@given(RATIONALS, st.integers(0, 8))
def test_text_is_on_its_side_and_the_next_one_is_not(exact: Fraction, places: int) -> None:
    """The nearest decimal number of so many places on that side."""
    unit = Fraction(1, 10**places)
    above, below = Fraction(text_above(exact, places)), Fraction(text_below(exact, places))

    assert below <= exact <= above and above - unit < exact < below + unit


@given(RATIONALS.filter(lambda x: x > 0))
def test_a_size_has_two_digits_and_is_no_smaller(exact: Fraction) -> None:
    """At least the number, and at most a tenth more."""
    with precision(200):
        text = size_above(ball(exact))

    assert exact <= Fraction(text) <= exact * Fraction(112, 100)
    assert len(text.partition("e")[0]) == 3


def test_sizes() -> None:
    """As they are printed."""
    shown = [size_above(ball(Fraction(x))) for x in ("0", "0.00995", "9.95", "1e-41", "3")]
    assert shown == ["0", "1.0e-02", "1.0e+01", "1.1e-41", "3.0e+00"]
    assert size_above(arb("inf")) == "inf"
