"""The real-data instance: the data, and the agreement of training with the reduced map."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from verifier.arithmetic.balls import precision
from verifier.results.experiment import Events
from verifier.studies.data.diabetes import load
from verifier.studies.experiments import diabetes
from verifier.studies.experiments.path import Path
from verifier.studies.experiments.prepared import Prepared, whiten
from verifier.studies.experiments.reduced import Units

STEPS = 40


@pytest.fixture(scope="module")
def data() -> Prepared:
    """The whitened diabetes data at 512 bits."""
    with precision(512):
        return whiten(load())


@pytest.fixture(scope="module")
def units(data: Prepared) -> Units:
    """The units of training with the experiment's learning rate."""
    with precision(512):
        return Units.of(data, Fraction(diabetes.ETA))


@pytest.fixture(scope="module")
def training(data: Prepared) -> Path:
    """The first steps of training."""
    return diabetes.trained_path(data, STEPS, diabetes.MARGIN)


def test_the_table_is_the_published_one() -> None:
    """442 patients, ten inputs, the known column sums and the known mean of the target."""
    table = load()

    assert table.columns == ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
    assert len(table.inputs) == len(table.targets) == 442
    assert {len(row) for row in table.inputs} == {10}
    assert sum(row[0] for row in table.inputs) == 21445
    assert {row[1] for row in table.inputs} == {1, 2}
    assert table.inputs[0][8] == Fraction("4.8598")
    assert sum(table.targets) == 67243


def test_the_settings_are_the_ordinary_ones(data: Prepared, units: Units) -> None:
    """ρ ≈ 55.4, ‖w_0‖² ≈ 0.24 and Λ ≈ 3.8, with w_0 inside ±1/√10 and aligned with the target."""
    with precision(256):
        first = diabetes.reduced_path(data, units, 1)[0].states[0]
        saturated = units.length**2 / first.squared_norm

    assert abs(float(units.rho) - 55.4093) < 1e-4
    assert abs(float(first.squared_norm) - 0.2424) < 1e-4
    assert abs(float(saturated) - 3.8001) < 1e-4
    assert all(Fraction(digits) ** 2 < Fraction(1, 10) for digits in diabetes.W0)
    assert float(first.sine) < 0.97


def test_training_and_the_reduced_map_agree(data: Prepared, units: Units, training: Path) -> None:
    """Every quantity agrees at every time to 25 digits, and so does training with more bits."""
    reduced, _ = diabetes.reduced_path(data, units, STEPS)
    second = diabetes.trained_path(data, STEPS, diabetes.SECOND_MARGIN)
    found = diabetes.compare(training, reduced, second)

    assert found.agrees
    assert found.times == STEPS + 1


def test_a_reduced_map_with_another_rate_disagrees(
    data: Prepared, units: Units, training: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scale learning rate off by one part in 10^22 is noticed within these steps."""
    monkeypatch.setattr(diabetes, "ETA_ALPHA", "0.0010000000000000000000001")
    reduced, _ = diabetes.reduced_path(data, units, STEPS)

    assert not diabetes.compare(training, reduced).agrees


def test_a_different_event_is_a_disagreement(data: Prepared, units: Units, training: Path) -> None:
    """Equal numbers with a rising direction where there is none do not agree."""
    reduced, _ = diabetes.reduced_path(data, units, STEPS)
    earlier = replace(reduced, rising=[*reduced.rising[:-1], True])

    assert not diabetes.compare(training, earlier).agrees


def test_the_quick_run_reaches_onset() -> None:
    """The quick run is CHECKED and both paths find the onset at 810, with sin θ below 1e-340."""
    result = diabetes.run(quick=True)

    found = result.followed

    assert result.status == "CHECKED" and found is not None
    assert found.training.events == found.reduced.events == Events(810, ((810, None),), ())
    assert found.training.first_spike is None
    assert min(found.series.log10_sin) < -340
    assert len({len(values) for values in found.series.plain().values()}) == 1
