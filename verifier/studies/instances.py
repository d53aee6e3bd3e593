"""Which square-loss instances the checks are tried on: a random sampler, and a fixed spread."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt
from random import Random

from verifier.studies.losses import Instance

STANDING = {
    "h <= 1": "scale learning rate at most 1",
    "a0 > 0": "positive initial scale",
    "c0 > 0": "initial angle below a right angle",
}
"""The standing hypotheses that an alteration may drop."""

SCALE_LR = Fraction("0.001"), Fraction(1)
SCALE = Fraction("0.0001"), Fraction(3)
SATURATED_LR = Fraction("0.2"), Fraction(50)
ANGLE = Fraction("0.00000001"), Fraction("1.5707963")
"""The ranges of h, a_0, Λ and θ_0 that are sampled; the largest angle is just below π/2."""


def sample(random: Random, drop: frozenset[str] = frozenset()) -> Instance:
    """A random instance obeying the standing hypotheses except those in ``drop``.

    All four are drawn by the decade over their ranges, h and θ_0 half of the time uniformly.
    Raises ``ValueError`` for an unknown hypothesis.
    """
    refuse_unknown(drop, STANDING)
    h = either(random, *SCALE_LR)
    a0 = log_uniform(random, *SCALE)
    theta0 = either(random, *ANGLE)
    if "h <= 1" in drop:
        h = 1 + 2 * uniform(random)
    if "a0 > 0" in drop:
        a0 = -a0
    if "c0 > 0" in drop:
        theta0 = ANGLE[1] + Fraction("0.001") + uniform(random)
    return Instance.given(h, a0, log_uniform(random, *SATURATED_LR), theta0)


def refuse_unknown(drop: frozenset[str], standing: Mapping[str, str]) -> None:
    """Raises ``ValueError`` if ``drop`` names anything but one of the ``standing`` hypotheses."""
    unknown = sorted(drop - set(standing))
    if unknown:
        raise ValueError(f"no standing hypothesis is called {unknown[0]!r}")


def uniform(random: Random) -> Fraction:
    """In (0, 1), with six digits."""
    return Fraction(random.randrange(1, 10**6), 10**6)


def log_uniform(random: Random, low: Fraction, high: Fraction) -> Fraction:
    """Each decade equally likely, uniform within it, on rationals of moderate size."""
    decades = len(str(int(high / low)))
    while True:
        value = low * 10 ** random.randrange(decades) * (1 + 9 * uniform(random))
        if value <= high:
            return value


def either(random: Random, low: Fraction, high: Fraction) -> Fraction:
    """By the decade or uniformly, half of the time each."""
    if random.randrange(2):
        return low + (high - low) * uniform(random)
    return log_uniform(random, low, high)


def _instances(rows: str) -> tuple[Instance, ...]:
    """One instance a row: h, a_0, Λ, θ_0."""
    return tuple(Instance.of(*row.split()) for row in rows.strip().splitlines())


SPREAD = _instances(
    """
    0.005  0.02    3     0.1
    0.05   0.01    10    0.5
    0.001  0.01    4     0.01
    0.001  0.02    2.5   0.3
    0.002  0.1     6     1e-8
    0.003  0.05    3.8   1.2
    0.002  0.1     8     1.57
    0.005  0.07    50    0.5
    0.01   0.0001  20    1.5
    0.01   0.02    50    1e-4
    0.02   0.01    2.1   0.1
    0.02   0.3     5     0.7
    0.03   0.02    3     1e-6
    0.05   0.0001  8     1.57
    0.05   0.5     2     0.4
    0.1    0.01    0.5   0.2
    0.1    0.05    4     0.78
    0.1    0.2     30    1e-8
    0.1    3       0.6   0.5
    0.2    0.02    12    0.1
    0.2    2       1.5   1e-3
    0.3    0.01    3     1.4
    0.4    1       2.2   0.05
    0.5    0.001   9     0.3
    0.5    3       50    0.1
    0.7    0.2     2.6   1e-5
    0.9    0.05    7     0.6
    1      0.0001  5     0.01
    1      0.1     3     0.2
    1      1.5     1     1e-8
    1      0.5     50    1.5707
    """
)
"""h from 1e-3 to 1, Λ from 0.5 to 50, θ_0 from 1e-8 to just under π/2, a_0 from 1e-4 to 3."""


def root(value: Fraction) -> Fraction:
    """About the square root, with three digits at least."""
    digits = 10**6
    return Fraction(isqrt(value.numerator * digits**2 // value.denominator) or 1, digits)
