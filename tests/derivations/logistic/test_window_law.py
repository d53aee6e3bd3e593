"""The window law: its integral, its critical value, and the scale at which the angle is back."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from derivations.logistic import window_law
from derivations.sigmoid.kappa import kappa_maximum, window
from verifier.arithmetic.balls import Undecided, ball, positive, precision

BITS = 128
HALF = arb(1) / 2
SCALES = st.fractions(Fraction(1, 100), Fraction(3, 2), max_denominator=1000)
DIRECTION_LRS = st.fractions(Fraction(31, 10), 12, max_denominator=1000)


def kappa(scale: mpmath.mpf) -> mpmath.mpf:
    """κ written out by hand."""
    pull = 1 / (1 + mpmath.exp(scale))
    return scale * pull + scale**2 * pull * (1 - pull)


def by_quadrature(nu: Fraction, start: Fraction) -> float:
    """J by mpmath, with the places of λ = 1 and λ = 2 found by its own root finder."""
    rate, low = (mpmath.mpf(value.numerator) / value.denominator for value in (nu, start))
    top = mpmath.mpf("2.03")
    end = mpmath.findroot(lambda a: rate * kappa(a) - 2, (top, 20), solver="anderson")
    points = [low, end]
    if rate * kappa(low) < 1:
        points.insert(1, mpmath.findroot(lambda a: rate * kappa(a) - 1, (low, top), solver="anderson"))
    weight = lambda a: mpmath.log(abs(1 - rate * kappa(a))) * (1 + mpmath.exp(a))  # noqa: E731
    return float(mpmath.quad(weight, points))


@pytest.mark.parametrize(("nu", "start"), [("3.3", "0.5"), ("3.5", "0.05"), ("4", "1"), ("6", "0.5")])
def test_the_integral_is_that_of_an_independent_quadrature(nu, start):
    """J agrees with mpmath's quadrature of the formula written out by hand."""
    with precision(BITS):
        actual = window_law.window_growth(ball(Fraction(nu)), ball(Fraction(start)))

    assert float(actual) == pytest.approx(by_quadrature(Fraction(nu), Fraction(start)), abs=1e-6)


@given(DIRECTION_LRS, SCALES, st.integers(6, 40))
def test_a_ball_of_rates_encloses_each_of_them(nu, start, bits):
    """J for a ball of ν overlaps J for its ends, wherever the run starts, also beside λ = 1."""
    with precision(BITS):
        wide, scale = ball(nu) + arb(0, arb(2) ** -bits), ball(start)
        if not window_opens_later(wide, scale):
            return
        whole = window_law.window_growth(wide, scale, 20)
        for end in (wide.lower(), wide.upper()):
            assert whole.overlaps(window_law.window_growth(end, scale, 20))


def window_opens_later(direction_lr: arb, scale: arb) -> bool:
    """Whether the scale is certainly before the end of a window."""
    opens = window(1 / direction_lr.lower(), BITS)
    return opens is not None and bool(scale < opens[1])


def test_the_critical_value_is_where_the_sign_changes():
    """J is negative just below ν*(½) = 3.5123…, positive just above, and the bracket is narrow."""
    with precision(BITS):
        low, high = window_law.critical_bracket(HALF)
        root = window_law.critical(HALF)

        assert low < root < high and high - low < arb(1) / 500
        assert root.overlaps(arb("3.5123161406140013", "1e-9"))
        assert window_law.window_growth(root - arb("1e-6"), HALF) < 0
        assert window_law.window_growth(root + arb("1e-6"), HALF) > 0


def test_a_later_start_needs_less():
    """ν* falls as the run starts nearer to the window, and stays above the knife edge."""
    with precision(BITS):
        values = [window_law.critical(scale) for scale in (arb(1) / 20, HALF, arb(1), arb(3) / 2)]

        assert all(later < earlier for earlier, later in pairwise(values))
        assert values[-1] * kappa_maximum(BITS)[1] > 2


def test_beyond_the_maximum_there_is_no_critical_value():
    """A scale past α* has no window ahead, and the question is refused."""
    with precision(BITS), pytest.raises(Undecided, match="window is ahead"):
        window_law.critical_bracket(arb(3))


def test_the_angle_is_back_where_the_integral_vanishes():
    """At α_vis the integral changes from negative to positive; below ν* there is no such place."""
    with precision(BITS):
        rate, step = arb("3.8"), arb("1e-4")
        seen = window_law.visible_scale(rate, HALF)

        assert positive(window_law.growth(rate, HALF, seen - step)) is False
        assert positive(window_law.growth(rate, HALF, seen + step)) is True
        with pytest.raises(Undecided):
            window_law.visible_scale(arb("3.4"), HALF)
