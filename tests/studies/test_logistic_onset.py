"""The onset of the logistic loss: what is certified ahead is what iteration finds."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from derivations.logistic.lemmas import envelope
from tests.strategies import logistic_instances
from verifier.arithmetic.reals import like
from verifier.dynamics import certify
from verifier.studies import onset
from verifier.studies.logistic_instances import SPREAD
from verifier.studies.losses import LogisticInstance
from verifier.studies.onset import certify_onset

FAR = LogisticInstance.of("1e-9", "0.1", "4", "0.1")
ROWS = "0.02 0.1 4 0.1", "0.01 0.1 3.2 0.1", "0.1 0.05 30 0.001"
LISTED = [LogisticInstance.of(*row.split()) for row in ROWS]
STEPS = 600


def contradictions(instances: Iterable[LogisticInstance]) -> list[str]:
    """Where what is said of the onset is not what ``STEPS`` steps of iteration show."""
    found = []
    for instance in instances:
        said, run = certify_onset(instance), certify(instance, STEPS)
        lower, upper = said.window
        if run.onset is None:
            wrong = said.certified and said.onset is not None and said.onset < STEPS
            wrong = wrong or (upper is not None and upper < STEPS)
        else:
            wrong = said.certified and said.onset != run.onset
            wrong = wrong or not lower <= run.onset or (upper is not None and upper < run.onset)
        if wrong:
            found.append(f"{instance}: {said}, but iteration finds {run.onset}")
    return found


def test_listed_runs_are_certified() -> None:
    """Of the listed runs each has its onset, or never rises, and iteration agrees."""
    assert contradictions(SPREAD) == []
    said = [certify_onset(instance) for instance in SPREAD]
    assert all(one.certified for one in said)
    assert {one.onset is None for one in said} == {True, False}


@given(logistic_instances() | logistic_instances(frozenset({"margins"})))
@settings(max_examples=15)
def test_random_runs(instance: LogisticInstance) -> None:
    """Also from angles beyond π/4, where no bound applies at first."""
    assert contradictions([instance]) == []


@pytest.mark.parametrize("off", [-1, 1])
def test_a_bound_that_is_off_by_one_is_noticed(monkeypatch: pytest.MonkeyPatch, off: int) -> None:
    """Bounds that are both one step wrong certify a wrong onset, and iteration contradicts it."""
    honest = onset._bound

    def shifted(*given: Any, **more: Any) -> int | None:
        bound = honest(*given, **more)
        return None if bound is None else bound + off

    monkeypatch.setattr(onset, "_bound", shifted)
    assert contradictions(LISTED) != []


def test_a_restart_that_forgets_the_steps_before_it_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds counted from time 0 in place of the later state contradict iteration."""
    look = onset._Search._look_ahead
    monkeypatch.setattr(onset._Search, "_look_ahead", lambda search, t, h, x: look(search, 0, h, x))
    assert contradictions(LISTED) != []


def test_thousands_of_millions_of_steps_ahead() -> None:
    """At h = 1e-9 the onset is certified to the step from a few hundred."""
    found = certify_onset(FAR)

    assert (found.onset, found.certified) == (2888766228, True)
    assert found.steps_iterated < 300


def far(exponent: int) -> LogisticInstance:
    """The same start at h = 10^-exponent."""
    return LogisticInstance.of(f"1e-{exponent}", "0.1", "4", "0.1")


@pytest.mark.parametrize("exponent", [14, 15, 18, 30, 60])
def test_the_slowest_scales_have_an_onset_as_well(exponent: int) -> None:
    """However small h is, the onset is certified to the step; h times it is what it is at h = 1e-9."""
    found = certify_onset(far(exponent))

    assert found.certified and found.onset is not None
    assert abs(found.onset * 10**9 - 2888766228 * 10**exponent) < 10**exponent
    assert found.steps_iterated < 1000


def test_a_slack_that_does_not_follow_the_bits_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a fixed part of the scale, as large as many steps of it, no precision certifies the onset."""
    monkeypatch.setattr(envelope, "_slacks", lambda number: [like(number, Fraction(1, 2**48))])

    assert certify_onset(far(12), 3000).certified
    assert not certify_onset(far(15), 3000).certified


def test_no_more_steps_than_allowed() -> None:
    """Short of an answer the window is said, with no step beyond ``max_steps``."""
    found = certify_onset(FAR, 3)

    assert not found.certified and found.steps_iterated == 3
    assert 3 < found.window[0] <= 2888766228


def test_balls_that_are_too_wide_are_tried_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a precision that tells nothing the next ones are tried, up to one that does."""
    monkeypatch.setattr(onset, "sufficient_bits", lambda instance, bits: 16)
    found = certify_onset(FAR)

    assert (found.onset, found.certified) == (2888766228, True)
    assert found.precision_bits > 16
