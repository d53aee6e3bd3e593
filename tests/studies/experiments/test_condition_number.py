"""The price of not whitening: exact data, the derived map on them, and what is told."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from flint import arb_mat

from derivations.notation import lam
from verifier.arithmetic.balls import ball, precision
from verifier.claim import Status
from verifier.studies.experiments import condition_number, covariance_map
from verifier.studies.experiments.condition_number import START, descended, follow, judged, prepared
from verifier.studies.experiments.covariance_map import CovarianceMap
from verifier.studies.turned import Turned, plane, spread
from verifier.studies.vectors import dot


def covariance(raw: Turned) -> list[list[Fraction]]:
    """Σ, exactly."""
    columns = list(zip(*raw.inputs, strict=True))
    return [[dot(x, y) / len(raw.inputs) for y in columns] for x in columns]


@pytest.mark.parametrize("dimension", [2, 5, 10, 15])
def test_the_data_are_those_that_were_wished(dimension: int) -> None:
    """Mean 0, the spectrum, a target of Σ-norm 1, and w of the wished norm and angle: exactly."""
    straight = spread(START, dimension, Fraction(3))
    raw = straight.turned()
    sigma = covariance(raw)
    b = [dot(x, raw.targets) / 16 for x in zip(*raw.inputs, strict=True)]
    seen = [dot(row, raw.weights) for row in sigma]

    assert all(sum(column) == 0 for column in zip(*raw.inputs, strict=True))
    assert sum(sigma[i][i] for i in range(dimension)) == sum(x * x for x in raw.deviations)
    assert straight.condition_number == 9 and raw.deviations == sorted(raw.deviations)
    assert dot(seen, raw.weights) == START.size**2
    assert dot(raw.weights, b) == START.size * START.cosine
    assert dot(raw.targets, raw.targets) / 16 == 1
    with precision(200):
        matrix = arb_mat([[ball(x) for x in row] for row in sigma])
        product = ball(1)
        for deviation in raw.deviations:
            product *= ball(deviation**2)
        assert matrix.det().overlaps(product)


def test_a_step_is_gradient_descent() -> None:
    """The derived map encloses the backpropagated step, and without Σ it does not."""
    raw = spread(START, 3, Fraction(2)).turned()
    with precision(300):
        data = prepared(raw)
        start = CovarianceMap(data, Fraction(1, 100)).point(
            arb_mat([[ball(x)] for x in raw.weights]), ball(Fraction(1, 20))
        )
        after = CovarianceMap(data, Fraction(1, 100)).advance(start)
        identity = arb_mat([[int(i == j) for j in range(3)] for i in range(3)])
        blind = CovarianceMap(replace(data, covariance=identity), Fraction(1, 100))
        wrong = blind.advance(blind.point(start.weights, start.a))

        assert descended(data, start).overlaps(after.weights)
        assert not descended(data, start).overlaps(wrong.weights)


def test_a_map_that_is_no_gradient_descent_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A formula with twice the step raises."""
    doubled = covariance_map.PULLED_STEP.subs(lam, 2 * lam)
    monkeypatch.setattr(covariance_map, "PULLED_STEP", doubled)

    with pytest.raises(ArithmeticError, match="not gradient descent"):
        follow(plane(START, Fraction(2)).turned())


def test_whitened_data_are_the_planar_run() -> None:
    """For κ = 1 every dimension has the onset of the whitened run, by the map of the square loss."""
    onsets = {follow(spread(START, d, Fraction(1)).turned()).onset for d in (2, 3, 10)}

    assert onsets == {follow(plane(START, Fraction(1)).turned()).onset} == {102}


def test_the_family() -> None:
    """The delay shrinks, the bound holds, and that of whitened data does not."""
    evidence = condition_number.family(quick=True, seed=0, precision=128)

    assert evidence.status is Status.ENCLOSED
    assert [row["onset"] for row in evidence.rows] == [102, 39, 13, 3, 0, 0, 0]
    assert all(row["onset"] >= row["at_least"] for row in evidence.rows)
    assert "wrong in 6 of 7 runs" in evidence.summary


def test_what_a_false_family_is_worth() -> None:
    """An onset before its bound, or where none should be, refutes; a doubt leaves all open."""
    runs = {root**2: follow(plane(START, root).turned()) for root in map(Fraction, (1, 2, 3, 5))}

    def told(root: int, **more: object) -> Status:
        return judged({**runs, Fraction(root): replace(runs[Fraction(root)], **more)})[0]

    assert judged(runs)[0] is Status.ENCLOSED
    assert told(4, at_least=14) is Status.REFUTED
    assert told(4, sharper=14) is Status.REFUTED
    assert told(25, onset=1) is Status.REFUTED
    assert told(4, onset=None) is Status.INCONCLUSIVE
    assert told(4, onset=103, whitened=0) is Status.INCONCLUSIVE
    del runs[Fraction(9)]
    assert judged(runs)[0] is Status.INCONCLUSIVE  # half of that κ would do as well


def test_where_the_delay_vanishes() -> None:
    """Just below that κ the first step does not rise, just above it does."""
    limit = condition_number.vanishing()
    below, above = Fraction("3.65"), Fraction("3.66")

    assert below**2 < limit < above**2
    assert follow(plane(START, below).turned()).onset and follow(plane(START, above).turned()).onset == 0


def test_the_section() -> None:
    """Five curves, decided, in order of κ, and none below its bound; a planted bound is a violation."""
    data = condition_number.section(quick=True, seed=0, precision=128)

    assert data.status == "ENCLOSED" and not data.violations
    assert [(curve.dimension, curve.spread) for curve in data.curves] == [
        (2, False), (2, True), (3, True), (5, True), (10, True)
    ]  # fmt: skip
    for curve in data.curves:
        onsets = [one.onset for one in curve.onsets]
        assert onsets == sorted(onsets, reverse=True) and None not in onsets
        assert all(one.at_least <= one.sharper for one in curve.onsets)
    assert any(one.at_least < one.sharper for one in data.curves[1].onsets)
    assert all(one.at_least == one.sharper for one in data.curves[0].onsets)  # κ_max is L


def test_a_planted_bound_is_a_violation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the bound that of whitened data, the section would be REFUTED."""
    true = condition_number.bound
    monkeypatch.setattr(condition_number, "bound", lambda run, whitened: true(run, True))
    monkeypatch.setattr(condition_number, "DIMENSIONS", ())
    data = condition_number.section(quick=True, seed=0, precision=128)

    assert data.status == "REFUTED" and len(data.violations) == 6
