"""Comparisons of balls have three values, and rounding to integers goes the safe way."""

from collections.abc import Callable
from fractions import Fraction
from math import floor

import pytest
from flint import arb
from hypothesis import given

from tests.strategies import exact_ball, pointed_balls
from verifier.arithmetic.balls import (
    Undecided,
    ball,
    both,
    encloses,
    floor_of_lower,
    floor_of_upper,
    iff,
    less,
    less_equal,
    positive,
    precision,
    same,
)

NOT_FINITE = [arb("nan"), arb("inf"), arb("-inf"), arb("0 +/- inf")]


@given(pointed_balls(), pointed_balls())
def test_a_decided_comparison_holds_at_every_point(
    left: tuple[arb, Fraction], right: tuple[arb, Fraction]
) -> None:
    """Whatever less, less_equal, positive and same decide is true of the points in the balls."""
    (x, p), (y, q) = left, right

    assert less(x, y) in (None, p < q)
    assert less_equal(x, y) in (None, p <= q)
    assert positive(x) in (None, p > 0)
    assert same(x, y) is not False or p != q
    assert encloses(x, y) is not False or p != q


@given(pointed_balls())
def test_a_comparison_of_overlapping_balls_is_undecided(sample: tuple[arb, Fraction]) -> None:
    """A ball that is not a point is neither less than itself nor not."""
    x, _ = sample
    expected = False if x.rad() == 0 else None

    assert less(x, x) is expected
    assert less_equal(x, x) is (True if x.rad() == 0 else None)


def test_the_sign_of_a_ball_around_zero_is_undecided() -> None:
    """Only zero itself is decidedly not positive."""
    assert positive(exact_ball(Fraction(0), Fraction(1, 2**90))) is None
    assert positive(arb(0)) is False
    assert positive(exact_ball(Fraction(1), Fraction(1, 2))) is True
    assert positive(exact_ball(Fraction(-1), Fraction(1))) is None


def test_wide_balls_are_not_the_same_number() -> None:
    """Overlap counts only where both balls are narrow: beside their number, or altogether."""
    one, narrow, wide = arb(1), arb(1, arb(2) ** -33), arb(1, arb(2) ** -20)

    assert [same(one, narrow), same(one, wide), same(wide, wide)] == [True, None, None]
    assert [same(arb(0), arb(0, arb(2) ** -65)), same(arb(0), arb(0, arb(2) ** -60))] == [True, None]
    assert same(arb(3), wide) is False


def test_a_ball_encloses_all_of_another_or_not() -> None:
    """Balls that merely overlap enclose nothing."""
    wide, narrow = arb(1, 1), arb(1, "0.1")

    assert [encloses(wide, narrow), encloses(narrow, wide), encloses(narrow, arb(3))] == [True, None, False]
    assert encloses(wide, arb("nan")) is None


@pytest.mark.parametrize("x", NOT_FINITE, ids=str)
def test_a_ball_that_is_not_finite_decides_nothing(x: arb) -> None:
    """nan and infinities are undecided, even where python-flint orders them."""
    one = arb(1)

    assert [positive(x), less(x, one), less(one, x), less_equal(x, one), same(x, one)] == [None] * 5


def test_three_valued_logic_never_turns_undecided_into_a_verdict() -> None:
    """Undecided stays undecided unless the other part settles the matter."""
    assert [both(None, False), both(None, True), both(True, True)] == [False, None, True]
    assert [iff(None, True), iff(True, None), iff(True, False), iff(False, False)] == [
        None,
        None,
        False,
        True,
    ]


@given(pointed_balls())
def test_floors_bracket_every_point(sample: tuple[arb, Fraction]) -> None:
    """⌊X⌋ taken from below and from above brackets ⌊x⌋ for each x in X."""
    x, point = sample

    assert floor_of_lower(x) <= floor(point) <= floor_of_upper(x)


def test_floors_of_points_are_exact() -> None:
    """Integers are their own floor; a number just below an integer is not rounded up to it."""
    tiny = Fraction(1, 2**40)
    with precision(64):
        for value, expected in [(0, 0), (7, 7), (-7, -7), (3 - tiny, 2), (-3 - tiny, -4), (tiny, 0)]:
            point = exact_ball(Fraction(value))

            assert (floor_of_lower(point), floor_of_upper(point)) == (expected, expected)


def test_integers_longer_than_the_precision_are_rounded_the_safe_way() -> None:
    """The lower floor may only be too small, the upper one only too large."""
    for value in (10**60 + 7, -(10**60) - 7):
        with precision(64):
            point = exact_ball(Fraction(value))

            assert floor_of_lower(point) <= value <= floor_of_upper(point)


@pytest.mark.parametrize("x", [*NOT_FINITE, arb("1e400000")], ids=str)
@pytest.mark.parametrize("rounding", [floor_of_lower, floor_of_upper])
def test_an_integer_is_never_guessed(rounding: Callable[[arb], int], x: arb) -> None:
    """A ball that is not finite, or absurdly large, has no floor."""
    with pytest.raises(Undecided, match="floor"):
        rounding(x)


def test_the_ball_around_a_rational_contains_it_at_every_precision() -> None:
    """1/3 lies in ball(1/3), which shrinks with the precision."""
    radii = []
    for bits in (10, 64, 300):
        with precision(bits):
            third = ball(Fraction(1, 3))
            radii.append(third.rad())

            assert (3 * third).contains(1)
    assert radii == sorted(radii, key=float, reverse=True)


def test_the_precision_is_restored_even_after_an_error() -> None:
    """Leaving the block brings back the precision, however it is left."""
    with precision(100):
        outside = arb(1) / 3
        with pytest.raises(ZeroDivisionError), precision(10):
            raise ZeroDivisionError

        assert (arb(1) / 3).rad() == outside.rad()
