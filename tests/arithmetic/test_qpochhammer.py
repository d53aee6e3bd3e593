"""Criterion: for any β > 0 and 0 < κ < 1, the returned ball contains ln |Π_{k<n} (1 − βκ^k)|."""

from fractions import Fraction

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from verifier.arithmetic import qpochhammer
from verifier.arithmetic.balls import Undecided, ball, precision
from verifier.arithmetic.qpochhammer import log_qpochhammer, real_dilogarithm

ratios = st.fractions(Fraction("0.3"), Fraction("0.9999"), max_denominator=10**6)
coefficients = st.fractions(Fraction("0.001"), 60, max_denominator=10**6)


def term_by_term(beta: arb, kappa: arb, count: int) -> arb:
    """The sum of the logarithms, one factor at a time."""
    total, power = arb(0), beta
    for _ in range(count):
        total += abs(1 - power).log()
        power *= kappa
    return total


@given(coefficients, ratios, st.integers(0, 1500), st.sampled_from([64, 128, 300]))
def test_contains_the_sum_of_logarithms(beta, kappa, count, bits):
    """The closed form overlaps the sum of the logarithms of the factors, at a far higher precision."""
    with precision(1500):
        expected = term_by_term(ball(beta), ball(kappa), count)
    with precision(bits):
        actual = log_qpochhammer(ball(beta), ball(kappa), count)

        assert not expected.is_finite() or actual.overlaps(expected)


def test_stays_sharp_for_billions_of_factors():
    """Five billion factors are summed to far better than one unit."""
    with precision(128):
        value = log_qpochhammer(ball(Fraction("1.47")), 1 - ball(Fraction(1, 10**9)), 5 * 10**9)

        assert value.rad() < arb(1) / 10**6


def test_splits_anywhere():
    """The product over n factors is the product over its two parts."""
    with precision(192):
        beta, kappa = ball(Fraction("1.7")), 1 - ball(Fraction(1, 3000))
        whole = log_qpochhammer(beta, kappa, 9000)
        parts = log_qpochhammer(beta, kappa, 1234)
        parts += log_qpochhammer(beta * kappa**1234, kappa, 9000 - 1234)

        assert whole.overlaps(parts)


def test_a_missing_remainder_is_noticed(monkeypatch):
    """Without the Euler–Maclaurin corrections the ball no longer contains the sum."""
    monkeypatch.setattr(qpochhammer, "_derivative", lambda order, u, rate: arb(0))
    with precision(128):
        beta, kappa = ball(Fraction("1.47")), ball(Fraction("0.99"))
        actual = log_qpochhammer(beta, kappa, 900)

        assert not actual.overlaps(term_by_term(beta, kappa, 900))


@pytest.mark.parametrize(
    ("beta", "kappa"), [("0", "1/2"), ("-1", "1/2"), ("2", "1"), ("2", "0"), ("2", "-1/2")]
)
def test_refuses_what_it_cannot_do(beta, kappa):
    """Outside 0 < κ < 1 and β > 0 nothing is claimed."""
    with precision(64), pytest.raises(Undecided):
        log_qpochhammer(ball(Fraction(beta)), ball(Fraction(kappa)), 10)


def test_refuses_a_vanishing_factor():
    """A product with a factor 0 has no logarithm."""
    with precision(64), pytest.raises(Undecided):
        log_qpochhammer(arb(1), arb(1) / 2, 10)


def test_negative_count_is_an_error():
    """A count below 0 is the caller's mistake."""
    with pytest.raises(ValueError, match="-1"):
        log_qpochhammer(arb(2), arb(1) / 2, -1)


@given(st.integers(-60, -2), st.sampled_from([-1, 0, 1]))
def test_dilogarithm_of_a_ball_around_one(exponent, side):
    """A ball that contains 1 has an image that contains the dilogarithm of its points."""
    with precision(128):
        radius = arb(2) ** exponent
        point = 1 + side * radius
        inside = arb.pi() ** 2 / 6 if side == 0 else real_dilogarithm(point)

        assert real_dilogarithm(arb(1, radius)).contains(inside.mid())


def test_dilogarithm_on_both_sides_of_one():
    """Re Li₂(2) = π²/4 and Li₂(1/2) = π²/12 − ln²2/2."""
    with precision(128):
        pi, log2 = arb.pi(), arb.const_log2()

        assert real_dilogarithm(arb(2)).overlaps(pi**2 / 4)
        assert real_dilogarithm(arb(1) / 2).overlaps(pi**2 / 12 - log2**2 / 2)


def test_coefficients_that_are_kept_are_exact():
    """First asked for at few bits they serve at many; a sum at those few would have been rounded."""
    qpochhammer._as_balls.cache_clear()
    with precision(32):
        kept, rounded = qpochhammer._as_balls(40), [x + 0 for x in map(arb, qpochhammer._eulerian(40))]
    with precision(1024):
        assert all(ball.is_exact() for ball in kept)
        assert [*map(arb.fmpz, kept)] == [*qpochhammer._eulerian(40)]
        assert not all(ball.is_exact() for ball in rounded)
