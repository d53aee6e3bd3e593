"""Which planar logistic instances the checks are tried on: a random sampler, and a fixed spread."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from verifier.studies.instances import either, log_uniform, refuse_unknown, uniform
from verifier.studies.losses import LogisticInstance

STANDING = {
    "h <= 2": "scale learning rate at most 2",
    "alpha0 > 0": "positive initial scale",
    "margins": "no negative margin at the start: initial angle at most π/4",
}
"""The standing hypotheses that an alteration may drop."""

SCALE_LR = Fraction("0.001"), Fraction(2)
SCALE = Fraction("0.001"), Fraction(6)
DIRECTION_LR = Fraction("0.2"), Fraction(50)
ANGLE = Fraction("0.00000001"), Fraction("0.7853981")
"""The ranges of h, α_0, ν_0 = η/‖w_0‖² and θ_0 that are sampled; the largest angle is just below π/4."""
WIDE_ANGLE = Fraction("0.7853982"), Fraction("1.5707963")
"""Angles between π/4 and π/2: half of the margins are negative."""


def sample(random: Random, drop: frozenset[str] = frozenset()) -> LogisticInstance:
    """A random instance obeying the standing hypotheses except those in ``drop``.

    All four are drawn by the decade over their ranges, h and θ_0 half of the time uniformly.
    Raises ``ValueError`` for an unknown hypothesis.
    """
    refuse_unknown(drop, STANDING)
    h = either(random, *SCALE_LR)
    alpha0 = log_uniform(random, *SCALE)
    theta0 = either(random, *ANGLE)
    if "h <= 2" in drop:
        h = 2 + 4 * uniform(random)
    if "alpha0 > 0" in drop:
        alpha0 = -alpha0
    if "margins" in drop:
        theta0 = either(random, *WIDE_ANGLE)
    return LogisticInstance.given(h, alpha0, log_uniform(random, *DIRECTION_LR), theta0)


def _instances(rows: str) -> tuple[LogisticInstance, ...]:
    """One instance a row: h, α_0, ν_0, θ_0."""
    return tuple(LogisticInstance.of(*row.split()) for row in rows.strip().splitlines())


SPREAD = _instances(
    """
    0.001  0.01   4     0.1
    0.001  0.5    20    0.3
    0.001  3      3.5   1e-8
    0.003  1      0.5   0.2
    0.005  0.02   50    0.01
    0.01   0.1    3.2   0.1
    0.01   0.001  10    0.78
    0.01   2      5     1e-4
    0.02   0.5    3     0.05
    0.02   6      50    0.5
    0.05   0.001  50    0.7
    0.05   1.5    8     1e-6
    0.1    0.1    2     0.5
    0.1    0.05   30    0.001
    0.1    6      0.2   0.1
    0.2    1      12    0.4
    0.3    0.3    25    0.1
    0.3    4      4     0.02
    0.5    0.01   6     0.2
    0.5    2      50    1e-8
    0.7    0.8    3.1   0.785
    1      0.1    15    0.3
    1      3      10    0.05
    1.5    0.02   40    0.6
    2      0.001  5     0.1
    2      1      50    0.01
    2      0.5    1     0.785
    """
)
"""h from 1e-3 to 2, ν_0 from 0.2 to 50, α_0 from 1e-3 to 6, θ_0 from 1e-8 to just under π/4."""
