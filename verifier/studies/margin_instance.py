"""Which margins a logistic run of n samples starts from: exact parameters, a random sampler, a spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from random import Random

from verifier.arithmetic.balls import ball, precision
from verifier.parameters import NU
from verifier.studies.instances import either, log_uniform, refuse_unknown, uniform
from verifier.studies.losses import LogisticInstance


@dataclass(frozen=True)
class MarginInstance(LogisticInstance):
    """One run: rate h, scale α_0, squared norm N_0 in units of η, angle θ_0, and the shape of the spread.

    The margins are cos θ + ξ_i sin θ, i = 1 … n, with ``xi`` proportional to ξ: its mean must be 0
    exactly, and it must not be 0; it is divided by its root mean square.  ``theta0`` is in radians.
    """

    xi: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for a spread of mean not 0, or without any spread."""
        if sum(self.xi) != 0 or not any(self.xi):
            raise ValueError(f"the spread must have mean 0 and not vanish: {self.xi}")

    @property
    def n(self) -> int:
        """The number of samples."""
        return len(self.xi)

    @cached_property
    def mean_square(self) -> Fraction:
        """⟨xi²⟩ before it is normalised to 1."""
        return sum((x * x for x in self.xi), Fraction(0)) / self.n

    @property
    def active(self) -> bool:
        """Whether no margin is negative at time 0; certain either way but on the very edge."""
        with precision(64):
            least = ball(min(self.xi)) / ball(self.mean_square).sqrt()
            theta0 = ball(self.theta0)
            return bool(theta0.cos() + least * theta0.sin() >= 0)

    def __str__(self) -> str:
        return (
            f"n={self.n}, {super().__str__()}, "
            f"ξ∝({', '.join(map(str, self.xi))})"
        )


STANDING = {
    "h <= 2": "scale learning rate at most 2",
    "alpha0 > 0": "positive initial scale",
    "margins": "no margin is negative at time 0",
}
"""The standing hypotheses that an alteration may drop; without the last, some margin is negative."""

SCALE_LR = Fraction("0.001"), Fraction(2)
SCALE = Fraction("0.001"), Fraction(6)
DIRECTION_LR = Fraction("0.2"), Fraction(50)
ANGLE = Fraction("0.00000001"), Fraction("1.5707")
"""The ranges of h, α_0, ν_0 = 1/N_0 and θ_0 that are sampled."""


def sample(random: Random, drop: frozenset[str] = frozenset()) -> MarginInstance:
    """A random instance of 3 … 50 samples obeying the standing hypotheses except those in ``drop``.

    Raises ``ValueError`` for an unknown hypothesis.
    """
    refuse_unknown(drop, STANDING)
    n = random.choice([3, 4, 5, 6, 7, 8, 10, 10, 15, 50])
    xi = random.choice([_even, _heavy_tailed, _two_groups, _outlier])(random, n)
    h = 2 + 2 * uniform(random) if "h <= 2" in drop else either(random, *SCALE_LR)
    alpha0 = log_uniform(random, *SCALE) * (-1 if "alpha0 > 0" in drop else 1)
    N0 = NU.swapped(log_uniform(random, *DIRECTION_LR))
    while True:
        instance = MarginInstance(h, alpha0, N0, either(random, *ANGLE), xi)
        if instance.active is ("margins" not in drop):
            return instance


def _centered(values: Sequence[int]) -> tuple[Fraction, ...]:
    """The values less their mean; a slope of two if they are all equal."""
    if len(set(values)) == 1:
        values = range(len(values))
    mean = Fraction(sum(values), len(values))
    return tuple(value - mean for value in values)


def _even(random: Random, n: int) -> tuple[Fraction, ...]:
    return _centered([random.randrange(-100, 101) for _ in range(n)])


def _heavy_tailed(random: Random, n: int) -> tuple[Fraction, ...]:
    """1/u² for uniform u, of either sign: a few samples carry almost all of the spread."""
    return _centered([random.choice([-1, 1]) * 10**6 // random.randrange(1, 100) ** 2 for _ in range(n)])


def _two_groups(random: Random, n: int) -> tuple[Fraction, ...]:
    """Two groups, in general of different sizes, each of equal margins."""
    first = random.randrange(1, n)
    return _centered([1] * first + [0] * (n - first))


def _outlier(random: Random, n: int) -> tuple[Fraction, ...]:
    """One sample against all others, by a little noise not equal."""
    return _centered([random.choice([-1000, 1000])] + [random.randrange(3) for _ in range(n - 1)])


def _instances(rows: str) -> tuple[MarginInstance, ...]:
    """One instance a row: h, α_0, ν_0, θ_0, the shape of the spread and n."""
    shapes = {"uniform": _even, "heavy": _heavy_tailed, "groups": _two_groups, "outlier": _outlier}
    found = []
    for number, row in enumerate(rows.strip().splitlines()):
        *texts, shape, n = row.split()
        xi = shapes[shape](Random(number), int(n))
        x = LogisticInstance.of(*texts)
        found.append(MarginInstance(x.h, x.alpha0, x.N0, x.theta0, xi))
    return tuple(found)


SPREAD = _instances(
    """
    0.02   0.05   5    0.3    uniform  10
    0.005  0.01   4    0.2    heavy    10
    0.05   0.3    8    0.3    groups   6
    0.1    1      3.5  0.1    outlier  5
    0.5    0.1    20   0.4    uniform  3
    2      0.5    6    0.2    groups   7
    0.001  2      10   1e-6   uniform  50
    0.03   0.02   50   0.1    heavy    20
    0.01   3      12   0.05   outlier  50
    0.2    6      30   1e-8   uniform  4
    1      0.001  0.2  0.5    groups   3
    0.3    1.5    2    0.3    uniform  30
    """
)
"""n from 3 to 50, every shape of spread, h from 1e-3 to 2, ν_0 from 0.2 to 50; no negative margin."""
