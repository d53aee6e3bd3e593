"""Pairs of runs that differ by ε alone: what decides, and that a false pair is told."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.claim import Status
from verifier.dynamics.trajectory import certify
from verifier.studies.experiments import prevented
from verifier.studies.variants import FedInstance

F = Fraction


@pytest.mark.parametrize(("instance", "less", "more"), [prevented.RUNS[0], prevented.RUNS[3]])
def test_a_pair_is_as_iterated(instance, less, more):
    """The one that never rises is followed long after its scale is there."""
    steps = int(prevented.STEPS / instance.h)
    below, above = (
        certify(FedInstance.given(*instance.values, x * instance.h), steps) for x in (less, more)
    )
    assert below.onset == prevented.of(instance, less).onset is not None
    assert above.certified and above.onset is None and prevented.of(instance, more).onset is None


def test_the_law_is_between_them():
    for instance, less, more in prevented.RUNS:
        assert less < prevented.law(instance) < more


def test_the_experiment_is_enclosed_and_a_false_pair_is_not(monkeypatch):
    found = prevented.pairs(quick=True, seed=0, precision=128)
    assert found.status is Status.ENCLOSED
    instance, less, more = prevented.RUNS[0]
    for pair in ((less, less), (more, more), (F(1, 1000), F(1))):
        monkeypatch.setattr(prevented, "RUNS", ((instance, *pair),))
        status = prevented.pairs(quick=False, seed=0, precision=128).status
        assert status is (Status.ENCLOSED if pair == (F(1, 1000), F(1)) else Status.INCONCLUSIVE)
