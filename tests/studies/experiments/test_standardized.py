"""The diabetes data standardized only: what Σ is, and that training agrees with the derived map."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, arb_mat

from verifier.arithmetic.balls import Undecided, precision
from verifier.results.experiment import Events
from verifier.studies.data.diabetes import Table, load
from verifier.studies.experiments import diabetes, standardized
from verifier.studies.experiments.prepared import standardize, whiten
from verifier.studies.experiments.spectrum import eigenvalues


def test_columns_have_variance_one_and_are_correlated() -> None:
    """Σ has ones on the diagonal and others than zeros beside it, and ρ is that of the whitened data."""
    with precision(300):
        data, white = standardize(load()), whiten(load())

        assert all(data.covariance[i, i].contains(1) for i in range(10))
        assert not data.covariance[0, 1].contains(0)
        assert data.rho.overlaps(white.rho)
        assert data.inner(data.target, data.target).contains(1)
        assert not data.rho.overlaps(white.rho * (1 + arb(2) ** -100))


def test_a_constant_column_is_refused() -> None:
    """It has no standard deviation to divide by."""
    rows = tuple((Fraction(i), Fraction(7)) for i in range(4))
    with precision(100), pytest.raises(ValueError, match="constant"):
        standardize(Table(("x", "y"), rows, tuple(Fraction(i * i) for i in range(4))))


def test_the_run_on_data_that_are_not_whitened() -> None:
    """CHECKED, with one spike long before that of the whitened data, and after λκ_max has passed 2."""
    result = standardized.run(quick=True)
    found = result.followed

    assert result.status == "CHECKED" and found is not None
    assert found.training.events == found.reduced.events == Events(581, ((581, 591),), ((589, 591),))
    assert found.settings["local_threshold_at"] == 319
    assert abs(float(str(found.settings["condition_number"])) - 470.078) < 1e-3
    assert "which says nothing" in result.summary
    assert len({len(values) for values in found.series.plain().values()}) == 1
    assert max(found.series.steepest) > 2 * max(found.series.lam)


def test_too_few_bits_show_another_onset(monkeypatch: pytest.MonkeyPatch) -> None:
    """In 300 bits rounding is larger than the steepest part, and grows in its place: a disagreement."""
    monkeypatch.setattr(standardized, "MARGIN", 236)
    result = standardized.run(quick=True)

    assert result.status == "REFUTED" and result.followed is not None
    assert result.followed.training.events.onset != 581


def test_a_map_of_another_covariance_disagrees() -> None:
    """Whitened data in place of standardized ones give another path from the same start."""
    with precision(512):
        data, other = standardize(load()), whiten(load())
        units = standardized.Units.of(data, Fraction(diabetes.ETA))
    mapped = standardized.mapped_path(other, units, 20)
    training = diabetes.trained_path(data, 20, standardized.MARGIN)

    assert not diabetes.compare(training, mapped).agrees


def test_eigenvalues() -> None:
    """Those of a small matrix, in order; two that are equal are not told apart."""
    with precision(100):
        one, two = eigenvalues(arb_mat([[2, 1], [1, 2]]))

        assert one.contains(1) and two.contains(3)
        with pytest.raises(Undecided):
            eigenvalues(arb_mat([[1, 0], [0, 1]]))
