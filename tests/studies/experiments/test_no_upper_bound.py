"""No bound of the onset from above knows the spectrum, the norm and the angle alone."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.claim import Status
from verifier.studies.experiments import no_upper_bound
from verifier.studies.experiments.no_upper_bound import onset, onsets, run_of


def test_the_onsets_grow() -> None:
    """About in proportion to the digits of the part."""
    found = onsets(quick=True, seed=0, precision=128)
    assert found.status is Status.ENCLOSED
    assert [row["onset"] for row in found.data.rows] == [0, 3, 10, 37, 146]


def test_without_a_steep_part_it_is_a_whitened_run() -> None:
    """It never rises, and λ stays below 1."""
    run = run_of(Fraction(0))
    assert onset(run, 60) is None
    assert run.view(59)["lam"] < 1


def test_onsets_that_fall_are_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same runs in the other order."""
    monkeypatch.setattr(no_upper_bound, "PARTS", (64, 16, 4))
    assert onsets(quick=True, seed=0, precision=128).status is Status.REFUTED
