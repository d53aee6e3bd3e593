"""The parts of the real-data experiment: whitening, the two passes, precision, stretches."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from flint import arb, arb_mat
from hypothesis import given
from hypothesis import strategies as st

from verifier.arithmetic.balls import ball, precision
from verifier.studies.data.diabetes import Table
from verifier.studies.data.risk import risk, slope
from verifier.studies.experiments.descent import passes, train
from verifier.studies.experiments.path import Path, stretches
from verifier.studies.experiments.prepared import Prepared, cholesky, dot, whiten


def table(n: int, d: int, seed: int = 0) -> Table:
    """Random data in thousandths."""
    random = Random(seed)
    rows = [[Fraction(random.randrange(-2000, 2000), 1000) for _ in range(d + 1)] for _ in range(n)]
    return Table(tuple("x" * d), tuple(tuple(r[:-1]) for r in rows), tuple(r[-1] for r in rows))


def test_whitened_data_have_mean_zero_and_covariance_one() -> None:
    """The enclosures contain mean 0 and covariance I, and are as narrow as the precision allows."""
    with precision(300):
        data = whiten(table(12, 3))
        covariance = data.inputs.transpose() * data.inputs * (arb(1) / data.samples)
        means = arb_mat([[arb(1)] * 12]) * data.inputs
        for i in range(3):
            assert means[0, i].contains(0)
            for j in range(3):
                assert covariance[i, j].contains(int(i == j))
                assert covariance[i, j].rad() < arb(2) ** -250


def test_the_cholesky_factor_is_enclosed() -> None:
    """L is lower triangular with positive diagonal, and L Lᵀ encloses the matrix."""
    with precision(200):
        matrix = arb_mat([[4, 2, 0], [2, 5, 3], [0, 3, 6]])
        lower = cholesky(matrix)

        assert (lower * lower.transpose()).contains(matrix)
        assert all(lower[i, j] == 0 for i in range(3) for j in range(i + 1, 3))
        assert all(lower[i, i] > 0 for i in range(3))


def test_the_factors_act_as_the_matrix_does() -> None:
    """X w and Xᵀv by way of the factors overlap those by X, and not those by an X that is a little off."""
    with precision(300):
        data = whiten(table(12, 3))
        weights, outputs = arb_mat([[2], [-1], [5]]), arb_mat([[i * i - 7] for i in range(12)])
        off = data.inputs * ball(1 + Fraction(1, 10**60))

        assert data.forward(weights).overlaps(data.inputs * weights)
        assert data.backward(outputs).overlaps(data.inputs.transpose() * outputs)
        assert not data.forward(weights).overlaps(off * weights)
        assert not data.backward(outputs).overlaps(off.transpose() * outputs)
        assert all(data.centered[i, j].is_integer() for i in range(12) for j in range(3))


def test_dependent_columns_are_refused() -> None:
    """Data of rank one in two columns have no whitening."""
    rows = tuple((Fraction(i), Fraction(2 * i)) for i in range(5))
    with precision(100), pytest.raises(ValueError, match="not positive definite"):
        whiten(Table(("x", "y"), rows, tuple(Fraction(i * i) for i in range(5))))


def raw(n: int, d: int, seed: int) -> tuple[Table, Prepared]:
    """Data as they are, neither centered nor whitened, as exact numbers and as matrices."""
    exact = table(n, d, seed)
    inputs = arb_mat([[ball(x) for x in row] for row in exact.inputs])
    targets = arb_mat([[ball(y)] for y in exact.targets])
    return exact, Prepared.of(inputs, identity(d), targets)


def identity(d: int) -> arb_mat:
    """1 on the diagonal."""
    return arb_mat([[int(i == j) for j in range(d)] for i in range(d)])


@given(st.integers(0, 10**6))
def test_backpropagation_is_the_derivative_of_the_risk(seed: int) -> None:
    """Loss and gradient agree with the risk expanded in a power series, on data that are not whitened."""
    with precision(200):
        exact, data = raw(5, 3, seed)
        w, alpha = [Fraction(2), Fraction(-1), Fraction(1, 3)], Fraction(3, 2)
        found = passes(data, arb_mat([[ball(x)] for x in w]), ball(alpha))

        assert found.loss.overlaps(risk(exact.inputs, exact.targets, w, alpha))
        for i in range(3):
            axis = [Fraction(int(i == j)) for j in range(3)]
            expected = slope(exact.inputs, exact.targets, w, axis, alpha, Fraction(0))
            assert found.by_weights[i, 0].overlaps(expected)
            assert found.by_weights[i, 0].rad() < arb(2) ** -150
        expected = slope(exact.inputs, exact.targets, w, [Fraction(0)] * 3, alpha, Fraction(1))
        assert found.by_scale.overlaps(expected)
        assert not (found.by_scale + ball(Fraction(1, 10**20))).overlaps(expected)


def test_the_gradient_is_orthogonal_to_the_weights() -> None:
    """Normalization makes the risk blind to ‖w‖, and the backward pass knows it."""
    with precision(200):
        _, data = raw(6, 2, 1)
        weights = arb_mat([[arb(1)], [arb(2)]])

        assert dot(weights, passes(data, weights, arb(1)).by_weights).contains(0)


def trained(margin: int, steps: int = 30) -> Path:
    """A short training run with large rates on small data."""
    with precision(600):
        data = whiten(table(10, 3)).rounded()
        weights = arb_mat([[ball(Fraction(x, 10))] for x in (4, 3, -2)]).mid()
        rates = ball(Fraction(1, 5)).mid(), ball(Fraction(1, 10)).mid()
    return train(data, weights, arb("0.5"), rates, steps=steps, margin=margin)


def test_more_bits_change_no_digit_that_counts() -> None:
    """Two precisions agree to the margin of the lower one, at every time."""
    low, high = trained(64), trained(192)

    with precision(400):
        assert low.difference(high, "sine") < arb(2) ** -50
        assert low.difference(high, "loss") < arb(2) ** -50
    assert low.events == high.events


def test_the_precision_follows_the_angle() -> None:
    """As sin θ shrinks, bits are added one for one, so that its leading digits are never lost."""
    moments = trained(64, steps=60).states

    assert min(moment.sine for moment in moments) < arb(2) ** -20
    for before, moment in pairwise(moments):
        with precision(64):
            needed = -(before.sine.log() / arb(2).log())
        assert moment.bits >= 64 + needed


@given(st.lists(st.booleans(), max_size=30))
def test_stretches_are_maximal(happens: list[bool]) -> None:
    """Each time at which it happens is in exactly one stretch, and stretches do not touch."""
    found = stretches(happens)
    ends = [(first, len(happens) - 1 if last is None else last) for first, last in found]
    covered = [t for first, last in ends for t in range(first, last + 1)]

    assert covered == [t for t, now in enumerate(happens) if now]
    assert all(after[0] > before[1] + 1 for before, after in pairwise(ends))
    assert (bool(found) and found[-1][1] is None) == (bool(happens) and happens[-1])
