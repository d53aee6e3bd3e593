"""The data sets that checks are tried on: exactly what they promise, and measured independently."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from verifier.arithmetic.balls import ball, precision
from verifier.studies.data import DataSample, sample_data, sample_whitened

SAMPLES = [sample_data(Random(seed)) for seed in range(30)]


def product(sample: DataSample) -> list[list[Fraction]]:
    """Σ², exactly."""
    matrix = sample.covariance
    return [
        [sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) for column in matrix]
        for row in matrix
    ]


@pytest.mark.parametrize("sample", SAMPLES)
def test_data_are_centered(sample: DataSample) -> None:
    """Every column of the inputs and the targets have mean 0, exactly."""
    assert all(sum(column) == 0 for column in zip(*sample.inputs, strict=True))
    assert sum(sample.targets) == 0


@pytest.mark.parametrize("sample", SAMPLES)
def test_whitened_means_a_projection(sample: DataSample) -> None:
    """Exactly the whitened samples have Σ² = Σ."""
    assert (product(sample) == [list(row) for row in sample.covariance]) is sample.whitened


@pytest.mark.parametrize("sample", SAMPLES)
def test_target_direction_solves_the_normal_equations(sample: DataSample) -> None:
    """Σu = b, exactly, for whitened and for general data."""
    assert tuple(sample.times_covariance(sample.target_direction)) == sample.correlation


def test_both_kinds_are_drawn() -> None:
    """Random samples are whitened or not, of full rank or not, with both signs of α."""
    assert {sample.whitened for sample in SAMPLES} == {True, False}
    assert {sample.alpha > 0 for sample in SAMPLES} == {True, False}
    traces = [sum(s.covariance[i][i] for i in range(s.dimension)) for s in SAMPLES if s.whitened]
    assert {trace == s.dimension for trace, s in zip(traces, filter_whitened(), strict=True)} == {
        True,
        False,
    }


def test_samples_for_claims_on_whitened_data() -> None:
    """All are whitened, exactly, of full rank or not; and none when that hypothesis is dropped."""
    whitened = [sample_whitened(Random(seed)) for seed in range(30)]
    others = [sample_whitened(Random(seed), frozenset({"whitened"})) for seed in range(10)]

    assert all(product(sample) == [list(row) for row in sample.covariance] for sample in whitened)
    assert {sum(s.covariance[i][i] for i in range(s.dimension)) for s in whitened} == {2, 3}
    assert not any(product(sample) == [list(row) for row in sample.covariance] for sample in others)


def filter_whitened() -> list[DataSample]:
    """The whitened ones among the samples."""
    return [sample for sample in SAMPLES if sample.whitened]


def test_dropping_whitening() -> None:
    """With the hypothesis dropped no sample is whitened, and an unknown hypothesis is refused."""
    dropped = [sample_data(Random(seed), frozenset({"whitened"})) for seed in range(20)]

    assert not any(sample.whitened for sample in dropped)
    with pytest.raises(ValueError, match="'centred'"):
        sample_data(Random(0), frozenset({"centred"}))


@pytest.mark.parametrize("sample", SAMPLES[:5])
def test_slope_is_the_limit_of_difference_quotients(sample: DataSample) -> None:
    """The power series' slope agrees with a difference quotient to the size of the step."""
    step = Fraction(1, 2**100)
    moved = [x + step * y for x, y in zip(sample.w, sample.v, strict=True)]
    with precision(400):
        change = sample.risk(moved, sample.alpha) - sample.risk(sample.w, sample.alpha)
        gap = abs(change / ball(step) - sample.slope(sample.w, sample.v))

        assert gap < ball(Fraction(1, 2**60))


@pytest.mark.parametrize("sample", SAMPLES[:5])
def test_coordinates_of_the_own_point(sample: DataSample) -> None:
    """The sample's own w has coordinates (√N cos θ, √N sin θ) and nothing outside the plane."""
    with precision(128):
        p, q, outside = sample.coordinates(sample.w)
        own = sample.view(sample.w, sample.alpha)

        assert p.overlaps(own["p"]) and q.overlaps(own["q"])
        assert all(component.overlaps(ball(0)) for component in outside)
