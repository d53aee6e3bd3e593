"""The gain of a step at small angles in one formula, against the formulas it is put together from."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from derivations.direction.rising_edge import STEADY
from derivations.square.lemmas import edge_recursion
from derivations.square.lemmas.edge_recursion import GAIN_OF, LOW_LR_OF
from verifier.arithmetic.balls import Ball, ball, precision
from verifier.arithmetic.evaluate import evaluate

shares = st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=1000)


def plainly(known: dict[str, Ball]) -> tuple[Ball, Ball]:
    """The margin and the gain, by way of the learning rate that is certain."""
    read = known | {"ell_lr": evaluate(LOW_LR_OF, known.__getitem__)}
    return evaluate(STEADY, read.__getitem__), evaluate(GAIN_OF, read.__getitem__)


@given(shares, shares, shares, st.fractions(Fraction(1, 10), 2, max_denominator=1000))
def test_the_gain_at_a_time_is_that_of_its_parts(
    power: Fraction, scale: Fraction, sine: Fraction, cap: Fraction
) -> None:
    """It overlaps the plain one, has the sign of the margin, and not the value at another E."""
    with precision(128):
        known = {"E": ball(power), "a0": ball(scale), "sbar": ball(sine), "M": ball(cap)}
        known["cbar"] = (1 - known["sbar"] ** 2).sqrt()
        margin, gain = plainly(known)
        found = evaluate(edge_recursion._GAIN_AT, known.__getitem__)
        later = evaluate(edge_recursion._GAIN_AT, (known | {"E": ball(power / 2)}).__getitem__)

        assert found.overlaps(gain) and found.rad() < 2**-100
        assert (found > 0) == (margin > 0)
        assert (known["cbar"] - known["a0"]).overlaps(ball(0)) or not later.overlaps(gain)
