"""The course of a run agrees with plain iteration, and what is not reached is undecided."""

from __future__ import annotations

import pytest

from derivations.sigmoid.kappa import KAPPA, at
from verifier.arithmetic.balls import less, precision
from verifier.dynamics import Run, certify
from verifier.results.rise import Rise
from verifier.studies.experiments import course
from verifier.studies.experiments.course import follow
from verifier.studies.losses import LogisticInstance

RUNS = (
    ("0.1", "0.5", "3.5", "0.01"),
    ("0.1", "0.1", "4.5", "0.01"),
    ("0.1", "2", "4", "0.1"),
    ("0.1", "1", "2.9", "0.3"),
    ("0.02", "0.25", "3.2", "0.001"),
)


@pytest.mark.parametrize("row", RUNS, ids=" ".join)
def test_a_course_agrees_with_iteration(row: tuple[str, str, str, str]) -> None:
    """Onset, last rise, first rise of the loss and open times are those of 300 certified steps more."""
    instance = LogisticInstance.of(*row)
    found = follow(instance)
    assert found.settled is not None
    longer = certify(instance, found.settled + 300)
    run = Run(instance, 192)
    with precision(192):
        states = [run.state(t) for t in range(found.settled + 300)]
        opened = [less(2 * x.N, at(KAPPA, x.alpha)) for x in states]

    assert longer.certified
    assert found.onset == longer.onset
    assert found.last_rise == (longer.rising_edges[-1][1] if longer.rising_edges else None)
    assert found.loss_rise == (longer.loss_rises[0][0] if longer.loss_rises else None)
    assert found.open == opened.count(True) and None not in opened


def test_what_is_not_reached_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """With too few steps, or too few bits, a run is undecided."""
    instance = LogisticInstance.of("0.02", "0.25", "3.2", "0.001")
    monkeypatch.setattr(course, "LIMIT", 3)
    assert follow(instance).verdict is Rise.UNDECIDED
    monkeypatch.setattr(course, "LIMIT", 4000)
    monkeypatch.setattr(course, "BITS", (4,))
    assert follow(instance).verdict is Rise.UNDECIDED
