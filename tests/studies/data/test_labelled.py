"""The labelled data sets: exactly orthogonal, and measured independently."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from flint import arb

from verifier.arithmetic.balls import ball, precision
from verifier.studies.data import LabelledSample, sample_labelled
from verifier.studies.data.labelled import quaternion_rows
from verifier.studies.data.risk import risk
from verifier.studies.vectors import dot

SAMPLES = [sample_labelled(Random(seed)) for seed in range(30)]


def gram(rows: tuple[tuple[Fraction, ...], ...]) -> list[list[Fraction]]:
    """All inner products of the rows, exactly."""
    return [[dot(x, y) for y in rows] for x in rows]


@pytest.mark.parametrize("sample", SAMPLES)
def test_rows_are_orthogonal(sample: LabelledSample) -> None:
    """⟨x_i, x_j⟩ = nδ_ij exactly, labels are ±1, and the margins are not all equal."""
    n = sample.n

    assert gram(sample.inputs) == [[Fraction(n * (i == j)) for j in range(n)] for i in range(n)]
    assert set(sample.labels) <= {1, -1}
    assert sample.view(sample.w, sample.alpha)["s"] > 0


def test_all_shapes_are_drawn() -> None:
    """Random samples have n = d and n < d, 2 to 6 rows, and both signs of α."""
    assert {sample.n for sample in SAMPLES} == {2, 3, 4, 5, 6}
    assert {sample.dimension > sample.n for sample in SAMPLES} == {True, False}
    assert {sample.alpha > 0 for sample in SAMPLES} == {True, False}


def test_dropping_orthogonality() -> None:
    """With the hypothesis dropped two rows are not orthogonal, and an unknown one is refused."""
    for seed in range(20):
        sample = sample_labelled(Random(seed), frozenset({"orthogonal"}))
        assert gram(sample.inputs)[0][1] != 0
        assert not sample.orthogonal
    with pytest.raises(ValueError, match="'square'"):
        sample_labelled(Random(0), frozenset({"square"}))


@pytest.mark.parametrize("n", range(1, 24))
def test_every_number_has_orthogonal_rows(n: int) -> None:
    """Rows of any squared norm n exist in any multiple of four dimensions."""
    rows = quaternion_rows(n, 8)

    assert gram(tuple(map(tuple, rows))) == [[n * (i == j) for j in range(8)] for i in range(8)]


@pytest.mark.parametrize("sample", SAMPLES[:5])
def test_a_step_goes_down_the_raw_risk(sample: LabelledSample) -> None:
    """The step over the rates is minus the difference quotient of the risk, to the size of its step."""
    tiny = Fraction(1, 2**100)
    with precision(400):
        moved, scale = sample.descend(sample.w, sample.alpha)
        start = risk(sample.inputs, sample.labels, sample.w, sample.alpha, "logistic")
        for i in range(sample.dimension):
            aside = [x + tiny * (i == j) for j, x in enumerate(sample.w)]
            there = risk(sample.inputs, sample.labels, aside, sample.alpha, "logistic")
            quotient = (ball(sample.w[i]) - moved[i]) / ball(sample.eta)
            assert abs((there - start) / ball(tiny) - quotient) < arb(2) ** -60
        there = risk(sample.inputs, sample.labels, sample.w, sample.alpha + tiny, "logistic")
        quotient = (ball(sample.alpha) - scale) / ball(sample.h)
        assert abs((there - start) / ball(tiny) - quotient) < arb(2) ** -60


@pytest.mark.parametrize("sample", SAMPLES[:5])
def test_views_fit_together(sample: LabelledSample) -> None:
    """c² + s² = 1, N is the mean of M², and the own point has not moved off the rows."""
    with precision(200):
        own = sample.view(sample.w, sample.alpha)
        margins = [each["M_sample"] for each in sample.each()]

        assert (own["c"] * own["c"] + own["s"] * own["s"]).overlaps(arb(1))
        assert own["N"].overlaps(dot(margins, margins) / sample.n)
        assert all(component.contains(0) for component in sample.off_rows(sample.w))
