"""The next spike is the higher, the nearer a step came to the target."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.arithmetic.balls import Undecided, ball
from verifier.claim import Status
from verifier.studies.experiments import spike_height
from verifier.studies.experiments.spike_height import MISSES, heights, next_spike


def test_the_heights_grow_to_one() -> None:
    """Of five misses, from a tenth on; the last leaves less than a thousandth."""
    found = heights(quick=True, seed=0, precision=128)
    assert found.status is Status.ENCLOSED
    rows = found.data.rows
    assert rows is not None and len(rows) == len(MISSES)
    _, top = next_spike(MISSES[-1])
    assert ball(Fraction(999, 1000)) < top < 1


def test_without_growth_it_is_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same from misses in the other order."""
    monkeypatch.setattr(spike_height, "MISSES", MISSES[::-1])
    assert heights(quick=True, seed=0, precision=128).status is Status.REFUTED


def test_without_decay_there_is_no_next_spike(monkeypatch: pytest.MonkeyPatch) -> None:
    """The norm does not fall."""
    monkeypatch.setattr(spike_height, "DECAY", Fraction(0))
    with pytest.raises(Undecided, match=r"no spike|rises"):
        next_spike(10)
