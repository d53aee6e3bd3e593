"""The scale envelopes in numbers: short cuts through them against the plain way."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivations.logistic.lemmas.envelope import ITERATED, Envelope, inverse
from derivations.logistic.lemmas.recursion import CLOCKED
from derivations.logistic.scale_closed_form import at
from verifier.arithmetic.balls import Ball, Undecided, ball, less_equal, precision

LIMITS = (1, 7, ITERATED, ITERATED + 1, 3000, 2**40)


def envelope(rate: Fraction, scale: Fraction, sine: Fraction) -> Envelope:
    """From α_0 = ``scale`` at angles with |sin θ| ≤ ``sine``."""
    high = ball(sine)
    start = SimpleNamespace(alpha=ball(scale), c=(1 - high * high).sqrt(), s=high)
    return Envelope(ball(rate), start)


def plain(found: Envelope, level: Ball, limit: int) -> int | None:
    """The search that asks for the envelope itself, and nothing about its rate."""

    def past(time: int) -> bool:
        return less_equal(level, found.lower(time)) is True

    early, late = -1, 0
    while not past(late):
        if late + 1 >= limit:
            return None
        early, late = late, min(2 * late + 1, limit - 1)
    while late - early > 1:
        middle = (early + late) // 2
        early, late = (early, middle) if past(middle) else (middle, late)
    return late


CASES = [
    (Fraction(rate), Fraction(scale), Fraction(sine), Fraction(level))
    for rate in ("1/1000", "1/20", "1")
    for scale in ("1/100", "1")
    for sine in ("1/1000", "1/20", "1/3")
    for level in ("1/200", "11/10", "2", "4")
]


@pytest.mark.parametrize("limit", LIMITS)
def test_a_level_is_passed_when_the_envelope_is_there(limit: int) -> None:
    """The search by the rate finds the same time as the one that inverts the clock at every time."""
    with precision(128):
        for *setting, level in CASES:
            mine, theirs = envelope(*setting), envelope(*setting)
            assert mine.first_past(ball(level), limit) == plain(theirs, ball(level), limit)


def test_a_delay_that_is_too_long_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With twice the delay that the rate asks for, the search misses the time."""
    setting = Fraction(1, 1000), Fraction(1, 100), Fraction(1, 1000)
    with precision(128):
        right = envelope(*setting).first_past(ball(2), 2**40)
        delay = Envelope._least_delay
        monkeypatch.setattr(Envelope, "_least_delay", lambda self, level: 2 * delay(self, level))
        assert right is not None
        assert envelope(*setting).first_past(ball(2), 2**40) != right


def test_a_time_that_is_found_is_certain() -> None:
    """The envelope is not below the level then; at a level a little above it, it is."""
    found = envelope(Fraction(1, 1000), Fraction(1, 100), Fraction(1, 20))
    with precision(128):
        time = found.first_past(ball(2), 2**40)
        assert time is not None and time > ITERATED
        assert found.is_past(ball(2), time)
        assert not found.is_past(ball(2), time - 1)
        assert not found.is_past(found.upper(time) + ball(Fraction(1, 10**6)), time)


@given(
    st.sampled_from((128, 160, 512, 2048)),
    st.fractions(Fraction(1, 10), 10**12),
    st.fractions(Fraction(1, 1000), 1, max_denominator=10**6),
    st.booleans(),
)
def test_an_inverse_of_the_clock_is_close_and_on_its_side(
    bits: int, clock: Fraction, rate: Fraction, upwards: bool
) -> None:
    """f(x) is at or beyond the clock, and nearer by half of the bits it would be on the other side."""
    with precision(bits):
        shown, epsilon = ball(clock + 1), ball(rate)
        x = inverse(shown, epsilon, upwards=upwards)
        nearer = x - ball(Fraction(4, 2 ** (bits // 2))) * (1 if upwards else -1)
        value, closer = (at(CLOCKED, x_clocked=y, epsilon=epsilon) for y in (x, nearer))
        assert (value >= shown and closer < shown) if upwards else (value <= shown and closer > shown)


def test_a_wide_clock_is_inverted_with_more_room() -> None:
    """Where half of the bits do not certify it, 2^-48 does; where that does not, nothing is said."""
    with precision(160):
        clock = ball(7)
        for width, near in ((ball(Fraction(1, 2**60)), True), (ball(Fraction(1, 2**40)), False)):
            rate = (ball(Fraction(1, 100)) - width).union(ball(Fraction(1, 100)) + width)
            if near:
                x = inverse(clock, rate, upwards=True)
                assert at(CLOCKED, x_clocked=x, epsilon=rate) >= clock
            else:
                with pytest.raises(Undecided):
                    inverse(clock, rate, upwards=True)
