"""The map and the listed runs say what the runs do, and undecided runs count against them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.arithmetic.balls import Undecided
from verifier.claim import Status
from verifier.results.visible_rise import Outcome
from verifier.studies.experiments import visible_rise
from verifier.studies.experiments.crossing import cross
from verifier.studies.losses import LogisticInstance


@pytest.fixture
def small(monkeypatch):
    """A map of 3 × 4 cells at one start, and three examples."""
    monkeypatch.setattr(visible_rise, "_PANELS", (("0.5", "0.01", "8"),))
    monkeypatch.setattr(visible_rise, "_SCALE_LRS", (Fraction("0.05"), Fraction(1), 3))
    monkeypatch.setattr(visible_rise, "_ACROSS", 4)
    monkeypatch.setattr(visible_rise, "_EXAMPLES", visible_rise._EXAMPLES[:3])


def compute():
    """The section, as a full run makes it."""
    return visible_rise.section(quick=False, seed=0, precision=128)


def test_the_map_is_that_of_the_runs(small):
    """Every cell has the outcome of its own run, and the counts are those of the cells."""
    data = compute()
    (panel,) = data.panels

    assert data.status == "ENCLOSED" and len(data.outcomes) == 12 and data.undecided == 0
    for h, row in zip(panel.h, panel.grid, strict=True):
        for nu, outcome in zip(panel.nu, row, strict=True):
            instance = LogisticInstance.of(str(h), "0.5", str(nu), "0.01")
            assert outcome is cross(instance).outcome
    assert sum(panel.counts().values()) == 12
    assert panel.critical[0] < 3.5123161 < panel.critical[1]
    assert len(data.sentences) == 1


def test_the_curve_ends_at_the_critical_value(small):
    """For small h the drawn curve is at ν*, and it leans to larger η/N_0 as h grows."""
    (panel,) = compute().panels
    lrs = [nu for nu, _ in panel.law]

    assert lrs == sorted(lrs)
    assert lrs[0] == pytest.approx(3.52, abs=0.02)


def test_an_undecided_run_is_said(small, monkeypatch):
    """A cell that the balls do not decide is null, and the section is INCONCLUSIVE."""

    class Doubtful:
        outcome = property(lambda self: (_ for _ in ()).throw(Undecided("what closes the window")))

    monkeypatch.setattr(visible_rise, "cross", lambda instance: Doubtful())
    monkeypatch.setattr(visible_rise, "_EXAMPLES", ())
    data = compute()

    assert data.status == "INCONCLUSIVE" and data.undecided == len(data.outcomes)


def test_the_listed_runs_have_all_outcomes():
    """The full list is decided, and none of the four outcomes is missing."""
    evidence = visible_rise.outcomes(quick=False, seed=0, precision=128)

    assert evidence.status is Status.ENCLOSED
    assert {row["outcome"] for row in evidence.data.rows} == {kind.name for kind in Outcome}
    risen = [row for row in evidence.data.rows if row["outcome"] == "LOSS"]
    assert all(row["height"] > 0 and row["onset"]["t"] <= row["loss_rise"]["t"] for row in risen)


def test_a_short_delay_needs_a_smaller_angle_at_a_smaller_rate():
    """The largest angle at which the loss rises falls faster than any fixed power of h would have it."""
    evidence = visible_rise.short_delay(quick=True, seed=0, precision=128)
    first, second = evidence.data.rows

    assert evidence.status is Status.CHECKED
    assert first["between"][0] < first["sine"] < first["between"][1]
    assert second["log"] > 1.3 * first["log"]
