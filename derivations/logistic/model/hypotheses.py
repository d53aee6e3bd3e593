"""Hypotheses that several logistic claims share; what a claim says of its need is the claim's own.

Each takes that text, a counterexample or why none is needed, and other words for the hypothesis where it
is about a part of the statement only.
"""

from __future__ import annotations

from derivations.direction.rising_criterion import STILL
from derivations.notation import alpha, at_start, c, h, s
from derivations.proof.hypothesis import hypothesis
from verifier.claim import Hypothesis


def two_groups(need: str, text: str = "two equal groups") -> Hypothesis:
    """Planar data: half of the examples on each side."""
    return Hypothesis(text, r"\xi_i = \pm 1", need)


def orthogonal_rows(need: str, text: str = "orthogonal rows") -> Hypothesis:
    """The examples do not see each other, so that margins move by themselves."""
    return Hypothesis(text, r"\langle x_i, x_j\rangle = n\delta_{ij}", need)


def unequal_margins(need: str) -> Hypothesis:
    """The direction is off target."""
    return hypothesis("not all margins are equal", need, (s**2 > 0,))


def bounded_margins(need: str, text: str = "bounded margins") -> Hypothesis:
    """B is at least every |αm|."""
    return Hypothesis(text, r"|\alpha m| \le B", need)


def at_most_right_angle(need: str, text: str = "the angle is at most a right angle") -> Hypothesis:
    """cos θ ≥ 0."""
    return hypothesis(text, need, (c >= 0,))


def positive_scale(need: str, text: str = "positive scale") -> Hypothesis:
    """α > 0 at the state in question."""
    return hypothesis(text, need, (alpha > 0,))


def positive_start(need: str, text: str = "positive initial scale") -> Hypothesis:
    """α_0 > 0."""
    return hypothesis(text, need, (at_start(alpha) > 0,))


def any_scale_rate(need: str) -> Hypothesis:
    """h > 0 is all that is asked of h."""
    return hypothesis("a positive scale learning rate, of any size", need, (h > 0,))


def scale_rate_at_most_two(need: str, text: str = "scale learning rate at most 2") -> Hypothesis:
    """0 < h ≤ 2."""
    return hypothesis(text, need, (h > 0, h <= 2))


def standing(need: str) -> Hypothesis:
    """What keeps α and cos θ positive at all times."""
    return hypothesis(
        "standing: 0 < h ≤ 2, α_0 > 0, θ_0 < 90°",
        need,
        (h > 0, h <= 2, at_start(alpha) > 0, at_start(c) > 0),
    )


def active_start(need: str) -> Hypothesis:
    """θ_0 ≤ 45°."""
    return Hypothesis("no negative margin at the start", r"\theta_0 \le \tfrac{\pi}{4}", need)


def active(need: str) -> Hypothesis:
    """θ ≤ 45° at the state in question."""
    return Hypothesis("no negative margin", r"\theta \le \tfrac{\pi}{4}", need)


def below_45_degrees(need: str, text: str) -> Hypothesis:
    """θ_0 < 45°."""
    return Hypothesis(text, r"\theta_0 < \tfrac{\pi}{4}", need)


def off_target_start(need: str) -> Hypothesis:
    """θ_0 > 0."""
    return Hypothesis("off target at the start", r"\theta_0 > 0", need)


def no_rise_so_far(need: str) -> Hypothesis:
    """t ≤ T: each step before t is one that does not rise."""
    return hypothesis("no rise so far", need, (STILL,))


ANY_UPDATE = Hypothesis("gradient descent in w", r"w' = w - \eta\,\partial R/\partial w", "Not needed.")
"""For a claim about the scale alone: w may move in any way."""
