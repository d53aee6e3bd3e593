"""Criterion: the returned ball contains ∫ ln|f| w for every choice of numbers in the arguments."""

from fractions import Fraction

import mpmath
import pytest
from flint import acb, arb
from hypothesis import given
from hypothesis import strategies as st
from sympy import Integer, Symbol, cosh, exp, sinh, sqrt

from derivations.sigmoid.functions import sigma
from verifier.arithmetic.balls import Undecided, ball, precision
from verifier.arithmetic.quadrature import Curve, integral_of_log

X, ZERO = Symbol("x", real=True), Symbol("zero", real=True)
TOLERANCE = arb(2) ** -40
places = st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=10**4)


def straight(zero: arb) -> Curve:
    """f(x) = zero − x."""
    return Curve(ZERO - X, X, zero=zero)


def exactly(zero: arb, low: arb, high: arb) -> arb:
    """∫ ln|x − zero| dx in closed form."""

    def primitive(d: arb) -> arb:
        return d * (d.log() - 1)

    return primitive(high - zero) + primitive(zero - low)


@given(places)
def test_contains_the_integral_across_a_zero(place):
    """ln|x − z| on [0, 1] against its primitive, for a zero anywhere inside."""
    with precision(128):
        zero = ball(place)
        actual = integral_of_log(straight(zero), Curve(Integer(1), X), arb(0), arb(1), zero, TOLERANCE)

        assert actual.overlaps(exactly(zero, arb(0), arb(1)))
        assert actual.rad() < arb(2) ** -30


@given(places, st.integers(8, 60))
def test_is_valid_for_every_zero_in_a_ball(place, bits):
    """A wide ball of zeros gives a ball that contains the integral for its ends and its middle."""
    with precision(128):
        wide = ball(place) + arb(0, arb(2) ** -bits)
        one = Curve(Integer(1), X)
        actual = integral_of_log(straight(wide), one, arb(-1), arb(2), wide, TOLERANCE)

        for zero in (wide.lower(), wide.mid(), wide.upper()):
            assert actual.overlaps(exactly(zero, arb(-1), arb(2)))


def test_a_zero_may_lie_at_the_lower_end():
    """ln x from a ball around 0 to 1: the value −1, for each of the possible ends."""
    with precision(128):
        low, one = arb(0, arb(2) ** -60), Curve(Integer(1), X)
        actual = integral_of_log(straight(arb(0)), one, low, arb(1), arb(0), TOLERANCE)

        assert actual.contains(-1)
        assert actual.rad() < arb(2) ** -30


def test_the_weight_counts():
    """∫ ln|x − ½| e^x dx from 0 to 1 is that of mpmath, and not that without the weight."""
    with precision(128):
        zero, half = arb(1) / 2, mpmath.mpf(1) / 2
        weighted = integral_of_log(straight(zero), Curve(exp(X), X), arb(0), arb(1), zero, TOLERANCE)
        expected = mpmath.quad(lambda x: mpmath.log(abs(x - half)) * mpmath.exp(x), [0, half, 1])

        assert abs(float(weighted) - float(expected)) < 1e-8
        assert not weighted.overlaps(exactly(zero, arb(0), arb(1)))


def test_an_unannounced_zero_is_never_passed_over():
    """Without the zero the result is not a finite ball, or is refused."""
    with precision(64):
        zero = arb(1) / 3
        try:
            actual = integral_of_log(straight(zero), Curve(Integer(1), X), arb(0), arb(1), None, TOLERANCE)
        except Undecided:
            return

        assert not actual.is_finite() or actual.overlaps(exactly(zero, arb(0), arb(1)))


def test_a_double_zero_is_refused():
    """Where the slope may vanish nothing is claimed."""
    with precision(64), pytest.raises(Undecided):
        double = Curve((X - ZERO) ** 2, X, zero=arb(1) / 2)
        integral_of_log(double, Curve(Integer(1), X), arb(0), arb(1), arb(1) / 2, TOLERANCE)


@given(st.fractions(Fraction(1, 10), 5, max_denominator=1000))
def test_complex_values_continue_the_real_ones(place):
    """At real arguments the complex value of a curve is the real one."""
    with precision(100):
        curve = Curve(sigma(-X) * exp(X) + sqrt(X) * cosh(X) - sinh(X / 3) * ZERO, X, zero=arb(2))
        real, complex_ = curve(ball(place)), curve.at(acb(ball(place)))

        assert complex_.real.overlaps(real)
        assert complex_.imag.contains(0)


def test_a_curve_knows_its_variable_among_its_symbols():
    """At a complex ball the other symbols have their values, whichever names come before the variable's."""
    a, z = Symbol("a"), Symbol("z")
    with precision(100):
        curve = Curve(a / X - z, X, a=arb(3), z=arb(5))
        assert curve.at(acb(2)).overlaps(acb(arb(-7) / 2))
        assert not curve.at(acb(2)).overlaps(Curve(a / X - z, X, a=arb(5), z=arb(3)).at(acb(2)))
        assert not curve.at(acb(2)).overlaps(Curve(a / X - z, a, x=arb(3), z=arb(5)).at(acb(2)))
