"""Hypothesis strategies shared by all tests: exact numbers, balls with a point in them, instances."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from flint import arb, fmpz
from hypothesis import strategies as st

from verifier.studies import logistic_instances as logistic
from verifier.studies.instances import ANGLE, SATURATED_LR, SCALE, SCALE_LR, STANDING, refuse_unknown
from verifier.studies.losses import Instance, LogisticInstance

precisions = st.sampled_from([24, 53, 128, 200])
"""Bits to compute with; few bits round more, and so show a wrong rounding sooner."""


@cache  # drawn from thousands of times: to build and validate it anew costs more than the draw
def rationals(low: Fraction, high: Fraction) -> st.SearchStrategy[Fraction]:
    """Exact numbers in [low, high] with 0 < low, spread over the decades between them."""
    decades = len(str(int(high / low)))
    fine = st.integers(10**6, 10**7)
    spread = st.builds(lambda d, n: low * 10**d * Fraction(n, 10**6), st.integers(0, decades), fine)
    return (spread | st.sampled_from([low, high])).filter(lambda value: value <= high)


@st.composite
def instances(draw: st.DrawFn, drop: frozenset[str] = frozenset()) -> Instance:
    """Instances obeying the standing hypotheses, except those in ``drop`` (which they then violate)."""
    refuse_unknown(drop, STANDING)
    h, a0 = draw(rationals(*SCALE_LR)), draw(rationals(*SCALE))
    theta0 = draw(rationals(*ANGLE))
    if "h <= 1" in drop:
        h = 1 + draw(rationals(Fraction("0.01"), Fraction(2)))
    if "a0 > 0" in drop:
        a0 = -a0
    if "c0 > 0" in drop:
        theta0 = Fraction("1.571") + draw(rationals(Fraction("0.001"), Fraction(1)))
    return Instance.given(h, a0, draw(rationals(*SATURATED_LR)), theta0)


@st.composite
def logistic_instances(draw: st.DrawFn, drop: frozenset[str] = frozenset()) -> LogisticInstance:
    """The same for planar runs of the logistic loss."""
    refuse_unknown(drop, logistic.STANDING)
    h, alpha0 = draw(rationals(*logistic.SCALE_LR)), draw(rationals(*logistic.SCALE))
    theta0 = draw(rationals(*logistic.ANGLE))
    if "h <= 2" in drop:
        h = 2 + draw(rationals(Fraction("0.01"), Fraction(4)))
    if "alpha0 > 0" in drop:
        alpha0 = -alpha0
    if "margins" in drop:
        theta0 = draw(rationals(*logistic.WIDE_ANGLE))
    return LogisticInstance.given(h, alpha0, draw(rationals(*logistic.DIRECTION_LR)), theta0)


dyadics = st.builds(
    lambda digits, exponent: Fraction(digits) * Fraction(2) ** exponent,
    st.integers(-(2**40), 2**40),
    st.integers(-60, -30),
)
"""Numbers below 1024 in size that a ball can have as its midpoint without rounding."""

fractions_of_one = st.fractions(-1, 1, max_denominator=1000)


@st.composite
def pointed_balls(draw: st.DrawFn, positive: bool = False) -> tuple[arb, Fraction]:
    """A ball and an exact number in it, often at its rim; both > 0 if ``positive``."""
    middle = draw(dyadics.filter(bool))
    middle = abs(middle) if positive else middle
    shrink = draw(st.integers(0, 40))
    radius = draw(st.sampled_from([0, 1])) * abs(middle) / 2 ** (1 + shrink)
    place = draw(st.sampled_from([Fraction(-1), Fraction(0), Fraction(1)]) | fractions_of_one)
    return exact_ball(middle, radius), middle + place * radius


def exact_ball(middle: Fraction, radius: Fraction | int = 0) -> arb:
    """The ball with exactly this midpoint and (to within its rounding up) this radius."""
    return arb(_dyadic(middle), _dyadic(Fraction(radius)))


def _dyadic(value: Fraction) -> arb:
    exponent = value.denominator.bit_length() - 1
    if value.denominator != 2**exponent:
        raise ValueError(f"{value} is not a binary fraction")
    return arb((fmpz(value.numerator), fmpz(-exponent)))


def encloses(ball: arb, value: Fraction, slack: Fraction = Fraction(0)) -> bool:
    """Whether ``value`` is in ``ball``, or within ``slack`` of it, decided with exact rationals.

    A ball that is not finite claims nothing, and encloses everything.
    """
    if not ball.is_finite():
        return True
    return abs(value - exact_value(ball.mid())) <= exact_value(ball.rad()) + slack


def exact_value(point: arb) -> Fraction:
    """The number that a ball of radius 0 is."""
    digits, exponent = point.man_exp()
    return int(digits) * Fraction(2) ** int(exponent)


@st.composite
def rational_states(draw: st.DrawFn) -> dict[str, Fraction]:
    """A rate h and a state p q e N r from which one step stays rational.

    (p, q)/r lies on the unit circle at a rational point, and λ is chosen so that 1 + λ²s² is the square
    of a rational number: then r, r', and with them every cosine, are rational.
    """
    pieces = st.fractions(Fraction(1, 50), 1, max_denominator=60).filter(lambda x: 0 < x < 1)
    circle, growth = draw(pieces), draw(pieces)
    c, s = (1 - circle**2) / (1 + circle**2), 2 * circle / (1 + circle**2)
    lam = 2 * growth / (1 - growth**2) / s
    r = draw(st.fractions(Fraction(1, 10), 3, max_denominator=50))
    side = draw(st.sampled_from([1, -1]))
    h = draw(st.fractions(Fraction(1, 1000), 1, max_denominator=1000))
    return {"h": h, "p": r * c, "q": side * r * s, "e": 1 - lam * r**2, "N": r**2, "r": r}
