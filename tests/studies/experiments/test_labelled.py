"""Ten samples in twenty dimensions: the data, the training, and its agreement with the margins' map."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from flint import arb, arb_mat

from verifier.arithmetic.balls import Undecided, ball, precision
from verifier.results.experiment import Active, Events, Followed, Least
from verifier.studies.data.risk import risk, slope
from verifier.studies.experiments import labelled
from verifier.studies.experiments.logistic_descent import Labelled, decided, passes
from verifier.studies.experiments.path import Path
from verifier.studies.vectors import dot

STEPS = 30


@pytest.fixture(scope="module")
def training() -> Path:
    """The first steps of training."""
    return labelled.trained_path(STEPS)[0]


@pytest.fixture(scope="module")
def full() -> Followed:
    """The whole experiment."""
    result = labelled.run()
    assert result.status == "ENCLOSED" and result.followed is not None
    return result.followed


def test_the_rows_are_orthogonal() -> None:
    """Ten rows of squared norm 10 in twenty dimensions, exactly orthogonal; labels of both signs."""
    rows = labelled.inputs()

    assert {len(row) for row in rows} == {20}
    assert all(dot(x, y) == 10 * (i == j) for i, x in enumerate(rows) for j, y in enumerate(rows))
    assert sorted(labelled.LABELS) == [-1] * 5 + [1] * 5


def test_the_start_is_the_ordinary_one() -> None:
    """w_0 has twenty entries within ±1/√20, and its mean margin is positive."""
    first = [Fraction(digits) for digits in labelled.W0]
    margins = [y * dot(x, first) for x, y in zip(labelled.inputs(), labelled.LABELS, strict=True)]

    assert len(first) == 20
    assert all(20 * x * x <= 1 for x in first)
    assert sum(margins) > 0


@pytest.mark.parametrize("seed", range(5))
def test_backpropagation_is_the_derivative_of_the_risk(seed: int) -> None:
    """The gradient agrees with the risk expanded in a power series, on rows that are not orthogonal."""
    inputs = [[Fraction((7 * i + 3 * j + seed) % 11 - 5) for j in range(3)] for i in range(4)]
    labels, w = [Fraction(x) for x in (1, -1, -1, 1)], [Fraction(x) for x in (2, -1, 3)]
    alpha = Fraction(3, 2)
    with precision(200):
        rows = arb_mat([[ball(x) for x in row] for row in inputs])
        data = Labelled(rows, tuple(ball(y) for y in labels))
        found = passes(data, arb_mat([[ball(x)] for x in w]), ball(alpha))
        for i in range(3):
            axis = [Fraction(i == j) for j in range(3)]
            expected = slope(inputs, labels, w, axis, alpha, Fraction(0), "logistic")
            assert found.by_weights[i, 0].overlaps(expected)
            assert not (found.by_weights[i, 0] + arb("1e-20")).overlaps(expected)
        expected = slope(inputs, labels, w, [Fraction(0)] * 3, alpha, Fraction(1), "logistic")
        assert found.by_scale.overlaps(expected)


def test_the_loss_is_the_raw_risk(training: Path) -> None:
    """The loss at time 0 is the risk of the raw data."""
    first = [Fraction(digits) for digits in labelled.W0]
    labels = [Fraction(label) for label in labelled.LABELS]
    with precision(300):
        expected = risk(labelled.inputs(), labels, first, Fraction(labelled.ALPHA0), "logistic")

    assert training.states[0].loss.overlaps(expected)


def test_training_and_the_margins_agree(training: Path) -> None:
    """Every quantity agrees at every time to 25 digits, and all events are the same."""
    found = labelled.compare(training, labelled.margin_path(STEPS)[0])

    assert found.agrees
    assert found.times == STEPS + 1


def test_margins_with_another_rate_disagree(training: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scale learning rate off by one part in 10^22 is noticed."""
    monkeypatch.setattr(labelled, "ETA_ALPHA", "0.050000000000000000000005")

    assert not labelled.compare(training, labelled.margin_path(STEPS)[0]).agrees


def test_a_different_event_is_a_disagreement(training: Path) -> None:
    """Equal numbers with a rising direction where there is none do not agree."""
    margins = labelled.margin_path(STEPS)[0]
    earlier = replace(margins, rising=[*margins.rising[:-1], True])

    assert not labelled.compare(training, earlier).agrees


def test_the_spike_is_certain(full: Followed) -> None:
    """Onset at 54 below 1e-22, a rising edge to 169, a loss rise from 166, in both runs."""
    margins = full.training.margins

    assert full.training.events == full.reduced.events == Events(54, ((54, 169),), ((166, 169),))
    assert margins is not None
    assert margins.least_sine == Least(54, pytest.approx(-22.6167))
    assert margins.active == Active(3, pytest.approx(2.80821), labelled.STEPS)


def test_the_series_cover_every_time(full: Followed) -> None:
    """Each series has one number a time, from 0 to the last."""
    assert {len(values) for values in full.series.plain().values()} == {labelled.STEPS + 1}


def test_nothing_moves_outside_the_rows(full: Followed) -> None:
    """No weight leaves the affine span of w_0 and the rows by more than the enclosures' width."""
    assert full.training.margins is not None
    assert Fraction(full.training.margins.outside) < Fraction(1, 10**100)


def test_the_quick_run_reaches_onset() -> None:
    """The quick run ends in the rising edge, and says that it goes on."""
    result = labelled.run(quick=True)

    assert result.status == "ENCLOSED" and result.followed is not None
    assert result.followed.training.events.rising_edges == ((54, None),)
    assert "[54, …" in result.summary


def test_a_precision_too_low_is_inconclusive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the balls decide nothing the result says so, and is no pass."""
    monkeypatch.setattr(labelled, "_TRAINING_BITS", (32, 64))

    assert labelled.run(quick=True).status == "INCONCLUSIVE"


def test_an_open_event_is_an_error() -> None:
    """An undecided verdict is named by its time."""
    assert decided([True, False]) == [True, False]
    with pytest.raises(Undecided, match="t = 1"):
        decided([True, None])


def test_an_ordinary_scale_never_rises(monkeypatch: pytest.MonkeyPatch) -> None:
    """From α_0 = 1 the direction rises at no time, and the effective learning rate ends below 2."""
    monkeypatch.setattr(labelled, "ALPHA0", "1")
    result = labelled.run()

    assert result.status == "ENCLOSED" and result.followed is not None
    assert result.followed.training.events.rising_edges == ()
    assert result.followed.series.lam[-1] < 2
