"""Random exact data sets, half of them whitened exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random

from verifier.studies.data.sample import DataSample
from verifier.studies.vectors import Matrix, product, rational, reflection

STANDING = {"whitened": "the covariance is the identity on the span of the data"}
"""The standing hypothesis on data that an alteration may drop."""

_SIGNS = ((1, 1, 1), (-1, 1, -1), (1, -1, -1), (-1, -1, 1))
"""Three orthogonal centered columns of four signs: a Hadamard matrix without its constant column."""


def sample_data(random: Random, drop: frozenset[str] = frozenset()) -> DataSample:
    """A random data set of n = 4 … 6 samples in d = 2 or 3 dimensions with a random point on it.

    Signs of α and of the alignment are arbitrary, h ∈ (0, 1].  Half of the sets are whitened, some of
    these with d larger than the rank; with ``"whitened"`` dropped none is.  The target direction is
    never zero nor parallel to w.  Raises ``ValueError`` for an unknown hypothesis.
    """
    return _sample(random, drop, lambda: random.random() * 2 < 1)


def sample_whitened(random: Random, drop: frozenset[str] = frozenset()) -> DataSample:
    """The same, but every set is whitened, exactly, unless ``"whitened"`` is dropped."""
    return _sample(random, drop, lambda: True)


def _sample(random: Random, drop: frozenset[str], whiten: Callable[[], bool]) -> DataSample:
    unknown = drop - set(STANDING)
    if unknown:
        raise ValueError(f"no standing hypothesis on data is called {sorted(unknown)[0]!r}")
    while True:
        whitened = "whitened" not in drop and whiten()
        inputs = _whitened(random) if whitened else _centered(random)
        d = len(inputs[0])
        candidate = DataSample(
            inputs=tuple(tuple(row) for row in inputs),
            targets=tuple(_center([rational(random) for _ in inputs])),
            w=tuple(rational(random) for _ in range(d)),
            v=tuple(rational(random) for _ in range(d)),
            alpha=rational(random) or Fraction(1),
            eta=Fraction(random.randrange(1, 60), 20),
            h=Fraction(random.randrange(1, 21), 20),
            whitened=whitened,
        )
        if _in_general_position(candidate):
            return candidate


def _in_general_position(sample: DataSample) -> bool:
    """ρ, ‖w‖_Σ, ‖v‖_Σ > 0 and sin²θ > 1/100, decided exactly."""
    try:
        u = sample.target_direction
    except ZeroDivisionError:
        return False
    rho_squared, norm_squared = sample.inner(u, u), sample.inner(sample.w, sample.w)
    bound = rho_squared * norm_squared
    seen = bound > 0 and sample.inner(sample.v, sample.v) > 0
    return bool(seen and (bound - sample.inner(u, sample.w) ** 2) * 100 > bound)


def _whitened(random: Random) -> Matrix:
    """Four rows with mean 0 and XᵀX/4 = QᵀPQ, P a coordinate projection of rank 2 or 3, Q orthogonal.

    The columns of signs are turned by a reflection of the samples that fixes the mean, and by one of
    the features; both are rational.
    """
    rank, d = random.choice([(2, 2), (2, 3), (3, 3)])
    columns = [[Fraction(row[j]) if j < rank else Fraction(0) for j in range(d)] for row in _SIGNS]
    samples = reflection(_center([rational(random) for _ in _SIGNS]))
    features = reflection([rational(random) for _ in range(d)])
    return product(product(samples, columns), features)


def _centered(random: Random) -> Matrix:
    n, d = random.randrange(4, 7), random.randrange(2, 4)
    columns = [_center([rational(random) for _ in range(n)]) for _ in range(d)]
    return [list(row) for row in zip(*columns, strict=True)]


def _center(values: Sequence[Fraction]) -> list[Fraction]:
    average = sum(values, Fraction(0)) / len(values)
    return [value - average for value in values]
