"""F ≤ max κ by cells: the forms agree where they overlap, and a smaller maximum is not confirmed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from derivations.logistic.sharp_edge import REACH
from derivations.sigmoid.kappa import KAPPA, at, kappa_maximum
from verifier.arithmetic.balls import Ball, Undecided, ball, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Status
from verifier.dynamics import Run
from verifier.studies.experiments import sharp_edge
from verifier.studies.experiments.sharp_edge import FALL, INSIDE, OUTSIDE
from verifier.studies.losses import LogisticInstance

positive = st.fractions(Fraction(1, 100), 10, max_denominator=100)


def value(expression: object, **values: Ball) -> Ball:
    """An expression at balls, by the names of its symbols."""
    return evaluate(expression, values.__getitem__)


def test_the_wedge_is_covered() -> None:
    """The evidence is ENCLOSED, and counts the cells of each part."""
    found = sharp_edge.cover(quick=True, seed=0, precision=128)

    assert found.status is Status.ENCLOSED
    assert min(found.data.values["cells"].values()) >= 2
    assert str(sum(found.data.values["cells"].values())) in found.summary


def test_a_maximum_lower_by_a_hundredth_is_not_confirmed() -> None:
    """Cells on which F exceeds the bound are not decided, however small."""
    with pytest.raises(Undecided, match="cell"):
        sharp_edge.covered(kappa_maximum(64)[1] - arb("0.01"))


@given(positive, positive)
def test_the_forms_agree(gap: Fraction, low: Fraction) -> None:
    """F in d and y, in d and 1/y, and in x and y are the same number."""
    with precision(256):
        d, y = ball(gap), ball(low)
        first = value(INSIDE, d=d, y_edge=y)
        second = value(OUTSIDE, d=d, v=1 / y, u=(-d).exp(), r=(-y).exp())
        third = value(REACH, x_edge=d + y, y_edge=y)

        assert first.overlaps(second) and first.overlaps(third)
        assert max(abs(form.rad()) for form in (first, second, third)) < arb(2) ** -150


@given(positive, st.fractions(Fraction(1, 10**4), Fraction(7853, 10**4), max_denominator=10**4))
def test_the_form_is_that_of_the_run(alpha0: Fraction, theta0: Fraction) -> None:
    """F is λN cos 2θ/cos θ of the state with that scale and angle, and κ(α) when θ is tiny."""
    with precision(256):
        at_angle = Run(LogisticInstance(Fraction(1), alpha0, Fraction(1, 3), theta0), 256).state(0)
        x, y = at_angle.alpha * at_angle.c, at_angle.alpha * at_angle.s
        expected = at_angle.lam * at_angle.N * (at_angle.c**2 - at_angle.s**2) / at_angle.c

        assert value(REACH, x_edge=x, y_edge=y).overlaps(expected)
        tiny = value(REACH, x_edge=ball(alpha0), y_edge=arb(10) ** -30)
        assert abs(tiny - at(KAPPA, ball(alpha0))) < arb(10) ** -50


@given(
    st.fractions(Fraction(13, 8), Fraction(9, 4), max_denominator=100),
    st.fractions(Fraction(1, 10), Fraction(1, 2), max_denominator=100),
)
def test_the_fall_is_the_derivative(first: Fraction, last: Fraction) -> None:
    """``FALL`` is x times the difference quotient of F in y², up to the size of the step."""
    with precision(512):
        x, y, step = ball(first), ball(last), arb(10) ** -40
        moved = value(REACH, x_edge=x, y_edge=(y**2 + step).sqrt())
        quotient = (moved - value(REACH, x_edge=x, y_edge=y)) / step
        slope = (y.cosh() - y.sinh() / y) / (2 * y**2)
        fall = value(FALL, x_edge=x, y_edge=y, C=y.cosh(), S=y.sinh() / y, S_slope=slope)

        assert abs(x * quotient - fall) < arb(10) ** -35


def test_the_fall_needs_its_strip() -> None:
    """At x = 3 F grows with y² at first, and the check does not say that it falls."""
    low = Fraction(0), Fraction(1, 8)
    with precision(64):
        assert sharp_edge._falls((Fraction(7, 4), Fraction(15, 8), *low))
        assert not sharp_edge._falls((Fraction(3), Fraction(25, 8), *low))


def test_large_gaps_are_bounded() -> None:
    """The bound 2d(3 + d)e^{−d} is above F wherever it is tried."""
    with precision(128):
        for gap in (12, 15, 30):
            for low in (Fraction(1, 10), Fraction(1), Fraction(5), Fraction(40)):
                d = ball(gap)
                assert value(INSIDE, d=d, y_edge=ball(low)) < 2 * d * (3 + d) * (-d).exp()
