"""What happens without a hypothesis of ``logistic.step-direction``, in balls.

Correctness criterion: τ and κN are computed from the margins by their definition.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.arithmetic.balls import ball, precision

F = Fraction
MARGINS = (F(7, 5), F(1, 5))


def stepped(margins, scale):
    """τ/|sin θ| and κN, for the pulls 1/(1 + e^(αm))."""
    count = len(margins)
    assert sum(x * x for x in margins) == count
    pulls = [1 / (1 + ball(scale * x).exp()) for x in margins]
    cosine, mean = ball(sum(margins) / count), sum(pulls, ball(0)) / count
    gain = sum((g * ball(x) for g, x in zip(pulls, margins, strict=True)), ball(0)) / count
    size = (sum((g * g for g in pulls), ball(0)) / count - gain**2).sqrt()
    sign = 1 if scale > 0 else -1
    return sign * (mean - cosine * gain) / (size * (1 - cosine**2).sqrt()), abs(scale) * size


def test_a_negative_scale_turns_away():
    with precision(128):
        aim, _ = stepped(MARGINS, -1)
        assert aim < 0 and (aim + 1).contains(0)


def test_a_bound_that_is_none_does_not_bound_the_pull():
    with precision(128):
        _, pull = stepped(MARGINS, 10)
        assert pull > ball(F(83, 100))
        assert pull > ball(F(3, 5) * (1 + F(1, 4)))
    assert F(3, 5) * (1 + F(1, 4)) == F(3, 4)


def test_unequal_groups_are_not_aimed_straight():
    """So γ = 1 is false beyond the plane."""
    with precision(128):
        aim, _ = stepped((F(7, 5), 1, F(1, 5)), 5)
        assert ball(F(1, 2)) < aim < 1
